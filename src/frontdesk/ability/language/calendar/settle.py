"""A phrase and the context in, a Value in its canonical form out, or a doubt about it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, timezone, tzinfo

from frontdesk.ability.language.calendar import stretch
from frontdesk.ability.language.calendar.items import (
    Clock,
    Frame,
    Item,
    Length,
    Part,
    Range,
    Repeat,
    When,
)
from frontdesk.ability.language.calendar.stretch import Grain, Stretch
from frontdesk.ground.words.reading import Json


@dataclass(frozen=True, slots=True)
class Settled:
    """Kind, canonical value, grain and certainty of one reading, or only a doubt."""

    kind: str
    value: Json
    grain: Grain | None
    sure: float = 1.0
    doubt: str = ""


_CODES: dict[Grain, tuple[str, int]] = {
    "second": ("S", 1),
    "minute": ("M", 1),
    "hour": ("H", 1),
    "day": ("D", 1),
    "week": ("W", 1),
    "month": ("M", 1),
    "quarter": ("M", 3),
    "year": ("Y", 1),
}


def settle(item: Item, frame: Frame, zone: tzinfo) -> Settled | None:
    """None when the phrase names nothing that exists within reach."""
    try:
        return _settled(item, frame, zone)
    except (OverflowError, ValueError):
        return None


def _settled(item: Item, frame: Frame, zone: tzinfo) -> Settled | None:
    if isinstance(item, Clock):
        return _clock(item, frame, zone)
    if isinstance(item, When):
        return _when(item, frame, zone)
    if isinstance(item, Part):
        return _part(item)
    if isinstance(item, Range):
        return _range(item, frame, zone)
    if isinstance(item, Length):
        return Settled("duration", iso_duration(item), item.grain, item.sure)
    if isinstance(item, Repeat):
        return Settled("recurrence", rrule(item), _repeat_grain(item))
    return None


def _hh_mm(clock: Clock) -> str:
    short = f"{clock.h:02d}:{clock.m:02d}"
    return f"{short}:{clock.s:02d}" if clock.grain == "second" else short


def _local(clock: Clock, frame: Frame, zone: tzinfo) -> Clock:
    """A clock time of a named zone as the clock of the context's zone shows it today."""
    if clock.offset_min is None:
        return clock
    there = timezone(timedelta(minutes=clock.offset_min))
    at = datetime(frame.now.year, frame.now.month, frame.now.day, clock.h, clock.m, tzinfo=there)
    here = at.astimezone(zone)
    return replace(clock, h=here.hour, m=here.minute, sure=True, offset_min=None)


def _sureness(clock: Clock) -> float:
    return (1.0 if clock.sure else 0.8) * (0.8 if clock.about else 1.0)


def _clock(clock: Clock, frame: Frame, zone: tzinfo) -> Settled:
    here = _local(clock.likely(), frame, zone)
    return Settled("time", _hh_mm(here), clock.grain, _sureness(clock))


def _part(part: Part) -> Settled:
    span = {"start": f"{part.start_h:02d}:00", "end": f"{part.end_h % 24:02d}:00"}
    return Settled("interval", span, "hour", 0.9)


def _when(when: When, frame: Frame, zone: tzinfo) -> Settled | None:
    at = when.first(frame.now)
    if at is None:
        return None
    sure = when.sure * (_sureness(when.clock) if when.clock else 1.0)
    if when.spread or not at.plain:
        return _span(at.start, at.end, at.grain, sure, zone, when)
    if stretch.RANK[at.grain] >= stretch.RANK["day"]:
        return Settled("date", at.start.date().isoformat(), at.grain, sure)
    aware, doubt = _aware(at.start, when.clock, zone)
    if doubt == "nonexistent_hour":
        return Settled("date", at.start.date().isoformat(), "day", sure, doubt)
    return Settled("datetime", _iso(aware), at.grain, sure, doubt)


def _iso(aware: datetime) -> str:
    return aware.isoformat(timespec="seconds")


