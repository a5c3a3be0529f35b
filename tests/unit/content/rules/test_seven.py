"""The seven rules of the first runbook, each judged just inside and just outside both of its limits."""

from collections.abc import Mapping
from datetime import UTC, datetime

import pytest

from frontdesk.ability.handoff import TARGET
from frontdesk.ability.telemetry import Sketch, Span, Target, Window, Windows
from frontdesk.content.rules import (
    bot_unresponsive,
    circular_handoff_spike,
    handoff_failure,
    high_error_rate,
    low_cache_hit_rate,
    rate_limit_breach,
    sla_violation,
)
from frontdesk.flow.operations.contracts.rule import Rule
from frontdesk.flow.operations.judge import Gauges, Looked
from frontdesk.ground.words.ids import TenantId

NOW = datetime(2031, 5, 4, 10, tzinfo=UTC)
LEAD = Target("lead", "process", 300, 1500, 2000)
BUYER = Target("buyer", "process", 400, 1800, 2500)
Parts = Mapping[tuple[str, str, str], Window]


def look(
    rule: Rule,
    parts: Parts | None = None,
    *,
    gauges: Gauges | None = None,
    full: bool = True,
) -> list[tuple[str, str]]:
    """What the rule says: the labels' values and the level, in order."""
    spans: tuple[Span, ...] = ("5m", "1h")
    windows = {span: Windows(span, parts or {}, full=full) for span in spans}
    looked = Looked(
        NOW, TenantId("harbor"), (LEAD, BUYER, TARGET), windows, gauges or {}, rule.thresholds
    )
    return [("/".join(one.labels.values()), one.level) for one in rule.judge(looked)]


def took(ms: float, count: int = 20) -> Window:
    return Window(count=count, outcomes={"ok": count}, ms=Sketch([ms] * count))


def came(count: int, **outcomes: int) -> Window:
    return Window(count=count, outcomes=outcomes)


@pytest.mark.parametrize(
    ("ms", "level"), [(1500, "ok"), (1501, "warning"), (2000, "warning"), (2001, "critical")]
)
def test_sla_violation_at_its_limits(ms: float, level: str) -> None:
    said = look(sla_violation.RULE, {("turn", "lead", "process"): took(ms)})
    assert said == [
        ("lead/process", level),
        ("buyer/process", "no_data"),
        ("handoff/execute", "no_data"),
    ]


def test_sla_of_each_operation_is_its_own() -> None:
    """Bots' warnings begin at their own promise; hand-offs a little before theirs."""
    parts = {
        ("turn", "buyer", "process"): took(1801),
        ("turn", "buyer", "full_qualification"): took(9000),
        ("handoff", "lead->buyer", "execute"): took(450),
    }
    assert look(sla_violation.RULE, parts)[1:] == [
        ("buyer/process", "warning"),
        ("handoff/execute", "warning"),
    ]


def test_a_few_slow_turns_are_no_percentile() -> None:
    assert look(sla_violation.RULE, {("turn", "lead", "process"): took(9000, 19)})[0] == (
        "lead/process",
        "no_data",
    )


@pytest.mark.parametrize(
    ("broke", "of", "level"),
    [(3, 100, "ok"), (4, 100, "warning"), (5, 100, "warning"), (6, 100, "critical")],
)
def test_error_rate_at_its_limits(broke: int, of: int, level: str) -> None:
    parts = {("turn", "lead", "process"): came(of, ok=of - broke, error=broke)}
    assert look(high_error_rate.RULE, parts) == [("lead", level)]


def test_one_error_at_night_pages_nobody() -> None:
    parts = {("turn", "lead", "process"): came(20, ok=18, error=2)}
    assert look(high_error_rate.RULE, parts) == [("lead", "ok")]
    assert look(high_error_rate.RULE) == []


@pytest.mark.parametrize(
    ("hits", "level"), [(60, "ok"), (59, "warning"), (50, "warning"), (49, "critical")]
)
def test_cache_hits_count_over_cacheable_lookups(hits: int, level: str) -> None:
    window = Window(count=10_000, cacheable=100, cached=hits)
    assert look(low_cache_hit_rate.RULE, {("cache", "lead", "lookup"): window}) == [("", level)]


def test_a_cache_being_filled_does_not_fail() -> None:
    window = Window(count=100, cacheable=100, cached=0)
    parts = {("cache", "lead", "lookup"): window}
    assert look(low_cache_hit_rate.RULE, parts, full=False) == [("", "no_data")]
    assert look(low_cache_hit_rate.RULE) == [("", "no_data")]


@pytest.mark.parametrize(
    ("failed", "level"), [(3, "ok"), (4, "warning"), (5, "warning"), (6, "critical")]
)
def test_handoff_failure_leaves_protection_out(failed: int, level: str) -> None:
    window = came(600, ok=100 - failed, error=failed, blocked=400, limited=100)
    assert look(handoff_failure.RULE, {("handoff", "a->b", "execute"): window}) == [("", level)]


def test_no_handoffs_are_no_failure() -> None:
    assert look(handoff_failure.RULE) == [("", "no_data")]


@pytest.mark.parametrize(
    ("age_s", "level"), [(180, "ok"), (181, "warning"), (300, "warning"), (301, "critical")]
)
def test_unresponsive_by_ping_not_by_traffic(age_s: float, level: str) -> None:
    gauges: Gauges = {
        "ping_age_s": [({"bot": "lead"}, age_s)],
        "serving_seen_age_s": [({}, 2.0)],
    }
    assert look(bot_unresponsive.RULE, gauges=gauges) == [("lead", level), ("serve", "ok")]


def test_never_pinged_is_not_unresponsive() -> None:
    assert look(bot_unresponsive.RULE) == []


@pytest.mark.parametrize(("loops", "level"), [(10, "ok"), (11, "warning")])
def test_circles_count_those_of_the_last_hour(loops: int, level: str) -> None:
    codes = {"would_cycle": loops - 1, "same_route_again": 1, "hourly_limit": 50}
    window = Window(count=80, codes=codes)
    parts = {("handoff", "lead->buyer", "execute"): window}
    assert look(circular_handoff_spike.RULE, parts) == [("", level)]


@pytest.mark.parametrize(("limited", "level"), [(10, "ok"), (11, "warning")])
def test_limits_are_told_apart(limited: int, level: str) -> None:
    parts = {
        ("send", "sms", "send"): came(100, ok=100 - limited, limited=limited),
        ("model", "openai/m", "read"): came(100, ok=100),
    }
    assert look(rate_limit_breach.RULE, parts) == [
        ("send/sms", level),
        ("model/openai/m", "ok"),
    ]
