"""Names and numbers in, days out: weekdays, months, days of the month, and what "next" means."""

from dataclasses import replace
from datetime import datetime, timedelta

from frontdesk.ability.language.calendar import series, stretch
from frontdesk.ability.language.calendar.chart import Row
from frontdesk.ability.language.calendar.items import (
    Footing,
    Frame,
    Impossible,
    Item,
    Mark,
    Num,
    Unit,
    When,
    fixed,
    once,
)
from frontdesk.ability.language.calendar.words import SHY

_LONGEST = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def _footing(mark: Mark) -> Footing:
    return "shy" if mark.word in SHY else "firm"


def now(frame: Frame) -> Item:
    return fixed(frame.now, "second")


def shy_now(frame: Frame) -> Item:
    return replace(fixed(frame.now, "second"), footing="shy")


def day_away(days: int) -> "_DayAway":
    return _DayAway(days)


class _DayAway:
    """today (0), tomorrow (1), yesterday (-1)."""

    def __init__(self, days: int) -> None:
        self.days = days

    def __call__(self, frame: Frame) -> Item:
        return fixed(frame.now + timedelta(days=self.days), "day")


def a_weekday(_: Frame, day: Mark) -> Item:
    return When(series.weekday(day.value), "weekday", _footing(day), skips_today=True)


def this_weekday(frame: Frame, _: Mark, day: Mark) -> Item:
    return When(series.weekday(day.value), "weekday", skips_today=frame.now.weekday() == day.value)


def next_weekday(frame: Frame, mod: Mark, day: Mark) -> Item:
    """Tenant policy: the day in next calendar week, or simply the coming one."""
    ahead = (day.value - frame.now.weekday() - 1) % 7 + 1
    if frame.following_week and mod.word in ("next", "following", "proximo", "siguiente"):
        ahead = day.value - frame.now.weekday() + 7
    return fixed(frame.now + timedelta(days=ahead), "day")


def coming_weekday(frame: Frame, day: Mark) -> Item:
    return next_weekday(frame, Mark(1), day)


def last_weekday(frame: Frame, _: Mark, day: Mark) -> Item:
    """The most recent one before today, whatever the week."""
    back = (frame.now.weekday() - day.value - 1) % 7 + 1
    return fixed(frame.now - timedelta(days=back), "day")


def weekday_week(frame: Frame, day: Mark) -> Item:
    """ "Friday week", "Wednesday in a week": the coming one and seven days."""
    ahead = (day.value - frame.now.weekday() - 1) % 7 + 8
    return fixed(frame.now + timedelta(days=ahead), "day")


def a_month(_: Frame, month: Mark) -> Item:
    return When(series.month(month.value), "month", _footing(month))


def in_month(_: Frame, month: Mark) -> Item:
    return When(series.month(month.value), "month")


def moved(frame: Frame, mod: Mark, when: When) -> Item | None:
    """this, next or last month name, season, holiday, weekend."""
    if when.form not in ("month", "season", "holiday", "weekend", "monthday", "quarter"):
        return None
    today = stretch.floor(frame.now, "day")
    start = stretch.add(today, 1, "day") if when.form == "holiday" else frame.now
    if mod.value < 0:
        gone = next(iter(when.series.backward(today)), None)
        return None if gone is None else replace(when, series=series.Once(gone), footing="firm")
    ahead = when.series.forward(today if mod.value == 0 else start)
    coming = next(ahead, None)
    if coming is not None and mod.value > 0 and coming.start <= frame.now:
        coming = next(ahead, None)
    this_week = stretch.add(stretch.floor(today, "week"), 1, "week")
    if mod.word == "next" and when.form == "weekend" and coming and coming.start < this_week:
        coming = next(ahead, None)
    if coming is None:
        return None
    # "this may" is mostly a verb.
    verb = when.footing == "shy" and mod.word == "this"
    footing: Footing = "shy" if verb else "firm"
    return replace(when, series=series.Once(coming), footing=footing)


