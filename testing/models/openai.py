"""Requests for OpenAI (chat completions, responses, embeddings, models) turned into its answers.

async with openai.FakeOpenAI(answer=lambda asked: "Hello") as fake:
    ...                     # OPENAI_BASE_URL is fake.url
    fake.plan("rate_limited", "stall")
    fake.requests[0].last   # what the model was told

`python -m testing.models.openai --port 9101 --behaviour stall=0.1` runs it as a process of its own.
"""

import base64
import itertools
import struct
import time
from collections.abc import Mapping

from aiohttp import web

from frontdesk.ground.words.reading import Json
from testing.models import openai_responses
from testing.models.command import run_command
from testing.models.script import (
    Asked,
    Fault,
    Heard,
    JsonMap,
    Reply,
    count_tokens,
    list_of,
    map_of,
    split,
    text_of,
    tokens_in,
    tokens_out,
)
from testing.models.server import FakeVendor, Pieces, read_body, read_content, sse, vector

FINISHES = {"stop": "stop", "length": "length", "filtered": "content_filter"}
ERRORS: Mapping[Fault, tuple[int, str, str | None, str]] = {
    "error_500": (500, "server_error", None, "The server had an error"),
    "overloaded": (503, "server_error", None, "The engine is currently overloaded"),
    "rate_limited": (429, "tokens", "rate_limit_exceeded", "Rate limit reached"),
    "no_credit": (
        429,
        "insufficient_quota",
        "insufficient_quota",
        "You exceeded your current quota, please check your plan and billing details.",
    ),
    "bad_key": (401, "invalid_request_error", "invalid_api_key", "Incorrect API key provided"),
    "unknown_model": (
        404,
        "invalid_request_error",
        "model_not_found",
        "The model does not exist or you do not have access to it.",
    ),
    "too_long": (
        400,
        "invalid_request_error",
        "context_length_exceeded",
        "This model's maximum context length is 128000 tokens.",
    ),
    "bad_request": (400, "invalid_request_error", None, "Unrecognized request argument"),
    "blocked": (
        400,
        "invalid_request_error",
        "content_filter",
        "The response was filtered due to the prompt triggering a content management policy.",
    ),
}


