"""What all tenants measured, and their alerts, turned into the row that every `/metrics` shows."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from frontdesk.ability import telemetry
from frontdesk.ability.telemetry import SPANS, Target, exposed
from frontdesk.ability.telemetry.exposed.levels import Levels
from frontdesk.ability.telemetry.gauges import Gauge
from frontdesk.flow.operations.lookout import HOUSE, Lookout
from frontdesk.flow.operations.measured.levels import decide_levels
from frontdesk.flow.operations.measured.stats import Figures

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
        *list_kept(levels, lookout.targets, now),
        *await exposed.load_alert_figures(lookout.database, tenants, lookout.rules, now),
    ]
    return await exposed.save(lookout.database, figures, now)


def list_kept(levels: Levels, targets: Iterable[Target], now: datetime) -> Iterator[Gauge]:
    """1 for a promise that is kept, 0 for a broken one; nothing where nothing was measured."""
    for one in decide_levels(Figures("5m", now - SPANS["5m"], now, levels), targets):
        if one.kept is not None:
            labels = {"bot": one.target.bot, "operation": one.target.operation}
            yield Gauge("target_kept", float(one.kept), labels)


async def run_telling(lookout: Lookout) -> None:
    """Write a log line per bot and operation with its p95 and p99."""
    exposed.tell(await load_levels(lookout))


async def load_levels(lookout: Lookout) -> Levels:
    """The last five minutes of the house and all tenants together."""
    now = lookout.clock.now()
    parts = [
        await telemetry.load_windows(lookout.database, one, "5m", now)
        for one in (HOUSE, *(one.id for one in lookout.tenants.all()))
    ]
    return exposed.merge_levels(parts)
