"""The web chat's routes: a visitor begins, writes, comes back, and sees only their own words."""

from collections.abc import AsyncIterator

import pytest

from frontdesk.ability import desk as people
from frontdesk.ground.words.ids import TenantId
from tests.story import web_desk
from tests.story.web_desk import Desk

pytestmark = pytest.mark.store

SESSION, MESSAGES = "/channels/webchat/session", "/channels/webchat/messages"


@pytest.fixture
async def desk(database_url: str) -> AsyncIterator[Desk]:
    async with web_desk.open_desk(database_url) as opened:
        yield opened


async def begin(desk: Desk, **body: str) -> dict[str, str]:
    """The headers of a visitor who has just begun on our own page."""
    answer = await desk.ask("POST", SESSION, json=body, headers={"origin": desk.url})
    assert answer.status == 201
    token = (await answer.json())["token"]
    return {"origin": desk.url, "authorization": f"Bearer {token}"}


async def say(desk: Desk, visitor: dict[str, str], text: str, message_id: str) -> web_desk.Row:
    body = {"text": text, "message_id": message_id}
    answer = await desk.ask("POST", MESSAGES, json=body, headers=visitor)
    told: web_desk.Row = await answer.json()
    assert answer.status == 200, told
    return told


async def test_a_visitor_is_answered_and_found_again(desk: Desk) -> None:
    visitor = await begin(desk, bot="seller")
    told = await say(desk, visitor, "I want to sell my house", "m1")
    again = await (await desk.ask("GET", MESSAGES, headers=visitor)).json()
    assert [item["from"] for item in told["items"]] == ["customer", "bot"]
    assert told["message"] == told["items"][0]["id"]
    assert again["items"] == told["items"]
    (reply,) = await desk.rows("select status from outbox")
    assert reply["status"] == "delivered"


async def test_a_repeated_message_is_not_doubled(desk: Desk) -> None:
    visitor = await begin(desk)
    first = await say(desk, visitor, "hello", "m1")
    second = await say(desk, visitor, "hello", "m1")
    assert second["items"] == first["items"]
    assert len(await desk.rows("select id from ai_responses")) == 1


async def test_the_cursor_gives_only_what_is_past_it(desk: Desk) -> None:
    visitor = await begin(desk)
    told = await say(desk, visitor, "hello", "m1")
    rest = await desk.ask("GET", f"{MESSAGES}?after={told['cursor']}", headers=visitor)
    assert await rest.json() == {"items": [], "cursor": told["cursor"], "person": False}


async def test_two_visitors_never_see_each_other(desk: Desk) -> None:
    anna, ben = await begin(desk), await begin(desk)
    await say(desk, anna, "my secret address is 9 Elm Street", "same-id")
    told = await say(desk, ben, "hello", "same-id")
    assert "secret" not in str(told)
    assert len(await desk.rows("select distinct contact_id from conversations")) == 2


async def test_a_person_who_takes_over_is_shown(desk: Desk) -> None:
    visitor = await begin(desk)
    await say(desk, visitor, "hello", "m1")
    (row,) = await desk.rows("select id from conversations")
    now = desk.line.clock.now()
    await people.take_over(
        desk.line.database, web_desk.TENANT, row["id"], who="Dana Reyes", now=now
    )
    told = await say(desk, visitor, "are you there?", "m2")
    assert told["person"] is True
    assert [item["from"] for item in told["items"]] == ["customer", "bot", "customer"]


@pytest.mark.parametrize("origin", ["https://evil.example", "null", ""])
async def test_foreign_pages_cannot_begin(desk: Desk, origin: str) -> None:
    headers = {"origin": origin} if origin else {}
    answer = await desk.ask("POST", SESSION, json={}, headers=headers)
    body = await answer.json()
    assert (answer.status, body["error"]["code"]) == (403, "webchat.origin_not_allowed")
    assert "access-control-allow-origin" not in answer.headers


