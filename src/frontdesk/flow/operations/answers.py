"""What a person answers to an alert: acknowledge, take it back, snooze, resolve; with who and whence."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

import orjson
from psycopg.types.json import Jsonb

from frontdesk.flow.operations import alert as alerts
from frontdesk.flow.operations import escalate
from frontdesk.flow.operations.alert import Alert
from frontdesk.flow.operations.escalate import Told
from frontdesk.ground.kit import ids
from frontdesk.ground.store.db import Database, Row, Transaction
from frontdesk.ground.words.ids import TenantId
from frontdesk.ground.words.problems import BadInput

Deed = Literal["acknowledge", "unacknowledge", "snooze", "resolve"]
AGAIN = "again"
DEEDS: tuple[Deed, ...] = ("acknowledge", "unacknowledge", "snooze", "resolve")
_KINDS = {
    "acknowledge": "acknowledged",
    "unacknowledge": "unacknowledged",
    "snooze": "snoozed",
    "resolve": "resolved_by_hand",
}


async def save_answer(
    database: Database,
    tenant: TenantId,
    alert_id: str,
    deed: Deed,
    *,
    who: str,
    source: str,
    now: datetime,
    until: datetime | None = None,
    note: str = "",
) -> Alert:
    """Do what a person wants of an alert, once: acknowledging twice changes nothing. Gives the alert.

    Acknowledging stops further levels and tells everybody who was paged; taking it back lets what is
    still to come come. Resolving ends the episode; while its cause lasts the next look opens another.
    Raises BadInput 404 for an unknown alert, 409 for one that is over, 400 for a snooze without end.
    """
    if not who.strip():
        raise BadInput("operations.no_name", "who answers?", field="who", fix="say who you are")
    if deed == "snooze" and (until is None or until <= now):
        raise BadInput(
            "operations.no_end", "a snooze needs an end", field="until", fix="give a later time"
        )
    async with database.transaction(tenant) as transaction:
        known = await hold_alert(transaction, alert_id)
        if known.standing.resolved_at is not None:
            raise BadInput(
                "operations.alert_over",
                "this alert is resolved already",
                field="id",
                fix="list what is active: `frontdesk alerts list`",
                status=409,
            )
        if not _changes(known, deed):
            if deed == "acknowledge":  # whoever says it again is still on it
                await _note(
                    transaction, known, deed, who=who, source=source, note=note or AGAIN, now=now
                )
            return known
        if deed == "unacknowledge":
            return await take_back(transaction, known, who=who, source=source, now=now, note=note)
        mark = {
            "id": alert_id,
            "at": known.acknowledged_at,
            "who": known.acknowledged_by,
            "source": known.acknowledged_from,
            "until": until if deed == "snooze" else known.snoozed_until,
        }
        if deed == "acknowledge":
            mark |= {"at": now, "who": who, "source": source}
        await transaction.fetch("alerts.mark", mark)
        if deed == "resolve":
            await transaction.fetch("alerts.end", {"id": alert_id, "now": now, "who": who})
        after = await hold_alert(transaction, alert_id)
        await _follow(transaction, after, deed, now)
        await _note(transaction, after, deed, who=who, source=source, note=note, now=now)
        return after


async def take_back(
    transaction: Transaction,
    known: Alert,
    *,
    who: str,
    source: str,
    now: datetime,
    note: str = "",
) -> Alert:
    """Nobody is on it any more: what an acknowledgement called off comes after all. Gives the alert."""
    mark = {
        "id": known.id,
        "at": None,
        "who": None,
        "source": None,
        "until": known.snoozed_until,
    }
    await transaction.fetch("alerts.mark", mark)
    params = {"id": known.id, "why": escalate.ACKNOWLEDGED, "now": now}
    await transaction.fetch("pages.revive", params)
    after = await hold_alert(transaction, known.id)
    await _note(transaction, after, "unacknowledge", who=who, source=source, note=note, now=now)
    return after


async def hold_alert(transaction: Transaction, alert_id: str) -> Alert:
    """The alert, held until the transaction ends; BadInput 404 where there is none."""
    rows: Sequence[Row] = ()
    if ids.is_uuid(alert_id):
        rows = await transaction.fetch("alerts.hold_one", {"id": alert_id})
    if not rows:
        raise no_alert(alert_id)
    return alerts.parse_alert(rows[0])


def no_alert(alert_id: str) -> BadInput:
    """The problem of an id that no alert has."""
    return BadInput(
        "operations.no_alert",
        f"there is no alert {alert_id[:60]!r}",
        field="id",
        fix="list them: `frontdesk alerts list`",
        status=404,
    )


def _changes(known: Alert, deed: Deed) -> bool:
    if deed == "acknowledge":
        return known.acknowledged_at is None
    return deed != "unacknowledge" or known.acknowledged_at is not None


async def _follow(transaction: Transaction, alert: Alert, deed: Deed, now: datetime) -> None:
    """What an answer does to the pages."""
    if deed == "snooze":
        return
    why = escalate.ACKNOWLEDGED if deed == "acknowledge" else escalate.RESOLVED
    await transaction.fetch("pages.call_off", {"ids": [alert.id], "why": why})
    rows = await transaction.fetch("pages.load_told", {"ids": [alert.id]})
    told = [Told(row["notifier"], row["target"], row["level"], row["thread"]) for row in rows]
    kind = "acknowledged" if deed == "acknowledge" else "resolved"
    news = escalate.render_news(
        alert, "acknowledged" if kind == "acknowledged" else "resolved", told, now
    )
    if news:
        await transaction.fetch("pages.add", {"rows": Jsonb(news, dumps=orjson.dumps)})


async def _note(
    transaction: Transaction,
    alert: Alert,
    deed: Deed,
    *,
    who: str,
    source: str,
    note: str,
    now: datetime,
) -> None:
    event = {
        "tenant_id": alert.tenant,
        "alert_id": alert.id,
        "at": now,
        "kind": _KINDS[deed],
        "who": who,
        "source": source,
        "says": note,
        "detail": {"until": alert.snoozed_until} if deed == "snooze" else {},
    }
    await transaction.fetch("alerts.add_events", {"rows": Jsonb([event], dumps=orjson.dumps)})
    await transaction.fetch(
        "audit.append",
        {
            "tenant": alert.tenant,
            "who": who,
            "action": f"alert.{deed}",
            "subject": alert.id,
            "detail": Jsonb({"rule": alert.rule, "from": source, "note": note}, dumps=orjson.dumps),
            "now": now,
        },
    )
