"""A raw request turned into a bounded, timed one, and its answer into one with security headers.

Pure ASGI: it adds no task and no copy to the request path.
"""

import logging
import sys
import time
from collections.abc import Mapping, Sequence
from types import MappingProxyType

import orjson
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from frontdesk.ability.telemetry import Meters, Tally
from frontdesk.edge.door import Surface
from frontdesk.ground.words.problems import BadInput

log = logging.getLogger("edge.http.shell")

LARGEST_BODY = 65_536
TOLD = frozenset((401, 403, 429))
SLOW_S = 5.0
TOO_MANY, GATEWAY_TIMEOUT = 429, 504
METHODS = frozenset(("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"))
MOST_DISCARDED = 16 * LARGEST_BODY
HEADERS = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"x-frame-options", b"DENY"),
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
    (b"cache-control", b"no-store"),
)


class Shell:
    """Wraps the whole application, and the surfaces beside it, which bound bodies themselves."""

    def __init__(
        self,
        app: ASGIApp,
        meters: Meters,
        tally: Tally,
        surfaces: Sequence[Surface] = (),
        *,
        largest: Mapping[str, int] = MappingProxyType({}),
    ) -> None:
        self._app = app
        self._meters = meters
        self._tally = tally
        self._largest = largest
        self._surfaces = tuple((surface.prefix, surface.app) for surface in surfaces)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = time.perf_counter()
        status = 500
        taken = 0
        most = self._largest.get(scope["path"], LARGEST_BODY)

        async def bounded() -> Message:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > most:
                raise too_large(most)  # answered by the application, like every problem
            return message

        async def sealed(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                given = {name for name, _ in message["headers"]}
                message["headers"] += [pair for pair in HEADERS if pair[0] not in given]
            await send(message)

        surface = self._find_surface(scope["path"])
        try:
            if surface is not None:
                await surface(scope, receive, sealed)
            elif _declared(scope) > most:
                self._meters.refusals.labels(too_large(most).code).inc()
                await _discard(receive)
                await _refuse(sealed, most)
            else:
                await self._app(scope, bounded, sealed)
        finally:
            self._measure(scope, status, time.perf_counter() - started)

    def _measure(self, scope: Scope, status: int, took_s: float) -> None:
        """Count the request and its time by route: the address may hold what a customer typed."""
        route = getattr(scope.get("route"), "path", "other")
        method = scope["method"] if scope["method"] in METHODS else "other"
        self._meters.http_requests.labels(method, route, str(status)).inc()
        self._meters.http_seconds.labels(route).observe(took_s)
        outcome = decide_outcome(status)
        self._tally.note("http", route, method, outcome=outcome, ms=took_s * 1000, code=str(status))
        if status in TOLD or status >= 500 or took_s > SLOW_S:
            _tell(status, method, route, took_s)

    def _find_surface(self, path: str) -> ASGIApp | None:
        for prefix, app in self._surfaces:
            if path.startswith(prefix):
                return app
        return None


def decide_outcome(status: int) -> str:
    """The class that an answer is measured in."""
    if status == TOO_MANY:
        return "limited"
    if status >= 500:
        return "timeout" if status == GATEWAY_TIMEOUT else "error"
    return "refused" if status >= 400 else "ok"


def _tell(status: int, method: str, route: str, took_s: float) -> None:
    """One line for what was turned away, broke or took long; the route, not the address: that may
    hold what a customer typed."""
    ms = round(took_s * 1000, 1)
    facts = {"status": status, "route": route, "response_time": ms}
    log.warning("%d %s %s after %.0f ms", status, method, route, ms, extra=facts)


def too_large(most: int = LARGEST_BODY) -> BadInput:
    """What a body over the limit is refused with."""
    return BadInput(
        "http.body_too_large",
        f"the body is larger than {most} bytes",
        field="body",
        fix="send less",
        status=413,
    )


def _declared(scope: Scope) -> int:
    for name, value in scope["headers"]:
        if name == b"content-length":
            return int(value) if value.isdigit() else sys.maxsize
    return 0


async def _discard(receive: Receive) -> None:
    """Read on for a while: a connection closed over unread bytes takes the answer with it."""
    left = MOST_DISCARDED
    while left > 0:
        message = await receive()
        if message["type"] != "http.request" or not message.get("more_body", False):
            return
        left -= len(message.get("body", b""))


async def _refuse(send: Send, most: int) -> None:
    body = orjson.dumps({"error": too_large(most).as_json()})
    headers = [
        (b"content-type", b"application/json"),
        (b"content-length", str(len(body)).encode()),
        (b"connection", b"close"),
    ]
    await send({"type": "http.response.start", "status": 413, "headers": headers})
    await send({"type": "http.response.body", "body": body})
