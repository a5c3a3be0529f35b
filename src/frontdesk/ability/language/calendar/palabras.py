"""Spanish words and phrases in, the same meanings as the English ones out."""

from dataclasses import replace

from frontdesk.ability.language.calendar import holidays, words
from frontdesk.ability.language.calendar.chart import Row
from frontdesk.ability.language.calendar.grammar import (
    clocks,
    dates,
    joins,
    lengths,
    picks,
    ranges,
    repeats,
)
from frontdesk.ability.language.calendar.items import (
    Clock,
    Frame,
    Item,
    Mark,
    Num,
    Part,
    Unit,
    When,
    fixed,
)
from frontdesk.ability.language.calendar.stretch import Grain
from frontdesk.ability.language.calendar.words import Words, put

_DIAS = words.each("lunes martes miercoles jueves viernes sabado domingo")
_MESES = words.each(
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre"
)
# Number words are a symbol of their own: "once" is eleven only among Spanish words.
_CIFRAS = words.each(
    "cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince "
    "dieciseis diecisiete dieciocho diecinueve veinte veintiuno veintidos veintitres "
    "veinticuatro veinticinco veintiseis veintisiete veintiocho veintinueve treinta"
)
_UNIDADES: dict[str, Grain] = {
    "segundo": "second",
    "minuto": "minute",
    "hora": "hour",
    "dia": "day",
    "noche": "day",
    "semana": "week",
    "mes": "month",
    "trimestre": "quarter",
    "ano": "year",
}
_PARTES = {
    "manana": Part(0, 12, "morning"),
    "tarde": Part(12, 19, "afternoon"),
    "tardecita": Part(17, 20, "evening"),
    "noche": Part(18, 24, "night"),
    "madrugada": Part(0, 6, "morning"),
}
_ESTACIONES = {"primavera": 0, "verano": 1, "otono": 2, "invierno": 3}


def lexicon() -> Words:
    found: Words = {}
    for index, dia in (*enumerate(_DIAS), (5, "sabados"), (6, "domingos")):
        put(found, dia, "DIA", Mark(index, dia))
    for index, mes in enumerate(_MESES):
        put(found, mes, "MES", Mark(index + 1, "may" if mes == "mayo" else mes))
    put(found, "setiembre", "MES", Mark(9, "setiembre"))
    for value, cifra in (*enumerate(_CIFRAS), (1, "un"), (1, "una"), (1, "primero")):
        put(found, cifra, "CIFRA", Num(value))
    for word, grain in _UNIDADES.items():
        put(found, word, "UNIDAD", Unit(grain, 1, word))
        plural = "meses" if word == "mes" else word + "s"
        put(found, plural, "UNIDAD", Unit(grain, 1, plural))
    for word, part in _PARTES.items():
        put(found, word, "PARTE", part)
        put(found, word + "s", "PARTES", part)
    for word, index in _ESTACIONES.items():
        put(found, word, "ESTACION", Mark(index, word))
    for word, value in (("mediodia", 12), ("medianoche", 0)):
        put(found, word, "NOON", Mark(value, word))
    return found


def next_day(frame: Frame, day: Mark) -> Item:
    return dates.next_weekday(frame, Mark(1, "proximo"), day)


def last_day(frame: Frame, day: Mark) -> Item:
    return dates.last_weekday(frame, Mark(-1), day)


def this_day(frame: Frame, day: Mark) -> Item:
    return dates.this_weekday(frame, Mark(0), day)


def near(offset: int) -> "_Near":
    return _Near(offset)


class _Near:
    """este, próximo, pasado with a week, month or year."""

    def __init__(self, offset: int) -> None:
        self.offset = offset

    def __call__(self, frame: Frame, unit: Unit) -> Item | None:
        if unit.grain == "day" or (unit.word.endswith(("s", "es")) and unit.word != "mes"):
            return None
        return dates.cycle(frame, Mark(self.offset, "x"), replace(unit, word="x"))


def month_of(offset: int) -> "_MonthOf":
    return _MonthOf(offset)


