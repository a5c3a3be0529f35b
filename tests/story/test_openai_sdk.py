"""OpenAI's own client talks to `/v1` as to OpenAI: answers, streams, tools, schemas, errors, budgets."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from typing import Any

import openai
import pytest
from openai.types.chat import ChatCompletionToolParam
from pydantic import BaseModel

from frontdesk.edge.http.openai.door import ROUTES
from frontdesk.ground.kit.clock import SystemClock
from testing.models.openai import FakeOpenAI
from testing.models.script import Asked, Behaviour, Called, Fault, Reply
from tests.story import openai_door
from tests.story.openai_door import Program

pytestmark = pytest.mark.store

MODEL = "openai/gpt-4o-mini"
HELLO: Any = [{"role": "user", "content": "hello"}]
TOOLS: list[ChatCompletionToolParam] = [
    {
        "type": "function",
        "function": {
            "name": "look_up",
            "parameters": {
                "type": "object",
                "properties": {"street": {"type": "string"}},
                "required": ["street"],
            },
        },
    }
]


@contextlib.asynccontextmanager
async def opened(database_url: str, fake: FakeOpenAI, **variables: str) -> AsyncIterator[Program]:
    """A house whose models are asked at the fake."""
    environment = {"OPENAI_API_KEY": "sk-fake", "OPENAI_BASE_URL": fake.url, **variables}
    async with openai_door.open_program(database_url, environment=environment) as program:
        yield program


@pytest.fixture
async def fake() -> AsyncIterator[FakeOpenAI]:
    async with FakeOpenAI() as running:
        yield running


@pytest.fixture
async def program(database_url: str, fake: FakeOpenAI) -> AsyncIterator[Program]:
    async with opened(database_url, fake) as running:
        yield running


async def ledger(program: Program) -> list[dict[str, Any]]:
    """What was written down, once it is."""
    await program.home.line.gateway.refresh()
    return await program.home.rows("select * from model_calls order by at")


async def test_a_chat_is_answered_and_booked(program: Program, fake: FakeOpenAI) -> None:
    fake.answer = lambda _: Reply("Hello yourself", tokens_in=12, tokens_out=3)
    answer = await program.sdk().chat.completions.create(
        model=MODEL, messages=HELLO, temperature=0.1, max_tokens=40, stop="END", seed=3, user="u"
    )
    (row,) = await ledger(program)
    sent = fake.requests[-1].body
    assert answer.choices[0].message.content == "Hello yourself"
    assert answer.choices[0].message.refusal is None
    assert answer.choices[0].finish_reason == "stop"
    assert answer.usage is not None
    assert (answer.usage.prompt_tokens, answer.usage.total_tokens) == (12, 15)
    assert (row["purpose"], row["outcome"], row["tokens_in"], row["rung"]) == (
        "chat",
        "ok",
        12,
        "full",
    )
    assert row["cost_micro"] is not None
    assert f"chatcmpl-{row['trace_id']}" == answer.id
    assert (sent["model"], sent["temperature"], sent["seed"]) == ("gpt-4o-mini", 0.1, 3)


async def test_raw_headers_say_what_it_cost(program: Program, fake: FakeOpenAI) -> None:
    raw = await program.sdk().chat.completions.with_raw_response.create(model=MODEL, messages=HELLO)
    (row,) = await ledger(program)
    assert raw.headers["x-request-id"] == row["trace_id"]
    assert raw.headers["x-frontdesk-cost-micro"] == str(row["cost_micro"])
    assert raw.headers["x-frontdesk-model"] == MODEL
    assert raw.headers["x-frontdesk-rung"] == "full"
    assert int(raw.headers["x-ratelimit-remaining-requests"]) > 0
    assert raw.parse().choices[0].message.content


async def test_a_stream_ends_with_its_counts(program: Program, fake: FakeOpenAI) -> None:
    fake.answer = lambda _: Reply("one two three four", tokens_in=9, tokens_out=4)
    stream = await program.sdk().chat.completions.create(
        model=MODEL, messages=HELLO, stream=True, stream_options={"include_usage": True}
    )
    chunks = [chunk async for chunk in stream]
    text = [one.choices[0].delta.content for one in chunks if one.choices]
    (row,) = await ledger(program)
    assert "".join(part or "" for part in text) == "one two three four"
    assert len([part for part in text if part]) == 4
    assert chunks[0].choices[0].delta.role == "assistant"
    assert chunks[-2].choices[0].finish_reason == "stop"
    assert chunks[-1].usage is not None
    assert chunks[-1].usage.total_tokens == 13
    assert {one.model for one in chunks} == {"gpt-4o-mini"}
    assert (row["streamed"], row["tokens_out"], row["outcome"]) == (True, 4, "ok")
    assert row["first_ms"] is not None


@pytest.mark.parametrize("stream", [True, False])
async def test_tools_are_called_and_answered(
    program: Program, fake: FakeOpenAI, stream: bool
) -> None:
    fake.answer = lambda _: Reply(calls=(Called("look_up", '{"street": "Oak Street"}'),))
    client = program.sdk()
    if stream:
        async with client.chat.completions.stream(
            model=MODEL, messages=HELLO, tools=TOOLS, tool_choice="required"
        ) as events:
            answer: Any = await events.get_final_completion()
    else:
        answer = await client.chat.completions.create(
            model=MODEL, messages=HELLO, tools=TOOLS, parallel_tool_calls=False
        )
    (call,) = answer.choices[0].message.tool_calls
    assert answer.choices[0].finish_reason == "tool_calls"
    assert answer.choices[0].message.content is None
    assert (call.type, call.function.name) == ("function", "look_up")
    assert call.function.arguments == '{"street": "Oak Street"}'
    fake.answer = lambda _: "It has two floors."
    after = await client.chat.completions.create(
        model=MODEL,
        messages=[
            *HELLO,
            answer.choices[0].message.model_dump(
                exclude_none=True, exclude={"parsed", "annotations"}
            ),
            {"role": "tool", "tool_call_id": call.id, "content": "two floors"},
        ],
    )
    assert after.choices[0].message.content == "It has two floors."
    assert [one.role for one in fake.requests[-1].messages] == ["user", "assistant", "tool"]


class House(BaseModel):
    """What the model is to find."""

    street: str
    rooms: int


@pytest.mark.parametrize(
    "said", ['{"street": "Oak", "rooms": 3}', '```json\n{"street":"Oak","rooms":3}\n```']
)
async def test_a_schema_is_parsed_by_the_client(
    program: Program, fake: FakeOpenAI, said: str
) -> None:
    fake.answer = lambda _: said
    client = program.sdk()
    answer = await client.chat.completions.parse(model=MODEL, messages=HELLO, response_format=House)
    async with client.chat.completions.stream(
        model=MODEL, messages=HELLO, response_format=House
    ) as events:
        streamed = await events.get_final_completion()
    assert answer.choices[0].message.parsed == House(street="Oak", rooms=3)
    assert streamed.choices[0].message.parsed == House(street="Oak", rooms=3)


async def test_embeddings_are_the_vendors(program: Program, fake: FakeOpenAI) -> None:
    client = program.sdk()
    packed = await client.embeddings.create(model="text-embedding-3-small", input=["a", "b"])
    plain = await client.embeddings.create(
        model="openai/text-embedding-3-small", input="a", encoding_format="float"
    )
    assert [one.index for one in packed.data] == [0, 1]
    assert plain.data[0].embedding == pytest.approx(packed.data[0].embedding, abs=1e-6)
    assert packed.usage.prompt_tokens == 2
    assert [row["purpose"] for row in await ledger(program)] == ["embed", "embed"]


async def test_models_are_listed_and_found(program: Program, fake: FakeOpenAI) -> None:
    client = program.sdk()
    listed = [model.id async for model in client.models.list()]
    one = await client.models.retrieve(MODEL)
    usual = program.home.house.registry.providers["openai"]
    assert listed[0] == "frontdesk"
    assert {f"openai/{name}" for name in (usual.model, usual.economy, usual.embedding)} < set(
        listed
    )
    assert (one.id, one.object, one.owned_by) == (MODEL, "model", "openai")
    assert fake.requests == []


async def test_each_metered_route_is_booked(program: Program, fake: FakeOpenAI) -> None:
    """No route reaches a model past the ledger."""
    client = program.sdk()

    async def list_models() -> object:
        return [model async for model in client.models.list()]

    calls: dict[str, Callable[[], Any]] = {
        "/v1/chat/completions": lambda: client.chat.completions.create(model=MODEL, messages=HELLO),
        "/v1/embeddings": lambda: client.embeddings.create(model="frontdesk", input="a"),
        "/v1/models": list_models,
        "/v1/models/{id}": lambda: client.models.retrieve(MODEL),
    }
    for route in ROUTES:
        before = len(await ledger(program))
        asked = len(fake.requests)
        await calls[route.path]()
        booked = len(await ledger(program)) - before
        assert (route.path, booked, len(fake.requests) - asked) == (
            route.path,
            int(route.metered),
            int(route.metered),
        )


async def test_errors_are_the_clients_own(program: Program, fake: FakeOpenAI) -> None:
    async def fails(kind: type[openai.APIStatusError], client: Any, **more: Any) -> Any:
        with pytest.raises(kind) as caught:
            await client.chat.completions.create(**{"model": MODEL, "messages": HELLO, **more})
        return caught.value

    unknown = await fails(openai.AuthenticationError, program.sdk("fd_no-such-key-anywhere"))
    customer = await fails(openai.PermissionDeniedError, program.sdk("customer"))
    missing = await fails(openai.NotFoundError, program.sdk(), model="no-such-model")
    wrong = await fails(openai.BadRequestError, program.sdk(), n=3)
    assert (unknown.code, customer.code) == ("invalid_api_key", "insufficient_permissions")
    assert (missing.code, missing.param) == ("model_not_found", "model")
    assert (wrong.code, wrong.param, wrong.type) == (
        "unsupported_parameter",
        "n",
        "invalid_request_error",
    )
    assert wrong.request_id
    assert fake.requests == []


@pytest.mark.parametrize(
    ("fault", "kind", "code"),
    [
        ("error_500", openai.InternalServerError, "no_model"),
        ("bad_json", openai.InternalServerError, "no_model"),
        ("too_long", openai.BadRequestError, "context_length_exceeded"),
    ],
)
async def test_a_failing_vendor_is_an_error(
    program: Program,
    fake: FakeOpenAI,
    fault: Fault,
    kind: type[openai.APIStatusError],
    code: str,
) -> None:
    fake.behaviour.rates = {fault: 1.0}
    for stream in (False, True):
        with pytest.raises(kind) as caught:
            await program.sdk().chat.completions.create(model=MODEL, messages=HELLO, stream=stream)
        assert caught.value.code == code


async def test_a_spent_budget_is_a_quota(database_url: str, fake: FakeOpenAI) -> None:
    async with opened(database_url, fake, HOURLY_SPEND_LIMIT="0.000001") as program:
        with pytest.raises(openai.RateLimitError) as caught:
            await program.sdk().chat.completions.create(model=MODEL, messages=HELLO)
    assert (caught.value.code, caught.value.type) == ("insufficient_quota", "insufficient_quota")
    assert int(caught.value.response.headers["retry-after"]) >= 1
    assert caught.value.response.headers["x-should-retry"] == "false"
    assert fake.requests == []


async def test_who_comes_after_the_last_money_hears_when(
    database_url: str, fake: FakeOpenAI
) -> None:
    """Complaint 12: a client can only wait for what it is told. The window is an hour."""
    fake.answer = lambda _: Reply("dear", tokens_in=10, tokens_out=50_000_000)
    async with opened(database_url, fake, HOURLY_SPEND_LIMIT="1") as program:
        client = program.sdk()
        await client.chat.completions.create(model=MODEL, messages=HELLO, max_tokens=10)
        with pytest.raises(openai.RateLimitError) as caught:
            await client.chat.completions.create(model=MODEL, messages=HELLO, max_tokens=10)
        left_s = 3600 - program.home.line.clock.now().timestamp() % 3600
    told_s = int(caught.value.response.headers["retry-after"])
    assert left_s <= told_s <= left_s + 60
    assert "the hourly budget of the tenant is spent" in caught.value.message
    assert len(fake.requests) == 1


@pytest.mark.parametrize("extra", [{}, {"response_format": {"type": "json_object"}}])
async def test_a_stream_may_outlast_a_calls_deadline(
    database_url: str, fake: FakeOpenAI, extra: Any
) -> None:
    """What flows goes on; an answer that must come whole is bounded as every call."""
    fake.answer = lambda _: '{"a": "b c d e f g h i j k l m n o p"}'
    fake.behaviour.chunk_delay_s, fake.behaviour.delay_s = 0.1, 1.2 if extra else 0.0
    variables = {"ENABLE_FALLBACK": "false", "AI_TIMEOUT_MAIN_MS": "600"}
    async with opened(database_url, fake, **variables) as program:
        said: list[Any] = []
        asking = program.sdk().chat.completions.create(
            model=MODEL, messages=HELLO, stream=True, **extra
        )
        if extra:
            with pytest.raises(openai.InternalServerError):
                await asking
            return
        await collect(await asking, said)
    text = "".join(chunk.choices[0].delta.content or "" for chunk in said if chunk.choices)
    assert text == '{"a": "b c d e f g h i j k l m n o p"}'
    assert said[-1].choices[0].finish_reason == "stop"


async def test_a_stream_that_never_begins_ends_at_the_deadline(
    database_url: str, fake: FakeOpenAI
) -> None:
    fake.behaviour.rates = {"hang": 1.0}
    variables = {"ENABLE_FALLBACK": "false", "AI_TIMEOUT_MAIN_MS": "600"}
    async with opened(database_url, fake, **variables) as program:
        async with asyncio.timeout(6.0):
            with pytest.raises(openai.InternalServerError):
                await program.sdk().chat.completions.create(
                    model=MODEL, messages=HELLO, stream=True
                )


@pytest.mark.parametrize("fault", ["cut", "stall", "error_event", "no_end"])
async def test_a_broken_stream_is_an_error(
    database_url: str, fake: FakeOpenAI, fault: Fault
) -> None:
    fake.behaviour.rates = {fault: 1.0}
    variables = {"ENABLE_FALLBACK": "false", "AI_TIMEOUT_MAIN_MS": "2500"}
    async with opened(database_url, fake, **variables) as program:
        stream = await program.sdk().chat.completions.create(
            model=MODEL, messages=HELLO, stream=True
        )
        said: list[Any] = []
        with pytest.raises(openai.APIError):
            await collect(stream, said)
        rows = await ledger(program)
    assert said
    assert all(chunk.choices[0].finish_reason is None for chunk in said)
    assert {row["outcome"] for row in rows} != {"ok"}


async def collect(stream: AsyncIterator[Any], said: list[Any]) -> None:
    async for chunk in stream:
        said.append(chunk)


async def test_a_second_model_finishes_a_stream(database_url: str, fake: FakeOpenAI) -> None:
    fake.answer = lambda _: "one two three four five six"
    fake.behaviour.rates = {"cut": 1.0}

    def go_on(asked: Asked) -> str:
        return " five six" if len(asked.messages) > 1 else "from the start"

    async with FakeOpenAI(answer=go_on) as second:
        variables = {"LOCAL_MODEL_BASE_URL": second.url, "FALLBACK_MODEL": "compatible/other"}
        async with opened(database_url, fake, **variables) as program:
            stream = await program.sdk().chat.completions.create(
                model=MODEL, messages=HELLO, stream=True
            )
            chunks = [chunk async for chunk in stream]
    text = "".join(one.choices[0].delta.content or "" for one in chunks if one.choices)
    assert text == "one two three four five six"
    assert chunks[-1].choices[0].finish_reason == "stop"


async def test_a_hang_up_is_settled(program: Program, fake: FakeOpenAI) -> None:
    fake.behaviour = Behaviour(chunk_delay_s=0.2)
    stream = await program.sdk().chat.completions.create(model=MODEL, messages=HELLO, stream=True)
    async for chunk in stream:
        if chunk.choices[0].delta.content:
            break
    await stream.close()
    clock = SystemClock()
    deadline = clock.monotonic() + 20
    while not (rows := await ledger(program)):
        assert clock.monotonic() < deadline
        await asyncio.sleep(0.05)
    assert [row["outcome"] for row in rows] != ["ok"]
    assert len(rows) == 1


async def test_only_what_may_be_kept_is_given_again(program: Program, fake: FakeOpenAI) -> None:
    question: Any = [{"role": "user", "content": "What is the capital of France?"}]
    allow = {"X-Frontdesk-Cache": "allow"}

    def chats() -> int:
        return sum(one.path.endswith("/chat/completions") for one in fake.requests)

    async def ask(scope: str, headers: dict[str, str]) -> tuple[str, int]:
        raw = await program.sdk(scope).chat.completions.with_raw_response.create(
            model=MODEL, messages=question, extra_headers=headers
        )
        await program.home.line.gateway.refresh()
        return raw.headers["x-frontdesk-cache"], chats()

    plain = [await ask("operator", {}) for _ in range(2)]
    kept = [await ask("operator", allow) for _ in range(2)]
    other = await ask("agent", allow)
    stream = await program.sdk().chat.completions.create(
        model=MODEL, messages=question, stream=True, extra_headers=allow
    )
    said = [one.choices[0].delta.content async for one in stream if one.choices]
    assert plain == [("none", 1), ("none", 2)]
    assert kept == [("none", 3), ("exact", 3)]
    assert other == ("none", 4)
    assert "France" in "".join(part or "" for part in said)
    assert chats() == 4


async def test_streaming_off_gives_one_piece(database_url: str, fake: FakeOpenAI) -> None:
    fake.answer = lambda _: "one two three"
    async with opened(database_url, fake, ENABLE_STREAMING="false") as program:
        stream = await program.sdk().chat.completions.create(
            model="frontdesk", messages=HELLO, stream=True
        )
        said = [one.choices[0].delta.content async for one in stream if one.choices]
    assert [part for part in said if part] == ["one two three"]
    assert fake.requests[-1].stream is False
