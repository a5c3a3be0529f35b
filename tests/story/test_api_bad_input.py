"""Whatever arrives at the API: a clear problem with its fix, the right status, counted, nothing stored."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from frontdesk.edge.channels.api import channel as api
from frontdesk.edge.http import shell
from frontdesk.ground.words.problems import BadInput
from tests.story import api_door
from tests.story.api_door import JSON, MESSAGES, Door

pytestmark = pytest.mark.store


@pytest.fixture
async def door(database_url: str) -> AsyncIterator[Door]:
    async with api_door.open_door(database_url) as opened:
        yield opened


def message(**fields: Any) -> bytes:
    return orjson.dumps({"contact": "anna", "text": "hello", **fields})


BAD: dict[str, tuple[bytes, int, str, str]] = {
    "no body": (b"", 400, "api.bad_json", "body"),
    "half an object": (b'{"contact": "anna", ', 400, "api.bad_json", "body"),
    "a list": (b'[{"contact": "anna", "text": "hi"}]', 400, "api.bad_field", "body"),
    "a number": (b"1", 400, "api.bad_field", "body"),
    "null": (b"null", 400, "api.bad_field", "body"),
    "not UTF-8": (b'{"contact": "anna", "text": "caf\xe9"}', 400, "api.bad_json", "body"),
    "a lone surrogate": (b'{"contact": "a", "text": "\\ud800"}', 400, "api.bad_json", "body"),
    "a surrogate in a name": (b'{"contact": "\\udfff", "text": "x"}', 400, "api.bad_json", "body"),
    "deep nesting": (b"[" * 30_000, 400, "api.bad_json", "body"),
    "NUL in the text": (message(text="a\0b"), 400, "inbox.bad_text", "text"),
    "NUL in the contact": (message(contact="a\0b"), 400, "api.bad_contact", "contact"),
    "NUL in the id": (message(message_id="a\0b"), 400, "api.bad_id", "message_id"),
    "no contact": (orjson.dumps({"text": "hi"}), 400, "api.bad_field", "contact"),
    "an empty contact": (message(contact=""), 400, "api.bad_field", "contact"),
    "a blank contact": (message(contact="  "), 400, "api.bad_contact", "contact"),
    "a long contact": (message(contact="a" * 201), 400, "api.bad_field", "contact"),
    "a contact that is a number": (message(contact=15550123), 400, "api.bad_field", "contact"),
    "no text": (orjson.dumps({"contact": "anna"}), 400, "api.bad_field", "text"),
    "an empty text": (message(text=""), 400, "inbox.empty_text", "text"),
    "a blank text": (message(text=" \n\t\u00a0"), 400, "inbox.empty_text", "text"),
    "a text that is null": (message(text=None), 400, "api.bad_field", "text"),
    "a text that is a list": (message(text=["hi"]), 400, "api.bad_field", "text"),
    "a long text": (message(text="x" * 10_001), 413, "inbox.text_too_long", "text"),
    "100 kB of text": (message(text="x" * 100_000), 413, "http.body_too_large", "body"),
    "an unknown bot": (message(bot="nobody"), 400, "inbox.unknown_bot", "bot"),
    "an unknown channel": (message(channel="fax"), 400, "api.unknown_channel", "channel"),
    "an unknown field": (message(phone="+15550123"), 400, "api.bad_field", "phone"),
    "a long id": (message(message_id="x" * 201), 400, "api.bad_field", "message_id"),
    "an id that is a number": (message(message_id=7), 400, "api.bad_field", "message_id"),
    "a time that is none": (message(sent_at="yesterday"), 400, "api.bad_field", "sent_at"),
    "a time without zone": (
        message(sent_at="2026-03-02T12:00:00"),
        400,
        "api.bad_field",
        "sent_at",
    ),
}


@pytest.mark.parametrize("name", BAD)
async def test_bad_messages_name_field_and_fix(door: Door, name: str) -> None:
    body, status, code, field = BAD[name]
    got, told, answer = await door.post(body)
    error = told["error"]
    assert (got, error["code"], error["field"]) == (status, code, field)
    assert set(told) == {"error"}
    assert error["message"]
    assert error["fix"]
    assert "Traceback" not in str(told)
    assert answer.content_type == JSON
    assert door.home.count("frontdesk_refusals_total", code=code) == 1
    assert await door.home.column("select count(*) from conversation_messages") == [0]
    assert await door.home.column("select count(*) from contacts") == [0]


async def test_a_body_without_length_is_bounded(door: Door) -> None:
    async def drip() -> AsyncIterator[bytes]:
        for _ in range(40):
            yield b"x" * 4096

    status, told, answer = await door.ask(
        "POST", MESSAGES, data=drip(), headers={"content-type": JSON}
    )
    assert (status, told["error"]["code"]) == (413, "http.body_too_large")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert door.home.count("frontdesk_refusals_total", code="http.body_too_large") == 1
    assert (await door.say("hello"))[0] == 200


@pytest.mark.parametrize(
    ("headers", "status", "code"),
    [
        ({}, 401, "identity.no_key"),
        ({"authorization": "Basic YTpi"}, 401, "identity.no_key"),
        ({"authorization": "Bearer "}, 401, "identity.no_key"),
        ({"authorization": "Bearer fd_guess"}, 401, "identity.bad_key"),
        ({"authorization": "Bearer \xfc\xe9"}, 401, "identity.bad_key"),
    ],
)
async def test_without_a_key_nothing_is_said(
    door: Door, headers: dict[str, str], status: int, code: str
) -> None:
    for method, path in (
        ("POST", MESSAGES),
        ("GET", "/api/v1/conversations"),
        ("GET", "/api/v1/conversations/x"),
        ("GET", "/health/detailed"),
    ):
        got, told, answer = await door.ask(method, path, scope=None, headers=headers)
        assert (got, told["error"]["code"]) == (status, code), path
        assert answer.headers["www-authenticate"] == "Bearer"


@pytest.mark.parametrize(
    ("scope", "reads", "inspects"),
    [("customer", 403, 403), ("agent", 200, 200), ("operator", 200, 200), ("admin", 200, 200)],
)
async def test_each_scope_does_what_it_may(
    door: Door, scope: str, reads: int, inspects: int
) -> None:
    status, told, _ = await door.post(message(), scope=scope)
    conversation = told["conversation_id"]
    seen = [
        (await door.ask("GET", path, scope=scope))[0]
        for path in ("/api/v1/conversations", f"/api/v1/conversations/{conversation}")
    ]
    assert (status, seen) == (200, [reads, reads])
    assert (await door.ask("GET", "/health/detailed", scope=scope))[0] == inspects


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/nowhere", 404),
        ("GET", "/api/v1/conversations/nonsense", 404),
        ("GET", "/api/v1/conversations/00000000-0000-7000-8000-000000000000", 404),
        ("GET", MESSAGES, 405),
        ("DELETE", MESSAGES, 405),
        ("POST", "/health", 405),
        ("GET", "/api/v1/conversations?limit=many", 400),
    ],
)
async def test_wrong_places_answer_as_problems(
    door: Door, method: str, path: str, status: int
) -> None:
    got, told, _ = await door.ask(method, path, scope="operator")
    assert (got, set(told)) == (status, {"error"})
    assert {"code", "message"} <= set(told["error"])


@pytest.mark.parametrize("kind", ["multipart/form-data", "text/html", "image/png"])
async def test_another_content_type_is_refused(door: Door, kind: str) -> None:
    status, told, _ = await door.post(message(), headers={"content-type": kind})
    assert (status, told["error"]["code"], told["error"]["fix"]) == (
        415,
        "api.not_json",
        "send Content-Type: application/json",
    )


@pytest.mark.parametrize(
    "kind",
    [
        "application/json; charset=utf-8",
        "application/vnd.x+json",
        "application/x-www-form-urlencoded",
        "text/plain",
    ],
)
async def test_every_kind_of_json_is_taken(door: Door, kind: str) -> None:
    status, _, _ = await door.post(message(), headers={"content-type": kind})
    assert status == 200


@pytest.mark.parametrize(
    "text",
    [
        "🏠👨‍👩‍👧",
        "مرحبا، أريد بيع منزلي",
        "שלום",
        "\u200b",
        "a\u202eb",
        "e\u0301",
        "\ufeffhi",
        "x" * 10_000,
    ],
)
async def test_any_real_text_is_kept_as_sent(door: Door, text: str) -> None:
    status, told = await door.say(text)
    kept = await door.home.column("select text from conversation_messages")
    assert (status, kept) == (200, [text])
    assert len(told["reply"]) >= 1


async def test_an_opted_out_contact_gets_no_reply(door: Door) -> None:
    await door.say("STOP")
    status, told = await door.say("hello?")
    assert status == 200
    assert told["reply"] == []
    assert told["decision"] == {"kind": "stay_silent", "reason": "opted_out"}
    assert await door.home.column("select count(*) from conversation_messages") == [2]


async def test_the_answer_has_its_documented_shape(door: Door) -> None:
    status, told = await door.say("hello", message_id="m1")
    assert status == 200
    assert set(told) == {
        "conversation_id", "message_id", "reply", "bot", "rung", "decision", "trace_id"
    }  # fmt: skip
    assert told["decision"] == {"kind": "ask", "reason": "echo", "asked": "more"}
    assert (await door.say("hello", message_id="m1"))[1] == told


async def test_a_broken_turn_says_nothing_about_us(door: Door) -> None:
    status, told = await door.say("boom")
    assert status == 200
    assert told["decision"]["kind"] == "escalate"
    assert "RuntimeError" not in str(told["reply"])


async def test_a_broken_route_is_counted_and_quiet(door: Door) -> None:
    """The handler itself fails: the caller learns that it is our fault, and no more."""
    await door.home.rows("alter table conversations rename to hidden")
    status, told, answer = await door.ask("GET", "/api/v1/conversations", scope="operator")
    await door.home.rows("alter table hidden rename to conversations")
    assert (status, told) == (
        500,
        {"error": {"code": "http.broken", "message": "something went wrong on our side"}},
    )
    assert answer.headers["x-content-type-options"] == "nosniff"
    route = "/api/v1/conversations"
    assert door.home.count("http_requests_total", method="GET", route=route, status="500") == 1


async def test_refusals_stand_in_metrics(door: Door) -> None:
    await door.post(b"{")
    answer = await door.http.get(f"{door.url}/metrics")
    text = await answer.text()
    assert 'frontdesk_refusals_total{code="api.bad_json"} 1.0' in text
    assert 'http_requests_total{method="POST",route="/api/v1/messages",status="400"} 1.0' in text


async def test_methods_are_no_labels_of_strangers(door: Door) -> None:
    for number in range(3):
        reader, writer = await asyncio.open_connection("127.0.0.1", int(door.url.split(":")[-1]))
        writer.write(f"WEIRD{number} / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n".encode())
        await reader.read()
        writer.close()
    answer = await door.http.get(f"{door.url}/metrics")
    assert "WEIRD" not in await answer.text()


def parse(body: bytes) -> api.MessageIn | BadInput:
    try:
        return api.parse_body(body)
    except BadInput as problem:
        return problem


@given(body=st.binary(max_size=300))
@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_bytes_are_a_message_or_a_problem(body: bytes) -> None:
    told = parse(body)
    assert told.field and told.fix if isinstance(told, BadInput) else told.contact


@given(
    st.dictionaries(
        st.sampled_from(["contact", "text", "channel", "message_id", "bot", "sent_at", "x"]),
        st.recursive(
            st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=20),
            lambda inner: st.lists(inner, max_size=3),
            max_leaves=4,
        ),
    )
)
@settings(max_examples=300, deadline=None)
def test_any_json_is_a_message_or_a_problem(sent: dict[str, Any]) -> None:
    try:
        body = orjson.dumps(sent, option=orjson.OPT_NON_STR_KEYS)
    except TypeError:  # a lone surrogate or a whole number no JSON writer takes
        return
    told = parse(body)
    assert told.field and told.fix if isinstance(told, BadInput) else told.contact


def test_the_limit_leaves_room_for_the_longest_text() -> None:
    assert shell.LARGEST_BODY > 6 * 10_000
