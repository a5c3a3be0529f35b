"""What every registered provider must hold to: asked against a fake that its vendor's client proved."""

import json
import math
from collections.abc import Mapping

import pytest

from frontdesk.ability.gateway import (
    Ask,
    Client,
    Delta,
    Failure,
    Image,
    Message,
    Provider,
    Sampling,
    Schema,
    Tool,
    ToolCall,
    Usage,
)
from frontdesk.app import registry
from frontdesk.ground.kit.http import HttpClient
from frontdesk.ground.words.reading import Json
from testing.models.script import Asked, Behaviour, Called, Reply
from tests.contract.provider_fakes import Stand, find_stands, open_client, standing

FOUND = registry.scan().providers
VENDORS = [pytest.param(*one, id=name) for name, one in find_stands(FOUND).items()]
ALL = [pytest.param(provider, id=name) for name, provider in FOUND.items()]
WITHOUT_VENDOR = ("rules",)
CLOSED: Mapping[str, Json] = {
    "type": "object",
    "properties": {"city": {"type": "string"}},
    "required": ["city"],
    "additionalProperties": False,
}
SCHEMAS = [
    pytest.param(Schema("home", CLOSED), id="closed"),
    pytest.param(Schema("home", {"type": "object", "properties": CLOSED["properties"]}), id="open"),
]
WEATHER = Tool("weather", "Tells the weather.", CLOSED)
PIXEL = "data:image/png;base64,iVBORw0KGgo="


def asking(provider: Provider, text: str = "Ann", **more: object) -> Ask:
    messages = (Message("system", "Be brief."), Message("user", text))
    return Ask(provider.model, messages, **more)  # type: ignore[arg-type]  # one field of many


def greet(asked: Asked) -> Reply | str:
    if asked.last == "weather":
        return Reply(calls=(Called("weather", '{"city": "Lima"}'), Called("weather", "{}")))
    if asked.last == "home":
        return Reply(json.dumps({"city": "Lima"}))
    return Reply(f"Good day to you, {asked.last}", tokens_in=40, tokens_out=9, cached_in=12)


async def gather(client: Client, ask: Ask, *, timeout_s: float = 5.0) -> tuple[Delta, ...]:
    stream = client.stream(ask, timeout_s=timeout_s, idle_s=0.2)
    return tuple([delta async for delta in stream])


def told(deltas: tuple[Delta, ...]) -> str:
    return "".join(delta.text for delta in deltas)


# What each must declare.


@pytest.mark.parametrize("provider", ALL)
def test_it_is_known_by_name_and_settings(provider: Provider) -> None:
    assert provider.says.endswith(".")
    for setting in provider.settings:
        assert setting.doc.endswith(".")
        assert setting.secret == setting.name.endswith("_KEY"), setting.name


@pytest.mark.parametrize("provider", ALL)
def test_it_has_a_fake_or_no_vendor(provider: Provider) -> None:
    stands = {name.split()[0] for name in find_stands(FOUND)}
    assert (provider.name in stands) != (provider.name in WITHOUT_VENDOR)


@pytest.mark.parametrize("provider", ALL)
async def test_it_is_closed_without_its_settings(provider: Provider) -> None:
    async with HttpClient() as http:
        client = open_client(provider, http, {})
    assert (client is not None) == (provider.name in WITHOUT_VENDOR)


def test_each_beginning_of_a_name_has_one_owner() -> None:
    beginnings = [prefix for one in FOUND.values() for prefix in one.prefixes]
    assert len(beginnings) == len(set(beginnings))


# What each must do when all is well.


@pytest.mark.parametrize(("provider", "stand"), VENDORS)
async def test_it_answers_with_what_it_cost(provider: Provider, stand: Stand) -> None:
    async with standing(provider, stand, answer=greet) as (client, fake):
        said = await client.complete(asking(provider), timeout_s=5)
    assert (said.text, said.finish) == ("Good day to you, Ann", "stop")
    assert said.usage == Usage(tokens_in=40, tokens_out=9, cached_in=12)
    assert said.model == fake.requests[-1].model
    assert said.vendor_id
    assert fake.requests[-1].system == "Be brief."


