"""A contact with something unread turned into turns until nothing is left; and who waits for them.

The process that receives a message claims and runs its turn at once. Sweeping takes what was left
by the dead. Both end here.
"""

import asyncio
import logging
from typing import cast

from frontdesk.flow.conversation import inbox, outbox, turn
from frontdesk.flow.conversation.beside import rescue
from frontdesk.flow.conversation.inbox import LEASE, Receipt
from frontdesk.flow.conversation.line import Claim, HandoffNote, Line, TurnRecord
from frontdesk.ground.kit import logs, tasks
from frontdesk.ground.store.db import Row
from frontdesk.ground.words.decision import Decision
from frontdesk.ground.words.ids import ContactId, TenantId
from frontdesk.ground.words.message import Inbound
from frontdesk.ground.words.problems import NotNow

log = logging.getLogger("flow.conversation.run")
ANSWER_WITHIN_S = 20.0
FIRST_LOOK_S, NEXT_LOOK_S = 0.05, 0.25
RENEW_S = 1.5


async def receive(line: Line, inbound: Inbound) -> Receipt:
    """Store a message and start its turn; the answer leaves by the outbox."""
    receipt = await inbox.accept(line, inbound)
    if not receipt.duplicate:
        line.tasks.start(_run_when_due(line, receipt), name="conversation.turn")
    return receipt


async def answer(line: Line, inbound: Inbound) -> tuple[Receipt, TurnRecord]:
    """Store a message and wait for its turn. A duplicate waits for, or gets, the same answer.

    Raises NotNow `run.not_yet` when no process has answered in time; the message is kept, and the
    same message id asks again.
    """
    receipt = await inbox.accept(line, inbound, answers=True)
    if receipt.claim is not None:
        record = await run_contact(line, receipt.claim)
        if record is not None and _answers(record, receipt):
            return receipt, record
    elif not receipt.duplicate:
        line.tasks.start(_run_when_due(line, receipt), name="conversation.turn")
    return receipt, await _wait(line, receipt)


async def run_contact(line: Line, claim: Claim) -> TurnRecord | None:
    """Run the claimed turn and give its record; turns for what came in meanwhile follow behind."""
    contact = claim.contact_id
    line.held.contacts[contact] = line.clock.monotonic()
    try:
        with logs.about(tenant=claim.tenant_id, contact=contact):
            done = await tasks.attempt(turn.run_turn(line, claim))
            if isinstance(done, NotNow):
                raise done  # the database is away: the lease runs out and a sweep takes over
            if isinstance(done, Exception):
                done = await rescue.save_failure(line, claim, done)
    finally:
        line.held.contacts.pop(contact, None)
    if done is None:
        await _drop_empty(line, claim)
        return None
    _tell(line, done)
    _count(line, done)
    if done.replies and line.channels[done.channel].mode == "push":
        line.tasks.start(outbox.drain(line, done.tenant_id, contact), name="outbox.drain")
    if done.more:
        line.tasks.start(_claim_and_run(line, done.tenant_id, contact), name="conversation.turn")
    return done


async def sweep(line: Line, *, limit: int = 50) -> int:
    """Take every due turn that nobody holds; gives how many were found."""
    rows = await line.database.fetch(
        "turns.find_due", {"now": line.clock.now(), "limit": limit}, tenant=None
    )
    for row in rows:
        if row["contact_id"] not in line.held.contacts:
            work = _claim_and_run(line, row["tenant_id"], row["contact_id"])
            line.tasks.start(work, name="conversation.swept")
    return len(rows)


async def renew_leases(line: Line) -> None:
    """Keep the leases of turns that take longer than a moment."""
    now = line.clock.monotonic()
    long = [contact for contact, since in line.held.contacts.items() if now - since > RENEW_S / 2]
    if long:
        params = {"contacts": long, "owner": line.process_id, "lease": LEASE}
        for tenant in line.tenants.all():
            await line.database.fetch("turns.renew", params, tenant=tenant.id)


