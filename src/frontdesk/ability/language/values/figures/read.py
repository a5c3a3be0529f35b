"""Turns a scanned text into figures: numerals, then amounts, then figures."""

from collections.abc import Set

from frontdesk.ability.language.values.figures.amounts import find_amounts
from frontdesk.ability.language.values.figures.numerals import find_numerals
from frontdesk.ability.language.values.figures.shapes import Figure, find_figures
from frontdesk.ability.language.values.scan import Scan


def read_figures(scan: Scan, barred: Set[int]) -> tuple[Figure, ...]:
    """Every figure of a text that has no part in the barred tokens."""
    numerals = find_numerals(scan, barred)
    if not numerals:
        return ()
    return find_figures(scan, find_amounts(scan, numerals, barred))
