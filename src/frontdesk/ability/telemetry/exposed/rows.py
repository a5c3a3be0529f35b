"""Figures of the whole house as one row: written by the process that watches, read by all."""

from collections.abc import Iterable
from datetime import datetime, timedelta

import orjson
from psycopg.types.json import Jsonb

from frontdesk.ability.telemetry.gauges import Gauge
from frontdesk.ground.store.db import Database

FRESH = timedelta(seconds=90)


async def save(database: Database, figures: Iterable[Gauge], now: datetime) -> int:
    """Write the figures in place of those before; gives how many."""
    value = [[one.name, one.value, dict(one.labels)] for one in figures]
    params = {"value": Jsonb(value, dumps=orjson.dumps), "now": now}
    await database.fetch("exposed.save", params, tenant=None)
    return len(value)


async def load(database: Database, now: datetime) -> list[Gauge]:
    """The figures; none when nobody has watched for a while: old ones would look like now."""
    rows = await database.fetch("exposed.load", {"since": now - FRESH}, tenant=None)
    return [
        Gauge(name, float(value), labels) for row in rows for name, value, labels in row["value"]
    ]
