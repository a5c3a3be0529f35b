"""Rules on answers and on models, each at its limits and with too few samples."""

import pytest

from frontdesk.ability.telemetry import Target, Window
from frontdesk.content.rules.answers import errors_over_level, slow_answers, slow_response
from frontdesk.content.rules.models import cost_per_call, model_fallback_rate, model_rate_limited
from tests.unit.content.rules.looking import came, levels, took, verdicts

TURN = ("turn", "ivy", "process")
MODEL = ("model", "openai/m", "answer")


@pytest.mark.parametrize(
    ("ms", "level"), [(1500, "ok"), (1501, "warning"), (3000, "warning"), (3001, "critical")]
)
def test_bots_without_targets_have_the_usual_ones(ms: float, level: str) -> None:
    assert levels(slow_answers.RULE, {TURN: took(*[ms] * 20)}) == [("ivy", level)]


def test_bots_with_targets_are_judged_by_those() -> None:
    own = [Target("ivy", "process", 100, 200, 300)]
    assert levels(slow_answers.RULE, {TURN: took(*[9000.0] * 20)}, targets=own) == []


@pytest.mark.parametrize(
    ("ms", "level"), [(3000, "ok"), (3001, "warning"), (10_000, "warning"), (10_001, "critical")]
)
def test_seconds_are_too_long_for_every_bot(ms: float, level: str) -> None:
    assert levels(slow_response.RULE, {TURN: took(*[ms] * 20)}) == [("ivy", level)]


def test_a_few_turns_are_no_percentile() -> None:
    few = {TURN: took(*[9e4] * 19)}
    assert levels(slow_answers.RULE, few) == [("ivy", "no_data")]
    assert levels(slow_response.RULE, few) == [("ivy", "no_data")]


@pytest.mark.parametrize(
    ("broke", "of", "level"),
    [(5, 500, "ok"), (6, 500, "warning"), (4, 100, "ok"), (50, 99, "no_data")],
)
def test_errors_of_an_hour_against_one_percent(broke: int, of: int, level: str) -> None:
    parts = {TURN: came(of, ok=of - broke, error=broke)}
    assert levels(errors_over_level.RULE, parts) == [("", level)]


@pytest.mark.parametrize(
    ("limited", "of", "level"), [(5, 100, "ok"), (6, 100, "warning"), (19, 19, "no_data")]
)
def test_a_vendors_429s_at_their_limit(limited: int, of: int, level: str) -> None:
    parts = {MODEL: Window(count=of, codes={"rate_limited": limited})}
    assert levels(model_rate_limited.RULE, parts) == [("openai/m", level)]


@pytest.mark.parametrize(
    ("smaller", "of", "level"), [(10, 100, "ok"), (11, 100, "warning"), (9, 19, "no_data")]
)
def test_smaller_models_at_their_limit(smaller: int, of: int, level: str) -> None:
    parts = {
        MODEL: Window(count=of, rungs={"full": of - smaller}),
        ("model", "openai/small", "answer"): Window(count=smaller, rungs={"economy": smaller}),
        ("model", "", "answer"): Window(count=900, rungs={"rules": 900}),
    }
    assert levels(model_fallback_rate.RULE, parts) == [("", level)]


@pytest.mark.parametrize(
    ("micro", "answers", "level"),
    [(5_000_000, 10, "ok"), (5_100_000, 10, "info"), (9_000_000, 4, "no_data")],
)
def test_cost_of_an_answer_at_its_limit(micro: int, answers: int, level: str) -> None:
    window = Window(count=answers, outcomes={"ok": answers}, cost_micro=micro)
    assert levels(cost_per_call.RULE, {MODEL: window}) == [("openai/m", level)]


def test_kept_answers_do_not_make_others_cheap() -> None:
    window = Window(count=100, outcomes={"ok": 100}, cached=90, cost_micro=6_000_000)
    (said,) = verdicts(cost_per_call.RULE, {MODEL: window})
    assert (said.level, said.value) == ("info", 0.6)
