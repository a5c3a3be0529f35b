"""Habits in, recurrences out: "every other tuesday", "weekday mornings", "the 4th of each month"."""

from dataclasses import replace
from typing import Literal

from frontdesk.ability.language.calendar.chart import Row
from frontdesk.ability.language.calendar.items import (
    Clock,
    Frame,
    Item,
    Mark,
    Num,
    Part,
    Repeat,
    Unit,
)
from frontdesk.ability.language.calendar.stretch import Grain

Freq = Literal["HOURLY", "DAILY", "WEEKLY", "MONTHLY", "YEARLY"]
_BY_DAY = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_FREQ: dict[Grain, tuple[Freq, int]] = {
    "hour": ("HOURLY", 1),
    "day": ("DAILY", 1),
    "week": ("WEEKLY", 1),
    "month": ("MONTHLY", 1),
    "quarter": ("MONTHLY", 3),
    "year": ("YEARLY", 1),
}


def days(_: Frame, day: Mark) -> Item:
    return Repeat("WEEKLY", by_day=(_BY_DAY[day.value],))


def other_days(_: Frame, day: Mark) -> Item:
    return Repeat("WEEKLY", 2, by_day=(_BY_DAY[day.value],))


def nth_days(_: Frame, nth: Num, day: Mark) -> Item | None:
    return Repeat("WEEKLY", nth.whole, by_day=(_BY_DAY[day.value],)) if nth.whole < 9 else None


def and_days(_: Frame, a: Repeat, b: Repeat) -> Item | None:
    """ "tuesdays and thursdays"; days in calendar order."""
    if a.freq != b.freq or a.every != b.every or not a.by_day or not b.by_day or a.clock or a.part:
        return None
    chosen = set(a.by_day + b.by_day)
    if any(len(day) > 2 for day in chosen):
        return None
    return replace(b, by_day=tuple(day for day in _BY_DAY if day in chosen))


def and_day(frame: Frame, a: Repeat, day: Mark) -> Item | None:
    b = days(frame, day)
    return and_days(frame, replace(a, every=1), b) if isinstance(b, Repeat) else None


def through_days(_: Frame, a: Mark, b: Mark) -> Item:
    count = (b.value - a.value) % 7 + 1
    chosen = {(a.value + step) % 7 for step in range(count)}
    return Repeat("WEEKLY", by_day=tuple(_BY_DAY[day] for day in sorted(chosen)))


def weekdays(_: Frame) -> Item:
    return Repeat("WEEKLY", by_day=_BY_DAY[:5])


def weekends(_: Frame) -> Item:
    return Repeat("WEEKLY", by_day=_BY_DAY[5:])


def each_unit(_: Frame, unit: Unit) -> Item | None:
    return _every(1, unit)


def other_unit(_: Frame, unit: Unit) -> Item | None:
    return _every(2, unit)


def nth_unit(_: Frame, number: Num, unit: Unit) -> Item | None:
    return _every(number.whole, unit)


def _every(number: int, unit: Unit) -> Item | None:
    freq = _FREQ.get(unit.grain)
    if freq is None or not 1 <= number <= 99:
        return None
    if unit.word.startswith("night"):
        return Repeat("DAILY", number, part=Part(18, 24, "night"))
    return Repeat(freq[0], number * freq[1] * unit.count)


def adverb(freq: Freq, every: int = 1) -> "_Adverb":
    return _Adverb(freq, every)


class _Adverb:
    def __init__(self, freq: Freq, every: int) -> None:
        self.freq, self.every = freq, every

    def __call__(self, _: Frame) -> Item:
        return Repeat(self.freq, self.every, footing="weak")


def each_part(_: Frame, part: Part) -> Item:
    return Repeat("DAILY", part=part)


def nth_of_month(_: Frame, day: Num) -> Item | None:
    return Repeat("MONTHLY", by_monthday=(day.whole,)) if 1 <= day.whole <= 31 else None


def nth_weekday(_: Frame, nth: Num, day: Mark) -> Item | None:
    if not 1 <= nth.whole <= 5:
        return None
    return Repeat("MONTHLY", by_day=(f"{nth.whole}{_BY_DAY[day.value]}",))


def last_weekday(_: Frame, __: Mark, day: Mark) -> Item:
    return Repeat("MONTHLY", by_day=(f"-1{_BY_DAY[day.value]}",))


def last_day(_: Frame, __: Mark) -> Item:
    return Repeat("MONTHLY", by_monthday=(-1,))


def each_month_name(_: Frame, month: Mark) -> Item:
    return Repeat("YEARLY", by_month=(month.value,))


def at_clock(_: Frame, repeat: Repeat, clock: Clock) -> Item | None:
    if repeat.clock is not None or clock.footing == "latent":
        return None
    timed = repeat.part.hour(clock) if repeat.part else clock
    return replace(repeat, clock=timed.likely(), part=None, footing="firm")


