"""Numbers and units in, durations out, and the days that lie a duration away."""

from dataclasses import replace
from datetime import timedelta

from frontdesk.ability.language.calendar import series, stretch
from frontdesk.ability.language.calendar.chart import Row
from frontdesk.ability.language.calendar.items import (
    Frame,
    Item,
    Length,
    Mark,
    Num,
    Range,
    Unit,
    When,
    fixed,
    once,
)
from frontdesk.ability.language.calendar.stretch import Grain

# A time that lies a length away is named one grain finer than the length ("in 2 hours" to the
# minute), but days stay days.
_FINER: dict[Grain, Grain] = {
    "second": "second",
    "minute": "second",
    "hour": "minute",
    "day": "day",
    "week": "day",
    "month": "day",
    "quarter": "month",
    "year": "month",
}


def _length(number: float, unit: Unit) -> Length | None:
    if not 0 < number <= 10_000:
        return None
    return Length(((number * unit.count, unit.grain),), stay=unit.word.startswith("night"))


def counted(_: Frame, number: Num, unit: Unit) -> Item | None:
    if number.digits > 4 or (number.digits == 4 and unit.grain == "hour"):
        return None
    made = _length(number.value, unit)
    # "one second", "1 min": asked for patience, not for time.
    if made and number.value == 1 and unit.grain in ("second", "minute"):
        return replace(made, footing="shy")
    return made


def a_unit(_: Frame, unit: Unit) -> Item | None:
    """ "a week": a figure of speech more often than a length ("a second", "twice a day")."""
    if unit.word.endswith("s"):
        return None
    return Length(((unit.count, unit.grain),), "shy", 0.8)


def minutes_mark(_: Frame, number: Num) -> Item | None:
    """ "30'": minutes where other words about time are near, feet elsewhere."""
    if not number.digits or number.whole < 1:
        return None
    return Length(((number.value, "minute"),), "latent")


def same_number(_: Frame, number: Num) -> Item:
    return number


def a_few(_: Frame, few: Num, unit: Unit) -> Item | None:
    made = _length(few.value, unit)
    return None if made is None else replace(made, sure=0.7)


def upper(_: Frame, low: Num, high: Num, unit: Unit) -> Item | None:
    """ "3 to 6 months": the longer one, not surely."""
    made = _length(high.value, unit) if 0 < low.value < high.value else None
    return None if made is None else replace(made, sure=0.6, bias=0.5)


def in_range(frame: Frame, low: Num, high: Num, unit: Unit) -> Item | None:
    first, last = _length(low.value, unit), _length(high.value, unit)
    if first is None or last is None or low.value >= high.value:
        return None
    start, end = _away(frame, first, 1), _away(frame, last, 1)
    if not isinstance(start, When) or not isinstance(end, When):
        return None
    return Range(start, end, upto_end=False, sure=0.9)


def half(_: Frame, unit: Unit) -> Item | None:
    return _length(0.5, unit)


def and_half(_: Frame, number: Num, unit: Unit) -> Item | None:
    return _length(number.value + 0.5, unit)


def and_quarter(_: Frame, number: Num, unit: Unit) -> Item | None:
    return _length(number.value + 0.25, unit)


def and_quarters(_: Frame, number: Num, quarters: Num, unit: Unit) -> Item | None:
    return _length(number.value + quarters.value / 4, unit) if quarters.whole in (1, 2, 3) else None


def quarters_of(_: Frame, quarters: Num, unit: Unit) -> Item | None:
    return _length(quarters.value / 4, unit) if quarters.whole in (1, 2, 3) else None


def quarter_of(_: Frame, unit: Unit) -> Item | None:
    return _length(0.25, unit)


def fraction(_: Frame, share: Num, unit: Unit) -> Item | None:
    return _length(share.value, unit)


def length_and_half(_: Frame, length: Length) -> Item | None:
    if len(length.parts) != 1 or length.parts[0][0] != int(length.parts[0][0]):
        return None
    number, grain = length.parts[0]
    return Length(((number + 0.5, grain),))


def length_and(_: Frame, first: Length, second: Length) -> Item | None:
    last, next_ = first.parts[-1][1], second.parts[0][1]
    if stretch.RANK[last] <= stretch.RANK[next_]:
        return None
    return Length(first.parts + second.parts)


def hour_thirty(_: Frame, length: Length, minutes: Num) -> Item | None:
    if length.parts[-1][1] != "hour" or len(length.parts) > 1 or not 5 <= minutes.whole <= 59:
        return None
    return Length((*length.parts, (minutes.value, "minute")))


