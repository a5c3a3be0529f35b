"""Requests for Google's Gemini API turned into its answers, streamed ones as server-sent events.

async with gemini.FakeGemini(answer=lambda asked: "Hello") as fake:
    ...                     # GEMINI_BASE_URL is fake.url

`python -m testing.models.gemini --port 9103` runs it as a process of its own.
"""

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
from testing.models.server import FakeVendor, Pieces, read_body, sse, vector

FINISHES = {"stop": "STOP", "length": "MAX_TOKENS", "filtered": "SAFETY"}
ERRORS: Mapping[Fault, tuple[int, str, str]] = {
    "error_500": (500, "INTERNAL", "An internal error has occurred."),
    "overloaded": (503, "UNAVAILABLE", "The model is overloaded. Please try again later."),
    "rate_limited": (429, "RESOURCE_EXHAUSTED", "You exceeded your current quota."),
    "no_credit": (429, "RESOURCE_EXHAUSTED", "You exceeded your current quota."),
    "bad_key": (400, "INVALID_ARGUMENT", "API key not valid. Please pass a valid API key."),
    "unknown_model": (
        404,
        "NOT_FOUND",
        "models/nobody is not found for API version v1beta, or is not supported for "
        "generateContent. Call ListModels to see the list of available models.",
    ),
    "too_long": (
        400,
        "INVALID_ARGUMENT",
        "The input token count (1200000) exceeds the maximum number of tokens allowed (1048576).",
    ),
    "bad_request": (400, "INVALID_ARGUMENT", "Request contains an invalid argument."),
}
_GOOGLE = "type.googleapis.com/google.rpc."


class FakeGemini(FakeVendor):
    """A fake Gemini API key's worth of models."""

    @property
    def url(self) -> str:
        return self.origin

    def add_routes(self, router: web.UrlDispatcher) -> None:
        for version in ("v1beta", "v1"):
            router.add_post(f"/{version}/models/{{call:.+}}", self._call)
            router.add_get(f"/{version}/models", self._models)

    def find_key(self, headers: Mapping[str, str]) -> str:
        return headers.get("x-goog-api-key", "")

    async def _call(self, request: web.Request) -> web.StreamResponse:
        headers, body = await read_body(request)
        model, _, method = request.match_info["call"].rpartition(":")
        if method == "batchEmbedContents":
            return await self._embed(request, headers, body, model)
        if method not in ("generateContent", "streamGenerateContent"):
            missing, status = _page("unknown_model")
            return web.json_response(missing, status=status)
        asked = parse(request.path, headers, body, model, stream=method.startswith("stream"))
        return await self.take(request, asked)

    async def _embed(
        self, request: web.Request, headers: Mapping[str, str], body: JsonMap, model: str
    ) -> web.StreamResponse:
        contents = [map_of(map_of(one).get("content")) for one in list_of(body.get("requests"))]
        texts = tuple(_read_parts(content)[0] for content in contents)
        answer: Json = {"embeddings": [{"values": vector(text)} for text in texts]}
        asked = Asked(request.path, headers, body, model, texts=texts)
        return await self.take_texts(request, asked, answer)

    async def _models(self, request: web.Request) -> web.StreamResponse:
        headers, body = await read_body(request)
        listed: Json = [
            {
                "name": f"models/{name}",
                "displayName": name,
                "supportedGenerationMethods": ["generateContent", "countTokens"],
            }
            for name in self.behaviour.models or ("fake-model",)
        ]
        asked = Asked(request.path, headers, body)
        return await self.take_texts(request, asked, {"models": listed})

    def render_error(self, fault: Fault) -> tuple[int, Json]:
        if fault == "blocked":  # Gemini answers 200 to a prompt that it stops
            return 200, {"promptFeedback": {"blockReason": "SAFETY"}, "usageMetadata": {}}
        body, status = _page(fault)
        if fault == "rate_limited":
            delay = self.behaviour.retry_headers.get("retry-after", "20")
            error = dict(map_of(map_of(body)["error"]))
            detail: Json = {"@type": f"{_GOOGLE}RetryInfo", "retryDelay": f"{delay}s"}
            return status, {"error": {**error, "details": [detail]}}
        return status, body

    def render_event(self, _asked: Asked, fault: Fault) -> bytes:
        return sse(_page("error_500" if fault == "error_event" else "overloaded")[0])

    def render_answer(self, asked: Asked, reply: Reply, *, choices: bool = True) -> Json:
        frame = self._frame(asked, reply)
        if not choices:
            return frame
        return {**frame, "candidates": [_candidate(_parts(reply), _finish(reply))]}

    def render_pieces(self, asked: Asked, reply: Reply, *, choices: bool = True) -> Pieces:
        frame = self._frame(asked, reply)
        if not choices:
            return Pieces([], [], [sse(frame)])
        words = []
        for part in _parts(reply):
            told = split(text_of(part.get("text"))) if "text" in part else []
            pieces: list[JsonMap] = [{"text": word} for word in told] or [part]
            words += [sse({**frame, "candidates": [_candidate([one])]}) for one in pieces]
        last = _candidate([{"text": ""}], _finish(reply))
        return Pieces([], words, [], [sse({**frame, "candidates": [last]})])

    def _frame(self, asked: Asked, reply: Reply) -> dict[str, Json]:
        told, said = tokens_in(asked, reply), tokens_out(reply)
        return {
            "usageMetadata": {
                "promptTokenCount": told,
                "candidatesTokenCount": said - reply.reasoning,
                "thoughtsTokenCount": reply.reasoning,
                "cachedContentTokenCount": reply.cached_in,
                "totalTokenCount": told + said,
            },
            "modelVersion": asked.model,
            "responseId": "fake-response",
        }


