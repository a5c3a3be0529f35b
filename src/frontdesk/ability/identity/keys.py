"""Keys for doors and operators: made once, shown once, stored as a hash, scoped and revocable.

A key holds 192 random bits, so one SHA-256 is enough to store it: there is nothing to guess.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, get_args

from psycopg.types.json import Jsonb

from frontdesk.ground.kit import ids
from frontdesk.ground.store.db import Database, Row, Statement
from frontdesk.ground.words.ids import KeyId, TenantId
from frontdesk.ground.words.problems import BadInput, Refused

Scope = Literal["customer", "agent", "operator", "admin"]
SCOPES: tuple[Scope, ...] = get_args(Scope)


@dataclass(frozen=True, slots=True)
class Caller:
    """Who is calling, as proven by a key."""

    key_id: KeyId
    tenant_id: TenantId
    name: str
    scope: Scope


def check_scope(caller: Caller, *allowed: Scope) -> None:
    """Refused 403 unless the caller's scope is among `allowed`; `admin` may do everything."""
    if caller.scope != "admin" and caller.scope not in allowed:
        raise Refused(
            "identity.wrong_scope",
            f"a key of scope {caller.scope} may not do this",
            fix="use a key of scope " + " or ".join(allowed),
            status=403,
        )


async def create_key(
    database: Database,
    tenant: TenantId,
    *,
    name: str,
    scope: Scope,
    who: str,
    now: datetime,
    secret: str | None = None,
) -> str:
    """Make a key and give its secret, which cannot be read again. A `secret` that is a key already,
    live or revoked, changes nothing."""
    if scope not in SCOPES:
        raise BadInput(
            "identity.unknown_scope",
            f"{scope!r} is no scope",
            field="scope",
            fix="use one of " + ", ".join(SCOPES),
        )
    secret = secret or ids.token("fd")
    if len(secret) < 16:
        raise BadInput(
            "identity.short_key",
            "the key is too short",
            field="secret",
            fix="use 16 characters or more",
        )
    key = {
        "id": ids.uuid7(),
        "tenant": tenant,
        "name": name,
        "scope": scope,
        "hash": _hash(secret),
        "hint": secret[-4:],
        "now": now,
    }
    audit = _audit(tenant, who=who, action="key.create", subject=name, scope=scope, now=now)
    async with database.transaction(tenant) as transaction:
        if await transaction.fetch("identity.save_key", key):  # else it is known already
            await transaction.fetch(audit.name, audit.params)
    return secret


async def find_caller(database: Database, secret: str) -> Caller | None:
    """Who the key belongs to; None for an unknown or revoked key."""
    row = await database.fetch_one("identity.find_key", {"hash": _hash(secret)}, tenant=None)
    if row is None:
        return None
    return Caller(row["id"], row["tenant_id"], row["name"], row["scope"])


async def load_keys(database: Database, tenant: TenantId) -> list[Row]:
    """Name, scope, last four characters, and dates; never the key."""
    return await database.fetch("identity.load_keys", {}, tenant=tenant)


async def revoke_key(
    database: Database, tenant: TenantId, name: str, *, who: str, now: datetime
) -> int:
    """Revoke all keys of that name; gives how many were live."""
    audit = _audit(tenant, who=who, action="key.revoke", subject=name, scope="", now=now)
    rows = await database.run(
        tenant, [Statement("identity.revoke_key", {"name": name, "now": now}), audit]
    )
    return len(rows[0])


def _audit(
    tenant: TenantId, *, who: str, action: str, subject: str, scope: str, now: datetime
) -> Statement:
    return Statement(
        "audit.append",
        {
            "tenant": tenant,
            "who": who,
            "action": action,
            "subject": subject,
            "detail": Jsonb({"scope": scope} if scope else {}),
            "now": now,
        },
    )


def _hash(secret: str) -> bytes:
    return hashlib.sha256(secret.encode()).digest()
