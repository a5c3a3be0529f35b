"""Our client means what Twilio's errors mean; the fake answers Twilio's own library and description."""

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from twilio.base.exceptions import TwilioRestException  # type: ignore[import-untyped]  # no types
from twilio.http.http_client import TwilioHttpClient  # type: ignore[import-untyped]  # no types
from twilio.rest import Client  # type: ignore[import-untyped]  # ships no types

from frontdesk.edge.vendors import twilio as vendor
from frontdesk.ground.kit.http import HttpClient
from frontdesk.ground.words.problems import NotNow, Problem, Refused
from testing import twilio

ANNA = "+15550123"


@pytest.fixture
async def fake() -> AsyncIterator[twilio.FakeTwilio]:
    async with twilio.FakeTwilio() as running:
        yield running


@pytest.fixture
async def account(fake: twilio.FakeTwilio) -> AsyncIterator[vendor.Account]:
    async with HttpClient() as http:
        yield vendor.Account(http, fake.account_sid, fake.token, fake.url)


class LocalHttp(TwilioHttpClient):  # type: ignore[misc]  # the library ships no types
    """The official library's transport, led to the fake."""

    def __init__(self, base: str) -> None:
        super().__init__()
        self.base = base

    def request(self, method: str, url: str, *args: Any, **named: Any) -> Any:
        parts = urlsplit(url)
        local = f"{self.base}{parts.path}" + (f"?{parts.query}" if parts.query else "")
        return super().request(method, local, *args, **named)


async def official(fake: twilio.FakeTwilio, call: Any, *, token: str = "") -> Any:
    """Let the official library call the fake, beside the loop that serves it."""
    client = Client(fake.account_sid, token or fake.token, http_client=LocalHttp(fake.url))
    return await asyncio.to_thread(call, client)


async def create(account: vendor.Account, **changed: str) -> vendor.Message:
    given = {"to": ANNA, "sender": twilio.NUMBER, "body": "hi", **changed}
    return await account.send_message(
        to=given["to"],
        sender=given["sender"],
        body=given["body"],
        status_callback=given.get("callback"),
    )


async def test_the_official_library_finds_our_messages(
    fake: twilio.FakeTwilio, account: vendor.Account
) -> None:
    ours = [await create(account, body=f"número {count} & más 🏠") for count in range(5)]

    def read(client: Client) -> list[tuple[str, str]]:
        listed = client.messages.list(to=ANNA, from_=twilio.NUMBER, page_size=2)
        return [(item.sid, item.body) for item in listed]

    assert await official(fake, read) == [(item.sid, item.body) for item in reversed(ours)]


async def test_we_find_the_official_librarys_messages(
    fake: twilio.FakeTwilio, account: vendor.Account
) -> None:
    def send(client: Client) -> str:
        made = client.messages.create(to=ANNA, from_=twilio.NUMBER, body="hola & adiós +1")
        return str(made.sid)

    sid = await official(fake, send)
    (found,) = await account.load_messages(to=ANNA, sender=twilio.NUMBER)
    assert (found.sid, found.body, found.status) == (sid, "hola & adiós +1", "queued")
    assert await account.load_messages(to="+15550199", sender=twilio.NUMBER) == []


async def test_the_official_library_reads_the_errors(fake: twilio.FakeTwilio) -> None:
    def send(client: Client) -> tuple[int, int]:
        try:
            client.messages.create(to="12", from_=twilio.NUMBER, body="hi")
        except TwilioRestException as error:
            return error.status, error.code
        return 0, 0

    assert await official(fake, send) == (400, 21211)
    assert await official(fake, send, token="wrong") == (401, 20003)


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"to": "12"}, "twilio.bad_number"),
        ({"sender": "+15550111"}, "twilio.bad_sender"),
        ({"body": " "}, "twilio.empty_text"),
        ({"body": "x" * 1601}, "twilio.too_long"),
        ({"callback": "http://under_score.test/"}, "twilio.bad_callback"),
    ],
)
async def test_a_wrong_request_is_refused_with_its_fix(
    account: vendor.Account, changed: dict[str, str], code: str
) -> None:
    with pytest.raises(Refused) as refused:
        await create(account, **changed)
    assert refused.value.code == code
    assert refused.value.fix


async def test_an_opt_out_at_the_carrier_is_named(
    fake: twilio.FakeTwilio, account: vendor.Account
) -> None:
    fake.opted_out.add(ANNA)
    with pytest.raises(Refused) as refused:
        await create(account)
    assert refused.value.code == "twilio.opted_out"


