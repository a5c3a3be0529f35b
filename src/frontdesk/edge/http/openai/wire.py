"""Bytes of an answer turned into ASGI messages, whole or as server-sent events that stay alive."""

from starlette.types import Receive, Send

from frontdesk.edge.http.openai.errors import Header
from frontdesk.ground.kit.clock import Clock
from frontdesk.ground.words.problems import BadInput

LARGEST_BODY = 8 * 1024 * 1024
"""Pictures travel inside the body as base64."""
ALIVE_S = 10.0
JSON = (b"content-type", b"application/json")
EVENTS = (
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-cache"),
    (b"x-accel-buffering", b"no"),
)
COMMENT = b": still here\n\n"


class Wire:
    """The way back to one client. `headers` are sent with whatever the answer turns out to be;
    `open` is a stream that was started and not ended."""

    def __init__(self, send: Send, clock: Clock, headers: list[Header]) -> None:
        self._send = send
        self._clock = clock
        self._sent_at = clock.monotonic()
        self.headers = headers
        self.started = False
        self.open = False

    async def answer(self, status: int, body: bytes, more: list[Header] | None = None) -> None:
        """A whole JSON answer."""
        self.started = True
        length = (b"content-length", str(len(body)).encode())
        headers = [JSON, length, *self.headers, *(more or ())]
        await self._send({"type": "http.response.start", "status": status, "headers": headers})
        await self._send({"type": "http.response.body", "body": body})

    async def events(self, *events: bytes) -> None:
        """Some events of a stream, which the first ones start."""
        if not self.started:
            self.started = self.open = True
            headers = [*EVENTS, *self.headers]
            await self._send({"type": "http.response.start", "status": 200, "headers": headers})
        self._sent_at = self._clock.monotonic()
        body = b"".join(events)
        await self._send({"type": "http.response.body", "body": body, "more_body": True})

    async def end(self, *events: bytes) -> None:
        """The last events of a stream."""
        self.open = False
        await self._send({"type": "http.response.body", "body": b"".join(events)})

    async def stay_alive(self) -> None:
        """For ever: a comment after every ten seconds without an event, so that no proxy on the way
        takes the stream for dead. The first one starts the stream."""
        while True:
            silent_s = self._clock.monotonic() - self._sent_at
            await self._clock.sleep(max(0.01, ALIVE_S - silent_s))
            if self._clock.monotonic() - self._sent_at >= ALIVE_S:
                await self.events(COMMENT)


class Gone(Exception):
    """The client hung up before its request was there."""


async def read_body(receive: Receive, declared: bytes) -> bytes:
    """The whole body; BadInput 413 past the limit, whether or not it was declared."""
    if declared.isdigit() and int(declared) > LARGEST_BODY:
        await _discard(receive)
        raise _too_large()
    first = await receive()
    if first["type"] == "http.disconnect":
        raise Gone
    body: bytes = first.get("body", b"")
    if not first.get("more_body", False):
        return body
    parts, taken = [body], len(body)
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise Gone
        parts.append(message.get("body", b""))
        taken += len(parts[-1])
        if taken > LARGEST_BODY:
            raise _too_large()
        if not message.get("more_body", False):
            return b"".join(parts)


async def _discard(receive: Receive) -> None:
    """Read on for a while: a connection closed over unread bytes takes the answer with it."""
    left = 2 * LARGEST_BODY
    while left > 0:
        message = await receive()
        if message["type"] != "http.request" or not message.get("more_body", False):
            return
        left -= len(message.get("body", b""))


def _too_large() -> BadInput:
    return BadInput(
        "openai.request_too_large",
        f"the body is larger than {LARGEST_BODY} bytes",
        field="body",
        fix="send less",
        status=413,
    )
