"""A page turned into a PagerDuty event on one dedup key; what is pressed there into an answer."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from fastapi import APIRouter, Request, Response

from frontdesk.edge.door import Door
from frontdesk.edge.vendors import pagerduty
from frontdesk.edge.vendors.paging import presses, words
from frontdesk.flow.conversation.line import Line
from frontdesk.flow.operations.answers import Deed
from frontdesk.flow.operations.callbacks import answering
from frontdesk.flow.operations.contracts.notifier import Notifier, Page, PageKind, Sent
from frontdesk.ground.kit.http import HttpClient
from frontdesk.ground.words.problems import BadInput, Refused
from frontdesk.ground.words.reading import Json
from frontdesk.ground.words.settings import ReadSetting, Setting

ENABLED = Setting("ALERT_PAGERDUTY_ENABLED", "bool", "Whether pages go to PagerDuty.", True)
URL = Setting(
    "ALERT_PAGERDUTY_URL",
    "url",
    "Events API v2; default https://events.pagerduty.com (EU: https://events.eu.pagerduty.com).",
)
API_KEY = Setting(
    "ALERT_PAGERDUTY_API_KEY",
    "text",
    "Integration key of the service that is paged (32 characters).",
    secret=True,
)
LONG_URL = Setting(
    "ALERT_WEBHOOK_PAGERDUTY_URL", "url", "The same as ALERT_PAGERDUTY_URL, which wins."
)
LONG_API_KEY = Setting(
    "ALERT_WEBHOOK_PAGERDUTY_API_KEY",
    "text",
    "The same as ALERT_PAGERDUTY_API_KEY, which wins.",
    secret=True,
)
KEYS = Setting(
    "ALERT_PAGERDUTY_KEYS",
    "list",
    "Integration keys of services of single people or teams, by the name that an on-call plan gives "
    "as `pagerduty`: `dana=<key>,night=<key>`.",
    secret=True,
)
CALLBACK_SECRET = Setting(
    "ALERT_PAGERDUTY_CALLBACK_SECRET",
    "text",
    "Secret of PagerDuty's webhook subscription (v3) back to us.",
    secret=True,
)
SETTINGS = (
    ENABLED, URL, API_KEY, LONG_URL, LONG_API_KEY, KEYS, CALLBACK_SECRET, words.ENVIRONMENT,
)  # fmt: skip
USUAL_URL = "https://events.pagerduty.com"
PATH = "/pages/pagerduty"
KEY_LENGTH, MOST_SUMMARY, MOST_TEXT = 32, 1024, 20_000
ACTIONS: Mapping[PageKind, str] = {
    "firing": "trigger",
    "acknowledged": "acknowledge",
    "resolved": "resolve",
}
PRESSES: Mapping[str, Deed] = {
    "incident.acknowledged": "acknowledge",
    "incident.unacknowledged": "unacknowledge",
    "incident.resolved": "resolve",
}


@dataclass(frozen=True, slots=True)
class PagerDutyPager:
    """One service. A page's target is another one: its name in ALERT_PAGERDUTY_KEYS, or its key. What
    is neither goes to the usual service."""

    events: pagerduty.Events
    key: str
    environment: str
    keys: Mapping[str, str] = field(default_factory=dict)

    async def send(self, page: Page) -> Sent:
        usual = page.target if len(page.target) == KEY_LENGTH else self.key
        event = render_event(page, self.keys.get(page.target, usual), self.environment)
        return Sent(receipt=await self.events.send(event), thread=page.thread)


def render_event(page: Page, key: str, environment: str) -> dict[str, Json]:
    """An event of at most 512 KB. Acknowledging and resolving carry the same fields, so that rules
    that route by them find the same service."""
    page = words.fit(page, title=MOST_SUMMARY, text=MOST_TEXT)
    links = (("Alert", page.url), ("What to do", page.runbook_url))
    return {
        "routing_key": key,
        "event_action": ACTIONS[page.kind],
        "dedup_key": answering.render_group_address(page),
        "client": words.SERVICE,
        "client_url": page.url,
        "links": [{"href": url, "text": said} for said, url in links if url],
        "payload": {
            "summary": page.title or page.rule,
            "source": f"{words.SERVICE} {environment}",
            "severity": page.severity,
            "timestamp": words.stamp(page.started_at),
            "component": page.rule,
            "group": page.tenant,
            "class": page.priority,
            "custom_details": {
                **words.figures(page),
                "text": page.text,
                "environment": environment,
                "findings": list(page.findings),
            },
        },
    }


def open_pager(http: HttpClient, read: ReadSetting) -> PagerDutyPager | None:
    """The service of the integration key; None without one, or while switched off."""
    key = str(read(API_KEY) or read(LONG_API_KEY) or "")
    if not key or not read(ENABLED):
        return None
    url = str(read(URL) or read(LONG_URL) or USUAL_URL)
    events = pagerduty.Events(http, pagerduty.find_address(url))
    return PagerDutyPager(events, key, words.environment(read), parse_keys(read(KEYS)))


def parse_keys(pairs: object) -> Mapping[str, str]:
    """Integration keys by name; BadInput where a pair is none."""
    found = {}
    for pair in pairs if isinstance(pairs, list | tuple) else ():
        name, _, key = (part.strip() for part in str(pair).partition("="))
        if not name or len(key) != KEY_LENGTH:
            raise BadInput(
                "pagerduty.bad_keys",
                f"ALERT_PAGERDUTY_KEYS: {name[:40]!r} has no key of {KEY_LENGTH} characters",
                field=KEYS.name,
                fix="write name=key, between commas",
            )
        found[name] = key
    return found


async def check(http: HttpClient, read: ReadSetting) -> str:
    """Look at the key's shape: the Events API answers nothing but events."""
    pager = open_pager(http, read)
    if pager is None:
        return "not set up: it needs ALERT_PAGERDUTY_API_KEY"
    if len(pager.key) != KEY_LENGTH:
        raise Refused(
            "pagerduty.bad_key",
            f"the integration key has {len(pager.key)} characters instead of {KEY_LENGTH}",
            fix=pagerduty.FIX,
        )
    return "a key is set; `frontdesk alerts test-send --channel pagerduty` proves it"


