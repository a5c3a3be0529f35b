"""A page turned into one mail, plain and HTML, that threads with the others of its alert."""

import html
import logging
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import format_datetime, formataddr

from frontdesk.edge.vendors import smtp
from frontdesk.edge.vendors.paging import words
from frontdesk.flow.operations.contracts.notifier import Notifier, Page, Sent
from frontdesk.ground.kit.http import HttpClient
from frontdesk.ground.words.settings import ReadSetting, Setting, SettingValue

ENABLED = Setting("ALERT_EMAIL_ENABLED", "bool", "Whether pages are mailed.", True)
HOST = Setting("ALERT_EMAIL_SMTP_HOST", "text", "Mail server that takes pages.")
PORT = Setting(
    "ALERT_EMAIL_SMTP_PORT",
    "int",
    "Its port; default 587. 465 is TLS at once.",
    least=1,
    most=65535,
)
USER = Setting("ALERT_EMAIL_SMTP_USER", "text", "Account there; empty: none is needed.")
PASSWORD = Setting("ALERT_EMAIL_SMTP_PASSWORD", "text", "Password of that account.", secret=True)
USE_TLS = Setting(
    "ALERT_EMAIL_SMTP_USE_TLS",
    "bool",
    "Require TLS (STARTTLS, or from the start on port 465); false only for a server of your own.",
    True,
)
CONNECTION_TIMEOUT = Setting(
    "ALERT_EMAIL_SMTP_CONNECTION_TIMEOUT",
    "float",
    "Seconds for each answer of the mail server.",
    10.0,
    least=0.1,
    most=15,
)
CA_FILE = Setting(
    "ALERT_EMAIL_SMTP_CA_FILE", "path", "Authority of a private mail server's certificate (PEM)."
)
SHORT_HOST = Setting("ALERT_SMTP_HOST", "text", "The same as ALERT_EMAIL_SMTP_HOST, which wins.")
SHORT_PORT = Setting(
    "ALERT_SMTP_PORT", "int", "The same as ALERT_EMAIL_SMTP_PORT, which wins.", least=1, most=65535
)
SHORT_USER = Setting("ALERT_SMTP_USER", "text", "The same as ALERT_EMAIL_SMTP_USER, which wins.")
SHORT_PASSWORD = Setting(
    "ALERT_SMTP_PASSWORD", "text", "The same as ALERT_EMAIL_SMTP_PASSWORD, which wins.", secret=True
)
FROM = Setting("ALERT_EMAIL_FROM", "text", "Address pages come from; default: the account.")
FROM_NAME = Setting(
    "ALERT_EMAIL_FROM_NAME", "text", "Name beside that address.", "frontdesk alerts"
)
REPLY_TO = Setting("ALERT_EMAIL_REPLY_TO", "text", "Address that answers go to.")
TO = Setting("ALERT_EMAIL_TO", "list", "Addresses that are paged, between commas.")
SETTINGS = (
    ENABLED, HOST, PORT, USER, PASSWORD, USE_TLS, CONNECTION_TIMEOUT, CA_FILE,
    SHORT_HOST, SHORT_PORT, SHORT_USER, SHORT_PASSWORD, FROM, FROM_NAME, REPLY_TO, TO,
)  # fmt: skip
USUAL_PORT = 587
MOST_SUBJECT, MOST_TEXT = 200, 50_000
COLOURS = {"critical": "#b3261e", "warning": "#9a6700", "info": "#0b57d0"}
log = logging.getLogger("edge.notifiers.email")


@dataclass(frozen=True, slots=True)
class EmailPager:
    """One sender at one mail server. A mail that is tried again keeps its Message-ID."""

    server: smtp.Server
    sender: str
    to: tuple[str, ...]
    name: str = ""
    reply_to: str = ""

    async def send(self, page: Page) -> Sent:
        message = render_message(page, self)
        said, refused = await self.server.send(
            message, sender=self.sender, to=find_recipients(page, self.to)
        )
        if refused:
            log.warning("page %s was refused for %s", page.id, ", ".join(refused))
        return Sent(receipt=said[:200])


def find_recipients(page: Page, usual: tuple[str, ...]) -> tuple[str, ...]:
    """The page's own addresses, else the usual ones."""
    own = tuple(one.strip() for one in page.target.split(",") if "@" in one)
    return own or usual


