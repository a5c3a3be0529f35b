"""Imported promises as rows of the installation: saved, listed, forgotten."""

from datetime import datetime

import orjson
from psycopg.types.json import Jsonb

from frontdesk.ability.telemetry import Promise
from frontdesk.flow.operations.slo.kept import Kept
from frontdesk.ground.store.db import Database, Row

PREFIX = "slo:"


async def save_promise(database: Database, promise: Promise, now: datetime) -> None:
    """Keep a promise, in place of one of the same service and name."""
    value = {
        "name": promise.name,
        "service": promise.service,
        "subject": promise.subject,
        "of": promise.of,
        "operation": promise.operation,
        "objective": promise.objective,
        "within_ms": promise.within_ms,
        "bad": list(promise.bad),
    }
    params = {"name": _key(promise.service, promise.name), "now": now}
    await database.fetch(
        "slo.save", {**params, "value": Jsonb(value, dumps=orjson.dumps)}, tenant=None
    )


async def load_promises(database: Database) -> tuple[Promise, ...]:
    """Every imported promise, by service and name."""
    rows = await database.fetch("slo.load", {}, tenant=None)
    return tuple(_parse(row) for row in rows)


async def load_kept(database: Database, kept: Kept, now: datetime) -> tuple[Promise, ...]:
    """The same, as of half a minute ago at most."""
    found = kept.find_promises(now)
    if found is None:
        found = kept.promises = await load_promises(database)
        kept.promises_at = now
    return found


async def remove_promise(database: Database, service: str, name: str) -> bool:
    """Forget one; False where there is none of that name."""
    rows = await database.fetch("slo.remove", {"name": _key(service, name)}, tenant=None)
    return bool(rows)


def _key(service: str, name: str) -> str:
    return f"{PREFIX}{service}/{name}"


def _parse(row: Row) -> Promise:
    value = row["value"]
    return Promise(**{**value, "bad": tuple(value["bad"])})
