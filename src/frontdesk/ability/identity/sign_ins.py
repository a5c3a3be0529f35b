"""A key shown once at the console turned into a token that stands for it until a time."""

import hashlib
from datetime import datetime, timedelta

from psycopg.types.json import Jsonb

from frontdesk.ability.identity.keys import Caller
from frontdesk.ground.kit import ids
from frontdesk.ground.store.db import Database, Statement

LASTS = timedelta(hours=12)


async def sign_in(database: Database, caller: Caller, *, now: datetime) -> str:
    """A new token for `caller`; only its hash is stored. It ends after `LASTS`, by `sign_out`, or
    with its key."""
    token = ids.token("desk")
    row = {
        "id": ids.uuid7(),
        "tenant": caller.tenant_id,
        "key": caller.key_id,
        "hash": _hash(token),
        "now": now,
        "expires_at": now + LASTS,
    }
    audit = {
        "tenant": caller.tenant_id,
        "who": caller.name,
        "action": "console.sign_in",
        "subject": caller.name,
        "detail": Jsonb({"scope": caller.scope}),
        "now": now,
    }
    batch = [
        Statement("sign_ins.end_expired", {"now": now}),
        Statement("sign_ins.save", row),
        Statement("audit.append", audit),
    ]
    await database.run(caller.tenant_id, batch, label="sign_ins.save")
    return token


async def find_sign_in(database: Database, token: str, *, now: datetime) -> Caller | None:
    """Who a token stands for; None when it is unknown, over, or its key was revoked."""
    row = await database.fetch_one("sign_ins.find", {"hash": _hash(token), "now": now}, tenant=None)
    return Caller(row["key_id"], row["tenant_id"], row["name"], row["scope"]) if row else None


async def sign_out(database: Database, caller: Caller, token: str) -> None:
    """End one token at once."""
    await database.fetch("sign_ins.end", {"hash": _hash(token)}, tenant=caller.tenant_id)


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
