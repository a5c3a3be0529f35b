"""Years in, the dates of days that move out."""

from datetime import UTC, date, datetime

import pytest

from frontdesk.ability.language import calendar
from frontdesk.ability.language.calendar import feasts, holidays, moons
from frontdesk.ability.language.context import Context

HERE = Context(now=datetime(2026, 4, 15, 14, 20, tzinfo=UTC))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("easter 2025", "2025-04-20"),
        ("good friday 2024", "2024-03-29"),
        ("orthodox easter 2024", "2024-05-05"),
        ("memorial day", "2026-05-25"),
        ("thanksgiving", "2026-11-26"),
        ("the day after thanksgiving", "2026-11-27"),
        ("last christmas", "2025-12-25"),
        ("christmas eve", "2026-12-24"),
        ("tax day 2023", "2023-04-18"),
        ("lunar new year 2025", "2025-01-29"),
        ("diwali 2024", "2024-10-31"),
        ("presidents' day", "2027-02-15"),
        ("the friday before labor day", "2026-09-04"),
    ],
)
def test_holidays_give_their_date(text: str, day: str) -> None:
    values, _ = calendar.find_times(text, HERE)
    assert [value.value for value in values] == [day]


def test_holiday_weekend_ends_with_holiday() -> None:
    (value,), _ = calendar.find_times("labor day weekend", HERE)
    assert value.value == {
        "start": "2026-09-04T18:00:00+00:00",
        "end": "2026-09-08T00:00:00+00:00",
    }


@pytest.mark.parametrize(("year", "day"), [(2024, (3, 31)), (2000, (4, 23)), (2038, (4, 25))])
def test_easter_follows_the_computus(year: int, day: tuple[int, int]) -> None:
    at = holidays.western_easter(year)
    assert (at.month, at.day) == day


def test_full_moon_stands_opposite_the_sun() -> None:
    # The total lunar eclipse of 14 March 2025, greatest at 06:59 UTC.
    assert abs(moons.moon_angle(date(2025, 3, 14), 6.98) - 180) < 0.6


@pytest.mark.parametrize(
    ("year", "day"), [(2019, (2, 5)), (2022, (2, 1)), (2024, (2, 10)), (2033, (1, 31))]
)
def test_chinese_year_begins_at_new_moon(year: int, day: tuple[int, int]) -> None:
    assert moons.spring_festival()(year) == day


@pytest.mark.parametrize(("year", "day"), [(2023, (9, 15)), (2024, (10, 2)), (2025, (9, 22))])
def test_hebrew_year_begins_on_its_eve(year: int, day: tuple[int, int]) -> None:
    assert moons.hebrew(0, 1)(year) == day


def test_every_feast_has_a_date_most_years() -> None:
    seldom = {
        name
        for name, _, day_of, _ in (*feasts.FEASTS, *holidays.HOLIDAYS)
        if name != "super_tuesday" and sum(day_of(year) is None for year in range(2000, 2060)) > 2
    }
    assert seldom == set()
