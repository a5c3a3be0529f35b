"""What was measured since the last look, folded into slots; and what is too old, forgotten."""

from datetime import datetime, timedelta

from frontdesk.ability.controls import EVERYONE
from frontdesk.ability.telemetry import Taking, slots
from frontdesk.flow.operations.lookout import HOUSE, Lookout
from frontdesk.flow.operations.measured import switches
from frontdesk.ground.store.db import Database, Statement
from frontdesk.ground.words.ids import TenantId

CALLS = 20_000  # rows of the ledger in one statement
ROUNDS = 20  # batches in one go, so that a backlog does not hold the loop for ever


async def run_collect(
    database: Database, taking: Taking = slots.WHOLE, *, wait: bool = False
) -> int:
    """Fold until nothing is left; gives how many measurements were taken here. `wait` is for who
    will read at once what was just written."""
    folded = 0
    for _ in range(ROUNDS):
        taken = await slots.fold(database, taking, wait=wait)
        folded += taken
        if taken < slots.BATCH:
            break
    return folded


async def run_cleaning(watch: Lookout) -> None:
    """Forget measurements, ended alerts, ended silences and model calls that are older than they are
    to be kept."""
    kept = timedelta(days=watch.controls.value(EVERYONE, switches.kept_days))
    now = watch.clock.now()
    calls_before = now - timedelta(days=watch.controls.value(EVERYONE, switches.calls_kept_days))
    await slots.forget_before(watch.database, now, kept)
    for tenant in (HOUSE, *(one.id for one in watch.tenants.all())):
        await watch.database.run(
            tenant,
            [
                Statement("alerts.forget_before", {"before": now - kept}),
                Statement("silences.forget_before", {"before": now - kept}),
            ],
        )
        await _forget_calls(watch.database, tenant, calls_before)


async def _forget_calls(database: Database, tenant: TenantId, before: datetime) -> None:
    for _ in range(ROUNDS):
        params = {"before": before, "limit": CALLS}
        row = await database.fetch_one("spend.forget_before", params, tenant=tenant)
        if row is None or row["gone"] < CALLS:
            return