def render_message(page: Page, pager: EmailPager) -> EmailMessage:
    """The mail of a page. Every mail of one alert refers to the same id (RFC 5322 §3.6.4)."""
    page = words.fit(page, title=MOST_SUBJECT, text=MOST_TEXT)
    domain = pager.sender.rpartition("@")[2] or "frontdesk.invalid"
    message = EmailMessage()
    message["Subject"] = page.title
    message["From"] = formataddr((pager.name, pager.sender))
    message["To"] = ", ".join(find_recipients(page, pager.to))
    if pager.reply_to:
        message["Reply-To"] = pager.reply_to
    message["Date"] = format_datetime(page.at)
    message["Message-ID"] = f"<{page.id}@{domain}>"
    message["References"] = f"<{page.key}@{domain}>"
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no holiday notes in return
    message["X-Frontdesk-Page"] = page.id
    if page.severity == "critical" and page.kind == "firing":
        message["Importance"] = "high"
    message.set_content(render_text(page))
    message.add_alternative(render_html(page), subtype="html")
    return message


def render_text(page: Page) -> str:
    """The plain half."""
    lines = [page.text, ""]
    lines += [f"{name}: {value}" for name, value in words.figures(page).items()]
    if page.findings:
        lines += ["", "What was found:", *(f"- {one}" for one in page.findings)]
    if page.url:
        lines += ["", f"Look at it, acknowledge it: {page.url}"]
    if page.runbook_url:
        lines += [f"What to do: {page.runbook_url}"]
    return "\n".join(lines) + "\n"


def render_html(page: Page) -> str:
    """The same as HTML without styles from elsewhere."""
    colour = "#146c2e" if page.kind != "firing" else COLOURS[page.severity]
    rows = "".join(
        f'<tr><td style="padding:2px 12px 2px 0;color:#555">{html.escape(name)}</td>'
        f"<td>{html.escape(value)}</td></tr>"
        for name, value in words.figures(page).items()
    )
    found = "".join(f"<li>{html.escape(one)}</li>" for one in page.findings)
    links = [("Look at it, acknowledge it", page.url), ("What to do", page.runbook_url)]
    linked = " · ".join(
        f'<a href="{html.escape(url, quote=True)}">{said}</a>' for said, url in links if url
    )
    text = html.escape(page.text).replace("\n", "<br>")
    return (
        '<html><body style="font-family:sans-serif">'
        f'<h2 style="color:{colour};font-size:18px">{html.escape(page.title)}</h2>'
        f"<p>{text}</p><table>{rows}</table>"
        f"{f'<ul>{found}</ul>' if found else ''}{f'<p>{linked}</p>' if linked else ''}"
        "</body></html>\n"
    )


def open_pager(_http: HttpClient, read: ReadSetting) -> EmailPager | None:
    """The sender of ALERT_EMAIL_*; None without server and recipients, or while switched off."""
    host = str(_first(read(HOST), read(SHORT_HOST)) or "")
    to = read(TO)
    if not host or not isinstance(to, tuple) or not to or not read(ENABLED):
        return None
    for said in list_doubts(read):
        log.warning("%s", said)
    user = str(_first(read(USER), read(SHORT_USER)) or "")
    server = smtp.Server(
        host,
        int(str(_first(read(PORT), read(SHORT_PORT)) or USUAL_PORT)),
        user,
        str(_first(read(PASSWORD), read(SHORT_PASSWORD)) or ""),
        tls=bool(read(USE_TLS)),
        timeout_s=float(str(read(CONNECTION_TIMEOUT))),
        ca_file=str(read(CA_FILE) or ""),
    )
    sender = str(read(FROM) or "") or (user if "@" in user else f"frontdesk@{host}")
    return EmailPager(server, sender, to, str(read(FROM_NAME) or ""), str(read(REPLY_TO) or ""))


def list_doubts(read: ReadSetting) -> list[str]:
    """Settings that are given twice, and differ."""
    pairs = (
        (HOST, read(HOST), read(SHORT_HOST)),
        (PORT, read(PORT), read(SHORT_PORT)),
        (USER, read(USER), read(SHORT_USER)),
        (PASSWORD, read(PASSWORD), read(SHORT_PASSWORD)),
    )
    return [
        f"{one.name} and {one.name.replace('EMAIL_', '')} differ: the first is used"
        for one, long, short in pairs
        if long and short and long != short
    ]


def _first(long: SettingValue, short: SettingValue) -> SettingValue:
    return long if long not in (None, "") else short


async def check(http: HttpClient, read: ReadSetting) -> str:
    """Connect and sign in, and send nothing."""
    pager = open_pager(http, read)
    if pager is None:
        return "not set up: it needs ALERT_EMAIL_SMTP_HOST and ALERT_EMAIL_TO"
    said = await pager.server.check()
    return "; ".join([f"{said}; mails {', '.join(pager.to)}", *list_doubts(read)])


NOTIFIER = Notifier(
    name="email",
    says="Mails each page to ALERT_EMAIL_TO; the mails of one alert thread.",
    open=open_pager,
    settings=SETTINGS,
    kinds=("firing", "acknowledged", "resolved"),
    check=check,
)
