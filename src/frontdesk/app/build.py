"""Settings turned into a House: everything of one process, opened in order and closed in reverse."""

import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass

from frontdesk.ability.controls import Controls
from frontdesk.ability.gateway import Gateway, Parts
from frontdesk.ability.identity import Tenants
from frontdesk.ability.telemetry import Meters, Recorder, Tally, pings, processes
from frontdesk.ability.telemetry.figures import Figures, ReadMachine, read_machine
from frontdesk.ability.telemetry.processes import Process
from frontdesk.app import controls, loops
from frontdesk.app.registry import Registry
from frontdesk.app.settings import Settings
from frontdesk.flow.conversation.contracts.bot import list_targets
from frontdesk.flow.conversation.contracts.channel import Sender
from frontdesk.flow.conversation.line import Line
from frontdesk.flow.operations.lookout import Lookout
from frontdesk.flow.operations.measured import switches
from frontdesk.ground.kit.clock import Clock, SystemClock
from frontdesk.ground.kit.http import HttpClient
from frontdesk.ground.kit.tasks import Tasks
from frontdesk.ground.store.db import Database

STOP_GRACE_S = 10.0


@dataclass(frozen=True, slots=True)
class House:
    """One running process of the product."""

    settings: Settings
    registry: Registry
    line: Line
    lookout: Lookout
    process: Process
    figures: Figures


@contextlib.asynccontextmanager
async def open_house(
    settings: Settings,
    registry: Registry,
    database_url: str,
    *,
    kind: str,
    work: bool,
    clock: Clock | None = None,
    standing: bool = True,
    read: ReadMachine = read_machine,
) -> AsyncIterator[House]:
    """Open everything, run the loops, and at the end stop claiming, finish, and leave.

    `kind` names the process (`serve`, `work`, `cli`); `work` says whether it sweeps for others;
    `standing=False` starts no loops, for a command that does one thing; `read` looks at the machine.
    """
    clock = clock or SystemClock()
    database = Database(database_url, connections=settings.number("FRONTDESK_DB_CONNECTIONS"))
    async with contextlib.AsyncExitStack() as stack:
        await database.open()
        stack.push_async_callback(database.close)
        http = await stack.enter_async_context(HttpClient())
        line = _line(settings, registry, database, http, clock, kind)
        lookout = _lookout(settings, registry, line)
        await line.tenants.refresh(database)
        await line.controls.refresh(database)
        await line.gateway.refresh()
        stack.push_async_callback(line.gateway.close)
        stack.push_async_callback(line.recorder.flush, database)
        stack.push_async_callback(line.tally.flush, database)
        process = processes.name_process(kind, line.process_id)
        figures = Figures(
            database,
            line.meters,
            clock,
            process,
            home=settings.home,
            public_url=lookout.public_url,
            read=read,
        )
        if standing:
            await processes.beat(database, process, clock.now())
            await processes.bury_dead(database, process, clock.now())
            await pings.keep(database, list(line.bots))
            await loops.ping(line, process)  # before anybody judges how long ago that was
            await figures.note_version()
            stack.enter_context(figures.log.listening())
            loops.start(line, lookout, figures, work=work)
            stack.push_async_callback(processes.leave, database, process)
        stack.push_async_callback(line.tasks.close, STOP_GRACE_S)
        stack.push_async_callback(line.loops.close, 0.0)
        yield House(settings, registry, line, lookout, process, figures)


def _lookout(settings: Settings, registry: Registry, line: Line) -> Lookout:
    pagers = {
        name: pager
        for name, notifier in registry.notifiers.items()
        if (pager := notifier.open(line.http, settings.value)) is not None
    }
    return Lookout(
        database=line.database,
        clock=line.clock,
        controls=line.controls,
        tenants=line.tenants,
        rules=registry.rules,
        pagers=pagers,
        targets=list_targets(registry.bots.values()),
        meters=line.meters,
        process_id=line.process_id,
        public_url=settings.text("FRONTDESK_PUBLIC_URL"),
        http=line.http,
        heartbeat_url=settings.text("HEARTBEAT_URL"),
        began_at=line.clock.now(),
        rounds=line.rounds,
        kinds={name: notifier.kinds for name, notifier in registry.notifiers.items()},
        keeping=frozenset(
            name for name, notifier in registry.notifiers.items() if notifier.keeps_groups
        ),
    )


def _line(
    settings: Settings,
    registry: Registry,
    database: Database,
    http: HttpClient,
    clock: Clock,
    kind: str,
) -> Line:
    senders: dict[str, Sender] = {}
    for door in registry.doors:
        sender = door.open_sender(http, settings.value) if door.open_sender else None
        if sender is not None:
            senders[door.name] = sender
    live = Controls(clock, controls.first_values(settings, registry))
    meters, tasks, process_id = Meters(), Tasks(), processes.new_id(kind)
    recorder = Recorder(clock, lambda: switches.decide_recording(live))
    tally = Tally(clock, lambda: switches.decide_taking(live))
    clients = {
        name: client
        for name, provider in registry.providers.items()
        if (client := provider.open(http, settings.value)) is not None
    }
    parts = Parts(
        database=database,
        clock=clock,
        controls=live,
        meters=meters,
        tasks=tasks,
        process_id=process_id,
        providers=registry.providers,
        clients=clients,
        recorder=recorder,
    )
    return Line(
        database=database,
        clock=clock,
        controls=live,
        tenants=Tenants(),
        bots=registry.bots,
        channels=registry.channels,
        senders=senders,
        tools=registry.tools,
        phrases=registry.phrases,
        prompts=registry.prompts,
        gateway=Gateway(parts),
        http=http,
        meters=meters,
        recorder=recorder,
        tally=tally,
        tasks=tasks,
        loops=Tasks(),
        process_id=process_id,
        setting=settings.value,
    )
