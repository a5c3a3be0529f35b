"""`/api/v1/on-call` and `/calendars`: who is on call, for programs with a key and for calendars."""

import hmac

from fastapi import APIRouter, Request, Response

from frontdesk.edge import callers
from frontdesk.edge.door import Door
from frontdesk.edge.http.watch.alerts import answer
from frontdesk.flow.conversation.line import Line
from frontdesk.flow.operations.lookout import HOUSE
from frontdesk.flow.operations.oncall import calendar, plans
from frontdesk.flow.operations.oncall.plan import NOBODY, Plan, Shift, render_person
from frontdesk.ground.words.ids import TenantId
from frontdesk.ground.words.problems import BadInput
from frontdesk.ground.words.reading import Json


def routes(line: Line) -> APIRouter:
    """The routes of this surface. A calendar program cannot send headers: its key is in the path,
    opens that one calendar, and is refused in the same words as a calendar that is not there."""
    router = APIRouter(tags=["operations"])
    looks = callers.keyed(line, "operator", "agent")

    @router.get("/api/v1/on-call")
    async def list_on_call(request: Request) -> Response:
        """Who is on call now, by plan."""
        caller, now = await looks(request), line.clock.now()
        found = await plans.load_plans(line.database, caller.tenant_id)
        shifts = [render_shift(plan, plan.find_shift(now)) for plan in found.values()]
        return answer({"on_call": [*shifts]})

    @router.get("/api/v1/on-call/{name}.ics")
    async def keyed_calendar(name: str, request: Request) -> Response:
        """The same file, for programs that send a key."""
        caller = await looks(request)
        plan = await plans.load_plan(line.database, caller.tenant_id, name)
        return _calendar(plan, line)

    @router.get("/calendars/{owner}/{key}/{name}.ics")
    async def open_calendar(owner: str, key: str, name: str) -> Response:
        """The plan as an iCalendar file."""
        tenant = HOUSE if owner == "house" else TenantId(owner)
        found = (await plans.load_plans(line.database, tenant)).get(name)
        if (
            found is None
            or not found.key
            or not hmac.compare_digest(found.key.encode(), key.encode())
        ):
            raise BadInput(
                "operations.no_calendar",
                "there is no such calendar",
                field="path",
                fix="ask for its address: `frontdesk oncall export PLAN --url`",
                status=404,
            )
        return _calendar(found, line)

    return router


def render_shift(plan: Plan, shift: Shift) -> dict[str, Json]:
    """Who is on call, from when to when."""
    return {
        "plan": plan.name,
        "person": render_person(shift.person) if shift.person else {"name": NOBODY},
        "starts_at": shift.starts_at.isoformat(),
        "ends_at": shift.ends_at.isoformat(),
        "override": shift.override,
    }


def _calendar(plan: Plan, line: Line) -> Response:
    text = calendar.render_calendar(plan, line.clock.now())
    return Response(text.encode(), headers={"content-type": calendar.TYPE})


DOOR = Door(name="oncall", routes=routes)
