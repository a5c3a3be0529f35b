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
    """`taken` holds (monotonic seconds, body) in order; alerts over 256 KiB are welcome, too."""

    port: int
    taken: list[tuple[float, Any]] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/page"

    async def take(self, request: web.Request) -> web.Response:
        self.taken.append((time.perf_counter(), await request.json()))
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
