"""Spans turned into the JSON of an ExportTraceServiceRequest (opentelemetry-proto 1.x, JSON mapping)."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from frontdesk import __version__
from frontdesk.ability.telemetry.traces import TraceSpan
from frontdesk.edge.vendors.otlp.names import KINDS, Value, render_facts, render_name
from frontdesk.ground.kit.logs import Content
from frontdesk.ground.words.reading import Json

ERROR = 2  # Status.STATUS_CODE_ERROR


def render_request(
    spans: Sequence[TraceSpan], resource: Mapping[str, Value], *, show_content: bool
) -> Json:
    """One request with all spans."""
    scope: Json = {"name": "frontdesk", "version": __version__}
    written = [render_span(span, show_content=show_content) for span in spans]
    return {
        "resourceSpans": [
            {
                "resource": {"attributes": [_attribute(*one) for one in resource.items()]},
                "scopeSpans": [{"scope": scope, "spans": written}],
            }
        ]
    }


def render_span(span: TraceSpan, *, show_content: bool) -> Json:
    """One span; times in nanoseconds as text, as 64-bit numbers are written there."""
    began = int(span.started_at.timestamp() * 1_000_000) * 1000
    ends = int((span.started_at + timedelta(milliseconds=span.ms)).timestamp() * 1_000_000) * 1000
    facts = [
        _attribute(name, _shown(value, show_content=show_content))
        for name, value in render_facts(span)
    ]
    written: dict[str, Json] = {
        "traceId": span.trace,
        "spanId": span.id,
        "name": render_name(span),
        "kind": KINDS[span.kind],
        "startTimeUnixNano": str(began),
        "endTimeUnixNano": str(max(began, ends)),
        "attributes": facts,
        "status": {"code": ERROR, "message": span.error} if span.error else {},
    }
    if span.parent:
        written["parentSpanId"] = span.parent
    return written


def _shown(value: Value, *, show_content: bool) -> Value:
    if isinstance(value, Content):
        return str(value) if show_content else f"[{len(value)} characters]"
    return value


def _attribute(name: str, value: Value) -> Json:
    if isinstance(value, bool):
        return {"key": name, "value": {"boolValue": value}}
    if isinstance(value, int):
        return {"key": name, "value": {"intValue": str(value)}}
    if isinstance(value, float):
        return {"key": name, "value": {"doubleValue": value}}
    return {"key": name, "value": {"stringValue": str(value)}}
