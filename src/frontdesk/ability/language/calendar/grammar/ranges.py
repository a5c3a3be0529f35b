"""Two bounds or one in, intervals out: "between 2 and 4", "friday after 5", "by the end of May"."""

from dataclasses import replace

from frontdesk.ability.language.calendar import series, stretch
from frontdesk.ability.language.calendar.chart import Row
from frontdesk.ability.language.calendar.grammar import dates, joins
from frontdesk.ability.language.calendar.items import (
    Clock,
    Footing,
    Frame,
    Item,
    Length,
    Mark,
    Num,
    Part,
    Range,
    When,
    fixed,
)


def pair(a: Clock, b: Clock) -> tuple[Clock, Clock]:
    """Both halves of the day settled together: "3-4pm", "8am until 6", "9 to 5", "11:30-1:30"."""
    zone = b.offset_min if a.offset_min is None else a.offset_min
    if a.sure and not b.sure:
        b = _first_past(a, b)
    elif b.sure and not a.sure:
        later = replace(a, h=a.h % 12 + 12, sure=True)
        early = replace(a, h=a.h % 12, sure=True)
        a = later if later.seconds < b.seconds else early
    elif not a.sure:
        a = replace(a.likely(), sure=True)
        b = _first_past(a, b)
    return replace(a, offset_min=zone), replace(b, offset_min=zone)


def _first_past(a: Clock, b: Clock) -> Clock:
    for h in (b.h % 12, b.h % 12 + 12):
        choice = replace(b, h=h, sure=True)
        if choice.seconds > a.seconds:
            return choice
    return replace(b, h=b.h % 12, sure=True)


def stronger(a: Footing, b: Footing) -> Footing:
    order: tuple[Footing, ...] = ("latent", "shy", "weak", "firm")
    return order[max(order.index(a), order.index(b))]


def bare_clocks(frame: Frame, a: Clock, b: Clock) -> Item | None:
    """Where days come before months, "10 to 4 pm" without "from" is ten minutes to four."""
    minutes = a.footing == "latent" and a.grain == "hour" and a.h in (5, 10)
    return None if frame.day_first and minutes and b.halved else clocks(frame, a, b)


def clocks(_: Frame, a: Clock, b: Clock) -> Item | None:
    if a.footing == "latent" and a.grain == "minute" and b.footing == "latent":
        return None
    # "20 to 2 am": minutes before an hour, and not two hours of which one has 24 and one 12.
    if a.footing == "latent" and a.h > 12 and b.halved:
        return None
    first, second = pair(a, b)
    if not 0 < (second.seconds - first.seconds) % 86400 <= 14 * 3600:
        return None
    return Range(first, second, footing=stronger(a.footing, b.footing), upto_end=False)


def between_clocks(frame: Frame, a: Clock, b: Clock) -> Item | None:
    made = clocks(frame, replace(a, footing=stronger(a.footing, "weak")), b)
    return made if isinstance(made, Range) else None


def range_half(frame: Frame, a: Clock, b: Clock, half: Mark) -> Item | None:
    if b.sure or half.word in ("a", "p"):
        return None
    late = replace(b, h=b.h % 12 + 12 * half.value, sure=True, footing="firm", halved=True)
    return clocks(frame, a, late)


def day_clocks(_: Frame, day: When, span: Range) -> Item | None:
    """ "thursday 9-11am": the clock range of that day."""
    a, b = span.start, span.end
    if day.grain != "day" or day.form in ("season", "clock", "part"):
        return None
    if not isinstance(a, Clock):
        if isinstance(b, Clock) and a is None:
            return replace(span, end=joins.day_clock(day, b), from_now=False)
        return None
    if not isinstance(b, Clock):
        return replace(span, start=joins.day_clock(day, a))
    if span.footing == "latent" and day.form not in ("fixed", "weekday", "monthday", "holiday"):
        return None
    return _day_span(day, a, b, span.footing)


def _day_span(day: When, a: Clock, b: Clock, footing: Footing) -> When:
    length = (b.seconds - a.seconds) % 86400
    grain = min(a.grain, b.grain, key=stretch.RANK.__getitem__)
    both = series.Both(day.series, series.daily(a.seconds, length, grain))
    weak: Footing = "firm" if footing == "firm" else "weak"
    return When(
        both,
        "clock",
        weak,
        skips_today=day.skips_today,
        near=day.near,
        day=day.series,
        clock=a,
        spread=True,
        bias=0.5,
    )


def clocks_day(frame: Frame, span: Range, day: When) -> Item | None:
    return day_clocks(frame, day, span)


