"""Raw requests under `/v1/` turned into calls of the gateway, and their answers into OpenAI's objects."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from starlette.types import Receive, Scope, Send

from frontdesk.ability.gateway import bounds
from frontdesk.edge.callers import Callers
from frontdesk.edge.door import Door, Surface
from frontdesk.edge.http.openai import (
    answers,
    asking,
    embedding,
    errors,
    listing,
    streaming,
    wish,
)
from frontdesk.edge.http.openai.asking import Asker
from frontdesk.edge.http.openai.hangup import HangUp
from frontdesk.edge.http.openai.wire import Gone, Wire, read_body
from frontdesk.flow.conversation.line import Line
from frontdesk.ground.kit import ids, tasks
from frontdesk.ground.words.ids import TraceId
from frontdesk.ground.words.problems import BadInput, Problem

PREFIX = "/v1/"
HUNG_UP = 499
NEEDED = frozenset((b"authorization", b"content-length", b"x-frontdesk-bot", b"x-frontdesk-cache"))


@dataclass(frozen=True, slots=True)
class Asked:
    """A request whose asker is known: the rest of its path, and its body."""

    asker: Asker
    name: str
    body: bytes


Answering = Callable[[Line, Wire, Asked], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Route:
    """One route; `metered` ones ask a model, and each of their calls is a row of the ledger."""

    method: str
    path: str
    answer: Answering
    metered: bool


async def answer_chat(line: Line, wire: Wire, asked: Asked) -> None:
    """A chat completion, whole or streamed."""
    wished = wish.parse_wish(asked.body)
    call = asking.make_call(line, asked.asker, wished)
    id_, created = f"chatcmpl-{asked.asker.trace}", int(line.clock.now().timestamp())
    if wished.stream:
        opened = streaming.Opened(id_, created, wished.include_usage)
        await streaming.send_stream(line, wire, call, opened)
        return
    answer = await line.gateway.ask(call)
    body = answers.render_completion(answer, id_=id_, created=created)
    await wire.answer(200, body, answers.render_headers(answer))


async def answer_texts(line: Line, wire: Wire, asked: Asked) -> None:
    """One vector per text."""
    texts = embedding.parse_texts(asked.body)
    model = "" if texts.model == asking.OWN else texts.model
    found = await line.gateway.embed(texts.texts, asking.make_scope(asked.asker), model=model)
    cost = "unknown" if found.cost_micro is None else str(found.cost_micro)
    headers = [
        (b"x-frontdesk-model", found.model.encode("ascii", "backslashreplace")),
        (b"x-frontdesk-cost-micro", cost.encode()),
    ]
    await wire.answer(200, embedding.render_embedded(found, packed=texts.packed), headers)


async def answer_models(line: Line, wire: Wire, asked: Asked) -> None:
    """The models that can be asked for by name."""
    await wire.answer(200, listing.render_list(line, asked.asker))


async def answer_model(line: Line, wire: Wire, asked: Asked) -> None:
    """One of them."""
    await wire.answer(200, listing.render_one(line, asked.asker, asked.name))


ROUTES = (
    Route("POST", "/v1/chat/completions", answer_chat, metered=True),
    Route("POST", "/v1/embeddings", answer_texts, metered=True),
    Route("GET", "/v1/models", answer_models, metered=False),
    Route("GET", "/v1/models/{id}", answer_model, metered=False),
)
BY_PATH: Mapping[str, Route] = {route.path: route for route in ROUTES}


class OpenAISurface:
    """The application under `/v1/`."""

    def __init__(self, line: Line) -> None:
        self._line = line
        self._callers = Callers(line)
        self._under_way = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        trace = TraceId(ids.uuid7())
        wire = Wire(send, self._line.clock, [(b"x-request-id", trace.encode())])
        self._under_way += 1
        hang_up = HangUp(receive, self._line.tasks)
        try:
            work = self._serve(scope, receive, wire, trace, hang_up)
            failed = await tasks.attempt(work)
        finally:
            self._under_way -= 1
        if hang_up.gone or isinstance(failed, Gone):
            if not wire.started:  # nobody reads it: it is for the count of requests
                await wire.answer(HUNG_UP, b"")
        elif failed is not None:
            await self._refuse(wire, errors.as_problem(failed, scope["path"]))

    async def _serve(
        self, scope: Scope, receive: Receive, wire: Wire, trace: TraceId, hang_up: HangUp
    ) -> None:
        route, name = find_route(scope["method"], scope["path"])
        scope["route"] = route
        headers = {key: value for key, value in scope["headers"] if key in NEEDED}
        asker = await asking.find_asker(self._line, self._callers, headers, trace)
        self._tell_limits(wire, asker)
        body = b""
        if route.method == "POST":
            body = await read_body(receive, headers.get(b"content-length", b""))
        async with hang_up:
            await route.answer(self._line, wire, Asked(asker, name, body))

    def _tell_limits(self, wire: Wire, asker: Asker) -> None:
        """How many requests may be under way at once in this process, and how many more now."""
        most = self._line.controls.value(asker.caller.tenant_id, bounds.max_concurrent)
        left = max(0, int(most) - self._under_way)
        wire.headers += (
            (b"x-ratelimit-limit-requests", str(int(most)).encode()),
            (b"x-ratelimit-remaining-requests", str(left).encode()),
        )

    async def _refuse(self, wire: Wire, problem: Problem) -> None:
        """As a status, or in a stream that has begun as its last event, without an end mark: a
        truncated answer must never look whole."""
        self._line.meters.refusals.labels(problem.code).inc()
        told = errors.render_error(problem)
        if wire.open:
            await wire.end(b"data: " + told + b"\n\n")
        elif not wire.started:
            more = errors.render_headers(problem)
            await wire.answer(errors.tell(problem).status, told, more)


def find_route(method: str, path: str) -> tuple[Route, str]:
    """The route and what its path names; BadInput 404 and 405."""
    name = ""
    route = BY_PATH.get(path) or BY_PATH.get(path.rstrip("/"))
    if route is None and path.startswith("/v1/models/"):
        route, name = BY_PATH["/v1/models/{id}"], path.removeprefix("/v1/models/")
    if route is None:
        raise BadInput(
            "openai.unknown_url",
            f"there is no {method} {path[:100]} here",
            fix="there are " + ", ".join(BY_PATH),
            status=404,
        )
    if route.method != method:
        raise BadInput(
            "openai.method_not_supported",
            f"{method} is not for {route.path}",
            fix=f"use {route.method}",
            status=405,
        )
    return route, name


def open_surface(line: Line) -> Surface:
    """The surface on a running line."""
    return Surface(prefix=PREFIX, app=OpenAISurface(line))


DOOR = Door(name="openai", surface=open_surface)
