"""`frontdesk serve` and `frontdesk work`: a process from its first line to a clean stop."""

import asyncio
import contextlib
import errno
import gc
import logging
import signal
import socket
import sys
from collections.abc import Iterator

import uvicorn
import uvloop

from frontdesk.ability import language
from frontdesk.app import demo, place, web
from frontdesk.app.build import House, open_house
from frontdesk.app.registry import Registry
from frontdesk.app.settings import Settings
from frontdesk.ground.kit import log_files, logs
from frontdesk.ground.kit.clock import Clock
from frontdesk.ground.words.problems import BadInput

STOP_S = 10
STOPS = (signal.SIGINT, signal.SIGTERM)
COLLECTOR = (700, 10, 10)  # Python's own thresholds; app.shell collects rarely while it loads


def run_server(settings: Settings, registry: Registry, *, work: bool) -> None:
    """Serve until SIGINT or SIGTERM: then stop claiming, finish, leave."""
    taken = take_port(settings.text("FRONTDESK_HOST"), settings.number("FRONTDESK_PORT"))
    with contextlib.ExitStack() as stack:
        for one in taken:
            stack.enter_context(one)
        stack.enter_context(keep_logs(settings, "serve"))
        url = stack.enter_context(place.open_database(settings))
        uvloop.run(_serve(settings, registry, url, sockets=taken, work=work))


def take_port(host: str, port: int) -> list[socket.socket]:
    """Sockets bound to the port but not yet listening, so that a start is refused before anything
    is made. Raises BadInput with the fix where the address or the port cannot be had."""
    taken: list[socket.socket] = []
    try:
        kind, passive = socket.SOCK_STREAM, socket.AI_PASSIVE
        for family, _, _, _, address in socket.getaddrinfo(host, port, type=kind, flags=passive):
            one = socket.socket(family, kind)
            taken.append(one)
            one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            one.bind(address)
    except OSError as error:
        for one in taken:
            one.close()
        raise _no_port(host, port, error) from error
    return taken


def _no_port(host: str, port: int, error: OSError) -> BadInput:
    if error.errno == errno.EADDRINUSE:
        return BadInput(
            "app.port_taken",
            f"something listens on {host} port {port} already",
            field="FRONTDESK_PORT",
            fix=f"stop it, or take another port: `frontdesk serve --port {port % 65535 + 1}`",
        )
    if error.errno == errno.EACCES:
        return BadInput(
            "app.port_reserved",
            f"this account may not listen on port {port}",
            field="FRONTDESK_PORT",
            fix="take a port above 1023, and put a proxy before it (docs/operate/install.md)",
        )
    return BadInput(
        "app.no_such_address",
        f"{host!r} is no address of this machine",
        field="FRONTDESK_HOST",
        fix="use 127.0.0.1, or 0.0.0.0 for every address",
    )


def run_worker(settings: Settings, registry: Registry) -> None:
    """Sweep what other processes left, until SIGINT or SIGTERM."""
    with keep_logs(settings, "work"), place.open_database(settings) as url:
        uvloop.run(_work(settings, registry, url))


@contextlib.contextmanager
def keep_logs(settings: Settings, kind: str) -> Iterator[None]:
    """Write log lines into files of the home, too, for as long as the process lives."""
    days = settings.real("FRONTDESK_LOG_DAYS")
    if days == 0:
        yield
        return
    keeping = log_files.Keeping(
        file_bytes=int(settings.real("FRONTDESK_LOG_FILE_MB") * 1_000_000),
        files=settings.number("FRONTDESK_LOG_FILES"),
        days=days,
    )
    folder = settings.home / log_files.FOLDER
    try:
        sink = log_files.FileSink(folder, kind, keeping)
    except OSError as error:
        raise BadInput(
            "app.no_log_folder",
            f"log files cannot be written in {str(folder)!r}: {error.strerror}",
            field="FRONTDESK_HOME",
            fix="let this account write there, or set FRONTDESK_LOG_DAYS=0",
        ) from error
    logs.configure(
        settings.text("FRONTDESK_LOG_LEVEL"),
        show_content=bool(settings.values["FRONTDESK_LOG_CONTENT"]),
        beside=sink,
    )
    try:
        yield
    finally:
        logging.getLogger().removeHandler(sink)
        sink.close()


async def _serve(
    settings: Settings,
    registry: Registry,
    url: str,
    *,
    sockets: list[socket.socket],
    work: bool,
) -> None:
    async with open_house(settings, registry, url, kind="serve", work=work) as house:
        key = await demo.prepare(settings, house.line)
        config = uvicorn.Config(
            web.build_web(house),
            loop="uvloop",
            http="httptools",
            ws="none",
            lifespan="off",
            access_log=False,
            log_config=None,
            timeout_graceful_shutdown=STOP_S,
            timeout_keep_alive=30,
            server_header=False,
            proxy_headers=False,
        )
        server = Announced(config, house, key)
        spare_collector()
        house.line.loops.start(make_ready(house.line.clock), name="ready")
        await server.serve(sockets=sockets)


def spare_collector() -> None:
    """Leave what lives as long as the process (modules, tables of the reading) out of every later
    garbage collection: walking it again and again made some turns wait tens of milliseconds."""
    gc.freeze()
    gc.set_threshold(*COLLECTOR)


async def make_ready(clock: Clock) -> None:
    """Ready what the first readings would wait for, between whatever else there is to do."""
    for _ in language.warming():
        await clock.sleep(0.0)
    gc.collect()
    spare_collector()


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
        for number in STOPS:
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
        f"key       {key}"
        if key
        else "key       none yet: frontdesk tenants create, then keys create",
    ]
    return "\n".join(lines)


async def _work(settings: Settings, registry: Registry, url: str) -> None:
    stop = asyncio.Event()
    for name in STOPS:
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    async with open_house(settings, registry, url, kind="work", work=True) as house:
        spare_collector()
        house.line.loops.start(make_ready(house.line.clock), name="ready")
        print("working", file=sys.stderr, flush=True)
        await stop.wait()