def part_clocks(_: Frame, when: When, span: Range) -> Item | None:
    """ "tomorrow morning between 8 and 10"."""
    if when.part is None or when.day is None:
        return None
    if not isinstance(span.start, Clock) or not isinstance(span.end, Clock):
        return None
    a, b = pair(*(_in_part(when.part, clock) for clock in (span.start, span.end)))
    whole = When(when.day, "fixed", skips_today=when.skips_today, near=when.near)
    return _day_span(whole, a, b, "firm")


def clocks_part(frame: Frame, span: Range, when: When) -> Item | None:
    return part_clocks(frame, when, span)


def clocks_in_part(_: Frame, span: Range, part: Part) -> Item | None:
    if not isinstance(span.start, Clock) or not isinstance(span.end, Clock):
        return None
    a, b = pair(*(_in_part(part, clock) for clock in (span.start, span.end)))
    return replace(span, start=a, end=b, footing="firm")


def _in_part(part: Part, clock: Clock) -> Clock:
    """Back to the clock's face, for the part to say which half of the day it is."""
    return part.hour(replace(clock, h=(clock.h - 1) % 12 + 1, sure=False))


def days(_: Frame, a: When, b: When) -> Item | None:
    """Whole days, months, years: the last one counts in."""
    if "latent" in (a.footing, b.footing) or a.form == "part" != b.form:
        return None
    if a.form == "year" and b.form != "year":
        return None
    footing: Footing = "firm" if "firm" in (a.footing, b.footing) else "weak"
    return Range(a, b, footing=footing, sure=a.sure * b.sure)


def moment_to(_: Frame, a: When, b: Clock) -> Item | None:
    """ "tomorrow at 2 to 4"."""
    if a.clock is None or a.day is None:
        return None
    first, second = pair(a.clock, b)
    whole = When(a.day, "fixed", skips_today=a.skips_today, near=a.near)
    return _day_span(whole, first, second, "firm")


def month_days(frame: Frame, month: Mark, a: Num, b: Num) -> Item | None:
    """ "July 13-15"."""
    first, second = dates.month_and_day(frame, month, a), dates.month_and_day(frame, month, b)
    if not isinstance(first, When) or not isinstance(second, When) or a.value >= b.value:
        return None
    return Range(first, second, bias=0.8)


def month_and_next(frame: Frame, month: Mark, a: Num, b: Num) -> Item | None:
    """ "March 2 and 3": neighbours are a stretch, others are not."""
    return month_days(frame, month, a, b) if b.value == a.value + 1 else None


def days_month(frame: Frame, a: Num, b: Num, month: Mark) -> Item | None:
    return month_days(frame, month, a, b)


def days_month_year(frame: Frame, a: Num, b: Num, month: Mark, year: When) -> Item | None:
    first, second = dates.month_and_day(frame, month, a), dates.month_and_day(frame, month, b)
    if not isinstance(first, When) or not isinstance(second, When) or a.value >= b.value:
        return None
    return Range(
        replace(first, series=series.Both(year.series, first.series)),
        replace(second, series=series.Both(year.series, second.series)),
        bias=1.2,
    )


def month_days_year(frame: Frame, month: Mark, a: Num, b: Num, year: When) -> Item | None:
    return days_month_year(frame, a, b, month, year)


def _bound(item: Clock | When) -> Clock | When | None:
    if item.footing == "latent":
        return replace(item, footing=item.named) if isinstance(item, Clock) else None
    if isinstance(item, When) and item.footing == "shy":
        return replace(item, footing="firm")
    return item


def _open(item: Clock | When, *, past_start: bool = False) -> Range | None:
    bound = _bound(item)
    if bound is None or (isinstance(bound, When) and bound.form == "part" and bound.day is None):
        return None
    return Range(bound, None, footing=bound.footing, past_start=past_start)


def after(_: Frame, item: Clock | When) -> Item | None:
    return _open(item, past_start=True)


def since(_: Frame, item: Clock | When) -> Item | None:
    return _open(item)


def from_day(frame: Frame, item: When) -> Item | None:
    """ "a payment from yesterday" is of that day; only coming days begin something."""
    at = item.first(frame.now)
    if at is None or at.end <= frame.now:
        return None
    return since(frame, item)


def since_weekday(frame: Frame, item: When) -> Item | None:
    """ "since monday" looks back, "from monday" ahead."""
    if item.form not in ("weekday", "month", "holiday", "monthday", "dayofmonth", "season"):
        return since(frame, item)
    gone = next(iter(item.series.backward(stretch.floor(frame.now, "day"))), None)
    if gone is None or item.footing == "latent":
        return None
    return Range(
        replace(item, series=series.Once(gone), skips_today=False), None, footing=item.footing
    )


