"""Written shapes with digits in, their readings out: 2015-03-28, 4/25, 15h30, 2018Q4, 3rd."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from frontdesk.ability.language.calendar import series, stretch
from frontdesk.ability.language.calendar.chart import Leaf
from frontdesk.ability.language.calendar.grammar import dates
from frontdesk.ability.language.calendar.items import (
    Clock,
    Frame,
    Impossible,
    Item,
    Length,
    Mark,
    Num,
    When,
    fixed,
)

_DIGITS = re.compile(r"\d+")
_BAD_DATE = Impossible("impossible_date")
_BAD_TIME = Impossible("impossible_time")

Leaves = Sequence[Leaf]


def _ints(word: str) -> list[int]:
    return [int(digits) for digits in _DIGITS.findall(word)]


def _date_leaf(item: Item, name: str) -> Leaves:
    return (("BAD" if isinstance(item, Impossible) else "DATE", item, name),)


def number(word: str, _: Frame) -> Leaves:
    if len(word) > 4:
        return ()
    return (("NUM", Num(int(word), len(word)), ""),)


def decimal(word: str, _: Frame) -> Leaves:
    return (("NUM", Num(float(word[:12]), 1), ""),)


def ordinal(word: str, _: Frame) -> Leaves:
    value = _ints(word)[0]
    return (("ORD", Num(value, 2), ""),) if 1 <= value <= 60 else ()


def clock(word: str, _: Frame) -> Leaves:
    """12:30, 15:23:24; a leading zero or an hour past 12 settles the half of the day."""
    h, m, *rest = _ints(word)
    s = rest[0] if rest else 0
    if (h, m) == (24, 0):
        h = 0
    if h > 23 or m > 59 or s > 59:
        return (("BAD", _BAD_TIME, "impossible_time"),)
    sure = h > 12 or h == 0 or word[0] == "0"
    item = Clock(h, m, s, "second" if rest else "minute", sure)
    return (("CLOCK", item, "clock"),)


def h_clock(word: str, _: Frame) -> Leaves:
    """15h, 15h30: always of 24 hours; the bare form is a length as well."""
    h, *rest = _ints(word)
    m = rest[0] if rest else 0
    if h > 23 or m > 59:
        return ()
    at = Clock(h, m, 0, "minute", sure=h > 12 or bool(rest))
    leaves: list[Leaf] = []
    if rest or h > 12:
        leaves.append(("CLOCK", at, "h_clock"))
    else:
        leaves.append(("HOUR", replace(at, footing="latent"), "h_clock"))
    if not rest and h:
        length = Length(((h, "hour"),), "latent" if h > 12 else "firm")
        leaves.append(("LEN", length, "length"))
    return leaves


def iso(word: str, _: Frame) -> Leaves:
    year, month, day = _ints(word)
    if not 1 <= month <= 12 or not 1 <= day <= 31:
        return (("BAD", _BAD_DATE, "impossible_date"),)
    if not 1800 <= year <= 2300:
        return ()
    return _date_leaf(dates.calendar_day(year, month, day), "iso_date")


def numeric(word: str, frame: Frame) -> Leaves:
    """10/31/74: the locale's order, or the other one where only that can be."""
    a, b, y = _ints(word)
    month, day = (b, a) if frame.day_first else (a, b)
    if month > 12 >= day:
        month, day = day, month
    if not 1 <= month <= 12 or not 1 <= day <= 31:
        return (("BAD", _BAD_DATE, "impossible_date"),)
    year = y if y > 99 else y + (2000 if y < 60 else 1900)
    if not 1800 <= year <= 2300:
        return ()
    return _date_leaf(dates.calendar_day(year, month, day), "numeric_date")


def year_month(word: str, _: Frame) -> Leaves:
    a, b = _ints(word)
    year, month = (a, b) if a > 99 else (b, a)
    if not 1 <= month <= 12 or not 1900 <= year <= 2199:
        return ()
    return _date_leaf(fixed(stretch.local(year, month, 1), "month", "month"), "year_month")


def short(word: str, frame: Frame) -> Leaves:
    """4/25 is a date or a fraction; which, the company decides."""
    a, b = _ints(word)
    leaves: list[Leaf] = []
    if 0 < a < b <= 8:
        leaves.append(("FRAC", Num(a / b), ""))
    month, day = (b, a) if frame.day_first else (a, b)
    if month > 12 >= day:
        month, day = day, month
    if 1 <= month <= 12 and 1 <= day <= 31:
        item = dates.month_and_day(frame, Mark(month), Num(day, 2))
        if isinstance(item, When):
            leaves.append(("DATE", replace(item, footing="weak"), "short_date"))
        else:
            leaves.append(("BAD", _BAD_DATE, "impossible_date"))
    return leaves


def year_quarter(word: str, _: Frame) -> Leaves:
    *years, number_of = _ints(word)
    made = When(series.quarter(number_of), "quarter")
    if years:
        year = years[0] if years[0] > 99 else years[0] + 2000
        if not 1900 <= year <= 2199:
            return ()
        around = fixed(stretch.local(year, 1, 1), "year")
        made = replace(made, series=series.Both(around.series, made.series))
    return _date_leaf(made, "quarter")


def am_pm(word: str, _: Frame) -> Leaves:
    return (("AMPM", Mark(int(word[0] in "pP"), "m"), ""),)


def oclock(_: str, __: Frame) -> Leaves:
    return (("o'clock", None, ""),)


READ: dict[str, Callable[[str, Frame], Leaves]] = {
    "ampm": am_pm,
    "oclock": oclock,
    "quarter": year_quarter,
    "iso": iso,
    "numeric": numeric,
    "clock": clock,
    "hclock": h_clock,
    "yearmonth": year_month,
    "short": short,
    "ordinal": ordinal,
    "decimal": decimal,
    "number": number,
}