async def test_wrong_credentials_are_refused_with_their_fix(fake: twilio.FakeTwilio) -> None:
    async with HttpClient() as http:
        stranger = vendor.Account(http, fake.account_sid, "wrong", fake.url)
        with pytest.raises(Refused) as refused:
            await stranger.load_account()
    assert refused.value.code == "twilio.auth_failed"
    assert "TWILIO_AUTH_TOKEN" in refused.value.fix


@pytest.mark.parametrize(
    ("fault", "code", "maybe_done", "taken"),
    [
        ("lose_response", "http.unanswered", True, 1),
        ("cut_response", "twilio.unreadable", True, 1),
        ("error_after", "twilio.failed", True, 1),
        ("error_before", "twilio.failed", True, 0),
        ("drop", "http.unanswered", True, 0),
        ("too_many", "twilio.too_many", False, 0),
    ],
)
async def test_what_may_have_been_taken_says_so(
    fake: twilio.FakeTwilio,
    account: vendor.Account,
    fault: twilio.Fault,
    code: str,
    maybe_done: bool,
    taken: int,
) -> None:
    fake.plan(fault)
    with pytest.raises(NotNow) as problem:
        await create(account)
    assert (problem.value.code, problem.value.maybe_done) == (code, maybe_done)
    assert len(fake.accepted) == taken


async def test_too_many_waits_as_long_as_told(
    fake: twilio.FakeTwilio, account: vendor.Account
) -> None:
    fake.behaviour.retry_after_s = 17
    fake.plan("too_many")
    with pytest.raises(NotNow) as problem:
        await create(account)
    assert problem.value.after_s == 17.0


async def test_a_full_queue_is_tried_again(
    fake: twilio.FakeTwilio, account: vendor.Account
) -> None:
    fake.behaviour.refusal = 21611
    fake.plan("refuse")
    with pytest.raises(NotNow) as problem:
        await create(account)
    assert (problem.value.code, problem.value.maybe_done) == ("twilio.too_many", False)


async def test_nobody_there_took_nothing(account: vendor.Account) -> None:
    gone = vendor.Account(account.http, account.sid, account.token, "http://127.0.0.1:1")
    with pytest.raises(NotNow) as problem:
        await create(gone)
    assert (problem.value.code, problem.value.maybe_done) == ("http.unreachable", False)


async def test_an_address_that_is_not_twilio_is_named(
    fake: twilio.FakeTwilio, account: vendor.Account
) -> None:
    elsewhere = vendor.Account(account.http, account.sid, account.token, f"{fake.url}/else")
    with pytest.raises(Refused) as refused:
        await create(elsewhere)
    assert refused.value.code == "twilio.not_twilio"
    assert "TWILIO_BASE_URL" in refused.value.fix


async def test_an_unknown_refusal_keeps_twilios_code(
    fake: twilio.FakeTwilio, account: vendor.Account
) -> None:
    problem: Problem = vendor.explain(54321)
    assert problem.code == "twilio.refused"
    assert "54321" in problem.public
    assert problem.fix.endswith("/54321")


@pytest.mark.data
async def test_the_fake_answers_as_the_description_says(
    fake: twilio.FakeTwilio, account: vendor.Account, measuring_data: Path
) -> None:
    await create(account)
    text = (measuring_data / "contracts/twilio/twilio_api_v2010.json").read_text()
    schemas = json.loads(text)["components"]["schemas"]
    root = f"{fake.url}/2010-04-01/Accounts/{fake.account_sid}"
    for path, schema in (
        (f"/Messages/{fake.accepted[0].sid}.json", "api.v2010.account.message"),
        (".json", "api.v2010.account"),
    ):
        answer = await account.http.send_request(
            "GET", root + path, timeout_s=5, auth=(fake.account_sid, fake.token)
        )
        check_shape(answer.json(), schemas[schema], schemas)


def check_shape(given: Any, schema: dict[str, Any], schemas: dict[str, Any]) -> None:
    """Same names as the description, each of the type it gives."""
    assert set(given) == set(schema["properties"])
    kinds = {"string": str, "integer": int, "object": dict, "array": list, "boolean": bool}
    for name, told in schema["properties"].items():
        if "$ref" in told:
            told = schemas[told["$ref"].rsplit("/", 1)[1]]
        value = given[name]
        if value is None:
            assert told.get("nullable"), name
        else:
            assert isinstance(value, kinds[told["type"]]), name
            assert value in told.get("enum", [value]), name
