"""Who is on call: rotations over the days that clocks change, overrides, and calendars others read."""

import itertools
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import icalendar
import pytest

from frontdesk.flow.operations.oncall import calendar, plans
from frontdesk.flow.operations.oncall.plan import (
    Override,
    Person,
    Plan,
    parse_plan,
    render_plan,
)
from frontdesk.ground.words.problems import BadInput

DANA = Person("Dana Reyes", "dana@example.com", "+15550100001", role="primary")
ELI = Person("Eli Ström", "eli@example.com", "+15550100002")
FAY = Person("Fay", phone="+15550100003")
PLAN = Plan("night", "America/Los_Angeles", (DANA, ELI, FAY), date(2026, 1, 5))
HOUR = timedelta(hours=1)
# Zone, the day clocks go forward, the day they go back; hand-overs happen at the hour of the change.
CHANGES = (
    ("America/Los_Angeles", date(2026, 3, 8), date(2026, 11, 1), time(2, 30)),
    ("Europe/Berlin", date(2026, 3, 29), date(2026, 10, 25), time(2, 30)),
    ("Australia/Lord_Howe", date(2026, 10, 4), date(2026, 4, 5), time(2, 15)),
)


@pytest.mark.parametrize(("zone", "forward", "back", "clock"), CHANGES)
def test_hand_over_keeps_its_wall_time_over_both_changes(
    zone: str, forward: date, back: date, clock: time
) -> None:
    """[60]: a shift is an hour shorter or longer; the hand-over on the wall does not move."""
    for changes in (forward, back):
        monday = changes - timedelta(days=changes.weekday() + 7)
        plan = replace(PLAN, zone=zone, since=monday, at=time(9))
        starts = [plan.hand_over(number) for number in range(4)]
        local = [start.astimezone(ZoneInfo(plan.zone)).time() for start in starts]
        assert local == [time(9)] * 4
        lengths = {later - earlier for earlier, later in itertools.pairwise(starts)}
        assert len(lengths) == 2, "one of the three weeks is the changed one"


@pytest.mark.parametrize(("zone", "forward", "back", "clock"), CHANGES)
def test_neither_gap_nor_overlap_where_a_time_is_missing_or_double(
    zone: str, forward: date, back: date, clock: time
) -> None:
    """[60]: the hand-over falls into the very hour that is skipped, or comes twice."""
    for changes in (forward, back):
        day = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
        plan = replace(
            PLAN,
            zone=zone,
            since=changes - timedelta(days=14),
            day=day[changes.weekday()],
            at=clock,
        )
        begin = plan.hand_over(0)
        shifts = list(plan.list_shifts(begin, begin + timedelta(days=35)))[:5]
        assert [shift.person for shift in shifts] == [DANA, ELI, FAY, DANA, ELI]
        joins = itertools.pairwise(shifts)
        assert all(first.ends_at == second.starts_at for first, second in joins)
        minute = timedelta(minutes=1)
        for shift in shifts:
            assert plan.find_shift(shift.starts_at).person == shift.person
            assert plan.find_shift(shift.ends_at - minute).person == shift.person


def test_every_minute_of_a_year_has_one_person() -> None:
    begin = PLAN.hand_over(0)
    shifts = list(PLAN.list_shifts(begin, begin + timedelta(days=364)))
    assert len(shifts) == 52
    assert {shift.person for shift in shifts[::3]} == {DANA}


def test_nobody_before_the_first_shift() -> None:
    shift = PLAN.find_shift(PLAN.hand_over(0) - HOUR)
    assert shift.person is None


def test_override_stands_in_and_the_rotation_goes_on() -> None:
    begin = PLAN.hand_over(0)
    held = Override(FAY, begin + 10 * HOUR, begin + 20 * HOUR, "dentist", "dana")
    plan = replace(PLAN, overrides=(held,))
    shifts = list(plan.list_shifts(begin, begin + timedelta(days=8)))
    assert [(shift.person, shift.starts_at, shift.ends_at) for shift in shifts] == [
        (DANA, begin, begin + 10 * HOUR),
        (FAY, begin + 10 * HOUR, begin + 20 * HOUR),
        (DANA, begin + 20 * HOUR, PLAN.hand_over(1)),
        (ELI, PLAN.hand_over(1), PLAN.hand_over(2)),
    ]


