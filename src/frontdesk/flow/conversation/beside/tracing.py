"""A committed turn with its steps turned into the spans of its trace."""

from collections.abc import Iterator
from datetime import timedelta

from frontdesk.ability.telemetry import Steps
from frontdesk.ability.telemetry.traces import TraceSpan, make_id, root_of
from frontdesk.flow.conversation.line import Line, TurnRecord
from frontdesk.ground.kit.logs import Content


def note_turn(line: Line, record: TurnRecord | None, steps: Steps) -> None:
    """Keep the turn's spans, where its trace is wanted."""
    traces = line.meters.traces
    if record is not None and traces.on and traces.wants(record.trace_id):
        traces.note(list_spans(record, steps))


def list_spans(record: TurnRecord, steps: Steps) -> Iterator[TraceSpan]:
    """The turn, and below it its steps one after the other; their notes stay in our own rows."""
    root, trace = root_of(record.trace_id), record.trace_id
    yield TraceSpan(
        trace,
        f"turn {record.bot}",
        "turn",
        record.started_at,
        record.processing_ms,
        root,
        facts={
            "tenant": record.tenant_id,
            "conversation": record.conversation_id,
            "turn": record.turn_id,
            "channel": record.channel,
            "bot": record.bot,
            "decision": record.decision.kind,
            "reason": record.decision.reason,
            "rung": record.rung,
            "said": Content(" ".join(record.replies)),
        },
    )
    at = record.started_at
    for step in steps.closed():
        yield TraceSpan(trace, f"step {step.name}", "step", at, step.ms, make_id(), root)
        at += timedelta(milliseconds=step.ms)