def after_next(frame: Frame, when: When) -> Item | None:
    """The second coming one: "friday after next"; of weekends the one after "next weekend"."""
    if when.form == "weekend":
        following = moved(frame, Mark(1, "next"), when)
        at = following.first(frame.now) if isinstance(following, When) else None
        ahead = when.series.forward(at.end) if at is not None else iter(())
        later = next(ahead, None)
        return None if later is None else replace(when, series=series.Once(later), footing="firm")
    if when.form not in ("weekday", "month", "holiday", "season"):
        return None
    ahead = when.series.forward(stretch.floor(frame.now, "day") + timedelta(days=1))
    two = [found for found, _ in zip(ahead, range(2), strict=False)]
    if len(two) < 2:
        return None
    return replace(when, series=series.Once(two[1]), skips_today=False, footing="firm")


def cycle(frame: Frame, mod: Mark, unit: Unit) -> Item | None:
    """this, next or last day, week, month, quarter, year."""
    if stretch.RANK[unit.grain] < stretch.RANK["day"] or unit.count > 1 or unit.word[0] == "n":
        if unit.grain in ("hour", "minute", "second") and mod.value < 0:
            start = stretch.floor(frame.now, unit.grain)
            return When(once(stretch.add(start, -1, unit.grain), start, unit.grain), "cycle")
        return None
    if unit.word.endswith("s") and unit.word != "mes":
        return None
    at = stretch.add(stretch.floor(frame.now, unit.grain), mod.value, unit.grain)
    return fixed(at, unit.grain, "cycle")


def cycle_after_next(frame: Frame, unit: Unit) -> Item | None:
    at = stretch.add(stretch.floor(frame.now, unit.grain), 2, unit.grain)
    return fixed(at, unit.grain, "cycle") if stretch.RANK[unit.grain] >= 3 else None


def this_unit(frame: Frame, unit: Unit) -> Item | None:
    """ "the month", "the year" inside another phrase ("end of the month")."""
    if stretch.RANK[unit.grain] < stretch.RANK["day"] or unit.word.endswith("s"):
        return None
    return fixed(frame.now, unit.grain, "cycle")


def day_of_month(_: Frame, number: Num) -> Item | None:
    if not 1 <= number.whole <= 31:
        return None
    footing: Footing = "shy" if number.digits else "latent"
    return When(series.month_day(number.whole), "dayofmonth", footing)


def the_day_of_month(_: Frame, number: Num) -> Item | None:
    if not 1 <= number.whole <= 31:
        return None
    return When(series.month_day(number.whole), "dayofmonth", "weak")


def asked_day_of_month(_: Frame, number: Num) -> Item | None:
    if not 1 <= number.whole <= 31 or not number.digits:
        return None
    return When(series.month_day(number.whole), "dayofmonth", "latent")


def month_and_day(_: Frame, month: Mark, day: Num) -> Item | None:
    number = day.whole
    if not 1 <= number <= 31 or day.digits > 2:
        return None
    if number > _LONGEST[month.value - 1]:
        return Impossible("impossible_date")
    inner = series.month_day(number)
    bias = 0.3 if day.digits or number > 12 else 0.2
    return When(series.Both(series.month(month.value), inner), "monthday", bias=bias)


def day_and_month(frame: Frame, day: Num, month: Mark) -> Item | None:
    return month_and_day(frame, month, day)


def day_of_cycle(_: Frame, day: Num, month: When) -> Item | None:
    """ "20 of next month"."""
    if month.form != "cycle" or month.grain != "month" or not 1 <= day.whole <= 31:
        return None
    return When(series.Both(month.series, series.month_day(day.whole)), "fixed", bias=0.4)


def ides(_: Frame, month: Mark) -> Item:
    day = 15 if month.value in (3, 5, 7, 10) else 13
    return When(series.Both(series.month(month.value), series.month_day(day)), "monthday")


def month_day_year(_: Frame, month: Mark, day: Num, year: Num) -> Item | None:
    y = _year(year)
    if y is None or not 1 <= day.whole <= 31 or day.digits > 2:
        return None
    return calendar_day(y, month.value, day.whole)


def day_month_year(frame: Frame, day: Num, month: Mark, year: Num) -> Item | None:
    return month_day_year(frame, month, day, year)


