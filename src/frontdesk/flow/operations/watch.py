"""One round of the watch as a list: collect, judge, alerts (which escalate), notify.

Any number of processes run it; one at a time judges, and all of them send what is due, each page
once. A process that stops is followed by another within seconds.
"""

from frontdesk.ability.controls import EVERYONE
from frontdesk.ability.telemetry import slots
from frontdesk.flow.operations import alerts, collect, judge, lookout, notify, received
from frontdesk.flow.operations.lookout import HOUSE, Lookout
from frontdesk.flow.operations.measured import switches
from frontdesk.flow.operations.upkeep import promises

LEASE_S = 5.0


async def run_watch(watch: Lookout) -> int:
    """One round; gives how many messages left."""
    await run_look(watch)
    return await notify.run_notifying(watch)


async def run_look(watch: Lookout) -> None:
    """One round without the sending, which waits for others and has loops of its own."""
    if await hold_watch(watch):
        taken = await collect.run_collect(watch.database, switches.decide_taking(watch.controls))
        if taken < collect.ROUNDS * slots.BATCH:
            await watch.database.fetch(
                "upkeep.note_collected", {"now": watch.clock.now()}, tenant=None
            )
        if watch.controls.value(EVERYONE, lookout.alerting_on):
            for tenant in (HOUSE, *(one.id for one in watch.tenants.all())):
                now = watch.clock.now()
                judged = await judge.run_judging(watch, tenant, now)
                await alerts.run_alerts(watch, tenant, judged, now)
                await alerts.run_alerts(
                    watch, tenant, received.judge_received, now, source=received.SOURCE
                )
                await promises.run_promises(watch, tenant, now)
    watch.rounds.note("watch", watch.clock.monotonic())


async def hold_watch(watch: Lookout) -> bool:
    """Whether this process is the one that judges: it holds the watch until it has not looked for
    five seconds."""
    row = await watch.database.fetch_one(
        "alerts.hold_watch",
        {"owner": watch.process_id, "now": watch.clock.now(), "lease_s": LEASE_S},
        tenant=None,
    )
    return row is not None
