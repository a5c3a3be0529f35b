"""The fake OpenAI is proven by OpenAI's own client, and by itself as a process of its own."""

import asyncio
import json
import sys
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator
from pathlib import Path

import openai
import pytest
from pydantic import BaseModel

from frontdesk.ground.kit.http import HttpClient
from testing.models.openai import FakeOpenAI
from testing.models.script import Asked, Behaviour, Called, Fault, Reply

ROOT = Path(__file__).parents[2]
WEATHER = {
    "type": "object",
    "properties": {"city": {"type": "string"}},
    "required": ["city"],
    "additionalProperties": False,
}


class Home(BaseModel):
    """What a structured answer holds."""

    city: str
    rooms: int


def answer(asked: Asked) -> Reply | str:
    if asked.last == "weather":
        return Reply(calls=(Called("weather", '{"city": "Lima is far away"}'), Called("time")))
    if asked.schema is not None:
        return json.dumps({"city": "Lima", "rooms": 3})
    return Reply(f"Good day to you, {asked.last}", cached_in=3, reasoning=2)


@pytest.fixture
async def fake() -> AsyncIterator[FakeOpenAI]:
    async with FakeOpenAI(answer=answer, key="key") as running:
        yield running


@pytest.fixture
async def client(fake: FakeOpenAI) -> AsyncIterator[openai.AsyncOpenAI]:
    async with openai.AsyncOpenAI(api_key="key", base_url=fake.url, max_retries=0) as made:
        yield made


async def test_chat_answers_with_usage(client: openai.AsyncOpenAI) -> None:
    said = await client.chat.completions.create(
        model="gpt-4o-mini", messages=[{"role": "user", "content": "Ann"}]
    )
    assert said.choices[0].message.content == "Good day to you, Ann"
    assert said.choices[0].finish_reason == "stop"
    assert said.usage is not None
    assert (said.usage.prompt_tokens, said.usage.completion_tokens) == (5, 7)
    assert said.usage.prompt_tokens_details is not None
    assert said.usage.prompt_tokens_details.cached_tokens == 3


async def test_chat_streams_with_usage_last(client: openai.AsyncOpenAI) -> None:
    stream = await client.chat.completions.create(
        model="gpt-4o-mini",
        messages=[{"role": "user", "content": "Ann"}],
        stream=True,
        stream_options={"include_usage": True},
    )
    chunks = [chunk async for chunk in stream]
    text = "".join(c.choices[0].delta.content or "" for c in chunks if c.choices)
    assert text == "Good day to you, Ann"
    assert chunks[-2].choices[0].finish_reason == "stop"
    assert chunks[-1].choices == []
    assert chunks[-1].usage is not None
    assert chunks[-1].usage.total_tokens == 12


async def test_chat_calls_tools_in_pieces(client: openai.AsyncOpenAI) -> None:
    async with client.chat.completions.stream(
        model="gpt-4o-mini",
        messages=[{"role": "user", "content": "weather"}],
        tools=[{"type": "function", "function": {"name": "weather", "parameters": WEATHER}}],
    ) as stream:
        final = await stream.get_final_completion()
    calls = final.choices[0].message.tool_calls or []
    assert [call.function.name for call in calls] == ["weather", "time"]
    assert calls[0].function.arguments == '{"city": "Lima is far away"}'
    assert final.choices[0].finish_reason == "tool_calls"


async def test_chat_keeps_to_a_schema(client: openai.AsyncOpenAI) -> None:
    parsed = await client.chat.completions.parse(
        model="gpt-4o-mini", messages=[{"role": "user", "content": "home"}], response_format=Home
    )
    assert parsed.choices[0].message.parsed == Home(city="Lima", rooms=3)


async def test_what_is_not_told_is_made_up() -> None:
    async with (
        FakeOpenAI() as fake,
        openai.AsyncOpenAI(api_key="any", base_url=fake.url) as client,
    ):
        parsed = await client.chat.completions.parse(
            model="gpt-4o-mini", messages=[{"role": "user", "content": "x"}], response_format=Home
        )
        assert parsed.choices[0].message.parsed == Home(city="word", rooms=1)


async def test_images_and_system_are_heard(fake: FakeOpenAI, client: openai.AsyncOpenAI) -> None:
    await client.chat.completions.create(
        model="gpt-4o-mini",
        messages=[
            {"role": "system", "content": "Be brief."},
            {
                "role": "user",
                "content": [
                    {"type": "text", "text": "What is it?"},
                    {"type": "image_url", "image_url": {"url": "data:image/png;base64,AA=="}},
                ],
            },
        ],
    )
    assert fake.requests[0].system == "Be brief."
    assert (fake.requests[0].last, fake.requests[0].messages[1].images) == ("What is it?", 1)


