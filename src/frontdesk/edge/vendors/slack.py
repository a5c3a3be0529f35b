"""Slack's Web API and incoming webhooks turned into messages taken; its signed requests into proof.

Sources: docs.slack.dev, "Web API", "Rate limits" and "Verifying requests from Slack".
"""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from frontdesk.edge.vendors.paging import verdicts
from frontdesk.ground.kit import http as web
from frontdesk.ground.kit.http import HttpClient, Response
from frontdesk.ground.words.problems import NotNow, Problem, Refused
from frontdesk.ground.words.reading import Json

WINDOW_S = 300.0
TIMEOUT_S = 8.0
PASSING = (
    "internal_error", "fatal_error", "service_unavailable", "request_timeout", "team_added_to_org",
)  # fmt: skip
GONE = ("message_not_found", "cant_update_message", "edit_window_closed", "is_inactive")
FIXES: Mapping[str, str] = {
    "invalid_auth": "check ALERT_SLACK_BOT_TOKEN",
    "not_authed": "set ALERT_SLACK_BOT_TOKEN",
    "account_inactive": "install the Slack app again and take its new token",
    "token_revoked": "install the Slack app again and take its new token",
    "missing_scope": "give the Slack app the scope chat:write",
    "channel_not_found": "check ALERT_SLACK_CHANNEL, and invite the app to a private channel",
    "not_in_channel": "invite the app: /invite @app in the channel",
    "is_archived": "name a channel that is not archived in ALERT_SLACK_CHANNEL",
}


@dataclass(frozen=True, slots=True)
class Bot:
    """An app's bot user; `base_url` ends before the method's name."""

    http: HttpClient
    token: str
    base_url: str

    async def call(self, method: str, body: Mapping[str, Json] | None = None) -> Mapping[str, Json]:
        """Call a method. NotNow when Slack asks for patience, Refused with its word otherwise."""
        answer = await self.http.send_request(
            "POST",
            f"{self.base_url}/{method}",
            timeout_s=TIMEOUT_S,
            headers={"authorization": f"Bearer {self.token}"},
            json=dict(body or {}),
        )
        verdicts.check_taken(answer, who="Slack", fix="check ALERT_SLACK_BASE_URL")
        said = answer.json()
        if not isinstance(said, dict):
            raise Refused("slack.unreadable", "Slack's answer is no object")
        if said.get("ok") is not True:
            raise explain(str(said.get("error") or "no reason"), answer)
        return said


def explain(error: str, answer: Response) -> Problem:
    """What an `error` of the Web API means."""
    if error in ("ratelimited", "rate_limited"):
        after_s = web.retry_after_s(answer.headers, otherwise=verdicts.AGAIN_S)
        return NotNow("slack.too_many", "Slack asks us to slow down", after_s=after_s, status=429)
    if error in PASSING:
        return NotNow("slack.failing", f"Slack says {error}", after_s=5.0, maybe_done=True)
    if error in GONE:
        return Refused("slack.message_gone", f"Slack says {error}")
    fix = FIXES.get(error, f"look up {error} in Slack's list of errors")
    return Refused("slack.refused", f"Slack says {error}", fix=fix)


async def send_hook(http: HttpClient, url: str, body: Mapping[str, Json]) -> None:
    """Post to an incoming webhook: it takes messages, and can never change one."""
    answer = await http.send_request("POST", url, timeout_s=TIMEOUT_S, json=dict(body))
    fix = "make a new incoming webhook for the channel and set ALERT_SLACK_WEBHOOK_URL"
    verdicts.check_taken(answer, who="Slack's incoming webhook", fix=fix)


def sign(secret: str, stamp: str, body: bytes) -> str:
    """The signature of a request, version v0."""
    told = b"v0:" + stamp.encode() + b":" + body
    return "v0=" + hmac.new(secret.encode(), told, hashlib.sha256).hexdigest()


def is_signed(secret: str, *, stamp: str, signature: str, body: bytes, now: datetime) -> bool:
    """Whether Slack sent this within the last five minutes."""
    if not stamp.isdigit() or abs(now.timestamp() - int(stamp)) > WINDOW_S:
        return False
    return hmac.compare_digest(sign(secret, stamp, body).encode(), signature.encode())