def clock_first(frame: Frame, clock: Clock, repeat: Repeat) -> Item | None:
    return at_clock(frame, repeat, clock)


def with_part(_: Frame, repeat: Repeat, part: Part) -> Item | None:
    if repeat.clock is not None or repeat.part is not None:
        return None
    return replace(repeat, part=part, footing="firm")


def day_parts(_: Frame, day: Mark, part: Part) -> Item:
    return Repeat("WEEKLY", by_day=(_BY_DAY[day.value],), part=part)


def bare_parts(_: Frame, part: Part) -> Item:
    return Repeat("DAILY", part=part, footing="weak")


def parts_then(frame: Frame, part: Part, repeat: Repeat) -> Item | None:
    return with_part(frame, repeat, part)


_EVERY = "every|each"
ROWS: tuple[Row, ...] = (
    ("weekdays_named", "REPEAT", "on? the? WEEKDAYS", days),
    ("every_weekday", "REPEAT", f"on? {_EVERY}|any WEEKDAY|WEEKDAYS", days),
    (
        "every_other_weekday",
        "REPEAT",
        "on? every other|second|alternate WEEKDAY|WEEKDAYS",
        other_days,
    ),
    ("every_nth_weekday", "REPEAT", "every ORD WEEKDAY", nth_days),
    ("and_weekdays", "REPEAT", "REPEAT and|or|& REPEAT", and_days),
    ("list_weekdays", "REPEAT", "REPEAT REPEAT", and_days),
    ("and_weekday", "REPEAT", "REPEAT and|& WEEKDAY", and_day),
    ("list_weekday", "REPEAT", "REPEAT WEEKDAY", and_day),
    ("through_weekdays", "REPEAT", "WEEKDAYS through|thru|to|- WEEKDAYS", through_days),
    ("through_weekdays", "REPEAT", f"{_EVERY} WEEKDAY through|thru|to|- WEEKDAY", through_days),
    ("weekdays", "REPEAT", f"on|during? the|{_EVERY}? weekdays|weekday", weekdays),
    ("weekdays", "REPEAT", f"on|during? {_EVERY}? business|work|working days|day", weekdays),
    ("weekends", "REPEAT", f"on|{_EVERY}? weekends", weekends),
    ("weekends", "REPEAT", f"{_EVERY} weekend", weekends),
    ("each_unit", "REPEAT", f"{_EVERY} UNIT", each_unit),
    ("each_unit", "REPEAT", "once a|an|per|every UNIT", each_unit),
    ("other_unit", "REPEAT", "once? every other|second UNIT", other_unit),
    ("nth_unit", "REPEAT", "once? every NUM UNIT", nth_unit),
    ("nth_unit", "REPEAT", "once? every FEW UNIT", nth_unit),
    ("daily", "REPEAT", "daily", adverb("DAILY")),
    ("weekly", "REPEAT", "weekly", adverb("WEEKLY")),
    ("biweekly", "REPEAT", "biweekly|fortnightly", adverb("WEEKLY", 2)),
    ("biweekly", "REPEAT", "bi - weekly", adverb("WEEKLY", 2)),
    ("monthly", "REPEAT", "monthly", adverb("MONTHLY")),
    ("quarterly", "REPEAT", "quarterly", adverb("MONTHLY", 3)),
    ("yearly", "REPEAT", "yearly|annually", adverb("YEARLY")),
    ("each_part", "REPEAT", f"{_EVERY} PART", each_part),
    ("nth_of_month", "REPEAT", f"on? the? ORD of {_EVERY} month", nth_of_month),
    ("nth_of_month", "REPEAT", f"on? the? ORD day of {_EVERY} month", nth_of_month),
    ("nth_of_month", "REPEAT", f"{_EVERY} month on the ORD", nth_of_month),
    ("nth_of_month", "REPEAT", "monthly on the ORD", nth_of_month),
    ("nth_weekday", "REPEAT", f"on? the? ORD WEEKDAY of|in {_EVERY} month", nth_weekday),
    ("nth_weekday", "REPEAT", f"on? the? {_EVERY} ORD WEEKDAY of|in the? month", nth_weekday),
    ("last_weekday_monthly", "REPEAT", f"on? the? LAST WEEKDAY of|in {_EVERY} month", last_weekday),
    ("last_day_monthly", "REPEAT", f"on? the? LAST day of|in {_EVERY} month", last_day),
    ("each_month_name", "REPEAT", "every MONTH", each_month_name),
    ("repeat_at", "REPEAT", "REPEAT CLOCK", at_clock),
    ("at_repeat", "REPEAT", "CLOCK on? REPEAT", clock_first),
    ("repeat_part", "REPEAT", "REPEAT in|during? the? PART|PARTS", with_part),
    ("part_repeat", "REPEAT", "PARTS on? REPEAT", parts_then),
    ("weekday_parts", "REPEAT", "on? WEEKDAY PARTS", day_parts),
    ("parts", "REPEAT", "in? the? PARTS", bare_parts),
)
