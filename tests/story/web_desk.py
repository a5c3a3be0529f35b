"""A database turned into the whole house as it ships, serving web pages to one tenant."""

import contextlib
import socket
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from typing import Any

import aiohttp
import psycopg
import uvicorn
from psycopg.rows import dict_row

from frontdesk.ability import identity
from frontdesk.ability.identity import Scope
from frontdesk.app import build, controls, registry, settings, web
from frontdesk.flow.conversation.line import Line
from frontdesk.flow.operations.lookout import Lookout
from frontdesk.ground.kit.clock import SystemClock
from frontdesk.ground.kit.tasks import Tasks
from frontdesk.ground.store.db import UuidText
from frontdesk.ground.words.ids import TenantId

TENANT = TenantId("harbor")
SETTINGS = {"business": "Harbor Realty", "timezone": "America/Los_Angeles"}
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Desk:
    """The house under test, a client of it, and the owner's view of the database."""

    url: str
    line: Line
    lookout: Lookout
    http: aiohttp.ClientSession
    database_url: str

    async def key(self, scope: Scope = "operator", tenant: TenantId = TENANT) -> str:
        return await identity.create_key(
            self.line.database,
            tenant,
            name=f"night {scope}",
            scope=scope,
            who="test",
            now=self.line.clock.now(),
        )

    async def rows(self, query: str) -> list[Row]:
        """Rows as the owner sees them, ids as text like everywhere in the house."""
        async with await psycopg.AsyncConnection.connect(
            self.database_url, row_factory=dict_row
        ) as connection:
            connection.adapters.register_loader("uuid", UuidText)
            return await (await connection.execute(query.encode())).fetchall()

    async def save_tenant(self, tenant: TenantId, **more: Any) -> None:
        await identity.save_tenant(self.line.database, tenant, "Harbor", {**SETTINGS, **more})
        await self.line.tenants.refresh(self.line.database)

    async def ask(
        self, method: str, path: str, *, headers: Mapping[str, str] | None = None, **more: Any
    ) -> aiohttp.ClientResponse:
        """One request, its answer read whole; redirects are answers."""
        answer = await self.http.request(
            method, self.url + path, headers=headers, allow_redirects=False, **more
        )
        await answer.read()
        return answer


@contextlib.asynccontextmanager
async def open_desk(
    database_url: str, environment: Mapping[str, str] | None = None, *, work: bool = True
) -> AsyncIterator[Desk]:
    """Serve the tenant `harbor` until the block ends; without `work` nothing is swept or watched."""
    kinds = registry.scan()
    declared = (*settings.HOUSE, *kinds.settings(), *controls.list_settings(kinds))
    tree = settings.load_settings(declared, environment or {})
    listening = socket.create_server(("127.0.0.1", 0))
    url = f"http://127.0.0.1:{listening.getsockname()[1]}"
    async with (
        build.open_house(tree, kinds, database_url, kind="serve", work=work) as house,
        aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as http,
    ):
        server = uvicorn.Server(
            uvicorn.Config(web.build_web(house), lifespan="off", log_config=None)
        )
        tasks = Tasks()
        tasks.start(server.serve(sockets=[listening]), name="test.server")
        while not server.started:
            await SystemClock().sleep(0.01)
        desk = Desk(url, house.line, house.lookout, http, database_url)
        await desk.save_tenant(TENANT)
        try:
            yield desk
        finally:
            server.should_exit = True
            await tasks.close(10.0)
