"""`frontdesk serve` and `frontdesk work`: a process from its first line to a clean stop."""

import asyncio
import contextlib
import signal
import socket
import sys
from collections.abc import Iterator

import uvicorn
import uvloop

from frontdesk.app import demo, place, web
from frontdesk.app.build import House, open_house
from frontdesk.app.registry import Registry
from frontdesk.app.settings import Settings

STOP_S = 10


def run_server(settings: Settings, registry: Registry, *, work: bool) -> None:
    """Serve until SIGINT or SIGTERM: then stop claiming, finish, leave."""
    with place.open_database(settings) as url:
        uvloop.run(_serve(settings, registry, url, work=work))


def run_worker(settings: Settings, registry: Registry) -> None:
    """Sweep what other processes left, until SIGINT or SIGTERM."""
    with place.open_database(settings) as url:
        uvloop.run(_work(settings, registry, url))


async def _serve(settings: Settings, registry: Registry, url: str, *, work: bool) -> None:
    async with open_house(settings, registry, url, kind="serve", work=work) as house:
        key = await demo.prepare(settings, house.line)
        config = uvicorn.Config(
            web.build_web(house),
            host=settings.text("FRONTDESK_HOST"),
            port=settings.number("FRONTDESK_PORT"),
            loop="uvloop",
            http="httptools",
            lifespan="off",
            access_log=False,
            log_config=None,
            timeout_graceful_shutdown=STOP_S,
            timeout_keep_alive=30,
            server_header=False,
            proxy_headers=False,
        )
        server = Announced(config, house, key)
        await server.serve()


class Announced(uvicorn.Server):
    """A server that says where it is once it really listens."""

    def __init__(self, config: uvicorn.Config, house: House, key: str) -> None:
        super().__init__(config)
        self._house = house
        self._key = key

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """SIGINT and SIGTERM end the serving and nothing more: uvicorn would raise them again
        afterwards, and the process would die before it has given back its leases and its database.
        """
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, self.handle_exit, number, None)
        try:
            yield
        finally:
            loop.remove_signal_handler(signal.SIGINT)  # pressed again, Ctrl-C does not wait

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets=sockets)
        loop = type(asyncio.get_running_loop()).__module__
        place.save_note(self._house.settings, self._key, loop=loop)
        print(render_addresses(self._house.settings.url, self._key), flush=True)


def render_addresses(url: str, key: str) -> str:
    """Where a person finds everything, as four lines."""
    lines = [
        f"web chat  {url}/chat",
        f"console   {url}/console",
        f"api       {url}/api/v1/messages",
        f"key       {key}" if key else "key       frontdesk keys create",
    ]
    return "\n".join(lines)


async def _work(settings: Settings, registry: Registry, url: str) -> None:
    stop = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    async with open_house(settings, registry, url, kind="work", work=True):
        print("working", file=sys.stderr, flush=True)
        await stop.wait()