async def _run_when_due(line: Line, receipt: Receipt) -> None:
    if receipt.claim is not None:
        await run_contact(line, receipt.claim)
        return
    if receipt.due_at is not None:
        await line.clock.sleep(max(0.0, (receipt.due_at - line.clock.now()).total_seconds()))
    await _claim_and_run(line, receipt.tenant_id, receipt.contact_id)


async def _claim_and_run(line: Line, tenant: TenantId, contact: ContactId) -> None:
    row = await line.database.fetch_one(
        "turns.claim",
        {"contact": contact, "owner": line.process_id, "lease": LEASE, "now": line.clock.now()},
        tenant=tenant,
    )
    if row is not None:
        await run_contact(line, Claim(tenant, contact, row["fence"], row["attempts"]))


async def _drop_empty(line: Line, claim: Claim) -> None:
    await line.database.fetch(
        "turns.drop_empty",
        {"contact": claim.contact_id, "fence": claim.fence},
        tenant=claim.tenant_id,
    )


def _count(line: Line, record: TurnRecord) -> None:
    line.meters.turns.labels(record.bot, record.decision.kind, record.rung).inc()
    line.meters.turn_seconds.labels(record.bot).observe(record.processing_ms / 1000)
    log.info(
        "turn",
        extra={
            "tenant": record.tenant_id,
            "conversation": record.conversation_id,
            "turn": record.turn_id,
            "trace": record.trace_id,
            "bot": record.bot,
            "decision": record.decision.kind,
            "reason": record.decision.reason,
            "rung": record.rung,
            "ms": record.processing_ms,
            "said": logs.Content(" ".join(record.replies)),
        },
    )


def _tell(line: Line, record: TurnRecord) -> None:
    for seq in range(record.seqs[0], record.seqs[1] + 1):
        waiter = line.waiters.pop((record.conversation_id, seq), None)
        if waiter is not None and not waiter.done():
            waiter.set_result(record)


async def _wait(line: Line, receipt: Receipt) -> TurnRecord:
    """Wait for another turn's answer: told by this process, or seen in the rows of another."""
    key = (str(receipt.conversation_id), receipt.seq)
    waiter = line.waiters.setdefault(key, asyncio.get_running_loop().create_future())
    deadline = line.clock.monotonic() + ANSWER_WITHIN_S
    look_s = FIRST_LOOK_S
    try:
        while line.clock.monotonic() < deadline:
            record = await load_answer(line, receipt)
            if record is not None:
                return record
            done, _ = await asyncio.wait({waiter}, timeout=look_s)
            if done:
                return waiter.result()
            look_s = NEXT_LOOK_S
    finally:
        line.waiters.pop(key, None)
    raise NotNow(
        "run.not_yet",
        "the answer is not ready",
        after_s=2.0,
        fix="ask again with the same message_id",
    )


async def load_answer(line: Line, receipt: Receipt) -> TurnRecord | None:
    """The committed turn that answered a message; None while there is none."""
    row = await line.database.fetch_one(
        "inbox.load_answer",
        {"conversation": receipt.conversation_id, "seq": receipt.seq},
        tenant=receipt.tenant_id,
    )
    return _record(row, receipt) if row else None


def _record(row: Row, receipt: Receipt) -> TurnRecord:
    note = row["handoff"]
    return TurnRecord(
        turn_id=row["id"],
        tenant_id=receipt.tenant_id,
        contact_id=receipt.contact_id,
        conversation_id=receipt.conversation_id,
        channel=row["channel"],
        number=row["number"],
        seqs=(row["from_seq"], row["to_seq"]),
        bot=row["bot"],
        rung=row["rung"],
        decision=Decision(row["kind"], row["reason"], asked=row["asked"], to=row["to_bot"]),
        replies=tuple(cast(list[str], row["reply"])),
        trace_id=row["trace_id"],
        started_at=row["started_at"],
        processing_ms=row["processing_ms"],
        handoff=HandoffNote(
            note["from"], note["to"], note["executed"], note["reason"], note["score"]
        )
        if note
        else None,
    )


def _answers(record: TurnRecord, receipt: Receipt) -> bool:
    same = record.conversation_id == receipt.conversation_id
    return same and record.seqs[0] <= receipt.seq <= record.seqs[1]
