"""An Answer of the gateway turned into the objects of the chat completions API, whole and in chunks."""

from typing import Literal

import orjson

from frontdesk import __version__
from frontdesk.ability.gateway import Answer, Finish, ToolCall, ToolDelta, Usage
from frontdesk.ground.words.reading import Json

FINGERPRINT = f"frontdesk-{__version__}"
FINISHES: dict[Finish, Literal["stop", "length", "tool_calls", "content_filter"]] = {
    "stop": "stop",
    "length": "length",
    "tool_calls": "tool_calls",
    "filtered": "content_filter",
}
CACHE = {"cache_exact": b"exact", "cache_similar": b"similar"}


def render_completion(answer: Answer, *, id_: str, created: int) -> bytes:
    """A `chat.completion` with one choice."""
    message: dict[str, Json] = {
        "role": "assistant",
        "content": content_of(answer),
        "refusal": answer.refusal or None,
        "annotations": [],
    }
    if answer.tool_calls:
        message["tool_calls"] = [_render_call(call) for call in answer.tool_calls]
    choice: Json = {
        "index": 0,
        "message": message,
        "logprobs": None,
        "finish_reason": FINISHES[answer.finish],
    }
    return orjson.dumps(
        {
            "id": id_,
            "object": "chat.completion",
            "created": created,
            "model": plain_model(answer.model),
            "choices": [choice],
            "usage": render_usage(answer.usage),
            "service_tier": "default",
            "system_fingerprint": FINGERPRINT,
        }
    )


def content_of(answer: Answer) -> str | None:
    """The text; of an answer by schema exactly the JSON that met it. None where only tools are
    called or the model refused."""
    if answer.refusal:
        return None
    if answer.parsed is not None:
        return orjson.dumps(answer.parsed).decode()
    return answer.text or (None if answer.tool_calls else "")


def render_usage(usage: Usage) -> dict[str, Json]:
    """Token counts with the details that strict clients expect."""
    return {
        "prompt_tokens": usage.tokens_in,
        "completion_tokens": usage.tokens_out,
        "total_tokens": usage.tokens_in + usage.tokens_out,
        "prompt_tokens_details": {"cached_tokens": usage.cached_in, "audio_tokens": 0},
        "completion_tokens_details": {
            "reasoning_tokens": usage.reasoning,
            "audio_tokens": 0,
            "accepted_prediction_tokens": 0,
            "rejected_prediction_tokens": 0,
        },
    }


def render_headers(answer: Answer) -> list[tuple[bytes, bytes]]:
    """What the answer came by and cost, for programs that look."""
    cost = "unknown" if answer.cost_micro is None else str(answer.cost_micro)
    return [
        (b"x-frontdesk-rung", answer.rung.encode()),
        (b"x-frontdesk-model", answer.model.encode("ascii", "backslashreplace")),
        (b"x-frontdesk-cost-micro", cost.encode()),
        (b"x-frontdesk-cache", CACHE.get(answer.via, b"none")),
    ]


def plain_model(model: str) -> str:
    """`openai/gpt-4o` as the vendor names it: programs look prices and limits up by that."""
    return model.split("/", 1)[-1]


class Chunks:
    """The chunks of one stream. All but the deltas is the same in each, so it is written once."""

    def __init__(self, *, id_: str, created: int, model: str, include_usage: bool) -> None:
        head: dict[str, Json] = {
            "id": id_,
            "object": "chat.completion.chunk",
            "created": created,
            "model": model,
            "service_tier": "default",
            "system_fingerprint": FINGERPRINT,
        }
        self._head = b"data: " + orjson.dumps(head)[:-1]
        usage = b',"usage":null' if include_usage else b""
        self._open = self._head + b',"choices":[{"index":0,"delta":'
        self._going = b',"logprobs":null,"finish_reason":null}]' + usage + b"}\n\n"
        self._usage = usage

    def role(self, *, speaks: bool = True) -> bytes:
        """The first chunk: who answers; its content is null where no words will follow."""
        content = b'""' if speaks else b"null"
        delta = b'{"role":"assistant","content":' + content + b',"refusal":null}'
        return self._open + delta + self._going

    def text(self, text: str) -> bytes:
        return self._open + b'{"content":' + orjson.dumps(text) + b"}" + self._going

    def refusal(self, text: str) -> bytes:
        return self._open + b'{"refusal":' + orjson.dumps(text) + b"}" + self._going

    def tools(self, deltas: tuple[ToolDelta, ...]) -> bytes:
        pieces = [_render_piece(delta) for delta in deltas]
        return self._open + orjson.dumps({"tool_calls": pieces}) + self._going

    def calls(self, calls: tuple[ToolCall, ...]) -> bytes:
        """Whole tool calls as one piece."""
        whole = (
            ToolDelta(index=number, id=call.id, name=call.name, arguments=call.arguments)
            for number, call in enumerate(calls)
        )
        return self.tools(tuple(whole))

    def finish(self, finish: Finish) -> bytes:
        """The chunk that ends the choice."""
        reason = orjson.dumps(FINISHES[finish])
        return (
            self._open
            + b'{},"logprobs":null,"finish_reason":'
            + reason
            + b"}]"
            + self._usage
            + b"}\n\n"
        )

    def usage(self, usage: Usage) -> bytes:
        """The last chunk of a stream whose counts were asked for: no choice, only counts."""
        return self._head + b',"choices":[],"usage":' + orjson.dumps(render_usage(usage)) + b"}\n\n"


DONE = b"data: [DONE]\n\n"


def _render_call(call: ToolCall) -> dict[str, Json]:
    function: Json = {"name": call.name, "arguments": call.arguments}
    return {"id": call.id, "type": "function", "function": function}


def _render_piece(delta: ToolDelta) -> dict[str, Json]:
    """The first piece of a call names it; later ones only add to its arguments."""
    if not delta.id and not delta.name:
        return {"index": delta.index, "function": {"arguments": delta.arguments}}
    function: Json = {"name": delta.name, "arguments": delta.arguments}
    return {"index": delta.index, "id": delta.id, "type": "function", "function": function}
