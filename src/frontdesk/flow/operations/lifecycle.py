"""What a rule says now and what is known of the alert turned into what becomes of it; pure.

    nothing -> pending (`for`) -> firing -> (keep-firing) -> resolved
                                   ^  |
                                   no data: neither worse nor better

Time is counted in looks, not on the wall: while nobody watches, nothing is held against a thing and
nothing resolves (prometheus#422, healthchecks#664).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Literal

from frontdesk.flow.operations.contracts.rule import Rule, Severity, Verdict

State = Literal["pending", "firing", "no_data", "resolved"]
Event = Literal[
    "pending", "firing", "raised", "lowered", "recovering", "flapped", "no_data", "data", "resolved"
]
SILENT_FOR = timedelta(minutes=15)  # without data for so long, a firing alert is said to have none
MOST_KEPT_S = 600.0
RANK: Mapping[str, int] = {"info": 0, "warning": 1, "critical": 2}


@dataclass(frozen=True, slots=True)
class Standing:
    """An open alert as its row holds it. `held_s` is watched time: bad while pending, good while
    recovering. `recovered_at` is set while it recovers, `silent_since` while there is no data."""

    state: State
    severity: Severity
    since: datetime
    seen_at: datetime
    held_s: float = 0.0
    fired_at: datetime | None = None
    recovered_at: datetime | None = None
    silent_since: datetime | None = None
    resolved_at: datetime | None = None
    flaps: int = 0


@dataclass(frozen=True, slots=True)
class Step:
    """What becomes of an alert: its next standing (None: it is forgotten) and what happened."""

    standing: Standing | None
    events: tuple[Event, ...] = field(default=())


def decide_step(
    known: Standing | None, verdict: Verdict | None, rule: Rule, now: datetime, watched_s: float
) -> Step:
    """One look at one thing. `verdict` is None when the rule says nothing of it any more;
    `watched_s` is the time since the last look, as far as anybody looked."""
    level = "no_data" if verdict is None else verdict.level
    if level == "no_data":
        return _unknown(known, now, gone=verdict is None)
    if level == "ok":
        return _good(known, rule, now, watched_s)
    return _bad(known, level, rule, now, watched_s)


def _bad(
    known: Standing | None, severity: Severity, rule: Rule, now: datetime, watched_s: float
) -> Step:
    if known is None:
        fresh = Standing("pending", severity, since=now, seen_at=now)
        return _fire(fresh, now) if rule.for_s <= 0 else Step(fresh, ("pending",))
    if known.state == "pending":
        held = replace(known, severity=severity, seen_at=now, held_s=known.held_s + watched_s)
        return _fire(held, now) if held.held_s >= rule.for_s else Step(held)
    events: list[Event] = []
    if known.recovered_at is not None:
        events.append("flapped")
    if known.state == "no_data":
        events.append("data")
    if severity != known.severity:
        events.append("raised" if RANK[severity] > RANK[known.severity] else "lowered")
    again = replace(
        known,
        state="firing",
        severity=severity,
        seen_at=now,
        held_s=0.0,
        recovered_at=None,
        silent_since=None,
        flaps=known.flaps + (known.recovered_at is not None),
    )
    return Step(again, tuple(events))


def _fire(standing: Standing, now: datetime) -> Step:
    return Step(replace(standing, state="firing", fired_at=now, held_s=0.0), ("firing",))


def _good(known: Standing | None, rule: Rule, now: datetime, watched_s: float) -> Step:
    if known is None or known.state == "pending":
        return Step(None)
    events: tuple[Event, ...] = ("data",) if known.state == "no_data" else ()
    if known.recovered_at is None:
        begun = replace(
            known, state="firing", recovered_at=now, silent_since=None, seen_at=now, held_s=0.0
        )
        if rule.keep_s > 0:
            return Step(begun, (*events, "recovering"))
        return _resolve(begun, now, events)
    held = replace(known, seen_at=now, held_s=known.held_s + watched_s)
    # What keeps coming back is held longer, so that it pages once and not every minute.
    keep_s = min(rule.keep_s * (1 + known.flaps), max(MOST_KEPT_S, rule.keep_s))
    return _resolve(held, now, events) if held.held_s >= keep_s else Step(held, events)


def _resolve(standing: Standing, now: datetime, events: tuple[Event, ...]) -> Step:
    done = replace(standing, state="resolved", resolved_at=now)
    return Step(done, (*events, "resolved"))


def _unknown(known: Standing | None, now: datetime, *, gone: bool) -> Step:
    """Nothing is known of it now. A pending alert waits; a firing one goes on, and is said to have
    no data after a while; what is no longer there at all is resolved then."""
    if known is None or known.state == "pending":
        return Step(None if gone else known)
    since = known.silent_since or now
    silent = replace(known, silent_since=since)
    if now - since < SILENT_FOR:
        return Step(silent)
    if gone:
        return _resolve(silent, now, ())
    if known.state == "no_data":
        return Step(silent)
    return Step(replace(silent, state="no_data"), ("no_data",))
