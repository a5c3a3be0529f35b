"""A page turned into an alert of Opsgenie, or of its successor in Jira; what is pressed there back."""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from fastapi import APIRouter, Request, Response

from frontdesk.edge.door import Door
from frontdesk.edge.vendors import opsgenie
from frontdesk.edge.vendors.paging import presses, words
from frontdesk.flow.conversation.line import Line
from frontdesk.flow.operations.answers import Deed
from frontdesk.flow.operations.callbacks import answering
from frontdesk.flow.operations.contracts.notifier import Notifier, Page, Sent
from frontdesk.ground.kit.http import HttpClient
from frontdesk.ground.words.reading import Json
from frontdesk.ground.words.settings import ReadSetting, Setting

ENABLED = Setting("ALERT_OPSGENIE_ENABLED", "bool", "Whether pages go to Opsgenie.", True)
URL = Setting(
    "ALERT_OPSGENIE_URL",
    "url",
    "Alert API; default https://api.opsgenie.com (EU: https://api.eu.opsgenie.com; Jira Service "
    f"Management, its successor: {opsgenie.SUCCESSOR}).",
)
API_KEY = Setting(
    "ALERT_OPSGENIE_API_KEY", "text", "Key of the API integration (GenieKey).", secret=True
)
LONG_URL = Setting(
    "ALERT_WEBHOOK_OPSGENIE_URL", "url", "The same as ALERT_OPSGENIE_URL, which wins."
)
LONG_API_KEY = Setting(
    "ALERT_WEBHOOK_OPSGENIE_API_KEY",
    "text",
    "The same as ALERT_OPSGENIE_API_KEY, which wins.",
    secret=True,
)
CALLBACK_SECRET = Setting(
    "ALERT_OPSGENIE_CALLBACK_SECRET",
    "text",
    "Secret that Opsgenie's webhook integration sends back in the header X-Frontdesk-Secret.",
    secret=True,
)
SETTINGS = (ENABLED, URL, API_KEY, LONG_URL, LONG_API_KEY, CALLBACK_SECRET, words.ENVIRONMENT)
USUAL_URL = "https://api.opsgenie.com"
PATH = "/pages/opsgenie"
SECRET_HEADER = "x-frontdesk-secret"  # noqa: S105 - a header's name
MOST_MESSAGE, MOST_TEXT, MOST_TAG, MOST_DETAIL, MOST_DETAILS = 130, 15_000, 50, 300, 8000
PRIORITIES = {"critical": "P1", "warning": "P3", "info": "P5"}
PRESSES: Mapping[str, Deed] = {
    "Acknowledge": "acknowledge",
    "UnAcknowledge": "unacknowledge",
    "Close": "resolve",
}


@dataclass(frozen=True, slots=True)
class OpsgeniePager:
    """One account. A page's target is a team's name, or a person's address."""

    desk: opsgenie.Desk
    environment: str

    async def send(self, page: Page) -> Sent:
        self.desk.check_open(page.at)
        alias = answering.render_group_address(page)
        if page.kind == "firing":
            receipt = await self.desk.create(render_alert(page, self.environment))
        else:
            action = "close" if page.kind == "resolved" else "acknowledge"
            receipt = await self.desk.act(alias, action, render_note(page))
        return Sent(receipt=receipt)


def render_alert(page: Page, environment: str) -> dict[str, Json]:
    """An alert within the limits of the Alert API."""
    page = words.fit(page, title=MOST_MESSAGE, text=MOST_TEXT, fact=MOST_DETAIL)
    alert: dict[str, Json] = {
        "message": page.title or page.rule,
        "alias": answering.render_group_address(page),
        "description": _describe(page),
        "priority": decide_priority(page),
        "source": words.cut(f"{words.SERVICE} {environment}", 100),
        "tags": [words.cut(one, MOST_TAG) for one in (words.SERVICE, page.severity, page.rule)],
        "details": _details(page),
        "entity": words.cut(page.rule, 512),
    }
    if page.target:
        person: dict[str, Json] = {"type": "user", "username": page.target}
        alert["responders"] = [
            person if "@" in page.target else {"type": "team", "name": page.target}
        ]
    return alert


def render_note(page: Page) -> dict[str, Json]:
    """Who acknowledged or closed it, and why."""
    return {
        "user": words.cut(page.acknowledged_by or words.SERVICE, 100),
        "source": words.SERVICE,
        "note": words.cut(f"{page.title}\n{page.text}", 20_000),
    }


