"""Turns requests that page somebody into a record, after checking them as the vendor would.

async with receiver.FakeReceiver() as fake:     # a webhook's receiver; subclasses are vendors
    fake.plan("too_many", "failing")            # what the next requests meet, in order
    fake.taken[0].body                          # what was accepted
"""

import json
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Literal, Self

from aiohttp import web

from frontdesk.ground.kit.clock import SystemClock

Fault = Literal[
    "ok",
    "too_many",  # not taken; 429 with Retry-After
    "failing",  # not taken; 503
    "refuse",  # not taken; the vendor's own refusal
    "hang",  # not taken; no answer until the client gives up
    "drop",  # not taken; the connection is closed
    "lose_response",  # taken; the connection is closed without an answer
    "error_after",  # taken; the answer is a 502 page
]
Body = Mapping[str, Any]
HANG_S = 60.0


@dataclass(frozen=True, slots=True)
class Taken:
    """One request as it came. Header names are lower case."""

    path: str
    headers: Mapping[str, str]
    raw: bytes
    body: Body


class FakeReceiver:
    """A receiver on a port of its own. `taken` is what it accepted, `mistakes` why it refused."""

    def __init__(self, *, retry_after_s: int = 30) -> None:
        self.retry_after_s = retry_after_s
        self.requests: list[Taken] = []
        self.taken: list[Taken] = []
        self.mistakes: list[str] = []
        self.url = ""
        self._planned: deque[Fault] = deque()
        app = web.Application(client_max_size=8 * 2**20)
        app.router.add_route("*", "/{path:.*}", self._take)
        self._runner = web.AppRunner(
            app, access_log=None, shutdown_timeout=0.2, handler_cancellation=True
        )

    async def __aenter__(self) -> Self:
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._runner.cleanup()

    def plan(self, *faults: Fault) -> None:
        """What the next requests meet, in order; after them all is well."""
        self._planned.extend(faults)

    def find_mistake(self, _request: Taken, _method: str) -> str:
        """Why the vendor would refuse this request; "" when it would not."""
        return ""

    def render_taken(self, _request: Taken) -> tuple[int, Any]:
        """The status and body of a good answer."""
        return 200, {"ok": True}

    def render_refusal(self, mistake: str) -> tuple[int, Any]:
        """The status and body of a refusal."""
        return 400, {"error": mistake}

    async def _take(self, request: web.Request) -> web.StreamResponse:
        raw = await request.read()
        headers = {name.lower(): value for name, value in request.headers.items()}
        came = Taken(request.path_qs, headers, raw, _parse(raw))
        self.requests.append(came)
        fault = self._planned.popleft() if self._planned else "ok"
        early = await self._fail(request, fault)
        if early is not None:
            return early
        mistake = self.find_mistake(came, request.method)
        if mistake:
            self.mistakes.append(mistake)
            status, body = self.render_refusal(mistake)
            return web.json_response(body, status=status)
        self.taken.append(came)
        status, body = self.render_taken(came)
        if fault == "lose_response":
            return _hang_up(request)
        if fault == "error_after":
            return web.Response(status=502, text="<html>Bad Gateway</html>")
        if isinstance(body, str):
            return web.Response(status=status, text=body)
        return web.json_response(body, status=status)

    async def _fail(self, request: web.Request, fault: Fault) -> web.StreamResponse | None:
        if fault == "too_many":
            after = {"Retry-After": str(self.retry_after_s)}
            return web.json_response({"error": "ratelimited"}, status=429, headers=after)
        if fault == "failing":
            return web.Response(status=503, text="<html>Service Unavailable</html>")
        if fault == "refuse":
            status, body = self.render_refusal("as planned")
            return web.json_response(body, status=status)
        if fault == "hang":
            await SystemClock().sleep(HANG_S)
        if fault in ("hang", "drop"):
            return _hang_up(request)
        return None


def too_long(body: Body, limits: Mapping[str, int]) -> str:
    """The first field that is longer than its limit, as a sentence; "" when all fit."""
    for name, most in limits.items():
        value = body.get(name)
        if isinstance(value, str) and len(value) > most:
            return f"{name} is {len(value)} characters long, at most {most} are taken"
    return ""


def _parse(raw: bytes) -> Body:
    try:
        parsed = json.loads(raw or b"{}")
    except ValueError:
        return {}
    return parsed if isinstance(parsed, dict) else {}


def _hang_up(request: web.Request) -> web.StreamResponse:
    """Close the connection under the client's feet."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response()
