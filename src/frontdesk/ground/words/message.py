"""A customer's message as a door hands it over, and a reply as it leaves."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from frontdesk.ground.words.ids import ContactId, ConversationId, MessageId, OutboxId, TenantId

ChannelName = str
SendStatus = Literal[
    "offered",  # waiting to be fetched by, or answered to, a customer who asked (api, webchat)
    "ready",  # waiting to be claimed and sent
    "sending",  # claimed; the vendor may or may not have it
    "sent",  # the vendor accepted it
    "delivered",  # the vendor or the customer's client confirmed it
    "withheld",  # not sent on purpose: opted out, or a person took over
    "dead",  # refused for good, or out of attempts; can be sent again by a person
]


@dataclass(frozen=True, slots=True)
class Inbound:
    """One message as parsed by a channel.

    `address` is the sender as the channel knows them (phone in E.164, web session, API contact);
    `to` the address it was sent to; `vendor_id` is unique per tenant and channel and makes a
    second delivery of the same message recognisable.
    """

    tenant_id: TenantId
    channel: ChannelName
    vendor_id: str
    address: str
    text: str
    to: str = ""
    bot: str | None = None
    sent_at: datetime | None = None
    extra: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Message:
    """A stored message of the customer; `seq` counts up per conversation."""

    id: MessageId
    seq: int
    text: str
    received_at: datetime
    extra: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One outbox row as a channel sends it. `attempt` counts from 1."""

    id: OutboxId
    tenant_id: TenantId
    contact_id: ContactId
    conversation_id: ConversationId
    channel: ChannelName
    address: str
    sender: str
    text: str
    attempt: int
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Sent:
    """What a vendor said when it took a message."""

    vendor_id: str
    confirmed: bool = False
