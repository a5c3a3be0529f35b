"""What one conversation looks like when it is read back: values, and their JSON for the API."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from frontdesk.ground.words.ids import ContactId, ConversationId
from frontdesk.ground.words.reading import Json


@dataclass(frozen=True, slots=True)
class Said:
    """One message of the customer."""

    id: str
    seq: int
    text: str
    received_at: datetime

    def as_json(self) -> dict[str, Json]:
        at = self.received_at.isoformat()
        return {"message_id": self.id, "seq": self.seq, "text": self.text, "received_at": at}


@dataclass(frozen=True, slots=True)
class Reply:
    """One message of ours as it stands in the outbox (`status` as in `words.message.SendStatus`).

    `purpose` is `answer`, `consent`, `started` (a reminder) or `person`.
    """

    id: str
    text: str
    status: str
    purpose: str
    attempts: int
    problem: str | None
    created_at: datetime

    def as_json(self) -> dict[str, Json]:
        return {
            "text": self.text,
            "status": self.status,
            "purpose": self.purpose,
            "problem": self.problem,
            "created_at": self.created_at.isoformat(),
        }


@dataclass(frozen=True, slots=True)
class Decided:
    kind: str
    reason: str
    asked: str | None
    to: str | None

    def as_json(self) -> dict[str, Json]:
        return {"kind": self.kind, "reason": self.reason, "asked": self.asked, "to": self.to}


@dataclass(frozen=True, slots=True)
class Attempt:
    """A hand-off tried in a turn; `evidence` are the customer's words that asked for it."""

    source: str
    target: str
    executed: bool
    reason: str
    score: float
    threshold: float
    evidence: str

    def as_json(self) -> dict[str, Json]:
        return {
            "from": self.source,
            "to": self.target,
            "executed": self.executed,
            "reason": self.reason,
            "score": self.score,
            "threshold": self.threshold,
            "evidence": self.evidence,
        }


@dataclass(frozen=True, slots=True)
class Filled:
    """A slot's value with its provenance: whose words, in which message, and how it was come by."""

    name: str
    value: Json
    kind: str
    text: str
    seq: int
    how: str
    confidence: float

    def as_json(self) -> dict[str, Json]:
        return {
            "value": self.value,
            "kind": self.kind,
            "text": self.text,
            "seq": self.seq,
            "how": self.how,
            "confidence": self.confidence,
        }


@dataclass(frozen=True, slots=True)
class Turn:
    """One committed turn. `reading`, `handoff` and `steps` are as the turn recorded them."""

    id: str
    number: int
    bot: str
    rung: str
    messages: tuple[Said, ...]
    decision: Decided
    replies: tuple[Reply, ...]
    handoff: Json
    attempts: tuple[Attempt, ...]
    slots: tuple[Filled, ...]
    reading: Mapping[str, Json]
    steps: tuple[Mapping[str, Json], ...]
    started_at: datetime
    processing_ms: float
    waited_ms: float
    trace_id: str

    @property
    def text(self) -> str:
        """The text that was read: spans of the reading count in it."""
        return "\n".join(message.text for message in self.messages)

    def as_json(self) -> dict[str, Json]:
        return {
            "number": self.number,
            "bot": self.bot,
            "rung": self.rung,
            "messages": [message.as_json() for message in self.messages],
            "decision": self.decision.as_json(),
            "replies": [reply.as_json() for reply in self.replies],
            "handoff": self.handoff,
            "handoff_attempts": [attempt.as_json() for attempt in self.attempts],
            "slots": {slot.name: slot.as_json() for slot in self.slots},
            "reading": self.reading,
            "steps": list(self.steps),
            "bookings": [],
            "started_at": self.started_at.isoformat(),
            "processing_ms": self.processing_ms,
            "waited_ms": self.waited_ms,
            "trace_id": self.trace_id,
        }


@dataclass(frozen=True, slots=True)
class Conversation:
    """One conversation whole. `unanswered` are messages no turn has taken yet; `outside_turns` are
    replies that no turn made: reminders, and what a person wrote."""

    id: ConversationId
    contact_id: ContactId
    channel: str
    owner: str
    status: str
    bot: str
    created_at: datetime
    active_at: datetime
    slots: tuple[Filled, ...]
    asked: str | None
    skipped: tuple[str, ...]
    other_side: str | None
    summary: Mapping[str, Json]
    done: bool
    turns: tuple[Turn, ...]
    unanswered: tuple[Said, ...]
    outside_turns: tuple[Reply, ...]

    def as_json(self) -> dict[str, Json]:
        return {
            "conversation_id": self.id,
            "contact_id": self.contact_id,
            "channel": self.channel,
            "owner": self.owner,
            "bot": self.bot,
            "status": self.status,
            "created_at": self.created_at.isoformat(),
            "active_at": self.active_at.isoformat(),
            "slots": {slot.name: slot.as_json() for slot in self.slots},
            "asked": self.asked,
            "skipped": list(self.skipped),
            "other_side": self.other_side,
            "summary": self.summary,
            "done": self.done,
            "turns": [turn.as_json() for turn in self.turns],
            "unanswered": [message.as_json() for message in self.unanswered],
            "outside_turns": [reply.as_json() for reply in self.outside_turns],
        }
