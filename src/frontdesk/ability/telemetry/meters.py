"""Process counters and histograms as `/metrics` shows them (Prometheus text format)."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

# Edges on the service levels that the bots declare, so that a bucket answers "within target?".
EDGES_S = (
    0.005, 0.01, 0.025, 0.05, 0.1, 0.3, 0.4, 0.5, 0.7, 0.8, 1.5, 1.8, 2.0, 2.5, 3.0, 3.5, 5.0, 8.0,
)  # fmt: skip


class Meters:
    """One process's meters, in a registry of their own."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.turns = self._counter("turns", "Turns", "bot", "outcome", "rung")
        self.turn_seconds = self._histogram(
            "frontdesk_turn_seconds",
            "Processing time of a turn, from the close of the settle window",
            "bot",
        )
        self.inbound = self._counter("inbound", "Inbound messages", "channel", "outcome")
        self.sends = self._counter("sends", "Sends", "channel", "outcome")
        self.handoffs = self._counter("handoffs", "Handoffs", "source", "target", "reason")
        self.refusals = self._counter("refusals", "Requests refused, by problem code", "code")
        self.timers = self._counter("timers", "Timers fired", "kind", "outcome")
        self.http_requests = Counter(
            "http_requests", "HTTP requests", ["method", "route", "status"], registry=self.registry
        )
        self.http_seconds = self._histogram(
            "http_request_duration_seconds", "HTTP request duration", "route"
        )
        self.sql_calls = self._gauge("sql_calls", "Calls per named statement", "statement")
        self.sql_seconds = self._gauge("sql_seconds", "Seconds waited, by statement", "statement")
        self.sql_failures = self._gauge("sql_failures", "Failures, by statement", "statement")
        self.waiting = self._gauge("waiting", "Rows that wait, by queue", "queue")

    def _counter(self, name: str, says: str, *labels: str) -> Counter:
        return Counter(f"frontdesk_{name}", says, labels, registry=self.registry)

    def _gauge(self, name: str, says: str, *labels: str) -> Gauge:
        return Gauge(f"frontdesk_{name}", says, labels, registry=self.registry)

    def _histogram(self, name: str, says: str, *labels: str) -> Histogram:
        return Histogram(name, says, labels, buckets=EDGES_S, registry=self.registry)
