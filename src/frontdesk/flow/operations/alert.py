"""One alert as its row holds it, and as everybody shows it."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import cast

from frontdesk.flow.operations.contracts.rule import Priority, Rule, Severity, Verdict
from frontdesk.flow.operations.lifecycle import Standing, State
from frontdesk.ground.kit import ids
from frontdesk.ground.store.db import Row
from frontdesk.ground.words.ids import TenantId
from frontdesk.ground.words.reading import Json


@dataclass(frozen=True, slots=True)
class Alert:
    """One episode of one thing that a rule is unhappy with. `policy` is what was frozen when it
    fired: level, seconds, notifier and target of every page."""

    id: str
    tenant: TenantId
    rule: str
    labels: Mapping[str, str]
    standing: Standing
    priority: Priority
    group_key: str
    source: str = "rules"
    value: float | None = None
    threshold: float | None = None
    unit: str = ""
    says: str = ""
    facts: Mapping[str, Json] = field(default_factory=dict)
    policy: tuple[Mapping[str, Json], ...] = ()
    inhibited_by: str = ""
    runbook: str = ""
    acknowledged_at: datetime | None = None
    acknowledged_by: str | None = None
    acknowledged_from: str | None = None
    snoozed_until: datetime | None = None
    resolved_by: str | None = None

    @property
    def fingerprint(self) -> str:
        return fingerprint(self.labels)

    @property
    def all_labels(self) -> dict[str, str]:
        """What silences are matched against: the alert's own labels, its rule and tenant, and its
        severity, in its sender's word if it has one."""
        return {
            "severity": self.standing.severity,
            **self.labels,
            "rule": self.rule,
            "alertname": self.rule,
            "tenant": self.tenant,
        }


def fingerprint(labels: Mapping[str, str]) -> str:
    """The same for the same labels, in any order and any process."""
    text = "\0".join(f"{name}\1{value}" for name, value in sorted(labels.items()))
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def open_alert(
    tenant: TenantId, rule: Rule, verdict: Verdict, standing: Standing, source: str = "rules"
) -> Alert:
    """A new episode."""
    return Alert(
        id=ids.uuid7(),
        tenant=tenant,
        rule=rule.name,
        labels=dict(verdict.labels),
        standing=standing,
        priority=rule.priority,
        group_key=f"{tenant}:{rule.name}",
        source=source,
        runbook=rule.runbook,
    )


def with_verdict(alert: Alert, verdict: Verdict | None) -> Alert:
    """The alert with the newest figures; those of a recovery are kept apart from the worst ones."""
    if verdict is None or verdict.level in ("ok", "no_data"):
        return alert
    return replace(
        alert,
        value=verdict.value,
        threshold=verdict.threshold,
        unit=verdict.unit,
        says=verdict.says,
    )


def parse_alert(row: Row) -> Alert:
    """An alert from its row."""
    standing = Standing(
        state=cast(State, row["state"]),
        severity=cast(Severity, row["severity"]),
        since=row["since"],
        seen_at=row["seen_at"],
        held_s=row["held_s"],
        fired_at=row["fired_at"],
        recovered_at=row["recovered_at"],
        silent_since=row["silent_since"],
        resolved_at=row["resolved_at"],
        flaps=row["flaps"],
    )
    same = {
        name: row[name]
        for name in (
            "id", "rule", "labels", "priority", "group_key", "source", "value", "threshold", "unit",
            "says", "facts", "inhibited_by", "runbook", "acknowledged_at", "acknowledged_by",
            "acknowledged_from", "snoozed_until", "resolved_by",
        )
    }  # fmt: skip
    return Alert(
        **same, tenant=TenantId(row["tenant_id"]), standing=standing, policy=tuple(row["policy"])
    )


def render_row(alert: Alert) -> dict[str, object]:
    """An alert as its row."""
    standing = alert.standing
    return {
        "id": alert.id,
        "tenant_id": alert.tenant,
        "rule": alert.rule,
        "fingerprint": alert.fingerprint,
        "labels": dict(alert.labels),
        "source": alert.source,
        "state": standing.state,
        "severity": standing.severity,
        "priority": alert.priority,
        "value": alert.value,
        "threshold": alert.threshold,
        "unit": alert.unit,
        "says": alert.says,
        "facts": dict(alert.facts),
        "since": standing.since,
        "fired_at": standing.fired_at,
        "seen_at": standing.seen_at,
        "recovered_at": standing.recovered_at,
        "resolved_at": standing.resolved_at,
        "resolved_by": alert.resolved_by,
        "held_s": standing.held_s,
        "flaps": standing.flaps,
        "silent_since": standing.silent_since,
        "acknowledged_at": alert.acknowledged_at,
        "acknowledged_by": alert.acknowledged_by,
        "acknowledged_from": alert.acknowledged_from,
        "snoozed_until": alert.snoozed_until,
        "policy": [dict(level) for level in alert.policy],
        "inhibited_by": alert.inhibited_by,
        "group_key": alert.group_key,
        "runbook": alert.runbook,
    }