def test_of_two_overrides_the_last_made_holds() -> None:
    begin = PLAN.hand_over(0)
    first = Override(FAY, begin, begin + 20 * HOUR)
    second = Override(ELI, begin + 5 * HOUR, begin + 6 * HOUR)
    plan = replace(PLAN, overrides=(first, second))
    people = [shift.person for shift in plan.list_shifts(begin, begin + 21 * HOUR)]
    assert people == [FAY, ELI, FAY, DANA]


def test_plan_is_what_was_written() -> None:
    begin = PLAN.hand_over(0)
    plan = replace(PLAN, overrides=(Override(ELI, begin, begin + HOUR, "swap", "dana"),), key="k")
    assert parse_plan("night", render_plan(plan)) == plan


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"zone": "Mars/Base"}, "zone"),
        ({"people": []}, "people"),
        ({"people": [{"name": "x", "email": "nowhere"}]}, "people.email"),
        ({"people": [{"name": "x", "phone": "555"}]}, "people.phone"),
        ({"people": [{"email": "a@b.c"}]}, "people"),
        ({"people": [{"name": "x", "opsgenie": "a,b"}]}, "people.opsgenie"),
        ({"people": [{"name": "x", "pagerduty": "0" * 32}]}, "people.pagerduty"),
        ({"day": "someday"}, "day"),
        ({"at": "25:00"}, "at"),
        ({"weeks": 0}, "weeks"),
        ({"since": "soon"}, "since"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_bad_plans_name_field_and_fix(change: dict[str, object], field: str) -> None:
    with pytest.raises(BadInput) as refused:
        parse_plan("night", {**render_plan(PLAN), **change})  # type: ignore[dict-item] # wrong on purpose
    assert refused.value.field == field
    assert refused.value.fix


def test_calendar_reads_alike_elsewhere() -> None:
    """Another library reads the same shifts out of the file, umlauts and commas included."""
    now = PLAN.hand_over(8) + HOUR
    plan = replace(PLAN, people=(replace(DANA, name="Dana, night; très long " + "ü" * 60), ELI))
    text = calendar.render_calendar(plan, now)
    assert max(len(line.encode()) for line in text.split("\r\n")) <= 75
    events = icalendar.Calendar.from_ical(text).walk("VEVENT")
    assert len(events) == len({event["UID"] for event in events}) >= 29
    for event in events:
        shift = plan.find_shift(event.decoded("DTSTART"))
        assert shift.person is not None
        assert shift.person.name in str(event["SUMMARY"])
        assert event.decoded("DTEND") == shift.ends_at


def test_a_shift_keeps_its_event_from_day_to_day() -> None:
    now = PLAN.hand_over(8) + HOUR
    first, second = (
        {
            str(event["UID"])
            for event in icalendar.Calendar.from_ical(calendar.render_calendar(PLAN, when)).walk(
                "VEVENT"
            )
        }
        for when in (now, now + 24 * HOUR)
    )
    assert len(first & second) >= 28


@pytest.mark.parametrize(
    ("notifier", "address"),
    [("email", "dana@example.com"), ("sms", "+15550100001"), ("pagerduty", ""), ("slack", "")],
)
def test_target_becomes_the_person_of_the_moment(notifier: str, address: str) -> None:
    now = PLAN.hand_over(0) + HOUR
    told = plans.decide_told("on_call:night", notifier, {"night": PLAN}, now)
    assert told == (address, "Dana Reyes", "night")
    assert plans.parse_target(str(told)) == told


@pytest.mark.parametrize(
    ("notifier", "address"), [("opsgenie", "dana@pager.example.com"), ("pagerduty", "dana")]
)
def test_people_are_reached_by_their_pagers(notifier: str, address: str) -> None:
    pagers = {"opsgenie": "dana@pager.example.com", "pagerduty": "dana"}
    raw = render_plan(PLAN)
    plan = parse_plan("night", {**raw, "people": [{"name": "Dana Reyes", **pagers}]})
    now = plan.hand_over(0) + HOUR
    assert plans.decide_told("on_call:night", notifier, {"night": plan}, now).address == address
    assert plans.decide_told("on_call:night", "email", {"night": plan}, now).address == ""


def test_no_plan_is_said_and_pages_somebody() -> None:
    told = plans.decide_told("on_call:gone", "email", {}, datetime(2026, 3, 3, tzinfo=UTC))
    assert told == ("", "nobody", "no plan gone")
    assert plans.parse_target(str(told)) == told
