"""Turns tokens into the first part of a numeral: digits, small number words, fractions."""

from dataclasses import dataclass, replace
from decimal import Decimal

from frontdesk.ability.language.values.figures import numeral_words as words
from frontdesk.ability.language.values.scan import Scan

_MOST_DIGITS = 15


_ONE = Decimal(1)


_THOUSAND = Decimal(1000)


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


def digits_value(text: str) -> Decimal | None:
    """The value of digits with grouping ("1,200.50", "1.500.000"); None where it is absurd."""
    if len(text) > 2 * _MOST_DIGITS:
        return None
    if text.count(".") > 1:
        whole, _, cents = text.partition(",")
        text = whole.replace(".", "") + (f".{cents}" if cents else "")
    value = Decimal(text.replace(",", ""))
    return value if value < 10**_MOST_DIGITS else None


def read_opening(scan: Scan, at: int) -> Numeral | None:
    """The first part of a numeral, before any scale."""
    token = scan.tokens[at]
    if token.kind == "n":
        return read_digits(scan, at)
    word = token.text
    if word in words.POINTS:
        return _read_point(scan, at, Decimal(0), at)
    if word in words.ARTICLES and word not in words.UNITS:
        # "a dollar"
        return spelled(_ONE, at, at + 1) if scan.word(at + 1) in words.COINS else None
    if word in words.PARTS:
        return _read_half(scan, at)
    if word in words.VAGUE or word in words.SINGLES:
        return _read_vague(scan, at)
    if word in words.QUARTERS:
        return _read_quarter(scan, at, Decimal(1), at)
    small = read_small(scan, at)
    return _small_opening(scan, at, small) if small else _read_lone_scale(scan, at)


def _small_opening(scan: Scan, at: int, small: tuple[Decimal, int]) -> Numeral:
    """ "three", "three point two", "three quarters of a million"."""
    value, stop = small
    longer: Numeral | None = None
    if scan.word(stop) in words.POINTS:
        longer = _read_point(scan, stop, value, at)
    elif scan.word(stop) in words.QUARTERS:
        longer = _read_quarter(scan, stop, value, at)
    return longer if longer is not None else spelled(value, at, stop)


def _read_lone_scale(scan: Scan, at: int) -> Numeral | None:
    """ "a hundred", "thousand", "mil dólares": one of that scale."""
    word = scan.word(at)
    if word in words.LETTER_SCALES or word not in words.SCALES:
        return None
    if scan.word(at - 1) in words.ARTICLES:
        return spelled(_ONE, at - 1, at)
    alone = scan.spanish if word == "mil" else word in words.LONE_SCALES
    return spelled(_ONE, at, at) if alone else None


def spelled(value: Decimal, first: int, stop: int) -> Numeral:
    return Numeral(value, first, stop, value, in_words=True)


def read_digits(scan: Scan, at: int) -> Numeral | None:
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
            small = read_small(scan, stop)
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
    if scale_at(scan, stop, spoken=True) and scan.word(stop) != "hundred":
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
    if not scale_at(scan, stop, spoken=True) or count > 3:
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
    return replace(spelled(value, first, stop), vague=True)


def read_small(scan: Scan, at: int) -> tuple[Decimal, int] | None:
    """Number words below ten thousand without a scale but "hundred": "four fifty" is 450."""
    word = scan.word(at)
    if word in words.ZEROS:
        return Decimal(0), at + 1
    if word in words.HUNDREDS:
        rest = read_below_hundred(scan, at + 1, joiner=True)
        value = Decimal(words.HUNDREDS[word])
        return (value + rest[0], rest[1]) if rest else (value, at + 1)
    low = read_below_hundred(scan, at, joiner=False)
    if low is None:
        return None
    value, stop = low
    if scan.word(stop) in {"oh", "o"} and scan.word(stop + 1) in words.UNITS:
        return value * 100 + words.UNITS[scan.word(stop + 1)], stop + 2
    follow = scan.word(stop)
    if follow in words.TENS or (follow in words.TEENS and value < 100):
        tail = read_below_hundred(scan, stop, joiner=False)
        if tail is not None and tail[0] >= 10 and value not in {20, 30, 40, 50, 60, 70, 80, 90}:
            return value * 100 + tail[0], tail[1]
    return value, stop


def read_below_hundred(scan: Scan, at: int, *, joiner: bool) -> tuple[Decimal, int] | None:
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


def read_fraction(scan: Scan, at: int) -> Decimal | None:
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


def scale_at(scan: Scan, at: int, *, spoken: bool) -> Decimal | None:
    """The scale word at an index; letters only behind digits."""
    word = scan.word(at)
    scale = words.SCALES.get(word)
    if scale is None:
        return None
    if word in words.LETTER_SCALES and (spoken or not (scan.glued(at) or word == "k")):
        return None
    return Decimal(scale)
