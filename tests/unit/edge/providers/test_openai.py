"""OpenAI and servers that speak its protocol: names, addresses and parameters that differ."""

import pytest
from aiohttp import web

from frontdesk.ability.gateway import Ask, Failure, Message, Sampling
from frontdesk.edge.providers.compatible import PROVIDER as COMPATIBLE
from frontdesk.edge.providers.openai.provider import (
    PROVIDER,
    open_client,
    quickest_effort,
    takes_sampling,
)
from frontdesk.ground.kit.http import HttpClient
from frontdesk.ground.words.settings import Setting, SettingValue
from testing.models.openai import FakeOpenAI
from testing.models.script import Behaviour
from tests.unit.edge.providers.opened import complete, open_on

WARM = Sampling(temperature=0.4, top_p=0.9, max_tokens=60, seed=7, stop=("END",))


async def test_a_key_alone_means_openai_itself() -> None:
    def read(setting: Setting) -> SettingValue:
        return {"OPENAI_API_KEY": "sk-1"}.get(setting.name, setting.default)

    async with HttpClient() as http:
        assert open_client(http, read) is not None


async def test_an_address_needs_no_key() -> None:
    async with FakeOpenAI() as fake, HttpClient() as http:
        client = open_on(PROVIDER, http, OPENAI_BASE_URL=fake.url)
        assert (await complete(client, "m")).text
    assert "authorization" not in fake.requests[0].headers


async def test_organization_and_project_are_named() -> None:
    async with FakeOpenAI() as fake, HttpClient() as http:
        client = open_on(
            PROVIDER,
            http,
            OPENAI_BASE_URL=fake.url,
            OPENAI_API_KEY="sk-1",
            OPENAI_ORGANIZATION="org-1",
            OPENAI_PROJECT="proj-1",
        )
        await complete(client, "m")
    sent = fake.requests[0].headers
    assert sent["authorization"] == "Bearer sk-1"
    assert (sent["openai-organization"], sent["openai-project"]) == ("org-1", "proj-1")


async def test_the_usual_name_becomes_the_servers_first() -> None:
    behaviour = Behaviour(models=("nomic-embed-text", "qwen-9b", "other"))
    async with FakeOpenAI(behaviour=behaviour) as fake, HttpClient() as http:
        client = open_on(PROVIDER, http, OPENAI_BASE_URL=fake.url)
        said = [await complete(client, PROVIDER.model) for _ in range(2)]
    assert [one.model for one in said] == ["qwen-9b", "qwen-9b"]
    paths = [asked.path.rsplit("/", 1)[1] for asked in fake.requests]
    assert paths == ["completions", "models", "completions", "completions"]


async def test_a_name_somebody_chose_is_never_exchanged() -> None:
    async with (
        FakeOpenAI(behaviour=Behaviour(models=("qwen-9b",))) as fake,
        HttpClient() as http,
    ):
        client = open_on(PROVIDER, http, OPENAI_BASE_URL=fake.url)
        with pytest.raises(Failure) as failure:
            await complete(client, "gpt-5.6-sol")
    assert failure.value.kind == "unknown_model"
    assert len(fake.requests) == 1


async def test_an_address_without_a_path_finds_its_own() -> None:
    async with FakeOpenAI() as fake, HttpClient() as http:
        client = open_on(PROVIDER, http, OPENAI_BASE_URL=fake.origin)
        said = [await complete(client, "m") for _ in range(2)]
        stream = client.stream(Ask("m", (Message("user", "Ann"),)), timeout_s=5, idle_s=5)
        pieces = [delta.text async for delta in stream]
    assert [one.text for one in said] == ["".join(pieces)] * 2


async def test_what_a_model_does_not_take_is_left_out() -> None:
    unwanted = Behaviour(unwanted=("temperature", "max_tokens"))
    async with FakeOpenAI(behaviour=unwanted) as fake, HttpClient() as http:
        client = open_on(PROVIDER, http, OPENAI_BASE_URL=fake.url)
        assert (await complete(client, "m", sampling=WARM)).text
        assert (await complete(client, "m", sampling=WARM)).text
    bodies = [asked.body for asked in fake.requests]
    assert len(bodies) == 4  # two refusals, two answers
    assert [("temperature" in body, "max_tokens" in body) for body in bodies] == [
        (True, True),
        (False, True),
        (False, False),
        (False, False),
    ]
    assert (bodies[-1]["max_completion_tokens"], bodies[-1]["top_p"]) == (60, 0.9)