def before(_: Frame, item: Clock | When) -> Item | None:
    bound = _bound(item)
    return None if bound is None else Range(None, bound, upto_end=False, footing=bound.footing)


def until(_: Frame, item: Clock | When) -> Item | None:
    bound = _bound(item)
    return None if bound is None else Range(None, bound, footing=bound.footing)


def by(_: Frame, item: Clock | When) -> Item | None:
    bound = _bound(item)
    return None if bound is None else Range(None, bound, footing=bound.footing, from_now=True)


def both_bounds(_: Frame, a: Range, b: Range) -> Item | None:
    if not isinstance(a.start, Clock) or not isinstance(b.end, Clock) or a.end or b.start:
        return None
    first, second = pair(a.start, b.end)
    return Range(first, second, footing="firm", upto_end=False)


def within(frame: Frame, length: Length) -> Item | None:
    try:
        end = length.after(frame.now)
    except (OverflowError, ValueError):
        return None
    if length.grain in ("day", "week", "month", "quarter", "year"):
        end = stretch.floor(end, "day")
    return Range(None, fixed(end, "second"), upto_end=False, from_now=True)


def after_length(frame: Frame, length: Length) -> Item | None:
    try:
        at = length.after(frame.now)
    except (OverflowError, ValueError):
        return None
    grain: stretch.Grain = "day" if stretch.RANK[length.grain] >= 3 else "minute"
    return Range(fixed(at, grain), None, sure=0.8)


def asap(frame: Frame) -> Item:
    return Range(fixed(frame.now, "second"), None)


def stay(_: Frame, start: When | Clock, length: Length) -> Item | None:
    """ "18th Dec for 10 days", "5 nights from Friday"."""
    if start.footing == "latent" or (isinstance(start, When) and start.form in ("part", "year")):
        return None
    return Range(start, None, length=replace(length, footing="firm"))


def stay_from(frame: Frame, length: Length, start: When | Clock) -> Item | None:
    return stay(frame, start, length)


def nights_from(frame: Frame, length: Length, start: When) -> Item | None:
    return stay(frame, start, length) if length.stay else None


def same(_: Frame, item: Range) -> Item:
    return item


