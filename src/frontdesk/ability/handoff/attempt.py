"""A contact's past handoffs and lock, loaded for a verdict; and the verdict turned into rows."""

from datetime import datetime, timedelta

from frontdesk.ability.handoff.rules import Attempt, Past, Verdict
from frontdesk.ground.kit import ids
from frontdesk.ground.store.db import Database, Statement
from frontdesk.ground.words.ids import ContactId, ConversationId, TenantId, TurnId

LOCK = timedelta(seconds=30)


async def load_attempt(
    database: Database,
    tenant: TenantId,
    contact: ContactId,
    *,
    route: tuple[str, str],
    score: float,
    evidence: str,
    now: datetime,
) -> Attempt:
    """Take the contact's 30 s lock where it is free, and read the handoffs of the last day.

    The lock carries a fence: who comes late with an old fence can neither commit nor free it.
    """
    lock = Statement("handoffs.lock", {"tenant": tenant, "contact": contact, "lock": LOCK})
    since = {"contact": contact, "since": now - timedelta(days=1)}
    locked, rows = await database.run(tenant, [lock, Statement("handoffs.load_past", since)])
    return Attempt(
        source=route[0],
        target=route[1],
        score=score,
        evidence=evidence,
        past=tuple(Past(row["source"], row["target"], row["at"]) for row in rows),
        fence=locked[0]["fence"] if locked else None,
    )


def save_attempt(
    attempt: Attempt,
    verdict: Verdict,
    *,
    tenant: TenantId,
    contact: ContactId,
    conversation: ConversationId,
    turn: TurnId,
    now: datetime,
) -> list[Statement]:
    """The statements that record an attempt, blocked or executed, and free the lock.

    They belong into the commit of the turn: an executed handoff first proves that its lock is
    still held, and takes the whole commit down when it is not.
    """
    lock = {"contact": contact, "fence": attempt.fence}
    record = Statement(
        "handoffs.save",
        {
            "id": ids.uuid7(),
            "tenant": tenant,
            "contact": contact,
            "conversation": conversation,
            "turn": turn,
            "source": attempt.source,
            "target": attempt.target,
            "score": attempt.score,
            "threshold": verdict.threshold,
            "outcome": "executed" if verdict.executed else "blocked",
            "reason": verdict.reason,
            "evidence": attempt.evidence[:500],
            "now": now,
        },
    )
    if attempt.fence is None:
        return [record]
    hold = [Statement("handoffs.hold", lock)] if verdict.executed else []
    return [*hold, record, release(contact, attempt.fence)]


def release(contact: ContactId, fence: int) -> Statement:
    """Frees the lock, if it is still ours."""
    return Statement("handoffs.unlock", {"contact": contact, "fence": fence})
