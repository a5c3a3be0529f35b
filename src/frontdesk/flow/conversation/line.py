"""Everything one process's conversation line stands on, handed to every step as one typed value."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from frontdesk.ability.controls import Control, Controls
from frontdesk.ability.gateway import AnyPrompt, Gateway
from frontdesk.ability.identity import Tenants
from frontdesk.ability.telemetry import Meters, Recorder, Rounds, Tally
from frontdesk.flow.conversation.contracts.bot import Bot
from frontdesk.flow.conversation.contracts.channel import Channel, Sender
from frontdesk.flow.conversation.contracts.phrases import Phrases
from frontdesk.flow.conversation.contracts.tool import Tool
from frontdesk.ground.kit.clock import Clock
from frontdesk.ground.kit.http import HttpClient
from frontdesk.ground.kit.tasks import Tasks
from frontdesk.ground.store.db import Database
from frontdesk.ground.words.decision import Decision, Request, Rung
from frontdesk.ground.words.ids import (
    ContactId,
    ConversationId,
    ProcessId,
    TenantId,
    TraceId,
    TurnId,
)
from frontdesk.ground.words.reading import Json
from frontdesk.ground.words.settings import ReadSetting

bots_paused: Control[tuple[str, ...]] = Control(
    name="bots.paused", kind="words", default=(), doc="Bots that stay silent; messages are kept."
)
sending_paused: Control[tuple[str, ...]] = Control(
    name="sending.paused",
    kind="words",
    default=(),
    doc="Channels whose outgoing messages wait in the outbox.",
)
CONTROLS = (bots_paused, sending_paused)


@dataclass(frozen=True, slots=True)
class Claim:
    """The right to run the next turn of one contact, as long as `fence` is the newest.

    `loaded` is what the turn starts from, where taking the claim has read it already.
    """

    tenant_id: TenantId
    contact_id: ContactId
    fence: int
    attempts: int = 1
    loaded: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class HandoffNote:
    """What became of a hand-off in a turn, as callers see it."""

    source: str
    target: str
    executed: bool
    reason: str
    score: float

    def as_json(self) -> dict[str, Json]:
        return {
            "from": self.source,
            "to": self.target,
            "executed": self.executed,
            "reason": self.reason,
            "score": round(self.score, 3),
        }


@dataclass(frozen=True, slots=True)
class TurnRecord:
    """A committed turn. `seqs` are the first and last message it answered."""

    turn_id: TurnId
    tenant_id: TenantId
    contact_id: ContactId
    conversation_id: ConversationId
    channel: str
    number: int
    seqs: tuple[int, int]
    bot: str
    rung: Rung
    decision: Decision
    replies: tuple[str, ...]
    trace_id: TraceId
    started_at: datetime
    processing_ms: float
    handoff: HandoffNote | None = None
    more: bool = False


@dataclass(slots=True)
class Held:
    """Contacts whose turn this process is running, so that their leases can be renewed."""

    contacts: dict[ContactId, float] = field(default_factory=dict)


Waiters = dict[tuple[str, int], "asyncio.Future[TurnRecord]"]


@dataclass(frozen=True, slots=True)
class Line:
    """The line of one process. Built once by app, immutable but for what its parts hold."""

    database: Database
    clock: Clock
    controls: Controls
    tenants: Tenants
    bots: Mapping[str, Bot]
    channels: Mapping[str, Channel]
    senders: Mapping[str, Sender]
    tools: Mapping[type[Request], Tool[Request]]
    phrases: Phrases
    prompts: Mapping[str, AnyPrompt]
    gateway: Gateway
    http: HttpClient
    meters: Meters
    recorder: Recorder
    tally: Tally
    tasks: Tasks
    loops: Tasks
    process_id: ProcessId
    setting: ReadSetting
    rounds: Rounds = field(default_factory=Rounds)
    held: Held = field(default_factory=Held)
    waiters: Waiters = field(default_factory=dict)
