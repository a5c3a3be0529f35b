"""Replies that were given up turned into a list for people, and one of them sent again by a person."""

import uuid
from datetime import datetime

from psycopg.types.json import Jsonb

from frontdesk.ground.store.db import Database, Row
from frontdesk.ground.words.ids import OutboxId, TenantId
from frontdesk.ground.words.problems import BadInput


async def load_dead(database: Database, tenant: TenantId, *, limit: int = 50) -> list[Row]:
    """Replies out of attempts or refused for good, newest first: id, conversation_id, channel,
    address, text, attempts, problem, created_at."""
    return await database.fetch("outbox.load_dead", {"limit": limit}, tenant=tenant)


async def save_again(
    database: Database, tenant: TenantId, reply: OutboxId, *, who: str, now: datetime
) -> None:
    """Make a dead reply wait for sending again, with all its attempts; any sweeping process takes
    it. BadInput 404 unless the tenant has a dead reply of that id."""
    async with database.transaction(tenant) as transaction:
        found = None
        if _is_id(reply):
            found = await transaction.fetch_one("outbox.revive", {"id": reply, "now": now})
        if found is None:
            raise BadInput(
                "desk.not_dead",
                f"there is no dead reply {reply[:60]!r}",
                field="id",
                fix="use an id of `frontdesk outbox dead`",
                status=404,
            )
        await transaction.fetch(
            "audit.append",
            {
                "tenant": tenant,
                "who": who,
                "action": "outbox.retry",
                "subject": reply,
                "detail": Jsonb({}),
                "now": now,
            },
        )


def _is_id(text: str) -> bool:
    try:
        return str(uuid.UUID(text)) == text.lower()
    except ValueError:
        return False
