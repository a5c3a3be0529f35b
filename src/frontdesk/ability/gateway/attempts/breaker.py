"""Failures of models turned into breakers that every process keeps to, through one row per model.

What this process sees counts at once; what others see arrives by `refresh`, twice a second. A row is
only written when something failed, or a probe ended: an ordinary success costs no SQL. Between two
readings time is monotonic, so a clock that jumps neither holds a breaker open nor closes it.
"""

import asyncio
import logging
from collections import Counter, deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

from frontdesk.ability.controls import EVERYONE, Control, Controls
from frontdesk.ability.gateway import bounds
from frontdesk.ability.telemetry import Meters
from frontdesk.ground.kit.clock import Clock
from frontdesk.ground.kit.tasks import Tasks
from frontdesk.ground.store.db import Database, Row
from frontdesk.ground.words.problems import Problem

State = Literal["closed", "open", "half_open"]
Allowed = Literal["closed", "probe", "open"]
Outcome = Literal["failed", "succeeded", "released", "held"]
GAUGE: Mapping[State, int] = {"closed": 0, "half_open": 1, "open": 2}
PROBE_LEASE = timedelta(seconds=60)
CLAIM_S = 0.5  # a claim that takes longer is none
REFUSED_PAUSE_S = 0.2  # after a refused claim, before this process asks again

log = logging.getLogger("gateway.attempts")


@dataclass(frozen=True, slots=True)
class BreakerState:
    """One model's breaker as this process sees it. `left_s` is what is left until probes, `hold_s`
    until the time the vendor gave; `failures` those in the window; `by_hand` a control's word."""

    model: str
    state: State
    kind: str
    failures: int
    left_s: float
    hold_s: float
    by_hand: str


@dataclass(slots=True)
class _Entry:
    state: State = "closed"
    kind: str = ""
    open_until: float = 0.0  # monotonic, as all figures here
    hold_until: float = 0.0
    claim_after: float = 0.0
    failed_at: deque[float] = field(default_factory=deque)
    failures: int = 0
    window_at: float = 0.0
    before: tuple[int, int] = (0, 0)  # calls and failures of the window that ended
    calls: int = 0
    faults: int = 0

    def count(self, now: float, window_s: float, *, fault: bool) -> None:
        """Count a call, in the window that runs or in the next."""
        age_s = now - self.window_at
        if age_s >= window_s:
            self.before = (self.calls, self.faults) if age_s < 2 * window_s else (0, 0)
            self.window_at, self.calls, self.faults = now, 0, 0
        self.calls += 1
        self.faults += fault

    def share(self) -> float:
        """Of the calls of this window and the last, how many failed."""
        calls, faults = self.before
        return (self.faults + faults) / max(1, self.calls + calls)


def decide_allowed(state: State, *, open_left_s: float) -> Allowed:
    """What a breaker lets through: everything, a probe, or nothing."""
    if state == "closed":
        return "closed"
    return "open" if state == "open" and open_left_s > 0 else "probe"


def decide_opens(failed_at: deque[float], now: float, *, window_s: float, limit: int) -> bool:
    """Whether the failures inside the window reach the limit; older ones are dropped."""
    while failed_at and failed_at[0] <= now - window_s:
        failed_at.popleft()
    return len(failed_at) >= limit


def decide_left(until: datetime | None, now: datetime, *, most_s: float) -> float:
    """Seconds until a stored time, never more than could have been meant when it was stored."""
    return 0.0 if until is None else min(max(0.0, (until - now).total_seconds()), most_s)