@pytest.mark.parametrize(("provider", "stand"), VENDORS)
async def test_it_streams_the_same_answer(provider: Provider, stand: Stand) -> None:
    async with standing(provider, stand, answer=greet) as (client, fake):
        deltas = await gather(client, asking(provider))
    assert told(deltas) == "Good day to you, Ann"
    assert len([delta for delta in deltas if delta.text]) > 3
    assert [delta.finish for delta in deltas if delta.finish] == ["stop"]
    assert [delta.usage for delta in deltas if delta.usage] == [
        Usage(tokens_in=40, tokens_out=9, cached_in=12)
    ]
    assert fake.requests[-1].stream


@pytest.mark.parametrize(("provider", "stand"), VENDORS)
async def test_it_hands_tool_calls_over(provider: Provider, stand: Stand) -> None:
    async with standing(provider, stand, answer=greet) as (client, fake):
        ask = asking(provider, "weather", tools=(WEATHER,))
        said = await client.complete(ask, timeout_s=5)
        deltas = await gather(client, ask)
    assert [call.name for call in said.tool_calls] == ["weather", "weather"]
    assert [json.loads(call.arguments) for call in said.tool_calls] == [{"city": "Lima"}, {}]
    assert len({call.id for call in said.tool_calls}) == 2
    assert said.finish == "tool_calls"
    assert streamed_calls(deltas) == [plain(call) for call in said.tool_calls]
    assert fake.requests[-1].tools == {"weather": CLOSED}


def streamed_calls(deltas: tuple[Delta, ...]) -> list[tuple[str, str, object]]:
    pieces = [piece for delta in deltas for piece in delta.tools]
    calls = [
        ToolCall(
            "".join(piece.id for piece in pieces if piece.index == index),
            "".join(piece.name for piece in pieces if piece.index == index),
            "".join(piece.arguments for piece in pieces if piece.index == index),
        )
        for index in sorted({piece.index for piece in pieces})
    ]
    return [plain(call) for call in calls]


def plain(call: ToolCall) -> tuple[str, str, object]:
    """A call whose JSON may be written in any way."""
    return call.id, call.name, json.loads(call.arguments or "{}")


@pytest.mark.parametrize(("provider", "stand"), VENDORS)
async def test_it_hands_tool_results_back(provider: Provider, stand: Stand) -> None:
    async with standing(provider, stand, answer=greet) as (client, fake):
        first = await client.complete(asking(provider, "weather", tools=(WEATHER,)), timeout_s=5)
        after = (
            Message("user", "weather"),
            Message("assistant", tool_calls=first.tool_calls),
            Message("tool", "sunny", answers=first.tool_calls[0].id),
            Message("tool", "dark", answers=first.tool_calls[1].id),
            Message("user", "Ann"),
        )
        said = await client.complete(Ask(provider.model, after, tools=(WEATHER,)), timeout_s=5)
    assert said.text == "Good day to you, Ann"
    results = [heard.text for heard in fake.requests[-1].messages if heard.role == "tool"]
    assert [word in result for word, result in zip(("sunny", "dark"), results, strict=True)] == [
        True,
        True,
    ]


@pytest.mark.parametrize(("provider", "stand"), VENDORS)
async def test_it_forces_the_tool_named(provider: Provider, stand: Stand) -> None:
    async with standing(provider, stand) as (client, fake):
        ask = asking(provider, tools=(WEATHER,), tool_choice="weather")
        said = await client.complete(ask, timeout_s=5)
    assert [plain(call)[1:] for call in said.tool_calls] == [("weather", {"city": "word"})]
    assert fake.requests[-1].tool == "weather"


