"""English words in, what each may mean to the grammar out: symbol and meaning per word."""

from frontdesk.ability.language.calendar.chart import Leaf
from frontdesk.ability.language.calendar.items import Item, Mark, Num, Part, Unit
from frontdesk.ability.language.calendar.stretch import Grain


def each(words: str) -> tuple[str, ...]:
    return tuple(words.split())


_DAYS = (
    ("monday", "mon"),
    ("tuesday", "tues", "tue"),
    ("wednesday", "weds", "wed"),
    ("thursday", "thurs", "thur", "thu"),
    ("friday", "fri"),
    ("saturday", "sat"),
    ("sunday", "sun"),
)
_MONTHS = (
    ("january", "jan"),
    ("february", "feb"),
    ("march", "mar"),
    ("april", "apr"),
    ("may",),
    ("june", "jun"),
    ("july", "jul"),
    ("august", "aug"),
    ("september", "sept", "sep"),
    ("october", "oct"),
    ("november", "nov"),
    ("december", "dec"),
)
# Words that are more often something else: they need company to count.
SHY = frozenset({"mon", "wed", "sat", "sun", "may", "march", "mar", "jan", "dec", "apr"})
# First names too: not after "I'm", "this is", "name is".
NAMES = frozenset({"april", "may", "june", "august", "jan", "summer", "mar", "julio", "abril"})

_NUMBERS = each(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen"
)
_TENS = each("twenty thirty forty fifty sixty seventy eighty ninety")
_ORDINALS = each(
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth "
    "thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
)

_UNITS: dict[str, tuple[Grain, int]] = {
    "second": ("second", 1),
    "sec": ("second", 1),
    "minute": ("minute", 1),
    "min": ("minute", 1),
    "hour": ("hour", 1),
    "hr": ("hour", 1),
    "h": ("hour", 1),
    "day": ("day", 1),
    "night": ("day", 1),
    "week": ("week", 1),
    "wk": ("week", 1),
    "fortnight": ("week", 2),
    "month": ("month", 1),
    "mo": ("month", 1),
    "quarter": ("quarter", 1),
    "qtr": ("quarter", 1),
    "year": ("year", 1),
    "yr": ("year", 1),
    "decade": ("year", 10),
}
_PARTS = {
    "morning": Part(0, 12, "morning"),
    "afternoon": Part(12, 19, "afternoon"),
    "evening": Part(18, 24, "evening"),
    "night": Part(18, 24, "night"),
    "nite": Part(18, 24, "night"),
    "lunch": Part(12, 14, "afternoon"),
    "lunchtime": Part(12, 14, "afternoon"),
    "overnight": Part(18, 30, "night", "weak"),
}
_CLOCKS = {"noon": 12, "midday": 12, "noontime": 12, "midnight": 0}
_SEASONS = {"spring": 0, "summer": 1, "autumn": 2, "fall": 2, "winter": 3}
_MODS = {
    "THIS": (0, "this current present"),
    "NEXT": (1, "next following coming upcoming"),
    "LAST": (-1, "last past previous prior"),
}
_MINUTES = {
    "gmt": 0,
    "utc": 0,
    "bst": 60,
    "cet": 60,
    "cest": 120,
    "ist": 330,
    "est": -300,
    "edt": -240,
    "cst": -360,
    "cdt": -300,
    "mst": -420,
    "mdt": -360,
    "pst": -480,
    "pdt": -420,
    "et": -300,
    "ct": -360,
    "mt": -420,
    "pt": -480,
}
_EDGES = {
    "EDGE": (
        ("early", 0),
        ("beginning", 0),
        ("start", 0),
        ("mid", 1),
        ("middle", 1),
        ("late", 2),
        ("end", 2),
    ),
    "RIM": (("eod", 0), ("eow", 1), ("eom", 2), ("eoy", 3), ("bom", 12), ("boy", 13), ("bow", 11)),
}


Words = dict[str, list[Leaf]]


def put(words: Words, word: str, symbol: str, item: Item) -> None:
    words.setdefault(word, []).append((symbol, item, ""))


def lexicon() -> Words:
    """Word -> its leaves. Plurals are their own words so that "mondays" may recur."""
    words: Words = {}
    _put_names(words)
    _put_numbers(words)
    _put_units(words)
    for symbol, (value, names) in _MODS.items():
        for word in names.split():
            put(words, word, symbol, Mark(value, word))
    for symbol, edges in _EDGES.items():
        for word, index in edges:
            put(words, word, symbol, Mark(index, word))
    for half, word in enumerate(("am", "pm")):
        put(words, word, "AMPM", Mark(half, "m"))
    return words


def _put_names(words: Words) -> None:
    for index, names in enumerate(_DAYS):
        for name in names:
            put(words, name, "WEEKDAY", Mark(index, name))
            if len(name) > 4:
                put(words, name + "s", "WEEKDAYS", Mark(index, name))
    for index, names in enumerate(_MONTHS):
        for name in names:
            put(words, name, "MONTH", Mark(index + 1, name))
    for symbol, marks in (("NOON", _CLOCKS), ("SEASON", _SEASONS), ("ZONE", _MINUTES)):
        for word, value in marks.items():
            put(words, word, symbol, Mark(value, word))


def _put_numbers(words: Words) -> None:
    for value, word in enumerate(_NUMBERS):
        put(words, word, "NUM", Num(value))
    for ten, word in enumerate(_TENS, 2):
        put(words, word, "NUM", Num(ten * 10))
        put(words, word, "TENS", Num(ten * 10))
    for word, value in (("couple", 2), ("pair", 2), ("few", 3)):
        put(words, word, "FEW", Num(value))
    for value, word in enumerate(_ORDINALS, 1):
        put(words, word, "ORD", Num(value))
    put(words, "thirtieth", "ORD", Num(30))


def _put_units(words: Words) -> None:
    for word, (grain, count) in _UNITS.items():
        put(words, word, "UNIT", Unit(grain, count, word))
        put(words, word + "s", "UNIT", Unit(grain, count, word + "s"))
    for word, part in _PARTS.items():
        put(words, word, "PART", part)
        put(words, word + "s", "PARTS", part)
