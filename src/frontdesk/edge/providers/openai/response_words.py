"""What is said in the Responses API: an Ask to its items, its items and events to our own words."""

from collections.abc import Mapping

from frontdesk.ability.gateway import (
    Allowance,
    Ask,
    Completion,
    Delta,
    Finish,
    Message,
    ToolCall,
    ToolDelta,
    Usage,
)
from frontdesk.edge.vendors.models import failing
from frontdesk.edge.vendors.models.chat import asking
from frontdesk.edge.vendors.models.chat.asking import Dialect
from frontdesk.edge.vendors.models.shapes import JsonMap, count_of, list_of, map_of, text_of
from frontdesk.ground.words.reading import Json

_INCOMPLETE: Mapping[str, Finish] = {"max_output_tokens": "length", "content_filter": "filtered"}


def render_body(ask: Ask, dialect: Dialect, *, stream: bool) -> dict[str, Json]:
    """The whole request. The interface takes neither stop words nor a seed."""
    items = [item for message in ask.messages for item in _render_items(message)]
    body: dict[str, Json] = {"model": ask.model, "input": items, "store": False}
    sampling = ask.sampling
    if dialect.sampling and sampling.temperature is not None:
        body["temperature"] = sampling.temperature
    if dialect.sampling and sampling.top_p is not None:
        body["top_p"] = sampling.top_p
    if sampling.max_tokens is not None:
        body["max_output_tokens"] = sampling.max_tokens
    if dialect.effort:
        body["reasoning"] = {"effort": dialect.effort}
    if ask.schema is not None:
        body["text"] = {"format": {"type": "json_schema", **asking.render_schema(ask.schema)}}
    elif ask.any_json:
        body["text"] = {"format": {"type": "json_object"}}
    if ask.tools:
        body["tools"] = [
            {"type": "function", "strict": False, **asking.render_tool(tool)} for tool in ask.tools
        ]
        body["tool_choice"] = _render_choice(ask.tool_choice)
        if ask.parallel_tools is not None:
            body["parallel_tool_calls"] = ask.parallel_tools
    if stream:
        body["stream"] = True
    return body


def _render_choice(choice: str) -> Json:
    if choice in ("auto", "none", "required"):
        return choice
    return {"type": "function", "name": choice}


def _render_items(message: Message) -> list[JsonMap]:
    if message.role == "tool":
        output: JsonMap = {
            "type": "function_call_output",
            "call_id": message.answers,
            "output": message.text,
        }
        return [output]
    items: list[JsonMap] = []
    if message.text or message.images or not message.tool_calls:
        content: Json = message.text
        if message.images:
            parts: list[Json] = [{"type": "input_text", "text": message.text}]
            parts += [
                {"type": "input_image", "image_url": image.url, "detail": image.detail}
                for image in message.images
            ]
            content = parts
        items.append({"role": message.role, "content": content})
    for call in message.tool_calls:
        items.append(
            {
                "type": "function_call",
                "call_id": call.id,
                "name": call.name,
                "arguments": call.arguments,
            }
        )
    return items


def read_completion(vendor: str, answer: JsonMap, allowance: Allowance) -> Completion:
    """A finished response. Raises `bad_answer` without output, `filtered` or `empty` when empty."""
    items = [map_of(item) for item in list_of(answer.get("output"))]
    if not items:
        raise failing.fail(vendor, "bad_answer", "the response has no output")
    parts = [
        map_of(part)
        for item in items
        if item.get("type") == "message"
        for part in list_of(item.get("content"))
    ]
    calls = tuple(
        ToolCall(
            text_of(item.get("call_id")), text_of(item.get("name")), text_of(item["arguments"])
        )
        for item in items
        if item.get("type") == "function_call" and "arguments" in item
    )
    completion = Completion(
        text="".join(text_of(part.get("text")) for part in parts),
        tool_calls=calls,
        finish=_finish(answer, calls=bool(calls)),
        usage=_read_usage(answer.get("usage")),
        model=text_of(answer.get("model")),
        vendor_id=text_of(answer.get("id")),
        refusal="".join(text_of(part.get("refusal")) for part in parts),
        allowance=allowance,
    )
    return failing.check_said(vendor, completion)


def _finish(answer: JsonMap, *, calls: bool) -> Finish:
    why = text_of(map_of(answer.get("incomplete_details")).get("reason"))
    if why:
        return _INCOMPLETE.get(why, "length")
    return "tool_calls" if calls else "stop"


def _read_usage(usage: Json) -> Usage | None:
    if not isinstance(usage, Mapping):
        return None
    told = map_of(usage.get("input_tokens_details"))
    said = map_of(usage.get("output_tokens_details"))
    return Usage(
        tokens_in=count_of(usage.get("input_tokens")),
        tokens_out=count_of(usage.get("output_tokens")),
        cached_in=count_of(told.get("cached_tokens")),
        cache_write=count_of(told.get("cache_write_tokens")),
        reasoning=count_of(said.get("reasoning_tokens")),
    )


class Reader:
    """Events in, Deltas out; it counts the tool calls, which the vendor numbers among all items."""

    def __init__(self) -> None:
        self._calls: dict[int, int] = {}

    def read(self, event: JsonMap) -> Delta | None:
        """What an event adds to the answer; None for one that adds nothing."""
        kind = text_of(event.get("type"))
        if kind == "response.output_text.delta":
            return Delta(text=text_of(event.get("delta")))
        if kind == "response.refusal.delta":
            return Delta(refusal=text_of(event.get("delta")))
        if kind == "response.function_call_arguments.delta":
            index = self._calls.get(count_of(event.get("output_index")), 0)
            return Delta(tools=(ToolDelta(index, arguments=text_of(event.get("delta"))),))
        if kind == "response.output_item.added":
            return self._open(event)
        if kind in ("response.created", "response.completed", "response.incomplete"):
            return self._frame(kind, map_of(event.get("response")))
        return None

    def _open(self, event: JsonMap) -> Delta | None:
        item = map_of(event.get("item"))
        if item.get("type") != "function_call":
            return None
        index = self._calls.setdefault(count_of(event.get("output_index")), len(self._calls))
        call = ToolDelta(index, text_of(item.get("call_id")), text_of(item.get("name")))
        return Delta(tools=(call,))

    def _frame(self, kind: str, response: JsonMap) -> Delta:
        ended = kind != "response.created"
        return Delta(
            finish=_finish(response, calls=bool(self._calls)) if ended else None,
            usage=_read_usage(response.get("usage")) if ended else None,
            model=text_of(response.get("model")),
            vendor_id=text_of(response.get("id")),
        )
