"""A message of Anthropic's turned into a Completion, and each event of a stream into a Delta.

Source: Anthropic's API reference, "Create a Message" and "Streaming Messages".
"""

from collections.abc import Mapping

import orjson

from frontdesk.ability.gateway import (
    Allowance,
    Completion,
    Delta,
    Finish,
    ToolCall,
    ToolDelta,
    Usage,
)
from frontdesk.edge.vendors.models import failing
from frontdesk.edge.vendors.models.shapes import JsonMap, count_of, list_of, map_of, text_of
from frontdesk.ground.words.reading import Json

FINISHES: Mapping[str, Finish] = {
    "max_tokens": "length",
    "model_context_window_exceeded": "length",
    "tool_use": "tool_calls",
    "refusal": "filtered",
}
REFUSED = "the model declined to answer"


def read_completion(
    vendor: str, answer: JsonMap, allowance: Allowance, *, as_text: bool
) -> Completion:
    """A whole message. `as_text`: the input of its tool call is the text that was asked for."""
    if "content" not in answer:
        raise failing.fail(vendor, "bad_answer", "the message has no content")
    blocks = [map_of(block) for block in list_of(answer["content"])]
    text = "".join(text_of(block.get("text")) for block in blocks if block.get("type") == "text")
    calls = tuple(_read_call(block) for block in blocks if block.get("type") == "tool_use")
    if not blocks and not answer.get("stop_reason"):
        raise failing.fail(vendor, "bad_answer", "the message has no content")
    finish = FINISHES.get(text_of(answer.get("stop_reason")), "stop")
    refusal = ""
    if finish == "filtered":
        text, refusal = "", text or REFUSED
    if as_text and calls:
        text, calls, finish = calls[0].arguments, (), "stop"
    completion = Completion(
        text=text,
        tool_calls=calls,
        finish=finish,
        usage=_read_usage(answer.get("usage")),
        model=text_of(answer.get("model")),
        vendor_id=text_of(answer.get("id")),
        refusal=refusal,
        allowance=allowance,
    )
    return failing.check_said(vendor, completion)


def _read_call(block: JsonMap) -> ToolCall:
    given = orjson.dumps(block.get("input") or {}).decode()
    return ToolCall(text_of(block.get("id")), text_of(block.get("name")), given)


def _read_usage(usage: Json) -> Usage | None:
    """Anthropic counts what its cache gave, and took, beside the input: here they are parts of it."""
    if not isinstance(usage, Mapping):
        return None
    cached = count_of(usage.get("cache_read_input_tokens"))
    written = count_of(usage.get("cache_creation_input_tokens"))
    return Usage(
        tokens_in=count_of(usage.get("input_tokens")) + cached + written,
        tokens_out=count_of(usage.get("output_tokens")),
        cached_in=cached,
        cache_write=written,
        reasoning=count_of(map_of(usage.get("output_tokens_details")).get("thinking_tokens")),
    )


class Reader:
    """Events in, Deltas out; it counts the tool calls."""

    def __init__(self, *, as_text: bool) -> None:
        self._as_text = as_text
        self._calls: dict[int, int] = {}
        self._usage: dict[str, Json] = {}

    def read(self, event: JsonMap) -> Delta | None:
        """What an event adds to the answer; None for one that adds nothing (a ping, a thought)."""
        kind = event.get("type")
        if kind == "content_block_delta":
            return self._read_piece(count_of(event.get("index")), map_of(event.get("delta")))
        if kind == "content_block_start":
            return self._open(count_of(event.get("index")), map_of(event.get("content_block")))
        if kind == "message_start":
            message = map_of(event.get("message"))
            self._usage |= map_of(message.get("usage"))
            return Delta(model=text_of(message.get("model")), vendor_id=text_of(message.get("id")))
        if kind == "message_delta":
            return self._end(event)
        return None

    def _open(self, index: int, block: JsonMap) -> Delta | None:
        if block.get("type") != "tool_use":
            text = text_of(block.get("text"))
            return Delta(text=text) if text else None
        number = self._calls.setdefault(index, len(self._calls))
        if self._as_text:
            return None
        call = ToolDelta(number, text_of(block.get("id")), text_of(block.get("name")))
        return Delta(tools=(call,))

    def _read_piece(self, index: int, piece: JsonMap) -> Delta | None:
        kind = piece.get("type")
        if kind == "text_delta":
            return Delta(text=text_of(piece.get("text")))
        if kind != "input_json_delta":
            return None
        written = text_of(piece.get("partial_json"))
        if self._as_text:
            return Delta(text=written)
        return Delta(tools=(ToolDelta(self._calls.get(index, 0), arguments=written),))

    def _end(self, event: JsonMap) -> Delta:
        # What comes last is cumulative, and may tell only some of the counts.
        told = map_of(event.get("usage"))
        self._usage |= {name: count for name, count in told.items() if count is not None}
        reason = text_of(map_of(event.get("delta")).get("stop_reason"))
        finish = FINISHES.get(reason, "stop") if reason else None
        if self._as_text and finish == "tool_calls":
            finish = "stop"
        refusal = REFUSED if finish == "filtered" else ""
        return Delta(finish=finish, usage=_read_usage(self._usage), refusal=refusal)
