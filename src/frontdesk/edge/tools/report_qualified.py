"""A qualified conversation turned into one signed webhook to the business's own system.

Signed as Standard Webhooks 1.0 describes: HMAC-SHA256 over `id.timestamp.body`, so the receiver can
check who sent it. `webhook-id` is the request's key: a receiver that keeps it never counts twice.
"""

import base64
import hashlib
import hmac

import orjson

from frontdesk.ability.records import ReportQualified
from frontdesk.flow.conversation.contracts.tool import Tool, ToolContext
from frontdesk.ground.kit import http
from frontdesk.ground.words.decision import Finding
from frontdesk.ground.words.problems import NotNow, Refused
from frontdesk.ground.words.settings import Setting

URL = Setting(
    "LEADS_WEBHOOK_URL",
    "url",
    "Where a qualified lead is posted as a signed webhook; without it leads stay in the inbox here.",
)
SECRET = Setting(
    "LEADS_WEBHOOK_SECRET",
    "text",
    "Secret of the lead webhook's signature (Standard Webhooks; `whsec_` and base64).",
    secret=True,
)


async def run(request: ReportQualified, context: ToolContext) -> Finding:
    """Post the report. Outcomes: `reported`, or `not_linked` when no address is set.

    Raises NotNow for 429 and 5xx, Refused for any other refusal of the receiver.
    """
    url = str(context.setting(URL) or "")
    if not url:
        return Finding("ReportQualified", "not_linked")
    body = orjson.dumps(
        {
            "type": "lead.qualified",
            "data": {
                "conversation_id": request.conversation_id,
                "bot": request.bot,
                "answers": request.answers,
                "summary": request.summary,
            },
        }
    )
    headers = sign(body, request.key, context.now_s, str(context.setting(SECRET) or ""))
    answer = await context.http.send_request(
        "POST", url, timeout_s=context.deadline_s, headers=headers, body=body
    )
    if answer.status == 429 or answer.status >= 500:
        after_s = http.retry_after_s(answer.headers, otherwise=5.0)
        raise NotNow("report_qualified.busy", f"receiver answered {answer.status}", after_s=after_s)
    if answer.status >= 300:
        raise Refused("report_qualified.refused", f"receiver answered {answer.status}")
    return Finding("ReportQualified", "reported")


def sign(body: bytes, key: str, now_s: int, secret: str) -> dict[str, str]:
    """The headers of a Standard Webhooks message; without a secret it goes unsigned."""
    headers = {
        "content-type": "application/json",
        "webhook-id": key,
        "webhook-timestamp": str(now_s),
    }
    if secret:
        raw = base64.b64decode(secret.removeprefix("whsec_"))
        signed = f"{key}.{now_s}.".encode() + body
        digest = hmac.new(raw, signed, hashlib.sha256).digest()
        headers["webhook-signature"] = f"v1,{base64.b64encode(digest).decode()}"
    return headers


TOOL = Tool(name="report_qualified", fulfils=ReportQualified, run=run, settings=(URL, SECRET))
