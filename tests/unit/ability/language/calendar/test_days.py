"""Sentences with days in, the days they mean out."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from frontdesk.ability.language import calendar
from frontdesk.ability.language.context import Context

# A Wednesday afternoon in Chicago.
NOW = datetime(2026, 4, 15, 14, 20, tzinfo=ZoneInfo("America/Chicago"))
HERE = Context(now=NOW, tz="America/Chicago")

Found = list[tuple[str, object, str | None]]


def found(text: str, context: Context = HERE) -> Found:
    values, _ = calendar.find_times(text, context)
    return [(value.kind, value.value, value.grain) for value in values]


def dates(text: str, context: Context = HERE) -> list[object]:
    return [value for kind, value, _ in found(text, context) if kind == "date"]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("could someone come by today", "2026-04-15"),
        ("I'm free tomorrow", "2026-04-16"),
        ("the day after tomorrow is better", "2026-04-17"),
        ("we spoke yesterday", "2026-04-14"),
        ("does Friday suit you", "2026-04-17"),
        ("let's say wednesday", "2026-04-22"),
        ("this friday please", "2026-04-17"),
        ("I called last tuesday", "2026-04-14"),
        ("tuesday the 21st", "2026-04-21"),
        ("the closing is on June 3rd", "2026-06-03"),
        ("we close on the 3rd of June, 2027", "2027-06-03"),
        ("how about 6/3/2026", "2026-06-03"),
        ("on 5/2 maybe", "2026-05-02"),
        ("moving on 2026-09-01", "2026-09-01"),
        ("the 20th works for us", "2026-04-20"),
        ("a week from friday", "2026-04-24"),
        ("in ten days", "2026-04-25"),
        ("about three weeks ago", "2026-03-25"),
        ("the last friday of may", "2026-05-29"),
        ("second monday in june", "2026-06-08"),
        ("Labor Day", "2026-09-07"),
        ("the day is thanksgiving 2027", "2027-11-25"),
        ("Easter", "2027-03-28"),
        ("Feb 29", "2028-02-29"),
    ],
)
def test_day_phrases_give_their_date(text: str, day: str) -> None:
    assert dates(text) == [day]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("next week", ("date", "2026-04-20", "week")),
        ("some time next month", ("date", "2026-05-01", "month")),
        ("in September", ("date", "2026-09-01", "month")),
        ("third quarter", ("date", "2026-07-01", "quarter")),
        ("in 2028", ("date", "2028-01-01", "year")),
        (
            "the weekend",
            (
                "interval",
                WEEKEND := {
                    "start": "2026-04-17T18:00:00-05:00",
                    "end": "2026-04-20T00:00:00-05:00",
                },
                "hour",
            ),
        ),
        ("this weekend", ("interval", WEEKEND, "hour")),
        ("mid June", ("interval", {"start": "2026-06-11", "end": "2026-06-21"}, "day")),
        ("early next week", ("interval", {"start": "2026-04-20", "end": "2026-04-23"}, "day")),
        ("middle of next week", ("interval", {"start": "2026-04-21", "end": "2026-04-24"}, "day")),
        ("end of the month", ("interval", {"start": "2026-04-21", "end": "2026-05-01"}, "day")),
    ],
)
def test_longer_stretches_keep_their_grain(text: str, value: tuple[str, object, str]) -> None:
    assert found(text) == [value]


def test_next_weekday_follows_tenant_policy() -> None:
    coming = Context(now=NOW, tz="America/Chicago", next_weekday="coming")
    assert (dates("next friday"), dates("next friday", coming)) == (["2026-04-24"], ["2026-04-17"])


def test_numeric_dates_follow_the_locale() -> None:
    british = Context(now=NOW, tz="Europe/London", locale="en-GB")
    assert (dates("on 5/6/2026"), dates("on 5/6/2026", british)) == (["2026-05-06"], ["2026-06-05"])


def test_today_is_of_the_tenants_zone() -> None:
    late = datetime(2026, 4, 16, 2, 0, tzinfo=ZoneInfo("UTC"))
    assert dates("today", Context(now=late, tz="America/Chicago")) == ["2026-04-15"]


@pytest.mark.parametrize(
    ("text", "doubt"),
    [
        ("let's meet on February 31", "impossible_date:february 31"),
        ("the 31st of June works", "impossible_date:31st of june"),
        ("29 February 2027", "impossible_date:29 february 2027"),
        ("13/13/2026", "impossible_date:13/13/2026"),
        ("at 25:99", "impossible_time:25:99"),
    ],
)
def test_impossible_dates_become_a_doubt(text: str, doubt: str) -> None:
    values, doubts = calendar.find_times(text, HERE)
    assert (values, doubts) == ((), (doubt,))


def test_bare_day_counts_when_asked() -> None:
    asked = Context(now=NOW, tz="America/Chicago", asked="date")
    assert (dates("20"), dates("20", asked)) == ([], ["2026-04-20"])
