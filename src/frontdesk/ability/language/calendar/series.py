"""Lazy times: what may recur ("mondays", "the 5th", "noon") in, its stretches around a moment out.

A series is asked forward (stretches that end after a moment, ascending) or backward (stretches
that ended by then, descending), so that "monday at 9" is one series inside another and nothing
is computed before a reading asks.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, Protocol

from frontdesk.ability.language.calendar.stretch import Grain, Stretch, add, floor

Period = Literal["day", "week", "month", "quarter", "year"]

# Cells looked at before a series is taken for empty: a weekday on 29 February needs 28 + 12 years.
_REACH = 44
_REACH_BY_PERIOD: dict[Period, int] = {
    "day": 800,
    "week": 120,
    "month": 120,
    "quarter": 80,
    "year": 44,
}

_PERIOD: dict[Grain, Period] = {
    "week": "week",
    "month": "month",
    "quarter": "quarter",
    "year": "year",
}


class Series(Protocol):
    """Stretches of one kind, in order of time."""

    @property
    def grain(self) -> Grain: ...

    def forward(self, moment: datetime) -> Iterator[Stretch]: ...

    def backward(self, moment: datetime) -> Iterator[Stretch]: ...


@dataclass(frozen=True, slots=True)
class Once:
    """A single stretch."""

    stretch: Stretch

    @property
    def grain(self) -> Grain:
        return self.stretch.grain

    def forward(self, moment: datetime) -> Iterator[Stretch]:
        if self.stretch.end > moment:
            yield self.stretch

    def backward(self, moment: datetime) -> Iterator[Stretch]:
        if self.stretch.end <= moment:
            yield self.stretch


@dataclass(frozen=True, slots=True)
class Cells:
    """At most one stretch in each day, week, month, quarter or year, made from its first moment."""

    grain: Grain
    period: Period
    make: Callable[..., Stretch | None]
    args: tuple[object, ...] = ()

    def forward(self, moment: datetime) -> Iterator[Stretch]:
        yield from self._walk(moment, -1, 1)

    def backward(self, moment: datetime) -> Iterator[Stretch]:
        yield from self._walk(moment, 1, -1)

    def _walk(self, moment: datetime, first: int, step: int) -> Iterator[Stretch]:
        home = floor(moment, self.period)
        for index in range(_REACH_BY_PERIOD[self.period]):
            try:
                stretch = self.make(add(home, first + index * step, self.period), *self.args)
            except (OverflowError, ValueError):
                return
            if stretch is not None and (stretch.end > moment) == (step > 0):
                yield stretch


@dataclass(frozen=True, slots=True)
class Both:
    """The stretches of `inner` that start inside a stretch of `outer`."""

    outer: Series
    inner: Series

    @property
    def grain(self) -> Grain:
        return self.inner.grain

    def forward(self, moment: datetime) -> Iterator[Stretch]:
        for index, around in enumerate(self.outer.forward(moment)):
            if index > _REACH:
                return
            for stretch in self._inside(around):
                if stretch.end > moment:
                    yield stretch

    def backward(self, moment: datetime) -> Iterator[Stretch]:
        # A stretch of `outer` that holds the moment may already have inner ones behind it.
        now = next(iter(self.outer.forward(moment)), None)
        arounds = [now] if now is not None and now.start <= moment else []
        for around in arounds:
            yield from (s for s in reversed(self._inside(around)) if s.end <= moment)
        for index, around in enumerate(self.outer.backward(moment)):
            if index > _REACH:
                return
            yield from reversed(self._inside(around))

    def _inside(self, around: Stretch) -> list[Stretch]:
        found: list[Stretch] = []
        for stretch in self.inner.forward(around.start):
            if stretch.start >= around.end or len(found) > 400:
                break
            if stretch.start >= around.start:
                found.append(stretch)
        return found


@dataclass(frozen=True, slots=True)
class Picked:
    """The nth stretch of `inner` wholly inside each of `outer`: 1 is the first, -1 the last."""

    outer: Series
    inner: Series
    nth: int

    @property
    def grain(self) -> Grain:
        return self.inner.grain

    def _pick(self, around: Stretch) -> Stretch | None:
        found: list[Stretch] = []
        for stretch in self.inner.forward(around.start):
            if stretch.start >= around.end or (0 < self.nth == len(found)):
                break
            if around.start <= stretch.start and stretch.end <= around.end:
                found.append(stretch)
        place = self.nth - 1 if self.nth > 0 else self.nth
        return found[place] if -len(found) <= place < len(found) else None

    def forward(self, moment: datetime) -> Iterator[Stretch]:
        for index, around in enumerate(self.outer.forward(moment)):
            if index > _REACH:
                return
            stretch = self._pick(around)
            if stretch is not None and stretch.end > moment:
                yield stretch

    def backward(self, moment: datetime) -> Iterator[Stretch]:
        now = next(iter(self.outer.forward(moment)), None)
        if now is not None and now.start <= moment:
            stretch = self._pick(now)
            if stretch is not None and stretch.end <= moment:
                yield stretch
        for index, around in enumerate(self.outer.backward(moment)):
            if index > _REACH:
                return
            stretch = self._pick(around)
            if stretch is not None:
                yield stretch


@dataclass(frozen=True, slots=True)
class Weekend:
    """The weekend at each of `days`: from Friday 18:00 to the end of Sunday or of that day."""

    days: Series
    grain: Grain = "hour"

    def forward(self, moment: datetime) -> Iterator[Stretch]:
        return map(self._around, self.days.forward(moment))

    def backward(self, moment: datetime) -> Iterator[Stretch]:
        return map(self._around, self.days.backward(moment))

    def _around(self, day: Stretch) -> Stretch:
        weekday = day.start.weekday()
        friday = day.start + timedelta(days=4 - weekday if weekday > 1 else -3 - weekday)
        end = max(friday + timedelta(days=3), day.end)
        return Stretch(min(friday + timedelta(hours=18), day.start), end, "hour")


def _whole(start: datetime, grain: Grain) -> Stretch:
    return Stretch(start, add(start, 1, grain), grain)


def _hours(start: datetime, day: int, hour: int, hours: int, grain: Grain) -> Stretch:
    begin = start + timedelta(days=day, hours=hour)
    return Stretch(begin, begin + timedelta(hours=hours), grain)


def _nth_day(start: datetime, day: int) -> Stretch | None:
    begin = add(start, day - 1, "day")
    if begin.month != start.month:
        return None
    return Stretch(begin, begin + timedelta(days=1), "day")


def _nth_month(start: datetime, number: int, months: int, grain: Grain) -> Stretch:
    begin = start.replace(month=number)
    return Stretch(begin, add(begin, months, "month"), grain)


DayOf = Callable[[int], tuple[int, int] | None]


def _day_of_year(start: datetime, day_of: DayOf, days: int) -> Stretch | None:
    at = day_of(start.year)
    if at is None:
        return None
    begin = start.replace(month=at[0], day=at[1])
    return Stretch(begin, begin + timedelta(days=days), "day")


def _seconds(start: datetime, start_s: int, length_s: int, grain: Grain) -> Stretch:
    begin = start + timedelta(seconds=start_s)
    return Stretch(begin, begin + timedelta(seconds=length_s), grain)


def units(grain: Grain) -> Series:
    """Every day, week, month, quarter or year."""
    return Cells(grain, _PERIOD.get(grain, "day"), _whole, (grain,))


def weekday(day: int) -> Series:
    """Every Monday (0) to Sunday (6)."""
    return Cells("day", "week", _hours, (day, 0, 24, "day"))


def week_hours(day: int, hour: int, hours: int) -> Series:
    """A stretch of hours each week, such as the weekend."""
    return Cells("hour", "week", _hours, (day, hour, hours, "hour"))


def month_day(day: int) -> Series:
    """The nth of every month that has one."""
    return Cells("day", "month", _nth_day, (day,))


def month(number: int) -> Series:
    """Every January (1) to December (12)."""
    return Cells("month", "year", _nth_month, (number, 1, "month"))


def quarter(number: int) -> Series:
    """Every first to fourth quarter."""
    return Cells("quarter", "year", _nth_month, (number * 3 - 2, 3, "quarter"))


def yearly(day_of: DayOf, days: int = 1) -> Series:
    """A day, or a run of days, each year; `day_of` turns a year into (month, day) or None."""
    return Cells("day", "year", _day_of_year, (day_of, days))


def daily(start_s: int, length_s: int, grain: Grain) -> Series:
    """The same stretch of the clock every day, in seconds after midnight."""
    return Cells(grain, "day", _seconds, (start_s, length_s, grain))
