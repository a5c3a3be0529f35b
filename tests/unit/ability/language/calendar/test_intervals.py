"""Sentences with intervals, durations and habits in, their canonical forms out."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from frontdesk.ability.language import calendar
from frontdesk.ability.language.context import Context

NOW = datetime(2026, 4, 15, 14, 20, tzinfo=ZoneInfo("America/Chicago"))
HERE = Context(now=NOW, tz="America/Chicago")


def found(text: str, context: Context = HERE) -> list[tuple[str, object]]:
    values, _ = calendar.find_times(text, context)
    return [(value.kind, value.value) for value in values]


def at(clock: str, day: str = "2026-04-17") -> str:
    return f"{day}T{clock}:00-05:00"


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("between 2 and 4", "14:00", "16:00"),
        ("from 9 to 5", "09:00", "17:00"),
        ("3-4pm", "15:00", "16:00"),
        ("11:30-1:30", "11:30", "13:30"),
        ("after 5", "17:00", None),
        ("not before 10 am", "10:00", None),
        ("friday after 5", at("17:00"), None),
        ("friday between 2 and 4", at("14:00"), at("16:00")),
        ("friday morning", at("00:00"), "2026-04-17T12:00:00-05:00"),
        ("friday 9-11am", at("09:00"), at("11:00")),
        ("before noon on friday", None, at("12:00")),
        ("june 3 to 5", "2026-06-03", "2026-06-06"),
        ("from the 3rd to the 5th of June", "2026-06-03", "2026-06-06"),
        ("monday to thursday", "2026-04-20", "2026-04-24"),
        ("until the end of May", None, "2026-06-01"),
        ("before June", None, "2026-06-01"),
        ("after june", "2026-07-01", None),
        ("since monday", "2026-04-13", None),
        ("by friday", "2026-04-15T14:20:00-05:00", "2026-04-18T00:00:00-05:00"),
        ("in the next 3 months", "2026-05-01", "2026-08-01"),
        ("three nights from june 3rd", "2026-06-03", "2026-06-06"),
        ("as soon as possible", "2026-04-15T14:20:00-05:00", None),
    ],
)
def test_intervals_are_half_open_bounds(text: str, start: str | None, end: str | None) -> None:
    assert found(text) == [("interval", {"start": start, "end": end})]


@pytest.mark.parametrize(
    ("text", "duration"),
    [
        ("it lasts 45 minutes", "PT45M"),
        ("for a week", "P1W"),
        ("an hour and a half", "PT1H30M"),
        ("half an hour", "PT30M"),
        ("2 years and 3 months", "P2Y3M"),
        ("we stay three nights", "P3D"),
        ("1.5 hours", "PT1H30M"),
        ("a couple of weeks", "P2W"),
    ],
)
def test_durations_are_iso_8601(text: str, duration: str) -> None:
    assert found(text) == [("duration", duration)]


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("every other Tuesday", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU"),
        ("Tuesdays and Thursdays", "FREQ=WEEKLY;BYDAY=TU,TH"),
        ("every monday at 9", "FREQ=WEEKLY;BYDAY=MO;BYHOUR=9;BYMINUTE=0"),
        ("on weekdays", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"),
        ("the 4th of each month", "FREQ=MONTHLY;BYMONTHDAY=4"),
        ("first friday of every month", "FREQ=MONTHLY;BYDAY=1FR"),
        ("every two weeks", "FREQ=WEEKLY;INTERVAL=2"),
        ("once a month", "FREQ=MONTHLY"),
    ],
)
def test_habits_are_recurrence_rules(text: str, rule: str) -> None:
    assert found(text) == [("recurrence", rule)]


def test_habit_with_part_gives_both() -> None:
    assert found("weekday mornings") == [
        ("recurrence", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"),
        ("interval", {"start": "00:00", "end": "12:00"}),
    ]


def test_two_choices_are_two_values() -> None:
    assert found("tuesday or thursday") == [("date", "2026-04-21"), ("date", "2026-04-16")]
