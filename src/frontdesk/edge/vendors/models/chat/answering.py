"""A chat completions answer turned into a Completion, and each chunk of a stream into a Delta."""

from collections.abc import Mapping

from frontdesk.ability.gateway import (
    Allowance,
    Completion,
    Delta,
    Finish,
    ToolCall,
    ToolDelta,
    Usage,
    Vectors,
)
from frontdesk.edge.vendors.models import failing
from frontdesk.edge.vendors.models.shapes import JsonMap, count_of, list_of, map_of, text_of
from frontdesk.ground.words.reading import Json

FINISHES: Mapping[str, Finish] = {
    "length": "length",
    "max_tokens": "length",
    "tool_calls": "tool_calls",
    "function_call": "tool_calls",
    "content_filter": "filtered",
}


def read_completion(vendor: str, answer: JsonMap, allowance: Allowance) -> Completion:
    """The first choice. Raises `bad_answer` without one, `filtered` or `empty` with an empty one."""
    choices = list_of(answer.get("choices"))
    if not choices:
        raise failing.fail(vendor, "bad_answer", "the answer has no choices")
    choice = map_of(choices[0])
    message = map_of(choice.get("message"))
    calls = tuple(_read_call(map_of(call)) for call in list_of(message.get("tool_calls")))
    finish = FINISHES.get(text_of(choice.get("finish_reason")), "stop")
    completion = Completion(
        text=read_content(message.get("content")),
        tool_calls=calls,
        finish="tool_calls" if calls and finish == "stop" else finish,
        usage=read_usage(answer.get("usage")),
        model=text_of(answer.get("model")),
        vendor_id=text_of(answer.get("id")),
        refusal=text_of(message.get("refusal")),
        allowance=allowance,
    )
    return failing.check_said(vendor, completion)


def read_content(content: Json) -> str:
    """The text of a message: some servers give it in parts."""
    if isinstance(content, str):
        return content
    return "".join(text_of(map_of(part).get("text")) for part in list_of(content))


def _read_call(call: JsonMap) -> ToolCall:
    function = map_of(call.get("function"))
    name = text_of(function.get("name"))
    return ToolCall(text_of(call.get("id")) or name, name, text_of(function.get("arguments")))


def read_usage(usage: Json) -> Usage | None:
    """Tokens as the vendor counted them; None where it did not."""
    if not isinstance(usage, Mapping):
        return None
    told = map_of(usage.get("prompt_tokens_details"))
    said = map_of(usage.get("completion_tokens_details"))
    return Usage(
        tokens_in=count_of(usage.get("prompt_tokens")),
        tokens_out=count_of(usage.get("completion_tokens")),
        cached_in=count_of(told.get("cached_tokens")),
        cache_write=count_of(told.get("cache_write_tokens")),
        reasoning=count_of(said.get("reasoning_tokens")),
    )


def read_delta(chunk: JsonMap) -> Delta:
    """One chunk; the one with the usage has no choices."""
    choices = list_of(chunk.get("choices"))
    usage = chunk.get("usage")
    choice = map_of(choices[0]) if choices else {}
    delta = map_of(choice.get("delta"))
    finish = choice.get("finish_reason")
    calls = delta.get("tool_calls")
    return Delta(
        text=read_content(delta.get("content")),
        refusal=text_of(delta.get("refusal")),
        tools=tuple(map(_read_tool, list_of(calls))) if calls else (),
        finish=FINISHES.get(str(finish), "stop") if finish else None,
        usage=read_usage(usage) if usage else None,
        model=text_of(chunk.get("model")),
        vendor_id=text_of(chunk.get("id")),
    )


def _read_tool(item: Json) -> ToolDelta:
    call = map_of(item)
    function = map_of(call.get("function"))
    return ToolDelta(
        count_of(call.get("index")),
        text_of(call.get("id")),
        text_of(function.get("name")),
        text_of(function.get("arguments")),
    )


def read_vectors(vendor: str, answer: JsonMap, count: int) -> Vectors:
    """The vectors in the order of the texts. Raises `bad_answer` when one is missing."""
    items = [map_of(item) for item in list_of(answer.get("data"))]
    items.sort(key=lambda item: count_of(item.get("index")))
    vectors = tuple(read_vector(item.get("embedding")) for item in items)
    return failing.check_vectors(
        vendor,
        Vectors(vectors, read_usage(answer.get("usage")), text_of(answer.get("model"))),
        count,
    )


def read_vector(numbers: Json) -> tuple[float, ...]:
    return tuple(float(one) for one in list_of(numbers) if isinstance(one, int | float))
