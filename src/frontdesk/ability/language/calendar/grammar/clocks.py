"""Numbers and words in, times of day out: "half past 3 pm", "25 to 7", "15h30", "at noon"."""

from dataclasses import replace

from frontdesk.ability.language.calendar.chart import Row
from frontdesk.ability.language.calendar.items import (
    Clock,
    Footing,
    Frame,
    Impossible,
    Item,
    Mark,
    Num,
    Part,
)


def bare_hour(_: Frame, number: Num) -> Item | None:
    """A number that could be a time of day if something says so: 3, 19, 330, 1030."""
    value = number.whole
    if number.digits <= 2 and 0 <= value <= 24:
        return Clock(value % 24, sure=value > 12 or value == 0, footing="latent")
    if number.digits in (3, 4) and value % 100 < 60 and 1 <= value // 100 <= 23:
        hour = value // 100
        # 2014 is a year before it is a time.
        bias = -0.6 if 1900 <= value <= 2059 else 0.0
        sure = hour > 12
        return Clock(
            hour, value % 100, 0, "minute", sure=sure, footing="latent", packed=True, bias=bias
        )
    return None


def military(frame: Frame, number: Num) -> Item | None:
    """ "1400 hours"."""
    made = bare_hour(frame, number) if number.digits == 4 else None
    if not isinstance(made, Clock):
        return None
    return replace(made, sure=True, footing="firm", bias=0.5)


def hour_minute(_: Frame, hour: Num, minute: Num) -> Item | None:
    """ "9 05", "three twenty", "0 45": two numbers, latent like one."""
    h, m = hour.whole, minute.whole
    spoken = not hour.digits and not minute.digits
    if not 0 <= h <= 23 or hour.digits > 2 or minute.digits == 1:
        return None
    if not (10 <= m <= 59 or (minute.digits == 2 and 0 <= m <= 59)):
        return None
    if spoken and h > 12:
        return None
    return Clock(h, m, grain="minute", sure=h > 12, footing="latent")


def hour_oh_minute(_: Frame, hour: Num, minute: Num) -> Item | None:
    if not (1 <= hour.whole <= 12 and 1 <= minute.whole <= 9):
        return None
    return Clock(hour.whole, minute.whole, grain="minute", footing="latent")


def spoken_oh_minute(frame: Frame, hour: Num, minute: Num) -> Item | None:
    """ "twelve o three"; "3 o 4" is Spanish for a choice."""
    return None if hour.digits or minute.digits else hour_oh_minute(frame, hour, minute)


def hour_as_said(_: Frame, clock: Clock) -> Item:
    return replace(clock, footing="firm")


def at_hour(_: Frame, clock: Clock) -> Item:
    clock = _as_time(clock)
    return replace(clock, footing=clock.named)


def _as_time(clock: Clock) -> Clock:
    """ "at 10 to 4", "10 to 4 in the afternoon": no range, the words around name one time."""
    return replace(clock, bias=0.8) if clock.counted else clock


def with_half(_: Frame, clock: Clock, half: Mark) -> Item | None:
    """am or pm: 12 am is midnight; a 24-hour reading keeps its hour."""
    # The half belongs to the hour that was named: "10 to 12 am" is before midnight.
    if clock.counted or (clock.h > 12 and half.value == 0):
        return None
    # "0 45 p.m." is a quarter to one.
    h = clock.h if clock.h > 12 else clock.h % 12 + 12 * half.value
    bare = half.word in ("a", "p") and clock.footing == "latent"
    footing: Footing = "latent" if bare else "firm"
    return replace(clock, h=h, sure=True, footing=footing, halved=True)


def glued_letter(_: Frame, clock: Clock, half: Mark) -> Item | None:
    return with_half(_, clock, half) if half.word in ("a", "p") else None


def with_part(_: Frame, clock: Clock, part: Part) -> Item | None:
    return part.hour(_as_time(clock))


def then_part(_: Frame, clock: Clock, part: Part) -> Item | None:
    """ "25 to 7 evening", "at 3 night"; but "3 night" alone counts nights."""
    if clock.footing == "latent" and clock.grain == "hour" and part.turn == "night":
        return None
    return part.hour(_as_time(clock))


def part_then(_: Frame, part: Part, clock: Clock) -> Item | None:
    return part.hour(clock)


def with_zone(frame: Frame, clock: Clock, zone: Mark) -> Item | None:
    if len(zone.word) == 2 and clock.footing != "firm":
        return None
    if len(zone.word) == 2 and _summer(frame):
        zone = replace(zone, value=zone.value + 60)
    return replace(clock, offset_min=zone.value, grain="minute", footing="firm")


def _summer(frame: Frame) -> bool:
    """Whether "ET" means daylight time now: second Sunday of March to first of November."""
    at = (frame.now.month, frame.now.day - (frame.now.weekday() + 1) % 7)
    return (3, 8) <= at < (11, 1)


def noon(_: Frame, mark: Mark) -> Item:
    return Clock(mark.value, sure=True)


def midday(_: Frame) -> Item:
    return Clock(12, sure=True)


