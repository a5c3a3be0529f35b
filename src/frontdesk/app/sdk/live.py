"""The installation of this machine turned into what the classes of edge.sdk work on."""

import contextlib
from collections.abc import AsyncIterator
from functools import partial

from frontdesk.ability.controls import Controls
from frontdesk.ability.identity import Tenants
from frontdesk.ability.telemetry import Meters, Recorder, processes
from frontdesk.app import controls, place
from frontdesk.app import registry as registries
from frontdesk.app import settings as trees
from frontdesk.app.registry import Registry
from frontdesk.app.settings import Settings
from frontdesk.edge.sdk.access import Access, Installation
from frontdesk.flow.conversation.contracts.bot import list_targets
from frontdesk.flow.operations.lookout import Lookout
from frontdesk.flow.operations.measured import switches
from frontdesk.ground.kit.clock import SystemClock
from frontdesk.ground.kit.http import HttpClient
from frontdesk.ground.store.db import Database
from frontdesk.ground.words.ids import TenantId
from frontdesk.ground.words.problems import BadInput

CONNECTIONS = 2


def find_access(home: str | None = None, tenant: str | None = None) -> Access:
    """The way to the installation of `home` (FRONTDESK_HOME) or DATABASE_URL; it is opened for each
    call. A tenant must be named where there are several."""
    registry = registries.scan()
    declared = (*trees.HOUSE, *registry.settings(), *controls.list_settings(registry))
    settings = trees.load_settings(declared, overrides={"FRONTDESK_HOME": home} if home else {})
    opened = partial(_open, settings, registry, tenant)
    return Access(
        open=opened,
        apart=opened,
        rules=registry.rules,
        targets=list_targets(registry.bots.values()),
        notifiers=frozenset(registry.notifiers),
    )


@contextlib.asynccontextmanager
async def connect(home: str | None = None, tenant: str | None = None) -> AsyncIterator[Access]:
    """The same, opened once for many calls: `async with connect() as live: PerformanceTracker(live)`."""
    access = find_access(home, tenant)
    async with access.open() as installation:
        yield access.sharing(installation)


@contextlib.asynccontextmanager
async def _open(
    settings: Settings, registry: Registry, tenant: str | None
) -> AsyncIterator[Installation]:
    with place.join_database(settings) as url:
        async with contextlib.AsyncExitStack() as stack:
            database = Database(url, connections=CONNECTIONS)
            await database.open()
            stack.push_async_callback(database.close)
            http = await stack.enter_async_context(HttpClient())
            yield await _installation(settings, registry, tenant, database, http)


async def _installation(
    settings: Settings,
    registry: Registry,
    tenant: str | None,
    database: Database,
    http: HttpClient,
) -> Installation:
    clock, tenants = SystemClock(), Tenants()
    await tenants.refresh(database)
    live = Controls(clock, controls.first_values(settings, registry))
    await live.refresh(database)
    pagers = {
        name: pager
        for name, notifier in registry.notifiers.items()
        if (pager := notifier.open(http, settings.value)) is not None
    }
    lookout = Lookout(
        database=database,
        clock=clock,
        controls=live,
        tenants=tenants,
        rules=registry.rules,
        pagers=pagers,
        targets=list_targets(registry.bots.values()),
        meters=Meters(),
        process_id=processes.new_id("sdk"),
        public_url=settings.text("FRONTDESK_PUBLIC_URL"),
    )
    recorder = Recorder(clock, lambda: switches.decide_recording(live))
    return Installation(lookout, recorder, _tenant(tenants, tenant))


def _tenant(tenants: Tenants, wanted: str | None) -> TenantId:
    if wanted is not None:
        return tenants.get(TenantId(wanted)).id
    known = [one.id for one in tenants.all()]
    if len(known) == 1:
        return known[0]
    raise BadInput(
        "sdk.which_tenant",
        f"there are {len(known)} tenants",
        field="tenant",
        fix="name one of " + ", ".join(known) if known else "frontdesk tenants create",
    )
