"""A count or an edge and a stretch in, the day or part of it out: "last friday of may", "mid June"."""

from dataclasses import replace
from datetime import datetime, timedelta

from frontdesk.ability.language.calendar import series, stretch
from frontdesk.ability.language.calendar.chart import Row
from frontdesk.ability.language.calendar.items import (
    Frame,
    Item,
    Mark,
    Num,
    Unit,
    When,
    fixed,
    once,
)


def nth_of(_: Frame, nth: Num, day: When, period: When) -> Item | None:
    return _nth(nth.whole, day, period)


def last_of(_: Frame, mark: Mark, day: When, period: When) -> Item | None:
    return _nth(-1, day, period) if mark.value < 0 else None


def nth_last_of(_: Frame, nth: Num, mark: Mark, day: When, period: When) -> Item | None:
    return _nth(-nth.whole, day, period) if mark.value < 0 else None


def _nth(nth: int, day: When, period: When) -> Item | None:
    if day.form not in ("weekday", "weekend", "holiday"):
        return None
    if stretch.RANK[period.grain] <= stretch.RANK["week"] or not -53 <= nth <= 53 or nth == 0:
        return None
    return When(series.Picked(period.series, day.series, nth), "fixed", bias=0.8)


def nth_unit_of(_: Frame, nth: Num, unit: Unit, period: When) -> Item | None:
    return _nth_unit(nth.whole, unit, period)


def last_unit_of(_: Frame, mark: Mark, unit: Unit, period: When) -> Item | None:
    return _nth_unit(-1, unit, period) if mark.value < 0 else None


def nth_last_unit_of(_: Frame, nth: Num, mark: Mark, unit: Unit, period: When) -> Item | None:
    return _nth_unit(-nth.whole, unit, period) if mark.value < 0 else None


def _nth_unit(nth: int, unit: Unit, period: When) -> Item | None:
    if stretch.RANK[period.grain] <= stretch.RANK[unit.grain] or not 1 <= abs(nth) <= 366:
        return None
    if stretch.RANK[unit.grain] < stretch.RANK["day"] or period.form in ("part", "clock"):
        return None
    return When(series.Picked(period.series, series.units(unit.grain), nth), "fixed", bias=0.6)


def nth_after(frame: Frame, nth: Num, day: When, base: When) -> Item | None:
    """ "third tuesday after christmas": counted from the day after."""
    at = base.first(frame.now)
    if at is None or day.form not in ("weekday", "holiday", "month", "weekend"):
        return None
    for index, found in enumerate(day.series.forward(at.end), 1):
        if index == nth.whole:
            return When(series.Once(found), "fixed", bias=0.6)
        if index > 60:
            return None
    return None


def first_after(frame: Frame, day: When, base: When) -> Item | None:
    """ "the friday after thanksgiving"."""
    if day.form != "weekday" or stretch.RANK[base.grain] > stretch.RANK["day"]:
        return None
    return nth_after(frame, Num(1), day, base)


def unit_after(frame: Frame, unit: Unit, base: When) -> Item | None:
    """ "the day after thanksgiving", "the week after easter": the whole unit that follows."""
    return _neighbour(frame, unit, base, 1)


def unit_before(frame: Frame, unit: Unit, base: When) -> Item | None:
    return _neighbour(frame, unit, base, -1)


def _neighbour(frame: Frame, unit: Unit, base: When, step: int) -> Item | None:
    at = base.first(frame.now)
    if at is None or unit.word.endswith("s") or unit.word.startswith("n"):
        return None
    if not stretch.RANK["day"] <= stretch.RANK[unit.grain] <= stretch.RANK["month"]:
        return None
    made = fixed(stretch.add(at.start, step, unit.grain), unit.grain, "cycle")
    return When(made.series, made.form, bias=1.0)


def first_before(frame: Frame, day: When, base: When) -> Item | None:
    at = base.first(frame.now)
    if at is None or day.form != "weekday" or stretch.RANK[base.grain] > stretch.RANK["day"]:
        return None
    found = next(iter(day.series.backward(at.start)), None)
    return None if found is None else When(series.Once(found), "fixed", bias=0.6)


def nth_closest(frame: Frame, nth: Num, day: When, base: When) -> Item | None:
    at = base.first(frame.now)
    if at is None or day.form not in ("weekday", "holiday", "month") or nth.whole > 9:
        return None
    found = [s for s, _ in zip(day.series.forward(at.start), range(nth.whole), strict=False)]
    found += [s for s, _ in zip(day.series.backward(at.start), range(nth.whole), strict=False)]
    found.sort(key=lambda each: abs(each.start - at.start))
    return When(series.Once(found[nth.whole - 1]), "fixed", bias=0.6) if found else None


def closest(frame: Frame, day: When, base: When) -> Item | None:
    return nth_closest(frame, Num(1), day, base)


def week_of(frame: Frame, day: When) -> Item | None:
    at = day.first(frame.now)
    if at is None or day.grain != "day":
        return None
    # A Sunday opens the week where weeks start on Sunday.
    return fixed(at.start + timedelta(days=at.start.weekday() == 6), "week", "cycle")


def edge(frame: Frame, mark: Mark, whole: When) -> Item | None:
    """ "early", "mid" or "late": a third of a month, a few days of a week, four months of a year."""
    at = whole.first(frame.now)
    if at is None or not (at.plain or whole.form == "season"):
        return None
    cut = _third(at, mark.value)
    if cut is None or (at.grain == "day" and mark.value == 1):
        return None
    grain: stretch.Grain = "month" if at.grain == "year" else "day"
    if at.grain == "day" and at.plain:
        grain = "hour"
    return When(once(*cut, grain), "fixed", sure=whole.sure * 0.9, bias=0.5)