def parse(
    path: str, headers: Mapping[str, str], body: JsonMap, model: str, *, stream: bool
) -> Asked:
    """A generateContent request; function responses count as the tool's messages."""
    messages = []
    system, _ = _read_parts(map_of(body.get("systemInstruction")))
    if system:
        messages.append(Heard("system", system))
    for content in map(map_of, list_of(body.get("contents"))):
        for part in map(map_of, list_of(content.get("parts"))):
            if "functionResponse" in part:
                answer = map_of(map_of(part["functionResponse"]).get("response"))
                messages.append(Heard("tool", json.dumps(answer)))
        text, images = _read_parts(content)
        if text or images:
            role = "assistant" if content.get("role") == "model" else "user"
            messages.append(Heard(role, text, images))
    config = map_of(body.get("generationConfig"))
    schema = config.get("responseJsonSchema") or config.get("responseSchema")
    as_json = config.get("responseMimeType") == "application/json"
    calling = map_of(map_of(body.get("toolConfig")).get("functionCallingConfig"))
    allowed = [text_of(name) for name in list_of(calling.get("allowedFunctionNames"))]
    forced = (allowed or ["any"])[0] if calling.get("mode") == "ANY" else ""
    return Asked(
        path,
        headers,
        body,
        model,
        stream=stream,
        messages=tuple(messages),
        tools=dict(_read_tools(body)),
        tool=forced,
        schema=map_of(schema) if schema else ({"type": "object"} if as_json else None),
    )


def _read_tools(body: JsonMap) -> list[tuple[str, JsonMap]]:
    tools = [map_of(tool) for tool in list_of(body.get("tools"))]
    declared = [map_of(one) for tool in tools for one in list_of(tool.get("functionDeclarations"))]
    return [
        (
            text_of(one.get("name")),
            map_of(one.get("parametersJsonSchema") or one.get("parameters")),
        )
        for one in declared
    ]


def _read_parts(content: JsonMap) -> tuple[str, int]:
    parts = [map_of(part) for part in list_of(content.get("parts"))]
    images = sum("inlineData" in part or "fileData" in part for part in parts)
    return "".join(text_of(part.get("text")) for part in parts), images


def _page(fault: Fault) -> tuple[Json, int]:
    status, word, says = ERRORS[fault]
    error: dict[str, Json] = {"code": status, "message": says, "status": word}
    if fault == "bad_key":
        error["details"] = [{"@type": f"{_GOOGLE}ErrorInfo", "reason": "API_KEY_INVALID"}]
    if fault == "no_credit":
        quota: Json = {"quotaId": "GenerateRequestsPerDayPerProjectPerModel-FreeTier"}
        error["details"] = [{"@type": f"{_GOOGLE}QuotaFailure", "violations": [quota]}]
    return {"error": error}, status


def _finish(reply: Reply) -> str:
    return "PROHIBITED_CONTENT" if reply.refusal else FINISHES[reply.finish]


def _parts(reply: Reply) -> list[JsonMap]:
    parts: list[JsonMap] = [{"text": reply.text}] if reply.text else []
    for call in reply.calls:
        given: Json = json.loads(call.arguments)
        parts.append({"functionCall": {"name": call.name, "args": given}})
    return parts


def _candidate(parts: list[JsonMap], finish: str = "") -> Json:
    candidate: dict[str, Json] = {"content": {"parts": parts, "role": "model"}, "index": 0}
    return {**candidate, "finishReason": finish} if finish else candidate


def main() -> None:
    run_command(FakeGemini)


if __name__ == "__main__":
    main()
