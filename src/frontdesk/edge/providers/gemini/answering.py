"""A generateContent answer turned into a Completion, and each chunk of a stream into a Delta."""

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
    "MAX_TOKENS": "length",
    "SAFETY": "filtered",
    "RECITATION": "filtered",
    "BLOCKLIST": "filtered",
    "PROHIBITED_CONTENT": "filtered",
    "SPII": "filtered",
    "LANGUAGE": "filtered",
    "MODEL_ARMOR": "filtered",
}
# The model broke off over its own tool call or format: asking again may help.
BROKEN = (
    "MALFORMED_FUNCTION_CALL",
    "UNEXPECTED_TOOL_CALL",
    "TOO_MANY_TOOL_CALLS",
    "MISSING_THOUGHT_SIGNATURE",
    "MALFORMED_RESPONSE",
)


def read_completion(vendor: str, answer: JsonMap, allowance: Allowance) -> Completion:
    """The first candidate. Raises `filtered` for a stopped prompt, `bad_answer` without one."""
    reader = Reader(vendor)
    delta = reader.read(answer)
    if not reader.candidates:
        raise failing.fail(vendor, "bad_answer", "the answer has no candidates")
    completion = Completion(
        text=delta.text,
        tool_calls=tuple(ToolCall(call.id, call.name, call.arguments) for call in delta.tools),
        finish=delta.finish or "stop",
        usage=delta.usage,
        model=delta.model,
        vendor_id=delta.vendor_id,
        allowance=allowance,
    )
    return failing.check_said(vendor, completion)


class Reader:
    """Chunks in, Deltas out; it counts chunks, candidates and calls."""

    def __init__(self, vendor: str) -> None:
        self.chunks = self.candidates = 0
        self._calls = 0
        self._vendor = vendor

    def read(self, chunk: JsonMap) -> Delta:
        """What a chunk adds to the answer. Raises `filtered` when the prompt was stopped."""
        self.chunks += 1
        if blocked := map_of(chunk.get("promptFeedback")).get("blockReason"):
            raise failing.fail(self._vendor, "filtered", f"the prompt was blocked: {blocked}")
        candidates = list_of(chunk.get("candidates"))
        self.candidates += len(candidates)
        candidate = map_of(candidates[0]) if candidates else {}
        parts = [map_of(part) for part in list_of(map_of(candidate.get("content")).get("parts"))]
        told = [text_of(part.get("text")) for part in parts if not part.get("thought")]
        tools = tuple(self._read_call(part) for part in parts if "functionCall" in part)
        finish = self._finish(text_of(candidate.get("finishReason")))
        # Every chunk counts what there was so far: only the last counts are told.
        last = finish is not None or not candidates
        return Delta(
            text="".join(told),
            tools=tools,
            finish=finish,
            usage=_read_usage(chunk.get("usageMetadata")) if last else None,
            model=text_of(chunk.get("modelVersion")),
            vendor_id=text_of(chunk.get("responseId")),
        )

    def _read_call(self, part: JsonMap) -> ToolDelta:
        call = map_of(part["functionCall"])
        index, self._calls = self._calls, self._calls + 1
        given = orjson.dumps(call.get("args") or {}).decode()
        name = text_of(call.get("name"))
        return ToolDelta(index, text_of(call.get("id")) or f"{name}-{index}", name, given)

    def _finish(self, reason: str) -> Finish | None:
        if reason in BROKEN:
            raise failing.fail(self._vendor, "bad_answer", f"finished by {reason}")
        if not reason or reason == "FINISH_REASON_UNSPECIFIED":
            return None
        return FINISHES.get(reason, "tool_calls" if self._calls else "stop")


def _read_usage(usage: Json) -> Usage | None:
    if not isinstance(usage, Mapping):
        return None
    thoughts = count_of(usage.get("thoughtsTokenCount"))
    read = count_of(usage.get("promptTokenCount")) + count_of(usage.get("toolUsePromptTokenCount"))
    return Usage(
        tokens_in=read,
        tokens_out=count_of(usage.get("candidatesTokenCount")) + thoughts,
        cached_in=count_of(usage.get("cachedContentTokenCount")),
        reasoning=thoughts,
    )
