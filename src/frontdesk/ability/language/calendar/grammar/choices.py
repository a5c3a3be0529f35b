"""Two times with "or" between in, both out, what was said once shared: "tuesday or friday at 3"."""

from dataclasses import replace

from frontdesk.ability.language.calendar.chart import Row
from frontdesk.ability.language.calendar.grammar import joins, ranges
from frontdesk.ability.language.calendar.items import Clock, Either, Footing, Frame, Item, When

_DAYS = ("weekday", "fixed", "monthday", "dayofmonth", "holiday")


def clocks(_: Frame, a: Clock, b: Clock) -> Item | None:
    """ "2 or 3 pm", "at 10 or 11"."""
    if (a.grain == "minute" and a.footing == "latent") or a.offset_min is not None:
        return None
    first, second = (replace(each, footing="firm") for each in _alike(a, b))
    return Either(first, second, ranges.stronger(a.footing, b.footing))


def _alike(a: Clock, b: Clock) -> tuple[Clock, Clock]:
    """The half of the day that one of them says is the other's too."""
    if a.sure and not b.sure:
        return a, replace(b, h=b.h % 12 + (12 if a.h >= 12 else 0), sure=True)
    return ranges.pair(a, b) if b.sure else (a.likely(), b.likely())


def moment_or_clock(_: Frame, moment: When, clock: Clock) -> Item | None:
    """ "tomorrow at 10 or 11"."""
    if moment.clock is None or moment.day is None or moment.spread:
        return None
    weak: Footing = "weak" if clock.footing == "latent" else "firm"
    day = replace(moment, series=moment.day, form="fixed", clock=None, bias=0.0)
    first, second = _alike(moment.clock, clock)
    return Either(joins.day_clock(day, first), joins.day_clock(day, second), weak)


def day_or_moment(frame: Frame, day: When, moment: When) -> Item | None:
    """ "tuesday or wednesday afternoon", "the 5th or the 6th at noon"."""
    if day.form not in _DAYS or day.grain != "day" or day.day is not None or moment.day is None:
        return None
    if day.footing == "latent":
        return None
    if moment.clock is not None and not moment.spread:
        return Either(joins.day_clock(day, moment.clock), moment)
    if moment.part is not None:
        made = joins.day_part(frame, day, moment.part)
        return Either(made, moment) if isinstance(made, When) else None
    return None


ROWS: tuple[Row, ...] = (
    ("either_clock", "EITHER", "CLOCK|HOUR or|o CLOCK|HOUR", clocks),
    ("either_clock", "EITHER", "MOMENT or|o CLOCK|HOUR", moment_or_clock),
    ("either_day", "EITHER", "DATE or|o MOMENT", day_or_moment),
)
