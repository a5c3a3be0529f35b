"""Spans that wait turned into requests to the collector, some at a time; what it cannot take now waits."""

import logging
import socket
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote

from frontdesk import __version__
from frontdesk.ability.telemetry import Meters
from frontdesk.ability.telemetry.traces import TraceSpan
from frontdesk.edge.vendors.otlp.names import Value
from frontdesk.edge.vendors.otlp.wire import render_request
from frontdesk.ground.kit.clock import Clock
from frontdesk.ground.kit.http import HttpClient, Response, retry_after_s
from frontdesk.ground.words.problems import BadInput, NotNow, Refused
from frontdesk.ground.words.settings import ReadSetting, Setting

log = logging.getLogger("edge.vendors.otlp")

ENDPOINT = Setting(
    "OTEL_EXPORTER_OTLP_ENDPOINT",
    "url",
    "Collector of OpenTelemetry that traces are sent to (OTLP over HTTP, JSON); none: no traces.",
)
HEADERS = Setting(
    "OTEL_EXPORTER_OTLP_HEADERS",
    "list",
    "Headers for the collector, such as a key: `name=value,name=value`.",
    secret=True,
)
SERVICE = Setting("OTEL_SERVICE_NAME", "text", "Name of this service in traces.", "frontdesk")
SHARE = Setting(
    "OTEL_TRACES_SAMPLER_ARG",
    "float",
    "Share of traces that are sent; which ones follows from their ids.",
    1.0,
    least=0,
    most=1,
)
SETTINGS = (ENDPOINT, HEADERS, SERVICE, SHARE)
SEND_S = 1.0
MOST = 500
TIMEOUT_S = 5.0
PAUSE_S, LONGEST_PAUSE_S = 5.0, 60.0
LATER = frozenset((429, 502, 503, 504))  # OTLP/HTTP: those that are tried again


@dataclass(slots=True)
class Sender:
    """One process's way to the collector."""

    http: HttpClient
    meters: Meters
    clock: Clock
    url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    resource: Mapping[str, Value] = field(default_factory=dict)
    show_content: bool = False
    _not_before: float = 0.0
    _pause_s: float = 0.0

    async def run(self) -> int:
        """Send what waits; gives how many spans were taken. A collector that is away is told of once."""
        traces, sent = self.meters.traces, 0
        if self.clock.monotonic() < self._not_before:
            return 0
        while spans := traces.take(MOST):
            try:
                taken = await self._send(spans)
            except NotNow as problem:
                traces.give_back(spans)
                self._wait(problem)
                break
            self._pause_s = 0.0
            self.meters.trace_spans.labels("sent").inc(taken)
            self.meters.trace_spans.labels("refused").inc(len(spans) - taken)
            sent += taken
        self.meters.trace_spans.labels("dropped").inc(traces.dropped)
        traces.dropped = 0
        return sent

    def _wait(self, problem: NotNow) -> None:
        if not self._pause_s:
            log.warning("the collector of traces takes none now: %s", problem.public)
        self._pause_s = min(LONGEST_PAUSE_S, max(problem.after_s, self._pause_s * 2, PAUSE_S))
        self._not_before = self.clock.monotonic() + self._pause_s

    async def _send(self, spans: list[TraceSpan]) -> int:
        """How many the collector took. NotNow when it is to be tried again."""
        answer = await self.http.send_request(
            "POST",
            self.url,
            timeout_s=TIMEOUT_S,
            headers=self.headers,
            json=render_request(spans, self.resource, show_content=self.show_content),
        )
        if answer.status in LATER:
            after_s = retry_after_s(answer.headers, otherwise=PAUSE_S)
            raise NotNow("otlp.later", f"status {answer.status}", after_s=after_s)
        if not 200 <= answer.status < 300:
            log.warning("the collector of traces refuses them: status %d", answer.status)
            return 0
        return len(spans) - parse_rejected(answer)


def parse_rejected(answer: Response) -> int:
    """Of a partial success, how many spans the collector left out."""
    try:
        body = answer.json()
    except Refused:  # some collectors answer with nothing
        return 0
    partial = body.get("partialSuccess") if isinstance(body, dict) else None
    rejected = partial.get("rejectedSpans", 0) if isinstance(partial, dict) else 0
    return int(rejected) if isinstance(rejected, int | str) and str(rejected).isdigit() else 0


def open_sender(
    http: HttpClient, meters: Meters, clock: Clock, read: ReadSetting, *, show_content: bool = False
) -> Sender | None:
    """The way to the collector, with traces switched on; None where none is named."""
    endpoint = read(ENDPOINT)
    if not endpoint:
        return None
    share = read(SHARE)
    meters.traces.begin(float(share) if isinstance(share, int | float) else 1.0)
    return Sender(
        http,
        meters,
        clock,
        f"{str(endpoint).rstrip('/')}/v1/traces",
        parse_headers(read(HEADERS)),
        {
            "service.name": str(read(SERVICE)),
            "service.version": __version__,
            "host.name": socket.gethostname(),
        },
        show_content,
    )


def parse_headers(pairs: object) -> Mapping[str, str]:
    """`name=value` each, values percent-encoded; BadInput for what is none."""
    found: dict[str, str] = {}
    for pair in pairs if isinstance(pairs, tuple) else ():
        name, separator, value = str(pair).partition("=")
        if not separator or not name.strip():
            raise BadInput(
                "otlp.bad_headers",
                "OTEL_EXPORTER_OTLP_HEADERS: one of its headers has no name or no value",
                field=HEADERS.name,
                fix="write name=value,name=value",
            )
        found[name.strip().lower()] = unquote(value.strip())
    return found
