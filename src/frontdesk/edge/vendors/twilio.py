"""Twilio's REST API: a call turned into what Twilio said, and each of its errors into a Problem.

API version 2010-04-01. Creating a message takes no idempotency key, so whoever sends must ask the
message list before sending again what may have been taken.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import cast
from urllib.parse import urlencode

from frontdesk.ground.kit import http as web
from frontdesk.ground.kit.http import HttpClient, Response
from frontdesk.ground.words.problems import NotNow, Problem, Refused
from frontdesk.ground.words.reading import Json
from frontdesk.ground.words.settings import ReadSetting, Setting

ACCOUNT_SID = Setting("TWILIO_ACCOUNT_SID", "text", "Account SID of the Twilio account (AC...).")
AUTH_TOKEN = Setting(
    "TWILIO_AUTH_TOKEN",
    "text",
    "Auth token of the account; sends messages, and proves that a webhook is Twilio's.",
    secret=True,
)
BASE_URL = Setting(
    "TWILIO_BASE_URL", "url", "Address of Twilio's REST API.", "https://api.twilio.com"
)
SETTINGS = (ACCOUNT_SID, AUTH_TOKEN, BASE_URL)

CREATE_TIMEOUT_S = 5.0
LIST_TIMEOUT_S = 3.0
OPTED_OUT = 21610

# Twilio's error and message-status codes: our code, what it means, what to do about it.
MEANINGS: Mapping[int, tuple[str, str, str]] = {
    20003: (
        "twilio.auth_failed",
        "Twilio does not accept our credentials",
        "check TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN, then run `frontdesk doctor`",
    ),
    20404: (
        "twilio.not_found",
        "Twilio knows no such account or resource",
        "check TWILIO_ACCOUNT_SID and TWILIO_BASE_URL",
    ),
    21211: ("twilio.bad_number", "the number cannot be dialled", "correct the contact's number"),
    21408: (
        "twilio.region_closed",
        "the account may not send to this country",
        "allow the country under Messaging > Settings > Geo permissions in Twilio's console",
    ),
    21602: ("twilio.empty_text", "Twilio takes no message without text", "send some words"),
    21606: (
        "twilio.bad_sender",
        "the sending number is not one of the account's, or cannot send text messages",
        "set TWILIO_FROM to a text-capable number of the account",
    ),
    21608: (
        "twilio.trial_account",
        "a trial account sends to verified numbers only",
        "verify the number in Twilio's console, or upgrade the account",
    ),
    21609: (
        "twilio.bad_callback",
        "Twilio cannot use our status address",
        "set FRONTDESK_PUBLIC_URL to an address that Twilio can reach",
    ),
    OPTED_OUT: (
        "twilio.opted_out",
        "the person told the carrier to stop our messages",
        "do not write to them; only they can take it back, by texting START",
    ),
    21612: (
        "twilio.no_route",
        "there is no way from our number to theirs",
        "use a sending number of their country",
    ),
    21614: ("twilio.bad_number", "the number cannot take text messages", "call or write instead"),
    21617: ("twilio.too_long", "the text is longer than 1,600 characters", "send it in parts"),
    30003: ("twilio.unreachable_phone", "the phone is off or out of reach", "try again later"),
    30004: ("twilio.blocked", "the phone or its carrier blocks our messages", "call instead"),
    30005: ("twilio.unknown_phone", "the number is not in service", "correct the number"),
    30006: ("twilio.bad_number", "the number cannot take text messages", "call instead"),
    30007: (
        "twilio.filtered",
        "the carrier took the message for spam",
        "see the message in Twilio's console, and register the campaign",
    ),
    30008: ("twilio.undelivered", "the carrier gave no reason", "try again later"),
    30034: (
        "twilio.unregistered",
        "the sending number is not registered for business messages",
        "register the number for A2P 10DLC in Twilio's console",
    ),
}
MEANINGS = {**MEANINGS, 21217: MEANINGS[21211], 21659: MEANINGS[21606], 21660: MEANINGS[21606]}
# Twilio took nothing and will take it later: our number's queue is full; too many calls at once.
NOT_NOW = {21611: 60.0, 20429: 1.0, 14107: 1.0}


@dataclass(frozen=True, slots=True)
class Message:
    """A message as Twilio knows it. `status` is Twilio's word: queued, sent, delivered, failed ..."""

    sid: str
    status: str
    body: str
    created_at: datetime | None
    error_code: int | None


