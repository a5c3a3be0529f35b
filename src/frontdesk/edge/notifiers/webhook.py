"""A page turned into one signed JSON message to any address: our own shape, or Alertmanager's."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import orjson

from frontdesk.edge.vendors import standard_webhooks
from frontdesk.edge.vendors.paging import verdicts, words
from frontdesk.flow.operations.contracts.notifier import Notifier, Page, Sent
from frontdesk.ground.kit.http import HttpClient
from frontdesk.ground.words.problems import BadInput
from frontdesk.ground.words.reading import Json
from frontdesk.ground.words.settings import ReadSetting, Setting

ENABLED = Setting("ALERT_WEBHOOK_ENABLED", "bool", "Whether pages go to ALERT_WEBHOOK_URL.", True)
URL = Setting("ALERT_WEBHOOK_URL", "url", "Where pages are posted as JSON.", secret=True)
HEADERS = Setting(
    "ALERT_WEBHOOK_HEADERS",
    "text",
    'Headers to add: {"X-Token": "..."}, or `X-Token: ..., X-Team: ops`.',
    secret=True,
)
SECRET = Setting(
    "ALERT_WEBHOOK_SECRET",
    "text",
    "Secret of the signature of each page (Standard Webhooks, HMAC-SHA256).",
    secret=True,
)
FORMAT = Setting(
    "ALERT_WEBHOOK_FORMAT",
    "text",
    "Shape of the body: our own, or that of Alertmanager's webhooks.",
    "frontdesk",
    choices=("frontdesk", "alertmanager"),
)
SETTINGS = (ENABLED, URL, HEADERS, SECRET, FORMAT, words.ENVIRONMENT)
VERSION = "1"
NEVER = "0001-01-01T00:00:00Z"  # how Alertmanager writes that something has not ended
FIX = "check ALERT_WEBHOOK_URL, ALERT_WEBHOOK_HEADERS and ALERT_WEBHOOK_SECRET"
MOST_TITLE, MOST_TEXT = 1024, 20_000


@dataclass(frozen=True, slots=True)
class WebhookPager:
    """One receiver. `webhook-id` is the page's id, the same at every try: who keeps it counts a page
    once."""

    http: HttpClient
    url: str
    environment: str
    secret: str = ""
    alertmanager: bool = False
    headers: Mapping[str, str] = field(default_factory=dict)

    async def send(self, page: Page) -> Sent:
        page = words.fit(page, title=MOST_TITLE, text=MOST_TEXT)
        shape = render_alertmanager if self.alertmanager else render_body
        body = orjson.dumps(shape(page, self.environment))
        answer = await self.http.send_request(
            "POST",
            page.target or self.url,
            timeout_s=verdicts.PATIENCE_S,
            body=body,
            headers={
                **self.headers,
                "content-type": "application/json",
                "x-frontdesk-page": page.id,
                **standard_webhooks.sign(
                    body, key=page.id, at_s=int(page.at.timestamp()), secret=self.secret
                ),
            },
        )
        verdicts.check_taken(answer, who="the webhook's receiver", fix=FIX)
        return Sent(receipt=page.id)


def render_body(page: Page, environment: str) -> dict[str, Json]:
    """Version 1 of our own shape. `alert.id` is the same from firing to resolved."""
    return {
        "version": VERSION,
        "type": f"alert.{page.kind}",
        "timestamp": words.stamp(page.at),
        "service": words.SERVICE,
        "environment": environment,
        "alert": {
            "id": page.key,
            "status": page.kind,
            "rule": page.rule,
            "severity": page.severity,
            "priority": page.priority,
            "level": page.level,
            "tenant": page.tenant,
            "labels": dict(page.labels),
            "title": page.title,
            "text": page.text,
            "count": page.count,
            "started_at": words.stamp(page.started_at),
            "acknowledged_by": page.acknowledged_by or None,
            "url": page.url or None,
            "runbook_url": page.runbook_url or None,
            "findings": list(page.findings),
            "facts": dict(page.facts),
        },
        "metrics": {"value": page.value, "threshold": page.threshold},
    }


def render_alertmanager(page: Page, environment: str) -> dict[str, Json]:
    """The body of Alertmanager's webhooks (version 4). It knows no acknowledgement: an acknowledged
    alert still fires there, with an annotation that says who is on it."""
    status = "resolved" if page.kind == "resolved" else "firing"
    labels: dict[str, Json] = {
        "alertname": page.rule,
        "severity": page.severity,
        "tenant": page.tenant,
        "environment": environment,
        **page.labels,
    }
    said = {
        "summary": page.title,
        "description": page.text,
        "runbook_url": page.runbook_url,
        "acknowledged_by": page.acknowledged_by,
    }
    annotations: dict[str, Json] = {name: text for name, text in said.items() if text}
    return {
        "version": "4",
        "groupKey": f"frontdesk:{page.key}",
        "truncatedAlerts": max(page.count - 1, 0),
        "status": status,
        "receiver": "webhook",
        "groupLabels": {"alertname": page.rule},
        "commonLabels": labels,
        "commonAnnotations": annotations,
        "externalURL": page.url.split("/console/")[0],
        "alerts": [
            {
                "status": status,
                "labels": labels,
                "annotations": annotations,
                "startsAt": words.stamp(page.started_at),
                "endsAt": words.stamp(page.at) if status == "resolved" else NEVER,
                "generatorURL": page.url,
                "fingerprint": page.key.replace("-", "")[:16],
            }
        ],
    }


def parse_headers(text: str) -> dict[str, str]:
    """Headers as a JSON object, or as `Name: value` pairs between commas; BadInput otherwise."""
    if not text.strip():
        return {}
    try:
        found = orjson.loads(text)
    except orjson.JSONDecodeError:
        pairs = [pair.partition(":" if ":" in pair else "=") for pair in text.split(",")]
        found = {name.strip(): value.strip() for name, _, value in pairs}
    flat = isinstance(found, dict) and not any(_is_broken(one) for one in found.items())
    if not isinstance(found, dict) or not flat:
        raise BadInput(
            "webhook.bad_headers",
            "ALERT_WEBHOOK_HEADERS cannot be read",
            field="ALERT_WEBHOOK_HEADERS",
            fix='write {"X-Token": "..."}, or X-Token: ..., X-Team: ops',
        )
    return {str(name): str(value) for name, value in found.items()}


def _is_broken(header: tuple[str, object]) -> bool:
    name, value = header
    text = f"{name}{value}"
    return not name or not value or "\r" in text or "\n" in text or not text.isascii()


def open_pager(http: HttpClient, read: ReadSetting) -> WebhookPager | None:
    """The receiver of ALERT_WEBHOOK_URL; None without it, or while it is switched off."""
    url = str(read(URL) or "")
    if not url or not read(ENABLED):
        return None
    secret = str(read(SECRET) or "")
    standard_webhooks.read_secret(secret)
    return WebhookPager(
        http,
        url,
        words.environment(read),
        secret=secret,
        alertmanager=read(FORMAT) == "alertmanager",
        headers=parse_headers(str(read(HEADERS) or "")),
    )


NOTIFIER = Notifier(
    name="webhook",
    says="Posts each page as signed JSON to ALERT_WEBHOOK_URL.",
    open=open_pager,
    settings=SETTINGS,
    kinds=("firing", "acknowledged", "resolved"),
)
