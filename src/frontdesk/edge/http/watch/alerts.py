"""`/api/v1/alerts` and `/api/v1/silences`: what is wrong, and what a person answers to it, as JSON."""

from datetime import datetime, timedelta
from typing import Annotated, Literal, TypeVar

import orjson
from fastapi import APIRouter, Depends, Request, Response
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from frontdesk.ability.identity import Caller
from frontdesk.edge import callers
from frontdesk.edge.door import Door
from frontdesk.flow.conversation.line import Line
from frontdesk.flow.operations import answers, listing
from frontdesk.flow.operations.answers import Deed
from frontdesk.flow.operations.listing import Whole
from frontdesk.flow.operations.quiet import matchers, silences
from frontdesk.flow.operations.quiet.matchers import Silence
from frontdesk.ground.words.problems import BadInput
from frontdesk.ground.words.reading import Json

MOST = 500
T = TypeVar("T", bound=BaseModel)


class AnswerIn(BaseModel):
    """What a person says to an alert. A snooze needs `for_s` or `until`."""

    model_config = ConfigDict(extra="forbid")

    note: Annotated[str, Field(max_length=2000)] = ""
    for_s: Annotated[float | None, Field(gt=0, le=31_536_000)] = None
    until: AwareDatetime | None = None


class SilenceIn(BaseModel):
    """Every matcher must hold: `rule=high_error_rate`, `bot=~"lead|buyer"`."""

    model_config = ConfigDict(extra="forbid")

    matchers: Annotated[list[str], Field(min_length=1, max_length=50)]
    why: Annotated[str, Field(min_length=1, max_length=2000)]
    for_s: Annotated[float | None, Field(gt=0, le=315_360_000)] = None
    starts_at: AwareDatetime | None = None
    ends_at: AwareDatetime | None = None
    kind: Literal["silence", "maintenance"] = "silence"


def routes(line: Line) -> APIRouter:
    """The routes of this surface; they need a key of scope operator, looking also one of agent."""
    router = APIRouter(prefix="/api/v1", tags=["operations"])
    looks = callers.keyed(line, "operator", "agent")
    acts = callers.keyed(line, "operator")

    @router.get("/alerts")
    async def list_alerts(
        caller: Annotated[Caller, Depends(looks)],
        active: bool = True,
        rule: str | None = None,
        limit: int = 50,
    ) -> Response:
        """Open alerts, newest first; with `active=false` those that are over, too."""
        check_limit(limit)
        found = await listing.load_alerts(
            line.database, caller.tenant_id, active=active, rule=rule, limit=limit
        )
        now = line.clock.now()
        return answer({"alerts": [listing.render_alert(one, now) for one in found]})

    @router.get("/alerts/{alert_id}")
    async def get_alert(alert_id: str, caller: Annotated[Caller, Depends(looks)]) -> Response:
        """One alert with its timeline, and who was told what and when."""
        whole = await listing.load_whole(line.database, caller.tenant_id, alert_id)
        return answer(render_whole(whole, line.clock.now()))

    @router.post("/alerts/{alert_id}/{deed}")
    async def answer_alert(
        alert_id: str, deed: str, request: Request, caller: Annotated[Caller, Depends(acts)]
    ) -> Response:
        """Acknowledge, unacknowledge, snooze or resolve an alert."""
        said = parse(AnswerIn, await request.body())
        now = line.clock.now()
        until = now + timedelta(seconds=said.for_s) if said.for_s is not None else said.until
        owner = await listing.find_owner(line.database, caller.tenant_id, alert_id)
        after = await answers.save_answer(
            line.database,
            owner,
            alert_id,
            parse_deed(deed),
            who=caller.name,
            source="http",
            now=now,
            until=until,
            note=said.note,
        )
        return answer(listing.render_alert(after, now))

    _add_silences(router, line, looks, acts)
    return router


