"""An acknowledgement that is getting old turned into a reminder, and in the end taken back.

Whoever acknowledges an alert promises to look after it. Where the control says so the promise holds
for a time: it is asked again, and if nobody acknowledges again the alert goes on as if nobody had.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

import orjson
from psycopg.types.json import Jsonb

from frontdesk.ability.controls import Control
from frontdesk.flow.operations import alert as alerts
from frontdesk.flow.operations import answers, escalate
from frontdesk.flow.operations.alert import Alert
from frontdesk.flow.operations.escalate import Told
from frontdesk.flow.operations.lookout import Lookout
from frontdesk.ground.store.db import Row, Transaction
from frontdesk.ground.words.ids import TenantId

holds_for: Control[float] = Control(
    name="alerts.acknowledged_for_s",
    kind="number",
    default=0,
    doc="Seconds that an acknowledgement holds; then the alert escalates again. 0: for good.",
    least=0,
    most=604_800,
)
asks_before: Control[float] = Control(
    name="alerts.ask_again_s",
    kind="number",
    default=300,
    doc="So many seconds before an acknowledgement ends, those who were paged are reminded.",
    least=0,
    most=86_400,
)
CONTROLS = (holds_for, asks_before)
WHO = "frontdesk"
Kept = Literal["kept", "remind", "over"]


@dataclass(frozen=True, slots=True)
class Promise:
    """An acknowledgement: when it was last given, and when it was last asked after."""

    given_at: datetime
    asked_at: datetime | None


def decide_promise(promise: Promise, now: datetime, holds_s: float, before_s: float) -> Kept:
    """Whether it still holds. It is asked after once, and never taken back unasked: after our own
    downtime there is as much time to answer as ever."""
    asked = promise.asked_at if promise.asked_at and promise.asked_at > promise.given_at else None
    before = timedelta(seconds=min(before_s, holds_s / 2))
    if asked is None:
        due_at = promise.given_at + timedelta(seconds=holds_s) - before
        return "remind" if now >= due_at else "kept"
    return "over" if now >= asked + before else "kept"


async def run_promises(lookout: Lookout, tenant: TenantId, now: datetime) -> None:
    """Remind of what is getting old, and take back what nobody answered for."""
    holds_s = lookout.controls.value(tenant, holds_for)
    if holds_s <= 0:
        return
    before_s = lookout.controls.value(tenant, asks_before)
    async with lookout.database.transaction(tenant) as transaction:
        rows = await transaction.fetch("alerts.hold_acknowledged", {})
        for row in rows:
            promise = Promise(row["given_at"] or row["acknowledged_at"], row["asked_at"])
            kept = decide_promise(promise, now, holds_s, before_s)
            if kept == "remind":
                await _remind(transaction, alerts.parse_alert(row), row["asked"], now)
            elif kept == "over":
                await answers.take_back(
                    transaction, alerts.parse_alert(row), who=WHO, source="watch", now=now
                )


async def _remind(transaction: Transaction, alert: Alert, asked: int, now: datetime) -> None:
    rows: Sequence[Row] = await transaction.fetch("pages.load_told", {"ids": [alert.id]})
    told = [
        Told(row["notifier"], row["target"], escalate.REMINDER - asked, row["thread"])
        for row in rows
    ]
    pages = escalate.render_news(alert, "acknowledged", told, now)
    if pages:
        await transaction.fetch("pages.add", {"rows": Jsonb(pages, dumps=orjson.dumps)})
    event = {
        "tenant_id": alert.tenant,
        "alert_id": alert.id,
        "at": now,
        "kind": "reminded",
        "who": "",
        "source": "watch",
        "says": f"{alert.acknowledged_by} was asked whether they are still on it",
        "detail": {},
    }
    await transaction.fetch("alerts.add_events", {"rows": Jsonb([event], dumps=orjson.dumps)})
