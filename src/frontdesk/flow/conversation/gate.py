"""A loaded turn turned into leave to speak, or a named reason to listen only."""

from dataclasses import dataclass
from typing import Literal

from frontdesk.ability import consent
from frontdesk.ability.gateway import switches
from frontdesk.flow.conversation.line import Line, bots_paused
from frontdesk.flow.conversation.load import Turn
from frontdesk.ground.words.decision import Rung

Silence = Literal["opted_out", "person_owns", "bot_paused"]


@dataclass(frozen=True, slots=True)
class Gate:
    """`silent` names why only a consent answer may be said; `rung` is the highest allowed; a turn
    read less surely than `least_sure` goes to a person; `deadline_at` (monotonic) is when whatever
    a model does in this turn must be done."""

    silent: Silence | None
    rung: Rung
    least_sure: float = 0.0
    deadline_at: float = 0.0


def decide_gate(line: Line, turn: Turn) -> Gate:
    """Judge one turn before anything is read: opt-out first, then a person's ownership, then controls."""
    value, tenant, bot = line.controls.value, turn.tenant.id, turn.bot.name
    silent: Silence | None = None
    if consent.decide_standing(turn.consent, None).opted_out:
        silent = "opted_out"
    elif turn.owner != "bot":
        silent = "person_owns"
    elif bot in value(tenant, bots_paused):
        silent = "bot_paused"
    routed = value(tenant, switches.route_to_human, bot)
    least = value(tenant, switches.human_threshold, bot) if routed else 0.0
    rung = value(tenant, switches.rung_max, bot)
    if not line.gateway.configured:
        return Gate(silent, rung, least)
    deadline_s = value(tenant, switches.deadline_ms, bot) / 1000
    return Gate(silent, rung, least, deadline_at=line.clock.monotonic() + deadline_s)