@dataclass(frozen=True, slots=True)
class Account:
    """One account; `open_account` gives it from the settings."""

    http: HttpClient
    sid: str
    token: str
    base_url: str

    async def send_message(
        self, *, to: str, sender: str, body: str, status_callback: str | None
    ) -> Message:
        """Create one message. NotNow with `maybe_done` when Twilio may have taken it."""
        form = {"To": to, "From": sender, "Body": body}
        if status_callback:
            form["StatusCallback"] = status_callback
        answer = await self.http.send_request(
            "POST",
            self._url("/Messages.json"),
            timeout_s=CREATE_TIMEOUT_S,
            form=form,
            auth=(self.sid, self.token),
        )
        return _message(_read(answer, writes=True))

    async def create_call(self, *, to: str, sender: str, twiml: str) -> str:
        """Call somebody and do what `twiml` says (at most 4,000 characters); gives the call's SID."""
        answer = await self.http.send_request(
            "POST",
            self._url("/Calls.json"),
            timeout_s=CREATE_TIMEOUT_S,
            form={"To": to, "From": sender, "Twiml": twiml},
            auth=(self.sid, self.token),
        )
        return str(_read(answer, writes=True).get("sid") or "")

    async def load_messages(self, *, to: str, sender: str, limit: int = 100) -> list[Message]:
        """The newest messages from one number to another.

        Without `DateSent>`: a message still queued has no sending date, and is just the one that
        must be found.
        """
        query = urlencode({"To": to, "From": sender, "PageSize": limit})
        page = await self._get(f"/Messages.json?{query}")
        found = page.get("messages")
        if not isinstance(found, list):
            raise _unreadable()
        return [_message(cast("Mapping[str, Json]", item)) for item in found]

    async def load_account(self) -> tuple[str, str]:
        """The account's friendly name and its status: a call that changes nothing."""
        answer = await self._get(".json")
        return str(answer.get("friendly_name", "")), str(answer.get("status", ""))

    async def _get(self, path: str) -> Mapping[str, Json]:
        answer = await self.http.send_request(
            "GET", self._url(path), timeout_s=LIST_TIMEOUT_S, auth=(self.sid, self.token)
        )
        return _read(answer, writes=False)

    def _url(self, path: str) -> str:
        return f"{self.base_url}/2010-04-01/Accounts/{self.sid}{path}"


def open_account(http: HttpClient, read: ReadSetting) -> Account | None:
    """The account the settings name; None while the SID or the token is missing."""
    sid, token = str(read(ACCOUNT_SID) or ""), str(read(AUTH_TOKEN) or "")
    if not sid or not token:
        return None
    return Account(http, sid, token, str(read(BASE_URL)).rstrip("/"))


def explain(code: int | None) -> Refused:
    """What a Twilio error code means, as the Refused it amounts to."""
    known = MEANINGS.get(code or 0)
    if known is None:
        shown = f"error {code}" if code else "no error code"
        fix = f"see https://www.twilio.com/docs/api/errors/{code}" if code else ""
        return Refused("twilio.refused", f"Twilio refused it ({shown})", fix=fix)
    return Refused(known[0], f"{known[1]} (Twilio {code})", fix=known[2])


def _read(answer: Response, *, writes: bool) -> Mapping[str, Json]:
    """The JSON object of a good answer; a Problem for any other one."""
    body = _object(answer)
    if answer.status // 100 == 2:
        if body is None:
            raise _unreadable()
        return body
    raise _problem(answer, body, writes=writes)


def _problem(answer: Response, body: Mapping[str, Json] | None, *, writes: bool) -> Problem:
    code = _number(body.get("code")) if body else None
    if answer.status == 429 or code in NOT_NOW:
        after_s = web.retry_after_s(answer.headers, otherwise=NOT_NOW.get(code or 0, 1.0))
        return NotNow("twilio.too_many", "Twilio asks us to slow down", after_s=after_s, status=429)
    if answer.status >= 500 or answer.status == 408:
        after_s = web.retry_after_s(answer.headers, otherwise=1.0)
        public = f"Twilio failed with status {answer.status}"
        return NotNow("twilio.failed", public, after_s=after_s, maybe_done=writes)
    if code is not None:
        return explain(code)
    return Refused(
        "twilio.not_twilio",
        f"something that is not Twilio's API answered with status {answer.status}",
        fix="check TWILIO_BASE_URL and any proxy on the way",
    )


def _unreadable() -> NotNow:
    return NotNow("twilio.unreadable", "Twilio's answer was cut", after_s=1.0, maybe_done=True)


def _object(answer: Response) -> Mapping[str, Json] | None:
    try:
        body = answer.json()
    except Refused:
        return None
    return body if isinstance(body, dict) else None


def _message(item: Mapping[str, Json]) -> Message:
    sid, created = item.get("sid"), item.get("date_created")
    if not isinstance(sid, str):
        raise _unreadable()
    return Message(
        sid=sid,
        status=str(item.get("status") or ""),
        body=str(item.get("body") or ""),
        created_at=parsedate_to_datetime(created) if isinstance(created, str) else None,
        error_code=_number(item.get("error_code")),
    )


def _number(value: Json) -> int | None:
    return int(value) if isinstance(value, int | str) and str(value).isdigit() else None
