"""Turns tokens into numerals: digits and number words with scales, fractions and short forms."""

from collections.abc import Set
from dataclasses import replace
from decimal import Decimal

from frontdesk.ability.language.values.figures import numeral_words as words
from frontdesk.ability.language.values.figures.numeral_parts import (
    Numeral,
    digits_value,
    read_below_hundred,
    read_digits,
    read_fraction,
    read_opening,
    read_small,
    scale_at,
    spelled,
)
from frontdesk.ability.language.values.scan import Scan

_ONE = Decimal(1)


_THOUSAND = Decimal(1000)


_MILLION = Decimal(10**6)


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


def _read(scan: Scan, at: int) -> Numeral | None:
    first = read_opening(scan, at)
    if first is None:
        return None
    numeral = _scaled(scan, _with_fraction(scan, first))
    numeral = _with_lower_groups(scan, numeral)
    return _with_tail(scan, numeral)


def _with_fraction(scan: Scan, numeral: Numeral) -> Numeral:
    """ "2 1/2", "two and a half", "1/5"."""
    at = numeral.stop
    if scan.word(at) in {"and", "y"} and scan.word(at + 1) in {"a", *words.PARTS}:
        half = at + 2 if scan.word(at + 1) == "a" else at + 1
        if scan.word(half) in words.PARTS:
            value = numeral.value + words.PARTS[scan.word(half)]
            return replace(numeral, value=value, lead=value, stop=half + 1)
    if scan.word(at) in {"and", "y"} and scan.word(at + 1) in {"a", "un"}:
        scaled = scale_at(scan, at + 3, spoken=True)
        if scan.word(at + 2) in words.QUARTERS and scaled:
            value = numeral.value + Decimal("0.25")
            return replace(numeral, value=value, lead=value, stop=at + 3)
    fraction = read_fraction(scan, at)
    if fraction is not None and scan.kind(at - 1) == "n" and numeral.value == int(numeral.value):
        value = numeral.value + fraction
        return replace(numeral, value=value, lead=value, stop=at + 3)
    fraction = read_fraction(scan, at - 1) if numeral.stop == numeral.first + 1 else None
    if fraction is not None:
        return replace(numeral, value=fraction, lead=fraction, stop=at + 2)
    return numeral


def _scaled(scan: Scan, numeral: Numeral) -> Numeral:
    """Multiplies by the scale words that follow: "5 hundred thousand", "450k"."""
    value, times, scale, at = numeral.value, _ONE, _ONE, numeral.stop
    name = ""
    while True:
        if scan.word(at) == "-" and scan.word(at + 1) in words.SCALES and at > numeral.first:
            break
        factor = scale_at(scan, at, spoken=numeral.in_words and scan.word(at) != "k")
        word = scan.word(at)
        if factor is None or (name and factor < scale and word != "dozens"):
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
    rest = read_below_hundred(scan, start, joiner=False)
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
        return read_digits(scan, at)
    word = scan.word(at)
    if word in words.ARTICLES:
        return None
    if word == "mil" and scan.spanish:
        return spelled(_ONE, at, at)
    small = read_small(scan, at)
    return None if small is None else spelled(small[0], at, small[1])


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