def _aware(local: datetime, clock: Clock | None, zone: tzinfo) -> tuple[datetime, str]:
    """The instant of a local time, with a doubt where a change of clocks skips or repeats it."""
    if clock is not None and clock.offset_min is not None:
        there = timezone(timedelta(minutes=clock.offset_min))
        return local.replace(tzinfo=there).astimezone(zone), ""
    aware = local.replace(tzinfo=zone)
    back = aware.astimezone(UTC).astimezone(zone).replace(tzinfo=None)
    if back != local:
        return aware, "nonexistent_hour"
    if aware.utcoffset() != aware.replace(fold=1).utcoffset():
        return aware, "repeated_hour"
    return aware, ""


def _span(
    start: datetime | None,
    end: datetime | None,
    grain: Grain,
    sure: float,
    zone: tzinfo,
    when: When | None = None,
) -> Settled:
    clock = when.clock if when is not None else None
    whole_days = stretch.RANK[grain] >= stretch.RANK["day"]
    ends: list[str | None] = []
    doubts: list[str] = []
    for moment in (start, end):
        if moment is None:
            ends.append(None)
        elif whole_days:
            ends.append(moment.date().isoformat())
        else:
            aware, doubt = _aware(moment, clock, zone)
            ends.append(_iso(aware))
            doubts.append(doubt)
    doubt = next((each for each in doubts if each), "")
    return Settled("interval", {"start": ends[0], "end": ends[1]}, grain, sure, doubt)


def _range(span: Range, frame: Frame, zone: tzinfo) -> Settled | None:
    clocks_only = isinstance(span.start, Clock | None) and isinstance(span.end, Clock | None)
    if clocks_only and span.length is None and not span.from_now:
        return _clock_range(span, frame, zone)
    start = _bound(span.start, frame)
    if span.start is not None and start is None:
        return None
    if span.length is not None and start is not None:
        return _stay(start, span.length, zone, span.sure)
    end = _end_bound(span, start, frame)
    if span.end is not None and end is None:
        return None
    if start is not None and end is not None and end.start < start.start:
        start = _bound_before(span.start, end)
        if start is None:
            return None
    return _bounds(span, start, end, frame, zone)


def _bounds(
    span: Range, start: Stretch | None, end: Stretch | None, frame: Frame, zone: tzinfo
) -> Settled | None:
    grains = [each.grain for each in (start, end) if each is not None]
    grain = min(grains, key=stretch.RANK.__getitem__)
    begin = None if start is None else start.end if span.past_start and _day(start) else start.start
    finish = None
    if end is not None:
        inclusive = span.upto_end and (_day(end) or not end.plain)
        finish = end.end if inclusive else end.start
    if span.from_now:
        begin, grain = stretch.floor(frame.now, "second"), "second"
    if begin is not None and finish is not None and finish <= begin:
        return None
    clocked = next(
        (each for each in (span.start, span.end) if isinstance(each, When) and each.clock), None
    )
    return _span(begin, finish, grain, span.sure, zone, clocked)


def _day(at: Stretch) -> bool:
    return stretch.RANK[at.grain] >= stretch.RANK["day"]


def _bound(item: When | Clock | None, frame: Frame) -> Stretch | None:
    if item is None:
        return None
    if isinstance(item, Clock):
        coming = item.series().forward(frame.now)
        return next((each for each in coming if each.start > frame.now), None)
    return item.first(frame.now)


def _end_bound(span: Range, start: Stretch | None, frame: Frame) -> Stretch | None:
    """The end is the first that fits after the start."""
    if span.end is None or start is None:
        return _bound(span.end, frame)
    if isinstance(span.end, Clock):
        return next(iter(span.end.series().forward(start.end)), None)
    found = next(
        (each for each in span.end.series.forward(start.start) if each.start > start.start), None
    )
    if found is None:
        found = span.end.first(start.start)
    return found


def _bound_before(item: When | Clock | None, end: Stretch) -> Stretch | None:
    """ "Aug 8 - Aug 12 2014": the start takes the year of the end."""
    if not isinstance(item, When):
        return None
    return next(iter(item.series.backward(end.start)), None)


