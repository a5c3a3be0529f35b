"""Rules on one figure, each at each of its limits and just beyond."""

import pytest

from frontdesk.content.rules.database import (
    database_down,
    lock_waits,
    messages_given_up,
    pool_exhausted,
    queue_backlog,
    replication_lag,
    slow_queries,
)
from frontdesk.content.rules.log import authentication_failures, error_spike
from frontdesk.content.rules.machine import (
    certificate_expiring,
    cpu_high,
    disk_full,
    http_failures,
    memory_high,
    version_changed,
)
from frontdesk.content.rules.models import breaker_open, budget_nearly_spent, tokens_over_quota
from frontdesk.flow.operations.contracts.rule import Rule
from frontdesk.flow.operations.judge import Gauges
from tests.unit.content.rules.looking import levels

HOST = {"host": "one"}
SERVE = {"host": "one", "process": "serve"}


@pytest.mark.parametrize(
    ("rule", "gauge", "labels", "limits"),
    [
        (cpu_high.RULE, "cpu_share", HOST, (0.80, 0.95)),
        (memory_high.RULE, "memory_share", HOST, (0.85, 0.95)),
        (disk_full.RULE, "disk_used_share", HOST, (0.90, 0.95)),
        (pool_exhausted.RULE, "pool_used_share", SERVE, (0.80, None)),
        (lock_waits.RULE, "lock_waiting_share", {}, (0.05, 0.50)),
        (replication_lag.RULE, "replication_lag_s", {}, (1, 60)),
        (slow_queries.RULE, "query_ms", SERVE, (100, 1000)),
        (queue_backlog.RULE, "waiting_rows", {"queue": "turns"}, (200, 2000)),
        (messages_given_up.RULE, "dead_last_hour", {}, (0, 50)),
        (database_down.RULE, "database_ms", HOST, (500, 2000)),
        (error_spike.RULE, "log_errors", SERVE, (25, 250)),
        (authentication_failures.RULE, "auth_failures", SERVE, (50, 1000)),
    ],
    ids=lambda value: value.name if isinstance(value, Rule) else None,
)
def test_a_figure_at_its_limits(
    rule: Rule, gauge: str, labels: dict[str, str], limits: tuple[float, float | None]
) -> None:
    def at(value: float) -> str:
        return levels(rule, gauges={gauge: [(labels, value)]})[0][1]

    warning, critical = limits
    assert (at(warning), at(warning + 0.01)) == ("ok", "warning")
    if critical is not None:
        assert (at(critical), at(critical + 0.01)) == ("warning", "critical")


@pytest.mark.parametrize(
    "rule",
    [cpu_high.RULE, memory_high.RULE, pool_exhausted.RULE, error_spike.RULE, database_down.RULE],
    ids=lambda rule: rule.name,
)
def test_figures_nobody_gathered_say_nothing(rule: Rule) -> None:
    assert levels(rule) == []


def test_several_processes_of_a_machine_are_one_thing() -> None:
    both: Gauges = {"cpu_share": [(HOST, 0.5), (HOST, 0.99), ({"host": "two"}, 0.1)]}
    assert levels(cpu_high.RULE, gauges=both) == [("one", "critical"), ("two", "ok")]


def test_errors_of_all_processes_are_counted_together() -> None:
    both: Gauges = {"log_errors": [(SERVE, 13), ({"host": "two", "process": "work"}, 13)]}
    assert levels(error_spike.RULE, gauges=both) == [("", "warning")]


@pytest.mark.parametrize(("share", "level"), [(0.50, "ok"), (0.51, "warning")])
def test_one_process_that_holds_half_the_memory(share: float, level: str) -> None:
    gauges: Gauges = {"process_memory_share": [(SERVE, share)]}
    assert levels(memory_high.RULE, gauges=gauges) == [("one/serve", level)]


@pytest.mark.parametrize(
    ("failures", "answers", "level"),
    [
        (3, 300, "ok"),
        (4, 300, "warning"),
        (15, 300, "warning"),
        (16, 300, "critical"),
        (2, 20, "ok"),
        (9, 19, "no_data"),
    ],
)
def test_http_failures_at_their_limits(failures: int, answers: int, level: str) -> None:
    gauges: Gauges = {"http_answers": [(SERVE, answers)], "http_failures": [(SERVE, failures)]}
    assert levels(http_failures.RULE, gauges=gauges) == [("", level)]


@pytest.mark.parametrize(
    ("days", "level"),
    [(30, "ok"), (29.9, "warning"), (7, "warning"), (6.9, "critical"), (0, "critical")],
)
def test_certificate_at_its_limits(days: float, level: str) -> None:
    gauges: Gauges = {"certificate_left_days": [({"address": "desk.example"}, days)]}
    assert levels(certificate_expiring.RULE, gauges=gauges) == [("desk.example", level)]


@pytest.mark.parametrize(("age_s", "level"), [(300, "info"), (301, "ok")])
def test_a_deployment_is_news_for_a_while(age_s: float, level: str) -> None:
    labels = {"version": "1.1.0", "before": "1.0.0"}
    assert levels(version_changed.RULE, gauges={"version_age_s": [(labels, age_s)]}) == [
        ("1.1.0", level)
    ]


@pytest.mark.parametrize(("state", "level"), [(0, "ok"), (1, "ok"), (2, "warning")])
def test_only_an_open_breaker_warns(state: int, level: str) -> None:
    gauges: Gauges = {"breaker_state": [({"model": "openai/m"}, state)]}
    assert levels(breaker_open.RULE, gauges=gauges) == [("openai/m", level)]


@pytest.mark.parametrize(("share", "level"), [(0.90, "ok"), (0.91, "warning"), (1.2, "warning")])
def test_tokens_and_money_are_told_apart(share: float, level: str) -> None:
    gauges: Gauges = {
        "budget_share": [
            ({"tenant": "harbor", "limit": "tokens/openai/day"}, share),
            ({"tenant": "harbor", "limit": "tenant/day"}, share),
            ({"tenant": "other", "limit": "tenant/day"}, 1.0),
        ]
    }
    assert levels(tokens_over_quota.RULE, gauges=gauges) == [("tokens/openai/day", level)]
    assert levels(budget_nearly_spent.RULE, gauges=gauges) == [("tenant/day", level)]


@pytest.mark.parametrize(("away_s", "level"), [(15, "ok"), (16, "info")])
def test_an_outage_that_is_over_is_a_notice(away_s: float, level: str) -> None:
    gauges: Gauges = {"database_ms": [(SERVE, 2.0)], "database_away_s": [(HOST, away_s)]}
    assert levels(database_down.RULE, gauges=gauges) == [("one", level)]


def test_timers_to_come_are_no_backlog() -> None:
    gauges: Gauges = {"waiting_rows": [({"queue": "timers"}, 1e6), ({"queue": "dead"}, 1e6)]}
    assert levels(queue_backlog.RULE, gauges=gauges) == []
