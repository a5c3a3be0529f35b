"""When a stream of chat completions has really ended, and what it may leave out."""

import pytest

from frontdesk.ability.gateway import Ask, Delta, Failure, FailureKind, Message
from frontdesk.edge.providers.openai.provider import PROVIDER
from frontdesk.ground.kit.http import HttpClient
from frontdesk.ground.words.reading import Json
from tests.unit.edge.providers.opened import open_on, saying


def word(text: str, finish: str | None = None) -> Json:
    return {"choices": [{"index": 0, "delta": {"content": text}, "finish_reason": finish}]}


async def gather(*chunks: Json, then_s: float = 0.0) -> list[Delta]:
    async with saying(*chunks, then_s=then_s) as url, HttpClient() as http:
        client = open_on(PROVIDER, http, OPENAI_BASE_URL=url)
        ask = Ask("m", (Message("user", "Ann"),))
        return [delta async for delta in client.stream(ask, timeout_s=20, idle_s=0.5)]


async def kind(*chunks: Json, then_s: float = 0.0) -> FailureKind:
    with pytest.raises(Failure) as failure:
        await gather(*chunks, then_s=then_s)
    return failure.value.kind


def text(deltas: list[Delta]) -> str:
    return "".join(delta.text for delta in deltas)


async def test_a_finish_reason_is_an_end() -> None:
    assert text(await gather(word("Good "), word("day", "stop"))) == "Good day"


async def test_silence_after_the_finish_is_no_stall() -> None:
    deltas = await gather(word("Good "), word("day", "stop"), then_s=10)
    assert text(deltas) == "Good day"


async def test_an_end_mark_alone_is_an_end() -> None:
    assert text(await gather(word("Good day"), "[DONE]")) == "Good day"


async def test_what_follows_the_end_mark_is_not_read() -> None:
    assert text(await gather(word("Good day", "stop"), "[DONE]", word(" and more"))) == "Good day"


async def test_silence_between_words_is_a_stall() -> None:
    assert await kind(word("Good "), then_s=10) == "stalled"


async def test_no_end_at_all_is_a_cut() -> None:
    assert await kind(word("Good ")) == "cut"


async def test_blank_words_are_an_empty_answer() -> None:
    assert await kind(word("  "), word("\n", "stop"), "[DONE]") == "empty"


async def test_a_filter_without_words_is_filtered() -> None:
    assert await kind(word("", "content_filter"), "[DONE]") == "filtered"


async def test_an_error_among_the_events_is_told() -> None:
    error: Json = {"error": {"message": "The model is overloaded", "code": 503}}
    assert await kind(word("Good "), error) == "overloaded"
    assert await kind({"object": "error", "message": "out", "code": 500}) == "server_error"


async def test_counts_may_come_after_the_finish() -> None:
    usage: Json = {"choices": [], "usage": {"prompt_tokens": 3, "completion_tokens": 2}}
    deltas = await gather(word("Good day", "stop"), usage, "[DONE]")
    assert [delta.usage.tokens_in for delta in deltas if delta.usage] == [3]
