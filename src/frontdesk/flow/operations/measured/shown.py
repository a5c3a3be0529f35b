"""What all tenants measured, and their alerts, turned into the row that every `/metrics` shows."""

from frontdesk.ability import telemetry
from frontdesk.ability.telemetry import exposed
from frontdesk.ability.telemetry.exposed.levels import Levels
from frontdesk.flow.operations.lookout import HOUSE, Lookout

SHOW_S = 15.0
TELL_S = 60.0


async def run_showing(lookout: Lookout) -> int:
    """Write the row; gives how many figures. One process does it for all: the one that watches."""
    now = lookout.clock.now()
    levels = await load_levels(lookout)
    tenants = (HOUSE, *(one.id for one in lookout.tenants.all()))
    figures = [
        *exposed.list_targets(lookout.targets),
        *exposed.list_levels(levels),
        *await exposed.load_alert_figures(lookout.database, tenants, lookout.rules, now),
    ]
    return await exposed.save(lookout.database, figures, now)


async def run_telling(lookout: Lookout) -> None:
    """Write a log line per bot and operation with its p95 and p99."""
    exposed.tell(await load_levels(lookout))


async def load_levels(lookout: Lookout) -> Levels:
    """The last five minutes of all tenants together."""
    now = lookout.clock.now()
    parts = [
        await telemetry.load_windows(lookout.database, one.id, "5m", now)
        for one in lookout.tenants.all()
    ]
    return exposed.merge_levels(parts)
