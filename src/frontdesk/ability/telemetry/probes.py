"""The state of the parts right now, asked of the parts themselves."""

import asyncio
from dataclasses import dataclass
from datetime import datetime

import psycopg

from frontdesk.ability.telemetry import gauges, pings
from frontdesk.ability.telemetry.exposed import rows as rows_of_the_house
from frontdesk.ability.telemetry.gauges import Gauge
from frontdesk.ability.telemetry.meters import Meters
from frontdesk.ability.telemetry.processes import DEAD_AFTER
from frontdesk.ground.kit import tasks
from frontdesk.ground.kit.clock import Clock
from frontdesk.ground.store.db import Database
from frontdesk.ground.words.problems import Problem
from frontdesk.ground.words.reading import Json


@dataclass(frozen=True, slots=True)
class Checked:
    ok: bool
    ms: float
    finding: str


async def check_database(database: Database, clock: Clock, within_s: float) -> Checked:
    """One real query, within the time given."""
    started = clock.monotonic()
    finding = "answers"
    try:
        async with asyncio.timeout(within_s):
            await database.fetch("probes.ping", {}, tenant=None)
    except TimeoutError:
        finding = f"no answer within {within_s:g} s"
    except (Problem, psycopg.Error) as error:
        finding = str(error).splitlines()[0]
    ms = (clock.monotonic() - started) * 1000
    return Checked(finding == "answers", round(ms, 2), finding)


async def check_parts(database: Database, clock: Clock, within_s: float) -> dict[str, Json]:
    """Database, pool, waiting rows and processes, each as it is."""
    checked = await check_database(database, clock, within_s)
    parts: dict[str, Json] = {
        "ok": checked.ok,
        "database": {"ok": checked.ok, "ms": checked.ms, "finding": checked.finding},
        "pool": dict(database.pool_use()),
    }
    if not checked.ok:
        return parts
    now = clock.now()
    parts["waiting"] = await load_waiting(database)
    parts["processes"] = [
        {
            "kind": row["kind"],
            "host": row["host"],
            "pid": row["pid"],
            "version": row["version"],
            "alive": now - row["seen_at"] < DEAD_AFTER,
        }
        for row in await database.fetch("processes.load", {}, tenant=None)
    ]
    return parts


async def load_waiting(database: Database) -> dict[str, int]:
    """Rows that wait, by queue."""
    rows = await database.fetch("probes.waiting", {}, tenant=None)
    return {row["queue"]: row["rows"] for row in rows}


async def collect_gauges(database: Database, meters: Meters, clock: Clock, within_s: float) -> None:
    """Bring what `/metrics` shows up to date. Without the database only what this process knows is
    shown, and that the database is away."""
    found = await tasks.attempt(_collect(database, meters, clock.now(), within_s))
    shown = meters.exposed
    shown.timings, shown.pool = database.timings, database.pool_use()
    shown.reached = not isinstance(found, Exception)
    shown.figures = [] if isinstance(found, Exception) else found


async def _collect(
    database: Database, meters: Meters, now: datetime, within_s: float
) -> list[Gauge]:
    async with asyncio.timeout(within_s):
        for queue, rows in (await load_waiting(database)).items():
            meters.waiting.labels(queue).set(rows)
        gathered = await gauges.load(database, now)
        figures = [Gauge(name, value, of) for name, all_ in gathered.items() for of, value in all_]
        ages = await pings.load_ages(database, now)
        return [*figures, *ages, *await rows_of_the_house.load(database, now)]
