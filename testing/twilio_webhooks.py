"""Fields turned into the signed webhook that Twilio would send, and sent, as often as wanted."""

import base64
import hashlib
import hmac
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Self
from urllib.parse import quote_plus

import aiohttp

Field = tuple[str, str | bytes]
TIMEOUT_S = 15.0


@dataclass(frozen=True, slots=True)
class Webhook:
    """A signed request, ready for any client."""

    url: str
    body: bytes
    headers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    text: str
    content_type: str


def render_webhook(
    token: str, url: str, fields: Sequence[Field], *, signed_url: str | None = None
) -> Webhook:
    """A form-encoded webhook. `signed_url` is the outside address where a proxy changes it."""
    pairs = [(name, value.encode() if isinstance(value, str) else value) for name, value in fields]
    told = (signed_url or url).encode()
    for name, value in sorted({(name.encode(), value) for name, value in pairs}):
        told += name + value
    signature = base64.b64encode(hmac.new(token.encode(), told, hashlib.sha1).digest()).decode()
    return Webhook(
        url=url,
        body="&".join(f"{quote_plus(name)}={quote_plus(value)}" for name, value in pairs).encode(),
        headers={
            "content-type": "application/x-www-form-urlencoded",
            "x-twilio-signature": signature,
            "user-agent": "TwilioProxy/1.1",
        },
    )


def inbound_fields(
    *,
    account_sid: str,
    sender: str,
    to: str,
    body: str | bytes,
    sid: str | None = None,
    media: Sequence[tuple[str, str]] = (),
    opt_out_type: str | None = None,
) -> list[Field]:
    """The fields of an inbound message; `media` holds content types and addresses."""
    sid = sid or f"SM{uuid.uuid4().hex}"
    fields: list[Field] = [
        ("ToCountry", "US"),
        ("SmsMessageSid", sid),
        ("NumMedia", str(len(media))),
        ("FromCountry", "US"),
        ("SmsSid", sid),
        ("SmsStatus", "received"),
        ("Body", body),
        ("To", to),
        ("NumSegments", "1"),
        ("MessageSid", sid),
        ("AccountSid", account_sid),
        ("From", sender),
        ("ApiVersion", "2010-04-01"),
    ]
    for index, (kind, address) in enumerate(media):
        fields += [(f"MediaContentType{index}", kind), (f"MediaUrl{index}", address)]
    return [*fields, ("OptOutType", opt_out_type)] if opt_out_type else fields


def status_fields(
    *, account_sid: str, sid: str, sender: str, to: str, status: str, error_code: int | None = None
) -> list[Field]:
    """The fields of a status callback."""
    fields: list[Field] = [
        ("SmsSid", sid),
        ("SmsStatus", status),
        ("MessageStatus", status),
        ("To", to),
        ("MessageSid", sid),
        ("AccountSid", account_sid),
        ("From", sender),
        ("ApiVersion", "2010-04-01"),
    ]
    return [*fields, ("ErrorCode", str(error_code))] if error_code else fields


class Caller:
    """Sends webhooks as Twilio does."""

    def __init__(self, account_sid: str, token: str) -> None:
        self.account_sid = account_sid
        self.token = token
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        self._session = aiohttp.ClientSession()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._session is not None:
            await self._session.close()

    async def send(
        self, url: str, fields: Sequence[Field], *, signed_url: str | None = None
    ) -> Answer:
        """Send one webhook and give what was answered."""
        return await self.send_webhook(
            render_webhook(self.token, url, fields, signed_url=signed_url)
        )

    async def send_webhook(self, webhook: Webhook) -> Answer:
        assert self._session is not None, "use `async with`"
        async with self._session.post(
            webhook.url,
            data=webhook.body,
            headers=webhook.headers,
            timeout=aiohttp.ClientTimeout(total=TIMEOUT_S),
        ) as answer:
            return Answer(answer.status, await answer.text(), answer.content_type)

    async def send_inbound(
        self,
        url: str,
        *,
        sender: str,
        to: str,
        body: str | bytes,
        sid: str | None = None,
        media: Sequence[tuple[str, str]] = (),
        opt_out_type: str | None = None,
        signed_url: str | None = None,
    ) -> Answer:
        """A customer's text message to one of our numbers."""
        fields = inbound_fields(
            account_sid=self.account_sid,
            sender=sender,
            to=to,
            body=body,
            sid=sid,
            media=media,
            opt_out_type=opt_out_type,
        )
        return await self.send(url, fields, signed_url=signed_url)
