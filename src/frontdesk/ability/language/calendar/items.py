"""What rules compose: the meanings of a phrase about time before it is settled."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from frontdesk.ability.language.calendar import series, stretch
from frontdesk.ability.language.calendar.series import Series
from frontdesk.ability.language.calendar.stretch import Grain, Stretch

Form = Literal[
    "weekday",
    "month",
    "monthday",
    "dayofmonth",
    "year",
    "quarter",
    "season",
    "weekend",
    "holiday",
    "cycle",
    "fixed",
    "part",
    "clock",
]
# What keeps a phrase from standing by itself: "weak" needs that no noun follows ("at 4"), "shy" is
# mostly another word and needs to be the whole message or asked for ("march"), "latent" needs
# that a time was asked for ("4", "morning").
Footing = Literal["firm", "weak", "shy", "latent"]


@dataclass(frozen=True, slots=True)
class Item:
    """Any meaning."""

    @property
    def weight(self) -> float:
        """Preference among readings of the same words; higher is better."""
        return 0.0


@dataclass(frozen=True, slots=True)
class Frame:
    """What rules need to know around the text: local time now, and the tenant's policies."""

    now: datetime
    following_week: bool = True
    day_first: bool = False


@dataclass(frozen=True, slots=True)
class Mark(Item):
    """A word that stands for a number: a weekday 0-6, a month 1-12, an offset -1, 0, 1."""

    value: int
    word: str = ""


@dataclass(frozen=True, slots=True)
class Num(Item):
    value: float
    digits: int = 0

    @property
    def whole(self) -> int:
        return int(self.value) if self.value == int(self.value) else -1


@dataclass(frozen=True, slots=True)
class Unit(Item):
    """A unit of time; a fortnight is two weeks, a night counts as a day."""

    grain: Grain
    count: int = 1
    word: str = ""


@dataclass(frozen=True, slots=True)
class Length(Item):
    """A duration as said: (number, grain) parts, largest first; nights are a `stay`."""

    parts: tuple[tuple[float, Grain], ...]
    footing: Footing = "firm"
    sure: float = 1.0
    stay: bool = False
    bias: float = 0.0

    @property
    def weight(self) -> float:
        return self.bias

    @property
    def grain(self) -> Grain:
        number, grain = self.parts[-1]
        return _FINEST[grain] if number != int(number) else grain

    def after(self, moment: datetime, sign: int = 1) -> datetime:
        for number, grain in self.parts:
            whole = int(number)
            moment = stretch.add(moment, sign * whole, grain)
            rest = number - whole
            if rest:
                moment = _part_of(moment, sign * rest, grain)
        return moment


_FINEST: dict[Grain, Grain] = {
    "second": "second",
    "minute": "second",
    "hour": "minute",
    "day": "hour",
    "week": "day",
    "month": "day",
    "quarter": "day",
    "year": "month",
}
_FINER: dict[Grain, tuple[int, Grain]] = {
    "minute": (60, "second"),
    "hour": (3600, "second"),
    "day": (24, "hour"),
    "week": (7, "day"),
    "month": (30, "day"),
    "quarter": (90, "day"),
    "year": (12, "month"),
}


def _part_of(moment: datetime, rest: float, grain: Grain) -> datetime:
    if grain == "second":
        return moment
    per, finer = _FINER[grain]
    return stretch.add(moment, round(rest * per), finer)


@dataclass(frozen=True, slots=True)
class Part(Item):
    """A part of the day: hours after midnight; `turn` says how it reads a bare hour."""

    start_h: int
    end_h: int
    turn: Literal["morning", "afternoon", "evening", "night", "none"]
    footing: Footing = "latent"

    def series(self) -> Series:
        return series.daily(self.start_h * 3600, (self.end_h - self.start_h) * 3600, "hour")

    def hour(self, clock: "Clock") -> "Clock":
        """The clock time with the half of the day that this part implies."""
        if clock.sure or clock.h > 12:
            return replace(clock, footing="firm")
        h = clock.h % 12
        late = self.turn in ("afternoon", "evening") or (self.turn == "night" and h >= 5)
        if (self.turn == "afternoon" and clock.counted and h == 11) or (
            self.turn == "evening" and clock.h == 12
        ):
            late = False
        return replace(clock, h=h + 12 if late else h, sure=True, footing="firm")