def _add_silences(router: APIRouter, line: Line, looks: callers.Keyed, acts: callers.Keyed) -> None:
    @router.get("/silences")
    async def list_silences(
        caller: Annotated[Caller, Depends(looks)], ended: bool = False
    ) -> Response:
        """The silences that hold, or will; with `ended` those that are over, too."""
        now = line.clock.now()
        found = await silences.load_silences(line.database, caller.tenant_id, now, ended=ended)
        return answer({"silences": [render_silence(one, now) for one in found]})

    @router.post("/silences", status_code=201)
    async def add_silence(request: Request, caller: Annotated[Caller, Depends(acts)]) -> Response:
        """Keep alerts quiet whose labels meet every matcher."""
        said, now = parse(SilenceIn, await request.body()), line.clock.now()
        starts_at = said.starts_at or now
        if said.ends_at is None and said.for_s is None:
            raise BadInput(
                "operations.no_end",
                "a silence needs an end",
                field="for_s",
                fix="send for_s in seconds, or ends_at",
            )
        ends_at = said.ends_at or starts_at + timedelta(seconds=said.for_s or 0)
        made = silences.make_silence(
            [matchers.parse_matcher(one) for one in said.matchers],
            starts_at,
            ends_at,
            who=caller.name,
            why=said.why,
            kind=said.kind,
        )
        await silences.save_silence(line.database, caller.tenant_id, made, now)
        return answer(render_silence(made, now), status=201)

    @router.delete("/silences/{silence_id}")
    async def end_silence(silence_id: str, caller: Annotated[Caller, Depends(acts)]) -> Response:
        """End a silence now."""
        ended = await silences.expire_silence(
            line.database, caller.tenant_id, silence_id, who=caller.name, now=line.clock.now()
        )
        return answer({"id": silence_id, "ended": ended})


def parse(shape: type[T], body: bytes) -> T:
    """A request's body; BadInput names the field and the fix. No body is an empty object."""
    try:
        return shape.model_validate_json(body or b"{}")
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"]) or "body"
        raise BadInput(
            "operations.bad_body",
            f"{field}: {first['msg'].lower()}",
            field=field,
            fix="see /openapi.json for what is taken",
            status=422,
        ) from error


def parse_deed(text: str) -> Deed:
    """One of the things a person can answer; BadInput 404 otherwise."""
    for deed in answers.DEEDS:
        if deed == text:
            return deed
    raise BadInput(
        "operations.no_deed",
        f"{text[:40]!r} is nothing that can be done to an alert",
        field="path",
        fix="use one of " + ", ".join(answers.DEEDS),
        status=404,
    )


def check_limit(limit: int) -> None:
    """Refuse a number of rows that cannot be meant."""
    if not 1 <= limit <= MOST:
        raise BadInput(
            "operations.bad_limit",
            f"{limit} rows cannot be listed",
            field="limit",
            fix=f"give a number from 1 to {MOST}",
        )


def render_whole(whole: Whole, now: datetime) -> dict[str, Json]:
    """One alert with everything about it."""
    return {
        **listing.render_alert(whole.alert, now),
        "timeline": [
            {
                "at": one.at.isoformat(),
                "kind": one.kind,
                "who": one.who,
                "source": one.source,
                "says": one.says,
                "detail": one.detail,
            }
            for one in whole.timeline
        ],
        "told": [
            {
                "kind": one.kind,
                "level": one.level,
                "notifier": one.notifier,
                "target": one.target,
                "due_at": one.due_at.isoformat(),
                "status": one.status,
                "sent_at": one.sent_at.isoformat() if one.sent_at else None,
                "attempts": one.attempts,
                "problem": one.problem,
            }
            for one in whole.told
        ],
    }


def render_silence(one: Silence, now: datetime) -> dict[str, Json]:
    """A silence as JSON."""
    state = "pending" if now < one.starts_at else "active" if now < one.ends_at else "expired"
    return {
        "id": one.id,
        "state": state,
        "matchers": [str(matcher) for matcher in one.matchers],
        "starts_at": one.starts_at.isoformat(),
        "ends_at": one.ends_at.isoformat(),
        "who": one.who,
        "why": one.why,
        "kind": one.kind,
    }


def answer(body: dict[str, Json], *, status: int = 200) -> Response:
    """A JSON answer."""
    return Response(orjson.dumps(body), status_code=status, media_type="application/json")


DOOR = Door(name="alerts", routes=routes)