def firm(_: Frame, length: Length) -> Item:
    if length.grain in ("second", "minute") and length.parts[0][0] == 1:
        return length
    return replace(length, footing="firm")


def about(_: Frame, length: Length) -> Item:
    return replace(length, sure=min(length.sure, 0.8))


def _away(frame: Frame, length: Length, sign: int) -> Item | None:
    try:
        at = length.after(frame.now, sign)
    except (OverflowError, ValueError):
        return None
    grain = _FINER[length.grain]
    if length.grain == "day" and any(number != int(number) for number, _ in length.parts):
        grain = "minute"
    return replace(fixed(at, grain), sure=length.sure, bias=0.6)


def ahead(frame: Frame, length: Length) -> Item | None:
    return _away(frame, length, 1)


def ago(frame: Frame, length: Length) -> Item | None:
    return _away(frame, length, -1)


def in_minutes(frame: Frame, number: Num) -> Item | None:
    """ "in 15'", and "in 15" of minutes when nothing else follows."""
    if not number.digits or not 1 <= number.whole <= 90:
        return None
    made = _away(frame, Length(((number.value, "minute"),)), 1)
    return replace(made, footing="shy", sure=0.6) if isinstance(made, When) else None


def _shifted(frame: Frame, length: Length, when: When, sign: int) -> Item | None:
    base = when.first(frame.now)
    if base is None:
        return None
    try:
        at = length.after(base.start, sign)
    except (OverflowError, ValueError):
        return None
    finer = min(length.grain, when.grain, key=stretch.RANK.__getitem__)
    grain: Grain = "day" if stretch.RANK[finer] > stretch.RANK["day"] else finer
    return replace(fixed(at, grain), sure=when.sure * length.sure)


def later_than(frame: Frame, length: Length, when: When) -> Item | None:
    if length.stay:
        return None
    return _shifted(frame, length, when, 1)


def earlier_than(frame: Frame, length: Length, when: When) -> Item | None:
    return _shifted(frame, length, when, -1)


def in_year_away(frame: Frame, when: When, away: When) -> Item | None:
    """ "christmas in two years", "tax day two years ago": the one of that year."""
    if (
        when.form not in ("month", "monthday", "holiday", "season", "quarter")
        or away.grain != "month"
    ):
        return None
    at = away.first(frame.now)
    if at is None or away.form != "fixed":
        return None
    year = fixed(at.start, "year")
    return replace(when, series=series.Both(year.series, when.series), near=False)


def weekdays_away(frame: Frame, count: Num, day: Mark) -> Item | None:
    if not 1 <= count.whole <= 60:
        return None
    ahead_days = (day.value - frame.now.weekday() - 1) % 7 + 1 + 7 * (count.whole - 1)
    return fixed(frame.now + timedelta(days=ahead_days), "day")


def weekdays_ago(frame: Frame, count: Num, day: Mark) -> Item | None:
    if not 1 <= count.whole <= 60:
        return None
    back = (frame.now.weekday() - day.value - 1) % 7 + 1 + 7 * (count.whole - 1)
    return fixed(frame.now - timedelta(days=back), "day")


def run_of_units(frame: Frame, mod: Mark, count: Num, unit: Unit) -> Item | None:
    """ "the next 3 days": whole units after the present one; "the last 2 weeks": before it."""
    number = count.whole * unit.count
    if not 1 <= number <= 10_000 or (mod.value == 0 and not unit.word.endswith("s")):
        return None
    here = stretch.floor(frame.now, unit.grain)
    try:
        if mod.value < 0:
            start, end = stretch.add(here, -number, unit.grain), here
        else:
            start = stretch.add(here, 1, unit.grain)
            end = stretch.add(start, number, unit.grain)
    except (OverflowError, ValueError):
        return None
    return When(once(start, end, unit.grain), "cycle", spread=True, bias=0.2)


def run_of_length(frame: Frame, _: Mark, length: Length) -> Item | None:
    """ "the next hour and a half", counted from the coming minute."""
    if len(length.parts) == 1 and length.parts[0][0] == int(length.parts[0][0]):
        return None
    start = stretch.add(stretch.floor(frame.now, "minute"), 1, "minute")
    return When(once(start, length.after(start), "minute"), "cycle")


