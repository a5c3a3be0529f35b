"""Waiting replies of a contact turned into sent ones, in order, as often as the channel can promise.

A row is claimed by a conditional update with a lease and a fence. What a vendor may have taken
without telling us is looked up there before it is tried again.
"""

import logging
import random
from datetime import datetime, timedelta

from frontdesk.ability import consent
from frontdesk.ability.telemetry import Measurement
from frontdesk.flow.conversation.contracts.channel import Channel
from frontdesk.flow.conversation.line import Line, sending_paused
from frontdesk.ground.kit import tasks
from frontdesk.ground.store.db import Row, Statement
from frontdesk.ground.words.ids import ContactId, TenantId
from frontdesk.ground.words.message import Outgoing, Sent
from frontdesk.ground.words.problems import NotNow, Problem, Refused

log = logging.getLogger("flow.conversation.outbox")
LEASE = timedelta(seconds=10)
SEND_TIMEOUT_S = 8.0
LONGEST_BACKOFF_S = 300.0
UNCERTAIN = "outbox.maybe_taken"
BROKEN = "outbox.broken"
TOO_MANY = 429  # a vendor that asks us to slow down
OPTED_OUT = ".opted_out"  # a vendor's Refused that ends so speaks of the person, not of the message


async def drain(line: Line, tenant: TenantId, contact: ContactId) -> int:
    """Send what is due for one contact, oldest first; gives how many rows were settled."""
    settled = 0
    while (row := await _claim(line, tenant, contact)) is not None:
        if row["status"] == "withheld":
            line.meters.sends.labels(row["channel"], "withheld").inc()
            continue
        if not await _send_one(line, tenant, row):
            break
        settled += 1
    return settled


async def sweep(line: Line, *, limit: int = 50) -> int:
    """Start the sending of every contact whose oldest waiting reply is due and held by nobody."""
    rows = await line.database.fetch(
        "outbox.find_due", {"now": line.clock.now(), "limit": limit}, tenant=None
    )
    for row in rows:
        line.tasks.start(drain(line, row["tenant_id"], row["contact_id"]), name="outbox.drain")
    return len(rows)


async def _claim(line: Line, tenant: TenantId, contact: ContactId) -> Row | None:
    return await line.database.fetch_one(
        "outbox.claim",
        {
            "contact": contact,
            "now": line.clock.now(),
            "lease": LEASE,
            "paused": [*line.controls.value(tenant, sending_paused)],
        },
        tenant=tenant,
    )


async def _send_one(line: Line, tenant: TenantId, row: Row) -> bool:
    """Send one claimed row; False when the contact's later rows have to wait for it."""
    channel = line.channels[row["channel"]]
    started = line.clock.monotonic()
    sent = await tasks.attempt(_look_or_send(line, tenant, channel, row))
    _measure(line, tenant, row, sent, (line.clock.monotonic() - started) * 1000)
    if isinstance(sent, Refused):
        await _bury(line, tenant, channel, row, sent)
        return True
    if isinstance(sent, Exception):
        await _postpone(line, tenant, channel, row, _as_not_now(sent, row))
        return False
    await line.database.fetch(
        "outbox.mark_sent",
        {
            "id": row["id"],
            "fence": row["fence"],
            "vendor_id": sent.vendor_id,
            "status": "delivered" if sent.confirmed else "sent",
            "now": line.clock.now(),
        },
        tenant=tenant,
    )
    line.meters.sends.labels(channel.name, "sent").inc()
    return True


def _measure(line: Line, tenant: TenantId, row: Row, sent: Sent | Exception, ms: float) -> None:
    """A try to send: its outcome class, and how long the customer had waited for the reply by then."""
    outcome, code = "ok", ""
    if isinstance(sent, Exception):
        code = sent.code if isinstance(sent, Problem) else BROKEN
        outcome = "refused" if isinstance(sent, Refused) else "error"
        if isinstance(sent, NotNow) and sent.status == TOO_MANY:
            outcome = "limited"
    now = line.clock.now()
    line.recorder.note(
        Measurement(
            tenant=tenant,
            subject="send",
            name=row["channel"],
            operation="send",
            outcome=outcome,
            at=now,
            ms=ms,
            code=code,
        )
    )


