"""A conversation's rows turned into its whole story: what was said, decided, sent, and why."""

import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import cast

from frontdesk.ability.desk.shapes import (
    Attempt,
    Conversation,
    Decided,
    Filled,
    Reply,
    Said,
    Turn,
)
from frontdesk.ground.store.db import Database, Row
from frontdesk.ground.words.ids import ConversationId, TenantId
from frontdesk.ground.words.problems import BadInput
from frontdesk.ground.words.reading import Json


def is_id(conversation: str) -> bool:
    """Whether a text that came from outside can be a conversation's id at all."""
    try:
        return str(uuid.UUID(conversation)) == conversation.lower()
    except ValueError:
        return False


async def load_conversation(
    database: Database, tenant: TenantId, conversation: ConversationId
) -> Conversation:
    """The conversation of that id; BadInput `desk.unknown_conversation` 404 when this tenant has
    none, also where the text is no id at all."""
    row = None
    if is_id(conversation):
        row = await database.fetch_one(
            "desk.load_conversation", {"conversation": conversation}, tenant=tenant
        )
    if row is None:
        raise unknown(conversation)
    return _conversation(row)


def unknown(conversation: str) -> BadInput:
    return BadInput(
        "desk.unknown_conversation",
        f"there is no conversation {conversation[:60]!r}",
        field="conversation_id",
        fix="use the conversation_id of an answer or of the list",
        status=404,
    )


def _conversation(row: Row) -> Conversation:
    state = row["state"]
    messages = [_said(item) for item in row["messages"]]
    by_seq = {message.seq: message for message in messages}
    replies, attempts = _by_turn(row["replies"]), _by_turn(row["handoffs"])
    turns = tuple(
        _turn(
            item,
            tuple(by_seq[seq] for seq in range(item["from_seq"], item["to_seq"] + 1)),
            tuple(_reply(reply) for reply in replies[item["id"]]),
            tuple(_attempt(tried) for tried in attempts[item["id"]]),
        )
        for item in row["turns"]
    )
    answered = max((item["to_seq"] for item in row["turns"]), default=0)
    return Conversation(
        id=row["id"],
        contact_id=row["contact_id"],
        channel=row["channel"],
        owner=row["owner"],
        status=row["status"],
        bot=row["bot"],
        created_at=row["created_at"],
        active_at=row["active_at"],
        slots=_slots(state.get("slots") or {}),
        asked=state.get("asked"),
        skipped=tuple(state.get("skipped") or ()),
        other_side=state.get("other_side"),
        summary=state.get("summary") or {},
        done=bool(state.get("done")),
        turns=turns,
        unanswered=tuple(message for message in messages if message.seq > answered),
        outside_turns=tuple(_reply(item) for item in replies[None]),
    )


def _by_turn(items: Sequence[Row]) -> defaultdict[str | None, list[Row]]:
    grouped: defaultdict[str | None, list[Row]] = defaultdict(list)
    for item in items:
        grouped[item["turn_id"]].append(item)
    return grouped


def _turn(
    item: Row,
    messages: tuple[Said, ...],
    replies: tuple[Reply, ...],
    attempts: tuple[Attempt, ...],
) -> Turn:
    return Turn(
        id=item["id"],
        number=item["number"],
        bot=item["bot"],
        rung=item["rung"],
        messages=messages,
        decision=Decided(item["kind"], item["reason"], item["asked"], item["to_bot"]),
        replies=replies,
        handoff=item["handoff"],
        attempts=attempts,
        slots=_slots(item["slots"]),
        reading=item["reading"],
        steps=tuple(item["steps"]),
        started_at=datetime.fromisoformat(item["started_at"]),
        processing_ms=round(item["processing_ms"], 2),
        waited_ms=round(item["waited_ms"], 2),
        trace_id=item["trace_id"],
    )


def _said(item: Row) -> Said:
    at = datetime.fromisoformat(item["received_at"])
    return Said(item["id"], item["seq"], item["text"], at)


def _reply(item: Row) -> Reply:
    return Reply(
        id=item["id"],
        text=item["text"],
        status=item["status"],
        purpose=item["purpose"],
        attempts=item["attempts"],
        problem=item["problem"],
        created_at=datetime.fromisoformat(item["created_at"]),
    )


def _attempt(item: Row) -> Attempt:
    return Attempt(
        source=item["source"],
        target=item["target"],
        executed=item["outcome"] == "executed",
        reason=item["reason"],
        score=round(item["score"], 3),
        threshold=round(item["threshold"], 3),
        evidence=item["evidence"],
    )


def _slots(raw: Mapping[str, Json]) -> tuple[Filled, ...]:
    """In the order they were learned; JSON in a row keeps none."""
    slots = cast(Mapping[str, Mapping[str, Json]], raw)
    filled = (
        Filled(
            name=name,
            value=slot.get("value"),
            kind=str(slot.get("kind") or ""),
            text=str(slot.get("text") or ""),
            seq=cast(int, slot.get("seq") or 0),
            how=str(slot.get("how") or ""),
            confidence=cast(float, slot.get("confidence") or 0.0),
        )
        for name, slot in slots.items()
    )
    return tuple(sorted(filled, key=lambda slot: (slot.seq, slot.name)))
