"""What was measured since the last look, folded into slots; and what is too old, forgotten."""

from datetime import timedelta

from frontdesk.ability.controls import EVERYONE, Control, Controls
from frontdesk.ability.telemetry import slots
from frontdesk.ground.kit.clock import Clock
from frontdesk.ground.store.db import Database

kept_days: Control[float] = Control(
    name="measures.kept_days",
    kind="number",
    default=30,
    doc="Days that hourly measurements are kept; minutes are kept three hours.",
    least=8,
    most=3650,
    variables=("PERFORMANCE_TRACKING_RETENTION_DAYS",),
    house=True,
)
CONTROLS = (kept_days,)
ROUNDS = 20  # batches in one go, so that a backlog does not hold the loop for ever


async def run_collect(database: Database) -> int:
    """Fold until nothing is left; gives how many measurements were folded here."""
    folded = 0
    for _ in range(ROUNDS):
        taken = await slots.fold(database)
        folded += taken
        if taken < slots.BATCH:
            break
    return folded


async def run_cleaning(database: Database, clock: Clock, controls: Controls) -> None:
    """Forget what is older than it is to be kept."""
    days = controls.value(EVERYONE, kept_days)
    await slots.forget_before(database, clock.now(), timedelta(days=days))