_TO = "to|till|until|untill|til|through|thru|-|–"
_UNTIL = "until|untill|till|til|through|thru"
ROWS: tuple[Row, ...] = (
    ("clock_range", "SPAN", "CLOCK|HOUR to CLOCK|HOUR", bare_clocks),
    ("clock_range", "SPAN", f"CLOCK|HOUR {_TO[3:]} CLOCK|HOUR", clocks),
    ("clock_range", "SPAN", f"from|between CLOCK|HOUR {_TO}|and CLOCK|HOUR", between_clocks),
    ("clock_range", "SPAN", "in between CLOCK|HOUR -|and|to CLOCK|HOUR", between_clocks),
    ("clock_range", "SPAN", "between? CLOCK and CLOCK|HOUR", between_clocks),
    (
        "clock_range",
        "SPAN",
        f"from|between CLOCK|HOUR {_TO}|and CLOCK|HOUR in? the? AMPM",
        range_half,
    ),
    ("day_clocks", "MOMENT", "DATE at|anytime|sometime|between? SPAN", day_clocks),
    ("clocks_day", "MOMENT", "SPAN on|of? DATE", clocks_day),
    ("part_clocks", "MOMENT", "MOMENT from|between? SPAN", part_clocks),
    ("clocks_part", "MOMENT", "SPAN in? the? MOMENT", clocks_part),
    ("clocks_in_part", "SPAN", "SPAN in|at the? PART", clocks_in_part),
    ("moment_to", "MOMENT", f"MOMENT {_TO} CLOCK|HOUR", moment_to),
    ("day_range", "RANGE", f"from? DATE|MOMENT {_TO} DATE|MOMENT", days),
    ("day_range", "RANGE", "between DATE|MOMENT and|to|until DATE|MOMENT", days),
    ("day_range", "RANGE", "MOMENT / MOMENT", days),
    ("year_range", "RANGE", f"from|between? YEAR {_TO}|and YEAR", days),
    ("month_days", "RANGE", f"from? the? MONTH ORD|NUM {_TO} the? ORD|NUM", month_days),
    ("month_days", "RANGE", "between the? MONTH ORD|NUM and|to the? ORD|NUM", month_days),
    ("month_days", "RANGE", "MONTH ORD|NUM and|& ORD|NUM", month_and_next),
    ("month_days", "RANGE", f"from? MONTH ORD|NUM {_TO} ORD|NUM YEAR", month_days_year),
    (
        "days_month",
        "RANGE",
        f"from? the? ORD|NUM {_TO} the? ORD|NUM of? MONTH",
        days_month,
    ),
    ("days_month", "RANGE", "between the? ORD|NUM and|to the? ORD|NUM of? MONTH", days_month),
    (
        "days_month",
        "RANGE",
        f"from|between? the? ORD|NUM {_TO} the? ORD|NUM of? MONTH YEAR",
        days_month_year,
    ),
    ("after", "OPEN", "after CLOCK|HOUR", after),
    ("after", "OPEN", "past CLOCK", after),
    ("after", "RANGE", "after DATE|MOMENT|YEAR", after),
    ("later_than", "OPEN", "later than CLOCK|HOUR", since),
    ("later_than", "RANGE", "later than DATE|MOMENT|YEAR", after),
    ("not_before", "OPEN", "not before|until|till CLOCK|HOUR", since),
    ("not_before", "RANGE", "not before|until|till DATE|MOMENT", since),
    ("not_before", "OPEN", "no|not earlier|sooner than CLOCK|HOUR", since),
    ("not_before", "RANGE", "no|not earlier|sooner than DATE|MOMENT", since),
    ("or_later", "OPEN", "CLOCK or|and later|after", since),
    ("or_later", "RANGE", "DATE|MOMENT or|and later|after", since),
    ("onwards", "OPEN", "from? CLOCK|HOUR onwards|onward", since),
    ("onwards", "OPEN", "from CLOCK|HOUR on", since),
    ("onwards", "RANGE", "from? DATE|MOMENT onwards|onward|forward", since),
    ("onwards", "RANGE", "from DATE|MOMENT on|and on|onwards", since),
    ("since", "OPEN", "since|starting|beginning|from at|from? CLOCK", since),
    ("since", "OPEN", "since HOUR", since),
    ("since", "RANGE", "since DATE|MOMENT|YEAR", since_weekday),
    ("from", "RANGE", "from|starting|beginning from|on|in? DATE|MOMENT", from_day),
    ("before", "OPEN", "before CLOCK|HOUR", before),
    ("before", "OPEN", "earlier|sooner than CLOCK|HOUR", before),
    ("before", "RANGE", "before DATE|MOMENT|YEAR", before),
    ("before", "RANGE", "earlier|sooner than DATE|MOMENT|YEAR", before),
    ("until", "OPEN", f"{_UNTIL} CLOCK|HOUR", until),
    ("until", "OPEN", "up to|until CLOCK|HOUR", until),
    ("until", "OPEN", "ending at CLOCK|HOUR", until),
    ("until", "RANGE", f"{_UNTIL} DATE|MOMENT|YEAR", until),
    ("until", "RANGE", "up to|until DATE|MOMENT|YEAR", until),
    ("by", "OPEN", "by CLOCK|HOUR", by),
    ("by", "OPEN", "no|not later than CLOCK|HOUR", by),
    ("by", "RANGE", "by DATE|MOMENT|YEAR", by),
    ("by", "RANGE", "no|not later than DATE|MOMENT", by),
    ("both_bounds", "SPAN", "OPEN but|and? OPEN", both_bounds),
    ("day_clocks", "RANGE", "DATE at|anytime|sometime? OPEN", day_clocks),
    ("clocks_day", "RANGE", "OPEN on|of? DATE", clocks_day),
    ("within", "RANGE", "within|inside a|an? LEN", within),
    ("within", "RANGE", "within the? next LEN", within),
    ("after_length", "RANGE", "after a? LEN", after_length),
    ("asap", "RANGE", "asap|immediately", asap),
    ("asap", "RANGE", "right away", asap),
    ("asap", "RANGE", "as soon as possible", asap),
    ("stay", "RANGE", "from? DATE|MOMENT|CLOCK for a|an? LEN", stay),
    (
        "stay_from",
        "RANGE",
        "for a|an? LEN from|starting|beginning from|on|at? the? DATE|MOMENT|CLOCK",
        stay_from,
    ),
    ("nights_from", "RANGE", "LEN from|starting|beginning from|on? the? DATE", nights_from),
    ("roughly", "SPAN", "about|around|approximately SPAN", same),
    ("roughly", "SPAN", "SPAN ish", same),
)