class _MonthOf:
    def __init__(self, offset: int) -> None:
        self.offset = offset

    def __call__(self, frame: Frame, month: Mark) -> Item | None:
        made = dates.in_month(frame, month)
        mark = Mark(self.offset, "x")
        return dates.moved(frame, mark, made) if isinstance(made, When) else None


def and_half(frame: Frame, clock: Clock) -> Item | None:
    return clocks.half_past(frame, clock)


def counted(frame: Frame, number: Num, unit: Unit) -> Item | None:
    if unit.word.startswith("noche"):
        unit = replace(unit, word="nights")
    return lengths.counted(frame, number, unit)


def day_number(frame: Frame, number: Num) -> Item | None:
    return dates.the_day_of_month(frame, number)


def tonight(frame: Frame, part: Part) -> Item | None:
    return joins.this_part(frame, Mark(0), part)


def last_night(frame: Frame) -> Item | None:
    return joins.this_part(frame, Mark(-1), Part(18, 24, "night"))


def edge(index: int) -> "_Edge":
    return _Edge(index)


class _Edge:
    """principios, mediados, finales of a month, a year, a week."""

    def __init__(self, index: int) -> None:
        self.index = index

    def __call__(self, frame: Frame, whole: When) -> Item | None:
        return picks.edge(frame, Mark(self.index), whole)


def edge_unit(index: int) -> "_EdgeUnit":
    return _EdgeUnit(index)


class _EdgeUnit:
    def __init__(self, index: int) -> None:
        self.index = index

    def __call__(self, frame: Frame, unit: Unit) -> Item | None:
        if unit.grain not in ("week", "month", "year"):
            return None
        return picks.edge(frame, Mark(self.index), fixed(frame.now, unit.grain, "cycle"))


def day_hour(frame: Frame, day: When, clock: Clock) -> Item | None:
    return joins.day_at(frame, day, clock)


def weekday_number(frame: Frame, day: Mark, number: Num) -> Item | None:
    """ "el lunes 15"."""
    inner = dates.the_day_of_month(frame, number)
    outer = dates.a_weekday(frame, day)
    if not isinstance(inner, When) or not isinstance(outer, When):
        return None
    return joins.inside(frame, outer, inner)


def next_weekend(frame: Frame) -> Item | None:
    made = dates.weekend(frame)
    return dates.moved(frame, Mark(1, "next"), made) if isinstance(made, When) else None


def hour_and(frame: Frame, clock: Clock, minutes: Num) -> Item | None:
    return clocks.minutes_past(frame, minutes, clock)


def hour_less(frame: Frame, clock: Clock, minutes: Num) -> Item | None:
    return clocks.counted_to(frame, minutes, clock)


