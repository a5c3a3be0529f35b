"""Every fault of a model vendor, streamed or not, becomes the one Failure that it amounts to."""

import asyncio
import ssl
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest

from frontdesk.ability.gateway import (
    Ask,
    Client,
    Completion,
    Delta,
    Failure,
    FailureKind,
    Message,
    Provider,
)
from frontdesk.app import registry
from frontdesk.ground.kit.http import HttpClient
from testing import ports
from testing.certificate import make_certificate
from testing.models.script import FAULTS, Behaviour, Fault
from tests.contract.provider_fakes import KEY, STANDS, Stand, find_stands, open_client, standing

FOUND = registry.scan().providers
VENDORS = [pytest.param(*one, id=name) for name, one in find_stands(FOUND).items()]
ASK = Ask("a-model", (Message("user", "Ann"),))

WHOLE: Mapping[Fault, FailureKind] = {
    "error_500": "server_error",
    "overloaded": "overloaded",
    "rate_limited": "rate_limited",
    "no_credit": "no_credit",
    "bad_key": "bad_key",
    "unknown_model": "unknown_model",
    "too_long": "too_long",
    "bad_request": "bad_request",
    "blocked": "filtered",
    "hang": "timeout",
    "cut_at_once": "cut",
    "cut": "cut",
    "stall": "timeout",
    "bad_json": "bad_answer",
    "bad_line": "bad_answer",
    "html": "bad_answer",
    "bad_gateway": "server_error",
    "no_choices": "bad_answer",
    "empty": "empty",
    "no_end": "cut",
    "error_event": "server_error",
    "overloaded_event": "overloaded",
}
STREAMED: Mapping[Fault, FailureKind] = {
    **{fault: kind for fault, kind in WHOLE.items() if fault != "bad_line"},
    "stall": "stalled",
}
# Anthropic's answers have no choices: one without content is an empty one.
OTHERWISE: Mapping[tuple[str, Fault], FailureKind] = {("anthropic", "no_choices"): "empty"}


def test_every_fault_is_expected() -> None:
    assert set(FAULTS) - set(WHOLE) == {"ok", "filtered", "refusal"}


async def complete(client: Client, fault: Fault = "ok") -> Completion:
    timeout_s = 0.5 if fault in ("hang", "stall") else 10.0
    return await client.complete(ASK, timeout_s=timeout_s)


async def gather(client: Client, heard: list[Delta], fault: Fault = "ok") -> None:
    timeout_s, idle_s = (0.5 if fault == "hang" else 10.0), (0.3 if fault == "stall" else 5.0)
    async for delta in client.stream(ASK, timeout_s=timeout_s, idle_s=idle_s):
        heard.append(delta)


@pytest.mark.parametrize("fault", WHOLE)
@pytest.mark.parametrize(("provider", "stand"), VENDORS)
async def test_a_whole_answer_fails_by_its_kind(
    provider: Provider, stand: Stand, fault: Fault
) -> None:
    async with standing(provider, stand, behaviour=Behaviour(hang_s=3.0)) as (client, fake):
        fake.plan(fault)
        with pytest.raises(Failure) as failure:
            await complete(client, fault)
        assert failure.value.kind == OTHERWISE.get((provider.name, fault), WHOLE[fault])
        assert len(fake.requests) == 1  # nothing retries inside
        assert (await complete(client)).text


@pytest.mark.parametrize("fault", STREAMED)
@pytest.mark.parametrize(("provider", "stand"), VENDORS)
async def test_a_stream_fails_by_its_kind(provider: Provider, stand: Stand, fault: Fault) -> None:
    heard: list[Delta] = []
    async with standing(provider, stand, behaviour=Behaviour(hang_s=3.0)) as (client, fake):
        fake.plan(fault)
        with pytest.raises(Failure) as failure:
            await gather(client, heard, fault)
        assert failure.value.kind == OTHERWISE.get((provider.name, fault), STREAMED[fault])
        assert len(fake.requests) == 1
        again: list[Delta] = []
        await gather(client, again)
    assert again[-1].finish or again[-2].finish
    words = [delta for delta in heard if delta.text]
    if fault in ("cut", "stall", "error_event", "overloaded_event"):
        assert len(words) == 4
    assert not any(delta.finish for delta in heard) or fault in ("empty", "no_choices")


@pytest.mark.parametrize(("provider", "stand"), VENDORS)
async def test_one_bad_line_is_skipped(provider: Provider, stand: Stand) -> None:
    heard: list[Delta] = []
    async with standing(provider, stand) as (client, fake):
        fake.plan("bad_line")
        await gather(client, heard)
        whole = await complete(client)
    assert "".join(delta.text for delta in heard) == whole.text


@pytest.mark.parametrize(("provider", "stand"), VENDORS)
async def test_a_filtered_answer_says_so(provider: Provider, stand: Stand) -> None:
    heard: list[Delta] = []
    async with standing(provider, stand) as (client, fake):
        fake.plan("filtered", "filtered")
        whole = await complete(client)
        await gather(client, heard)
    assert whole.finish == "filtered"
    assert [delta.finish for delta in heard if delta.finish] == ["filtered"]