@dataclass(frozen=True, slots=True)
class Clock(Item):
    """A time of day; not `sure` when the half of the day is open.

    `offset_min` is its zone's; `counted` was said as minutes before an hour ("10 to 4"),
    `halved` with am or pm, `packed` without a colon ("1030").
    """

    h: int
    m: int = 0
    s: int = 0
    grain: Grain = "hour"
    sure: bool = False
    footing: Footing = "firm"
    offset_min: int | None = None
    about: bool = False
    counted: bool = False
    halved: bool = False
    packed: bool = False
    bias: float = 0.0

    @property
    def weight(self) -> float:
        told = self.grain == "minute" and self.footing != "latent"
        return self.bias + (0.3 if told else 0.1)

    @property
    def named(self) -> Footing:
        """How a bare number stands once "at" or "after" is before it; 350 may be a price."""
        if self.footing != "latent":
            return self.footing
        return "shy" if self.packed else "weak"

    @property
    def seconds(self) -> int:
        return self.h * 3600 + self.m * 60 + self.s

    def likely(self) -> "Clock":
        """Business hours decide an open half of the day: 1 to 6 are taken for the afternoon."""
        if self.sure or not 1 <= self.h <= 6:
            return self
        return replace(self, h=self.h + 12)

    def series(self) -> Series:
        length = {"hour": 3600, "minute": 60}.get(self.grain, 1)
        return series.daily(self.likely().seconds, length, self.grain)


@dataclass(frozen=True, slots=True)
class When(Item):
    """A lazy time at a grain: which stretches it may be, and how to choose one.

    `skips_today`: a bare weekday never means today. `near`: a past one counts if it is less than
    a month ago ("Sunday, Feb 10" said on the 12th). `day` and `part` keep the halves of "friday
    evening" so that an hour can still join. `spread`: an interval, however short.
    """

    series: Series
    form: Form
    footing: Footing = "firm"
    skips_today: bool = False
    near: bool = False
    sure: float = 1.0
    day: Series | None = None
    part: Part | None = None
    clock: Clock | None = None
    spread: bool = False
    bias: float = 0.0

    @property
    def grain(self) -> Grain:
        return self.series.grain

    @property
    def weight(self) -> float:
        return self.bias

    def first(self, now: datetime) -> Stretch | None:
        """The stretch meant when the text is read at `now` (local, naive)."""
        coarse = stretch.RANK[self.grain] >= stretch.RANK["day"]
        today = stretch.floor(now, "day")
        start = today if coarse or self.form == "part" else now
        if self.skips_today:
            start = stretch.add(today, 1, "day")
        coming = next(iter(self.series.forward(start)), None)
        if self.near or coming is None:
            gone = next(iter(self.series.backward(start)), None)
            if gone is not None and (coming is None or (start - gone.start).days <= 31):
                return gone
        return coming


@dataclass(frozen=True, slots=True)
class Range(Item):
    """From one time to another; None is open. `upto_end`: the end counts in ("July 13 to 15")."""

    start: "When | Clock | None"
    end: "When | Clock | None"
    upto_end: bool = True
    past_start: bool = False
    from_now: bool = False
    length: Length | None = None
    footing: Footing = "firm"
    sure: float = 1.0
    bias: float = 0.0

    @property
    def weight(self) -> float:
        both = self.start is not None and (self.end is not None or self.length is not None)
        return self.bias + (0.6 if both else -1.0)


@dataclass(frozen=True, slots=True)
class Repeat(Item):
    """A recurrence as the parts of an RRULE (RFC 5545), and the part of the day it names."""

    freq: Literal["HOURLY", "DAILY", "WEEKLY", "MONTHLY", "YEARLY"]
    every: int = 1
    by_day: tuple[str, ...] = ()
    by_monthday: tuple[int, ...] = ()
    by_month: tuple[int, ...] = ()
    clock: Clock | None = None
    part: Part | None = None
    footing: Footing = "firm"

    @property
    def weight(self) -> float:
        return 0.5


@dataclass(frozen=True, slots=True)
class Either(Item):
    """Two values with a word between: the first is of the words before it, the second after."""

    first: Clock | When
    second: Clock | When
    footing: Footing = "firm"

    @property
    def weight(self) -> float:
        # Two values in one phrase are worth two phrases.
        return -3.0


@dataclass(frozen=True, slots=True)
class Impossible(Item):
    """A date or time of day that does not exist ("31 February", "25:99")."""

    kind: Literal["impossible_date", "impossible_time"]

    @property
    def weight(self) -> float:
        return 3.0


def once(start: datetime, end: datetime, grain: Grain) -> Series:
    return series.Once(Stretch(start, end, grain))


def fixed(start: datetime, grain: Grain, form: Form = "fixed") -> When:
    """One known day, month, minute, ..."""
    begin = stretch.floor(start, grain)
    return When(once(begin, stretch.add(begin, 1, grain), grain), form)
