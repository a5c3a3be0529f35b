"""A visitor of the web chat turned into a session that survives a reload: a token and its hash."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from frontdesk.ground.kit import ids
from frontdesk.ground.store.db import Database
from frontdesk.ground.words.ids import TenantId


@dataclass(frozen=True, slots=True)
class Session:
    """`id` is the visitor's address on the web channel."""

    id: str
    tenant_id: TenantId
    bot: str | None


async def create_session(
    database: Database, tenant: TenantId, *, origin: str, bot: str | None, now: datetime
) -> tuple[Session, str]:
    """A new session and the token that proves it; only the token's hash is stored."""
    token = ids.token("web")
    session = Session(ids.uuid7(), tenant, bot)
    await database.fetch(
        "identity.save_session",
        {
            "id": session.id,
            "tenant": tenant,
            "hash": _hash(token),
            "origin": origin[:200],
            "bot": bot,
            "now": now,
        },
        tenant=tenant,
    )
    return session, token


async def find_session(database: Database, token: str) -> Session | None:
    """The session a token proves; None when it proves none."""
    row = await database.fetch_one("identity.find_session", {"hash": _hash(token)}, tenant=None)
    return Session(row["id"], row["tenant_id"], row["bot"]) if row else None


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