def _shift(clock: Clock, minutes: int) -> Item | None:
    if clock.m or not 0 < abs(minutes) < 60:
        return None
    total = clock.h * 60 + minutes
    if not clock.sure:
        total = (total - 60) % 720 + 60 if clock.h else total
    total %= 1440
    footing: Footing = "firm" if clock.footing == "firm" else "weak"
    hour = total // 60
    sure = clock.sure or hour > 12
    return replace(clock, h=hour, m=total % 60, grain="minute", sure=sure, footing=footing)


def minutes_past(_: Frame, minutes: Num, clock: Clock) -> Item | None:
    return _shift(clock, minutes.whole)


def minutes_to(_: Frame, minutes: Num, clock: Clock) -> Item | None:
    """Only round minutes stand without a word: "8 to 10" is a range, "25 to 7" is not."""
    if minutes.whole % 5 or clock.grain != "hour":
        return None
    made = _shift(clock, -minutes.whole)
    return replace(made, counted=True) if isinstance(made, Clock) else None


def counted_to(_: Frame, minutes: Num, clock: Clock) -> Item | None:
    return _shift(clock, -minutes.whole)


def quarter_past(_: Frame, clock: Clock) -> Item | None:
    return _firm(_shift(clock, 15))


def quarter_to(_: Frame, clock: Clock) -> Item | None:
    made = _firm(_shift(clock, -15))
    return replace(made, counted=True) if isinstance(made, Clock) else None


def half_past(_: Frame, clock: Clock) -> Item | None:
    return _firm(_shift(clock, 30))


def half_hour_word(_: Frame, clock: Clock) -> Item | None:
    return _shift(clock, 30) if clock.grain == "hour" and 1 <= clock.h <= 12 else None


def _firm(item: Item | None) -> Item | None:
    return replace(item, footing="firm") if isinstance(item, Clock) else None


def roughly(_: Frame, clock: Clock) -> Item:
    if clock.footing == "latent":
        return replace(clock, footing="latent" if clock.grain == "hour" else "shy", about=True)
    return replace(clock, about=True)


def about_after(_: Frame, clock: Clock) -> Item:
    return replace(
        clock, about=True, footing="weak" if clock.footing == "latent" else clock.footing
    )


def impossible(_: Frame, item: Impossible) -> Item:
    return item


ROWS: tuple[Row, ...] = (
    ("bare_hour", "HOUR", "NUM", bare_hour),
    ("hour_minute", "HOUR", "NUM -? NUM", hour_minute),
    ("hour_oh_minute", "HOUR", "NUM -? oh|ou|zero -? NUM", hour_oh_minute),
    ("hour_oh_minute", "HOUR", "NUM -? o -? NUM", spoken_oh_minute),
    ("military", "CLOCK", "NUM hours|hrs", military),
    ("oclock", "CLOCK", "HOUR o'clock", hour_as_said),
    ("about_hour", "HOUR", "HOUR ish", about_after),
    ("at_hour", "CLOCK", "at|@|atleast HOUR|CLOCK", at_hour),
    ("for_hour", "CLOCK", "for CLOCK", at_hour),
    ("am_pm", "CLOCK", "HOUR|CLOCK in? the? AMPM", with_half),
    ("letter_am_pm", "CLOCK", "HOUR|CLOCK HALF", glued_letter),
    ("hour_and_part", "CLOCK", "HOUR|CLOCK at|in|during the? PART", with_part),
    ("hour_and_part", "CLOCK", "HOUR|CLOCK PART", then_part),
    ("hour_and_part", "CLOCK", "HOUR|CLOCK of the PART", with_part),
    ("part_and_hour", "CLOCK", "in? the? PART at|@|around? HOUR|CLOCK", part_then),
    ("zone", "CLOCK", "CLOCK|HOUR ZONE", with_zone),
    ("noon", "CLOCK", "the? NOON", noon),
    ("noon", "CLOCK", "mid -? day", midday),
    ("minutes_past", "CLOCK", "NUM minutes|minute|mins|min? past|after HOUR|CLOCK", minutes_past),
    ("minutes_past", "CLOCK", "NUM minutes|mins|min from CLOCK", minutes_past),
    ("minutes_to", "CLOCK", "NUM to|of|till|before|til HOUR|CLOCK", minutes_to),
    (
        "minutes_to",
        "CLOCK",
        "NUM minutes|minute|mins|min to|till|before|til HOUR|CLOCK",
        counted_to,
    ),
    ("quarter_past", "CLOCK", "a? quarter past|after HOUR|CLOCK", quarter_past),
    ("quarter_to", "CLOCK", "a? quarter to|of|till|before|til HOUR|CLOCK", quarter_to),
    ("half_past", "CLOCK", "half past|after HOUR|CLOCK", half_past),
    ("half_hour", "CLOCK", "half HOUR", half_hour_word),
    (
        "roughly",
        "CLOCK",
        "about|around|approximately|roughly|maybe|like|say|exactly CLOCK|HOUR",
        roughly,
    ),
    ("roughly", "CLOCK", "CLOCK ish|approximately|sharp|exactly", about_after),
    ("impossible_time", "BAD", "BADTIME", impossible),
)
