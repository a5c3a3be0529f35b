"""A finished turn turned into its rows in one transaction, if its claim is still the newest."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import psycopg
from psycopg.types.json import Jsonb

from frontdesk.ability import consent, handoff, language
from frontdesk.ability.telemetry import Steps
from frontdesk.flow.conversation.contracts.bot import Bot
from frontdesk.flow.conversation.line import Line, TurnRecord
from frontdesk.flow.conversation.load import Turn
from frontdesk.flow.conversation.route import Tried
from frontdesk.flow.conversation.state import State
from frontdesk.ground.kit import ids
from frontdesk.ground.store import db
from frontdesk.ground.store.db import Statement
from frontdesk.ground.words.decision import Decision, Rung
from frontdesk.ground.words.reading import Json, Reading


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a turn came to: who spoke, what was understood, decided and said."""

    bot: Bot
    state: State
    reading: Reading
    standing: consent.Standing
    decision: Decision
    texts: tuple[str, ...] = ()
    rung: Rung = "rules"
    tried: Tried | None = None


def with_texts(outcome: Outcome, texts: tuple[str, ...]) -> Outcome:
    return replace(outcome, texts=texts)


async def save_turn(
    line: Line, turn: Turn, outcome: Outcome, steps: Steps, started_at: datetime
) -> TurnRecord | None:
    """Commit the turn: record, state, outbox, consent, handoff, timers, measurement, release.

    Gives None when another process holds a newer claim: then nothing of this turn is kept, and
    the other one answers.
    """
    record = _record(turn, outcome, started_at)
    steps.mark("commit", outcome.decision.kind)
    record = replace(record, processing_ms=round(steps.total_ms(), 3))
    now = line.clock.now()
    row = _row(turn, outcome, record, steps.as_json(), now)
    commit = Statement("turns.commit", {"turn": Jsonb(row)})
    beside = [
        *_consent(turn, outcome, now),
        *_handoff(turn, outcome.tried, record, now),
        *_timers(turn, outcome, now),
    ]
    try:
        done = await _run(line, turn, beside, commit)
    except psycopg.Error as error:
        if db.sqlstate(error) == db.LOST_LEASE:
            return None
        raise
    replies = () if done["withheld"] else record.replies
    return replace(record, more=done["more"], replies=replies)


async def _run(
    line: Line, turn: Turn, beside: list[Statement], commit: Statement
) -> Mapping[str, bool]:
    if not beside:
        done: Mapping[str, bool] = await line.database.call(commit.name, commit.params)
        return done
    rows = await line.database.run(turn.tenant.id, [*beside, commit], label=commit.name)
    told: Mapping[str, bool] = rows[-1][0]["done"]
    return told


def _record(turn: Turn, outcome: Outcome, started_at: datetime) -> TurnRecord:
    return TurnRecord(
        turn_id=turn.id,
        tenant_id=turn.tenant.id,
        contact_id=turn.claim.contact_id,
        conversation_id=turn.conversation_id,
        channel=turn.channel.name,
        number=turn.number,
        seqs=(turn.messages[0].seq, turn.messages[-1].seq),
        bot=outcome.bot.name,
        rung=outcome.rung,
        decision=outcome.decision,
        replies=outcome.texts,
        trace_id=turn.trace,
        started_at=started_at,
        processing_ms=0.0,
        handoff=outcome.tried.note() if outcome.tried else None,
    )


def _consent(turn: Turn, outcome: Outcome, now: datetime) -> list[Statement]:
    change = outcome.standing.change
    if change is None:
        return []
    return consent.append_change(
        tenant=turn.tenant.id,
        contact=turn.claim.contact_id,
        change=change,
        source="customer",
        channel=turn.channel.name,
        evidence=turn.text,
        now=now,
    )


def _handoff(turn: Turn, tried: Tried | None, record: TurnRecord, now: datetime) -> list[Statement]:
    if tried is None:
        return []
    return handoff.save_attempt(
        tried.attempt,
        tried.verdict,
        tenant=turn.tenant.id,
        contact=turn.claim.contact_id,
        conversation=turn.conversation_id,
        turn=record.turn_id,
        now=now,
    )


def _row(
    turn: Turn, outcome: Outcome, record: TurnRecord, steps: list[Json], now: datetime
) -> dict[str, object]:
    """The commit as one JSON object: one parameter costs a fraction of thirty."""
    decision = outcome.decision
    reading = language.as_json(outcome.reading, why=True)
    reading.pop("text")  # the words stand once, in the message
    consents = decision.reason in ("opted_out", "opted_in", "help_asked")
    return {
        "tenant": record.tenant_id,
        "contact": record.contact_id,
        "fence": turn.claim.fence,
        "arrived": turn.arrived,
        "more": turn.more,
        "conversation": record.conversation_id,
        "channel": turn.channel.name,
        "address": turn.address,
        "sender": turn.sender,
        "state": outcome.state.as_json(),
        "turn": record.turn_id,
        "number": record.number,
        "from_seq": record.seqs[0],
        "to_seq": record.seqs[1],
        "bot": record.bot,
        "rung": record.rung,
        "kind": decision.kind,
        "reason": decision.reason,
        "asked": decision.asked,
        "to_bot": decision.to,
        "handoff": record.handoff.as_json() if record.handoff else None,
        "reading": reading,
        "steps": steps,
        "trace_id": record.trace_id,
        "started_at": record.started_at,
        "processing_ms": record.processing_ms,
        "waited_ms": _waited_ms(turn, record),
        "now": now,
        "replies": [{"id": ids.uuid7(), "text": text} for text in outcome.texts],
        "purpose": "consent" if consents else "answer",
        "status": "offered" if turn.channel.mode == "answer" else "ready",
        "idle_at": _idle_at(turn, now),
        "finished": outcome.state.done and not turn.state.done,
    }


def _idle_at(turn: Turn, now: datetime) -> datetime | None:
    """When a new conversation is first looked at for idleness; the timer moves itself on."""
    if turn.number > 1:
        return None
    return now + timedelta(seconds=turn.tenant.settings.idle_after_s)


def _waited_ms(turn: Turn, record: TurnRecord) -> float:
    first = turn.messages[0].received_at
    return (record.started_at - first).total_seconds() * 1000 + record.processing_ms


def _timers(turn: Turn, outcome: Outcome, now: datetime) -> list[Statement]:
    """The reminder of the last question is pointless now; a new question may start a new one."""
    settings = turn.tenant.settings
    base = {
        "tenant": turn.tenant.id,
        "contact": turn.claim.contact_id,
        "conversation": turn.conversation_id,
    }
    statements = []
    if settings.nudge_after_s > 0:
        if outcome.decision.asked is not None:
            due_at = now + timedelta(seconds=settings.nudge_after_s)
            statements.append(_timer(base, "nudge", due_at))
        else:
            statements.append(
                Statement("timers.cancel", {"conversation": turn.conversation_id, "kind": "nudge"})
            )
    return statements


def _timer(base: db.Params, kind: str, due_at: datetime) -> Statement:
    return Statement("timers.set", {**base, "id": ids.uuid7(), "kind": kind, "due_at": due_at})
