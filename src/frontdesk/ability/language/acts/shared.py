"""Turns a message into the acts every bot understands: greeting, thanks, leaving."""

from frontdesk.ability.language.acts import table
from frontdesk.ability.language.acts.fold import Folded
from frontdesk.ground.words.reading import Intent

NAMES = (
    "greet",
    "thanks",
    "bye",
    "are_you_bot",
    "who_are_you",
    "dont_know",
    "correction",
    "repeat",
    "question_price",
    "smalltalk",
    "ask_info",
    "objection",
    "erase_me",
    "fair_housing",
    "legal",
    "complaint",
)

_TABLE = table.of("shared")


def find_shared(folded: Folded) -> tuple[Intent, ...]:
    """The dialogue acts of a message, by phrase tables."""
    found: list[Intent] = []
    for row in _TABLE.rows:
        match = folded.first(row)
        if match:
            found.append(
                Intent(
                    row.name,
                    float(row.head[1]),
                    folded.span(*match.span()),
                    why=f"says {match[0].strip()!r}",
                )
            )
    return tuple(found)
