"""A wish to hand over, and what happened before, turned into a verdict with its reason."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from frontdesk.ability.controls import Control
from frontdesk.ability.telemetry import Target

# People are told a little before the promise breaks, and paged when it does.
TARGET = Target("handoff", "execute", 100, 500, 800, warn_ms=400, critical_ms=500)
THRESHOLDS = {
    "lead->buyer": 0.7,
    "lead->seller": 0.7,
    "buyer->seller": 0.8,
    "seller->buyer": 0.6,
}

thresholds: Control[Mapping[str, float]] = Control(
    name="handoff.thresholds",
    kind="numbers_by_name",
    default=THRESHOLDS,
    doc="Least intent score per route; a route that is not named takes 0.7.",
    least=0.0,
    most=1.0,
)
window_s: Control[float] = Control(
    name="handoff.window_s",
    kind="number",
    default=1800.0,
    doc="How long a repeated route, or a return to a bot already visited, is blocked (seconds).",
    least=0.0,
    most=86400.0,
)
hourly_limit: Control[float] = Control(
    name="handoff.hourly_limit",
    kind="number",
    default=3.0,
    doc="Most handoffs of one contact in a rolling hour.",
    least=0.0,
    most=100.0,
)
daily_limit: Control[float] = Control(
    name="handoff.daily_limit",
    kind="number",
    default=10.0,
    doc="Most handoffs of one contact in a rolling day.",
    least=0.0,
    most=1000.0,
)
CONTROLS = (thresholds, window_s, hourly_limit, daily_limit)

Reason = Literal[
    "executed",
    "below_threshold",
    "same_route_again",
    "would_cycle",
    "hourly_limit",
    "daily_limit",
    "concurrent",
    "target_paused",
]


@dataclass(frozen=True, slots=True)
class Past:
    """One executed handoff of the contact."""

    source: str
    target: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Attempt:
    """A wish to hand over, with what the rules need to judge it. `fence` is None without the lock."""

    source: str
    target: str
    score: float
    evidence: str
    past: Sequence[Past]
    fence: int | None
    target_paused: bool = False


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether the handoff happens, and why (not)."""

    executed: bool
    reason: Reason
    threshold: float


@dataclass(frozen=True, slots=True)
class Limits:
    thresholds: Mapping[str, float]
    window_s: float
    hourly: float
    daily: float


def threshold_for(route: str, live: Mapping[str, float]) -> float:
    return live.get(route, THRESHOLDS.get(route, 0.7))


def decide_handoff(attempt: Attempt, limits: Limits, now: datetime) -> Verdict:
    """Judge one attempt. Both circular checks look at executed handoffs inside the window:
    the same route again, and a target that was already source or target."""
    threshold = threshold_for(f"{attempt.source}->{attempt.target}", limits.thresholds)
    recent = [past for past in attempt.past if now - past.at < timedelta(seconds=limits.window_s)]
    hour = [past for past in attempt.past if now - past.at < timedelta(hours=1)]
    day = [past for past in attempt.past if now - past.at < timedelta(days=1)]
    visited = {name for past in recent for name in (past.source, past.target)}
    checks: tuple[tuple[bool, Reason], ...] = (
        (attempt.score < threshold, "below_threshold"),
        (attempt.fence is None, "concurrent"),
        (attempt.target_paused, "target_paused"),
        (
            any((past.source, past.target) == (attempt.source, attempt.target) for past in recent),
            "same_route_again",
        ),
        (attempt.target in visited, "would_cycle"),
        (len(hour) >= limits.hourly, "hourly_limit"),
        (len(day) >= limits.daily, "daily_limit"),
    )
    for blocked, reason in checks:
        if blocked:
            return Verdict(executed=False, reason=reason, threshold=threshold)
    return Verdict(executed=True, reason="executed", threshold=threshold)