async def test_what_cannot_be_left_out_is_refused() -> None:
    async with (
        FakeOpenAI(behaviour=Behaviour(unwanted=("messages",))) as fake,
        HttpClient() as http,
    ):
        client = open_on(PROVIDER, http, OPENAI_BASE_URL=fake.url)
        with pytest.raises(Failure) as failure:
            await complete(client, "m")
    assert (failure.value.kind, len(fake.requests)) == ("bad_request", 1)


async def test_a_server_of_ones_own_takes_old_names() -> None:
    async with FakeOpenAI() as fake, HttpClient() as http:
        client = open_on(PROVIDER, http, OPENAI_BASE_URL=fake.url)
        await complete(client, "gpt-6-luna", sampling=WARM)
    body = dict(fake.requests[0].body)
    assert (body["max_tokens"], body["temperature"], body["seed"]) == (60, 0.4, 7)
    assert body["stop"] == ["END"]
    assert "reasoning_effort" not in body


@pytest.mark.parametrize(
    ("model", "effort"),
    [
        ("gpt-6-luna", "none"),
        ("gpt-6.1-terra", "none"),
        ("gpt-5.4-mini", "none"),
        ("gpt-5.5", "low"),
        ("gpt-5-mini", "minimal"),
        ("o3", "low"),
        ("gpt-5.2-pro", ""),
        ("gpt-5.3-chat-latest", ""),
        ("gpt-4.1-mini", ""),
        ("gpt-10", "none"),
        ("claude-opus-5", ""),
    ],
)
def test_models_that_think_do_so_least(model: str, effort: str) -> None:
    assert quickest_effort(model) == effort


def test_models_that_think_take_no_temperature() -> None:
    taking = {model: takes_sampling(model) for model in ("gpt-6-luna", "o3", "gpt-4.1-mini")}
    assert taking == {"gpt-6-luna": False, "o3": False, "gpt-4.1-mini": True}


async def test_a_key_is_never_repeated() -> None:
    async def repeat(request: web.Request) -> web.Response:
        says = f"Incorrect key: {request.headers['authorization']}"
        return web.json_response({"error": {"message": says}}, status=401)

    app = web.Application()
    app.router.add_post("/v1/chat/completions", repeat)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    url = f"http://127.0.0.1:{runner.addresses[0][1]}/v1"
    async with HttpClient() as http:
        client = open_on(PROVIDER, http, OPENAI_BASE_URL=url, OPENAI_API_KEY="sk-very-secret")
        with pytest.raises(Failure) as failure:
            await complete(client, "m")
    await runner.cleanup()
    assert failure.value.kind == "bad_key"
    assert "sk-very-secret" not in failure.value.vendor_says


async def test_a_local_server_is_asked_for_its_model_first() -> None:
    behaviour = Behaviour(models=("nomic-embed-text", "llama"))
    async with FakeOpenAI(behaviour=behaviour) as fake, HttpClient() as http:
        client = open_on(COMPATIBLE, http, LOCAL_MODEL_BASE_URL=fake.origin)
        said = await complete(client, COMPATIBLE.model)
        await client.embed(["a"], COMPATIBLE.embedding, timeout_s=5)
    assert said.model == "llama"
    sent = [(asked.path, asked.model) for asked in fake.requests]
    assert sent[-1] == ("/v1/embeddings", "nomic-embed-text")


async def test_a_local_model_may_be_named() -> None:
    async with FakeOpenAI() as fake, HttpClient() as http:
        client = open_on(
            COMPATIBLE, http, LOCAL_MODEL_BASE_URL=fake.url, LOCAL_MODEL_NAME="mistral"
        )
        said = await complete(client, COMPATIBLE.model)
    assert (said.model, len(fake.requests)) == ("mistral", 1)


async def test_azure_gets_its_header_and_version() -> None:
    async with FakeOpenAI() as fake, HttpClient() as http:
        client = open_on(
            COMPATIBLE,
            http,
            LOCAL_MODEL_BASE_URL=fake.url,
            LOCAL_MODEL_API_KEY="key",
            LOCAL_MODEL_AUTH="api-key",
            LOCAL_MODEL_API_VERSION="2026-01-01",
            LOCAL_MODEL_NAME="deployment",
        )
        await complete(client, COMPATIBLE.model)
    sent = fake.requests[0]
    assert sent.headers["api-key"] == "key"
    assert "authorization" not in sent.headers
    assert sent.query == "api-version=2026-01-01"
