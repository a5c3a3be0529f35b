"""What the fake Twilio knows turned into answers of the shape Twilio's API description gives."""

import json
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from aiohttp import web

ERRORS = {
    20003: (401, "Authenticate"),
    20404: (404, "The requested resource was not found"),
    20429: (429, "Too Many Requests"),
    21211: (400, "The 'To' number is not a valid phone number."),
    21266: (400, "'To' and 'From' number cannot be the same"),
    21602: (400, "Message body is required."),
    21606: (400, "The 'From' number is not a valid, message-capable number of this account."),
    21609: (400, "The 'StatusCallback' URL is not a valid URL."),
    21610: (400, "Attempt to send to unsubscribed recipient"),
    21611: (400, "This 'From' number has exceeded the maximum number of queued messages"),
    21614: (400, "'To' number is not a valid mobile number"),
    21617: (400, "The concatenated message body exceeds the 1600 character limit"),
}
_E164 = re.compile(r"\+[1-9]\d{6,14}")


@dataclass(slots=True)
class Accepted:
    """A message that Twilio took. Times are seconds since 1970."""

    sid: str
    to: str
    sender: str
    body: str
    callback: str
    created_at: float
    visible_at: float
    fault: str = "ok"
    status: str = "queued"
    error_code: int | None = None


def load_record(path: Path) -> list[Accepted]:
    """The carrier's record as a fake wrote it, also while it is running."""
    lines = path.read_text().split("\n")
    return [Accepted(**json.loads(line)) for line in lines[:-1]]


def find_mistake(
    form: Mapping[str, str], *, numbers: Collection[str], opted_out: Collection[str]
) -> int | None:
    """The error code of a create request that Twilio would refuse; None for a good one."""
    to, sender, body = (form.get(name, "") for name in ("To", "From", "Body"))
    callback = urlsplit(form.get("StatusCallback", "http://set.test"))
    checks = (
        (21606, sender in numbers),
        (21211, bool(_E164.fullmatch(to))),
        (21266, to != sender),
        (21602, bool(body.strip())),
        (21617, len(body) <= 1600),
        (21609, callback.scheme in ("http", "https") and "_" not in (callback.hostname or "_")),
        (21610, to not in opted_out),
    )
    return next((code for code, good in checks if not good), None)


def render_error(code: int, headers: Mapping[str, str] | None = None) -> web.Response:
    status, text = ERRORS[code]
    body = {
        "code": code,
        "message": text,
        "more_info": f"https://www.twilio.com/docs/errors/{code}",
        "status": status,
    }
    return web.json_response(body, status=status, headers=headers)


def render_message(account_sid: str, message: Accepted) -> dict[str, object]:
    at = format_datetime(_at(message))
    uri = f"/2010-04-01/Accounts/{account_sid}/Messages/{message.sid}"
    return {
        "account_sid": account_sid,
        "api_version": "2010-04-01",
        "body": message.body,
        "date_created": at,
        "date_sent": None if message.status == "queued" else at,
        "date_updated": at,
        "direction": "outbound-api",
        "error_code": message.error_code,
        "error_message": None,
        "from": message.sender,
        "messaging_service_sid": None,
        "num_media": "0",
        "num_segments": str((len(message.body) - 1) // 153 + 1),
        "price": None,
        "price_unit": "USD",
        "sid": message.sid,
        "status": message.status,
        "subresource_uris": {"media": f"{uri}/Media.json"},
        "to": message.to,
        "uri": f"{uri}.json",
    }


def render_page(
    account_sid: str,
    messages: Sequence[Accepted],
    *,
    path: str,
    query: Mapping[str, str],
    now: float,
) -> dict[str, object]:
    """One page of the message list, newest first, of those already visible."""
    found = [
        message
        for message in reversed(messages)
        if message.visible_at <= now and _fits(message, query)
    ]
    size, page = int(query.get("PageSize", "50")), int(query.get("Page", "0"))
    shown = found[page * size : (page + 1) * size]

    def address(number: int) -> str:
        return f"{path}?{urlencode({**query, 'PageSize': str(size), 'Page': str(number)})}"

    return {
        "messages": [render_message(account_sid, message) for message in shown],
        "page": page,
        "page_size": size,
        "start": page * size,
        "end": page * size + max(len(shown) - 1, 0),
        "uri": address(page),
        "first_page_uri": address(0),
        "next_page_uri": address(page + 1) if len(found) > (page + 1) * size else None,
        "previous_page_uri": address(page - 1) if page else None,
    }


def render_account(account_sid: str, token: str, *, now: datetime) -> dict[str, object]:
    at = format_datetime(now)
    return {
        "sid": account_sid,
        "owner_account_sid": account_sid,
        "friendly_name": "Fake account",
        "status": "active",
        "type": "Full",
        "auth_token": token,
        "date_created": at,
        "date_updated": at,
        "uri": f"/2010-04-01/Accounts/{account_sid}.json",
        "subresource_uris": {},
    }


def _fits(message: Accepted, query: Mapping[str, str]) -> bool:
    """The list's filters. As at Twilio, a message not sent yet has no sending date to compare."""
    if query.get("To", message.to) != message.to:
        return False
    if query.get("From", message.sender) != message.sender:
        return False
    dated = [query[name][:10] for name in ("DateSent", "DateSent<", "DateSent>") if name in query]
    if not dated:
        return True
    if message.status == "queued":
        return False
    day = f"{_at(message):%Y-%m-%d}"
    return (
        query.get("DateSent", day)[:10] == day
        and query.get("DateSent>", day)[:10] <= day
        and query.get("DateSent<", day)[:10] >= day
    )


def _at(message: Accepted) -> datetime:
    return datetime.fromtimestamp(message.created_at, UTC)
