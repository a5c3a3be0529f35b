"""Our facts of a span under the names of OpenTelemetry's conventions: the one place that knows them.

Semantic conventions for generative AI as of 1.37 (opentelemetry.io/docs/specs/semconv/gen-ai); they are
still in development there: a later name is changed here and nowhere else.
"""

from collections.abc import Iterator, Mapping
from typing import Literal

from frontdesk.ability.telemetry.traces import Kind, TraceSpan

Value = str | int | float | bool
# SpanKind of opentelemetry/proto/trace/v1.
KINDS: Mapping[Kind, int] = {"turn": 2, "step": 1, "model": 3}
MODEL: Mapping[str, str] = {
    "provider": "gen_ai.provider.name",
    "model": "gen_ai.request.model",
    "operation": "gen_ai.operation.name",
    "tokens_in": "gen_ai.usage.input_tokens",
    "tokens_out": "gen_ai.usage.output_tokens",
    "cached_in": "gen_ai.usage.cache_read.input_tokens",
    "conversation": "gen_ai.conversation.id",
    "bot": "gen_ai.agent.name",
}
TURN: Mapping[str, str] = {"conversation": "gen_ai.conversation.id", "bot": "gen_ai.agent.name"}
PROVIDERS: Mapping[str, str] = {"gemini": "gcp.gemini"}
OURS = "frontdesk."


def find_operation(purpose: str) -> Literal["chat", "embeddings"]:
    """What a call of ours is there."""
    return "embeddings" if purpose == "embed" else "chat"


def render_name(span: TraceSpan) -> str:
    """`chat gpt-4o`, `turn lead`, `step read`."""
    if span.kind != "model":
        return span.name
    return f"{find_operation(str(span.facts['purpose']))} {span.facts['model']}"


def render_facts(span: TraceSpan) -> Iterator[tuple[str, Value]]:
    """Every known fact by its name there, all others with our prefix."""
    known = {"model": MODEL, "turn": TURN}.get(span.kind, {})
    facts = dict(span.facts)
    if span.kind == "model":
        facts["operation"] = find_operation(str(facts["purpose"]))
        facts["provider"] = PROVIDERS.get(str(facts["provider"]), facts["provider"])
    for name, value in facts.items():
        if value is not None:
            yield known.get(name, OURS + name), value
    if span.error:
        yield "error.type", span.error
