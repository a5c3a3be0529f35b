"""The fake Gemini is proven by Google's own client."""

import json
from collections.abc import AsyncIterator

import pytest
from google import genai
from google.genai import errors, types

from testing.models.gemini import FakeGemini
from testing.models.script import Asked, Called, Fault, Reply

MODEL = "gemini-3.8-flash"
# Google's client does what aiohttp advises against.
pytestmark = pytest.mark.filterwarnings("ignore:Inheritance class:DeprecationWarning")


def answer(asked: Asked) -> Reply | str:
    if asked.last == "weather":
        return Reply(calls=(Called("weather", '{"city": "Lima"}'), Called("time")))
    if asked.schema is not None:
        return json.dumps({"city": "Lima"})
    return Reply(f"Good day to you, {asked.last}", cached_in=3, reasoning=2)


def made(fake: FakeGemini) -> genai.Client:
    options = types.HttpOptions(base_url=fake.url)
    return genai.Client(api_key="key", http_options=options)


@pytest.fixture
async def fake() -> AsyncIterator[FakeGemini]:
    async with FakeGemini(answer=answer, key="key") as running:
        yield running


@pytest.fixture
async def client(fake: FakeGemini) -> AsyncIterator[genai.client.AsyncClient]:
    async with made(fake).aio as opened:
        yield opened


async def test_a_call_answers_with_usage(client: genai.client.AsyncClient) -> None:
    said = await client.models.generate_content(model=MODEL, contents="Ann")
    assert said.text == "Good day to you, Ann"
    assert said.usage_metadata is not None
    assert said.usage_metadata.candidates_token_count == 5
    assert said.usage_metadata.thoughts_token_count == 2
    assert said.usage_metadata.cached_content_token_count == 3


async def test_a_stream_adds_up(client: genai.client.AsyncClient) -> None:
    stream = await client.models.generate_content_stream(model=MODEL, contents="Ann")
    chunks = [chunk async for chunk in stream]
    assert "".join(chunk.text or "" for chunk in chunks) == "Good day to you, Ann"
    assert chunks[-1].candidates is not None
    assert chunks[-1].candidates[0].finish_reason == types.FinishReason.STOP


async def test_functions_are_called(client: genai.client.AsyncClient) -> None:
    declared = types.FunctionDeclaration(
        name="weather", parameters_json_schema={"type": "object", "properties": {}}
    )
    said = await client.models.generate_content(
        model=MODEL,
        contents="weather",
        config=types.GenerateContentConfig(
            tools=[types.Tool(function_declarations=[declared])],
            automatic_function_calling=types.AutomaticFunctionCallingConfig(disable=True),
        ),
    )
    calls = said.function_calls or []
    assert [(call.name, call.args) for call in calls] == [
        ("weather", {"city": "Lima"}),
        ("time", {}),
    ]


async def test_a_schema_is_kept(client: genai.client.AsyncClient, fake: FakeGemini) -> None:
    schema = {"type": "object", "properties": {"city": {"type": "string"}}}
    said = await client.models.generate_content(
        model=MODEL,
        contents="home",
        config=types.GenerateContentConfig(
            response_mime_type="application/json", response_json_schema=schema
        ),
    )
    assert said.text == '{"city": "Lima"}'
    assert fake.requests[0].schema == schema


async def test_images_and_system_are_heard(
    client: genai.client.AsyncClient, fake: FakeGemini
) -> None:
    picture = types.Part.from_bytes(data=b"x", mime_type="image/png")
    await client.models.generate_content(
        model=MODEL,
        contents=["What is it?", picture],
        config=types.GenerateContentConfig(system_instruction="Be brief."),
    )
    assert fake.requests[0].system == "Be brief."
    assert (fake.requests[0].last, fake.requests[0].messages[1].images) == ("What is it?", 1)


async def test_embeddings_are_the_same_again(client: genai.client.AsyncClient) -> None:
    first = await client.models.embed_content(model="gemini-embedding-001", contents=["a", "b"])
    again = await client.models.embed_content(model="gemini-embedding-001", contents="a")
    assert first.embeddings is not None
    assert again.embeddings is not None
    assert len(first.embeddings) == 2
    assert first.embeddings[0].values == again.embeddings[0].values


async def test_models_are_listed(client: genai.client.AsyncClient, fake: FakeGemini) -> None:
    fake.behaviour.models = ("one", "two")
    listed = [model.name async for model in await client.models.list()]
    assert listed == ["models/one", "models/two"]


CODES: dict[Fault, int] = {
    "error_500": 500,
    "overloaded": 503,
    "rate_limited": 429,
    "no_credit": 429,
    "bad_key": 400,
    "unknown_model": 404,
    "too_long": 400,
}


@pytest.mark.parametrize("fault", CODES)
async def test_each_error_is_known_to_the_client(
    client: genai.client.AsyncClient, fake: FakeGemini, fault: Fault
) -> None:
    fake.plan(fault)
    with pytest.raises(errors.APIError) as problem:
        await client.models.generate_content(model=MODEL, contents="Ann")
    assert problem.value.code == CODES[fault]
    assert problem.value.status


async def test_a_stopped_prompt_says_why(
    client: genai.client.AsyncClient, fake: FakeGemini
) -> None:
    fake.plan("blocked")
    said = await client.models.generate_content(model=MODEL, contents="Ann")
    assert said.prompt_feedback is not None
    assert said.prompt_feedback.block_reason == types.BlockedReason.SAFETY
    assert said.text is None
