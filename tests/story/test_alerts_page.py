"""The pages of alerts show what was told to whom, and their buttons do what they say."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from frontdesk.flow.operations import watch as watches
from frontdesk.flow.operations.lookout import Lookout
from testing import watching
from testing.pagers import FakePager
from testing.watching import Words, verdict
from tests.story import web_desk
from tests.story.test_console import look, sign_in
from tests.story.web_desk import Desk

pytestmark = pytest.mark.store


@pytest.fixture
async def desk(database_url: str) -> AsyncIterator[Desk]:
    async with web_desk.open_desk(database_url, work=False) as opened:
        yield opened


async def fire(desk: Desk, pager: FakePager | None = None) -> Lookout:
    """One bad verdict, looked at and paged by a watch that only this test runs."""
    line = desk.line
    words = Words((replace(verdict("critical", bot="lead"), says="P95 2,300 ms over 40 turns"),))
    pagers = {"slack": pager or FakePager("slack")}
    lookout = Lookout(
        database=line.database,
        clock=line.clock,
        controls=line.controls,
        tenants=line.tenants,
        rules={"p95": watching.make_rule(words, keep_s=600.0)},
        pagers=pagers,
        targets=(),
        meters=line.meters,
        process_id=line.process_id,
    )
    await watches.run_watch(lookout)
    return lookout


async def press(desk: Desk, cookie: str, path: str, **fields: str) -> int:
    answer = await desk.ask(
        "POST",
        f"/console{path}",
        data=fields,
        headers={"cookie": cookie.partition(";")[0], "origin": desk.url},
    )
    return answer.status


async def alert_id(desk: Desk) -> str:
    (row,) = await desk.rows("select id from alerts")
    return str(row["id"])


async def test_the_list_and_the_alert_say_what_happened(desk: Desk) -> None:
    await fire(desk)
    _, cookie, _ = await sign_in(desk, await desk.key("agent"))
    status, listed = await look(desk, "/console/alerts", cookie)
    assert (status, "P95 2,300 ms over 40 turns" in listed) == (200, True)
    status, page = await look(desk, f"/console/alerts/{await alert_id(desk)}", cookie)
    assert status == 200
    for words in ("slack, level 1", "this notifier is not set up", "pagerduty", "fires", "2,300"):
        assert words in page
    assert "I am on it" not in page  # an agent looks, an operator acts


async def test_a_press_stops_what_is_to_come(desk: Desk) -> None:
    await fire(desk)
    _, cookie, _ = await sign_in(desk, await desk.key("operator"))
    path = f"/alerts/{await alert_id(desk)}"
    assert await press(desk, cookie, f"{path}/answer", deed="acknowledge", note="on it") == 303
    _, page = await look(desk, f"/console{path}", cookie)
    assert "called off" in page
    assert "night operator, by console" in page
    assert "I am not on it any more" in page
    (row,) = await desk.rows("select count(*) from pages where status = 'waiting' and level > 1")
    assert row["count"] == 0


async def test_silencing_what_looks_like_it(desk: Desk) -> None:
    await fire(desk)
    _, cookie, _ = await sign_in(desk, await desk.key("operator"))
    path = f"/alerts/{await alert_id(desk)}"
    assert await press(desk, cookie, f"{path}/silence", length="1 day", note="deploy") == 303
    _, listed = await look(desk, "/console/alerts", cookie)
    assert "silenced by night operator" in listed
    (silence,) = await desk.rows("select id, matchers from silences")
    assert {one["name"]: one["value"] for one in silence["matchers"]} == {
        "rule": "p95",
        "bot": "lead",
    }
    assert await press(desk, cookie, "/alerts/silence/end", id=str(silence["id"])) == 303
    _, listed = await look(desk, "/console/alerts", cookie)
    assert "silenced by" not in listed


@pytest.mark.parametrize(
    ("path", "fields", "status"),
    [
        ("/answer", {"deed": "ignore"}, 400),
        ("/answer", {"deed": "snooze"}, 400),
        ("/silence", {"note": ""}, 400),
    ],
)
async def test_presses_without_sense_are_refused(
    desk: Desk, path: str, fields: dict[str, str], status: int
) -> None:
    await fire(desk)
    _, cookie, _ = await sign_in(desk, await desk.key("operator"))
    assert await press(desk, cookie, f"/alerts/{await alert_id(desk)}{path}", **fields) == status


async def test_an_unknown_alert_is_a_page_that_says_so(desk: Desk) -> None:
    _, cookie, _ = await sign_in(desk, await desk.key("operator"))
    status, page = await look(desk, "/console/alerts/nothing", cookie)
    assert (status, "there is no alert" in page) == (404, True)


async def test_an_agent_may_not_press(desk: Desk) -> None:
    await fire(desk)
    _, cookie, _ = await sign_in(desk, await desk.key("agent"))
    path = f"/alerts/{await alert_id(desk)}/answer"
    assert await press(desk, cookie, path, deed="acknowledge") == 403