# Days after the first: early up to, mid from and up to, late from.
_THIRDS: dict[stretch.Grain, tuple[int, int, int, int]] = {
    "week": (3, 1, 4, 4),
    "month": (10, 10, 20, 20),
    "quarter": (30, 30, 60, 60),
}
_SEASON_THIRDS = (31, 31, 62, 62)


def _third(at: stretch.Stretch, which: int) -> tuple[datetime, datetime] | None:
    """The early (0), mid (1) or late (2) part."""
    days = _THIRDS.get(at.grain)
    if days is None and at.grain == "day" and not at.plain:
        days = _SEASON_THIRDS
    if days is not None:
        early, mid, till, late = (at.start + timedelta(days=day) for day in days)
    elif at.grain == "year":
        early, mid, till, late = (at.start.replace(month=each) for each in (4, 4, 9, 9))
    elif at.grain == "day":
        early, mid, till, late = (at.start + timedelta(hours=each) for each in (12, 12, 15, 15))
    else:
        return None
    return ((at.start, early), (mid, till), (late, at.end))[which]


def half_of(frame: Frame, nth: Num, whole: When) -> Item | None:
    """ "the first half of June"."""
    at = whole.first(frame.now)
    if at is None or nth.whole not in (1, 2) or at.grain not in ("month", "quarter", "year"):
        return None
    months = {"month": 0, "quarter": 0, "year": 6}[at.grain]
    days = {"month": 15, "quarter": 45, "year": 0}[at.grain]
    middle = stretch.add(at.start, months, "month") + timedelta(days=days)
    start, end = (at.start, middle) if nth.whole == 1 else (middle, at.end)
    return When(once(start, end, "month" if at.grain == "year" else "day"), "fixed", bias=0.8)


def back_in(frame: Frame, whole: When) -> Item | None:
    """ "back in March": the last one."""
    if whole.form not in ("month", "season", "holiday", "monthday"):
        return None
    gone = next(iter(whole.series.backward(stretch.floor(frame.now, "day"))), None)
    return None if gone is None else When(series.Once(gone), "fixed", bias=0.8)


_RIM_GRAINS: tuple[stretch.Grain, ...] = ("day", "week", "month", "year")


def rim(frame: Frame, mark: Mark) -> Item | None:
    """EOD, EOM, EOY and BOM, BOY: the edge of the present day, month or year."""
    whole = fixed(frame.now, _RIM_GRAINS[mark.value % 10], "cycle")
    made = edge(frame, Mark(0 if mark.value >= 10 else 2), whole)
    if isinstance(made, When) and mark.value >= 10:
        return replace(made, footing="shy")
    return made


def rest_of(frame: Frame, whole: When) -> Item | None:
    at = whole.first(frame.now)
    today = stretch.floor(frame.now, "day")
    if at is None or at.grain not in ("week", "month", "year") or not at.start <= today < at.end:
        return None
    return When(once(today, at.end, "day"), "fixed", bias=0.5)


def all_of(frame: Frame, unit: Unit) -> Item | None:
    whole = fixed(frame.now, unit.grain, "cycle")
    if unit.grain not in ("week", "month", "year"):
        return None
    at = whole.first(frame.now)
    return None if at is None else When(once(at.start, at.end, "day"), "fixed")


ROWS: tuple[Row, ...] = (
    ("nth_of", "DATE", "the? ORD DATE of|in the? DATE|WHOLE|YEAR", nth_of),
    ("last_of", "DATE", "the? LAST DATE of|in the? DATE|WHOLE|YEAR", last_of),
    ("nth_last_of", "DATE", "the? ORD LAST DATE of|in the? DATE|WHOLE|YEAR", nth_last_of),
    ("nth_unit_of", "DATE", "the? ORD UNIT of|in the? DATE|WHOLE|YEAR", nth_unit_of),
    ("last_unit_of", "DATE", "the? LAST UNIT of|in the? DATE|WHOLE|YEAR", last_unit_of),
    ("nth_last_unit_of", "DATE", "the? ORD LAST UNIT of|in the? DATE|WHOLE|YEAR", nth_last_unit_of),
    ("nth_after", "DATE", "the? ORD DATE after DATE|YEAR", nth_after),
    ("first_after", "DATE", "the? DATE after|following DATE", first_after),
    ("unit_after", "DATE", "the UNIT after|following DATE", unit_after),
    ("unit_before", "DATE", "the UNIT before DATE", unit_before),
    ("first_before", "DATE", "the? DATE before DATE", first_before),
    ("closest", "DATE", "the? closest DATE to DATE|YEAR", closest),
    ("nth_closest", "DATE", "the? ORD closest DATE to DATE|YEAR", nth_closest),
    ("week_of", "DATE", "the? week of|commencing|starting the? DATE", week_of),
    ("edge", "DATE", "at|in|towards|around? the? EDGE -? of|in? around? DATE|WHOLE|YEAR", edge),
    ("half_of", "DATE", "the? ORD half of DATE|WHOLE|YEAR", half_of),
    ("back_in", "DATE", "back in|on|at? DATE", back_in),
    ("rim", "DATE", "the|at? the? RIM", rim),
    ("rest_of", "DATE", "the? rest|remainder of DATE|WHOLE", rest_of),
    ("all_of", "DATE", "all|whole UNIT", all_of),
)
