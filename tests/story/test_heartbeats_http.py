"""Programs report over HTTP: with a key, or by an address of their own that needs none."""

from collections.abc import AsyncIterator

import pytest

from tests.story import web_desk
from tests.story.web_desk import Desk

pytestmark = pytest.mark.store


@pytest.fixture
async def desk(database_url: str) -> AsyncIterator[Desk]:
    async with web_desk.open_desk(database_url) as opened:
        yield opened


async def with_key(desk: Desk, scope: str = "operator") -> dict[str, str]:
    key = await desk.key("operator" if scope == "operator" else "agent")
    return {"authorization": f"Bearer {key}"}


async def test_a_key_makes_refreshes_and_removes(desk: Desk) -> None:
    headers = await with_key(desk)
    path = "/api/v1/heartbeats/backup"
    made = await desk.ask("POST", f"{path}?every_s=3600&grace_s=60", headers=headers, data="42 GB")
    assert (made.status, (await made.json())["says"]) == (200, "42 GB")
    again = await desk.ask("GET", path, headers=headers)
    assert (await again.json())["every_s"] == 3600, "a plain report keeps the spans"
    listed = await desk.ask("GET", "/api/v1/heartbeats", headers=headers)
    assert [one["name"] for one in (await listed.json())["heartbeats"]] == ["backup"]
    gone = await desk.ask("DELETE", path, headers=headers)
    assert (await gone.json())["removed"] is True


async def test_an_address_of_its_own_needs_no_key(desk: Desk) -> None:
    made = await desk.ask(
        "POST", "/api/v1/heartbeats?label=nightly&every_s=60", headers=await with_key(desk)
    )
    told = await made.json()
    assert (made.status, told["late"]) == (201, False)
    for method in ("GET", "POST"):
        assert (await desk.ask(method, told["path"])).status == 200
    failed = await desk.ask("POST", told["path"] + "/fail", data="no space left")
    assert ((await failed.json())["late"], failed.status) == (True, 200)
    seen = await (await desk.ask("GET", told["path"])).json()
    assert (seen["late"], seen["name"]) == (False, "nightly")


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/api/v1/heartbeats", 401),
        ("POST", "/api/v1/heartbeats/backup?every_s=60", 401),
        ("GET", f"/api/v1/heartbeats/harbor/x-{'0' * 32}", 404),
        ("GET", "/api/v1/heartbeats/harbor/backup", 404),
        ("POST", f"/api/v1/heartbeats/other/x-{'0' * 32}/fail", 404),
        ("POST", "/api/v1/heartbeats/harbor/%00/fail", 404),
    ],
)
async def test_who_may_not_report_is_refused(
    desk: Desk, method: str, path: str, status: int
) -> None:
    await desk.ask("POST", "/api/v1/heartbeats/backup?every_s=60", headers=await with_key(desk))
    assert (await desk.ask(method, path)).status == status


@pytest.mark.parametrize("query", ["every_s=0", "every_s=nan", "every_s=60&grace_s=-1"])
async def test_spans_that_cannot_be_kept_are_refused(desk: Desk, query: str) -> None:
    refused = await desk.ask(
        "POST", f"/api/v1/heartbeats/backup?{query}", headers=await with_key(desk)
    )
    assert refused.status == 400


async def test_health_turns_red_when_the_watch_stands_still(desk: Desk) -> None:
    """[23]: the web server is fine, and yet this process does not watch."""
    assert (await desk.ask("GET", "/health")).status == 200
    for _ in range(200):
        desk.line.rounds.note("watch", desk.line.clock.monotonic() - 60)
        found = await desk.ask("GET", "/health")
        if found.status == 503:
            break
    assert (found.status, (await found.json())["status"]) == (503, "down")


async def test_a_process_that_does_not_work_need_not_watch(desk: Desk) -> None:
    desk.line.rounds.last_s.clear()
    headers = await with_key(desk)
    assert (await desk.ask("GET", "/health/detailed", headers=headers)).status == 200
