"""One thing that was done, as it is measured: what, of whom, how long, how it came out."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from frontdesk.ability.telemetry.sketch import Sketch
from frontdesk.ground.words.ids import TenantId

Subject = Literal[
    "turn", "step", "model", "cache", "tool", "handoff", "send", "job", "http", "ping"
]  # fmt: skip
SUBJECTS: tuple[Subject, ...] = (
    "turn", "step", "model", "cache", "tool", "handoff", "send", "job", "http", "ping",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Measurement:
    """`name` is the bot, provider/model, tool, channel or job; `operation` what it did (`process`,
    `full_qualification`, `execute`, a purpose, a route). `outcome` is a class: `ok`, `error`,
    `refused`, `timeout`, `limited`, `blocked`, with a finer `code`. `ms` is processing time,
    `waited_ms` the customer's whole wait. A cached answer counts, but not in latency: a lookup of
    kept answers is a measurement of its own (`cache`, by bot), beside the call it saved."""

    tenant: TenantId
    subject: Subject
    name: str
    operation: str
    outcome: str
    at: datetime
    ms: float
    waited_ms: float | None = None
    code: str = ""
    rung: str = ""
    cacheable: bool = False
    cached: bool = False
    cost_micro: int = 0


@dataclass(frozen=True, slots=True)
class Target:
    """A promised level of one operation of a bot (or of `handoff`), in milliseconds. People are told
    from `warn_ms` on and paged from `critical_ms` on; left out they are the P95 and the P99."""

    bot: str
    operation: str
    p50_ms: float
    p95_ms: float
    p99_ms: float
    warn_ms: float | None = None
    critical_ms: float | None = None

    @property
    def warns_at(self) -> float:
        return self.p95_ms if self.warn_ms is None else self.warn_ms

    @property
    def pages_at(self) -> float:
        return self.p99_ms if self.critical_ms is None else self.critical_ms


@dataclass(slots=True)
class Window:
    """Everything measured of one thing in one span: merged from slots, alike in every process."""

    count: int = 0
    outcomes: dict[str, int] = field(default_factory=dict)
    codes: dict[str, int] = field(default_factory=dict)
    rungs: dict[str, int] = field(default_factory=dict)
    cacheable: int = 0
    cached: int = 0
    cost_micro: int = 0
    ms: Sketch = field(default_factory=Sketch)
    waited: Sketch = field(default_factory=Sketch)
    last_at: datetime | None = None
    full: bool = True
    """Whether the span lies wholly after the first measurement ever (a fresh installation's does not)."""

    def share(self, outcome: str, of: Mapping[str, int] | None = None) -> float | None:
        """The share of an outcome class; None of nothing measured."""
        total = sum((of or self.outcomes).values())
        return self.outcomes.get(outcome, 0) / total if total else None
