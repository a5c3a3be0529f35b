"""A firing alert turned into the pages it will send, each level with its due time; and into none."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import NamedTuple

from frontdesk.flow.operations import policies
from frontdesk.flow.operations.alert import Alert
from frontdesk.flow.operations.contracts.notifier import PageKind
from frontdesk.flow.operations.contracts.rule import Rule
from frontdesk.flow.operations.lookout import (
    Lookout,
    channels,
    cooldowns,
    on_call,
    policy,
    repeat_after,
    repeats,
)
from frontdesk.flow.operations.oncall.plans import MARK
from frontdesk.ground.kit import ids
from frontdesk.ground.words.reading import Json

ACKNOWLEDGED = "acknowledged"
RESOLVED = "resolved"
AGAIN = 10  # what a level counts more each time the policy starts again
REMINDER = -1  # the level of a first reminder, -2 of a second
AGE_LIMIT = timedelta(hours=24)  # a step this late tells nobody anything (oncall#3111)


@dataclass(frozen=True, slots=True)
class Plan:
    """How a rule's alerts escalate now, by the controls; it is frozen into each alert."""

    levels: tuple[policies.Level, ...]
    own: tuple[str, ...]
    cooldown_s: float
    on_call: Mapping[str, str] = field(default_factory=dict)
    repeats: int = 0
    repeat_after_s: float = 900.0


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
        on_call=value(tenant, on_call),
        repeats=int(value(tenant, repeats)),
        repeat_after_s=value(tenant, repeat_after),
    )


def decide_policy(plan: Plan, fired_at: datetime, last_sent_at: datetime | None) -> list[Json]:
    """Each page to come: level, notifier, target and due time. Within the cooldown of the last page
    that was really sent, the first level waits for its end, and the others with it. A policy that
    climbs starts again as often as the plan says; its levels are then counted from 11, 21, ..."""
    start, cooldown = fired_at, timedelta(seconds=plan.cooldown_s)
    if last_sent_at is not None:  # it may lie ahead, after the clock was set back
        start = min(max(start, last_sent_at + cooldown), start + cooldown)
    lasts_s = max(level.after_s for level in plan.levels)
    rounds = 1 + (plan.repeats if lasts_s > 0 else 0)
    steps: list[Json] = []
    for turn in range(rounds):
        begins = start + timedelta(seconds=turn * (lasts_s + plan.repeat_after_s))
        for level in plan.levels:
            due_at = begins + timedelta(seconds=level.after_s)
            steps += [
                {
                    "level": level.number + AGAIN * turn,
                    "notifier": notifier,
                    "target": _target(plan, level),
                    "due_at": due_at.isoformat(),
                }
                for notifier in (plan.own if level.channels is None else level.channels)
            ]
    return steps


def _target(plan: Plan, level: policies.Level) -> str:
    named = plan.on_call.get(str(level.number), plan.on_call.get("every", ""))
    return level.target or (f"{MARK}{named}" if named else "")


def tell_nobody(now: datetime) -> dict[str, Json]:
    """The one step of a policy that tells nobody, so that it is known to have been decided."""
    return {"level": 0, "notifier": "", "target": "", "due_at": now.isoformat()}


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
        if step["notifier"]
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
