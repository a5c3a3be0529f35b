"""Turns requests for Twilio into phones that ring and show texts, and refuses what Twilio would."""

import base64
import re
from typing import Any
from urllib.parse import parse_qs

from frontdesk.ability.language import surface
from testing.paging.receiver import FakeReceiver, Taken

ACCOUNT_SID = "AC" + "0f" * 16
AUTH_TOKEN = "fake-auth-token"
NUMBER = "+15550100"
MOST_TWIML = 4000
MOST_SEGMENTS = 2  # not Twilio's limit: ours


class FakePhones(FakeReceiver):
    """`texts` and `calls` are (number, words), in order."""

    def __init__(self, *, retry_after_s: int = 30) -> None:
        super().__init__(retry_after_s=retry_after_s)
        self.unknown: set[str] = set()
        self.busy: set[str] = set()
        self.texts: list[tuple[str, str]] = []
        self.calls: list[tuple[str, str]] = []

    def find_mistake(self, request: Taken, method: str) -> str:
        pair = base64.b64encode(f"{ACCOUNT_SID}:{AUTH_TOKEN}".encode()).decode()
        if request.headers.get("authorization") != f"Basic {pair}":
            return "20003"
        if method == "GET":
            return ""
        form = _form(request)
        if not re.fullmatch(r"\+[1-9]\d{6,14}", form.get("To", "")) or form["To"] in self.unknown:
            return "21211"
        if form["To"] in self.busy:
            return "20429"
        if form.get("From") != NUMBER:
            return "21606"
        if "/Calls.json" in request.path:
            twiml = form.get("Twiml", "")
            return "" if 0 < len(twiml) <= MOST_TWIML else "21218"
        if surface.count_segments(form.get("Body", "")).segments > MOST_SEGMENTS:
            return "21617"
        return "" if form.get("Body") else "21602"

    def render_taken(self, request: Taken) -> tuple[int, Any]:
        if request.path.endswith(f"{ACCOUNT_SID}.json"):
            return 200, {"friendly_name": "Harbor", "status": "active"}
        form = _form(request)
        if "/Calls.json" in request.path:
            self.calls.append((form["To"], form["Twiml"]))
            return 201, {"sid": f"CA{len(self.calls):032x}", "status": "queued"}
        self.texts.append((form["To"], form["Body"]))
        return 201, {"sid": f"SM{len(self.texts):032x}", "status": "queued", "body": form["Body"]}

    def render_refusal(self, mistake: str) -> tuple[int, Any]:
        code = int(mistake) if mistake.isdigit() else 21211
        statuses = {20003: 401, 20429: 429}
        return statuses.get(code, 400), {"code": code, "message": "refused", "status": 400}


def _form(request: Taken) -> dict[str, str]:
    return {name: found[0] for name, found in parse_qs(request.raw.decode()).items()}
