"""Two times in, the one that lies in both out: "tuesday at 5", "last friday of october"."""

from dataclasses import replace
from datetime import timedelta

from frontdesk.ability.language.calendar import series, stretch
from frontdesk.ability.language.calendar.chart import Row
from frontdesk.ability.language.calendar.items import (
    Clock,
    Form,
    Frame,
    Item,
    Mark,
    Part,
    When,
    fixed,
)

_YEARLY: frozenset[Form] = frozenset({"month", "monthday", "quarter", "season", "holiday"})
_OF_DAY: frozenset[Form] = frozenset({"dayofmonth", "monthday", "holiday", "fixed"})


def _fits(outer: When, inner: When) -> bool:
    """Which kinds of day may stand inside which kinds of stretch."""
    if outer.form == "weekday":
        return inner.form in ("dayofmonth", "monthday")
    if outer.form == "year" or (outer.form == "cycle" and outer.grain == "year"):
        return inner.form in _YEARLY
    if outer.form == "cycle" and outer.grain == "month":
        return inner.form in ("dayofmonth",)
    if outer.form == "cycle" and outer.grain == "week":
        return inner.form in ("weekday", "weekend")
    return False


def inside(frame: Frame, first: When, second: When) -> Item | None:
    """One day inside the other, in either order of words."""
    if first.form == "dayofmonth" and second.form == "weekday":
        return None
    for outer, inner in ((first, second), (second, first)):
        if _fits(outer, inner):
            if outer.form == "weekday":
                both = series.Both(inner.series, outer.series)
            else:
                both = series.Both(outer.series, inner.series)
            form: Form = "fixed" if outer.form in ("year", "cycle") else inner.form
            near = outer.form == "weekday" and inner.form == "monthday"
            grain_form: Form = form if form != "fixed" or inner.form != "month" else "month"
            return When(both, grain_form, near=near, bias=0.4, sure=first.sure * second.sure)
    if first.form == "weekday" and second.form == "fixed" and second.grain == "day":
        return _same_day(frame, first, second)
    if second.form == "weekday" and first.form == "fixed" and first.grain == "day":
        return _same_day(frame, second, first)
    return None


def _same_day(frame: Frame, weekday: When, day: When) -> Item | None:
    """ "tuesday 4/16/2013", "today, friday": the date decides, a wrong weekday lowers certainty."""
    at = day.first(frame.now)
    if at is None or day.day is not None:
        return None
    agrees = next(iter(weekday.series.forward(at.start))).start == at.start
    return replace(day, sure=day.sure * (1.0 if agrees else 0.6), bias=0.4)


def day_clock(day: When, clock: Clock) -> When:
    return When(
        series.Both(day.series, clock.series()),
        "clock",
        skips_today=day.skips_today,
        near=day.near,
        sure=day.sure * (0.8 if clock.about else 1.0),
        day=day.series,
        clock=clock,
        bias=0.5,
    )


def day_at(_: Frame, day: When, clock: Clock) -> Item | None:
    if day.form in ("year", "weekend", "season", "clock", "part"):
        return None
    if stretch.RANK[day.grain] > stretch.RANK["day"] and day.form != "fixed":
        return None
    if clock.footing == "latent" and day.form not in ("fixed", "weekday", "monthday"):
        return None
    return day_clock(day, clock)


def day_then_hour(frame: Frame, day: When, clock: Clock) -> Item | None:
    """ "tomorrow 9": only a whole hour of the working day, or minutes."""
    if clock.bias < 0 or (clock.grain == "hour" and not 1 <= clock.h <= 12):
        return None
    if day.form not in ("fixed", "weekday") or day.grain != "day":
        return None
    made = day_at(frame, day, replace(clock, footing="weak"))
    return replace(made, footing="weak", bias=0.1) if isinstance(made, When) else None


def at_day(frame: Frame, clock: Clock, day: When) -> Item | None:
    return day_at(frame, day, clock)


def at_day_beside(frame: Frame, clock: Clock, day: When) -> Item | None:
    """Without a preposition an hour must be certain: "at 1220 5th" is an address."""
    if day.form == "dayofmonth" and clock.footing != "firm":
        return None
    return day_at(frame, day, clock)


def hour_then_day(frame: Frame, clock: Clock, day: When) -> Item | None:
    if clock.grain == "hour" and not 1 <= clock.h <= 12:
        return None
    return day_then_hour(frame, day, clock)


def day_part(_: Frame, day: When, part: Part) -> Item | None:
    if day.grain != "day" or day.form in ("season", "part") or day.clock is not None:
        return None
    both = series.Both(day.series, part.series())
    return When(
        both,
        "part",
        skips_today=day.skips_today,
        near=day.near,
        day=day.series,
        part=part,
        bias=0.5,
    )


def part_of_day(frame: Frame, part: Part, day: When) -> Item | None:
    return day_part(frame, day, part)


def this_part(frame: Frame, mod: Mark, part: Part) -> Item | None:
    """ "this morning", "last night", "next evening"."""
    if mod.value > 0:
        return None
    return day_part(frame, fixed(frame.now + timedelta(days=mod.value), "day"), part)


def tonight(frame: Frame) -> Item | None:
    return day_part(frame, fixed(frame.now, "day"), Part(18, 24, "evening"))


def in_the_part(_: Frame, part: Part) -> Item:
    return replace(part, footing="firm")


