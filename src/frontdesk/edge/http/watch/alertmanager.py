"""`/api/v2`: alerts and silences as Alertmanager's clients (amtool, karma, Grafana, Prometheus) speak.

The shapes are those of Alertmanager's published API description (version 2). Acknowledging and
escalation are ours alone and live under /api/v1.
"""

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Annotated, Literal

import orjson
from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from frontdesk import __version__
from frontdesk.ability.identity import Caller
from frontdesk.edge import callers
from frontdesk.edge.door import Door
from frontdesk.edge.http.watch import alertmanager_listing as shown
from frontdesk.flow.conversation.line import Line
from frontdesk.flow.operations import received
from frontdesk.flow.operations.quiet import matchers, silences
from frontdesk.flow.operations.quiet.matchers import Matcher, Silence
from frontdesk.flow.operations.received import Received
from frontdesk.ground.words.problems import BadInput
from frontdesk.ground.words.reading import Json

MOST_BYTES = 16 * 1024**2
ZERO = datetime(1, 1, 1, tzinfo=UTC)  # how clients written in Go say that there is no time
CONFIG = "route:\n  receiver: frontdesk\nreceivers:\n- name: frontdesk\n"
LABEL = re.compile(r"[A-Za-z_][A-Za-z0-9_.]*")
Filters = Annotated[list[str] | None, Query(alias="filter")]


class AlertIn(BaseModel):
    """One alert as a monitor sends it."""

    model_config = ConfigDict(extra="ignore")

    labels: Annotated[dict[str, str], Field(min_length=1, max_length=100)]
    annotations: dict[str, str] = {}
    startsAt: AwareDatetime | None = None
    endsAt: AwareDatetime | None = None
    generatorURL: str = ""


class MatcherIn(BaseModel):
    """One matcher of a silence."""

    name: str
    value: str
    isRegex: bool = False
    isEqual: bool = True


class SilenceIn(BaseModel):
    """A silence as clients send it; with an `id` it takes that one's place."""

    model_config = ConfigDict(extra="ignore")

    matchers: Annotated[list[MatcherIn], Field(min_length=1, max_length=50)]
    startsAt: AwareDatetime
    endsAt: AwareDatetime
    createdBy: str
    comment: str
    id: str | None = None


ALERTS = TypeAdapter(list[AlertIn])


def routes(line: Line) -> APIRouter:
    """The routes of this surface."""
    router = APIRouter(prefix="/api/v2", tags=["alertmanager"])
    looks = callers.keyed(line, "operator", "agent")
    acts = callers.keyed(line, "operator")
    began = line.clock.now()

    @router.get("/status", dependencies=[Depends(looks)])
    async def status() -> Response:
        """What clients ask first."""
        return answer(render_status(began))

    @router.get("/receivers", dependencies=[Depends(looks)])
    async def receivers() -> Response:
        """The one receiver there is: who is told is decided by the alert's policy."""
        return answer([{"name": shown.RECEIVER}])

    @router.get("/alerts")
    async def get_alerts(
        request: Request, caller: Annotated[Caller, Depends(looks)], wanted: Filters = None
    ) -> Response:
        """Open alerts, filtered by matchers and by what keeps them quiet."""
        asked = await shown.load_asked(line, caller, wanted or [], request)
        return await shown.streamed(shown.list_alerts(line, asked))

    @router.get("/alerts/groups")
    async def get_groups(
        request: Request, caller: Annotated[Caller, Depends(looks)], wanted: Filters = None
    ) -> Response:
        """The same, by rule: what travels in one message."""
        asked = await shown.load_asked(line, caller, wanted or [], request)
        return await shown.streamed(shown.list_groups(line, asked))

    @router.post("/alerts")
    async def post_alerts(request: Request, caller: Annotated[Caller, Depends(acts)]) -> Response:
        """Take alerts of another monitor; all of a batch, or none."""
        sent = parse_alerts(await request.body())
        await received.save_received(line.database, caller.tenant_id, sent, line.clock.now())
        return Response(status_code=200)

    _add_silences(router, line, looks, acts)
    return router


def _add_silences(router: APIRouter, line: Line, looks: callers.Keyed, acts: callers.Keyed) -> None:
    @router.get("/silences")
    async def get_silences(
        caller: Annotated[Caller, Depends(looks)], wanted: Filters = None
    ) -> Response:
        """Every silence that is kept, also those that are over."""
        now, only = line.clock.now(), [matchers.parse_matcher(one) for one in wanted or []]
        found = await silences.load_silences(line.database, caller.tenant_id, now, ended=True)
        fit = (one for one in found if _fits(one, only))
        return answer([render_silence(one, now) for one in fit])

    @router.post("/silences")
    async def post_silence(request: Request, caller: Annotated[Caller, Depends(acts)]) -> Response:
        """Set a silence; it holds before the answer is given."""
        made, replaces = parse_silence(await request.body())
        now = line.clock.now()
        await silences.save_silence(line.database, caller.tenant_id, made, now, replaces=replaces)
        return answer({"silenceID": made.id})

    @router.get("/silence/{silence_id}")
    async def get_silence(silence_id: str, caller: Annotated[Caller, Depends(looks)]) -> Response:
        """One silence."""
        found = await silences.load_silence(line.database, caller.tenant_id, silence_id)
        return answer(render_silence(found, line.clock.now()))

    @router.delete("/silence/{silence_id}")
    async def delete_silence(silence_id: str, caller: Annotated[Caller, Depends(acts)]) -> Response:
        """End a silence now; it stays listed as over."""
        await silences.expire_silence(
            line.database, caller.tenant_id, silence_id, who=caller.name, now=line.clock.now()
        )
        return Response(status_code=200)