def coming_units(frame: Frame, count: Num, unit: Unit) -> Item | None:
    """ "upcoming two weeks": the unit that many ahead."""
    if not 1 <= count.whole <= 1000 or stretch.RANK[unit.grain] < stretch.RANK["day"]:
        return None
    at = stretch.add(stretch.floor(frame.now, unit.grain), count.whole, unit.grain)
    return replace(fixed(at, unit.grain, "cycle"), bias=0.6)


def tens(_: Frame, first: Num, second: Num) -> Item | None:
    """ "twenty three", "thirty-first"."""
    if first.digits or second.digits or not 1 <= second.whole <= 9:
        return None
    return Num(first.value + second.value)


def on_from(frame: Frame, length: Length, when: When) -> Item | None:
    """ "a fortnight today", "a week tomorrow": only from a known day near now."""
    if when.form != "fixed" or when.grain != "day" or length.grain != "week":
        return None
    base = when.first(frame.now)
    if base is None or not -1 <= (base.start - frame.now).days <= 2:
        return None
    return _shifted(frame, length, when, 1)


ROWS: tuple[Row, ...] = (
    ("tens_and_ones", "NUM", "TENS -? NUM", tens),
    ("tens_and_ordinal", "ORD", "TENS -? ORD", tens),
    ("few", "FEW", "a FEW of?", same_number),
    ("few", "FEW", "FEW of", same_number),
    (
        "few",
        "FEW",
        "FEW|NUM more|additional|extra|less|fewer|business|working|full",
        same_number,
    ),
    ("length", "LEN", "NUM -? UNIT", counted),
    ("a_length", "LEN", "a|an|one UNIT", a_unit),
    ("minutes_mark", "LEN", "NUM '", minutes_mark),
    ("few_units", "LEN", "FEW UNIT", a_few),
    ("half_unit", "LEN", "half a|an? UNIT", half),
    ("half_unit", "LEN", "a half UNIT", half),
    ("and_half", "LEN", "NUM and a|an? half UNIT", and_half),
    ("and_quarter", "LEN", "NUM and a? quarter of? an? UNIT", and_quarter),
    ("and_quarters", "LEN", "NUM and NUM quarter|quarters of? an? UNIT", and_quarters),
    ("quarter_hour", "LEN", "a quarter of? an|a? UNIT", quarter_of),
    ("quarters_hour", "LEN", "NUM -? quarters of? an|a UNIT", quarters_of),
    ("fraction", "LEN", "FRAC UNIT", fraction),
    ("length_and_half", "LEN", "LEN and a? half", length_and_half),
    ("length_and", "LEN", "LEN and? LEN", length_and),
    ("hour_thirty", "LEN", "LEN and? NUM", hour_thirty),
    ("for_length", "LEN", "for|another|lasting a|an|another? LEN", firm),
    ("or_so", "LEN", "LEN or so|two|three", about),
    ("length_range", "LEN", "NUM to|-|or NUM -? UNIT", upper),
    ("length_range", "LEN", "between NUM and NUM UNIT", upper),
    ("in_range", "RANGE", "in about? NUM to|-|or NUM -? UNIT", in_range),
    ("about_length", "LEN", "about|around|roughly|approximately|almost|nearly LEN", about),
    ("at_least", "LEN", "at least LEN", about),
    ("in_length", "DATE", "in about|around|roughly? LEN", ahead),
    ("in_length", "DATE", "today in LEN", ahead),
    ("from_now", "DATE", "LEN from right? now", ahead),
    ("from_now", "DATE", "LEN hence", ahead),
    ("ago", "DATE", "LEN ago|back", ago),
    ("ago", "DATE", "LEN before now", ago),
    ("in_minutes", "DATE", "in NUM '?", in_minutes),
    ("later_than", "DATE", "LEN from|after|starting|following DATE|MOMENT", later_than),
    ("today_week", "DATE", "LEN DATE", on_from),
    ("earlier_than", "DATE", "LEN before|prior DATE|MOMENT", earlier_than),
    ("in_year_away", "DATE", "DATE DATE", in_year_away),
    ("weekdays_away", "DATE", "NUM WEEKDAY|WEEKDAYS from now|today", weekdays_away),
    ("weekdays_ago", "DATE", "NUM WEEKDAY|WEEKDAYS ago|back", weekdays_ago),
    ("run_of_units", "DATE", "the|in|over|within? the? NEXT|LAST NUM|FEW UNIT", run_of_units),
    ("run_of_length", "DATE", "the? NEXT LEN", run_of_length),
    ("coming_units", "DATE", "upcoming NUM UNIT", coming_units),
    ("coming_units", "DATE", "NUM upcoming UNIT", coming_units),
)
