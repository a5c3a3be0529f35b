"""A parsed message turned into its rows, once: receipt, contact, conversation, message, queue."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import psycopg
from psycopg.types.json import Jsonb

from frontdesk.flow.conversation.line import Claim, Line
from frontdesk.ground.kit import ids
from frontdesk.ground.store import db
from frontdesk.ground.words.ids import ContactId, ConversationId, MessageId, TenantId
from frontdesk.ground.words.message import Inbound
from frontdesk.ground.words.problems import BadInput, Broken

LEASE = timedelta(seconds=5)
SETTLE_MOST = 4.0  # a burst that never ends is answered after four settle windows
LONGEST_TEXT = 10_000


@dataclass(frozen=True, slots=True)
class Receipt:
    """A stored message. `claim` is set when the caller now holds the contact's next turn."""

    tenant_id: TenantId
    contact_id: ContactId
    conversation_id: ConversationId
    message_id: MessageId
    seq: int
    duplicate: bool
    due_at: datetime | None
    claim: Claim | None


def check_inbound(line: Line, inbound: Inbound) -> None:
    """Refuse what cannot be stored or routed; BadInput names the field and the fix."""
    text = inbound.text
    if not text.strip():
        raise BadInput("inbox.empty_text", "the text is empty", field="text", fix="send some words")
    if "\x00" in text or any("\ud800" <= char <= "\udfff" for char in text):
        raise BadInput(
            "inbox.bad_text",
            "the text holds characters that are no text",
            field="text",
            fix="send UTF-8 without NUL bytes",
        )
    if len(text) > LONGEST_TEXT:
        raise BadInput(
            "inbox.text_too_long",
            f"the text has {len(text)} characters",
            field="text",
            fix=f"send at most {LONGEST_TEXT}",
            status=413,
        )
    if inbound.bot is not None and inbound.bot not in line.bots:
        raise BadInput(
            "inbox.unknown_bot",
            f"there is no bot {inbound.bot!r}",
            field="bot",
            fix="use one of " + ", ".join(sorted(line.bots)),
        )


async def accept(line: Line, inbound: Inbound, *, answers: bool = False) -> Receipt:
    """Store one message. `answers`: the sender is told nothing before the turn has committed.

    A second delivery of the same vendor id gives the first one's receipt;
    BadInput 409 when that id stands for another person's message.
    """
    check_inbound(line, inbound)
    channel = line.channels[inbound.channel]
    tenant = line.tenants.get(inbound.tenant_id)
    settle_s = (tenant.settings.settle_s or {}).get(channel.name, channel.settle_s)
    message = {
        "tenant": inbound.tenant_id,
        "channel": channel.name,
        "vendor_id": inbound.vendor_id,
        "kind": channel.address_kind(inbound.address),
        "address": inbound.address,
        "sender": inbound.to,
        "text": inbound.text,
        "extra": _extra(inbound),
        "sent_at": inbound.sent_at,
        "now": line.clock.now(),
        "settle_s": settle_s,
        "settle_max_s": settle_s * SETTLE_MOST,
        "new_contact": ids.uuid7(),
        "new_conversation": ids.uuid7(),
        "message": ids.uuid7(),
        "owner": line.process_id,
        "lease_s": LEASE.total_seconds(),
        "answers": answers,
    }
    row = await _accept_once(line, message)
    if row["duplicate"]:
        await _check_same(line, inbound, row, channel.address_kind(inbound.address))
    outcome = "duplicate" if row["duplicate"] else "accepted"
    line.meters.inbound.labels(channel.name, outcome).inc()
    contact = ContactId(row["contact_id"])
    fence, due_at = row.get("fence"), row.get("due_at")
    return Receipt(
        tenant_id=inbound.tenant_id,
        contact_id=contact,
        conversation_id=row["conversation_id"],
        message_id=row["message_id"],
        seq=row["seq"],
        duplicate=row["duplicate"],
        due_at=datetime.fromisoformat(due_at) if due_at else None,
        claim=Claim(inbound.tenant_id, contact, fence, loaded=row["turn"]) if fence else None,
    )


def _extra(inbound: Inbound) -> dict[str, str] | None:
    told = {**inbound.extra, **({"bot": inbound.bot} if inbound.bot else {})}
    return told or None


async def _check_same(line: Line, inbound: Inbound, row: db.Row, kind: str) -> None:
    """Nobody gets another person's answer by using that person's message id."""
    received = await line.database.fetch_one(
        "inbox.load_received",
        {
            "conversation": row["conversation_id"],
            "seq": row["seq"],
            "kind": kind,
            "address": inbound.address,
        },
        tenant=inbound.tenant_id,
    )
    if received is None or not received["same_contact"]:
        raise BadInput(
            "inbox.id_used_again",
            "this message id stands for another person's message",
            field="message_id",
            fix="give every message an id of its own",
            status=409,
        )


async def _accept_once(line: Line, message: Mapping[str, object]) -> db.Row:
    # Two deliveries of one message at the same instant: the loser's transaction is undone whole,
    # and asked again it finds the winner's row.
    for _ in range(3):
        try:
            receipt: db.Row = await line.database.call("inbox.accept", {"message": Jsonb(message)})
        except psycopg.Error as error:
            if db.sqlstate(error) == db.RECEIVED_TWICE:
                continue
            raise
        return receipt
    raise Broken("inbox.not_accepted", "the message could not be stored", fix="send it again")