def routes(line: Line) -> APIRouter:
    """Where PagerDuty's webhook subscription leads."""
    router = APIRouter(tags=["pages"])

    @router.post(PATH)
    async def press(request: Request) -> Response:
        """An incident that somebody acknowledged or resolved there; signed by PagerDuty."""
        secret = str(line.setting(CALLBACK_SECRET) or "")
        if not secret:
            raise presses.not_set_up("PagerDuty", CALLBACK_SECRET.name)
        body = await request.body()
        signatures = request.headers.get("x-pagerduty-signature", "")
        if not pagerduty.is_signed(secret, signatures=signatures, body=body):
            raise presses.not_believed("PagerDuty", CALLBACK_SECRET.name)
        event = presses.inner(presses.parse_object(body), "event")
        deed, who = decide_deed(event), presses.text(presses.inner(event, "agent"), "summary", "id")
        if deed is not None:
            await answering.save_press(
                line.database,
                presses.text(presses.inner(event, "data"), "incident_key"),
                deed,
                who=who or "somebody at PagerDuty",
                source=NOTIFIER.name,
                now=line.clock.now(),
                pressed_at=presses.parse_time(presses.text(event, "occurred_at")),
            )
        return Response(status_code=204)

    return router


def decide_deed(event: Mapping[str, Json]) -> Deed | None:
    """What a person did. What came of our own events, or of rules there, is no answer."""
    if presses.inner(event, "agent").get("type") != "user_reference":
        return None
    return PRESSES.get(presses.text(event, "event_type"))


NOTIFIER = Notifier(
    name="pagerduty",
    says="Triggers, acknowledges and resolves an incident at PagerDuty.",
    open=open_pager,
    settings=SETTINGS,
    kinds=("firing", "acknowledged", "resolved"),
    keeps_groups=True,
    check=check,
)
DOOR = Door(name="pages.pagerduty", routes=routes, settings=SETTINGS)