def _stay(start: Stretch, length: Length, zone: tzinfo, sure: float) -> Settled | None:
    try:
        end = length.after(start.start)
    except (OverflowError, ValueError):
        return None
    grain = min(start.grain, length.grain, key=stretch.RANK.__getitem__)
    if not _day(start) and stretch.RANK[length.grain] < stretch.RANK["day"]:
        grain = min(
            grain, "minute" if grain == "minute" else start.grain, key=stretch.RANK.__getitem__
        )
    elif stretch.RANK[grain] > stretch.RANK["day"]:
        grain = "day"
    return _span(start.start, end, grain, sure, zone)


def _clock_range(span: Range, frame: Frame, zone: tzinfo) -> Settled:
    clocks = [each.likely() for each in (span.start, span.end) if isinstance(each, Clock)]
    grain = min((clock.grain for clock in clocks), key=stretch.RANK.__getitem__)
    sure = min(_sureness(clock) for clock in clocks) * span.sure
    start, end = (
        None if each is None else _hh_mm(_local(each.likely(), frame, zone))
        for each in (span.start, span.end)
        if isinstance(each, Clock | None)
    )
    return Settled("interval", {"start": start, "end": end}, grain, sure)


def iso_duration(length: Length) -> str:
    """P1Y2M3W4DT5H6M7S with whole numbers: a half becomes units of the next finer grain."""
    counts: dict[Grain, int] = {}
    for number, grain in length.parts:
        for whole, unit in _whole_parts(number, grain):
            counts[unit] = counts.get(unit, 0) + whole
    if "quarter" in counts:
        counts["month"] = counts.get("month", 0) + 3 * counts.pop("quarter")
    days = "".join(
        f"{counts[grain]}{_CODES[grain][0]}" for grain in _DATE_ORDER if counts.get(grain)
    )
    clock = "".join(
        f"{counts[grain]}{_CODES[grain][0]}" for grain in _CLOCK_ORDER if counts.get(grain)
    )
    return f"P{days}" + (f"T{clock}" if clock else "")


_DATE_ORDER: tuple[Grain, ...] = ("year", "month", "week", "day")
_CLOCK_ORDER: tuple[Grain, ...] = ("hour", "minute", "second")
_FINER: dict[Grain, tuple[int, Grain]] = {
    "minute": (60, "second"),
    "hour": (60, "minute"),
    "day": (24, "hour"),
    "week": (7, "day"),
    "month": (30, "day"),
    "quarter": (3, "month"),
    "year": (12, "month"),
}


def _whole_parts(number: float, grain: Grain) -> Iterable[tuple[int, Grain]]:
    if number == int(number) or grain == "second":
        return ((round(number), grain),)
    per, finer = _FINER[grain]
    return ((int(number), grain), (round((number - int(number)) * per), finer))


def _repeat_grain(repeat: Repeat) -> Grain:
    if repeat.clock is not None or repeat.part is not None:
        return "hour" if repeat.clock is None else repeat.clock.grain
    if repeat.by_day or repeat.by_monthday:
        return "day"
    grains: dict[str, Grain] = {
        "HOURLY": "hour",
        "DAILY": "day",
        "WEEKLY": "week",
        "MONTHLY": "month",
        "YEARLY": "year",
    }
    return grains[repeat.freq]


def rrule(repeat: Repeat) -> str:
    """RFC 5545 without the leading "RRULE:"."""
    rule = [f"FREQ={repeat.freq}"]
    if repeat.every > 1:
        rule.append(f"INTERVAL={repeat.every}")
    if repeat.by_month:
        rule.append("BYMONTH=" + ",".join(map(str, repeat.by_month)))
    if repeat.by_monthday:
        rule.append("BYMONTHDAY=" + ",".join(map(str, repeat.by_monthday)))
    if repeat.by_day:
        rule.append("BYDAY=" + ",".join(repeat.by_day))
    if repeat.clock is not None:
        rule += [f"BYHOUR={repeat.clock.h}", f"BYMINUTE={repeat.clock.m}"]
    return ";".join(rule)
