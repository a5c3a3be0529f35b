"""What an alert rule is: the kind that each file of `content/rules` defines."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, Protocol

from frontdesk.ability.telemetry import Promise, Span, Subject, Target, Window
from frontdesk.ground.words.ids import TenantId

Severity = Literal["info", "warning", "critical"]
Level = Literal["ok", "info", "warning", "critical", "no_data"]
Priority = Literal["P0", "P1", "P2", "P3"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a rule says of one thing now. `labels` name the thing (`bot`, `operation`, `channel`,
    ...): alerts are told apart by rule, tenant and labels. `value` and `threshold` are in `unit`."""

    labels: Mapping[str, str]
    level: Level
    value: float | None = None
    threshold: float | None = None
    unit: str = ""
    says: str = ""


class Facts(Protocol):
    """What a rule may look at, of one tenant, at one moment; everything was loaded before.

    `window` gives the measurements of a subject (`turn`, `model`, `handoff`, `send`, `http`, ...) by
    name and operation ("" for all of them together); `listed` the (name, operation) pairs that were
    measured in a span; `gauge` a figure that is no measurement (`disk_used_share`,
    `pool_used_share`, `backup_age_s`, ...), None while it is unknown.
    """

    @property
    def now(self) -> datetime: ...
    @property
    def tenant(self) -> TenantId: ...
    @property
    def targets(self) -> tuple[Target, ...]: ...
    @property
    def promises(self) -> tuple[Promise, ...]: ...
    @property
    def limits(self) -> Mapping[str, float]:
        """The rule's thresholds as they stand live, by name."""
        ...

    def window(
        self, subject: Subject, span: Span, name: str = "", operation: str = ""
    ) -> Window: ...
    def listed(self, subject: Subject, span: Span) -> Iterable[tuple[str, str]]: ...
    def gauge(self, name: str, **labels: str) -> float | None: ...
    def gauges(self, name: str) -> Iterable[tuple[Mapping[str, str], float]]: ...
    def threshold(self, name: str) -> float:
        """A threshold of the rule as it stands live (control `alerts.thresholds`)."""
        ...


@dataclass(frozen=True, slots=True)
class Rule:
    """`judge` is pure and gives one verdict for each thing it watches; a thing it says nothing of
    is no longer there. `reads` names what it looks at, `subject:span` (`turn:5m`) or `gauge:name`:
    only that is loaded, and each must be written by somebody, which is checked at the start.
    `thresholds` are defaults by name, live by control.

    `for_s` must hold before it fires, `keep_s` keeps it firing after it has recovered, `cooldown_s`
    passes between two pages of one alert; a page that failed does not start it. `channels` are the
    notifiers of level 1 by severity. While a rule in `silenced_by` fires for the tenant (or the
    house) this one opens nothing.
    """

    name: str
    says: str
    judge: Callable[[Facts], Iterable[Verdict]]
    reads: tuple[str, ...]
    thresholds: Mapping[str, float] = field(default_factory=dict)
    runbook: str = ""
    for_s: float = 0.0
    keep_s: float = 30.0
    cooldown_s: float = 300.0
    channels: Mapping[Severity, tuple[str, ...]] = field(default_factory=dict)
    policy: str = "jorge"
    silenced_by: tuple[str, ...] = ()
    house: bool = False
    """Judged once for the installation, not per tenant."""
    priority: Priority = "P2"
