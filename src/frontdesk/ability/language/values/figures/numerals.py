"""Turns tokens into numerals: digits and number words with scales, fractions and short forms.

Every reader takes the index of a token and gives a value with the index behind it, or None.
"""

from collections.abc import Set
from dataclasses import dataclass, replace
from decimal import Decimal

from frontdesk.ability.language.values.figures import numeral_words as words
from frontdesk.ability.language.values.scan import Scan

_MOST_DIGITS = 15
_ONE = Decimal(1)
_THOUSAND = Decimal(1000)
_MILLION = Decimal(10**6)


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number in the text, tokens `first` to `stop - 1`.

    `lead` is its first part and `times` what multiplies that ("four hundred thousand": 4 and
    100,000); `scale` is the last scale written (1,000 there). `short` is what speakers of prices
    mean by a bare tail ("a million two": 1,200,000). `bare` tells that no scale was written,
    `vague` that a word like "few" stands for it.
    """

    value: Decimal
    first: int
    stop: int
    lead: Decimal
    times: Decimal = _ONE
    scale: Decimal = _ONE
    scale_word: str = ""
    short: Decimal | None = None
    in_words: bool = False
    vague: bool = False

    @property
    def bare(self) -> bool:
        return self.scale == _ONE

    @property
    def mantissa(self) -> Decimal:
        return self.value / self.scale


def find_numerals(scan: Scan, barred: Set[int] = frozenset()) -> tuple[Numeral, ...]:
    """All numerals of a text from left to right, none inside the barred tokens."""
    found: list[Numeral] = []
    at, size = 0, len(scan.tokens)
    starters = words.STARTERS
    while at < size:
        token = scan.tokens[at]
        if (
            at in barred
            or not (token.kind == "n" or token.text in starters)
            or (token.text in words.SPANISH_ONLY and not scan.spanish)
        ):
            at += 1
            continue
        numeral = None if _in_clock(scan, at) else _read(scan, at)
        if numeral is None or any(part in barred for part in range(at, numeral.stop)):
            at += 1
            continue
        found.append(_with_sign(scan, numeral))
        at = numeral.stop
    return tuple(found)


def _in_clock(scan: Scan, at: int) -> bool:
    """Whether digits are half of a time of day ("18:30")."""
    before = scan.word(at - 1) == ":" and scan.glued(at) and scan.kind(at - 2) == "n"
    behind = scan.word(at + 1) == ":" and scan.glued(at + 1) and scan.kind(at + 2) == "n"
    return scan.kind(at) == "n" and (before or behind) and len(scan.word(at)) <= 2


def digits_value(text: str) -> Decimal | None:
    """The value of digits with grouping ("1,200.50", "1.500.000"); None where it is absurd."""
    if len(text) > 2 * _MOST_DIGITS:
        return None
    if text.count(".") > 1:
        whole, _, cents = text.partition(",")
        text = whole.replace(".", "") + (f".{cents}" if cents else "")
    value = Decimal(text.replace(",", ""))
    return value if value < 10**_MOST_DIGITS else None


def _read(scan: Scan, at: int) -> Numeral | None:
    first = _read_opening(scan, at)
    if first is None:
        return None
    numeral = _scaled(scan, _with_fraction(scan, first))
    numeral = _with_lower_groups(scan, numeral)
    return _with_tail(scan, numeral)


def _read_opening(scan: Scan, at: int) -> Numeral | None:
    """The first part of a numeral, before any scale."""
    token = scan.tokens[at]
    if token.kind == "n":
        return _read_digits(scan, at)
    word = token.text
    if word in words.POINTS:
        return _read_point(scan, at, Decimal(0), at)
    if word in words.ARTICLES and word not in words.UNITS:
        # "a dollar"
        return _words(_ONE, at, at + 1) if scan.word(at + 1) in words.COINS else None
    if word in words.PARTS:
        return _read_half(scan, at)
    if word in words.VAGUE or word in words.SINGLES:
        return _read_vague(scan, at)
    if word in words.QUARTERS:
        return _read_quarter(scan, at, Decimal(1), at)
    small = _read_small(scan, at)
    if small is not None:
        value, stop = small
        if scan.word(stop) in words.POINTS:
            dotted = _read_point(scan, stop, value, at)
            return dotted if dotted is not None else _words(value, at, stop)
        if scan.word(stop) in words.QUARTERS:
            quarter = _read_quarter(scan, stop, value, at)
            if quarter is not None:
                return quarter
        return _words(value, at, stop)
    return _read_lone_scale(scan, at)


def _read_lone_scale(scan: Scan, at: int) -> Numeral | None:
    """ "a hundred", "thousand", "mil dólares": one of that scale."""
    word = scan.word(at)
    if word in words.LETTER_SCALES or word not in words.SCALES:
        return None
    if scan.word(at - 1) in words.ARTICLES:
        return _words(_ONE, at - 1, at)
    alone = scan.spanish if word == "mil" else word in words.LONE_SCALES
    return _words(_ONE, at, at) if alone else None


def _words(value: Decimal, first: int, stop: int) -> Numeral:
    return Numeral(value, first, stop, value, in_words=True)


def _read_digits(scan: Scan, at: int) -> Numeral | None:
    value = digits_value(scan.word(at))
    if value is None:
        return None
    stop = at + 1
    if scan.word(stop) in words.POINTS and scan.kind(stop + 1) in {"n", "w"}:
        dotted = _read_point(scan, stop, value, at)
        if dotted is not None:
            return dotted
    # "350 000", "1 200 000": groups of three behind a thin or plain space.
    while scan.word(stop) == "000" and not scan.glued(stop) and value < 10**9 and value >= 1:
        value, stop = value * _THOUSAND, stop + 1
    return Numeral(value, at, stop, value)


def _read_point(scan: Scan, at: int, whole: Decimal, first: int) -> Numeral | None:
    """`at` is the word "point"; digits or digit words follow."""
    stop = at + 1
    text = ""
    if scan.kind(stop) == "n" and scan.word(stop).isdigit():
        text, stop = scan.word(stop), stop + 1
    else:
        while len(text) < _MOST_DIGITS:
            digit = words.UNITS.get(scan.word(stop), words.ZEROS.get(scan.word(stop)))
            if digit is None:
                break
            text, stop = text + str(digit), stop + 1
        if not text:
            small = _read_small(scan, stop)
            if small is None:
                return None
            text, stop = str(small[0]), small[1]
    if not text or len(text) > _MOST_DIGITS:
        return None
    value = whole + Decimal(f"0.{text}")
    return Numeral(value, first, stop, value, in_words=True)


def _read_half(scan: Scan, at: int) -> Numeral | None:
    """ "half a million", "half million", "medio millón"; a lone "half" is no number."""
    stop = at + 1
    if scan.word(stop) in words.ARTICLES:
        stop += 1
    first = at - 1 if scan.word(at - 1) in words.ARTICLES else at
    if _scale_at(scan, stop, spoken=True) and scan.word(stop) != "hundred":
        value = words.PARTS[scan.word(at)]
        return Numeral(value, first, stop, value, in_words=True)
    return None


def _read_quarter(scan: Scan, at: int, count: Decimal, first: int) -> Numeral | None:
    """ "a quarter million", "three quarters of a million"; `at` is the word "quarter"."""
    stop = at + 1
    if scan.word(stop) in {"of", "de"}:
        stop += 1
    if scan.word(stop) in words.ARTICLES:
        stop += 1
    if not _scale_at(scan, stop, spoken=True) or count > 3:
        return None
    if first == at and scan.word(at - 1) in words.ARTICLES:
        first = at - 1
    value = count / 4
    return Numeral(value, first, stop, value, in_words=True)


def _read_vague(scan: Scan, at: int) -> Numeral | None:
    word = scan.word(at)
    value = Decimal(words.VAGUE.get(word, 1))
    first = at - 1 if scan.word(at - 1) in words.ARTICLES else at
    stop = at + 1
    if scan.word(stop) in {"of", "de"} and word != "few":
        stop += 1
    return replace(_words(value, first, stop), vague=True)


def _read_small(scan: Scan, at: int) -> tuple[Decimal, int] | None:
    """Number words below ten thousand without a scale but "hundred": "four fifty" is 450."""
    word = scan.word(at)
    if word in words.ZEROS:
        return Decimal(0), at + 1
    if word in words.HUNDREDS:
        rest = _read_below_hundred(scan, at + 1, joiner=True)
        value = Decimal(words.HUNDREDS[word])
        return (value + rest[0], rest[1]) if rest else (value, at + 1)
    low = _read_below_hundred(scan, at, joiner=False)
    if low is None:
        return None
    value, stop = low
    if scan.word(stop) in {"oh", "o"} and scan.word(stop + 1) in words.UNITS:
        return value * 100 + words.UNITS[scan.word(stop + 1)], stop + 2
    follow = scan.word(stop)
    if follow in words.TENS or (follow in words.TEENS and value < 100):
        tail = _read_below_hundred(scan, stop, joiner=False)
        if tail is not None and tail[0] >= 10 and value not in {20, 30, 40, 50, 60, 70, 80, 90}:
            return value * 100 + tail[0], tail[1]
    return value, stop


def _read_below_hundred(scan: Scan, at: int, *, joiner: bool) -> tuple[Decimal, int] | None:
    if joiner and scan.word(at) == "y":
        at += 1
    word = scan.word(at)
    if word in words.UNITS:
        return Decimal(words.UNITS[word]), at + 1
    if word in words.TEENS:
        return Decimal(words.TEENS[word]), at + 1
    if word not in words.TENS:
        return None
    stop = at + 1
    joined = stop + 1 if scan.word(stop) in {"-", "y"} else stop
    unit = words.UNITS.get(scan.word(joined))
    if unit is not None and scan.word(joined) not in words.ARTICLES:
        return Decimal(words.TENS[word] + unit), joined + 1
    return Decimal(words.TENS[word]), stop


def _with_fraction(scan: Scan, numeral: Numeral) -> Numeral:
    """ "2 1/2", "two and a half", "1/5"."""
    at = numeral.stop
    if scan.word(at) in {"and", "y"} and scan.word(at + 1) in {"a", *words.PARTS}:
        half = at + 2 if scan.word(at + 1) == "a" else at + 1
        if scan.word(half) in words.PARTS:
            value = numeral.value + words.PARTS[scan.word(half)]
            return replace(numeral, value=value, lead=value, stop=half + 1)
    fraction = _read_fraction(scan, at)
    if fraction is not None and scan.kind(at - 1) == "n" and numeral.value == int(numeral.value):
        value = numeral.value + fraction
        return replace(numeral, value=value, lead=value, stop=at + 3)
    fraction = _read_fraction(scan, at - 1) if numeral.stop == numeral.first + 1 else None
    if fraction is not None:
        return replace(numeral, value=fraction, lead=fraction, stop=at + 2)
    return numeral


def _read_fraction(scan: Scan, at: int) -> Decimal | None:
    """ "1/2", "3/15": written without spaces, below one, with a usual divisor."""
    if scan.word(at + 1) != "/" or scan.kind(at) != "n" or scan.kind(at + 2) != "n":
        return None
    if not (scan.glued(at + 1) and scan.glued(at + 2)) or scan.word(at + 3) == "/":
        return None
    above, below = digits_value(scan.word(at)), digits_value(scan.word(at + 2))
    if not above or not below or above >= below or below not in words.DIVISORS:
        return None
    if scan.kind(at + 3) == "w" and below not in {2, 4}:
        return None
    return above / below


def _scale_at(scan: Scan, at: int, *, spoken: bool) -> Decimal | None:
    """The scale word at an index; letters only behind digits."""
    word = scan.word(at)
    scale = words.SCALES.get(word)
    if scale is None:
        return None
    if word in words.LETTER_SCALES and (spoken or not (scan.glued(at) or word == "k")):
        return None
    return Decimal(scale)


def _scaled(scan: Scan, numeral: Numeral) -> Numeral:
    """Multiplies by the scale words that follow: "5 hundred thousand", "450k"."""
    value, times, scale, at = numeral.value, _ONE, _ONE, numeral.stop
    name = ""
    while True:
        if scan.word(at) == "-" and scan.word(at + 1) in words.SCALES and at > numeral.first:
            break
        factor = _scale_at(scan, at, spoken=numeral.in_words and scan.word(at) != "k")
        word = scan.word(at)
        if factor is None or (name and factor < scale and not (word == "dozens")):
            break
        if word == "mil" and not scan.spanish and value < 20:
            factor = _MILLION
        value, times, scale, name = value * factor, times * factor, factor, word
        at += 1
        if word == "hundred":
            rest = _hundred_rest(scan, at)
            if rest is not None:
                value, at = value + rest[0], rest[1]
    if at == numeral.stop:
        return numeral
    if name == "hundred" or (scale == 100):
        scale = _ONE
    return replace(numeral, value=value, times=times, scale=scale, scale_word=name, stop=at)


def _hundred_rest(scan: Scan, at: int) -> tuple[Decimal, int] | None:
    start = at + 1 if scan.word(at) == "and" else at
    rest = _read_below_hundred(scan, start, joiner=False)
    follows_scale = scan.word(start + 1) in {"thousand", "k"}
    if rest is None and scan.kind(start) == "n" and (start > at or follows_scale):
        value = digits_value(scan.word(start))
        if value is not None and value < 100 and value == int(value):
            rest = (value, start + 1)
    if rest is None or scan.word(rest[1]) == "hundred":
        return None
    if start > at and scan.word(rest[1]) in {"bed", "bath", "beds", "baths", "-"}:
        return None
    return rest


def _with_lower_groups(scan: Scan, numeral: Numeral) -> Numeral:
    """ "three million two hundred thousand", "un millón doscientos mil"."""
    while numeral.scale >= _THOUSAND:
        at = numeral.stop
        if scan.word(at) in {"and", "y"}:
            at += 1
        opening = _read_group(scan, at)
        if opening is None:
            return numeral
        group = _scaled(scan, opening)
        if group.scale >= numeral.scale:
            return numeral
        if group.scale == _ONE and (at > numeral.stop) and not group.in_words:
            return numeral
        if group.scale == _ONE and numeral.scale == _THOUSAND and not numeral.in_words:
            return numeral
        value = numeral.value + group.value
        short = numeral.short
        if group.scale == _ONE and at == numeral.stop and numeral.scale >= _MILLION:
            short = numeral.value + _short_tail(group.value, numeral.scale)
        numeral = replace(
            numeral,
            value=value,
            stop=group.stop,
            short=short,
            scale=max(group.scale, _THOUSAND),
        )
        if group.scale == _ONE:
            return numeral
    return numeral


def _read_group(scan: Scan, at: int) -> Numeral | None:
    if scan.kind(at) == "n":
        return _read_digits(scan, at)
    word = scan.word(at)
    if word in words.ARTICLES:
        return None
    if word == "mil" and scan.spanish:
        return _words(_ONE, at, at)
    small = _read_small(scan, at)
    return None if small is None else _words(small[0], at, small[1])


def _short_tail(tail: Decimal, scale: Decimal) -> Decimal:
    """ "a million two" is 1.2 million, "a million two fifty" 1.25 million."""
    if tail < 10:
        return tail * scale / 10
    return tail * _THOUSAND if tail < _THOUSAND and scale == _MILLION else tail


def _with_tail(scan: Scan, numeral: Numeral) -> Numeral:
    """ "a million and a half"; "forty-five (45)" says one number twice."""
    at = numeral.stop
    if numeral.scale >= _THOUSAND and scan.word(at) in {"and", "y"}:
        half = at + 2 if scan.word(at + 1) == "a" else at + 1
        if scan.word(half) in words.PARTS:
            value = numeral.value + numeral.scale * words.PARTS[scan.word(half)]
            return replace(numeral, value=value, stop=half + 1)
    if scan.word(at) == "(" and scan.kind(at + 1) in {"n", "w"}:
        inner = _read_group(scan, at + 1)
        if inner is not None:
            again = _with_lower_groups(scan, _scaled(scan, inner))
            if again.value == numeral.value and scan.word(again.stop) == ")":
                return replace(numeral, stop=again.stop + 1)
    return numeral


def _with_sign(scan: Scan, numeral: Numeral) -> Numeral:
    """A minus counts where nothing but the number can follow it."""
    before = numeral.first - 1
    sign = scan.word(before)
    if sign in {"minus", "negative"} or (sign == "-" and before == 0):
        return replace(numeral, value=-numeral.value, lead=-numeral.lead, first=before, short=None)
    return numeral
