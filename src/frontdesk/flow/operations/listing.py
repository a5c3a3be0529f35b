"""Alerts, their timelines and their pages as the command line, the API and the console list them."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from frontdesk.flow.operations import alert as alerts
from frontdesk.flow.operations.alert import Alert
from frontdesk.flow.operations.answers import no_alert
from frontdesk.flow.operations.lookout import HOUSE
from frontdesk.ground.kit import ids
from frontdesk.ground.store.db import Database, Row
from frontdesk.ground.words.ids import TenantId
from frontdesk.ground.words.reading import Json

AT_ONCE = 200  # alerts in memory while all are listed
LAST = "ffffffff-ffff-ffff-ffff-ffffffffffff"


@dataclass(frozen=True, slots=True)
class Told:
    """One page: to whom, when it is or was due, and what really became of it."""

    kind: str
    level: int
    notifier: str
    target: str
    due_at: datetime
    status: str
    sent_at: datetime | None
    attempts: int
    problem: str


@dataclass(frozen=True, slots=True)
class Happening:
    """One line of an alert's timeline."""

    at: datetime
    kind: str
    who: str
    source: str
    says: str
    detail: Mapping[str, Json]


@dataclass(frozen=True, slots=True)
class Whole:
    """One alert with everything that happened and everybody who was told."""

    alert: Alert
    timeline: tuple[Happening, ...]
    told: tuple[Told, ...]


async def load_alerts(
    database: Database,
    tenant: TenantId,
    *,
    active: bool = True,
    rule: str | None = None,
    limit: int = 50,
) -> list[Alert]:
    """The tenant's alerts and those of the installation, newest first; `active` only the open ones."""
    wanted = {"active": active, "rule": rule, "limit": limit}
    found = [
        alerts.parse_alert(row)
        for owner in (tenant, HOUSE)
        for row in await database.fetch("alerts.load_latest", wanted, tenant=owner)
    ]
    return sorted(found, key=lambda one: one.standing.since, reverse=True)[:limit]


async def stream_open(
    database: Database, tenant: TenantId, *, rule: str | None = None
) -> AsyncIterator[list[Alert]]:
    """Every open alert of the tenant, then of the installation, newest first, some at a time."""
    for owner in (tenant, HOUSE):
        wanted = {"rule": rule, "since": "infinity", "id": LAST, "limit": AT_ONCE}
        while rows := await database.fetch("alerts.load_open_page", wanted, tenant=owner):
            yield [alerts.parse_alert(row) for row in rows]
            wanted |= {"since": rows[-1]["since"], "id": rows[-1]["id"]}


async def load_open_rules(database: Database, tenant: TenantId) -> list[str]:
    """The rules that have open alerts, of the tenant or of the installation, by name."""
    rows = [
        row
        for owner in (tenant, HOUSE)
        for row in await database.fetch("alerts.load_open_rules", {}, tenant=owner)
    ]
    return sorted({row["rule"] for row in rows})


async def find_owner(database: Database, tenant: TenantId, alert_id: str) -> TenantId:
    """Whose alert it is, of those this tenant may see; BadInput 404 for none of them."""
    if ids.is_uuid(alert_id):
        for owner in (tenant, HOUSE):
            if await database.fetch("alerts.load_one", {"id": alert_id}, tenant=owner):
                return owner
    raise no_alert(alert_id)


async def load_whole(database: Database, tenant: TenantId, alert_id: str) -> Whole:
    """One alert whole; BadInput 404 for one this tenant may not see."""
    owner = await find_owner(database, tenant, alert_id)
    params = {"id": alert_id}
    row = await database.fetch_one("alerts.load_one", params, tenant=owner)
    if row is None:
        raise no_alert(alert_id)
    events = await database.fetch("alerts.load_events", params, tenant=owner)
    pages = await database.fetch("pages.load", params, tenant=owner)
    return Whole(
        alerts.parse_alert(row),
        tuple(Happening(**event) for event in events),
        tuple(_told(page) for page in pages),
    )


async def load_waiting(database: Database, tenant: TenantId, *, limit: int = 50) -> list[Row]:
    """The pages still to come, of the tenant and of the installation, the next first: due_at, level,
    notifier, target, rule, severity, says, alert_id, problem."""
    found = [
        row
        for owner in (tenant, HOUSE)
        for row in await database.fetch("pages.load_waiting", {"limit": limit}, tenant=owner)
    ]
    return sorted(found, key=lambda row: row["due_at"])[:limit]


def render_alert(alert: Alert, now: datetime) -> dict[str, Json]:
    """An alert as JSON, its times in ISO 8601. `time_to_acknowledge_s` is None until somebody has."""
    standing = alert.standing
    fired = standing.fired_at or standing.since
    state = "recovering" if standing.recovered_at and standing.state == "firing" else standing.state
    taken = alert.acknowledged_at
    return {
        "id": alert.id,
        "rule": alert.rule,
        "severity": standing.severity,
        "priority": alert.priority,
        "state": state,
        "labels": dict(alert.labels),
        "tenant": alert.tenant,
        "says": alert.says,
        "value": alert.value,
        "threshold": alert.threshold,
        "unit": alert.unit,
        "fired_at": fired.isoformat(),
        "lasted_s": round(((standing.resolved_at or now) - fired).total_seconds(), 3),
        "resolved_at": _iso(standing.resolved_at),
        "resolved_by": alert.resolved_by,
        "acknowledged": taken is not None,
        "acknowledged_at": _iso(taken),
        "acknowledged_by": alert.acknowledged_by,
        "acknowledged_from": alert.acknowledged_from,
        "time_to_acknowledge_s": round((taken - fired).total_seconds(), 3) if taken else None,
        "snoozed_until": _iso(alert.snoozed_until),
        "inhibited_by": alert.inhibited_by or None,
        "flaps": standing.flaps,
        "fingerprint": alert.fingerprint,
        "runbook": alert.runbook or None,
    }


def _iso(at: datetime | None) -> str | None:
    return at.isoformat() if at else None


def _told(row: Row) -> Told:
    return Told(
        row["kind"],
        row["level"],
        row["notifier"],
        row["target"],
        row["due_at"],
        row["status"],
        row["sent_at"],
        row["attempts"],
        row["problem"],
    )
