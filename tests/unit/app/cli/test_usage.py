"""A day is a UTC day, money is shown in dollars, and advice names what can be done."""

from datetime import UTC, datetime

import pytest

from frontdesk.ability.gateway.money.reports import PromptLine, UsageLine
from frontdesk.app.cli.operations import usage
from frontdesk.ground.words.problems import BadInput

NOW = datetime(2031, 5, 4, 17, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "day"), [("today", 4), ("yesterday", 3), ("2031-05-01", 1), ("2031-05-01T08:00", 1)]
)
def test_days_begin_at_midnight_utc(text: str, day: int) -> None:
    assert usage.parse_day(text, NOW) == datetime(2031, 5, day, tzinfo=UTC)


def test_no_day_is_refused_with_the_fix() -> None:
    with pytest.raises(BadInput) as refused:
        usage.parse_day("last week", NOW)
    assert refused.value.fix == "give today, yesterday, or a day such as 2031-05-01"


def test_money_is_shown_in_dollars() -> None:
    shown = usage.render_usage(UsageLine("lead", answered=3, cost_micro=1500, conversations=2))
    assert (shown["calls"], shown["cost_usd"], shown["per_conversation_usd"]) == (
        3,
        0.0015,
        0.00075,
    )


def test_no_conversation_has_no_cost_of_one() -> None:
    assert usage.render_usage(UsageLine("door", answered=1))["per_conversation_usd"] is None


def prompt(**more: int) -> PromptLine:
    usual = {"tokens_in": 100, "tokens_out": 50, "cached_in": 0, "cost_micro": 10, "unpriced": 0}
    given = {**usual, "repeats": 0, "replay_micro": 0, **more}
    return PromptLine("read_message@1", calls=10, share=1.0, **given)


def test_a_lean_prompt_needs_no_advice() -> None:
    assert usage.advise(prompt()) == []


def test_unused_context_repeats_and_cold_caches_are_named() -> None:
    said = usage.advise(prompt(tokens_in=50_000, repeats=4, replay_micro=2_000_000))
    assert [line.split(":")[0] for line in said] == [
        "5000 tokens go in for 5 that come out",
        "little of it is read from the vendor's cache",
        "4 of 10 calls were repeats",
    ]
