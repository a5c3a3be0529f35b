"""An alert of the installation as operators' programs handle one, and the level it has reached."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from frontdesk.flow.operations.alert import Alert
from frontdesk.flow.operations.listing import Whole
from frontdesk.ground.words.reading import Json

TAKEN = ("sent", "grouped")
Acknowledge = Callable[[str], None]


class SeenAlert:
    """One alert as it was when it was asked for. Setting `acknowledged = True` acknowledges it on
    the installation; `acknowledge_alert` says who did."""

    def __init__(self, whole: Whole, at: datetime, acknowledge: Acknowledge) -> None:
        alert, standing = whole.alert, whole.alert.standing
        self._alert, self._acknowledge = alert, acknowledge
        self._acknowledged = alert.acknowledged_at is not None
        self.seen_at = at
        self.alert_id, self.rule_name, self.severity = alert.id, alert.rule, standing.severity
        self.triggered_at = standing.fired_at or standing.since
        self.message = render_message(alert)
        self.performance_stats: dict[str, Json] = {
            "value": alert.value,
            "threshold": alert.threshold,
            "unit": alert.unit,
            **alert.labels,
        }
        self.channels_sent = sorted(
            {one.notifier for one in whole.told if one.kind == "firing" and one.status in TAKEN}
        )
        self.acknowledged_at, self.acknowledged_by = alert.acknowledged_at, alert.acknowledged_by
        self.resolved_at = standing.resolved_at

    @property
    def acknowledged(self) -> bool:
        return self._acknowledged

    @acknowledged.setter
    def acknowledged(self, value: bool) -> None:
        if value and not self._acknowledged:
            self._acknowledge(self.alert_id)
            self._acknowledged = True

    def is_due(self, now: datetime) -> bool:
        """Whether anybody may be told now: not while the cooldown of the last page lasts."""
        due = [step.due_at for step in self.steps()]
        return not due or min(due) <= now

    def steps(self) -> list["Escalation"]:
        """Every level of its frozen policy, by level and time."""
        found: dict[tuple[int, datetime], list[str]] = {}
        for step in self._alert.policy:
            if not step["notifier"]:
                continue
            at = datetime.fromisoformat(str(step["due_at"]))
            found.setdefault((int(str(step["level"])), at), []).append(str(step["notifier"]))
        return [
            Escalation(self, level, tuple(channels), at)
            for (level, at), channels in sorted(found.items())
        ]


@dataclass(frozen=True, slots=True)
class Escalation:
    """A level of an alert. Reads as `(alert, level)` and as a mapping of alert_id, level, channels:
    programs do both."""

    alert: SeenAlert
    level: int
    channels: tuple[str, ...]
    due_at: datetime

    def __iter__(self) -> Iterator[object]:
        yield from (self.alert, self.level)

    def __getitem__(self, key: str | int) -> object:
        if isinstance(key, int):
            return (self.alert, self.level)[key]
        named = {
            "alert_id": self.alert.alert_id,
            "level": self.level,
            "channels": list(self.channels),
            "due_at": self.due_at,
        }
        return named[key]


class EscalationPolicy:
    """Which level alerts have reached. Pages leave by themselves, each level once."""

    def get_pending_escalations(self, alerts: Sequence[SeenAlert]) -> list[Escalation]:
        """The highest level that is due of each critical alert that nobody has acknowledged."""
        found = []
        for alert in alerts:
            if alert.acknowledged or alert.resolved_at or alert.severity != "critical":
                continue
            due = [step for step in alert.steps() if step.due_at <= alert.seen_at]
            found += due[-1:]
        return found


def see(whole: Whole, at: datetime, acknowledge: Acknowledge) -> SeenAlert:
    """An alert with what became of its pages."""
    return SeenAlert(whole, at, acknowledge)


def render_message(alert: Alert) -> str:
    """One line: how bad, which rule, of what, and the figures."""
    where = " ".join(value for _, value in sorted(alert.labels.items()))
    head = f"[{alert.standing.severity.upper()}] {alert.rule}"
    return head + (f" {where}" if where else "") + (f": {alert.says}" if alert.says else "")
