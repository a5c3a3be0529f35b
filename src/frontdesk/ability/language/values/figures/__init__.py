"""Room: tokens in, figures out: numbers with their currency, unit, limits and ranges.
Comes from: ability.language.values.money and quantities.
Goes to: ability.language.values.scan only.
Never: says whether a figure is a price or a count, or knows what was asked.
"""

from frontdesk.ability.language.values.figures.read import read_figures
from frontdesk.ability.language.values.figures.shapes import Figure

__all__ = ["Figure", "read_figures"]