class Breakers:
    """The breakers of this process's models, shared through the database."""

    def __init__(
        self, database: Database, clock: Clock, controls: Controls, tasks: Tasks, meters: Meters
    ) -> None:
        self._database, self._clock, self._controls = database, clock, controls
        self._tasks, self._meters = tasks, meters
        self._entries: dict[str, _Entry] = {}
        self._writing: Counter[str] = Counter()

    def allows(self, model: str) -> Allowed:
        """What may go to `model` (`provider/name`) now; a probe must be claimed first."""
        entry = self._entries.get(model)
        by_hand = self._by_hand(model)
        if by_hand:
            return "open" if by_hand == "open" else "closed"
        if entry is None or not self._number_on():
            return "closed"
        now = self._clock.monotonic()
        allowed = decide_allowed(entry.state, open_left_s=entry.open_until - now)
        return "open" if allowed == "probe" and entry.claim_after > now else allowed

    def held_s(self, model: str) -> float:
        """Seconds until the vendor wants to be asked again; 0 when it did not say."""
        entry = self._entries.get(model)
        return max(0.0, entry.hold_until - self._clock.monotonic()) if entry is not None else 0.0

    async def claim_probe(self, model: str) -> bool:
        """Whether this call is one of the few that try a model that was left alone."""
        params = {
            "model": model,
            "now": self._clock.now(),
            "open": self._span(bounds.breaker_open_s),
            "probes": int(self._number(bounds.breaker_probes)),
            "lease": PROBE_LEASE,
        }
        try:
            async with asyncio.timeout(CLAIM_S):
                claimed = bool(await self._database.call("gateway.claim_probe", params))
        except (Problem, TimeoutError):
            claimed = False
        entry = self._entries.setdefault(model, _Entry())
        if claimed:
            self._change(model, entry, "half_open", entry.kind)
        else:
            entry.claim_after = self._clock.monotonic() + REFUSED_PAUSE_S
        return claimed

    def failed(self, model: str, kind: str, *, probe: bool = False) -> None:
        """A call failed in a way that counts."""
        entry, now = self._entries.setdefault(model, _Entry()), self._clock.monotonic()
        entry.count(now, self._number(bounds.breaker_window_s), fault=True)
        if not probe and entry.share() < self._number(bounds.breaker_share):
            return
        entry.failed_at.append(now)
        opens = decide_opens(
            entry.failed_at,
            now,
            window_s=self._number(bounds.breaker_window_s),
            limit=int(self._number(bounds.breaker_failures)),
        )
        entry.failures = len(entry.failed_at)
        if probe or (opens and entry.state == "closed"):
            entry.open_until = now + self._number(bounds.breaker_open_s)
            self._change(model, entry, "open", kind)
        self._write(model, "failed", kind=kind, probe=probe)

    def succeeded(self, model: str, ms: float, *, probe: bool = False) -> None:
        """A call was answered in `ms`; slower than `breaker.slow_ms` is a failure."""
        if ms > self._number(bounds.breaker_slow_ms):
            self.failed(model, "slow", probe=probe)
            return
        if probe:
            self._write(model, "succeeded", probe=True)
        if self._number(bounds.breaker_share):
            entry, now = self._entries.setdefault(model, _Entry()), self._clock.monotonic()
            entry.count(now, self._number(bounds.breaker_window_s), fault=False)

    def released(self, model: str) -> None:
        """A probe ended without an outcome: the caller went away."""
        self._write(model, "released", probe=True)

    def held(self, model: str, after_s: float) -> None:
        """The vendor wants to be left alone for so long; other calls keep to it too. What a vendor
        asks for is kept to for no longer than a breaker stays open."""
        after_s = min(after_s, self._number(bounds.breaker_open_s))
        entry = self._entries.setdefault(model, _Entry())
        entry.hold_until = max(entry.hold_until, self._clock.monotonic() + after_s)
        self._write(model, "held", hold_s=after_s)

    async def refresh(self) -> None:
        """Read what all processes have seen."""
        started = self._clock.now()
        rows = await self._database.fetch("gateway.load_breakers", {}, tenant=None)
        for row in rows:
            self._apply(row, started)

    def states(self) -> tuple[BreakerState, ...]:
        """Every breaker that has ever counted something, by model."""
        now = self._clock.monotonic()
        by_hand = self._controls.value(EVERYONE, bounds.breakers_held)
        held = {model: _Entry() for model in by_hand if "/" in model}
        return tuple(
            BreakerState(
                model=model,
                state=entry.state,
                kind=entry.kind,
                failures=entry.failures,
                left_s=max(0.0, entry.open_until - now) if entry.state == "open" else 0.0,
                hold_s=max(0.0, entry.hold_until - now),
                by_hand=self._by_hand(model),
            )
            for model, entry in sorted({**held, **self._entries}.items())
        )

    def _write(
        self,
        model: str,
        outcome: Outcome,
        *,
        kind: str = "",
        probe: bool = False,
        hold_s: float = 0,
    ) -> None:
        """Tell the others, beside the call: a slow database never holds an answer up."""
        self._writing[model] += 1
        params = {
            "model": model,
            "outcome": outcome,
            "kind": kind,
            "probe": probe,
            "now": self._clock.now(),
            "window": self._span(bounds.breaker_window_s),
            "failures": int(self._number(bounds.breaker_failures)),
            "open": self._span(bounds.breaker_open_s),
            "probes": int(self._number(bounds.breaker_probes)),
            "hold": timedelta(seconds=hold_s),
        }
        self._tasks.start(self._save(model, params), name=f"gateway.breaker {model}")

    async def _save(self, model: str, params: Mapping[str, object]) -> None:
        rows: list[Row] = []
        try:
            rows = await self._database.fetch("gateway.note_breaker", params, tenant=None)
        except Problem as problem:
            log.warning("circuit_breaker of %s is not shared: %s", model, problem)
        finally:
            self._writing[model] -= 1
        for row in rows:
            self._apply(row, self._clock.now())

    def _apply(self, row: Row, at: datetime) -> None:
        model = row["model"]
        if self._writing[model] > 0:
            return  # what is being written is newer than what was read
        entry, now = self._entries.setdefault(model, _Entry()), self._clock.monotonic()
        most_s = self._number(bounds.breaker_open_s)
        entry.open_until = now + decide_left(row["open_until"], at, most_s=most_s)
        entry.hold_until = now + decide_left(row["hold_until"], at, most_s=most_s)
        if row["state"] == "closed" and entry.state != "closed":
            entry.failed_at.clear()
        entry.failures = max(row["failures"], len(entry.failed_at))
        self._change(model, entry, row["state"], row["kind"])

    def _change(self, model: str, entry: _Entry, state: State, kind: str) -> None:
        entry.kind = kind
        if state == entry.state:
            return
        before, entry.state = entry.state, state
        self._meters.model_breaker.labels(model).set(GAUGE[state])
        log.warning(
            "circuit_breaker of %s: %s -> %s (%s)",
            model,
            before,
            state,
            kind or "answers",
            extra={"model": model, "breaker": state, "kind": kind},
        )

    def _by_hand(self, model: str) -> str:
        held = self._controls.value(EVERYONE, bounds.breakers_held)
        return held.get(model, held.get(model.split("/", 1)[0], "")) if held else ""

    def _number_on(self) -> bool:
        return self._controls.value(EVERYONE, bounds.breaker_on)

    def _number(self, control: Control[float]) -> float:
        return self._controls.value(EVERYONE, control)

    def _span(self, control: Control[float]) -> timedelta:
        return timedelta(seconds=self._number(control))
