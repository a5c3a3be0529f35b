"""`POST /api/v1/messages` turned into a turn and its answer; and conversations as JSON."""

import re
from typing import Annotated

import orjson
from fastapi import APIRouter, Depends, Request, Response
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from frontdesk.ability import desk, identity
from frontdesk.edge import callers
from frontdesk.edge.door import Door
from frontdesk.flow.conversation import run
from frontdesk.flow.conversation.contracts.channel import Channel
from frontdesk.flow.conversation.inbox import Receipt
from frontdesk.flow.conversation.line import Line, TurnRecord
from frontdesk.ground.kit import ids
from frontdesk.ground.words.ids import ConversationId
from frontdesk.ground.words.message import Inbound
from frontdesk.ground.words.problems import BadInput
from frontdesk.ground.words.reading import Json

SCHEMA = "/openapi.json"
READ_AS_JSON = ("application/json", "application/x-www-form-urlencoded", "text/plain", "")
_PHONE = re.compile(r"\+[1-9]\d{6,14}")


def address_kind(address: str) -> str:
    """A contact given as E.164 or e-mail is the same person as by text or mail."""
    if _PHONE.fullmatch(address):
        return "phone"
    return "email" if "@" in address else "contact"


CHANNEL = Channel(
    name="api",
    mode="answer",
    address_kind=address_kind,
    promise=(
        "The answer is in the response. Asked again with the same message_id, the same answer is "
        "given and no second turn is run, also after a crash of any process."
    ),
    max_characters=4000,
)


class MessageIn(BaseModel):
    """One message of a customer. `contact` is a phone (E.164), an e-mail, or any id of yours."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=False)

    contact: Annotated[str, Field(min_length=1, max_length=200)]
    text: str
    channel: str = "api"
    message_id: Annotated[str | None, Field(max_length=200)] = None
    bot: str | None = None
    sent_at: AwareDatetime | None = None


def routes(line: Line) -> APIRouter:
    """The routes of this door."""
    router = APIRouter(prefix="/api/v1", tags=["conversations"])
    customer = callers.keyed(line, "customer", "agent", "operator")
    person = callers.keyed(line, "agent", "operator")
    shape = {
        "requestBody": {"content": {"application/json": {"schema": MessageIn.model_json_schema()}}}
    }

    @router.post("/messages", openapi_extra=shape)
    async def post_message(request: Request) -> Response:
        """Answer one message. Send a `message_id` of your own to be able to ask again safely."""
        caller = await customer(request)
        check_kind(request)
        inbound = parse_message(line, await request.body(), caller)
        receipt, record = await run.answer(line, inbound)
        return Response(orjson.dumps(render_answer(receipt, record)), media_type="application/json")

    @router.get("/conversations")
    async def list_conversations(
        caller: Annotated[identity.Caller, Depends(person)], limit: int = 50
    ) -> Response:
        """The newest conversations, by when they began."""
        rows = await desk.list_conversations(line.database, caller.tenant_id, limit=limit)
        body = {"conversations": [row.as_json() for row in rows]}
        return Response(orjson.dumps(body), media_type="application/json")

    @router.get("/conversations/{conversation_id}")
    async def get_conversation(
        conversation_id: str, caller: Annotated[identity.Caller, Depends(person)]
    ) -> Response:
        """One conversation: owner, slots with provenance, and every turn with its decision."""
        wanted = check_id(conversation_id)
        found = await desk.load_conversation(line.database, caller.tenant_id, wanted)
        return Response(orjson.dumps(found.as_json()), media_type="application/json")

    return router


def parse_message(line: Line, body: bytes, caller: identity.Caller) -> Inbound:
    """The request body as an inbound message; BadInput names the field and the fix."""
    sent = parse_body(body)
    if sent.channel not in line.channels:
        raise BadInput(
            "api.unknown_channel",
            f"there is no channel {sent.channel!r}",
            field="channel",
            fix="use one of " + ", ".join(sorted(line.channels)),
        )
    contact = plain_address(sent.contact.strip())
    if not contact or "\x00" in contact:
        raise BadInput(
            "api.bad_contact",
            "the contact is empty or no text",
            field="contact",
            fix="send a phone number, an e-mail address or an id",
        )
    if sent.message_id and "\x00" in sent.message_id:
        raise BadInput(
            "api.bad_id", "the id holds a NUL", field="message_id", fix="send text without NUL"
        )
    return Inbound(
        tenant_id=caller.tenant_id,
        channel=CHANNEL.name,
        vendor_id=sent.message_id or ids.uuid7(),
        address=contact,
        text=sent.text,
        bot=sent.bot,
        sent_at=sent.sent_at,
        extra={"channel": sent.channel} if sent.channel != CHANNEL.name else {},
    )


def plain_address(contact: str) -> str:
    """A phone number without its spaces and brackets, an e-mail address in small letters: however
    a program spells them, they mean one person. Other ids stay as they are."""
    digits = re.sub(r"[\s().-]", "", contact)
    if _PHONE.fullmatch(digits):
        return digits
    return contact.lower() if "@" in contact else contact


def check_kind(request: Request) -> None:
    """BadInput 415 for a body that says it is something other than JSON. What curl and simple
    clients say by themselves (a form, plain text) is let through to the parser."""
    kind = request.headers.get("content-type", "application/json").split(";")[0].strip().lower()
    if kind not in READ_AS_JSON and not kind.endswith("+json"):
        raise BadInput(
            "api.not_json",
            f"the body says it is {kind[:60]!r}",
            field="content-type",
            fix="send Content-Type: application/json",
            status=415,
        )


def parse_body(body: bytes) -> MessageIn:
    """The fields of a message; BadInput names the first that is wrong."""
    try:
        return MessageIn.model_validate_json(body)
    except ValidationError as error:
        raise bad_body(error) from error


def bad_body(error: ValidationError) -> BadInput:
    """The first thing wrong with a body, named by its field."""
    first = error.errors(include_url=False, include_input=False)[0]
    if first["type"] == "json_invalid":
        return BadInput(
            "api.bad_json", "the body is no JSON", field="body", fix="send a JSON object in UTF-8"
        )
    field = ".".join(str(part) for part in first["loc"]) or "body"
    return BadInput("api.bad_field", f"{field}: {first['msg']}", field=field, fix=f"see {SCHEMA}")


def check_id(text: str) -> ConversationId:
    """A conversation id from an address; BadInput 404 when it is none."""
    if not re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", text):
        raise unknown(text)
    return ConversationId(text)


def unknown(text: str) -> BadInput:
    return BadInput(
        "api.unknown_conversation",
        f"there is no conversation {text[:60]!r}",
        field="conversation_id",
        fix="use the conversation_id of an answer",
        status=404,
    )


def render_answer(receipt: Receipt, record: TurnRecord) -> dict[str, Json]:
    """The response of a message: same shape for a first delivery and for a repeated one."""
    decision = record.decision
    told: dict[str, Json] = {"kind": decision.kind, "reason": decision.reason}
    if decision.asked is not None:
        told["asked"] = decision.asked
    if decision.to is not None:
        told["to"] = decision.to
    answer: dict[str, Json] = {
        "conversation_id": record.conversation_id,
        "message_id": receipt.message_id,
        "reply": list(record.replies),
        "bot": record.bot,
        "rung": record.rung,
        "decision": told,
        "trace_id": record.trace_id,
    }
    if record.handoff is not None:
        answer["handoff"] = record.handoff.as_json()
    return answer


DOOR = Door(name="api", routes=routes)
