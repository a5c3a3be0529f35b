"""Turns a throw-away database into a whole house in this process, on a chosen clock, with a fake carrier.

async with house.open_house(database_url, clock=FakeClock()) as home:
    await home.says("+15550123", "hello")       # a text; its turn is run and its reply sent
    home.carrier.bodies("+15550123")            # what the phone shows
    await home.later(3600)                      # an hour later, with everything that was due
"""

import contextlib
import socket
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import psycopg
import uvicorn
from psycopg.rows import dict_row

from frontdesk.ability import identity
from frontdesk.ability.identity import Scope
from frontdesk.ability.telemetry.figures import Machine
from frontdesk.app import build, controls, registry, settings, web
from frontdesk.content.policies import phrases
from frontdesk.edge.channels.api import channel as api
from frontdesk.edge.channels.sms import channel as sms
from frontdesk.edge.door import Door
from frontdesk.edge.http import health
from frontdesk.edge.http.openai import door as openai
from frontdesk.flow.conversation import outbox, run
from frontdesk.flow.conversation.beside import timers
from frontdesk.flow.conversation.contracts.bot import Bot
from frontdesk.flow.conversation.contracts.channel import Channel
from frontdesk.flow.conversation.inbox import Receipt
from frontdesk.flow.conversation.line import Line, TurnRecord
from frontdesk.ground.kit import ids
from frontdesk.ground.kit.clock import Clock, SystemClock
from frontdesk.ground.kit.http import HttpClient
from frontdesk.ground.kit.tasks import Tasks
from frontdesk.ground.store.db import UuidText
from frontdesk.ground.words.ids import TenantId
from frontdesk.ground.words.message import Inbound
from frontdesk.ground.words.settings import ReadSetting
from testing.bots import ECHO, Gates
from testing.carrier import FakeCarrier
from testing.clock import FakeClock

TENANT = TenantId("harbor")
PATIENCE_S = 30.0
STILL = Machine(0.1, 0.3, 0.01, 0.4)  # whatever the machine of the tests is doing
CHANNELS: Mapping[str, Channel] = {
    "sms": replace(sms.CHANNEL, reconcile_after_s=5.0),
    "api": api.CHANNEL,
}
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Home:
    """One running process of the product, its carrier, and the owner's view of its database."""

    house: build.House
    database_url: str
    carrier: FakeCarrier
    gates: Gates
    clock: Clock
    _patience: SystemClock = field(default_factory=SystemClock)

    @property
    def line(self) -> Line:
        return self.house.line

    async def hears(self, address: str, text: str, **more: Any) -> Receipt:
        """Store a text of a customer and start its turn, without waiting for it."""
        return await run.receive(self.line, _inbound("sms", address, text, more))

    async def says(self, address: str, text: str, **more: Any) -> Receipt:
        """A text of a customer, its turn, and all that follows from it without time passing."""
        receipt = await self.hears(address, text, **more)
        await self.quiet()
        return receipt

    async def asks(self, address: str, text: str, **more: Any) -> tuple[Receipt, TurnRecord]:
        """A message by the API, and its answer."""
        return await run.answer(self.line, _inbound("api", address, text, more))

    async def later(self, seconds: float) -> None:
        """Let time pass on a fake clock, then do everything that is due."""
        if isinstance(self.clock, FakeClock):
            await self.clock.advance(seconds)
        await self.sweep()

    async def sweep(self) -> None:
        """What the standing loops would do now: refresh, turns, replies, timers."""
        await self.line.tenants.refresh(self.line.database)
        await self.line.controls.refresh(self.line.database)
        for step in (run.sweep, timers.sweep, outbox.sweep):
            await step(self.line)
            await self.quiet()

    async def quiet(self) -> None:
        """Wait until everything that was started has ended, or sleeps on the fake clock."""
        deadline = self._patience.monotonic() + PATIENCE_S
        while self._patience.monotonic() < deadline:
            sleeping = self.clock.sleeping if isinstance(self.clock, FakeClock) else 0
            if len(self.line.tasks) + len(self.line.loops) <= sleeping:
                return
            await self._patience.sleep(0.005)
        raise AssertionError("it is never quiet here")

    async def rows(self, query: str, *values: object) -> list[Row]:
        """Rows as the owner of the database sees them, ids as text."""
        async with await psycopg.AsyncConnection.connect(
            self.database_url, row_factory=dict_row, autocommit=True
        ) as connection:
            connection.adapters.register_loader("uuid", UuidText)
            cursor = await connection.execute(query.encode(), values or None)
            return await cursor.fetchall() if cursor.description else []

    async def column(self, query: str, *values: object) -> list[Any]:
        """The first column of a query's rows."""
        return [next(iter(row.values())) for row in await self.rows(query, *values)]

    async def key(self, scope: Scope, tenant: TenantId = TENANT) -> str:
        """A live key."""
        return await identity.create_key(
            self.line.database,
            tenant,
            name=f"a {scope}",
            scope=scope,
            who="test",
            now=self.clock.now(),
        )

    def count(self, meter: str, **labels: str) -> float:
        """What one of the process's meters says."""
        return self.line.meters.registry.get_sample_value(meter, labels) or 0.0


