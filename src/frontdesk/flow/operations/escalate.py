"""A firing alert turned into the pages it will send, each level with its due time; and into none."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from frontdesk.flow.operations import policies
from frontdesk.flow.operations.alert import Alert
from frontdesk.flow.operations.contracts.notifier import PageKind
from frontdesk.flow.operations.contracts.rule import Rule
from frontdesk.flow.operations.lookout import Lookout, channels, cooldowns, policy
from frontdesk.ground.kit import ids
from frontdesk.ground.words.reading import Json

ACKNOWLEDGED = "acknowledged"
RESOLVED = "resolved"
AGE_LIMIT = timedelta(hours=24)  # a step this late tells nobody anything (oncall#3111)


@dataclass(frozen=True, slots=True)
class Plan:
    """How a rule's alerts escalate now, by the controls; it is frozen into each alert."""

    levels: tuple[policies.Level, ...]
    own: tuple[str, ...]
    cooldown_s: float


class Told(NamedTuple):
    """A target that was told that an alert fires, and must hear of its end."""

    notifier: str
    target: str
    level: int
    thread: str


def decide_plan(lookout: Lookout, alert: Alert, rule: Rule) -> Plan:
    """The levels, the rule's own channels, and the cooldown of an alert that fires now."""
    value, tenant = lookout.controls.value, alert.tenant
    named = value(tenant, channels).get(rule.name, "")
    own = tuple(one.strip() for one in named.split(",") if one.strip())
    return Plan(
        levels=policies.decide_levels(rule, alert.standing.severity, value(tenant, policy)),
        own=own or tuple(rule.channels.get(alert.standing.severity, ())),
        cooldown_s=value(tenant, cooldowns).get(rule.name, rule.cooldown_s),
    )


def decide_policy(plan: Plan, fired_at: datetime, last_sent_at: datetime | None) -> list[Json]:
    """Each page to come: level, notifier, target and due time. Within the cooldown of the last page
    that was really sent, the first level waits for its end, and the others with it."""
    start = fired_at
    if last_sent_at is not None:
        start = max(start, last_sent_at + timedelta(seconds=plan.cooldown_s))
    steps: list[Json] = []
    for level in plan.levels:
        for notifier in plan.own if level.channels is None else level.channels:
            due_at = start + timedelta(seconds=level.after_s)
            steps.append(
                {
                    "level": level.number,
                    "notifier": notifier,
                    "target": level.target,
                    "due_at": due_at.isoformat(),
                }
            )
    return steps


def render_pages(alert: Alert, now: datetime) -> list[dict[str, object]]:
    """The rows of everything an alert's frozen policy will send."""
    return [
        _row(
            alert,
            "firing",
            level=int(str(step["level"])),
            notifier=str(step["notifier"]),
            target=str(step["target"]),
            due_at=datetime.fromisoformat(str(step["due_at"])),
            now=now,
        )
        for step in alert.policy
    ]


def render_news(
    alert: Alert, kind: PageKind, told: Iterable[Told], now: datetime
) -> list[dict[str, object]]:
    """The rows that tell everybody who was paged that it was acknowledged, or is over."""
    return [
        _row(
            alert,
            kind,
            level=one.level,
            notifier=one.notifier,
            target=one.target,
            due_at=now,
            now=now,
            thread=one.thread,
        )
        for one in told
    ]


def decide_calling_off(alert: Mapping[str, object], due_at: datetime, now: datetime) -> str:
    """Why a due firing page is not sent after all; "" when it is. Asked again inside the transaction
    that sends it, so that an acknowledgement a moment before still counts (oncall#4760)."""
    if alert["acknowledged_at"] is not None:
        return ACKNOWLEDGED
    if alert["resolved_at"] is not None:
        return RESOLVED
    if now - due_at > AGE_LIMIT:
        return "too late"
    return ""


def _row(
    alert: Alert,
    kind: PageKind,
    *,
    level: int,
    notifier: str,
    target: str,
    due_at: datetime,
    now: datetime,
    thread: str = "",
) -> dict[str, object]:
    return {
        "id": ids.uuid7(),
        "tenant_id": alert.tenant,
        "alert_id": alert.id,
        "kind": kind,
        "level": level,
        "notifier": notifier,
        "target": target,
        "due_at": due_at,
        "status": "waiting",
        "group_key": alert.group_key,
        "attempts": 0,
        "lease_until": None,
        "sent_at": None,
        "receipt": "",
        "thread": thread,
        "problem": "",
        "created_at": now,
    }
