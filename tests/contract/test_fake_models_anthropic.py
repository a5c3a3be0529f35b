"""The fake Anthropic is proven by Anthropic's own client."""

import json
from collections.abc import AsyncIterator

import anthropic
import pytest
from anthropic.types import MessageParam, ToolParam

from testing.models.anthropic import FakeAnthropic
from testing.models.script import Asked, Called, Fault, Reply

WEATHER: ToolParam = {
    "name": "weather",
    "input_schema": {"type": "object", "properties": {"city": {"type": "string"}}},
}
ANN: list[MessageParam] = [{"role": "user", "content": "Ann"}]


def answer(asked: Asked) -> Reply | str:
    if asked.last == "weather":
        return Reply("Let me see.", (Called("weather", '{"city": "Lima is far away"}'),))
    if asked.schema is not None:
        return json.dumps({"city": "Lima"})
    return Reply(f"Good day to you, {asked.last}", cached_in=3)


@pytest.fixture
async def fake() -> AsyncIterator[FakeAnthropic]:
    async with FakeAnthropic(answer=answer, key="key") as running:
        yield running


@pytest.fixture
async def client(fake: FakeAnthropic) -> AsyncIterator[anthropic.AsyncAnthropic]:
    async with anthropic.AsyncAnthropic(api_key="key", base_url=fake.url, max_retries=0) as made:
        yield made


async def test_a_message_answers_with_usage(client: anthropic.AsyncAnthropic) -> None:
    said = await client.messages.create(model="claude-haiku-5-5", max_tokens=50, messages=ANN)
    assert [block.text for block in said.content if block.type == "text"] == [
        "Good day to you, Ann"
    ]
    assert said.stop_reason == "end_turn"
    assert (said.usage.input_tokens, said.usage.cache_read_input_tokens) == (2, 3)


async def test_a_stream_adds_up_to_the_message(client: anthropic.AsyncAnthropic) -> None:
    async with client.messages.stream(
        model="claude-haiku-5-5", max_tokens=50, messages=ANN
    ) as stream:
        text = "".join([word async for word in stream.text_stream])
        final = await stream.get_final_message()
    assert text == "Good day to you, Ann"
    assert final.stop_reason == "end_turn"
    assert final.usage.output_tokens == 5


async def test_a_tool_call_comes_in_pieces(client: anthropic.AsyncAnthropic) -> None:
    async with client.messages.stream(
        model="claude-haiku-5-5",
        max_tokens=50,
        messages=[{"role": "user", "content": "weather"}],
        tools=[WEATHER],
    ) as stream:
        final = await stream.get_final_message()
    calls = [block for block in final.content if block.type == "tool_use"]
    assert [(call.name, call.input) for call in calls] == [
        ("weather", {"city": "Lima is far away"})
    ]
    assert final.stop_reason == "tool_use"


async def test_a_forced_tool_is_called(client: anthropic.AsyncAnthropic) -> None:
    async with FakeAnthropic() as plain:
        final = await client.with_options(base_url=plain.url).messages.create(
            model="claude-haiku-4-5",
            max_tokens=50,
            messages=ANN,
            tools=[WEATHER],
            tool_choice={"type": "tool", "name": "weather"},
        )
    assert [block.input for block in final.content if block.type == "tool_use"] == [
        {"city": "word"}
    ]


async def test_an_output_format_is_kept(client: anthropic.AsyncAnthropic) -> None:
    final = await client.messages.create(
        model="claude-haiku-5-5",
        max_tokens=50,
        messages=ANN,
        output_config={
            "format": {
                "type": "json_schema",
                "schema": {"type": "object", "properties": {"city": {"type": "string"}}},
            }
        },
    )
    assert [block.text for block in final.content if block.type == "text"] == ['{"city": "Lima"}']


async def test_results_images_and_system_are_heard(
    fake: FakeAnthropic, client: anthropic.AsyncAnthropic
) -> None:
    await client.messages.create(
        model="claude-haiku-5-5",
        max_tokens=50,
        system="Be brief.",
        messages=[
            {
                "role": "user",
                "content": [
                    {"type": "text", "text": "What is it?"},
                    {
                        "type": "image",
                        "source": {"type": "base64", "media_type": "image/png", "data": "AA=="},
                    },
                ],
            },
            {
                "role": "assistant",
                "content": [{"type": "tool_use", "id": "t1", "name": "weather", "input": {}}],
            },
            {
                "role": "user",
                "content": [{"type": "tool_result", "tool_use_id": "t1", "content": "sunny"}],
            },
        ],
    )
    heard = fake.requests[0]
    assert heard.system == "Be brief."
    assert [(one.role, one.text, one.images) for one in heard.messages[1:]] == [
        ("user", "What is it?", 1),
        ("assistant", "", 0),
        ("tool", "sunny", 0),
    ]


async def test_models_are_listed(client: anthropic.AsyncAnthropic, fake: FakeAnthropic) -> None:
    fake.behaviour.models = ("one", "two")
    assert [model.id async for model in client.models.list()] == ["one", "two"]


ERRORS: dict[Fault, type[anthropic.APIError]] = {
    "error_500": anthropic.InternalServerError,
    "overloaded": anthropic.InternalServerError,
    "rate_limited": anthropic.RateLimitError,
    "no_credit": anthropic.BadRequestError,
    "bad_key": anthropic.AuthenticationError,
    "unknown_model": anthropic.NotFoundError,
    "too_long": anthropic.BadRequestError,
    "cut_at_once": anthropic.APIConnectionError,
}


@pytest.mark.parametrize("fault", ERRORS)
async def test_each_error_is_known_to_the_client(
    fake: FakeAnthropic, client: anthropic.AsyncAnthropic, fault: Fault
) -> None:
    fake.plan(fault)
    with pytest.raises(ERRORS[fault]):
        await client.messages.create(model="claude-haiku-5-5", max_tokens=50, messages=ANN)


async def test_an_error_event_ends_the_stream(
    fake: FakeAnthropic, client: anthropic.AsyncAnthropic
) -> None:
    fake.plan("overloaded_event")
    async with client.messages.stream(
        model="claude-haiku-5-5", max_tokens=50, messages=ANN
    ) as stream:
        with pytest.raises(anthropic.APIStatusError, match="Overloaded"):
            await stream.get_final_message()


async def test_what_is_missing_is_refused(client: anthropic.AsyncAnthropic) -> None:
    with pytest.raises(anthropic.BadRequestError, match="max_tokens"):
        await client.post("/v1/messages", body={"model": "x", "messages": []}, cast_to=object)
