"""Who is on call over HTTP: JSON for programs with a key, a calendar for programs with its address."""

import icalendar
import pytest

from frontdesk.flow.operations.oncall import plans
from frontdesk.ground.words.reading import Json
from tests.story import web_desk
from tests.story.web_desk import TENANT, Desk

pytestmark = pytest.mark.store
PLAN: dict[str, Json] = {
    "zone": "America/Los_Angeles",
    "since": "2026-01-05",
    "people": [{"name": "Dana", "email": "dana@example.com"}],
}


async def save(desk: Desk) -> str:
    now = desk.line.clock.now()
    plan = await plans.save_plan(desk.line.database, TENANT, "night", PLAN, who="t", now=now)
    return plan.key


async def test_calendar_opens_with_its_key_only(database_url: str) -> None:
    async with web_desk.open_desk(database_url) as desk:
        key = await save(desk)
        found = await desk.ask("GET", f"/calendars/{TENANT}/{key}/night.ics")
        assert (found.status, found.content_type) == (200, "text/calendar")
        events = icalendar.Calendar.from_ical(await found.read()).walk("VEVENT")
        assert "Dana" in str(events[0]["SUMMARY"])
        for path in (
            f"/calendars/{TENANT}/{'0' * 40}/night.ics",
            f"/calendars/{TENANT}/{key}/gone.ics",
            f"/calendars/other/{key}/night.ics",
            f"/calendars/house/{key}/night.ics",
            f"/calendars/{TENANT}/%C3%BC/night.ics",
        ):
            refused = await desk.ask("GET", path)
            assert (refused.status, (await refused.json())["error"]["code"]) == (
                404,
                "operations.no_calendar",
            )


async def test_programs_ask_with_their_key(database_url: str) -> None:
    async with web_desk.open_desk(database_url) as desk:
        await save(desk)
        assert (await desk.ask("GET", "/api/v1/on-call")).status == 401
        headers = {"authorization": f"Bearer {await desk.key('agent')}"}
        found = await desk.ask("GET", "/api/v1/on-call", headers=headers)
        (shift,) = (await found.json())["on_call"]
        assert (shift["plan"], shift["person"]["name"]) == ("night", "Dana")
        calendar = await desk.ask("GET", "/api/v1/on-call/night.ics", headers=headers)
        assert calendar.status == 200
        assert (await desk.ask("GET", "/api/v1/on-call/gone.ics", headers=headers)).status == 404
