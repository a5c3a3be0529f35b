"""Turns numerals into amounts: a number with the currency, unit and period written around it."""

from collections.abc import Sequence, Set
from dataclasses import dataclass
from decimal import Decimal

from frontdesk.ability.language.values.figures import bound_words, currencies, units
from frontdesk.ability.language.values.figures.numeral_parts import Numeral
from frontdesk.ability.language.values.scan import Scan


@dataclass(frozen=True, slots=True)
class Amount:
    """A numeral with its surroundings, tokens `first` to `stop - 1`.

    `currency` is an ISO code or DOLLAR/PESO; `weak` tells that its word also counts other
    things (pounds). `unit` is a grain of `units`, `period` how often a price recurs.
    """

    numeral: Numeral
    value: Decimal
    first: int
    stop: int
    currency: str | None = None
    weak: bool = False
    unit: str | None = None
    period: str | None = None
    dotted: bool = False


def find_amounts(
    scan: Scan, numerals: Sequence[Numeral], barred: Set[int] = frozenset()
) -> tuple[Amount, ...]:
    """Amounts in order; a numeral that is another's cents is part of that amount."""
    found: list[Amount] = []
    at = 0
    while at < len(numerals):
        amount, used = _read_amount(scan, numerals, at)
        if not any(part in barred for part in range(amount.first, amount.stop)):
            found.append(amount)
        else:
            numeral = numerals[at]
            found.append(Amount(numeral, numeral.value, numeral.first, numeral.stop))
        at += used
    return tuple(found)


def _read_amount(scan: Scan, numerals: Sequence[Numeral], at: int) -> tuple[Amount, int]:
    numeral = numerals[at]
    first, prefix = _currency_before(scan, numeral.first)
    stop, suffix, weak = _currency_behind(scan, numeral.stop, prefix)
    value, used = numeral.value, 1
    currency = suffix if prefix in {None, currencies.DOLLAR} and suffix else prefix
    if scan.word(numeral.stop) in currencies.CENTS and currency is None:
        value, stop = value / 100, numeral.stop + 1
        currency = currencies.DOLLAR
    elif _lone_c(scan, numeral):
        value, stop, currency = value / 100, numeral.stop + 1, currencies.DOLLAR
    elif currency is not None:
        cents = _cents_behind(scan, numerals, at, stop)
        if cents is not None:
            value, stop, used = value + cents[0], cents[1], 2
    unit = None
    if currency is None:
        counted = _unit_behind(scan, numeral)
        if counted is not None:
            unit, stop = counted
    period = units.period_at(scan, stop) if unit is None else None
    if period is not None and (currency or numeral.value >= 50):
        stop = period[1]
    value = _grouped(scan, numeral, value, currency)
    return (
        Amount(
            numeral,
            value,
            first,
            stop,
            currency,
            weak and prefix is None,
            unit,
            period[0] if period else None,
        ),
        used,
    )


def _grouped(scan: Scan, numeral: Numeral, value: Decimal, currency: str | None) -> Decimal:
    """ "350.000 pesos": three decimals in a price are a group of thousands."""
    if not (currency or scan.spanish) or numeral.stop != numeral.first + 1:
        return value
    whole, dot, tail = scan.word(numeral.first).partition(".")
    if dot and len(tail) == 3 and whole not in {"", "0"} and value == numeral.value:
        return value * 1000
    return value


def _currency_before(scan: Scan, first: int) -> tuple[int, str | None]:
    """The index where the amount begins and the currency written before its number."""
    at = first - 1
    word = scan.word(at)
    if word == "." and scan.word(at - 1) == "rs":
        return at - 1, "INR"
    if word in currencies.SYMBOLS and not (scan.glued(at) and _belongs_left(scan, at)):
        before = scan.word(at - 1)
        named = currencies.DOLLAR_PREFIXES.get(before) if word == "$" else None
        if named is not None and scan.glued(at):
            return at - 1, named
        return at, currencies.SYMBOLS[word]
    if word in currencies.CODES:
        return at, currencies.CODES[word]
    if word in {"ringgit", "ringgits"}:
        start = at - 1 if scan.word(at - 1) in {"malaysia", "malaysian"} else at
        return start, "MYR"
    return first, None


