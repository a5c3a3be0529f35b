"""Requests for OpenAI's Responses API turned into its answers and its typed stream events."""

import itertools
import time
from collections.abc import Callable, Mapping

from frontdesk.ground.words.reading import Json
from testing.models.script import (
    Asked,
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
from testing.models.server import Pieces, join, read_content, sse

Event = Callable[[str, JsonMap], bytes]
_ids = itertools.count(1)
INCOMPLETE = {"length": "max_output_tokens", "filtered": "content_filter"}


def parse(path: str, headers: Mapping[str, str], body: JsonMap) -> Asked:
    """A request: `input` is a text or a list of items."""
    messages = []
    if instructions := text_of(body.get("instructions")):
        messages.append(Heard("system", instructions))
    given = body.get("input")
    if isinstance(given, str):
        messages.append(Heard("user", given))
    for item in map(map_of, list_of(given)):
        if item.get("type") == "function_call_output":
            messages.append(Heard("tool", text_of(item.get("output"))))
        elif item.get("type") != "function_call":
            text, images = read_content(item.get("content"))
            role = text_of(item.get("role"))
            messages.append(Heard("system" if role == "developer" else role, text, images))
    tools = [map_of(tool) for tool in list_of(body.get("tools"))]
    choice = body.get("tool_choice")
    forced = text_of(map_of(choice).get("name"))
    wanted = map_of(map_of(body.get("text")).get("format"))
    schema: JsonMap | None = {"type": "object"} if wanted.get("type") == "json_object" else None
    if wanted.get("type") == "json_schema":
        schema = map_of(wanted.get("schema"))
    return Asked(
        path,
        headers,
        body,
        text_of(body.get("model")),
        stream=bool(body.get("stream")),
        messages=tuple(messages),
        tools={text_of(one.get("name")): map_of(one.get("parameters")) for one in tools},
        tool=forced or ("any" if choice == "required" else ""),
        schema=schema,
    )


def render_answer(asked: Asked, reply: Reply, *, output: bool = True) -> dict[str, Json]:
    """A whole response, finished."""
    why = INCOMPLETE.get(reply.finish)
    return {
        **_frame(asked),
        "status": "incomplete" if why else "completed",
        "incomplete_details": {"reason": why} if why else None,
        "output": _items(reply) if output else [],
        "usage": _usage(asked, reply),
    }


def _frame(asked: Asked) -> dict[str, Json]:
    return {
        "id": f"resp_{next(_ids)}",
        "object": "response",
        "created_at": int(time.time()),
        "status": "in_progress",
        "error": None,
        "incomplete_details": None,
        "instructions": asked.body.get("instructions"),
        "max_output_tokens": asked.body.get("max_output_tokens"),
        "metadata": {},
        "model": asked.model,
        "output": [],
        "parallel_tool_calls": True,
        "previous_response_id": None,
        "reasoning": {"effort": None, "summary": None},
        "store": bool(asked.body.get("store", True)),
        "temperature": 1.0,
        "text": asked.body.get("text") or {"format": {"type": "text"}},
        "tool_choice": asked.body.get("tool_choice", "auto"),
        "tools": asked.body.get("tools", []),
        "top_p": 1.0,
        "truncation": "disabled",
        "usage": None,
    }


def _items(reply: Reply) -> list[dict[str, Json]]:
    items: list[dict[str, Json]] = []
    if reply.text or reply.refusal or not reply.calls:
        items.append(
            {
                "id": "msg_1",
                "type": "message",
                "role": "assistant",
                "status": "completed",
                "content": [_part(reply)],
            }
        )
    for at, call in enumerate(reply.calls):
        items.append(
            {
                "id": f"fc_{at}",
                "type": "function_call",
                "call_id": f"call_{at}",
                "name": call.name,
                "arguments": call.arguments,
                "status": "completed",
            }
        )
    return items


def _part(reply: Reply) -> Json:
    if reply.refusal:
        return {"type": "refusal", "refusal": reply.refusal}
    return {"type": "output_text", "text": reply.text, "annotations": [], "logprobs": []}


def _usage(asked: Asked, reply: Reply) -> Json:
    told, said = tokens_in(asked, reply), tokens_out(reply)
    return {
        "input_tokens": told,
        "input_tokens_details": {"cached_tokens": reply.cached_in, "cache_write_tokens": 0},
        "output_tokens": said,
        "output_tokens_details": {"reasoning_tokens": reply.reasoning},
        "total_tokens": told + said,
    }


def render_pieces(asked: Asked, reply: Reply, *, output: bool = True) -> Pieces:
    """The events of a streamed response, each with its type and number."""
    frame, order = _frame(asked), itertools.count()

    def event(kind: str, body: JsonMap) -> bytes:
        return sse({"type": kind, "sequence_number": next(order), **body}, kind)

    opening = [
        event("response.created", {"response": frame}),
        event("response.in_progress", {"response": frame}),
    ]
    words: list[bytes] = []
    for at, item in enumerate(_items(reply) if output else []):
        words += _item_events(at, item, reply, event)
    done = {**render_answer(asked, reply, output=output), "id": frame["id"]}
    kind = "response.incomplete" if done["status"] == "incomplete" else "response.completed"
    return Pieces(opening, words, [], [event(kind, {"response": done})])


def _item_events(at: int, item: JsonMap, reply: Reply, event: Event) -> list[bytes]:
    if item["type"] == "function_call":
        return _call_events(at, item, event)
    opened: Json = {**item, "content": [], "status": "in_progress"}
    where: JsonMap = {"output_index": at, "item_id": item["id"], "content_index": 0}
    empty: Json = _part(Reply(refusal=" ") if reply.refusal else Reply())
    word = "refusal" if reply.refusal else "output_text"
    extra: JsonMap = {} if reply.refusal else {"logprobs": []}
    said: JsonMap = {"refusal": reply.refusal} if reply.refusal else {"text": reply.text}
    return join(
        [
            event("response.output_item.added", {"output_index": at, "item": opened}),
            event("response.content_part.added", {**where, "part": empty}),
        ],
        [
            event(f"response.{word}.delta", {**where, "delta": part, **extra})
            for part in split(reply.refusal or reply.text)
        ],
        [
            event(f"response.{word}.done", {**where, **said, **extra}),
            event("response.content_part.done", {**where, "part": _part(reply)}),
            event("response.output_item.done", {"output_index": at, "item": item}),
        ],
    )


def _call_events(at: int, item: JsonMap, event: Event) -> list[bytes]:
    where: JsonMap = {"output_index": at, "item_id": item["id"]}
    arguments = text_of(item["arguments"])
    opened: Json = {**item, "arguments": "", "status": "in_progress"}
    full: JsonMap = {**where, "name": item["name"], "arguments": arguments}
    return join(
        [event("response.output_item.added", {"output_index": at, "item": opened})],
        [
            event("response.function_call_arguments.delta", {**where, "delta": part})
            for part in split(arguments)
        ],
        [
            event("response.function_call_arguments.done", full),
            event("response.output_item.done", {"output_index": at, "item": item}),
        ],
    )


def render_event(error: JsonMap) -> bytes:
    """An error in the middle of a stream."""
    body: Json = {
        "type": "error",
        "code": error.get("type"),
        "message": error.get("message"),
        "param": None,
        "sequence_number": 99,
    }
    return sse(body, "error")
