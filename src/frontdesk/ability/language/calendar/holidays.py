"""Names of days in, their dates in any year out: fixed days, nth weekdays, days around Easter."""

from collections.abc import Callable
from datetime import date, timedelta

from frontdesk.ability.language.calendar import series
from frontdesk.ability.language.calendar.chart import Row
from frontdesk.ability.language.calendar.items import Frame, Item, When
from frontdesk.ability.language.calendar.series import DayOf


def on(month: int, day: int) -> DayOf:
    return lambda _: (month, day)


def nth(number: int, weekday: int, month: int, plus: int = 0) -> DayOf:
    """The nth (-1: last) weekday of the month, moved by some days."""

    def day_of(year: int) -> tuple[int, int]:
        if number > 0:
            first = date(year, month, 1)
            at = first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (number - 1))
        else:
            last = date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
            at = last - timedelta(days=(last.weekday() - weekday) % 7)
        moved = at + timedelta(days=plus)
        return moved.month, moved.day

    return day_of


def easter(plus: int = 0) -> DayOf:
    """Western Easter (Gregorian computus), moved by some days."""

    def day_of(year: int) -> tuple[int, int]:
        at = western_easter(year) + timedelta(days=plus)
        return at.month, at.day

    return day_of


def western_easter(year: int) -> date:
    golden, century = year % 19, year // 100
    epact = (century - century // 4 - (8 * century + 13) // 25 + 19 * golden + 15) % 30
    epact -= (epact // 28) * (1 - (epact // 28) * (29 // (epact + 1)) * ((21 - golden) // 11))
    weekday = (year + year // 4 + epact + 2 - century + century // 4) % 7
    offset = epact - weekday
    month = 3 + (offset + 40) // 44
    return date(year, month, offset + 28 - 31 * (month // 4))


def orthodox(plus: int = 0) -> DayOf:
    """Orthodox Easter (Julian computus on the Gregorian calendar), moved by some days."""

    def day_of(year: int) -> tuple[int, int]:
        a, b, c = year % 4, year % 7, year % 19
        d = (19 * c + 15) % 30
        e = (2 * a + 4 * b - d + 34) % 7
        month, day = divmod(d + e + 114, 31)
        gap = year // 100 - year // 400 - 2
        at = date(year, month, day + 1) + timedelta(days=gap + plus)
        return at.month, at.day

    return day_of


# "The holidays" are 24 December to New Year's Day.
_HOLIDAYS_LAST = 9
# name, spellings (patterns of the chart), day of the year, days it lasts
HOLIDAYS: tuple[tuple[str, tuple[str, ...], DayOf, int], ...] = (
    ("new_year", ("new year|years day?",), on(1, 1), 1),
    ("new_years_eve", ("new year|years eve",), on(12, 31), 1),
    ("epiphany", ("epiphany", "three kings day"), on(1, 6), 1),
    ("groundhog_day", ("groundhog|groundhogs day",), on(2, 2), 1),
    ("lincoln", ("abraham? lincoln|lincolns birthday",), on(2, 12), 1),
    ("valentine", ("valentine|valentines day?", "saint|st valentine|valentines day"), on(2, 14), 1),
    ("st_patrick", ("saint|st patrick|patricks|paddy|paddys day",), on(3, 17), 1),
    ("april_fools", ("april fool|fools day?",), on(4, 1), 1),
    ("earth_day", ("earth day",), on(4, 22), 1),
    ("cinco_de_mayo", ("cinco de mayo",), on(5, 5), 1),
    ("may_day", ("may day",), on(5, 1), 1),
    ("loyalty_day", ("loyalty|law|lei day",), on(5, 1), 1),
    ("juneteenth", ("juneteenth",), on(6, 19), 1),
    ("independence_day", ("independence day",), on(7, 4), 1),
    ("halloween", ("halloween|haloween day?",), on(10, 31), 1),
    ("all_saints", ("all saints|hallows day?",), on(11, 1), 1),
    ("all_souls", ("all souls day?", "day of the dead"), on(11, 2), 1),
    ("veterans_day", ("veterans|veteran|armistice|remembrance day",), on(11, 11), 1),
    ("christmas_eve", ("christmas|xmas eve",), on(12, 24), 1),
    ("christmas", ("christmas|xmas day?",), on(12, 25), 1),
    ("boxing_day", ("boxing day",), on(12, 26), 1),
    (
        "mlk_day",
        ("mlk jr? day", "martin luther king|kings jr? day", "civil rights day"),
        nth(3, 0, 1),
        1,
    ),
    (
        "presidents_day",
        ("president|presidents day", "george? washington|washingtons day|birthday"),
        nth(3, 0, 2),
        1,
    ),
    ("mothers_day", ("mother|mothers day",), nth(2, 6, 5), 1),
    ("memorial_day", ("memorial|decoration day",), nth(-1, 0, 5), 1),
    ("fathers_day", ("father|fathers day",), nth(3, 6, 6), 1),
    ("labor_day", ("labor|labour day",), nth(1, 0, 9), 1),
    ("grandparents_day", ("national? grandparent|grandparents day",), nth(1, 0, 9, 6), 1),
    ("columbus_day", ("columbus day", "indigenous peoples day"), nth(2, 0, 10), 1),
    ("election_day", ("election day",), nth(1, 0, 11, 1), 1),
    ("thanksgiving", ("thanksgiving day?", "turkey day"), nth(4, 3, 11), 1),
    ("black_friday", ("black friday",), nth(4, 3, 11, 1), 1),
    ("small_business_saturday", ("small business saturday",), nth(4, 3, 11, 2), 1),
    ("cyber_monday", ("cyber monday",), nth(4, 3, 11, 4), 1),
    (
        "daylight_saving_start",
        ("daylight saving|savings time? start|starts|begins day?",),
        nth(2, 6, 3),
        1,
    ),
    ("daylight_saving_end", ("daylight saving|savings time? end|ends day?",), nth(1, 6, 11), 1),
    ("shrove_tuesday", ("mardi gras", "shrove|fat tuesday", "pancake day|tuesday"), easter(-47), 1),
    ("ash_wednesday", ("ash wednesday",), easter(-46), 1),
    ("palm_sunday", ("palm sunday",), easter(-7), 1),
    ("maundy_thursday", ("maundy|holy thursday",), easter(-3), 1),
    ("good_friday", ("good|great|holy friday",), easter(-2), 1),
    ("easter_monday", ("easter monday|mon",), easter(1), 1),
    ("easter", ("easter sunday|sun?",), easter(), 1),
    ("ascension", ("ascension day?", "ascension thursday"), easter(39), 1),
    ("pentecost", ("pentecost", "whit|white sunday"), easter(49), 1),
    ("whit_monday", ("whit monday", "pentecost monday"), easter(50), 1),
    ("trinity_sunday", ("trinity sunday",), easter(56), 1),
    ("corpus_christi", ("corpus christi",), easter(60), 1),
    ("lent", ("lent",), easter(-46), 46),
    ("orthodox_easter", ("orthodox easter sunday?",), orthodox(), 1),
    ("orthodox_good_friday", ("orthodox good|great|holy friday",), orthodox(-2), 1),
)


def named(day_of: DayOf, days: int = 1) -> Callable[[Frame], Item]:
    when = When(series.yearly(day_of, days), "holiday", bias=0.6)
    return lambda _: when


def long_weekend(_: Frame, day: When) -> Item | None:
    """ "labor day weekend": from Friday evening to the end of the holiday or of its Sunday."""
    if day.form != "holiday":
        return None
    return When(series.Weekend(day.series), "weekend", bias=0.8)


ROWS: tuple[Row, ...] = (
    *(
        (name, "DATE", f"the? {spelling}", named(day_of, days))
        for name, spellings, day_of, days in HOLIDAYS
        for spelling in spellings
    ),
    ("the_holidays", "DATE", "the holidays", named(on(12, 24), _HOLIDAYS_LAST)),
    ("the_holidays", "DATE", "the holiday season", named(on(12, 24), _HOLIDAYS_LAST)),
    ("holiday_weekend", "DATE", "the? DATE weekend", long_weekend),
    ("holiday_weekend", "DATE", "the? DATE week - end", long_weekend),
)
