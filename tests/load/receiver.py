"""A webhook's receiver that writes down when each page came and what it said."""

import contextlib
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from testing.ports import free_port


@dataclass
class Receiver:
    """`taken` holds (monotonic seconds, body) in order; alerts over 256 KiB are welcome, too. A message
    that comes once more under its id, because its sender does not know what became of it, is counted
    in `again` only."""

    port: int
    taken: list[tuple[float, Any]] = field(default_factory=list)
    again: int = 0
    _ids: set[str] = field(default_factory=set)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/page"

    async def take(self, request: web.Request) -> web.Response:
        at, sent = time.perf_counter(), request.headers.get("webhook-id", "")
        body = await request.json()
        if sent and sent in self._ids:
            self.again += 1
        else:
            self._ids.add(sent)
            self.taken.append((at, body))
        return web.Response(text="ok")


@contextlib.asynccontextmanager
async def listening() -> AsyncIterator[Receiver]:
    """A receiver that answers until the block ends."""
    receiver = Receiver(free_port())
    app = web.Application(client_max_size=64 * 2**20)
    app.router.add_post("/page", receiver.take)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", receiver.port).start()
    try:
        yield receiver
    finally:
        await runner.cleanup()
