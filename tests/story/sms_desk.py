"""A database turned into a running house with a number of its own at a fake Twilio."""

import contextlib
import socket
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import psycopg
import uvicorn
from psycopg.rows import dict_row

from frontdesk.ability import identity
from frontdesk.app import build, registry, settings, web
from frontdesk.content.policies import phrases
from frontdesk.edge.channels.sms import channel
from frontdesk.flow.conversation.line import Line
from frontdesk.ground.kit.clock import SystemClock
from frontdesk.ground.kit.tasks import Tasks
from frontdesk.ground.words.ids import TenantId
from frontdesk.ground.words.reading import Json
from testing import twilio
from testing.twilio_webhooks import Answer
from tests.load.bots import echo

TENANT = TenantId("harbor")
PATIENCE_S = 30.0
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Desk:
    """The house under test, the carrier beside it, and the owner's view of the database."""

    url: str
    fake: twilio.FakeTwilio
    line: Line
    database_url: str

    async def text(self, sender: str, body: str | bytes, **more: Any) -> Answer:
        """A customer's text, as the carrier hands it over."""
        return await self.fake.caller.send_inbound(
            f"{self.url}/channels/sms/twilio", sender=sender, to=twilio.NUMBER, body=body, **more
        )

    async def text_twice(self, sender: str, first: str, second: str) -> None:
        """Two texts, the second only after the first was answered, so that each has its turn."""
        await self.text(sender, first)
        await self.until(self.outbox)
        await self.text(sender, second)

    async def rows(self, query: str) -> list[Row]:
        async with await psycopg.AsyncConnection.connect(
            self.database_url, row_factory=dict_row
        ) as connection:
            return await (await connection.execute(query.encode())).fetchall()

    async def change(self, statement: str) -> None:
        """What a crash, a person or another process would have left in the database."""
        async with await psycopg.AsyncConnection.connect(self.database_url) as connection:
            await connection.execute(statement.encode())

    async def outbox(self) -> list[Row]:
        return await self.rows("select * from outbox order by position")

    async def until(self, met: Callable[[], Any]) -> Any:
        """Wait for a condition; `met` may be a coroutine function."""
        deadline = self.line.clock.monotonic() + PATIENCE_S
        while self.line.clock.monotonic() < deadline:
            found = met()
            found = await found if hasattr(found, "__await__") else found
            if found:
                return found
            await self.line.clock.sleep(0.02)
        raise AssertionError("it did not happen in time")

    async def settled(self, count: int = 1) -> list[Row]:
        """The outbox once it holds `count` rows and none of them waits."""

        async def met() -> list[Row]:
            rows = await self.outbox()
            waiting = [row for row in rows if row["status"] in ("ready", "sending")]
            return rows if len(rows) >= count and not waiting else []

        found: list[Row] = await self.until(met)
        return found

    def refusals(self, code: str) -> float:
        value = self.line.meters.registry.get_sample_value(
            "frontdesk_refusals_total", {"code": code}
        )
        return value or 0.0


@contextlib.asynccontextmanager
async def open_desk(
    database_url: str,
    *,
    behaviour: twilio.Behaviour | None = None,
    environment: Mapping[str, str] | None = None,
    reconcile_after_s: float = 0.6,
    settle_s: float = 0.0,
    seed: int = 0,
) -> AsyncIterator[Desk]:
    """Serve one tenant, whose bot says back what it hears, until the block ends."""
    kinds = registry.Registry(
        bots={"echo": echo.BOT},
        channels={"sms": replace(channel.CHANNEL, reconcile_after_s=reconcile_after_s)},
        doors=(channel.DOOR,),
        tools={},
        phrases=phrases.PHRASES,
    )
    listening = socket.create_server(("127.0.0.1", 0))
    url = f"http://127.0.0.1:{listening.getsockname()[1]}"
    async with twilio.FakeTwilio(behaviour=behaviour, seed=seed) as fake:
        set_up = {
            "TWILIO_ACCOUNT_SID": fake.account_sid,
            "TWILIO_AUTH_TOKEN": fake.token,
            "TWILIO_FROM": twilio.NUMBER,
            "TWILIO_BASE_URL": fake.url,
            "FRONTDESK_PUBLIC_URL": url,
            **(environment or {}),
        }
        tree = settings.load_settings((*settings.HOUSE, *kinds.settings()), set_up)
        async with build.open_house(tree, kinds, database_url, kind="serve", work=True) as house:
            await _let_in(house.line, settle_s)
            server = uvicorn.Server(
                uvicorn.Config(web.build_web(house), lifespan="off", log_config=None)
            )
            tasks = Tasks()
            tasks.start(server.serve(sockets=[listening]), name="test.server")
            while not server.started:
                await SystemClock().sleep(0.01)
            try:
                yield Desk(url, fake, house.line, database_url)
            finally:
                server.should_exit = True
                await tasks.close(10.0)


async def _let_in(line: Line, settle_s: float) -> None:
    own: dict[str, Json] = {"default_bot": "echo", "disclose": False, "settle_s": {"sms": settle_s}}
    await identity.save_tenant(line.database, TENANT, "Harbor", own)
    await identity.save_front_door(line.database, TENANT, channel="sms", address=twilio.NUMBER)
    await line.tenants.refresh(line.database)
