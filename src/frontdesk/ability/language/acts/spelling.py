"""Turns a misspelt key word of a message into its position-true spelling.

Only words that rules hang on are known here, and only slips that make no other word: a letter
left out, doubled or swapped with its neighbour, and a few habits of texting.
"""

from functools import cache

from frontdesk.ability.language.acts import table

_TABLE = table.of("spelling")


def _listed(name: str) -> list[str]:
    return " ".join(_TABLE[name].wordings).split()


@cache
def slips() -> dict[str, str]:
    """Every slip that is mended, with the word it means."""
    found: dict[str, str] = {}
    keys = _listed("keys")
    real = {*keys, *_listed("real")}
    for word in keys:
        for at in range(1, len(word)):
            for slip in (
                word[:at] + word[at + 1 :],
                word[:at] + word[at] + word[at:],
                word[: at - 1] + word[at] + word[at - 1] + word[at + 1 :],
            ):
                if len(slip) >= 4 and slip not in real:
                    found.setdefault(slip, word)
    habits = _listed("habits")
    return found | dict(zip(habits[::2], habits[1::2], strict=True))
