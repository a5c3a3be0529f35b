"""A page turned into a call that says what is wrong; the key 1 pressed into an acknowledgement."""

import html
from dataclasses import dataclass, field
from urllib.parse import quote

from fastapi import APIRouter, Request, Response

from frontdesk.edge.door import Door
from frontdesk.edge.vendors import twilio, twilio_signature
from frontdesk.edge.vendors.paging import presses, words
from frontdesk.edge.vendors.paging.served import Served
from frontdesk.flow.conversation.line import Line
from frontdesk.flow.operations.callbacks import answering
from frontdesk.flow.operations.contracts.notifier import Notifier, Page, Sent
from frontdesk.ground.kit.http import HttpClient
from frontdesk.ground.words.problems import Refused
from frontdesk.ground.words.settings import ReadSetting, Setting

ENABLED = Setting("ALERT_VOICE_ENABLED", "bool", "Whether people are called.", True)
TO = Setting("ALERT_VOICE_TO", "list", "Numbers that are called (+15550100), between commas.")
FROM = Setting("ALERT_VOICE_FROM", "text", "Number that calls; default TWILIO_FROM.")
TWILIO_FROM = Setting("TWILIO_FROM", "text", "Declared by text messages; read here too.")
PUBLIC_URL = Setting("FRONTDESK_PUBLIC_URL", "url", "Declared by the house; read here too.")
SETTINGS = (ENABLED, TO, FROM, *twilio.SETTINGS)
PATH = "/pages/voice"
MOST_SPOKEN = 400
HEARD = {
    "done": "Acknowledged. Thank you.",
    "late": "Somebody has answered this alert already. Thank you.",
    "over": "This alert is over already. Thank you.",
    "unknown": "This alert is not known any more.",
}


@dataclass(frozen=True, slots=True)
class VoicePager:
    """One account and the numbers it calls. Only an alert that fires is worth a call."""

    account: twilio.Account
    sender: str
    to: tuple[str, ...]
    public_url: str = ""
    served: Served = field(default_factory=Served)

    async def send(self, page: Page) -> Sent:
        if page.kind != "firing":
            raise Refused("voice.only_firing", "people are called only while an alert fires")
        spoken = render_call(page, self.public_url)

        async def call(number: str) -> str:
            return await self.account.create_call(to=number, sender=self.sender, twiml=spoken)

        numbers = tuple(one.strip() for one in page.target.split(",") if one.strip())
        return await self.served.send_each(page, numbers or self.to, call)


def render_call(page: Page, public_url: str) -> str:
    """What is said, twice; with a way back, the key 1 acknowledges (TwiML)."""
    title = words.fit(page, title=MOST_SPOKEN, text=0).title
    plain = title.replace("_", " ").replace("[", "").replace("]", ",")
    says = f"<Say>This is frontdesk. {html.escape(plain)}</Say>"
    if not public_url:
        return f'<Response>{says}<Pause length="1"/>{says}</Response>'
    address = quote(answering.render_address(page), safe=":*")
    action = html.escape(f"{public_url}{PATH}?page={address}", quote=True)
    asks = "<Say>Press 1 to acknowledge.</Say>"
    gather = f'<Gather numDigits="1" timeout="6" action="{action}">{says}{asks}</Gather>'
    return f"<Response>{gather}{gather}</Response>"


def open_pager(http: HttpClient, read: ReadSetting) -> VoicePager | None:
    """The numbers of ALERT_VOICE_TO; None without them, an account and a number of our own."""
    account, to = twilio.open_account(http, read), read(TO)
    sender = str(read(FROM) or read(TWILIO_FROM) or "")
    if account is None or not isinstance(to, tuple) or not to or not sender or not read(ENABLED):
        return None
    return VoicePager(account, sender, to, str(read(PUBLIC_URL) or ""))


async def check(http: HttpClient, read: ReadSetting) -> str:
    """Ask Twilio for the account, which calls nobody."""
    pager = open_pager(http, read)
    if pager is None:
        return "not set up: it needs a Twilio account, ALERT_VOICE_TO and TWILIO_FROM"
    name, status = await pager.account.load_account()
    said = f"the Twilio account {name!r} is {status}; calls {', '.join(pager.to)}"
    if not pager.public_url:
        said += "; FRONTDESK_PUBLIC_URL is empty, so nobody can acknowledge by phone"
    return said


def routes(line: Line) -> APIRouter:
    """Where Twilio asks what to do after a key."""
    router = APIRouter(tags=["pages"])

    @router.post(PATH)
    async def press(request: Request) -> Response:
        """A key that somebody pressed during a call; signed by Twilio with the address."""
        token = str(line.setting(twilio.AUTH_TOKEN) or "")
        if not token:
            raise presses.not_set_up("Twilio", twilio.AUTH_TOKEN.name)
        body = await request.body()
        address = twilio_signature.seen_address(request.scope, str(line.setting(PUBLIC_URL) or ""))
        signature = request.headers.get("x-twilio-signature", "")
        if not twilio_signature.is_signed(token, address, body=body, signature=signature):
            raise presses.not_believed("Twilio", twilio.AUTH_TOKEN.name)
        fields = dict(twilio_signature.parse_form(body))
        if fields.get(b"Digits") != b"1":
            return _say("Not acknowledged.")
        outcome = await answering.save_press(
            line.database,
            request.query_params.get("page", ""),
            "acknowledge",
            who=f"phone {fields.get(b'To', b'').decode('latin-1')}",
            source=NOTIFIER.name,
            now=line.clock.now(),
        )
        return _say(HEARD[outcome])

    return router


def _say(text: str) -> Response:
    return Response(f"<Response><Say>{text}</Say></Response>", media_type="text/xml")


NOTIFIER = Notifier(
    name="voice",
    says="Calls by Twilio, says what is wrong, and takes a 1 as an acknowledgement.",
    open=open_pager,
    settings=SETTINGS,
    kinds=("firing",),
    check=check,
)
DOOR = Door(name="pages.voice", routes=routes, settings=SETTINGS)