def calendar_day(year: int, month: int, day: int) -> Item:
    """A full date; one that is not in the calendar is impossible, not moved."""
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    if day > _LONGEST[month - 1] or (month == 2 and day == 29 and not leap) or day < 1:
        return Impossible("impossible_date")
    moment = stretch.local(year, month, day)
    return replace(fixed(moment, "day"), bias=0.5)


def _year(number: Num) -> int | None:
    if number.digits == 4 and 1900 <= number.whole <= 2199:
        return number.whole
    if number.digits == 2 and 13 <= number.whole <= 99:
        return number.whole + (2000 if number.whole < 60 else 1900)
    if not number.digits and 1900 <= number.whole <= 2199:
        return number.whole
    return None


def spaced_date(frame: Frame, a: Num, b: Num) -> Item | None:
    """ "2-15", "2 / 15": a date only where nothing else stands, for it may be a range."""
    first, second = (b, a) if frame.day_first else (a, b)
    if not (a.digits and b.digits and 1 <= first.whole <= 12 < second.whole <= 31):
        return None
    made = month_and_day(frame, Mark(first.whole), second)
    return replace(made, footing="shy", bias=0.0) if isinstance(made, When) else made


def spaced_full_date(frame: Frame, a: Num, b: Num, year: Num) -> Item | None:
    first, second = (b, a) if frame.day_first else (a, b)
    y = _year(year)
    if y is None or year.digits != 4 or not 1 <= first.whole <= 12 or not 1 <= second.whole <= 31:
        return None
    made = calendar_day(y, first.whole, second.whole)
    return replace(made, footing="shy") if isinstance(made, When) else made


def a_year(_: Frame, number: Num) -> Item | None:
    if number.digits == 2 or (number.digits != 4 and number.digits != 0):
        return None
    year = _year(number)
    if year is None:
        return None
    return fixed(stretch.local(year, 1, 1), "year", "year")


def spoken_year(_: Frame, thousands: Num, rest: Num) -> Item | None:
    value = thousands.whole * 1000 + rest.whole
    return Num(value) if thousands.whole in (1, 2) and 0 < rest.whole < 100 else None


def weak_year(_: Frame, when: When) -> Item:
    return replace(when, footing="latent")


def same(_: Frame, when: When) -> Item:
    return when


def firm(_: Frame, when: When) -> Item | None:
    return None if when.footing == "latent" else replace(when, footing="firm")


def weekend(_: Frame) -> Item:
    return When(series.week_hours(4, 18, 54), "weekend")


def bare_weekend(_: Frame) -> Item:
    """ "have a nice weekend" names no time."""
    return When(series.week_hours(4, 18, 54), "weekend", "shy")


def split_weekend(_: Frame) -> Item:
    return When(series.week_hours(4, 18, 54), "weekend", bias=0.8)


def season(_: Frame, mark: Mark) -> Item:
    start, days = _SEASON[mark.value]
    footing: Footing = "shy" if mark.word in ("spring", "fall") else "firm"
    return When(series.Cells("day", "year", _season, (start, days)), "season", footing)


def in_season(frame: Frame, mark: Mark) -> Item | None:
    made = season(frame, mark)
    return firm(frame, made) if isinstance(made, When) else None


_SEASON = (((3, 20), (6, 21)), ((6, 21), (9, 24)), ((9, 23), (12, 21)), ((12, 21), (3, 21)))


def _season(start: datetime, first: tuple[int, int], until: tuple[int, int]) -> stretch.Stretch:
    begin = start.replace(month=first[0], day=first[1])
    year = start.year + (1 if until < first else 0)
    end = start.replace(year=year, month=until[0], day=until[1])
    return stretch.Stretch(begin, end, "day")


def this_season(frame: Frame, mod: Mark) -> Item | None:
    every = [series.Cells("day", "year", _season, each) for each in _SEASON]
    around = [next(iter(each.forward(frame.now))) for each in every]
    order = sorted(around, key=lambda each: each.start)
    if mod.value >= 0:
        return When(series.Once(order[mod.value]), "season")
    gone = [next(iter(each.backward(frame.now))) for each in every]
    return When(series.Once(max(gone, key=lambda each: each.start)), "season")


def quarter(_: Frame, number: Num) -> Item | None:
    if not 1 <= number.whole <= 4:
        return None
    return When(series.quarter(number.whole), "quarter")


