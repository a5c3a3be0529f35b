"""Sentences with times of day in, clock times and moments out."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from frontdesk.ability.language import calendar
from frontdesk.ability.language.context import Context, SlotShape

NOW = datetime(2026, 4, 15, 14, 20, tzinfo=ZoneInfo("America/Chicago"))
HERE = Context(now=NOW, tz="America/Chicago")
ASKED_TIME = Context(now=NOW, tz="America/Chicago", asked="time")


def found(text: str, context: Context = HERE) -> list[tuple[str, object]]:
    values, _ = calendar.find_times(text, context)
    return [(value.kind, value.value) for value in values]


@pytest.mark.parametrize(
    ("text", "clock"),
    [
        ("come at 9:15", "09:15"),
        ("around 4 pm", "16:00"),
        ("at 4", "16:00"),
        ("at 10 works", "10:00"),
        ("half past 3 in the afternoon", "15:30"),
        ("quarter to nine in the morning", "08:45"),
        ("20 past 8 in the evening", "20:20"),
        ("25 to 7 pm", "18:35"),
        ("at noon", "12:00"),
        ("730 pm", "19:30"),
        ("7 o'clock at night", "19:00"),
        ("18h30", "18:30"),
        ("twelve thirty pm", "12:30"),
        ("midnight", "00:00"),
    ],
)
def test_clock_phrases_give_their_time(text: str, clock: str) -> None:
    assert found(text) == [("time", clock)]


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("tomorrow at 3", "2026-04-16T15:00:00-05:00"),
        ("friday 9am would be great", "2026-04-17T09:00:00-05:00"),
        ("9 tomorrow morning", "2026-04-16T09:00:00-05:00"),
        ("tonight at 8", "2026-04-15T20:00:00-05:00"),
        ("June 3rd at half past 10", "2026-06-03T10:30:00-05:00"),
        ("4 pm next tuesday", "2026-04-21T16:00:00-05:00"),
        ("tomorrow at 3 pm EDT", "2026-04-16T14:00:00-05:00"),
        ("in 2 hours", "2026-04-15T16:20:00-05:00"),
    ],
)
def test_day_and_clock_give_a_moment(text: str, moment: str) -> None:
    assert found(text) == [("datetime", moment)]


@pytest.mark.parametrize(
    ("text", "clock"),
    [("3", "15:00"), ("10", "10:00"), ("11 30", "11:30"), ("330", "15:30"), ("7p", "19:00")],
)
def test_bare_number_is_time_when_asked(text: str, clock: str) -> None:
    assert (found(text), found(text, ASKED_TIME)) == ([], [("time", clock)])


def test_slot_of_kind_time_counts_as_asked() -> None:
    slot = SlotShape("visit_hour", "time")
    context = Context(now=NOW, tz="America/Chicago", asked="visit_hour", slots=(slot,))
    assert found("3", context) == [("time", "15:00")]


def test_skipped_hour_leaves_date_and_doubt() -> None:
    spring = datetime(2026, 3, 7, 12, 0, tzinfo=ZoneInfo("America/Chicago"))
    values, doubts = calendar.find_times("tomorrow at 2:30 am", Context(spring, "America/Chicago"))
    assert ([(v.kind, v.value) for v in values], doubts) == (
        [("date", "2026-03-08")],
        ("nonexistent_hour",),
    )


def test_repeated_hour_is_doubtful() -> None:
    autumn = datetime(2026, 10, 31, 12, 0, tzinfo=ZoneInfo("America/Chicago"))
    _, doubts = calendar.find_times("tomorrow at 1:30 am", Context(autumn, "America/Chicago"))
    assert doubts == ("repeated_hour",)


def test_open_half_of_day_lowers_confidence() -> None:
    (open_half,), _ = calendar.find_times("tomorrow at 3", HERE)
    (known,), _ = calendar.find_times("tomorrow at 3 pm", HERE)
    assert open_half.confidence < known.confidence


def test_bare_minutes_follow_the_locale() -> None:
    british = Context(now=NOW, tz="Europe/London", locale="en-GB")
    assert (found("10 to 4 pm", british), found("10 to 4 pm")) == (
        [("time", "15:50")],
        [("interval", {"start": "10:00", "end": "16:00"})],
    )


def test_rule_names_explain_the_value() -> None:
    (value,), _ = calendar.find_times("see you at 25 to 7 pm", HERE)
    assert (value.why, value.span) == ("at_hour", (8, 21))


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("2 or 3 pm", [("time", "14:00"), ("time", "15:00")]),
        (
            "tomorrow at 10 or 11",
            [
                ("datetime", "2026-04-16T10:00:00-05:00"),
                ("datetime", "2026-04-16T11:00:00-05:00"),
            ],
        ),
        (
            "tuesday or friday at 3",
            [
                ("datetime", "2026-04-21T15:00:00-05:00"),
                ("datetime", "2026-04-17T15:00:00-05:00"),
            ],
        ),
        ("at 2 or 3 houses", []),
    ],
)
def test_choices_share_what_was_said_once(text: str, values: list[tuple[str, object]]) -> None:
    assert found(text) == values
