"""Alerts that others send us (any Prometheus, by Alertmanager's protocol) turned into alerts of ours.

They are opened and refreshed as they arrive, by the time they arrive (a sender's clock may be hours
off: prometheus#10342), and end when their sender says so or has not been heard of for five minutes.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import orjson
from psycopg.types.json import Jsonb

from frontdesk.flow.operations import alert as alerts
from frontdesk.flow.operations.alert import Alert
from frontdesk.flow.operations.contracts.rule import Rule, Severity, Verdict
from frontdesk.flow.operations.judge import Judged
from frontdesk.flow.operations.lifecycle import Standing
from frontdesk.ground.store.db import Database
from frontdesk.ground.words.ids import TenantId
from frontdesk.ground.words.reading import Json

SOURCE = "received"
NAME = "alertname"
UNHEARD = timedelta(minutes=5)  # Alertmanager's resolve_timeout
SEVERITIES: Mapping[str, Severity] = {
    "critical": "critical", "page": "critical", "error": "critical", "emergency": "critical",
    "warning": "warning", "warn": "warning", "info": "info", "none": "info",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Received:
    """One alert as it was sent. `ends_at` None: it goes on until it is no longer sent, or, where its
    sender tells the end of each alert (`told_end`), until then."""

    labels: Mapping[str, str]
    annotations: Mapping[str, str] = field(default_factory=dict)
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    generator: str = ""
    told_end: bool = False

    @property
    def rule(self) -> str:
        return self.labels.get(NAME, "unnamed")

    @property
    def severity(self) -> Severity:
        return SEVERITIES.get(self.labels.get("severity", "").lower(), "warning")

    @property
    def own_labels(self) -> dict[str, str]:
        """What tells it apart, its severity too: monitors warn and alarm under one name."""
        return {name: value for name, value in self.labels.items() if name != NAME}


def make_rule(name: str) -> Rule:
    """The rule a received alert stands under: it was judged elsewhere."""
    return Rule(
        name=name,
        says="received from another monitor",
        judge=lambda _facts: (),
        reads=(),
        keep_s=0.0,
        channels={
            "critical": ("email", "slack", "webhook"),
            "warning": ("slack",),
            "info": (),
        },
    )


async def save_received(
    database: Database, tenant: TenantId, sent: Sequence[Received], now: datetime
) -> None:
    """Open or refresh them, all or none. What its sender says is over ends at the next look."""
    rows = [alerts.render_row(_opened(tenant, one, now)) for one in _newest(sent)]
    if rows:
        batch = {"rows": Jsonb(rows, dumps=orjson.dumps), "now": now}
        await database.fetch("alerts.receive", batch, tenant=tenant)


def judge_received(known: Sequence[Alert], now: datetime) -> list[Judged]:
    """What is to become of received alerts, as verdicts, so that they live and end like ours."""
    verdicts: dict[str, list[Verdict]] = {}
    for one in known:
        ends = one.facts.get("ends_at")
        over = ends is not None and datetime.fromisoformat(str(ends)) <= now
        over = over or (not one.facts.get("told_end") and now - one.standing.seen_at > UNHEARD)
        verdicts.setdefault(one.rule, []).append(
            Verdict(
                one.labels,
                "ok" if over else one.standing.severity,
                says=one.says,
            )
        )
    return [Judged(make_rule(name), tuple(found)) for name, found in sorted(verdicts.items())]


def _newest(sent: Sequence[Received]) -> list[Received]:
    """One of each: the last of a batch counts."""
    return list({(one.rule, alerts.fingerprint(one.own_labels)): one for one in sent}.values())


def _opened(tenant: TenantId, one: Received, now: datetime) -> Alert:
    standing = Standing("firing", one.severity, since=now, seen_at=now, fired_at=now)
    facts: dict[str, Json] = {
        "annotations": dict(one.annotations),
        "starts_at": one.starts_at.isoformat() if one.starts_at else None,
        "ends_at": one.ends_at.isoformat() if one.ends_at else None,
        "generator": one.generator,
        "told_end": one.told_end,
    }
    verdict = Verdict(one.own_labels, one.severity)
    opened = alerts.open_alert(tenant, make_rule(one.rule), verdict, standing, SOURCE)
    says = one.annotations.get("summary") or one.annotations.get("description", "")
    return replace(opened, facts=facts, says=says)