async def _look_or_send(line: Line, tenant: TenantId, channel: Channel, row: Row) -> Sent:
    sender = line.senders.get(channel.name)
    if sender is None:
        raise NotNow("outbox.no_sender", f"channel {channel.name} is not set up", after_s=60.0)
    message = _outgoing(tenant, row)
    before: datetime | None = row["tried_before_at"]
    if before is not None:
        wait_s = channel.reconcile_after_s - (line.clock.now() - before).total_seconds()
        if wait_s > 0:
            raise NotNow(UNCERTAIN, "waiting to ask the vendor", after_s=wait_s, maybe_done=True)
        known = await line.database.fetch(
            "outbox.load_vendor_ids",
            {
                "channel": channel.name,
                "address": row["address"],
                "since": before - timedelta(days=1),
            },
            tenant=tenant,
        )
        found = await sender.find_sent(
            message, tried_at=before, known=frozenset(item["vendor_id"] for item in known)
        )
        if found is not None:
            line.meters.sends.labels(channel.name, "found").inc()
            return found
    await line.database.fetch(
        "outbox.mark_tried",
        {"id": row["id"], "fence": row["fence"], "now": line.clock.now()},
        tenant=tenant,
    )
    return await sender.send(message)


def _as_not_now(error: Exception, row: Row) -> NotNow:
    """A failure nobody foresaw may come after the vendor took the message: look before repeating."""
    if isinstance(error, NotNow):
        return error
    log.error("sending reply %s broke", row["id"], exc_info=error)
    return NotNow(BROKEN, "sending broke on our side", after_s=1.0, maybe_done=True)


async def _postpone(
    line: Line, tenant: TenantId, channel: Channel, row: Row, problem: NotNow
) -> None:
    waiting = problem.code == UNCERTAIN
    if row["attempts"] >= channel.attempts and not waiting:
        await _bury(line, tenant, channel, row, problem)
        return
    backoff_s = min(2.0 ** row["attempts"], LONGEST_BACKOFF_S) * random.uniform(0.5, 1.0)
    wait_s = problem.after_s if waiting else max(problem.after_s, backoff_s)
    if problem.maybe_done:
        wait_s = max(wait_s, channel.reconcile_after_s) if not waiting else wait_s
    await line.database.fetch(
        "outbox.postpone",
        {
            "id": row["id"],
            "fence": row["fence"],
            "due_at": line.clock.now() + timedelta(seconds=wait_s),
            "problem": problem.code,
            "uncertain": problem.maybe_done,
            "again": waiting,
        },
        tenant=tenant,
    )
    line.meters.sends.labels(channel.name, "postponed").inc()


async def _bury(line: Line, tenant: TenantId, channel: Channel, row: Row, problem: Problem) -> None:
    """Give a row up: dead, or withheld with a ledger row when the carrier knows of an opt-out."""
    now, why = line.clock.now(), str(problem)
    opted_out = problem.code.endswith(OPTED_OUT)
    status = "withheld" if opted_out else "dead"
    grave = {
        "id": row["id"],
        "fence": row["fence"],
        "status": status,
        "problem": why,
        "uncertain": isinstance(problem, NotNow),
        "now": now,
    }
    batch = [Statement("outbox.bury", grave)]
    if opted_out:
        batch.append(consent.append_carrier_stop(row["id"], evidence=why, now=now))
    await line.database.run(tenant, batch, label="outbox.bury")
    line.meters.sends.labels(channel.name, status).inc()


def _outgoing(tenant: TenantId, row: Row) -> Outgoing:
    return Outgoing(
        id=row["id"],
        tenant_id=tenant,
        contact_id=row["contact_id"],
        conversation_id=row["conversation_id"],
        channel=row["channel"],
        address=row["address"],
        sender=row["sender"],
        text=row["text"],
        attempt=row["attempts"],
        created_at=row["created_at"],
    )
