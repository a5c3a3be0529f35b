"""A vendor's dialect turned into a server that answers, streams, fails on demand and keeps a record."""

import asyncio
import json
import random
from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import TracebackType
from typing import Self

from aiohttp import web

from frontdesk.ground.kit.clock import SystemClock
from frontdesk.ground.words.reading import Json
from testing.models.instances import plain_answer
from testing.models.script import (
    FAULTS,
    Answer,
    Asked,
    Behaviour,
    Fault,
    JsonMap,
    Reply,
    list_of,
    map_of,
    text_of,
)

PAGE = "<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>"
REFUSALS: tuple[Fault, ...] = (
    "error_500",
    "overloaded",
    "rate_limited",
    "no_credit",
    "bad_key",
    "unknown_model",
    "too_long",
    "bad_request",
)


@dataclass(frozen=True, slots=True)
class Pieces:
    """A streamed answer: what comes before its words, the words, and what ends it. `mark` is the
    vendor's own end mark."""

    opening: Sequence[bytes]
    words: Sequence[bytes]
    closing: Sequence[bytes]
    mark: Sequence[bytes] = ()


class FakeVendor(ABC):
    """One fake vendor on a port of its own. `requests` is its record, `met` the fault of each.

    `answer` says what it replies; `plan` what the next requests meet; `key` is the only key taken,
    any when empty.
    """

    def __init__(
        self,
        *,
        answer: Answer = plain_answer,
        behaviour: Behaviour | None = None,
        key: str = "",
        port: int = 0,
        seed: int = 0,
    ) -> None:
        self.answer = answer
        self.behaviour = behaviour or Behaviour()
        self.key = key
        self.requests: list[Asked] = []
        self.met: list[Fault] = []
        self.origin = ""
        self._connections: set[object] = set()
        self._port = port
        self._planned: deque[Fault] = deque()
        self._random = random.Random(seed)
        self._clock = SystemClock()
        app = web.Application(client_max_size=64 * 2**20)
        app.router.add_post("/fake/plan", self._take_plan)
        app.router.add_post("/fake/behaviour", self._take_behaviour)
        app.router.add_get("/fake/requests", self._show)
        self.add_routes(app.router)
        self._runner = web.AppRunner(
            app, access_log=None, shutdown_timeout=0.2, handler_cancellation=True
        )

    @property
    @abstractmethod
    def url(self) -> str:
        """What the vendor's `..._BASE_URL` setting is to be."""

    @abstractmethod
    def add_routes(self, router: web.UrlDispatcher) -> None:
        """Which addresses the vendor answers at."""

    @abstractmethod
    def render_error(self, fault: Fault) -> tuple[int, Json]:
        """The status and body that the vendor answers one of REFUSALS (or `blocked`) with."""

    @abstractmethod
    def render_answer(self, asked: Asked, reply: Reply, *, choices: bool = True) -> Json:
        """A whole answer; without `choices`, a well-formed one that has none."""

    @abstractmethod
    def render_pieces(self, asked: Asked, reply: Reply, *, choices: bool = True) -> Pieces:
        """The same, streamed."""

    @abstractmethod
    def render_event(self, asked: Asked, fault: Fault) -> bytes:
        """An error in the middle of a stream."""

    async def __aenter__(self) -> Self:
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self._port, backlog=1024).start()
        self.origin = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._runner.cleanup()

    def plan(self, *faults: Fault) -> None:
        """What the next requests meet, in order; after them, `rates` decide again."""
        self._planned.extend(faults)

    @property
    def connections(self) -> int:
        """How many connections brought its requests."""
        return len(self._connections)

    async def take(self, request: web.Request, asked: Asked) -> web.StreamResponse:
        """Answer a call for words, as planned."""
        asked = replace(asked, query=request.query_string)
        fault = self._note(request, asked)
        if self.behaviour.delay_s:
            await self._clock.sleep(self.behaviour.delay_s)
        if not self.allows(asked.headers):
            fault = "bad_key"
        elif self.behaviour.models and asked.model not in self.behaviour.models:
            fault = "unknown_model"
        early = await self._fail_early(request, fault) or self._turn_down(asked)
        if early is not None:
            return early
        if fault == "blocked":
            return self._block(asked)
        reply = self._reply(asked, fault)
        if asked.stream:
            return await self._stream(request, asked, reply, fault)
        return await self._whole(request, asked, reply, fault)

    async def take_texts(
        self, request: web.Request, asked: Asked, answer: Json
    ) -> web.StreamResponse:
        """Answer a call for embeddings, or any other that cannot stream."""
        asked = replace(asked, query=request.query_string)
        fault = self._note(request, asked)
        if not self.allows(asked.headers):
            fault = "bad_key"
        early = await self._fail_early(request, fault)
        return early or await self._send_whole(request, json.dumps(answer).encode(), fault)

    def allows(self, headers: Mapping[str, str]) -> bool:
        """Whether the request brings the account's key, the vendor's way."""
        return not self.key or self.key in self.find_key(headers)

    @abstractmethod
    def find_key(self, headers: Mapping[str, str]) -> str:
        """The key a request brings."""

    def _note(self, request: web.Request, asked: Asked) -> Fault:
        if request.transport is not None:
            self._connections.add(request.transport.get_extra_info("peername"))
        fault = self._choose()
        self.requests.append(asked)
        self.met.append(fault)
        return fault

    def _choose(self) -> Fault:
        if self._planned:
            return self._planned.popleft()
        if not self.behaviour.rates:
            return "ok"
        drawn = self._random.random()
        for fault in FAULTS:
            drawn -= self.behaviour.rates.get(fault, 0.0)
            if drawn < 0:
                return fault
        return "ok"

    def _reply(self, asked: Asked, fault: Fault) -> Reply:
        if fault == "refusal":
            return Reply(refusal="I cannot help with that.")
        if fault == "empty":
            return Reply("")
        if fault == "filtered":
            return Reply("The first words", finish="filtered")
        said = self.answer(asked)
        return Reply(said) if isinstance(said, str) else said

    async def _fail_early(self, request: web.Request, fault: Fault) -> web.StreamResponse | None:
        """What comes of faults that look the same whether the answer streams or not."""
        if fault == "hang":
            await self._clock.sleep(self.behaviour.hang_s)
        if fault in ("hang", "cut_at_once"):
            return _hang_up(request)
        if fault == "html":
            return web.Response(text=PAGE, content_type="text/html")
        if fault == "bad_gateway":
            return web.Response(status=502, text=PAGE, content_type="text/html")
        return self._error(fault) if fault in REFUSALS else None

    def _turn_down(self, asked: Asked) -> web.Response | None:
        """The refusal of a request with a field that the models do not take."""
        sent = {*asked.body, *map_of(asked.body.get("generationConfig"))}
        found = next((name for name in self.behaviour.unwanted if name in sent), "")
        if not found:
            return None
        status, body = self.render_error("bad_request")
        says = f"Unsupported parameter: '{found}' is not supported with this model."
        error: Json = {**map_of(map_of(body)["error"]), "message": says}
        return web.json_response({**map_of(body), "error": error}, status=status)

    def _block(self, asked: Asked) -> web.Response:
        """What comes of a prompt that the safety filter stops: an error, or an answer without one."""
        status, body = self.render_error("blocked")
        if status != 200 or not asked.stream:
            return web.json_response(body, status=status, headers=self.behaviour.headers)
        return web.Response(body=sse(body), content_type="text/event-stream")

    def _error(self, fault: Fault) -> web.Response:
        status, body = self.render_error(fault)
        headers = dict(self.behaviour.headers)
        if fault == "rate_limited":
            headers |= self.behaviour.retry_headers
        return web.json_response(body, status=status, headers=headers)

    async def _whole(
        self, request: web.Request, asked: Asked, reply: Reply, fault: Fault
    ) -> web.StreamResponse:
        if fault in ("error_event", "overloaded_event"):
            return self._error("error_500" if fault == "error_event" else "overloaded")
        answer = self.render_answer(asked, reply, choices=fault != "no_choices")
        return await self._send_whole(request, json.dumps(answer).encode(), fault)

    async def _send_whole(
        self, request: web.Request, body: bytes, fault: Fault
    ) -> web.StreamResponse:
        if fault in ("bad_json", "bad_line"):
            body = body[: len(body) // 2]
        if fault not in ("cut", "stall", "no_end"):
            return web.Response(
                body=body, content_type="application/json", headers=self.behaviour.headers
            )
        response = web.StreamResponse(headers={"content-type": "application/json"})
        response.content_length = len(body)
        await response.prepare(request)
        await response.write(body[: len(body) // 2])
        return await self._leave(request, response, fault)

    async def _stream(
        self, request: web.Request, asked: Asked, reply: Reply, fault: Fault
    ) -> web.StreamResponse:
        pieces = self.render_pieces(asked, reply, choices=fault != "no_choices")
        response = web.StreamResponse(
            headers={"content-type": "text/event-stream", **self.behaviour.headers}
        )
        await response.prepare(request)
        first = len(pieces.opening)
        for count, line in enumerate(self._lines(asked, pieces, fault)):
            if count == first and self.behaviour.think_s:
                await self._clock.sleep(self.behaviour.think_s)
            elif count > first and self.behaviour.chunk_delay_s:
                await self._clock.sleep(self.behaviour.chunk_delay_s)
            await response.write(line)
        if fault in ("cut", "stall"):
            return await self._leave(request, response, fault)
        await asyncio.sleep(0)  # as with a real vendor, the end of the body comes by itself
        await asyncio.sleep(0)
        await response.write_eof()
        return response

    def _lines(self, asked: Asked, pieces: Pieces, fault: Fault) -> list[bytes]:
        """What a stream really says, its fault included."""
        after = self.behaviour.after_chunks
        opening, words = list(pieces.opening), list(pieces.words)
        ending = [b"".join([*pieces.closing, *pieces.mark])]
        if fault in ("cut", "stall"):
            return [*opening, *words[:after]]
        if fault in ("error_event", "overloaded_event"):
            return [*opening, *words[:after], self.render_event(asked, fault)]
        if fault == "bad_json":
            return [_broken(line) for line in [*opening, *words, *pieces.closing, *pieces.mark]]
        if fault == "bad_line":
            words.insert(after, _broken(words[-1]))
        return [*opening, *words] if fault == "no_end" else [*opening, *words, *ending]

    async def _leave(
        self, request: web.Request, response: web.StreamResponse, fault: Fault
    ) -> web.StreamResponse:
        if fault == "stall":
            await self._clock.sleep(self.behaviour.hang_s)
        else:
            await asyncio.sleep(0.01)  # what was written shall arrive before the reset
        _hang_up(request)
        return response

    async def _take_plan(self, request: web.Request) -> web.Response:
        self.plan(*(await request.json()))
        return web.Response(status=204)

    async def _take_behaviour(self, request: web.Request) -> web.Response:
        given = await request.json()
        for name, value in given.items():
            setattr(self.behaviour, name, value)
        return web.Response(status=204)

    async def _show(self, _request: web.Request) -> web.Response:
        shown = [
            {"path": one.path, "met": met, "body": one.body}
            for one, met in zip(self.requests, self.met, strict=True)
        ]
        return web.json_response(shown)


async def read_body(request: web.Request) -> tuple[Mapping[str, str], JsonMap]:
    """Headers in lower case, and the JSON body."""
    headers = {name.lower(): value for name, value in request.headers.items()}
    return headers, map_of(json.loads(await request.read() or b"{}"))


def read_content(content: Json) -> tuple[str, int]:
    """The text of a message and how many images it holds, where vendors allow text or parts."""
    if isinstance(content, str):
        return content, 0
    parts = [map_of(part) for part in list_of(content)]
    images = sum("image" in str(part.get("type")) for part in parts)
    return "".join(text_of(part.get("text")) for part in parts), images


def sse(body: Json, event: str = "") -> bytes:
    """One server-sent event."""
    named = f"event: {event}\n" if event else ""
    return f"{named}data: {json.dumps(body)}\n\n".encode()


def join(opening: list[bytes], words: list[bytes], closing: list[bytes]) -> list[bytes]:
    """Events as they are sent: what opens a part goes with its first word, what closes it with its
    last, so that each piece but these is one word."""
    words = words or [b""]
    return [
        (b"".join(opening) if not at else b"")
        + word
        + (b"".join(closing) if at == len(words) - 1 else b"")
        for at, word in enumerate(words)
    ]


def vector(text: str, size: int = 8) -> list[float]:
    """A fake embedding: always the same for the same text."""
    drawn = random.Random(text)
    return [round(drawn.uniform(-1, 1), 6) for _ in range(size)]


def _broken(piece: bytes) -> bytes:
    """The same line as a client could not read it: half of its JSON is missing."""
    told = piece[piece.index(b"data: ") :].split(b"\n")[0]
    return told[: max(len(told) // 2, 8)] + b"\n\n"


def _hang_up(request: web.Request) -> web.StreamResponse:
    """Close the connection under the client's feet."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response()
