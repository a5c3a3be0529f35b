"""Requests for Anthropic's Messages API turned into its answers and its typed stream events.

async with anthropic.FakeAnthropic(answer=lambda asked: "Hello") as fake:
    ...                     # ANTHROPIC_BASE_URL is fake.url

`python -m testing.models.anthropic --port 9102` runs it as a process of its own.
"""

import itertools
import json
from collections.abc import Mapping

from aiohttp import web

from frontdesk.ground.words.reading import Json
from testing.models.command import run_command
from testing.models.script import (
    Asked,
    Fault,
    Heard,
    JsonMap,
    Reply,
    list_of,
    map_of,
    split,
    text_of,
    tokens_in,
    tokens_out,
)
from testing.models.server import FakeVendor, Pieces, join, read_body, read_content, sse

STOPS = {"stop": "end_turn", "length": "max_tokens", "filtered": "refusal"}
ERRORS: Mapping[Fault, tuple[int, str, str]] = {
    "error_500": (500, "api_error", "Internal server error"),
    "overloaded": (529, "overloaded_error", "Overloaded"),
    "rate_limited": (429, "rate_limit_error", "This request would exceed your rate limit."),
    "no_credit": (
        400,
        "invalid_request_error",
        "Your credit balance is too low to access the Anthropic API.",
    ),
    "bad_key": (401, "authentication_error", "invalid x-api-key"),
    "unknown_model": (404, "not_found_error", "model: claude-nobody"),
    "too_long": (
        400,
        "invalid_request_error",
        "prompt is too long: 210000 tokens > 200000 maximum",
    ),
    "bad_request": (400, "invalid_request_error", "messages: at least one message is required"),
    "blocked": (400, "invalid_request_error", "Output blocked by content filtering policy"),
}


class FakeAnthropic(FakeVendor):
    """A fake Anthropic account."""

    _ids = itertools.count(1)

    @property
    def url(self) -> str:
        return self.origin

    def add_routes(self, router: web.UrlDispatcher) -> None:
        router.add_post("/v1/messages", self._messages)
        router.add_get("/v1/models", self._models)

    def find_key(self, headers: Mapping[str, str]) -> str:
        return headers.get("x-api-key", "") or headers.get("authorization", "")

    async def _messages(self, request: web.Request) -> web.StreamResponse:
        headers, body = await read_body(request)
        missing = [name for name in ("max_tokens", "messages", "model") if name not in body]
        if missing or "anthropic-version" not in headers:
            says = f"{missing[0]}: Field required" if missing else "anthropic-version is required"
            return web.json_response(_error("invalid_request_error", says), status=400)
        return await self.take(request, parse(request.path, headers, body))

    async def _models(self, request: web.Request) -> web.StreamResponse:
        headers, body = await read_body(request)
        names = self.behaviour.models or ("fake-model",)
        listed: Json = [
            {
                "type": "model",
                "id": name,
                "display_name": name,
                "created_at": "2026-01-01T00:00:00Z",
            }
            for name in names
        ]
        page: Json = {
            "data": listed,
            "has_more": False,
            "first_id": names[0],
            "last_id": names[-1],
        }
        return await self.take_texts(request, Asked(request.path, headers, body), page)

    def render_error(self, fault: Fault) -> tuple[int, Json]:
        status, kind, says = ERRORS[fault]
        return status, _error(kind, says)

    def render_event(self, _asked: Asked, fault: Fault) -> bytes:
        _, body = self.render_error("error_500" if fault == "error_event" else "overloaded")
        return sse(body, "error")

    def render_answer(self, asked: Asked, reply: Reply, *, choices: bool = True) -> Json:
        return {
            **self._frame(asked),
            "content": _blocks(reply) if choices else [],
            "stop_reason": _stop(reply),
            "usage": _usage(asked, reply),
        }

    def render_pieces(self, asked: Asked, reply: Reply, *, choices: bool = True) -> Pieces:
        usage = {**_usage(asked, reply), "output_tokens": 1}
        start: Json = {**self._frame(asked), "content": [], "stop_reason": None, "usage": usage}
        opening = [_event("message_start", {"message": start}), _event("ping", {})]
        words: list[bytes] = []
        for index, block in enumerate(_blocks(reply) if choices else []):
            words += _block_events(index, block)
        delta: Json = {"stop_reason": _stop(reply), "stop_sequence": None}
        counted: Json = {"output_tokens": tokens_out(reply)}
        closing = [_event("message_delta", {"delta": delta, "usage": counted})]
        return Pieces(opening, words, closing, [_event("message_stop", {})])

    def _frame(self, asked: Asked) -> dict[str, Json]:
        return {
            "id": f"msg_{next(self._ids)}",
            "type": "message",
            "role": "assistant",
            "model": asked.model,
            "stop_sequence": None,
        }


