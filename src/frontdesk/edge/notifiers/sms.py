"""A page turned into a text message of at most two segments, for each phone that is paged."""

from dataclasses import dataclass, field

from frontdesk.ability.language import surface
from frontdesk.edge.vendors import twilio
from frontdesk.edge.vendors.paging import words
from frontdesk.edge.vendors.paging.served import Served
from frontdesk.flow.operations.contracts.notifier import Notifier, Page, Sent
from frontdesk.ground.kit.http import HttpClient
from frontdesk.ground.words.settings import ReadSetting, Setting

ENABLED = Setting("ALERT_SMS_ENABLED", "bool", "Whether pages go out as text messages.", True)
TO = Setting("ALERT_SMS_TO", "list", "Numbers that are paged by text (+15550100), between commas.")
FROM = Setting("ALERT_SMS_FROM", "text", "Number that pages come from; default TWILIO_FROM.")
TWILIO_FROM = Setting("TWILIO_FROM", "text", "Declared by text messages; read here too.")
SETTINGS = (ENABLED, TO, FROM, *twilio.SETTINGS)
MOST_SEGMENTS = 2
# What people write is outside a phone's small alphabet, in letters that are inside it.
PLAIN = str.maketrans({"…": "...", "·": "-", "–": "-", "—": "-", "’": "'", "“": '"', "”": '"'})


@dataclass(frozen=True, slots=True)
class SmsPager:
    """One account and the numbers it pages."""

    account: twilio.Account
    sender: str
    to: tuple[str, ...]
    served: Served = field(default_factory=Served)

    async def send(self, page: Page) -> Sent:
        text = render_text(page)

        async def send_one(number: str) -> str:
            taken = await self.account.send_message(
                to=number, sender=self.sender, body=text, status_callback=None
            )
            return taken.sid

        numbers = tuple(one.strip() for one in page.target.split(",") if one.strip())
        return await self.served.send_each(page, numbers or self.to, send_one)


def render_text(page: Page) -> str:
    """Title and address; the title is cut where both do not fit."""
    title = words.fit(page, title=400, text=0).title.translate(PLAIN)
    tail = f"\n{page.url}" if page.url else ""
    whole = title + tail
    while title and surface.count_segments(whole).segments > MOST_SEGMENTS:
        title = title[:-1]
        whole = f"{title.rstrip()}...{tail}"
    return whole


def open_pager(http: HttpClient, read: ReadSetting) -> SmsPager | None:
    """The numbers of ALERT_SMS_TO; None without them, an account and a number of our own."""
    account, to = twilio.open_account(http, read), read(TO)
    sender = str(read(FROM) or read(TWILIO_FROM) or "")
    if account is None or not isinstance(to, tuple) or not to or not sender or not read(ENABLED):
        return None
    return SmsPager(account, sender, to)


async def check(http: HttpClient, read: ReadSetting) -> str:
    """Ask Twilio for the account, which sends nothing."""
    pager = open_pager(http, read)
    if pager is None:
        return "not set up: it needs a Twilio account, ALERT_SMS_TO and TWILIO_FROM"
    name, status = await pager.account.load_account()
    return f"the Twilio account {name!r} is {status}; pages {', '.join(pager.to)}"


NOTIFIER = Notifier(
    name="sms",
    says="Texts each page by Twilio, in at most two segments.",
    open=open_pager,
    settings=SETTINGS,
    kinds=("firing", "acknowledged", "resolved"),
    check=check,
)