@contextlib.asynccontextmanager
async def open_house(
    database_url: str,
    *,
    clock: Clock | None = None,
    bots: Sequence[Bot] = (ECHO,),
    channels: Mapping[str, Channel] = CHANNELS,
    carrier: FakeCarrier | None = None,
    tenant: Mapping[str, object] | None = None,
    environment: Mapping[str, str] | None = None,
    standing: bool = False,
    work: bool = True,
) -> AsyncIterator[Home]:
    """Open a house whose push channels leave by a fake carrier. Without `standing` no loop runs: `sweep`
    and `later` do what the loops would. `tenant` changes settings of the tenant `harbor`."""
    clock = clock or SystemClock()
    carrier = carrier or FakeCarrier(clock)
    gates = Gates()
    kinds = _kinds(bots, channels, carrier, gates)
    declared = (*settings.HOUSE, *kinds.settings(), *controls.list_settings(kinds))
    tree = settings.load_settings(declared, environment or {})
    opened = build.open_house(
        tree,
        kinds,
        database_url,
        kind="serve",
        work=work,
        clock=clock,
        standing=standing,
        read=lambda _home: STILL,
    )
    async with opened as house:
        await save_tenant(house.line, bots[0].name, tenant or {})
        home = Home(house, database_url, carrier, gates, clock)
        yield home


async def save_tenant(line: Line, bot: str, own: Mapping[str, object]) -> None:
    """The tenant `harbor`, which texts settle at once for and which says nothing by itself."""
    chosen: Any = {"default_bot": bot, "disclose": False, "settle_s": {"sms": 0.0}, **own}
    await identity.save_tenant(line.database, TENANT, "Harbor", chosen)
    await line.tenants.refresh(line.database)


@contextlib.asynccontextmanager
async def serve(house: build.House) -> AsyncIterator[str]:
    """The house's web application on a port of its own; gives its address."""
    listening = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(web.build_web(house), lifespan="off", log_config=None)
    server, tasks, patience = uvicorn.Server(config), Tasks(), SystemClock()
    tasks.start(server.serve(sockets=[listening]), name="test.server")
    while not server.started:
        await patience.sleep(0.005)
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        server.should_exit = True
        await tasks.close(10.0)


def _kinds(
    bots: Sequence[Bot], channels: Mapping[str, Channel], carrier: FakeCarrier, gates: Gates
) -> registry.Registry:
    def open_sender(_http: HttpClient, _read: ReadSetting) -> FakeCarrier:
        return carrier

    pause = gates.tool()
    shipped = registry.scan()
    return registry.Registry(
        bots={bot.name: bot for bot in bots},
        channels=channels,
        doors=(
            api.DOOR,
            health.DOOR,
            openai.DOOR,
            *(
                Door(name=channel.name, open_sender=open_sender)
                for channel in channels.values()
                if channel.mode == "push"
            ),
        ),
        tools={**shipped.tools, pause.fulfils: pause},
        phrases=phrases.PHRASES,
        providers=shipped.providers,
        prompts=shipped.prompts,
    )


def _inbound(channel: str, address: str, text: str, more: Mapping[str, Any]) -> Inbound:
    return Inbound(
        tenant_id=more.get("tenant", TENANT),
        channel=channel,
        vendor_id=more.get("id") or ids.uuid7(),
        address=address,
        text=text,
        to="+15550100" if channel == "sms" else "",
        bot=more.get("bot"),
    )
