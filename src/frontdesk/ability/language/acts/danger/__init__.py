"""Room: a message in, how urgent it is out: level, trade, hazards, and what says so.
Comes from: acts.reading.
Goes to: the tables of acts, and ground.words.
Never: learns at run time, or decides what is done about a danger.
"""

from frontdesk.ability.language.acts.danger.signs import HAZARDS
from frontdesk.ability.language.acts.danger.urgency import find_urgency

__all__ = ["HAZARDS", "find_urgency"]