_N = "CIFRA|NUM"
_H = "CLOCK|HOUR|HORA"
ROWS: tuple[Row, ...] = (
    ("now", "MOMENT", "ahora mismo|mismito?", dates.now),
    ("today", "DATE", "hoy dia?", dates.day_away(0)),
    ("tomorrow", "DATE", "manana", dates.day_away(1)),
    ("yesterday", "DATE", "ayer", dates.day_away(-1)),
    ("day_after_tomorrow", "DATE", "pasado manana", dates.day_away(2)),
    ("day_before_yesterday", "DATE", "anteayer|antier|antes|ante de? ayer", dates.day_away(-2)),
    ("weekday", "DATE", "el? DIA", dates.a_weekday),
    ("this_weekday", "DATE", "este DIA", this_day),
    ("next_weekday", "DATE", "el? proximo|siguiente DIA", next_day),
    ("next_weekday", "DATE", "el? DIA proximo|siguiente|entrante", next_day),
    ("next_weekday", "DATE", "el? DIA que viene|entra", next_day),
    ("last_weekday", "DATE", "el? DIA pasado", last_day),
    ("last_weekday", "DATE", "el pasado DIA", last_day),
    ("month", "DATE", "MES", dates.a_month),
    ("in_month", "DATE", "en|para|durante MES", dates.in_month),
    ("moved", "DATE", "el? proximo MES", month_of(1)),
    ("moved", "DATE", "el? MES que viene", month_of(1)),
    ("moved", "DATE", "el? MES pasado", month_of(-1)),
    ("cycle", "DATE", "este|esta UNIDAD", near(0)),
    ("cycle", "DATE", "el|la? proximo|proxima UNIDAD", near(1)),
    ("cycle", "DATE", "el|la UNIDAD que viene|entra", near(1)),
    ("cycle", "DATE", "el|la? UNIDAD proximo|proxima|siguiente|entrante", near(1)),
    ("cycle", "DATE", "el|la? UNIDAD pasado|pasada", near(-1)),
    ("cycle", "DATE", "el|la ultimo|ultima UNIDAD", near(-1)),
    ("day_and_month", "DATE", f"el? dia? {_N} de MES", dates.day_and_month),
    ("day_and_month", "DATE", f"el? dia? {_N} MES", dates.day_and_month),
    ("day_month_year", "DATE", f"el? dia? {_N} de MES de|del NUM", dates.day_month_year),
    ("day_month_year", "DATE", f"el? dia? {_N} de? MES NUM", dates.day_month_year),
    ("day_of_month", "DATE", f"el dia? {_N}", day_number),
    ("day_of_month", "DATE", f"el? DIA dia? {_N}", weekday_number),
    ("weekend", "DATE", "el|este fin de semana", dates.weekend),
    ("next_weekend", "DATE", "el? proximo fin de semana", next_weekend),
    ("next_weekend", "DATE", "el fin de semana que viene", next_weekend),
    ("season", "DATE", "el|la|este|esta|en|proximo|proxima ESTACION", dates.in_season),
    ("hora", "HORA", "CIFRA", clocks.bare_hour),
    ("a_las", "CLOCK", f"a|como|sobre|tipo|para las|la {_H}", clocks.at_hour),
    ("a_las", "CLOCK", f"a eso de las|la {_H}", clocks.at_hour),
    ("a_las", "CLOCK", f"las {_H}", clocks.at_hour),
    ("las_y_media", "CLOCK", "las|la HORA|HOUR y media", and_half),
    ("las_y_media", "CLOCK", "a las|la HORA|HOUR y media", and_half),
    ("y_cuarto", "CLOCK", "a? las|la HORA|HOUR y cuarto", clocks.quarter_past),
    ("menos_cuarto", "CLOCK", "a? las|la HORA|HOUR menos cuarto", clocks.quarter_to),
    ("cuarto_para", "CLOCK", "un? cuarto para las|la HORA|HOUR", clocks.quarter_to),
    ("hora_y", "CLOCK", f"a? las|la HORA|HOUR y {_N}", hour_and),
    ("hora_menos", "CLOCK", f"a? las|la HORA|HOUR menos {_N}", hour_less),
    ("en_punto", "CLOCK", "CLOCK en punto", clocks.hour_as_said),
    ("hour_and_part", "CLOCK", f"{_H} de|en|por la PARTE", clocks.with_part),
    ("hour_and_part", "CLOCK", f"{_H} del mediodia", clocks.hour_as_said),
    ("al_mediodia", "CLOCK", "al|a|el|la NOON", clocks.noon),
    ("in_the_part", "PART", "por|en|de|durante la PARTE", joins.in_the_part),
    ("this_part", "MOMENT", "esta PARTE", tonight),
    ("last_night", "MOMENT", "anoche", last_night),
    ("day_part", "MOMENT", "DATE por|en|a|de la PARTE", joins.day_part),
    ("day_part", "MOMENT", "DATE PARTE", joins.day_part),
    ("part_at", "MOMENT", "MOMENT a las|la HOUR|HORA", joins.part_at),
    ("inside", "DATE", "DATE de|del|en? la|el? DATE", joins.inside),
    ("at_day", "MOMENT", "CLOCK de|del|el|en DATE", joins.at_day),
    ("length", "LEN", f"{_N} UNIDAD", counted),
    ("half_hour", "LEN", "media UNIDAD", lengths.half),
    ("and_half", "LEN", "LEN y media|medio", lengths.length_and_half),
    ("length_and", "LEN", "LEN y|con LEN", lengths.length_and),
    ("for_length", "LEN", "por|durante LEN", lengths.firm),
    ("about_length", "LEN", "unos|unas|como|aproximadamente|casi LEN", lengths.about),
    ("in_length", "DATE", "en LEN", lengths.ahead),
    ("in_length", "DATE", "dentro de LEN", lengths.ahead),
    ("ago", "DATE", "hace LEN", lengths.ago),
    ("ago", "DATE", "LEN atras", lengths.ago),
    ("edge", "DATE", "a|para? finales|fines|fin de|del DATE", edge(2)),
    ("edge", "DATE", "a? mediados de|del DATE", edge(1)),
    ("edge", "DATE", "a? principios|inicios|comienzos de|del DATE", edge(0)),
    ("edge", "DATE", "a|para? finales|fines|fin de|del este? UNIDAD", edge_unit(2)),
    ("edge", "DATE", "a? mediados de|del este? UNIDAD", edge_unit(1)),
    ("edge", "DATE", "a? principios|inicios|comienzos de|del este? UNIDAD", edge_unit(0)),
    ("clock_range", "SPAN", f"entre las|la? {_H} y las|la? {_H}", ranges.between_clocks),
    ("clock_range", "SPAN", f"de|desde las|la? {_H} a|hasta las|la? {_H}", ranges.between_clocks),
    ("day_range", "RANGE", "de|desde|del DATE a|al|hasta el? DATE", ranges.days),
    ("day_range", "RANGE", "entre el? DATE y el? DATE", ranges.days),
    (
        "days_month",
        "RANGE",
        f"del|desde el? {_N} al|hasta el? {_N} de MES",
        ranges.days_month,
    ),
    ("after", "OPEN", f"despues de las|la? {_H}", ranges.after),
    ("after", "OPEN", f"a partir de las|la? {_H}", ranges.since),
    ("after", "OPEN", f"desde las|la {_H}", ranges.since),
    ("after", "RANGE", "despues de|del DATE|MOMENT", ranges.after),
    ("from", "RANGE", "a partir de|del DATE|MOMENT", ranges.since),
    ("from", "RANGE", "desde DATE|MOMENT", ranges.since_weekday),
    ("before", "OPEN", f"antes de las|la? {_H}", ranges.before),
    ("before", "RANGE", "antes de|del DATE|MOMENT", ranges.before),
    ("until", "OPEN", f"hasta las|la {_H}", ranges.until),
    ("until", "RANGE", "hasta DATE|MOMENT", ranges.until),
    ("clocks_day", "MOMENT", "SPAN el|del|de DATE", ranges.clocks_day),
    ("clocks_day", "RANGE", "OPEN el|del|de DATE", ranges.clocks_day),
    ("asap", "RANGE", "lo antes posible", ranges.asap),
    ("asap", "RANGE", "cuanto antes", ranges.asap),
    ("every_weekday", "REPEAT", "todos los DIA", repeats.days),
    ("every_weekday", "REPEAT", "los DIA", repeats.days),
    ("every_weekday", "REPEAT", "cada DIA", repeats.days),
    ("and_weekdays", "REPEAT", "REPEAT y REPEAT", repeats.and_days),
    ("and_weekday", "REPEAT", "REPEAT y DIA", repeats.and_day),
    ("each_unit", "REPEAT", "cada UNIDAD", repeats.each_unit),
    ("nth_unit", "REPEAT", f"cada {_N} UNIDAD", repeats.nth_unit),
    ("daily", "REPEAT", "todos los dias", repeats.adverb("DAILY")),
    ("weekdays", "REPEAT", "entre semana", repeats.weekdays),
    ("weekdays", "REPEAT", "de lunes a viernes", repeats.weekdays),
    ("weekends", "REPEAT", "los|todos fines de semana", repeats.weekends),
    ("repeat_part", "REPEAT", "REPEAT por|en la PARTE", repeats.with_part),
    ("christmas", "DATE", "la? navidad", holidays.named(holidays.on(12, 25))),
    ("christmas_eve", "DATE", "la? nochebuena", holidays.named(holidays.on(12, 24))),
    ("new_year", "DATE", "ano nuevo", holidays.named(holidays.on(1, 1))),
    ("new_years_eve", "DATE", "la? nochevieja", holidays.named(holidays.on(12, 31))),
    ("epiphany", "DATE", "dia de reyes", holidays.named(holidays.on(1, 6))),
)
