"""Twilio's webhooks turned into turns and delivery reports; and what text messages can promise."""

from fastapi import APIRouter, Request, Response

from frontdesk.ability import identity
from frontdesk.edge.channels.sms import webhooks
from frontdesk.edge.channels.sms.sender import STATUS_PATH, SmsSender
from frontdesk.edge.door import Door
from frontdesk.edge.vendors import twilio, twilio_signature
from frontdesk.flow.conversation import run
from frontdesk.flow.conversation.beside import receipts
from frontdesk.flow.conversation.contracts.channel import Channel
from frontdesk.flow.conversation.line import Line
from frontdesk.ground.kit.http import HttpClient
from frontdesk.ground.words.problems import BadInput, Broken, NotNow, Refused
from frontdesk.ground.words.settings import ReadSetting, Setting

FROM = Setting(
    "TWILIO_FROM", "text", "Number that sends where a reply names none of its own (+15550100)."
)
PUBLIC_URL = Setting("FRONTDESK_PUBLIC_URL", "url", "Declared by the house; read here too.")
SIGNATURE = "x-twilio-signature"
EMPTY_TWIML = b'<?xml version="1.0" encoding="UTF-8"?><Response/>'
# Twilio may take a request until we hang up, and shows it in its list up to 3 s later.
LIST_LAG_S = 3.0


def address_kind(_address: str) -> str:
    """Every address of this channel is a phone number in E.164."""
    return "phone"


CHANNEL = Channel(
    name="sms",
    mode="push",
    address_kind=address_kind,
    promise=(
        "Every reply is handed to Twilio, in order, and never knowingly twice. Twilio takes no "
        "idempotency key, so a try whose answer was lost is looked up in its message list before "
        "another is made. It can be doubled only if Twilio takes a request after we hung up on it, "
        "or lists it more than 3 s late and also fails to report on it."
    ),
    settle_s=1.5,
    max_characters=1600,
    max_segments=4,
    attempts=6,
    reconcile_after_s=twilio.CREATE_TIMEOUT_S + LIST_LAG_S,
)


def routes(line: Line) -> APIRouter:
    """The two webhooks. Both are believed only with Twilio's signature."""
    router = APIRouter(tags=["sms"])

    @router.post("/channels/sms/twilio")
    async def receive_message(request: Request) -> Response:
        """An inbound text. It is stored before we answer; its reply leaves by the outbox."""
        fields = webhooks.parse_fields(await check_signed(line, request))
        number = fields.get("To", "").strip()
        tenant = await identity.find_front_door(line.database, CHANNEL.name, number)
        tenant = tenant or line.tenants.only()
        if tenant is None:
            raise BadInput(
                "sms.unknown_number",
                f"no tenant answers at {number[:40]!r}",
                field="To",
                fix="say who answers it: frontdesk tenants answer TENANT sms NUMBER",
                status=404,
            )
        await run.receive(line, webhooks.parse_inbound(fields, tenant))
        return Response(EMPTY_TWIML, media_type="text/xml")

    @router.post(STATUS_PATH)
    async def receive_report(request: Request) -> Response:
        """A status callback on a reply of ours."""
        fields = webhooks.parse_fields(await check_signed(line, request))
        report = webhooks.parse_report(fields, request.query_params)
        if report.said is not None:
            await receipts.confirm_sent(
                line,
                report.tenant_id,
                report.outbox_id,
                vendor_id=report.vendor_id,
                said=report.said,
            )
        return Response(status_code=204)

    return router


async def check_signed(line: Line, request: Request) -> bytes:
    """The body of a request that Twilio signed; Refused 403 for any other."""
    token = str(line.setting(twilio.AUTH_TOKEN) or "")
    if not token:
        raise NotNow(
            "sms.not_set_up",
            "text messages are not set up",
            after_s=60.0,
            fix="set TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN",
        )
    body = await request.body()
    signature = request.headers.get(SIGNATURE, "")
    public_url = str(line.setting(PUBLIC_URL) or "")
    address = twilio_signature.seen_address(request.scope, public_url)
    if not signature:
        raise Refused(
            "sms.no_signature",
            "the request is not signed",
            field="X-Twilio-Signature",
            fix="only Twilio may call this address",
            status=403,
        )
    if not twilio_signature.is_signed(token, address, body=body, signature=signature):
        raise Refused(
            "sms.bad_signature",
            "the signature is not Twilio's for this address and body",
            field="X-Twilio-Signature",
            fix="set FRONTDESK_PUBLIC_URL to the address Twilio calls, and check TWILIO_AUTH_TOKEN",
            status=403,
        )
    return body


def open_sender(http: HttpClient, read: ReadSetting) -> SmsSender | None:
    """What sends text messages; None while the account is not set."""
    account = twilio.open_account(http, read)
    if account is None:
        return None
    return SmsSender(account, str(read(FROM) or ""), str(read(PUBLIC_URL) or ""))


async def check(http: HttpClient, read: ReadSetting) -> str:
    """Ask Twilio for the account itself, which changes nothing."""
    account = twilio.open_account(http, read)
    if account is None:
        return "not set up: TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN are empty"
    name, status = await account.load_account()
    if status != "active":
        raise Broken(
            "sms.account_not_active",
            f"the Twilio account {name!r} is {status or 'without a status'}",
            fix="see the account's page in Twilio's console",
        )
    said = f"the Twilio account {name!r} is active"
    if not read(FROM):
        said += "; TWILIO_FROM is empty, so only answers can be sent"
    if not read(PUBLIC_URL):
        said += "; FRONTDESK_PUBLIC_URL is empty, so no delivery reports come back"
    return said


DOOR = Door(
    name=CHANNEL.name,
    routes=routes,
    settings=(*twilio.SETTINGS, FROM),
    open_sender=open_sender,
    check=check,
)
