"""Due timers turned into what they were set for: a reminder, an idle mark, a closed conversation.

A timer fires at most once: what it does commits only while its row still stands and is ours.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Literal

import psycopg

from frontdesk.ability import consent
from frontdesk.ability.telemetry import Measurement
from frontdesk.flow.conversation import outbox, state, word
from frontdesk.flow.conversation.line import Line
from frontdesk.ground.kit import ids
from frontdesk.ground.store import db
from frontdesk.ground.store.db import Row, Statement
from frontdesk.ground.words.ids import TenantId

LEASE = timedelta(seconds=5)
Fired = Literal["sent", "moved", "idle", "closed", "pointless", "lost"]


async def sweep(line: Line, *, limit: int = 100) -> int:
    """Fire every due timer that nobody holds; gives how many were found."""
    rows = await line.database.fetch(
        "timers.find_due", {"now": line.clock.now(), "limit": limit}, tenant=None
    )
    for row in rows:
        line.tasks.start(fire(line, row["tenant_id"], row["id"]), name="timers.fire")
    return len(rows)


async def fire(line: Line, tenant: TenantId, timer_id: str) -> Fired:
    """Claim one timer and do what it is for."""
    now, started = line.clock.now(), line.clock.monotonic()
    timer = await line.database.fetch_one(
        "timers.claim", {"id": timer_id, "now": now, "lease": LEASE}, tenant=tenant
    )
    if timer is None:
        return "lost"
    conversation = await line.database.fetch_one(
        "timers.load", {"conversation": timer["conversation_id"]}, tenant=tenant
    )
    hold = Statement("timers.hold", {"id": timer["id"], "fence": timer["fence"]})
    outcome, statements = _decide(line, tenant, timer, conversation, now)
    try:
        await line.database.run(tenant, [hold, *statements], label="timers.fire")
    except psycopg.Error as error:
        if db.sqlstate(error) != db.LOST_LEASE:
            raise
        outcome = "lost"
    line.meters.timers.labels(timer["kind"], outcome).inc()
    ms = (line.clock.monotonic() - started) * 1000
    line.recorder.note(
        Measurement(
            tenant=tenant,
            subject="job",
            name=f"timer.{timer['kind']}",
            operation="run",
            outcome="blocked" if outcome == "lost" else "ok",
            at=now,
            ms=ms,
            code=outcome,
        )
    )
    if outcome == "sent" and conversation is not None:
        await outbox.drain(line, tenant, timer["contact_id"])
    return outcome


Decided = tuple[Fired, list[Statement]]


def _decide(
    line: Line, tenant: TenantId, timer: Row, conversation: Row | None, now: datetime
) -> Decided:
    finish = [Statement("timers.finish", {"id": timer["id"]})]
    if conversation is None or conversation["status"] == "closed":
        return "pointless", finish
    kinds: dict[str, Callable[[Line, TenantId, Row, Row, datetime], Decided]] = {
        "nudge": _nudge,
        "idle": _idle,
        "close": _close,
    }
    return kinds[timer["kind"]](line, tenant, timer, conversation, now)


def _nudge(line: Line, tenant: TenantId, timer: Row, conversation: Row, now: datetime) -> Decided:
    """Ask the open question once more, inside the hours in which we may start something."""
    settings = line.tenants.get(tenant).settings
    known = state.parse_state(conversation["state"])
    finish = Statement("timers.finish", {"id": timer["id"]})
    if conversation["unread"] or conversation["owner"] != "bot" or known.asked is None:
        return "pointless", [finish]
    allowed_at = consent.decide_quiet_until(now, settings.timezone)
    if allowed_at > now:
        return "moved", [_move(timer, "nudge", allowed_at)]
    channel = line.channels[conversation["channel"]]
    reminder = Statement(
        "outbox.save",
        {
            "id": ids.uuid7(),
            "tenant": tenant,
            "contact": timer["contact_id"],
            "conversation": timer["conversation_id"],
            "turn": None,
            "channel": channel.name,
            "address": conversation["address"],
            "sender": conversation["sender"],
            "text": word.render_reminder(
                line.bots[known.bot], line.phrases, known, settings.business
            ),
            "purpose": "started",
            "status": "offered" if channel.mode == "answer" else "ready",
            "now": now,
        },
    )
    return "sent", [reminder, finish]


def _idle(line: Line, tenant: TenantId, timer: Row, conversation: Row, now: datetime) -> Decided:
    settings = line.tenants.get(tenant).settings
    due_at = conversation["active_at"] + timedelta(seconds=settings.idle_after_s)
    if due_at > now:
        return "moved", [_move(timer, "idle", due_at)]
    close_at = conversation["active_at"] + timedelta(seconds=settings.close_after_s)
    return "idle", [_set_status(timer, "idle"), _move(timer, "close", close_at)]


def _close(line: Line, tenant: TenantId, timer: Row, conversation: Row, now: datetime) -> Decided:
    settings = line.tenants.get(tenant).settings
    due_at = conversation["active_at"] + timedelta(seconds=settings.close_after_s)
    if due_at > now:
        return "moved", [_move(timer, "close", due_at)]
    return "closed", [_set_status(timer, "closed"), Statement("timers.finish", {"id": timer["id"]})]


def _move(timer: Row, kind: str, due_at: datetime) -> Statement:
    return Statement("timers.move", {"id": timer["id"], "kind": kind, "due_at": due_at})


def _set_status(timer: Row, status: str) -> Statement:
    return Statement(
        "timers.set_status", {"conversation": timer["conversation_id"], "status": status}
    )
