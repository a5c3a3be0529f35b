"""A loaded turn turned into leave to speak, or a named reason to listen only."""

from dataclasses import dataclass
from typing import Literal

from frontdesk.ability import consent
from frontdesk.ability.gateway import rung_max
from frontdesk.flow.conversation.line import Line, bots_paused
from frontdesk.flow.conversation.load import Turn
from frontdesk.ground.words.decision import Rung

Silence = Literal["opted_out", "person_owns", "bot_paused"]


@dataclass(frozen=True, slots=True)
class Gate:
    """`silent` names why only a consent answer may be said; `rung` is the highest allowed."""

    silent: Silence | None
    rung: Rung


def decide_gate(line: Line, turn: Turn) -> Gate:
    """Judge one turn before anything is read: opt-out first, then a person's ownership, then controls."""
    silent: Silence | None = None
    if consent.decide_standing(turn.consent, None).opted_out:
        silent = "opted_out"
    elif turn.owner != "bot":
        silent = "person_owns"
    elif turn.bot.name in line.controls.value(turn.tenant.id, bots_paused):
        silent = "bot_paused"
    return Gate(silent, line.controls.value(turn.tenant.id, rung_max))
