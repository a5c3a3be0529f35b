"""The console opens for keys that may look, shows one tenant only, and keeps forms to itself."""

import re
from collections.abc import AsyncIterator

import pytest

from frontdesk.ability import identity
from frontdesk.flow.conversation import run
from frontdesk.ground.words.ids import TenantId
from frontdesk.ground.words.message import Inbound
from tests.story import web_desk
from tests.story.web_desk import TENANT, Desk

pytestmark = pytest.mark.store


@pytest.fixture
async def desk(database_url: str) -> AsyncIterator[Desk]:
    async with web_desk.open_desk(database_url) as opened:
        yield opened


async def sign_in(desk: Desk, key: str, **more: str) -> tuple[int, str, str]:
    """Status, cookie and where it leads."""
    answer = await desk.ask(
        "POST", "/console/sign-in", data={"key": key, **more}, headers={"origin": desk.url}
    )
    cookie = answer.headers.get("set-cookie", "")
    return answer.status, cookie, answer.headers.get("location", "")


async def look(desk: Desk, path: str, cookie: str) -> tuple[int, str]:
    answer = await desk.ask("GET", path, headers={"cookie": cookie.partition(";")[0]})
    return answer.status, await answer.text()


async def talk(desk: Desk, text: str) -> str:
    receipt, _ = await run.answer(desk.line, Inbound(TENANT, "api", "1", "anna", text))
    return receipt.conversation_id


async def test_strangers_are_sent_to_sign_in(desk: Desk) -> None:
    answer = await desk.ask("GET", "/console/conversations/x")
    assert answer.status == 303
    assert answer.headers["location"] == "/console/sign-in?next=/console/conversations/x"


async def test_the_cookie_is_out_of_reach(desk: Desk) -> None:
    key = await desk.key()
    status, cookie, where = await sign_in(desk, key, next="/console?before=")
    assert (status, where) == (303, "/console?before=")
    assert {"HttpOnly", "SameSite=strict", "Path=/console"} <= set(cookie.split("; "))
    assert key not in cookie
    (row,) = await desk.rows("select token_hash from sign_ins")
    assert cookie.split("=")[1].split(";")[0].encode() not in bytes(row["token_hash"])


@pytest.mark.parametrize("scope", ["agent", "operator", "admin"])
async def test_people_of_the_desk_may_look(desk: Desk, scope: identity.Scope) -> None:
    conversation = await talk(desk, "I want to sell my <b>house</b>")
    _, cookie, _ = await sign_in(desk, await desk.key(scope))
    listed, page = await look(desk, "/console", cookie)
    shown, story = await look(desk, f"/console/conversations/{conversation}", cookie)
    assert (listed, shown) == (200, 200)
    assert f"/console/conversations/{conversation}" in page
    assert "Why did it say that?" in story
    assert "&lt;b&gt;house&lt;/b&gt;" in story
    assert "<b>house" not in story


async def test_the_customer_door_does_not_lead_here(desk: Desk) -> None:
    assert (await sign_in(desk, await desk.key("customer")))[:2] == (403, "")
    assert (await sign_in(desk, "fd_wrong"))[:2] == (403, "")


@pytest.mark.parametrize("origin", ["https://evil.example", "null", ""])
async def test_foreign_forms_are_refused(desk: Desk, origin: str) -> None:
    headers = {"origin": origin} if origin else {}
    for path in ("/console/sign-in", "/console/sign-out"):
        answer = await desk.ask("POST", path, data={"key": await desk.key()}, headers=headers)
        assert answer.status == 403
        assert "set-cookie" not in answer.headers


async def test_signing_out_ends_it_everywhere(desk: Desk) -> None:
    _, cookie, _ = await sign_in(desk, await desk.key())
    headers = {"origin": desk.url, "cookie": cookie.partition(";")[0]}
    await desk.ask("POST", "/console/sign-out", headers=headers)
    assert (await look(desk, "/console", cookie))[0] == 303


async def test_a_revoked_key_ends_its_sign_ins(desk: Desk) -> None:
    _, cookie, _ = await sign_in(desk, await desk.key())
    now = desk.line.clock.now()
    await identity.revoke_key(desk.line.database, TENANT, "night operator", who="test", now=now)
    assert (await look(desk, "/console", cookie))[0] == 303


async def test_another_tenants_page_is_not_found(desk: Desk) -> None:
    other = TenantId("other")
    await desk.save_tenant(other)
    conversation = await talk(desk, "my words")
    _, cookie, _ = await sign_in(desk, await desk.key(tenant=other))
    status, page = await look(desk, f"/console/conversations/{conversation}", cookie)
    assert status == 404
    assert "There is no conversation" in page
    assert "my words" not in (await look(desk, "/console", cookie))[1]


async def test_pages_keep_to_themselves(desk: Desk) -> None:
    _, cookie, _ = await sign_in(desk, await desk.key())
    answer = await desk.ask("GET", "/console", headers={"cookie": cookie.partition(";")[0]})
    page = await answer.text()
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["referrer-policy"] == "same-origin"
    assert re.findall(r"<script| style=| on[a-z]+=", page) == []


async def test_every_style_is_served_for_ever(desk: Desk) -> None:
    page = await (await desk.ask("GET", "/console/sign-in")).text()
    (address,) = re.findall(r'href="(/console/style/[^"]+)"', page)
    found = await desk.ask("GET", address)
    missing = await desk.ask("GET", "/console/style/nothing.css")
    assert (found.status, missing.status) == (200, 404)
    assert "immutable" in found.headers["cache-control"]


async def test_a_page_asks_the_database_twice(desk: Desk) -> None:
    conversation = await talk(desk, "hello")
    _, cookie, _ = await sign_in(desk, await desk.key())
    for path, query in (
        ("/console", "desk.load_latest"),
        (f"/console/conversations/{conversation}", "desk.load_conversation"),
    ):
        before = counted(desk)
        await look(desk, path, cookie)
        asked = {name: n - before.get(name, 0) for name, n in counted(desk).items()}
        assert {name: n for name, n in asked.items() if n} == {"sign_ins.find": 1, query: 1}


def counted(desk: Desk) -> dict[str, int]:
    """Calls per statement, but for what the loops ask all the time."""
    rooms = ("desk.", "sign_ins.", "identity.find_key", "identity.find_session", "audit.")
    timings = desk.line.database.timings
    return {name: timing.calls for name, timing in timings.items() if name.startswith(rooms)}
