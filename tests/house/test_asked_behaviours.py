"""Which test shows each behaviour that was asked of tracker, alerting, metrics, hand-offs and levels.

The lists are those the product was begun with, in words of our own: twelve behaviours of the tracker,
ten of alerting, eight of metrics, six of the three at work together, five service levels, and six of
hand-offs that must not go in circles.
"""

import ast
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TRACKER = "story/test_sdk_tracker.py"
ALERTING = "story/test_sdk_alerting.py"
METRICS = "story/test_sdk_metrics.py"
TOGETHER = "story/test_sdk_together.py"
LEVELS = "story/test_sdk_service_levels.py"
HANDOFF = "story/test_handoff.py"
WITHIN = "test_p95_is_below_its_limit"
LIMITS = "test_circles_and_limits_block"

SHOWN = {
    ("tracker", "an operation is recorded"): (TRACKER, "test_an_operation_is_recorded"),
    ("tracker", "an unknown bot is refused"): (TRACKER, "test_a_bad_bot_name_is_refused"),
    ("tracker", "a block of code is timed"): (TRACKER, "test_what_happens_inside_is_timed"),
    ("tracker", "a block that raises failed"): (TRACKER, "test_what_raises_is_a_failure"),
    ("tracker", "percentiles are right"): (TRACKER, "test_a_percentile_is_the_share_below"),
    ("tracker", "every figure is there"): (TRACKER, "test_stats_have_every_key"),
    ("tracker", "nothing gives zeros"): (TRACKER, "test_stats_of_nothing_are_zero"),
    ("tracker", "all bots at once"): (TRACKER, "test_stats_are_of_all_bots"),
    ("tracker", "a broken level is found"): (TRACKER, "test_a_broken_promise_is_named"),
    ("tracker", "a kept level is compliant"): (TRACKER, "test_a_kept_promise_is_compliant"),
    ("tracker", "windows forget"): (TRACKER, "test_windows_drop_what_is_old"),
    ("tracker", "percentiles interpolate"): (TRACKER, "test_percentiles_lie_between_neighbours"),
    ("alerting", "seven rules to begin with"): (ALERTING, "test_seven_rules_are_there"),
    ("alerting", "an unknown severity is refused"): (ALERTING, "test_a_bad_severity_is_refused"),
    ("alerting", "an unknown channel is refused"): (ALERTING, "test_a_bad_channel_is_refused"),
    ("alerting", "a met condition fires"): (ALERTING, "test_a_met_condition_fires"),
    ("alerting", "a cooldown holds"): (ALERTING, "test_the_cooldown_keeps_a_rule_quiet"),
    ("alerting", "a broken rule stops nothing"): (
        ALERTING, "test_a_condition_that_breaks_stops_no_other",
    ),
    ("alerting", "every channel is told"): (ALERTING, "test_every_channel_is_told"),
    ("alerting", "a broken channel stops no other"): (
        ALERTING, "test_one_failing_channel_stops_no_other",
    ),
    ("alerting", "newest first"): (ALERTING, "test_history_is_newest_first"),
    ("alerting", "acknowledged is not active"): (
        ALERTING, "test_acknowledged_alerts_are_not_active",
    ),
    ("metrics", "every bot"): (METRICS, "test_every_bot_is_gathered"),
    ("metrics", "the cache"): (METRICS, "test_cache_is_gathered"),
    ("metrics", "the alerts"): (METRICS, "test_alerts_are_gathered"),
    ("metrics", "bots add up"): (METRICS, "test_bots_add_up"),
    ("metrics", "one form"): (METRICS, "test_metrics_have_one_form"),
    ("metrics", "reset"): (METRICS, "test_reset_forgets_what_was"),
    ("metrics", "a bot that did nothing"): (METRICS, "test_bots_without_work_are_zero"),
    ("metrics", "the interval"): (METRICS, "test_within_the_interval_nothing_is_gathered"),
    ("together", "tracker and collector agree"): (
        TOGETHER, "test_tracker_and_collector_see_the_same",
    ),
    ("together", "what is tracked raises alerts"): (
        TOGETHER, "test_slow_operations_raise_an_alert",
    ),
    ("together", "one page from both"): (TOGETHER, "test_the_watch_and_a_program_page_once"),
    ("together", "an answer stops the climb"): (
        TOGETHER, "test_an_acknowledged_alert_climbs_no_further",
    ),
    ("together", "hand-offs are tracked"): (
        TOGETHER, "test_handoffs_recorded_are_handoffs_tracked",
    ),
    ("together", "bots at work are seen"): (TOGETHER, "test_bots_at_work_are_seen"),
    ("levels", "lead P95 below 2,000 ms"): (LEVELS, f"{WITHIN}[lead_bot-2000]"),
    ("levels", "buyer P95 below 2,500 ms"): (LEVELS, f"{WITHIN}[buyer_bot-2500]"),
    ("levels", "seller P95 below 2,500 ms"): (LEVELS, f"{WITHIN}[seller_bot-2500]"),
    ("levels", "hand-off P95 below 500 ms"): (LEVELS, f"{WITHIN}[handoff-500]"),
    ("levels", "cache hits above 70 %"): (
        LEVELS, "test_the_cache_hit_rate_counts_real_lookups",
    ),
    ("handoffs", "the same route waits 30 minutes"): (
        HANDOFF, f"{LIMITS}[lead->seller-past0-same_route_again]",
    ),
    ("handoffs", "a chain is seen"): (HANDOFF, "test_a_circle_is_blocked_and_recorded"),
    ("handoffs", "three an hour"): (HANDOFF, "test_the_hourly_limit_holds_under_pressure"),
    ("handoffs", "ten a day"): (HANDOFF, f"{LIMITS}[b->x-past7-daily_limit]"),
    ("handoffs", "at once, only one"): (HANDOFF, "test_eight_attempts_at_once_move_once"),
    ("handoffs", "a lock ends"): (HANDOFF, "test_the_lock_lasts_thirty_seconds"),
}  # fmt: skip
ASKED = {"tracker": 12, "alerting": 10, "metrics": 8, "together": 6, "levels": 5, "handoffs": 6}

pytestmark = pytest.mark.house


def test_each_list_is_answered_whole() -> None:
    assert Counter(group for group, _ in SHOWN) == ASKED


@pytest.mark.parametrize("asked", sorted(SHOWN), ids=" - ".join)
def test_its_test_is_there(asked: tuple[str, str]) -> None:
    """The function; and where one case of it is meant, a list of cases beside it."""
    file, name = SHOWN[asked]
    plain, _, case = name.partition("[")
    tests = {
        node.name: node
        for node in ast.walk(ast.parse((ROOT / "tests" / file).read_text()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }
    assert plain in tests
    cases = ast.unparse(ast.Module(list(map(ast.Expr, tests[plain].decorator_list)), []))
    words = case.rstrip("]").rsplit("-", 1)[-1] if case else ""
    assert words in cases