def _fits(silence: Silence, only: Iterable[Matcher]) -> bool:
    labels = {one.name: one.value for one in silence.matchers}
    return all(matcher.holds(labels) for matcher in only)


def parse_alerts(body: bytes) -> list[Received]:
    """A batch of alerts; BadInput names the first thing wrong with it."""
    if len(body) > MOST_BYTES:
        raise BadInput(
            "alertmanager.too_large",
            f"the batch has more than {MOST_BYTES // 1024**2} MiB",
            field="body",
            fix="send it in parts",
            status=413,
        )
    try:
        sent = ALERTS.validate_json(body)
    except ValidationError as error:
        raise bad_body(error) from error
    return [parse_received(one, at) for at, one in enumerate(sent)]


def parse_received(one: AlertIn, at: int) -> Received:
    """One alert, the one at `at` of its batch; BadInput names what is wrong with it."""
    labels = {name: value for name, value in one.labels.items() if value}
    wrong = next((name for name in labels if not LABEL.fullmatch(name)), None)
    if wrong is not None or not labels:
        raise BadInput(
            "alertmanager.bad_label",
            f"{wrong!r} is no label name" if wrong else "an alert needs a label",
            field=f"{at}.labels",
            fix="use letters, digits and _, not beginning with a digit",
        )
    starts, ends = _time(one.startsAt), _time(one.endsAt)
    if starts is not None and ends is not None and ends < starts:
        raise BadInput(
            "alertmanager.ends_first",
            "the alert ends before it starts",
            field=f"{at}.endsAt",
            fix="send a later end, or none",
        )
    return Received(labels, one.annotations, starts, ends, one.generatorURL)


def _time(at: datetime | None) -> datetime | None:
    return None if at is None or at.year <= ZERO.year else at


def parse_silence(body: bytes) -> tuple[Silence, str | None]:
    """A silence, and the id of the one whose place it takes."""
    try:
        sent = SilenceIn.model_validate_json(body)
    except ValidationError as error:
        raise bad_body(error) from error
    wanted = [
        matchers.check_matcher(Matcher(one.name, one.value, equal=one.isEqual, regex=one.isRegex))
        for one in sent.matchers
    ]
    made = silences.make_silence(
        wanted, sent.startsAt, sent.endsAt, who=sent.createdBy, why=sent.comment
    )
    return made, sent.id or None


def bad_body(error: ValidationError) -> BadInput:
    """The first thing wrong with a body, named by its field."""
    first = error.errors(include_url=False, include_input=False)[0]
    field = ".".join(str(part) for part in first["loc"]) or "body"
    return BadInput(
        "alertmanager.bad_body",
        f"{field}: {first['msg']}",
        field=field,
        fix="see Alertmanager's API description, version 2",
    )


def render_status(began: datetime) -> dict[str, Json]:
    """What kind of Alertmanager we are to clients that ask."""
    return {
        "cluster": {"status": "disabled", "name": shown.RECEIVER, "peers": []},
        "config": {"original": CONFIG},
        "uptime": began.isoformat(),
        "versionInfo": {
            "branch": "",
            "buildDate": "",
            "buildUser": "",
            "goVersion": "",
            "revision": __version__,
            "version": "0.28.0",
        },
    }


def render_silence(one: Silence, now: datetime) -> dict[str, Json]:
    """A silence as clients read it."""
    state: Literal["pending", "active", "expired"] = "active"
    if now < one.starts_at:
        state = "pending"
    elif now >= one.ends_at:
        state = "expired"
    return {
        "id": one.id,
        "status": {"state": state},
        "matchers": [
            {
                "name": matcher.name,
                "value": matcher.value,
                "isRegex": matcher.regex,
                "isEqual": matcher.equal,
            }
            for matcher in one.matchers
        ],
        "startsAt": one.starts_at.isoformat(),
        "endsAt": one.ends_at.isoformat(),
        "updatedAt": one.starts_at.isoformat(),
        "createdBy": one.who,
        "comment": one.why,
    }


def answer(body: Json) -> Response:
    """A JSON answer."""
    return Response(orjson.dumps(body), media_type="application/json")


DOOR = Door(name="alertmanager", routes=routes, largest={"/api/v2/alerts": MOST_BYTES})
