"""Calendar arithmetic: a moment and a grain in, the stretch of local time they name out."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal

Grain = Literal["second", "minute", "hour", "day", "week", "month", "quarter", "year"]
GRAINS: tuple[Grain, ...] = (
    "second",
    "minute",
    "hour",
    "day",
    "week",
    "month",
    "quarter",
    "year",
)
RANK: dict[Grain, int] = {grain: rank for rank, grain in enumerate(GRAINS)}

_STEP: dict[Grain, timedelta] = {
    "second": timedelta(seconds=1),
    "minute": timedelta(minutes=1),
    "hour": timedelta(hours=1),
    "day": timedelta(days=1),
    "week": timedelta(weeks=1),
}
_MONTHS: dict[Grain, int] = {"month": 1, "quarter": 3, "year": 12}


@dataclass(frozen=True, slots=True)
class Stretch:
    """Local wall-clock time from `start` up to and without `end`, named at a grain."""

    start: datetime
    end: datetime
    grain: Grain

    @property
    def plain(self) -> bool:
        """True for exactly one unit of the grain: a point, and not an interval."""
        return self.end == add(self.start, 1, self.grain)


def local(year: int, month: int, day: int) -> datetime:
    """Midnight of a day on the wall clock, without a zone."""
    return datetime.combine(date(year, month, day), time())


def floor(moment: datetime, grain: Grain) -> datetime:
    """The start of the second, minute, ... year that holds the moment; weeks start on Monday."""
    if grain == "second":
        return moment.replace(microsecond=0)
    if grain == "minute":
        return moment.replace(second=0, microsecond=0)
    if grain == "hour":
        return moment.replace(minute=0, second=0, microsecond=0)
    day = moment.replace(hour=0, minute=0, second=0, microsecond=0)
    if grain == "day":
        return day
    if grain == "week":
        return day - timedelta(days=day.weekday())
    if grain == "month":
        return day.replace(day=1)
    if grain == "quarter":
        return day.replace(day=1, month=day.month - (day.month - 1) % 3)
    return day.replace(day=1, month=1)


def add(moment: datetime, count: int, grain: Grain) -> datetime:
    """`count` grains later; the 31st of a shorter month becomes its last day.

    Raises OverflowError outside the years 1 to 9999.
    """
    step = _STEP.get(grain)
    if step is not None:
        return moment + step * count
    months = moment.year * 12 + moment.month - 1 + count * _MONTHS[grain]
    year, month = divmod(months, 12)
    if not 1 <= year <= 9998:
        raise OverflowError(year)
    last = monthrange(year, month + 1)[1]
    return moment.replace(year=year, month=month + 1, day=min(moment.day, last))


def unit(moment: datetime, grain: Grain) -> Stretch:
    """The whole second, minute, ... year that holds the moment."""
    start = floor(moment, grain)
    return Stretch(start, add(start, 1, grain), grain)
