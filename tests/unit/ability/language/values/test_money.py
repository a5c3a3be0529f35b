"""Budgets, rents and prices as people write them."""

from datetime import UTC, datetime

import pytest

from frontdesk.ability.language.context import Context, SlotShape
from frontdesk.ability.language.values.money import find_money
from frontdesk.ground.words.reading import Json


def price(text: str, asked: str | None = None, currency: str = "USD") -> list[Json]:
    context = Context(now=datetime(2026, 3, 2, tzinfo=UTC), asked=asked, currency=currency)
    return [value.value for value in find_money(text, context)]


def dollars(amount: float) -> list[Json]:
    return [{"amount_minor": round(amount * 100), "currency": "USD"}]


def between(low: int | None, high: int | None) -> list[Json]:
    ends = [None if end is None else end * 100 for end in (low, high)]
    return [{"min": ends[0], "max": ends[1], "currency": "USD"}]


@pytest.mark.parametrize(
    ("text", "asked", "amount"),
    [
        ("450", "budget", 450_000),
        ("450", "rent", 450),
        ("four fifty", "budget", 450_000),
        ("1.2", "price", 1_200_000),
        ("450k", None, 450_000),
        ("$1.2M", None, 1_200_000),
        ("a million two", None, 1_200_000),
        ("half a million", None, 500_000),
        ("$20 and 43c", None, 20.43),
        ("ten pennies", None, 0.10),
        ("50 grand", None, 50_000),
    ],
)
def test_amounts_follow_what_was_asked(text: str, asked: str | None, amount: float) -> None:
    assert price(text, asked) == dollars(amount)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("between 300 and 400 thousand", 300_000, 400_000),
        ("350-400k", 350_000, 400_000),
        ("under half a million", None, 500_000),
        ("at least 300k", 300_000, None),
        ("can't go over 450k", None, 450_000),
        ("nothing under 450k", 450_000, None),
        ("800k to 1.2 million", 800_000, 1_200_000),
        ("mid 500s", 540_000, 560_000),
        ("low 400s", 400_000, 430_000),
        ("high 300s to low 400s", 370_000, 430_000),
        ("400k or less", None, 400_000),
        ("$400k+", 400_000, None),
        ("entre 300 y 400 mil", 300_000, 400_000),
    ],
)
def test_limits_and_ranges_keep_open_ends(text: str, low: int | None, high: int | None) -> None:
    assert price(text) == between(low, high)


@pytest.mark.parametrize(
    "text",
    ["roll over my 401k", "3 beds 2 baths", "call in 10 minutes", "20k miles", "20% down", "1978"],
)
def test_other_figures_are_no_money(text: str) -> None:
    assert price(text) == []


def test_small_integer_is_no_budget() -> None:
    assert price("3", "budget") == []


def test_slot_name_decides_thousands() -> None:
    fee = (SlotShape("visit_fee", "money"),)
    context = Context(now=datetime(2026, 3, 2, tzinfo=UTC), asked="visit_fee", slots=fee)
    assert [value.value for value in find_money("95", context)] == dollars(95)


def test_dollar_is_the_tenants_own() -> None:
    assert price("$5", currency="CAD") == [{"amount_minor": 500, "currency": "CAD"}]


def test_period_is_the_grain() -> None:
    context = Context(now=datetime(2026, 3, 2, tzinfo=UTC))
    (value,) = find_money("up to 2,500 a month", context)
    assert value.grain == "month"
