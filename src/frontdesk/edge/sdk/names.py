"""Words of operators' programs turned into the house's: bots, windows; refusals that are ValueErrors, too."""

from collections.abc import Iterable, Mapping
from datetime import timedelta

from frontdesk.ability.telemetry import SPANS
from frontdesk.ground.words.problems import BadInput

HANDOFF = "handoff"
SUFFIX = "_bot"


class BadName(BadInput, ValueError):
    """A name that means nothing here; programs written for the originals catch ValueError."""


def find_bot(name: str, known: Iterable[str]) -> str:
    """`lead_bot` and `lead` are the bot `lead`; BadName lists what there is."""
    bots = sorted(set(known))
    found = name.removesuffix(SUFFIX) if name != HANDOFF else name
    if found not in bots:
        shown = ", ".join(show_bot(one) for one in bots)
        raise BadName(
            "sdk.unknown_bot",
            f"there is no bot {name!r}",
            field="bot_name",
            fix=f"use one of {shown}",
        )
    return found


def show_bot(name: str) -> str:
    """The name that operators' programs give a bot."""
    return name if name == HANDOFF else f"{name}{SUFFIX}"


def find_hours(window: str) -> float:
    """A window's length in hours; BadName for none."""
    lengths: Mapping[str, timedelta] = {str(name): length for name, length in SPANS.items()}
    if window not in lengths:
        raise BadName(
            "sdk.unknown_window",
            f"{window!r} is no window",
            field="window",
            fix="use one of " + ", ".join(lengths),
        )
    return lengths[window].total_seconds() / 3600
