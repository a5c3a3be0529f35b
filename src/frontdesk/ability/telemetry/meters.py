"""Process counters and histograms as `/metrics` shows them (Prometheus text format)."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector

from frontdesk.ability.telemetry.exposed import Exposed
from frontdesk.ability.telemetry.traces import Traces

# Edges on the service levels that the bots declare, so that a bucket answers "within target?".
EDGES_S = (
    0.005, 0.01, 0.025, 0.05, 0.1, 0.3, 0.4, 0.5, 0.7, 0.8, 1.5, 1.8, 2.0, 2.2, 2.5, 3.0, 3.5, 4.0,
    5.0, 8.0,
)  # fmt: skip


class Meters:
    """One process's meters, in a registry of their own; and its traces, where somebody wants them."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.exposed = Exposed()
        self.registry.register(self.exposed)
        ProcessCollector(registry=self.registry)
        self.traces = Traces()
        self.trace_spans = self._counter("trace_spans", "Spans of traces, sent or not", "outcome")
        self.turns = self._counter("turns", "Turns", "bot", "outcome", "rung")
        self.turn_seconds = self._histogram(
            "frontdesk_turn_seconds",
            "Processing time of a turn, from the close of the settle window",
            "bot",
        )
        self.inbound = self._counter("inbound", "Inbound messages", "channel", "outcome")
        self.sends = self._counter("sends", "Sends", "channel", "outcome")
        self.handoffs = self._counter(
            "handoffs", "Handoffs that were due", "source", "target", "outcome", "reason"
        )
        self.handoff_seconds = self._histogram(
            "frontdesk_handoff_seconds", "Time to judge and take a handoff", "source", "target"
        )
        self.proposals = self._counter(
            "proposals", "Readings and wordings by models, used or why not", "purpose", "outcome"
        )
        self.refusals = self._counter("refusals", "Requests refused, by problem code", "code")
        self.timers = self._counter("timers", "Timers fired", "kind", "outcome")
        self.pages = self._counter("pages", "Pages to people", "notifier", "outcome")
        self._count_models()
        self.http_requests = Counter(
            "http_requests", "HTTP requests", ["method", "route", "status"], registry=self.registry
        )
        self.http_seconds = self._histogram(
            "http_request_duration_seconds", "HTTP request duration", "route"
        )
        self.waiting = self._gauge("waiting", "Rows that wait, by queue", "queue")

    def _count_models(self) -> None:
        model = ("provider", "model")
        self.model_calls = self._counter(
            "model_calls", "Calls of models", *model, "purpose", "outcome"
        )
        self.model_call_seconds = self._histogram(
            "frontdesk_model_call_seconds", "Seconds of a call to its answer", "provider", "purpose"
        )
        self.model_attempts = self._counter(
            "model_attempts", "Tries on models, several may make one call", "provider", "outcome"
        )
        self.model_cache = self._counter(
            "model_cache",
            "Lookups of kept answers: exact, similar, miss, or why none was made",
            "bot",
            "outcome",
        )
        self.model_rung = self._counter("model_rung", "Calls by rung and why", "rung", "reason")
        self.model_breaker = self._gauge(
            "model_breaker", "Breaker of a model: 0 closed, 1 half open, 2 open", "model"
        )
        self.model_tokens = self._counter("model_tokens", "Tokens of models", *model, "kind")
        self.model_spend = self._counter("model_spend_usd", "US dollars for models", *model)
        self.model_unpriced = self._counter(
            "model_unpriced", "Answers of models whose price is unknown", *model
        )
        self.budget_share = self._gauge(
            "budget_share", "Used share of a limit on money or tokens; 1: all", "tenant", "limit"
        )

    def _counter(self, name: str, says: str, *labels: str) -> Counter:
        return Counter(f"frontdesk_{name}", says, labels, registry=self.registry)

    def _gauge(self, name: str, says: str, *labels: str) -> Gauge:
        return Gauge(f"frontdesk_{name}", says, labels, registry=self.registry)

    def _histogram(self, name: str, says: str, *labels: str) -> Histogram:
        return Histogram(name, says, labels, buckets=EDGES_S, registry=self.registry)