def parse(path: str, headers: Mapping[str, str], body: JsonMap) -> Asked:
    """A messages request; tool results count as the tool's messages."""
    messages = []
    system, _ = read_content(body.get("system"))
    if system:
        messages.append(Heard("system", system))
    for item in map(map_of, list_of(body.get("messages"))):
        results = [
            map_of(part)
            for part in list_of(item.get("content"))
            if map_of(part).get("type") == "tool_result"
        ]
        messages += [Heard("tool", read_content(one.get("content"))[0]) for one in results]
        text, images = read_content(item.get("content"))
        if text or images or not results:
            messages.append(Heard(text_of(item.get("role")), text, images))
    tools = [map_of(tool) for tool in list_of(body.get("tools"))]
    choice = map_of(body.get("tool_choice"))
    wanted = map_of(map_of(body.get("output_config")).get("format"))
    return Asked(
        path,
        headers,
        body,
        text_of(body.get("model")),
        stream=bool(body.get("stream")),
        messages=tuple(messages),
        tools={text_of(one.get("name")): map_of(one.get("input_schema")) for one in tools},
        tool=text_of(choice.get("name")) or ("any" if choice.get("type") == "any" else ""),
        schema=map_of(wanted.get("schema")) if wanted else None,
    )


def _error(kind: str, says: str) -> Json:
    return {"type": "error", "error": {"type": kind, "message": says}, "request_id": "req_fake"}


def _stop(reply: Reply) -> str:
    if reply.refusal:
        return "refusal"
    return "tool_use" if reply.calls else STOPS[reply.finish]


def _blocks(reply: Reply) -> list[dict[str, Json]]:
    said = reply.text or reply.refusal
    blocks: list[dict[str, Json]] = [{"type": "text", "text": said}] if said else []
    for at, call in enumerate(reply.calls):
        given: Json = json.loads(call.arguments)
        blocks.append({"type": "tool_use", "id": f"toolu_{at}", "name": call.name, "input": given})
    return blocks


def _usage(asked: Asked, reply: Reply) -> dict[str, Json]:
    """Anthropic counts what its cache held apart from what was read anew."""
    return {
        "input_tokens": tokens_in(asked, reply) - reply.cached_in,
        "output_tokens": tokens_out(reply),
        "cache_read_input_tokens": reply.cached_in,
        "cache_creation_input_tokens": 0,
    }


def _event(kind: str, body: JsonMap) -> bytes:
    return sse({"type": kind, **body}, kind)


def _block_events(index: int, block: JsonMap) -> list[bytes]:
    text = block["type"] == "text"
    opened: JsonMap = {**block, "text": ""} if text else {**block, "input": {}}
    parts = split(text_of(block.get("text")) if text else json.dumps(block["input"]))
    word, field = ("text_delta", "text") if text else ("input_json_delta", "partial_json")
    deltas: list[Json] = [{"type": word, field: part} for part in parts]
    return join(
        [_event("content_block_start", {"index": index, "content_block": opened})],
        [_event("content_block_delta", {"index": index, "delta": delta}) for delta in deltas],
        [_event("content_block_stop", {"index": index})],
    )


def main() -> None:
    run_command(FakeAnthropic)


if __name__ == "__main__":
    main()