async def test_embeddings_are_the_same_again(client: openai.AsyncOpenAI) -> None:
    first = await client.embeddings.create(model="text-embedding-3-small", input=["a", "b"])
    again = await client.embeddings.create(model="text-embedding-3-small", input="a")
    assert len(first.data) == 2
    assert first.data[0].embedding == again.data[0].embedding
    assert first.data[0].embedding != first.data[1].embedding


async def test_models_are_listed(client: openai.AsyncOpenAI, fake: FakeOpenAI) -> None:
    fake.behaviour.models = ("one", "two")
    assert [model.id async for model in client.models.list()] == ["one", "two"]


async def test_responses_answer_and_stream(client: openai.AsyncOpenAI) -> None:
    whole = await client.responses.create(model="gpt-4o-mini", input="Ann")
    assert whole.output_text == "Good day to you, Ann"
    async with client.responses.stream(model="gpt-4o-mini", input="Ann") as stream:
        final = await stream.get_final_response()
    assert final.output_text == whole.output_text
    assert final.usage is not None
    assert final.usage.output_tokens == 7


async def test_responses_call_tools(client: openai.AsyncOpenAI) -> None:
    async with client.responses.stream(
        model="gpt-4o-mini",
        input=[{"role": "user", "content": "weather"}],
        tools=[{"type": "function", "name": "weather", "parameters": WEATHER, "strict": True}],
    ) as stream:
        final = await stream.get_final_response()
    calls = [item for item in final.output if item.type == "function_call"]
    assert [call.name for call in calls] == ["weather", "time"]
    assert calls[0].arguments == '{"city": "Lima is far away"}'


async def test_responses_keep_to_a_schema(client: openai.AsyncOpenAI) -> None:
    parsed = await client.responses.parse(model="gpt-4o-mini", input="home", text_format=Home)
    assert parsed.output_parsed == Home(city="Lima", rooms=3)


ERRORS: dict[Fault, type[openai.APIError]] = {
    "error_500": openai.InternalServerError,
    "overloaded": openai.InternalServerError,
    "rate_limited": openai.RateLimitError,
    "no_credit": openai.RateLimitError,
    "bad_key": openai.AuthenticationError,
    "unknown_model": openai.NotFoundError,
    "too_long": openai.BadRequestError,
    "cut_at_once": openai.APIConnectionError,
}


@pytest.mark.parametrize("fault", ERRORS)
async def test_each_error_is_known_to_the_client(
    fake: FakeOpenAI, client: openai.AsyncOpenAI, fault: Fault
) -> None:
    fake.plan(fault)
    with pytest.raises(ERRORS[fault]) as problem:
        await client.chat.completions.create(
            model="gpt-4o-mini", messages=[{"role": "user", "content": "Ann"}]
        )
    assert type(problem.value) is ERRORS[fault]


async def test_a_limit_says_when_to_come_again(
    fake: FakeOpenAI, client: openai.AsyncOpenAI
) -> None:
    fake.plan("rate_limited")
    with pytest.raises(openai.RateLimitError) as problem:
        await client.responses.create(model="gpt-4o-mini", input="Ann")
    assert problem.value.response.headers["retry-after"] == "20"


BREAKS: dict[Fault, type[Exception]] = {
    "error_event": openai.APIError,
    "bad_json": json.JSONDecodeError,
    "cut": openai.APIConnectionError,
}


@pytest.mark.parametrize("fault", BREAKS)
async def test_a_stream_breaks_in_the_middle(
    fake: FakeOpenAI, client: openai.AsyncOpenAI, fault: Fault
) -> None:
    fake.plan(fault)
    stream = await client.chat.completions.create(
        model="gpt-4o-mini", messages=[{"role": "user", "content": "Ann"}], stream=True
    )
    with pytest.raises(BREAKS[fault]):
        [chunk async for chunk in stream]


async def test_it_runs_as_a_process_of_its_own() -> None:
    command = (sys.executable, "-m", "testing.models.openai", "--text", "Hi", "--key", "key")
    process = await asyncio.create_subprocess_exec(*command, cwd=ROOT, stdout=PIPE)
    try:
        assert process.stdout is not None
        url = (await process.stdout.readline()).decode().strip()
        async with openai.AsyncOpenAI(api_key="key", base_url=url, max_retries=0) as client:
            said = await client.responses.create(model="any", input="Ann")
            assert said.output_text == "Hi"
            async with HttpClient() as http:
                plan = f"{url.removesuffix('/v1')}/fake/plan"
                await http.send_request("POST", plan, timeout_s=5, json=["bad_key"])
            with pytest.raises(openai.AuthenticationError):
                await client.responses.create(model="any", input="Ann")
        process.terminate()
        assert await process.wait() == 0
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


async def test_a_delay_passes_before_the_answer() -> None:
    async with (
        FakeOpenAI(behaviour=Behaviour(delay_s=0.2)) as fake,
        openai.AsyncOpenAI(api_key="any", base_url=fake.url, max_retries=0) as client,
    ):
        with pytest.raises(openai.APITimeoutError):
            await client.responses.create(model="any", input="Ann", timeout=0.05)
