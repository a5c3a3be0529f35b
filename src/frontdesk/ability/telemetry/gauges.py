"""Figures that are no measurements (disk, memory, pool, age of a backup), as rows of each process."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import NamedTuple

import orjson
from psycopg.types.json import Jsonb

from frontdesk.ground.store.db import Database

FRESH = timedelta(seconds=20)
PREFIX = "gauge:"


class Gauge(NamedTuple):
    """One figure now. `labels` say of what."""

    name: str
    value: float
    labels: Mapping[str, str] = {}


async def save(database: Database, owner: str, figures: list[Gauge], now: datetime) -> None:
    """Write what one process (or `house`) sees, in place of what it saw before."""
    value = [[one.name, one.value, dict(one.labels)] for one in figures]
    await database.fetch(
        "gauges.save",
        {"name": PREFIX + owner, "value": Jsonb(value, dumps=orjson.dumps), "now": now},
        tenant=None,
    )


async def load(
    database: Database, now: datetime
) -> dict[str, list[tuple[Mapping[str, str], float]]]:
    """Every figure that somebody has written lately, by name."""
    found: dict[str, list[tuple[Mapping[str, str], float]]] = {}
    for row in await database.fetch("gauges.load", {"since": now - FRESH}, tenant=None):
        for name, value, labels in row["value"]:
            found.setdefault(name, []).append((labels, float(value)))
    return found