@pytest.mark.parametrize("schema", SCHEMAS)
@pytest.mark.parametrize(("provider", "stand"), VENDORS)
async def test_it_asks_for_the_schema(provider: Provider, stand: Stand, schema: Schema) -> None:
    async with standing(provider, stand) as (client, fake):
        ask = asking(provider, "home", schema=schema)
        said = await client.complete(ask, timeout_s=5)
        deltas = await gather(client, ask)
    assert json.loads(said.text) == {"city": "word"}
    assert (said.finish, said.tool_calls) == ("stop", ())
    assert json.loads(told(deltas)) == {"city": "word"}
    assert [delta.finish for delta in deltas if delta.finish] == ["stop"]
    sent = fake.requests[-1]
    assert (sent.schema or next(iter(sent.tools.values()))) == schema.schema


@pytest.mark.parametrize(("provider", "stand"), VENDORS)
async def test_it_shows_images(provider: Provider, stand: Stand) -> None:
    messages = (Message("user", "What is it?", images=(Image(PIXEL), Image(PIXEL))),)
    async with standing(provider, stand, answer=greet) as (client, fake):
        await client.complete(Ask(provider.model, messages), timeout_s=5)
    heard = fake.requests[-1].messages[-1]
    assert (heard.text, heard.images) == ("What is it?", 2)


@pytest.mark.parametrize(("provider", "stand"), VENDORS)
async def test_it_bounds_the_answer(provider: Provider, stand: Stand) -> None:
    cut = Reply("Good day", finish="length")
    async with standing(provider, stand, answer=lambda _: cut) as (client, fake):
        sampling = Sampling(temperature=0.2, max_tokens=77)
        said = await client.complete(asking(provider, sampling=sampling), timeout_s=5)
        deltas = await gather(client, asking(provider))
    assert said.finish == "length"
    assert [delta.finish for delta in deltas if delta.finish] == ["length"]
    assert 77 in flat(fake.requests[-2].body)


def flat(value: object) -> list[object]:
    if isinstance(value, dict):
        return [found for one in value.values() for found in flat(one)]
    return [found for one in value for found in flat(one)] if isinstance(value, list) else [value]


@pytest.mark.parametrize(("provider", "stand"), VENDORS)
async def test_it_embeds_or_says_it_cannot(provider: Provider, stand: Stand) -> None:
    texts = [f"text {number}" for number in range(130)]
    async with standing(provider, stand) as (client, _):
        if not stand.embeds:
            with pytest.raises(Failure) as failure:
                await client.embed(texts, "any", timeout_s=5)
            assert failure.value.kind == "bad_request"
            assert provider.embedding == ""
            return
        found = await client.embed(texts, provider.embedding, timeout_s=5)
        alone = await client.embed(texts[129:], provider.embedding, timeout_s=5)
    assert len(found.vectors) == 130
    assert found.vectors[129] == alone.vectors[0]


@pytest.mark.parametrize(("provider", "stand"), VENDORS)
async def test_it_lists_the_models(provider: Provider, stand: Stand) -> None:
    behaviour = Behaviour(models=("one", "two"))
    async with standing(provider, stand, behaviour=behaviour) as (client, _):
        assert await client.list_models(timeout_s=5) == ("one", "two")


@pytest.mark.parametrize(("provider", "stand"), VENDORS)
async def test_many_calls_share_one_connection(provider: Provider, stand: Stand) -> None:
    async with standing(provider, stand, answer=greet) as (client, fake):
        for _ in range(3):
            await client.complete(asking(provider), timeout_s=5)
            await gather(client, asking(provider))
    assert fake.connections == 1


async def test_the_rules_embed_but_answer_nothing() -> None:
    async with HttpClient() as http:
        client = open_client(FOUND["rules"], http, {})
        assert client is not None
        found = await client.embed(["What are your opening hours?"], "", timeout_s=1)
        with pytest.raises(Failure) as whole:
            await client.complete(asking(FOUND["rules"]), timeout_s=1)
        with pytest.raises(Failure) as streamed:
            await gather(client, asking(FOUND["rules"]))
    assert len(found.vectors[0]) == 256
    assert math.isclose(math.hypot(*found.vectors[0]), 1.0)
    assert {whole.value.kind, streamed.value.kind} == {"bad_request"}
