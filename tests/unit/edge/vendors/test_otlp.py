"""Spans reach a collector over HTTP, wait while it is away, and carry no words of a customer."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from frontdesk.ability.telemetry import Meters
from frontdesk.ability.telemetry.traces import MOST, Traces, TraceSpan, root_of
from frontdesk.edge.vendors import otlp
from frontdesk.edge.vendors.otlp import sending
from frontdesk.ground.kit import ids
from frontdesk.ground.kit.http import HttpClient
from frontdesk.ground.kit.logs import Content
from frontdesk.ground.words.problems import BadInput
from frontdesk.ground.words.settings import Setting, SettingValue
from testing.clock import FakeClock
from testing.monitors.collector import FakeCollector

AT = datetime(2031, 5, 1, 12, 0, 0, 250_000, tzinfo=UTC)
TRACE = "0190a0b0c0d07abc9abc0123456789ab"
TURN = TraceSpan(
    TRACE,
    "turn lead",
    "turn",
    AT,
    80.5,
    root_of(TRACE),
    facts={"bot": "lead", "said": Content("we open at nine"), "reason": "asked"},
)
CALL = TraceSpan(
    TRACE,
    "gemini/flash",
    "model",
    AT,
    60.0,
    "00000000000000aa",
    root_of(TRACE),
    facts={
        "provider": "gemini",
        "model": "flash",
        "purpose": "read",
        "tokens_in": 12,
        "rung": "full",
    },
)


class Stand:
    """A sender on a clock moved by hand, and the collector it sends to."""

    def __init__(self, collector: FakeCollector, http: HttpClient, **given: SettingValue) -> None:
        self.clock, self.meters, self.collector = FakeClock(), Meters(), collector
        values: dict[str, SettingValue] = {
            sending.ENDPOINT.name: collector.url,
            sending.SERVICE.name: "desk",
            sending.SHARE.name: 1.0,
            **given,
        }

        def read(setting: Setting) -> SettingValue:
            return values.get(setting.name, setting.default)

        sender = otlp.open_sender(http, self.meters, self.clock, read)
        assert sender is not None
        self.sender = sender

    def note(self, *spans: TraceSpan) -> None:
        self.meters.traces.note(spans)

    def counted(self, outcome: str) -> float | None:
        return self.meters.registry.get_sample_value(
            "frontdesk_trace_spans_total", {"outcome": outcome}
        )


@pytest.fixture
async def stand() -> AsyncIterator[Stand]:
    async with FakeCollector() as collector, HttpClient() as http:
        headers = {sending.HEADERS.name: ("X-Key=abc%20d", "team=night")}
        yield Stand(collector, http, **headers)


async def test_a_turn_and_its_call_arrive(stand: Stand) -> None:
    stand.note(TURN, CALL)
    assert await stand.sender.run() == 2
    turn, call = stand.collector.spans
    assert (turn.name, turn.span["kind"], call.name, call.span["kind"]) == (
        "turn lead",
        2,
        "chat flash",
        3,
    )
    assert turn.span["traceId"] == call.span["traceId"] == TRACE
    assert call.span["parentSpanId"] == turn.span["spanId"] == TRACE[16:]
    assert "parentSpanId" not in turn.span
    began, ended = int(turn.span["startTimeUnixNano"]), int(turn.span["endTimeUnixNano"])
    assert (began, ended - began) == (int(AT.timestamp() * 1e6) * 1000, 80_500_000)
    assert turn.resource["service.name"] == "desk"
    sent = stand.collector.headers[0]
    assert (sent["x-key"], sent["team"], sent["content-type"]) == (
        "abc d",
        "night",
        "application/json",
    )


async def test_model_calls_have_their_known_names(stand: Stand) -> None:
    stand.note(CALL)
    await stand.sender.run()
    facts = stand.collector.spans[0].facts
    assert facts == {
        "gen_ai.provider.name": "gcp.gemini",
        "gen_ai.request.model": "flash",
        "gen_ai.operation.name": "chat",
        "gen_ai.usage.input_tokens": 12,
        "frontdesk.purpose": "read",
        "frontdesk.rung": "full",
    }


async def test_customers_words_leave_as_their_length(stand: Stand) -> None:
    stand.note(TURN)
    await stand.sender.run()
    assert stand.collector.spans[0].facts["frontdesk.said"] == "[15 characters]"
    assert b"nine" not in stand.collector.raw[0]
    stand.note(TURN)
    stand.sender.show_content = True
    await stand.sender.run()
    assert stand.collector.spans[1].facts["frontdesk.said"] == "we open at nine"


async def test_a_failure_is_an_error_by_its_class(stand: Stand) -> None:
    stand.note(replace(CALL, error="rate_limited"))
    await stand.sender.run()
    (call,) = stand.collector.spans
    assert (call.span["status"]["code"], call.facts["error.type"]) == (2, "rate_limited")


async def test_spans_wait_for_a_collector_that_is_away(
    stand: Stand, caplog: pytest.LogCaptureFixture
) -> None:
    stand.collector.statuses = [503, 429]
    stand.note(TURN, CALL)
    for _ in range(3):
        await stand.sender.run()
    assert stand.collector.requests == 1
    await stand.clock.advance(7.1)  # what its Retry-After asked for
    await stand.sender.run()
    await stand.clock.advance(14.1)
    assert await stand.sender.run() == 2
    assert [one.name for one in stand.collector.spans] == ["turn lead", "chat flash"]
    assert len([one for one in caplog.records if "takes none now" in one.getMessage()]) == 1


async def test_refused_spans_are_counted_and_dropped(stand: Stand) -> None:
    stand.collector.statuses = [400]
    stand.note(TURN, CALL)
    await stand.sender.run()
    stand.collector.rejects = 1
    stand.note(TURN, CALL)
    assert await stand.sender.run() == 1
    assert (stand.counted("refused"), stand.counted("sent")) == (3, 1)


async def test_nothing_listens_and_nobody_waits() -> None:
    async with FakeCollector() as gone:
        pass
    async with HttpClient() as http:
        stand = Stand(gone, http)
        stand.note(TURN)
        assert await stand.sender.run() == 0
        assert stand.meters.traces.take(10) == [TURN]


def test_memory_holds_the_newest_spans() -> None:
    traces = Traces()
    traces.note(replace(TURN, name=f"turn {number}") for number in range(MOST + 3))
    assert traces.dropped == 3
    assert traces.take(1)[0].name == "turn 3"
    taken = traces.take(5)
    traces.give_back(taken)
    assert traces.take(5) == taken


@pytest.mark.parametrize("share", [0.0, 0.1, 0.5, 1.0])
def test_the_share_of_traces_is_kept_by_their_ids(share: float) -> None:
    one, two = Traces(), Traces()
    one.begin(share)
    two.begin(share)
    made = [ids.uuid7().replace("-", "") for _ in range(4000)]
    kept = [trace for trace in made if one.wants(trace)]
    assert kept == [trace for trace in made if two.wants(trace)]
    assert abs(len(kept) / len(made) - share) < 0.05


def test_without_a_collector_nothing_is_kept() -> None:
    meters = Meters()
    sender = otlp.open_sender(HttpClient(), meters, FakeClock(), lambda setting: setting.default)
    assert (sender, meters.traces.on, meters.traces.wants(TRACE)) == (None, False, False)


def test_headers_without_a_name_are_refused() -> None:
    with pytest.raises(BadInput) as refused:
        sending.parse_headers(("key",))
    assert refused.value.field == "OTEL_EXPORTER_OTLP_HEADERS"
