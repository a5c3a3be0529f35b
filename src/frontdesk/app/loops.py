"""The standing loops of a process, started in one place: refresh, heartbeat, renewal, sweeps."""

from collections.abc import Awaitable, Callable
from datetime import datetime

from frontdesk.ability.controls import live
from frontdesk.ability.telemetry import Tally, pings, processes, recorder, tally
from frontdesk.ability.telemetry.figures import Figures, gather
from frontdesk.ability.telemetry.processes import Process
from frontdesk.app.settings import LOG_CONTENT
from frontdesk.edge.vendors import otlp
from frontdesk.flow.conversation import outbox, run
from frontdesk.flow.conversation.beside import ping as bots
from frontdesk.flow.conversation.beside import timers
from frontdesk.flow.conversation.line import Line
from frontdesk.flow.operations import alerts, blind, collect, notify, watch
from frontdesk.flow.operations.blind import Blind
from frontdesk.flow.operations.lookout import Lookout
from frontdesk.flow.operations.measured import shown
from frontdesk.flow.operations.upkeep import audit
from frontdesk.ground.kit import tasks
from frontdesk.ground.store.db import Database
from frontdesk.ground.words.problems import Problem

TENANTS_S = 2.0
SWEEP_S = 0.5
BURY_S = 5.0
FORGET_S = 600.0
NOTIFYING = 3  # so many at once wait for receivers; pages are claimed, so none is sent twice
OUTAGE = "outage.json"  # in the home: that this machine has paged for the database
Step = Callable[[], Awaitable[object]]


def start(line: Line, lookout: Lookout, figures: Figures, *, work: bool) -> None:
    """Start the loops. `work=False` leaves the sweeping to other processes."""
    process = figures.process
    blinded = Blind(figures.home / OUTAGE, figures.reach)

    def at(step: Callable[[Database, Process, datetime], Awaitable[object]]) -> Step:
        return lambda: step(line.database, process, line.clock.now())

    loops: list[tuple[str, float, Step]] = [
        ("beat", processes.BEAT_S, at(processes.beat)),
        ("renew", run.RENEW_S / 2, lambda: run.renew_leases(line)),
        ("controls", live.REFRESH_S, lambda: line.controls.refresh(line.database)),
        ("gateway", live.REFRESH_S, line.gateway.refresh),
        ("ping", pings.PING_S, lambda: ping(line, process)),
        ("figures", gather.EVERY_S, figures.run),
        ("measures", recorder.FLUSH_S, lambda: line.recorder.flush(line.database)),
        ("tally", tally.FLUSH_S, lambda: line.tally.flush(line.database)),
        ("tenants", TENANTS_S, lambda: line.tenants.refresh(line.database)),
        *_sending_traces(line),
    ]

    async def notifying() -> None:
        await notify.run_notifying(lookout)

    if work:
        lookout.rounds.note("watch", line.clock.monotonic())
        loops += [
            ("sweep.turns", SWEEP_S, lambda: run.sweep(line)),
            ("sweep.outbox", SWEEP_S, lambda: outbox.sweep(line)),
            ("sweep.timers", SWEEP_S, lambda: timers.sweep(line)),
            ("bury", BURY_S, at(processes.bury_dead)),
            ("watch", alerts.LOOK_S, lambda: watch.run_look(lookout)),
            *((f"notify.{n}", alerts.LOOK_S, notifying) for n in range(NOTIFYING)),
            ("audit", audit.AUDIT_S / 3, lambda: audit.run_audit(lookout)),
            ("blind", blind.LOOK_S, lambda: blind.run_blind(lookout, blinded)),
            ("forget", FORGET_S, lambda: collect.run_cleaning(lookout)),
            ("show", shown.SHOW_S, if_watching(lookout, shown.run_showing)),
            ("tell", shown.TELL_S, if_watching(lookout, shown.run_telling)),
        ]
    for name, interval_s, step in loops:
        loop = tasks.run_every(
            interval_s, step, clock=line.clock, name=name, ended=measuring(line.tally)
        )
        line.loops.start(loop, name=f"loop.{name}")


def measuring(into: Tally) -> tasks.Ended:
    """What notes each round of a loop: its time, and how it came out."""

    def ended(name: str, took_s: float, raised: Exception | None) -> None:
        outcome, code = "ok", ""
        if raised is not None:
            outcome = "timeout" if isinstance(raised, TimeoutError) else "error"
            code = raised.code if isinstance(raised, Problem) else type(raised).__name__
        into.note("job", name, "run", outcome=outcome, ms=took_s * 1000, code=code)

    return ended


def _sending_traces(line: Line) -> list[tuple[str, float, Step]]:
    """The loop that sends traces, where a collector is named."""
    show = bool(line.setting(LOG_CONTENT))
    sender = otlp.open_sender(line.http, line.meters, line.clock, line.setting, show_content=show)
    return [("traces", otlp.SEND_S, sender.run)] if sender else []


def if_watching(lookout: Lookout, step: Callable[[Lookout], Awaitable[object]]) -> Step:
    """A step that only the process does that watches: the figures are those of all."""

    async def do() -> None:
        if await watch.hold_watch(lookout):
            await step(lookout)

    return do


async def ping(line: Line, process: Process) -> None:
    """See that every bot would answer, and that somebody serves."""
    if process.kind == "serve":
        await pings.save_serving(line.database, line.clock.now())
    await bots.ping_bots(line)
