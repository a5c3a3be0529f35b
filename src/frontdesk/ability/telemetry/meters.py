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
        registry = self.registry
        self.turns = Counter(
            "frontdesk_turns",
            "Turns by bot, outcome and rung",
            ["bot", "outcome", "rung"],
            registry=registry,
        )
        self.turn_seconds = Histogram(
            "frontdesk_turn_seconds",
            "Processing time of a turn, from the close of the settle window",
            ["bot"],
            buckets=EDGES_S,
            registry=registry,
        )
        self.inbound = Counter(
            "frontdesk_inbound",
            "Inbound messages by channel and outcome",
            ["channel", "outcome"],
            registry=registry,
        )
        self.sends = Counter(
            "frontdesk_sends",
            "Sends by channel and outcome",
            ["channel", "outcome"],
            registry=registry,
        )
        self.handoffs = Counter(
            "frontdesk_handoffs",
            "Handoffs by route and reason",
            ["source", "target", "reason"],
            registry=registry,
        )
        self.refusals = Counter(
            "frontdesk_refusals", "Requests refused, by problem code", ["code"], registry=registry
        )
        self.timers = Counter(
            "frontdesk_timers", "Timers by kind and outcome", ["kind", "outcome"], registry=registry
        )
        self.http_requests = Counter(
            "http_requests",
            "HTTP requests by method, route and status",
            ["method", "route", "status"],
            registry=registry,
        )
        self.http_seconds = Histogram(
            "http_request_duration_seconds",
            "HTTP request duration",
            ["route"],
            buckets=EDGES_S,
            registry=registry,
        )
        self.sql_calls = Gauge(
            "frontdesk_sql_calls", "Calls per named statement", ["statement"], registry=registry
        )
        self.sql_seconds = Gauge(
            "frontdesk_sql_seconds",
            "Seconds waited per named statement",
            ["statement"],
            registry=registry,
        )
        self.sql_failures = Gauge(
            "frontdesk_sql_failures",
            "Failures per named statement",
            ["statement"],
            registry=registry,
        )
        self.waiting = Gauge(
            "frontdesk_waiting", "Rows that wait, by queue", ["queue"], registry=registry
        )