@pytest.mark.parametrize(("provider", "stand"), VENDORS)
async def test_a_refusal_is_told_apart(provider: Provider, stand: Stand) -> None:
    heard: list[Delta] = []
    async with standing(provider, stand) as (client, fake):
        fake.plan("refusal", "refusal")
        if not stand.refuses:  # the vendor has no word for it but the filter's
            with pytest.raises(Failure) as failure:
                await complete(client)
            assert failure.value.kind == "filtered"
            return
        whole = await complete(client)
        await gather(client, heard)
    assert (whole.text, whole.refusal) == ("", "I cannot help with that.")
    assert "".join(delta.refusal for delta in heard)


@pytest.mark.parametrize(("provider", "stand"), VENDORS)
async def test_what_is_not_there_is_unreachable(provider: Provider, stand: Stand) -> None:
    async with HttpClient() as http:
        for url in (f"http://127.0.0.1:{ports.free_port()}", "http://nowhere.invalid", "http://"):
            given = {**stand.extra, stand.base_url: url, stand.key: KEY}
            client = open_client(provider, http, given)
            assert client is not None
            with pytest.raises(Failure) as whole:
                await complete(client)
            with pytest.raises(Failure) as streamed:
                await gather(client, [])
            assert (whole.value.kind, streamed.value.kind) == ("unreachable", "unreachable")
            assert not whole.value.maybe_billed


@pytest.mark.parametrize(("provider", "stand"), VENDORS)
async def test_an_unknown_certificate_is_unreachable(
    provider: Provider, stand: Stand, tmp_path: Path
) -> None:
    certificate, key = make_certificate(tmp_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    server = await asyncio.start_server(lambda *_: None, "127.0.0.1", 0, ssl=context)
    port = server.sockets[0].getsockname()[1]
    async with server, HttpClient() as http:
        given = {**stand.extra, stand.base_url: f"https://127.0.0.1:{port}", stand.key: KEY}
        client = open_client(provider, http, given)
        assert client is not None
        with pytest.raises(Failure) as failure:
            await client.complete(ASK, timeout_s=2)
    assert failure.value.kind == "unreachable"
    assert "certificate" in failure.value.vendor_says.lower()


HINTS = [
    pytest.param({"retry-after": "20"}, 20.0, id="seconds"),
    pytest.param({"retry-after-ms": "1500", "retry-after": "2"}, 1.5, id="milliseconds"),
]


@pytest.mark.parametrize(("headers", "after_s"), HINTS)
@pytest.mark.parametrize(("provider", "stand"), VENDORS)
async def test_a_limit_says_when_to_come_again(
    provider: Provider, stand: Stand, headers: dict[str, str], after_s: float
) -> None:
    if provider.name == "gemini":  # says it in the body, in whole seconds
        headers, after_s = {"retry-after": "20"}, 20.0
    async with standing(provider, stand, behaviour=Behaviour(retry_headers=headers)) as made:
        client, fake = made
        fake.plan("rate_limited", "rate_limited")
        with pytest.raises(Failure) as whole:
            await complete(client)
        with pytest.raises(Failure) as streamed:
            await gather(client, [])
    assert (whole.value.after_s, streamed.value.after_s) == (after_s, after_s)


async def test_a_limit_may_name_a_date() -> None:
    sent = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
    headers = {
        "date": format_datetime(sent, usegmt=True),
        "retry-after": format_datetime(sent + timedelta(seconds=90), usegmt=True),
    }
    behaviour = Behaviour(retry_headers=headers)
    async with standing(FOUND["openai"], STANDS["openai"], behaviour=behaviour) as (client, fake):
        fake.plan("rate_limited")
        with pytest.raises(Failure) as failure:
            await complete(client)
    assert failure.value.after_s == 90.0


async def test_headers_tell_what_is_left() -> None:
    left = {"x-ratelimit-remaining-requests": "4", "x-ratelimit-remaining-tokens": "0"}
    left |= {"x-ratelimit-reset-requests": "20ms", "x-ratelimit-reset-tokens": "6m0s"}
    heard: list[Delta] = []
    async with standing(FOUND["openai"], STANDS["openai"], behaviour=Behaviour(headers=left)) as (
        client,
        _,
    ):
        whole = (await complete(client)).allowance
        await gather(client, heard)
    assert (whole.requests_left, whole.tokens_left, whole.resets_in_s) == (4, 0, 360.0)
    assert heard[0].allowance == whole


async def test_a_reader_who_leaves_ends_the_stream() -> None:
    behaviour = Behaviour(chunk_delay_s=0.05)
    async with standing(FOUND["openai"], STANDS["openai"], behaviour=behaviour) as (client, _):
        stream = client.stream(ASK, timeout_s=5, idle_s=1)
        async for delta in stream:
            if delta.text:
                break
        await stream.aclose()  # type: ignore[attr-defined]  # streams are generators
        assert (await complete(client)).text


@pytest.mark.parametrize(("provider", "stand"), VENDORS)
async def test_a_slow_first_word_is_no_stall(provider: Provider, stand: Stand) -> None:
    heard: list[Delta] = []
    async with standing(provider, stand, behaviour=Behaviour(think_s=1.0)) as (client, _):
        async for delta in client.stream(ASK, timeout_s=10, idle_s=0.5):
            heard.append(delta)
    assert "".join(delta.text for delta in heard)
