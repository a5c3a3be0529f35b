"""Error budgets: each pair of windows at its limit, and what is no rate at all."""

from collections.abc import Mapping

import pytest

from frontdesk.ability.telemetry import (
    SPANS,
    Promise,
    Sketch,
    Span,
    Target,
    Window,
    Windows,
    list_promises,
    measure_burn,
)
from frontdesk.content.rules.answers.error_budget_burn import RULE
from frontdesk.flow.operations.judge import Looked
from frontdesk.ground.words.ids import TenantId
from tests.unit.content.rules.looking import NOW, came

HOLDS = Promise("holds", "lead", "turn", "lead", "process", 0.99)
TURN = ("turn", "lead", "process")


def say(
    bad: Mapping[Span, float], *, events: int = 10_000, full: bool = True
) -> tuple[str, float | None]:
    """Level and burn rate when so large a share of each span was bad; none of the others."""
    windows = {}
    for span in SPANS:
        wrong = round(bad.get(span, 0.0) * events)
        windows[span] = Windows(
            span, {TURN: came(events, ok=events - wrong, error=wrong)}, full=full
        )
    looked = Looked(NOW, TenantId("harbor"), (), windows, {}, RULE.thresholds, promises=(HOLDS,))
    (verdict,) = RULE.judge(looked)
    return verdict.level, verdict.value


@pytest.mark.parametrize(
    ("long", "short", "limit", "level"),
    [
        ("1h", "5m", 14.4, "critical"),
        ("6h", "30m", 6, "critical"),
        ("24h", "1h", 3, "warning"),
        ("3d", "6h", 1, "warning"),
    ],
)
def test_both_windows_of_a_pair_must_burn(
    long: Span, short: Span, limit: float, level: str
) -> None:
    at, over = limit * 0.01, limit * 0.01 + 0.0005
    assert say({long: over, short: over})[0] == level
    assert say({long: at, short: at})[0] == "ok"
    assert say({long: over})[0] == "ok"
    assert say({short: over})[0] == "ok"


def test_a_few_bad_events_at_night_are_no_rate() -> None:
    everything: dict[Span, float] = dict.fromkeys(SPANS, 0.5)
    assert say(everything, events=8)[0] == "ok"
    assert say(everything, events=10)[0] == "critical"


def test_windows_that_are_not_full_say_nothing() -> None:
    assert say(dict.fromkeys(SPANS, 1.0), full=False)[0] == "no_data"


def test_slow_turns_burn_where_time_is_promised() -> None:
    promise = Promise("in_time", "lead", "turn", "lead", "process", 0.9, within_ms=2000)
    window = Window(count=10, outcomes={"ok": 10}, ms=Sketch([2000] * 8 + [2001] * 2))
    burn = measure_burn(promise, window)
    assert burn is not None
    assert (burn.bad, burn.total, round(burn.rate, 6)) == (2, 10, 2.0)
    assert measure_burn(promise, Window()) is None


def test_each_declared_target_promises_two_levels() -> None:
    found = list(list_promises([Target("lead", "process", 300, 1500, 2000)]))
    assert [(one.name, one.within_ms, one.objective) for one in found] == [
        ("process_in_time", 2000, 0.99),
        ("process_unbroken", None, 0.99),
    ]
