"""Who is told when, by the names of the documents that ask for it: frozen into an alert when it fires.

A level with `channels` None goes to the rule's own channels. Targets that begin with `on_call:` are
looked up in that plan when the page is sent.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from frontdesk.flow.operations.contracts.rule import Priority, Rule, Severity


@dataclass(frozen=True, slots=True)
class Level:
    """`after_s` from the moment it fires, unless it was acknowledged or resolved by then."""

    number: int
    after_s: float
    channels: tuple[str, ...] | None = None
    target: str = ""


# Only critical alerts climb; the rest tells the rule's channels once.
JORGE = (
    Level(1, 0.0),
    Level(2, 300.0, ("email", "slack", "webhook")),
    Level(3, 900.0, ("pagerduty", "opsgenie")),
)
# L1 0-15 min, L2 15-30, L3 30 and more.
IVY = (
    Level(1, 0.0),
    Level(2, 900.0, ("email", "slack", "webhook")),
    Level(3, 1800.0, ("pagerduty", "opsgenie")),
)
# L1 0-30 min, L2 30-60, L3 1-2 h, L4 from 2 h; P0 at once to everybody, P3 next day.
_RAG = (
    Level(1, 0.0),
    Level(2, 1800.0, ("email", "slack", "webhook")),
    Level(3, 3600.0, ("pagerduty", "opsgenie")),
    Level(4, 7200.0, ("voice", "sms")),
)
RAG: Mapping[Priority, tuple[Level, ...]] = {
    "P0": (Level(1, 0.0), Level(2, 0.0, ("pagerduty", "opsgenie")), *_RAG[1:]),
    "P1": _RAG,
    "P2": (Level(1, 0.0), Level(2, 14_400.0, ("email", "slack"))),
    "P3": (Level(1, 0.0),),
}
TOLD_ONCE = (Level(0, 0.0),)  # warnings and notices: the rule's channels, no climbing


def decide_levels(rule: Rule, severity: Severity, wanted: str) -> tuple[Level, ...]:
    """The levels of an alert of this rule and severity. `wanted` is the control's policy, "" for the
    rule's own; `quiet` tells the rule's channels and nobody after that."""
    name = wanted or rule.policy
    if name == "rag":
        return RAG[rule.priority]
    if severity != "critical" or name == "quiet":
        return TOLD_ONCE
    return IVY if name == "ivy" else JORGE
