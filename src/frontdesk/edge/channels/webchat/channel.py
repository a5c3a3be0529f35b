"""What a visitor types turned into a turn; and what was said turned into the chat they see."""

from typing import Annotated, TypeVar

import orjson
from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from frontdesk.ability import desk, identity
from frontdesk.ability.desk import Cursor, Seen
from frontdesk.ability.identity import Session, Tenant
from frontdesk.edge import callers
from frontdesk.edge.channels.webchat import origins, script
from frontdesk.edge.door import Door
from frontdesk.flow.conversation import run
from frontdesk.flow.conversation.contracts.channel import Channel
from frontdesk.flow.conversation.line import Line
from frontdesk.ground.words.ids import TenantId
from frontdesk.ground.words.message import Inbound
from frontdesk.ground.words.problems import BadInput, Refused
from frontdesk.ground.words.reading import Json

B = TypeVar("B", bound=BaseModel)


def address_kind(_address: str) -> str:
    """A visitor is known by their session only."""
    return "web"


CHANNEL = Channel(
    name="webchat",
    mode="answer",
    address_kind=address_kind,
    promise=(
        "The widget sends a message again with the same message_id until it is answered, so it is "
        "taken once and answered once. Every reply is kept and is given again after a reload, and "
        "by any later request of the same session."
    ),
    settle_s=0.0,
    max_characters=4000,
)


class SessionIn(BaseModel):
    """A visitor begins. `tenant` may be left out where there is only one."""

    model_config = ConfigDict(extra="forbid")

    tenant: Annotated[str | None, Field(max_length=40)] = None
    bot: Annotated[str | None, Field(max_length=60)] = None


class MessageIn(BaseModel):
    """A visitor writes. The same `message_id` of one session is one message."""

    model_config = ConfigDict(extra="forbid")

    text: str
    message_id: Annotated[str, Field(min_length=1, max_length=100)]
    after: Annotated[str, Field(max_length=100)] = ""


def routes(line: Line) -> APIRouter:
    """The routes of this door: the widget, a page to try it on, and what the widget talks to."""
    router = APIRouter(tags=["web chat"], route_class=origins.open_route(line))

    @router.get("/widget.js")
    async def widget(request: Request) -> Response:
        """The chat as one script. With `?v=` of its hash it may be kept for ever."""
        return render_widget(request)

    @router.get("/chat")
    async def chat(tenant: str | None = None, bot: str | None = None) -> Response:
        """A page to try the widget on."""
        found = find_tenant(line, tenant)
        page = script.render_page(
            found.settings.business,
            tenant=found.id,
            bot=check_bot(line, bot),
            bots=tuple(sorted(line.bots)),
        )
        headers = {"content-security-policy": page.policy, "cache-control": "no-cache"}
        return Response(page.body, media_type="text/html; charset=utf-8", headers=headers)

    @router.options("/channels/webchat/{rest:path}", include_in_schema=False)
    async def preflight(rest: str) -> Response:  # noqa: ARG001 - the path needs its name
        return Response(status_code=204, headers=origins.PREFLIGHT)

    @router.post("/channels/webchat/session")
    async def post_session(request: Request) -> Response:
        """Begin: gives the token that every later request of this visitor carries."""
        asked = parse_body(SessionIn, await request.body())
        tenant = find_tenant(line, asked.tenant)
        origin = origins.check_page(tenant, request, required=True)
        _, token = await identity.create_session(
            line.database,
            tenant.id,
            origin=origin,
            bot=check_bot(line, asked.bot),
            now=line.clock.now(),
        )
        return _json({"token": token}, status=201)

    @router.post("/channels/webchat/messages")
    async def post_message(request: Request) -> Response:
        """Send one message and get its answer, with all else that is past `after`."""
        session = await find_session(line, request)
        sent = parse_body(MessageIn, await request.body())
        receipt, record = await run.answer(line, _inbound(session, sent))
        seen = await load_seen(line, session, desk.parse_cursor(sent.after))
        message = desk.bubble_id(record.conversation_id, receipt.seq)
        return _json({"message": message, **_shown(seen)})

    @router.get("/channels/webchat/messages")
    async def get_messages(request: Request, after: str = "") -> Response:
        """What was said past `after`; everything without it."""
        session = await find_session(line, request)
        return _json(_shown(await load_seen(line, session, desk.parse_cursor(after))))

    return router


def render_widget(request: Request) -> Response:
    """The script, or 304 when the browser has it."""
    widget = script.render_script()
    etag = f'"{widget.version}"'
    lasts = "public, max-age=300"
    if request.query_params.get("v") == widget.version:
        lasts = "public, max-age=31536000, immutable"
    headers = {
        "etag": etag,
        "cache-control": lasts,
        "cross-origin-resource-policy": "cross-origin",
    }
    if etag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return Response(widget.body, media_type="text/javascript; charset=utf-8", headers=headers)


def parse_body(kind: type[B], body: bytes) -> B:
    """The typed body; BadInput names the field that is wrong."""
    try:
        return kind.model_validate_json(body or b"{}")
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        field = ".".join(str(part) for part in first["loc"]) or "body"
        raise BadInput(
            "webchat.bad_body",
            f"{field}: {first['msg']}",
            field=field,
            fix="send a JSON object in UTF-8",
        ) from error


def find_tenant(line: Line, name: str | None) -> Tenant:
    """The named tenant, or the only one."""
    if name:
        return line.tenants.get(TenantId(name))
    tenants = line.tenants.all()
    if len(tenants) != 1:
        raise BadInput(
            "webchat.which_tenant",
            "this installation has more than one tenant, or none",
            field="tenant",
            fix='name one: <frontdesk-chat tenant="...">',
        )
    return tenants[0]


def check_bot(line: Line, bot: str | None) -> str | None:
    """The bot asked for, if any; BadInput when it is not installed."""
    if not bot:
        return None
    if bot not in line.bots:
        raise BadInput(
            "webchat.unknown_bot",
            f"there is no bot {bot[:60]!r}",
            field="bot",
            fix="use one of " + ", ".join(sorted(line.bots)),
        )
    return bot


async def find_session(line: Line, request: Request) -> Session:
    """The visitor a token proves; Refused 401 for an unknown one."""
    session = await identity.find_session(line.database, callers.bearer(request))
    if session is None:
        raise Refused(
            "webchat.unknown_session",
            "this chat session is unknown",
            fix="begin a new one: POST /channels/webchat/session",
            status=401,
        )
    origins.check_page(line.tenants.get(session.tenant_id), request, required=False)
    return session


async def load_seen(line: Line, session: Session, after: Cursor) -> Seen:
    """What the visitor sees past a cursor."""
    return await desk.load_seen(
        line.database,
        session.tenant_id,
        channel=CHANNEL.name,
        kind=address_kind(session.id),
        address=session.id,
        after=after,
        now=line.clock.now(),
    )


def _inbound(session: Session, sent: MessageIn) -> Inbound:
    return Inbound(
        tenant_id=session.tenant_id,
        channel=CHANNEL.name,
        # Of this session only: nobody gets another's answer by guessing a message_id.
        vendor_id=f"{session.id}:{sent.message_id}",
        address=session.id,
        text=sent.text,
        bot=session.bot,
    )


def _shown(seen: Seen) -> dict[str, Json]:
    return {
        "items": [item.as_json() for item in seen.items],
        "cursor": str(seen.cursor),
        "person": seen.owner != "bot",
    }


def _json(body: dict[str, Json], *, status: int = 200) -> Response:
    return Response(orjson.dumps(body), status_code=status, media_type="application/json")


DOOR = Door(name="webchat", routes=routes)
