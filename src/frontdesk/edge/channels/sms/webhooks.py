"""The fields of Twilio's webhooks turned into an inbound message, or a word on one we sent."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from frontdesk.edge.vendors import twilio, twilio_signature
from frontdesk.ground.words.ids import OutboxId, TenantId
from frontdesk.ground.words.message import Inbound
from frontdesk.ground.words.problems import BadInput, Refused

MOST_MEDIA = 10
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_SAID: Mapping[str, Literal["sent", "delivered", "failed"]] = {
    "accepted": "sent",
    "scheduled": "sent",
    "queued": "sent",
    "sending": "sent",
    "sent": "sent",
    "delivered": "delivered",
    "read": "delivered",
    "undelivered": "failed",
    "failed": "failed",
    "canceled": "failed",
}


@dataclass(frozen=True, slots=True)
class Report:
    """A status callback. `said` is None for a status that tells nothing about delivery."""

    tenant_id: TenantId
    outbox_id: OutboxId
    vendor_id: str
    said: Literal["sent", "delivered"] | Refused | None


def parse_fields(body: bytes) -> dict[str, str]:
    """The form fields as text. Bytes that are no UTF-8, and NUL, become U+FFFD: a customer's
    message is never lost to one bad character."""
    return {_text(name): _text(value) for name, value in twilio_signature.parse_form(body)}


def parse_inbound(fields: Mapping[str, str], tenant: TenantId) -> Inbound:
    """An inbound message. `extra` carries its media, and `opt_out_type` (stop, start, help) when
    the carrier has taken the word itself and answered the customer."""
    media = _media(fields)
    text = fields.get("Body", "")
    if not text.strip():
        # Without a numeral: a count would be read as an answer to "how many bedrooms?".
        text = " ".join(["[media]"] * (len(media) // 2)) or "[empty message]"
    opted = fields.get("OptOutType", "").lower()
    return Inbound(
        tenant_id=tenant,
        channel="sms",
        vendor_id=_required(fields, "MessageSid"),
        address=_required(fields, "From"),
        to=_required(fields, "To"),
        text=text,
        extra={**media, **({"opt_out_type": opted} if opted else {})},
    )


def parse_report(fields: Mapping[str, str], query: Mapping[str, str]) -> Report:
    """A status callback; whose reply it speaks of stands in the address we gave Twilio."""
    outbox = query.get("outbox", "")
    if not _UUID.fullmatch(outbox) or not query.get("tenant"):
        raise BadInput(
            "sms.bad_report",
            "the address names no reply of ours",
            field="outbox",
            fix="let frontdesk set the status address; remove one set in Twilio's console",
        )
    return Report(
        tenant_id=TenantId(query["tenant"]),
        outbox_id=OutboxId(outbox),
        vendor_id=_required(fields, "MessageSid"),
        said=decide_said(_required(fields, "MessageStatus"), fields.get("ErrorCode", "")),
    )


def decide_said(status: str, error_code: str) -> Literal["sent", "delivered"] | Refused | None:
    """What one of Twilio's message statuses says about delivery."""
    said = _SAID.get(status.lower())
    if said == "failed":
        return twilio.explain(int(error_code) if error_code.isdigit() else None)
    return said


def _media(fields: Mapping[str, str]) -> dict[str, str]:
    count = fields.get("NumMedia", "")
    found = {}
    for index in range(min(int(count) if count.isdigit() else 0, MOST_MEDIA)):
        found[f"media_type_{index}"] = fields.get(f"MediaContentType{index}", "")
        found[f"media_url_{index}"] = fields.get(f"MediaUrl{index}", "")
    return found


def _required(fields: Mapping[str, str], name: str) -> str:
    value = fields.get(name, "").strip()
    if not value:
        raise BadInput(
            "sms.missing_field",
            f"the webhook has no {name}",
            field=name,
            fix="let Twilio's own messaging webhook call this address",
        )
    return value


def _text(raw: bytes) -> str:
    return raw.decode("utf-8", "replace").replace("\x00", "\ufffd")