ROWS: tuple[Row, ...] = (
    ("now", "MOMENT", "now", now),
    ("now", "MOMENT", "right|just|immediately now", now),
    ("now", "MOMENT", "at the moment", now),
    ("now", "MOMENT", "atm", shy_now),
    ("today", "DATE", "today|todays", day_away(0)),
    ("today", "DATE", "at this time", day_away(0)),
    ("today", "DATE", "later|earlier today", day_away(0)),
    (
        "tomorrow",
        "DATE",
        "tomorrow|tomorrows|tmrw|tmr|tomorow|tommorow|tommorrow|2morrow",
        day_away(1),
    ),
    ("yesterday", "DATE", "yesterday|yesterdays", day_away(-1)),
    ("day_after_tomorrow", "DATE", "the? day after tomorrow", day_away(2)),
    ("day_before_yesterday", "DATE", "the? day before yesterday", day_away(-2)),
    ("weekday", "DATE", "WEEKDAY", a_weekday),
    ("this_weekday", "DATE", "THIS WEEKDAY", this_weekday),
    ("next_weekday", "DATE", "the? NEXT WEEKDAY", next_weekday),
    ("next_weekday", "DATE", "this NEXT WEEKDAY", next_weekday),
    ("next_weekday", "DATE", "WEEKDAY coming", coming_weekday),
    ("last_weekday", "DATE", "the|this? LAST WEEKDAY", last_weekday),
    ("weekday_in_a_week", "DATE", "WEEKDAY in? a? week", weekday_week),
    ("month", "DATE", "MONTH", a_month),
    ("in_month", "DATE", "in|during|of|for MONTH", in_month),
    ("moved", "DATE", "the? THIS|NEXT|LAST DATE", moved),
    ("moved", "DATE", "this LAST|NEXT DATE", moved),
    ("after_next", "DATE", "DATE after next", after_next),
    ("cycle", "DATE", "the? THIS|NEXT|LAST UNIT", cycle),
    ("cycle_after_next", "DATE", "the? UNIT after next", cycle_after_next),
    ("this_unit", "WHOLE", "the|this? UNIT", this_unit),
    ("day_of_month", "DATE", "ORD", day_of_month),
    ("the_day_of_month", "DATE", "the ORD", the_day_of_month),
    ("on_day_of_month", "DATE", "on ORD", the_day_of_month),
    ("asked_day_of_month", "ASKED", "the? NUM", asked_day_of_month),
    ("month_and_day", "DATE", "MONTH the? ORD|NUM", month_and_day),
    ("day_and_month", "DATE", "the? ORD|NUM -? of? MONTH", day_and_month),
    ("day_and_month", "DATE", "the? ORD day of MONTH", day_and_month),
    ("ides", "DATE", "the? ides of MONTH", ides),
    ("month_day_year", "DATE", "MONTH the? ORD|NUM of? NUM", month_day_year),
    ("day_month_year", "DATE", "the? ORD|NUM -? of? MONTH -? of? NUM", day_month_year),
    ("spoken_year", "NUM", "NUM thousand NUM", spoken_year),
    ("spaced_date", "ASKED", "NUM -|/ NUM", spaced_date),
    ("spaced_date", "ASKED", "NUM NUM NUM", spaced_full_date),
    ("day_of_cycle", "DATE", "the? NUM of DATE", day_of_cycle),
    ("year", "YEAR", "NUM", a_year),
    ("year", "YEAR", "YEAR ad", same),
    ("asked_year", "ASKED", "YEAR", weak_year),
    ("in_year", "DATE", "in|during|of|for YEAR", same),
    ("weekend", "DATE", "the weekend|wkend", weekend),
    ("weekend", "DATE", "weekend|wkend", bare_weekend),
    ("weekend", "DATE", "the? week|wk -? end", split_weekend),
    ("season", "DATE", "the? SEASON", season),
    ("season", "DATE", "in|during|by|this the? SEASON", in_season),
    ("this_season", "DATE", "THIS|NEXT|LAST season|seasons", this_season),
    ("quarter", "DATE", "the? ORD quarter|qtr", quarter),
    ("quarter", "DATE", "QUARTER", quarter),
)