class FakeOpenAI(FakeVendor):
    """A fake OpenAI account, or any server that speaks its protocol."""

    _ids = itertools.count(1)

    @property
    def url(self) -> str:
        return f"{self.origin}/v1"

    def add_routes(self, router: web.UrlDispatcher) -> None:
        router.add_post("/v1/chat/completions", self._chat)
        router.add_post("/v1/responses", self._responses)
        router.add_post("/v1/embeddings", self._embeddings)
        router.add_get("/v1/models", self._models)

    def find_key(self, headers: Mapping[str, str]) -> str:
        return headers.get("authorization", "") or headers.get("api-key", "")

    async def _chat(self, request: web.Request) -> web.StreamResponse:
        headers, body = await read_body(request)
        return await self.take(request, parse_chat(request.path, headers, body))

    async def _responses(self, request: web.Request) -> web.StreamResponse:
        headers, body = await read_body(request)
        return await self.take(request, openai_responses.parse(request.path, headers, body))

    async def _embeddings(self, request: web.Request) -> web.StreamResponse:
        headers, body = await read_body(request)
        given = body.get("input")
        texts = (given,) if isinstance(given, str) else tuple(map(text_of, list_of(given)))
        model = text_of(body.get("model"))
        asked = Asked(request.path, headers, body, model, texts=texts)
        used = sum(count_tokens(text) for text in texts)
        answer: Json = {
            "object": "list",
            "data": [
                {"object": "embedding", "index": at, "embedding": _packed(text, body)}
                for at, text in enumerate(texts)
            ],
            "model": model,
            "usage": {"prompt_tokens": used, "total_tokens": used},
        }
        return await self.take_texts(request, asked, answer)

    async def _models(self, request: web.Request) -> web.StreamResponse:
        headers, body = await read_body(request)
        names = self.behaviour.models or ("fake-model",)
        listed: Json = [
            {"id": name, "object": "model", "created": 1, "owned_by": "fake"} for name in names
        ]
        asked = Asked(request.path, headers, body)
        return await self.take_texts(request, asked, {"object": "list", "data": listed})

    def render_error(self, fault: Fault) -> tuple[int, Json]:
        status, kind, code, says = ERRORS[fault]
        error: Json = {"message": says, "type": kind, "param": None, "code": code}
        return status, {"error": error}

    def render_event(self, asked: Asked, fault: Fault) -> bytes:
        _, body = self.render_error("error_500" if fault == "error_event" else "overloaded")
        error = map_of(map_of(body)["error"])
        if asked.path.endswith("/responses"):
            return openai_responses.render_event(error)
        return sse(body)

    def render_answer(self, asked: Asked, reply: Reply, *, choices: bool = True) -> Json:
        if asked.path.endswith("/responses"):
            return openai_responses.render_answer(asked, reply, output=choices)
        message: dict[str, Json] = {
            "role": "assistant",
            "content": None if (reply.calls and not reply.text) or reply.refusal else reply.text,
            "refusal": reply.refusal or None,
            "annotations": [],
        }
        if reply.calls:
            message["tool_calls"] = _calls(reply)
        finish = "tool_calls" if reply.calls else FINISHES[reply.finish]
        choice: Json = {
            "index": 0,
            "message": message,
            "logprobs": None,
            "finish_reason": finish,
        }
        return {
            **self._frame(asked, "chat.completion"),
            "choices": [choice] if choices else [],
            "usage": render_usage(asked, reply),
        }

    def render_pieces(self, asked: Asked, reply: Reply, *, choices: bool = True) -> Pieces:
        if asked.path.endswith("/responses"):
            return openai_responses.render_pieces(asked, reply, output=choices)
        frame = self._frame(asked, "chat.completion.chunk")
        counted = bool(map_of(asked.body.get("stream_options")).get("include_usage"))
        if counted:
            frame = {**frame, "usage": None}

        def chunk(delta: JsonMap, finish: str | None = None) -> bytes:
            choice: Json = {"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish}
            return sse({**frame, "choices": [choice] if choices else []})

        words = [chunk({"content": word}) for word in split(reply.text)]
        words += [chunk({"refusal": word}) for word in split(reply.refusal)]
        for index, call in enumerate(_calls(reply)):
            function = map_of(call["function"])
            opened: Json = {**call, "index": index, "function": {**function, "arguments": ""}}
            words.append(chunk({"tool_calls": [opened]}))
            for part in split(text_of(function["arguments"])):
                words.append(
                    chunk({"tool_calls": [{"index": index, "function": {"arguments": part}}]})
                )
        finish = "tool_calls" if reply.calls else FINISHES[reply.finish]
        closing = [chunk({}, finish)]
        if counted:
            closing.append(sse({**frame, "choices": [], "usage": render_usage(asked, reply)}))
        opening = [chunk({"role": "assistant", "content": "", "refusal": None})]
        return Pieces(opening, words, closing, [b"data: [DONE]\n\n"])

    def _frame(self, asked: Asked, kind: str) -> dict[str, Json]:
        return {
            "id": f"chatcmpl-{next(self._ids)}",
            "object": kind,
            "created": int(time.time()),
            "model": asked.model,
            "service_tier": "default",
            "system_fingerprint": "fp_fake",
        }


def parse_chat(path: str, headers: Mapping[str, str], body: JsonMap) -> Asked:
    """A chat completions request."""
    messages = []
    for item in map(map_of, list_of(body.get("messages"))):
        text, images = read_content(item.get("content"))
        role = text_of(item.get("role"))
        messages.append(Heard("system" if role == "developer" else role, text, images))
    functions = [map_of(map_of(tool).get("function")) for tool in list_of(body.get("tools"))]
    choice = body.get("tool_choice")
    forced = text_of(map_of(map_of(choice).get("function")).get("name"))
    wanted = map_of(body.get("response_format"))
    return Asked(
        path,
        headers,
        body,
        text_of(body.get("model")),
        stream=bool(body.get("stream")),
        messages=tuple(messages),
        tools={text_of(one.get("name")): map_of(one.get("parameters")) for one in functions},
        tool=forced or ("any" if choice == "required" else ""),
        schema=parse_schema(wanted.get("type"), map_of(wanted.get("json_schema"))),
    )


def parse_schema(kind: Json, given: JsonMap) -> JsonMap | None:
    """The schema of a response format; any object for `json_object`."""
    if kind == "json_schema":
        return map_of(given.get("schema"))
    return {"type": "object"} if kind == "json_object" else None


def render_usage(asked: Asked, reply: Reply) -> Json:
    told, said = tokens_in(asked, reply), tokens_out(reply)
    return {
        "prompt_tokens": told,
        "completion_tokens": said,
        "total_tokens": told + said,
        "prompt_tokens_details": {"cached_tokens": reply.cached_in, "audio_tokens": 0},
        "completion_tokens_details": {"reasoning_tokens": reply.reasoning, "audio_tokens": 0},
    }


def _calls(reply: Reply) -> list[dict[str, Json]]:
    return [
        {
            "id": f"call_{at}",
            "type": "function",
            "function": {"name": call.name, "arguments": call.arguments},
        }
        for at, call in enumerate(reply.calls)
    ]


def _packed(text: str, body: JsonMap) -> Json:
    """A vector as numbers, or as the base64 of 32-bit floats that the vendor's client asks for."""
    size = body.get("dimensions")
    numbers = vector(text, size if isinstance(size, int) else 8)
    if body.get("encoding_format") == "base64":
        return base64.b64encode(struct.pack(f"<{len(numbers)}f", *numbers)).decode()
    return numbers


def main() -> None:
    run_command(FakeOpenAI)


if __name__ == "__main__":
    main()