def decide_priority(page: Page) -> str:
    """P1, P3 or P5 by severity; what the rule calls P0 is P1 whatever its severity."""
    return "P1" if page.priority == "P0" else PRIORITIES[page.severity]


def _describe(page: Page) -> str:
    parts = [page.text, *(f"- {one}" for one in page.findings), page.url, page.runbook_url]
    return words.cut("\n".join(part for part in parts if part), MOST_TEXT)


def _details(page: Page) -> dict[str, Json]:
    """Texts by name, together within 8,000 characters."""
    kept: dict[str, Json] = {}
    left = MOST_DETAILS
    for name, value in words.figures(page).items():
        left -= len(name) + len(value)
        if left >= 0:
            kept[name] = value
    return kept


def open_pager(http: HttpClient, read: ReadSetting) -> OpsgeniePager | None:
    """The account of the key; None without one, or while switched off."""
    key = str(read(API_KEY) or read(LONG_API_KEY) or "")
    if not key or not read(ENABLED):
        return None
    base = opsgenie.find_root(str(read(URL) or read(LONG_URL) or USUAL_URL))
    return OpsgeniePager(opsgenie.Desk(http, base, key), words.environment(read))


async def check(http: HttpClient, read: ReadSetting) -> str:
    """Ask for the number of alerts; the successor's key may only send, so it is not asked."""
    pager = open_pager(http, read)
    if pager is None:
        return "not set up: it needs ALERT_OPSGENIE_API_KEY"
    if not opsgenie.is_opsgenie(pager.desk.base_url):
        return "a key is set; `frontdesk alerts test-send --channel opsgenie` proves it"
    await pager.desk.count()
    return "Opsgenie takes the key"


def warns(now: datetime) -> str:
    """That Opsgenie ends, and what to do."""
    day = f"{opsgenie.ENDS_AT:%Y-%m-%d}"
    said = f"Opsgenie ended on {day}" if now >= opsgenie.ENDS_AT else f"Opsgenie ends on {day}"
    return f"{said}: set ALERT_OPSGENIE_URL={opsgenie.SUCCESSOR} if it is not, or page elsewhere"


def routes(line: Line) -> APIRouter:
    """Where Opsgenie's webhook integration leads."""
    router = APIRouter(tags=["pages"])

    @router.post(PATH)
    async def press(request: Request) -> Response:
        """An alert that somebody acknowledged or closed there; proven by a secret header."""
        secret = str(line.setting(CALLBACK_SECRET) or "")
        if not secret:
            raise presses.not_set_up("Opsgenie", CALLBACK_SECRET.name)
        given = request.headers.get(SECRET_HEADER, "")
        if not hmac.compare_digest(given.encode(), secret.encode()):
            raise presses.not_believed("Opsgenie", CALLBACK_SECRET.name)
        told = presses.parse_object(await request.body())
        alert, deed = presses.inner(told, "alert"), decide_deed(told)
        if deed is not None:
            await answering.save_press(
                line.database,
                presses.text(alert, "alias"),
                deed,
                who=presses.text(alert, "username", "userId") or "somebody at Opsgenie",
                source=NOTIFIER.name,
                now=line.clock.now(),
                pressed_at=parse_stamp(presses.text(alert, "updatedAt")),
            )
        return Response(status_code=204)

    return router


def decide_deed(told: Mapping[str, Json]) -> Deed | None:
    """What a person did. What came through the API is our own doing."""
    if presses.text(presses.inner(told, "source"), "type").lower() == "api":
        return None
    return PRESSES.get(presses.text(told, "action"))


def parse_stamp(text: str) -> datetime | None:
    """A moment that Opsgenie counts in milli- or nanoseconds since 1970."""
    if not text.isdigit() or len(text) not in (13, 16, 19):
        return None
    return datetime.fromtimestamp(int(text) / 10 ** (len(text) - 10), UTC)


NOTIFIER = Notifier(
    name="opsgenie",
    says="Opens, acknowledges and closes an alert at Opsgenie or Jira Service Management.",
    open=open_pager,
    settings=SETTINGS,
    kinds=("firing", "acknowledged", "resolved"),
    keeps_groups=True,
    check=check,
    warns=warns,
)
DOOR = Door(name="pages.opsgenie", routes=routes, settings=SETTINGS)
