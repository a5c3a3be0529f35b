"""When each bot last answered a ping, and when a serving process was last there, as rows."""

from datetime import datetime

from frontdesk.ability.telemetry.gauges import Gauge
from frontdesk.ground.store.db import Database
from frontdesk.ground.words.ids import TenantId

HOUSE = TenantId("*")
PING_S = 15.0
BOT, SERVE = "ping:", "serving:"


async def save(database: Database, bot: str, now: datetime) -> None:
    """A bot has answered."""
    await database.fetch("gauges.seen", {"name": BOT + bot, "now": now}, tenant=None)


async def save_serving(database: Database, now: datetime) -> None:
    """A serving process is there."""
    await database.fetch("gauges.seen", {"name": f"{SERVE}all", "now": now}, tenant=None)


async def keep(database: Database, bots: list[str]) -> None:
    """Forget bots that are no longer installed: their silence means nothing."""
    await database.fetch("gauges.keep_pings", {"names": [BOT + bot for bot in bots]}, tenant=None)


async def load_ages(database: Database, now: datetime) -> list[Gauge]:
    """Seconds since each bot answered and since a process served. Nothing is said of what was never
    there, nor of the future after a clock was set back."""
    rows = await database.fetch("gauges.load_seen", {}, tenant=None)
    return [
        Gauge("ping_age_s", _age(row["at"], now), {"bot": row["name"].removeprefix(BOT)})
        if row["name"].startswith(BOT)
        else Gauge("serving_seen_age_s", _age(row["at"], now))
        for row in rows
    ]


def _age(at: datetime, now: datetime) -> float:
    return max(0.0, (now - at).total_seconds())