def _belongs_left(scan: Scan, at: int) -> bool:
    """Whether a sign glued to the number before it ("300$ 400$") is that number's."""
    return not scan.glued(at + 1) and (scan.kind(at - 1) == "n" or scan.word(at - 1) == "k")


def _currency_behind(scan: Scan, stop: int, prefix: str | None) -> tuple[int, str | None, bool]:
    """The index behind the amount, the currency written behind its number, whether weak."""
    signed = _sign_behind(scan, stop)
    if signed is not None:
        return *signed, False
    word, follow = scan.word(stop), scan.word(stop + 1)
    if word == "new" and follow == "zealand" and scan.word(stop + 2) in currencies.NAMES:
        return stop + 3, "NZD", False
    if word in currencies.NATIONS and follow in currencies.NAMES:
        name = currencies.NAMES[follow]
        return stop + 2, currencies.NATIONS[word].get(name, name), False
    if word in {"de", "of"} and follow in currencies.NAMES and prefix is None:
        stop, word, follow = stop + 1, follow, scan.word(stop + 2)
    if word in currencies.NAMES:
        if follow in currencies.NATIONS_BEHIND:
            return stop + 2, currencies.NATIONS_BEHIND[follow], False
        return stop + 1, currencies.NAMES[word], word in currencies.WEIGHTS
    if word in currencies.CODES:
        return stop + 1, currencies.CODES[word], False
    return stop, None, False


def _sign_behind(scan: Scan, stop: int) -> tuple[int, str] | None:
    """ "10$", "20 €", "3.14US$"; a sign before the next number is that number's."""
    word, follow = scan.word(stop), scan.word(stop + 1)
    if word in currencies.SYMBOLS and (scan.glued(stop) or scan.kind(stop + 1) != "n"):
        behind = stop + 2 if (word, follow) == ("€", "ur") else stop + 1
        return behind, currencies.SYMBOLS[word]
    if word in currencies.DOLLAR_PREFIXES and follow == "$" and scan.glued(stop + 1):
        return stop + 2, currencies.DOLLAR_PREFIXES[word]
    return None


def _lone_c(scan: Scan, numeral: Numeral) -> bool:
    """ "10 c" means cents only where nothing else is said."""
    return (numeral.first == 0 and not scan.says_more(numeral.stop + 1)) and scan.word(
        numeral.stop
    ) == "c"


def _cents_behind(
    scan: Scan, numerals: Sequence[Numeral], at: int, stop: int
) -> tuple[Decimal, int] | None:
    """ "20 dollars and 43 cents", "$20 43", "twenty dollar and 43"."""
    if at + 1 >= len(numerals):
        return None
    tail = numerals[at + 1]
    start = stop + 1 if scan.word(stop) in {"and", "con", "y"} else stop
    whole = numerals[at].value
    if tail.first != start or not 0 < tail.value < 100 or tail.value != int(tail.value):
        return None
    behind = scan.word(tail.stop)
    if behind in currencies.CENTS or behind == "c":
        return tail.value / 100, tail.stop + 1
    ends = tail.stop >= len(scan.tokens) or behind in {".", ",", "!", "?", ";"}
    if ends and whole < 1000 and whole == int(whole) and numerals[at].bare:
        return tail.value / 100, tail.stop
    return None


def _unit_behind(scan: Scan, numeral: Numeral) -> tuple[str, int] | None:
    """What a number counts: "3 bed", "two-bedroom", "2 full baths", "1,800 sq. ft."."""
    at = numeral.stop
    if numeral.scale_word in {"grand", "mil"} and not scan.spanish:
        return None
    if numeral.scale >= 1000 and scan.word(at) == "min":
        return None
    trail = bound_words.trail_behind(scan, at)
    if trail is not None and units.unit_at(scan, at) is None:
        at = trail[1]
    for step in range(3):
        unit = units.unit_at(scan, at)
        if unit is not None:
            if unit[0] == "ordinal" and not scan.glued(at):
                return None
            return unit
        if scan.word(at) not in units.ADJECTIVES or step == 2:
            return None
        at += 1
    return None