def early_part(_: Frame, part: Part) -> Item | None:
    if part.turn == "morning":
        return Part(0, 9, "morning", "firm")
    third = max((part.end_h - part.start_h) // 2, 1)
    return replace(part, end_h=part.start_h + third, footing="firm")


def late_part(_: Frame, part: Part) -> Item | None:
    if part.turn == "morning":
        return Part(9, 12, "morning", "firm")
    return replace(part, start_h=part.end_h - 3, footing="firm")


def mid_part(_: Frame, part: Part) -> Item | None:
    if part.turn == "morning":
        return Part(9, 11, "morning", "firm")
    if part.turn == "afternoon":
        return Part(14, 16, "afternoon", "firm")
    return None


def named_part(start_h: int, end_h: int) -> "_NamedPart":
    return _NamedPart(start_h, end_h)


class _NamedPart:
    def __init__(self, start_h: int, end_h: int) -> None:
        self.start_h, self.end_h = start_h, end_h

    def __call__(self, _: Frame) -> Item:
        turn = "morning" if self.end_h <= 12 else "afternoon" if self.end_h <= 17 else "evening"
        return Part(self.start_h, self.end_h, turn, "firm")  # type: ignore[arg-type]  # literals


def late_day_part(frame: Frame, when: When) -> Item | None:
    """ "late last night", "late tonight"."""
    if when.part is None or when.day is None:
        return None
    made = late_part(frame, when.part)
    if not isinstance(made, Part):
        return None
    return replace(when, series=series.Both(when.day, made.series()), part=made)


def early_day_part(frame: Frame, when: When) -> Item | None:
    if when.part is None or when.day is None:
        return None
    made = early_part(frame, when.part)
    if not isinstance(made, Part):
        return None
    return replace(when, series=series.Both(when.day, made.series()), part=made)


def part_at(_: Frame, when: When, clock: Clock) -> Item | None:
    """ "tomorrow evening at 5", "tonight at 8": the part only tells the half of the day."""
    if when.part is None or when.day is None:
        return None
    if clock.footing == "latent" and clock.grain == "hour" and when.part.turn == "night":
        return None
    day = replace(when, series=when.day, form="fixed", part=None, bias=0.0)
    return day_clock(day, when.part.hour(clock))


def at_part(frame: Frame, clock: Clock, when: When) -> Item | None:
    return part_at(frame, when, clock)


def roughly(_: Frame, when: When) -> Item:
    return replace(when, sure=when.sure * 0.8)


def same(_: Frame, when: When) -> Item:
    return when


def on_day(_: Frame, when: When) -> Item | None:
    """A preposition makes a shy word a date: "on sat", "for sun"."""
    if when.footing == "latent" or when.form == "dayofmonth":
        return None
    return replace(when, footing="firm")


ROWS: tuple[Row, ...] = (
    ("inside", "DATE", "DATE of|in|on|from? the? DATE", inside),
    ("inside_year", "DATE", "DATE of|in? YEAR", inside),
    ("day_at", "MOMENT", "DATE CLOCK", day_at),
    ("day_hour", "MOMENT", "DATE HOUR", day_then_hour),
    ("at_day", "MOMENT", "CLOCK on|of|for the? DATE", at_day),
    ("at_day", "MOMENT", "CLOCK DATE", at_day_beside),
    ("hour_day", "MOMENT", "HOUR on? DATE", hour_then_day),
    ("day_part", "MOMENT", "DATE at|in|during|for? the? PART", day_part),
    ("part_of_day", "MOMENT", "the? PART of|on? DATE", part_of_day),
    ("this_part", "MOMENT", "THIS|LAST PART", this_part),
    ("tonight", "MOMENT", "tonight|tonite|2night|2nite", tonight),
    ("in_the_part", "PART", "in|during|at the? PART", in_the_part),
    ("in_the_part", "PART", "PART ish", in_the_part),
    ("early_part", "PART", "early|first in? the? hours? of? the? PART", early_part),
    ("early_part", "PART", "first thing in the morning", named_part(6, 10)),
    ("late_part", "PART", "late in? the? PART", late_part),
    ("mid_part", "PART", "mid -? PART", mid_part),
    ("early_part", "MOMENT", "early|first MOMENT", early_day_part),
    ("late_part", "MOMENT", "late MOMENT", late_day_part),
    ("first_thing", "PART", "first thing", named_part(6, 10)),
    ("after_lunch", "PART", "after lunch|lunchtime", named_part(13, 17)),
    ("before_lunch", "PART", "before lunch|lunchtime", named_part(9, 12)),
    ("after_school", "PART", "after school", named_part(15, 21)),
    ("after_work", "PART", "after work|hours", named_part(17, 21)),
    ("part_at", "MOMENT", "MOMENT at|@|around|about|by? HOUR|CLOCK", part_at),
    ("at_part", "MOMENT", "HOUR|CLOCK MOMENT", at_part),
    (
        "roughly",
        "DATE",
        "about|around|approximately|roughly|like|say|maybe|exactly|sometime DATE",
        roughly,
    ),
    (
        "roughly",
        "MOMENT",
        "about|around|approximately|roughly|like|say|maybe|exactly|sometime MOMENT",
        roughly,
    ),
    ("", "DATE", "on|for|during DATE", on_day),
)
