"""Days of the moon's calendars in, their Gregorian dates out: Hebrew, Islamic, Chinese, Indian.

The Hebrew year is arithmetic (Reingold and Dershowitz, "Calendrical Calculations"); the others
follow the moon's distance from the sun (Meeus, "Astronomical Algorithms", main terms,
good to a quarter of an hour), so a date may differ by one where a day turns at that very hour.
"""

from datetime import date, timedelta
from math import radians, sin

from frontdesk.ability.language.calendar.series import DayOf

_HEBREW_EPOCH = -1_373_427
_ISLAMIC_EPOCH = 227_015
_LEAP_YEAR_RUN = 10_631


def hebrew(month: int, day: int, plus: int = 0) -> DayOf:
    """A day of the Hebrew year, months from Tishri (0); it begins with the evening before."""

    def day_of(year: int) -> tuple[int, int] | None:
        for around in (year + 3760, year + 3761):
            at = date.fromordinal(_hebrew_day(around, month, day) + plus - 1)
            if at.year == year:
                return at.month, at.day
        return None

    return day_of


def _first_of_tishri(year: int) -> int:
    """Ordinal of 1 Tishri, postponed as the calendar rules."""
    return _HEBREW_EPOCH + _elapsed(year) + _postponed(year)


def _elapsed(year: int) -> int:
    months = (235 * year - 234) // 19
    parts = 12_084 + 13_753 * months
    day = 29 * months + parts // 25_920
    return day + 1 if 3 * (day + 1) % 7 < 3 else day


def _postponed(year: int) -> int:
    before, this, after = _elapsed(year - 1), _elapsed(year), _elapsed(year + 1)
    if after - this == 356:
        return 2
    return 1 if this - before == 382 else 0


def _hebrew_day(year: int, month: int, day: int) -> int:
    length = _first_of_tishri(year + 1) - _first_of_tishri(year)
    leap = (7 * year + 1) % 19 < 7
    months = [30, 30 if length % 10 == 5 else 29, 29 if length % 10 == 3 else 30, 29, 30]
    months += [30, 29] if leap else [29]
    # Months after Adar are named from Nisan (7), whether or not there was a second Adar.
    months += [30, 29, 30, 29, 30, 29]
    at = month - 1 + (1 if leap else 0) if month >= 6 else month
    return _first_of_tishri(year) + sum(months[:at]) + day - 1


def islamic(month: int, day: int) -> DayOf:
    """A day of the Islamic year, months from 1; of two in one Gregorian year the first.

    A month begins with the evening after the new moon was there at sunset in Mecca.
    """

    def day_of(year: int) -> tuple[int, int] | None:
        first = (date(year, 1, 1).toordinal() - _ISLAMIC_EPOCH) * 30 // _LEAP_YEAR_RUN
        for around in (first, first + 1, first + 2):
            leaps = (3 + 11 * around) // 30
            months = 29 * (month - 1) + month // 2
            usual = _ISLAMIC_EPOCH + (around - 1) * 354 + leaps + months
            at = _month_start(date.fromordinal(usual)) + timedelta(days=day - 1)
            if at.year == year:
                return at.month, at.day
        return None

    return day_of


def _month_start(usual: date) -> date:
    for step in range(-4, 5):
        at = usual + timedelta(days=step)
        evening = at - timedelta(days=1)
        if _reached(evening, 1, 15.0) and not _reached(evening - timedelta(days=1), 1, 15.0):
            return at
    return usual


def phase_day(
    phase: int, start: tuple[int, int], hour: float, *, zone_h: float = 5.5, plus: int = 0
) -> DayOf:
    """The first day from `start` on which the moon's 30th of a month is `phase` at that hour.

    Phases run from 1 (after new moon) to 30 (before the next); 15 ends with the full moon.
    """

    def day_of(year: int) -> tuple[int, int] | None:
        begin = date(year, *start)
        for step in range(32):
            at = begin + timedelta(days=step)
            if _reached(at, phase, hour - zone_h) and not _reached(
                at - timedelta(days=1), phase, hour - zone_h
            ):
                moved = at + timedelta(days=plus)
                return (moved.month, moved.day) if moved.year == year else None
        return None

    return day_of


def _reached(day: date, phase: int, hour_utc: float) -> bool:
    """Whether the phase has begun by then, and not more than half a month ago."""
    gone = (moon_angle(day, hour_utc) - 12 * (phase - 1)) % 360
    return gone < 180


def moon_angle(day: date, hour_utc: float) -> float:
    """Degrees the moon is ahead of the sun: 0 at new moon, 180 at full moon."""
    days = day.toordinal() - 730_120 + (hour_utc - 12) / 24
    t = days / 36_525
    d = radians((297.850_192 + 445_267.111_403 * t) % 360)
    m = radians((357.529_109 + 35_999.050_29 * t) % 360)
    mp = radians((134.963_396 + 477_198.867_505 * t) % 360)
    f = radians((93.272_095 + 483_202.017_523 * t) % 360)
    moon = (
        6.288_774 * sin(mp)
        + 1.274_027 * sin(2 * d - mp)
        + 0.658_314 * sin(2 * d)
        + 0.213_618 * sin(2 * mp)
        - 0.185_116 * sin(m)
        - 0.114_332 * sin(2 * f)
        + 0.058_793 * sin(2 * d - 2 * mp)
        + 0.057_066 * sin(2 * d - m - mp)
        + 0.053_322 * sin(2 * d + mp)
        + 0.045_758 * sin(2 * d - m)
        - 0.040_923 * sin(m - mp)
        - 0.034_720 * sin(d)
        - 0.030_383 * sin(m + mp)
    )
    sun = 1.914_602 * sin(m) + 0.019_993 * sin(2 * m)
    return (297.850_192 + 445_267.111_403 * t + moon - sun) % 360


def spring_festival() -> DayOf:
    """The day of the new moon, in China, that falls from 21 January on."""
    return phase_day(1, (1, 21), 24.0, zone_h=8.0)