async def test_a_listed_origin_is_echoed_exactly(desk: Desk) -> None:
    page = "https://www.harbor.example"
    await desk.save_tenant(web_desk.TENANT, origins=[page])
    asked = await desk.ask("OPTIONS", SESSION, headers={"origin": page})
    begun = await desk.ask("POST", SESSION, json={}, headers={"origin": page})
    refused = await desk.ask("GET", MESSAGES, headers={"origin": page})
    for answer, status in ((asked, 204), (begun, 201), (refused, 401)):
        assert answer.status == status
        assert answer.headers["access-control-allow-origin"] == page
        assert "Origin" in answer.headers["vary"]


async def test_anothers_origin_is_no_key(desk: Desk) -> None:
    page = "https://other.example"
    await desk.save_tenant(TenantId("other"), origins=[page])
    visitor = await begin(desk, tenant="harbor")
    answer = await desk.ask("GET", MESSAGES, headers={**visitor, "origin": page})
    assert answer.status == 403


async def test_several_tenants_must_be_named(desk: Desk) -> None:
    await desk.save_tenant(TenantId("other"))
    answer = await desk.ask("POST", SESSION, json={}, headers={"origin": desk.url})
    assert (answer.status, (await answer.json())["error"]["field"]) == (400, "tenant")


@pytest.mark.parametrize(
    ("body", "status", "field"),
    [
        (b"{", 400, "body"),
        (b"\xff\xfe", 400, "body"),
        (b'{"text": "hi"}', 400, "message_id"),
        (b'{"text": " ", "message_id": "1"}', 400, "text"),
        (b'{"text": "a\\u0000b", "message_id": "1"}', 400, "text"),
        (b'{"text": "hi", "message_id": "1", "to": "x"}', 400, "to"),
        (b'{"text": "' + b"x" * 12000 + b'", "message_id": "1"}', 413, "text"),
        (b'{"text": "' + b"x" * 100000 + b'", "message_id": "1"}', 413, "body"),
    ],
)
async def test_bad_messages_name_their_field(
    desk: Desk, body: bytes, status: int, field: str
) -> None:
    visitor = await begin(desk)
    answer = await desk.ask("POST", MESSAGES, data=body, headers=visitor)
    assert (answer.status, (await answer.json())["error"]["field"]) == (status, field)
    assert await desk.rows("select id from conversation_messages") == []


async def test_an_unknown_bot_cannot_be_begun(desk: Desk) -> None:
    answer = await desk.ask("POST", SESSION, json={"bot": "nobody"}, headers={"origin": desk.url})
    assert (answer.status, (await answer.json())["error"]["field"]) == (400, "bot")


async def test_the_widget_is_cached_by_its_hash(desk: Desk) -> None:
    first = await desk.ask("GET", "/widget.js")
    etag = first.headers["etag"]
    known = await desk.ask("GET", "/widget.js", headers={"if-none-match": etag})
    versioned = await desk.ask("GET", f"/widget.js?v={etag.strip(chr(34))}")
    assert (first.status, known.status) == (200, 304)
    assert first.headers["cache-control"] == "public, max-age=300"
    assert "immutable" in versioned.headers["cache-control"]


async def test_the_demo_page_allows_only_itself(desk: Desk) -> None:
    answer = await desk.ask("GET", "/chat?bot=seller")
    assert "script-src 'self'" in answer.headers["content-security-policy"]
    assert 'tenant="harbor" bot="seller"' in await answer.text()


async def test_garbled_cursors_start_from_the_beginning(desk: Desk) -> None:
    visitor = await begin(desk)
    told = await say(desk, visitor, "hello", "m1")
    for cursor in ("x", "a.b.c", "..", "z.-1.5", f"q.{'9' * 30}.1"):
        answer = await desk.ask("GET", MESSAGES, params={"after": cursor}, headers=visitor)
        assert (await answer.json())["items"] == told["items"]
