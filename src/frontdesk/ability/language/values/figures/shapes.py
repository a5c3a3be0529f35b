"""Turns amounts into figures: a point, an estimate, a limit, a range or a band of the text."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from frontdesk.ability.language.values.figures import bound_words as bounds
from frontdesk.ability.language.values.figures.amounts import Amount
from frontdesk.ability.language.values.figures.numeral_words import PLURALS
from frontdesk.ability.language.values.scan import Scan

Shape = Literal["point", "about", "pair", "max", "min", "band"]

_LIMITS = frozenset({"max", "min"})
_BAND_JOINERS = frozenset({"to", "-", "or", "and", "the", "$"})
_ABOUT = frozenset({"about"})
_PAIR = frozenset({"pair"})


@dataclass(frozen=True, slots=True)
class Figure:
    """What one or two amounts say. `low` is the only amount of all shapes but a pair.

    Tokens `first` to `stop - 1`; `ends` are the two ends of a band before thousands are added.
    """

    shape: Shape
    low: Amount
    high: Amount | None
    first: int
    stop: int
    why: str
    ends: tuple[Decimal, Decimal] | None = None

    @property
    def amounts(self) -> tuple[Amount, ...]:
        return (self.low,) if self.high is None else (self.low, self.high)

    @property
    def currency(self) -> str | None:
        return next((amount.currency for amount in self.amounts if amount.currency), None)

    @property
    def unit(self) -> str | None:
        return next((amount.unit for amount in reversed(self.amounts) if amount.unit), None)

    @property
    def period(self) -> str | None:
        return next((amount.period for amount in self.amounts if amount.period), None)


def find_figures(scan: Scan, amounts: Sequence[Amount]) -> tuple[Figure, ...]:
    """Figures in order, every amount in exactly one of them."""
    found: list[Figure] = []
    at = 0
    while at < len(amounts):
        band = _read_band(scan, amounts[at])
        if band is not None:
            found.append(_joined_bands(scan, found, band))
            at += 1
            continue
        pair = _read_pair(scan, amounts, at) if at + 1 < len(amounts) else None
        if pair is not None:
            found.append(pair)
            at += 2
            continue
        found.append(_read_single(scan, amounts[at]))
        at += 1
    return tuple(found)


def _read_pair(scan: Scan, amounts: Sequence[Amount], at: int) -> Figure | None:
    one, two = amounts[at], amounts[at + 1]
    if two.first - one.stop > 5 or two.first <= one.stop:
        # Glued scales ("350-400k") still leave the connector between them.
        return None
    middle = tuple(scan.word(part) for part in range(one.stop, two.first))
    lead = bounds.lead_before(scan, _behind_about(scan, one.first), wanted=_PAIR)
    if middle not in bounds.CONNECTORS and not (lead and middle in bounds.PAIRED_CONNECTORS):
        return None
    if middle == ("a",) and not scan.spanish:
        return None
    if not _alike(one, two):
        return None
    low, high = _share_scale(one, two)
    if low == high or (low > high and lead is None):
        return None
    if low > high:
        low, high = high, low
    first = lead[1] if lead else one.first
    stop = two.stop
    why = f"range: {lead and scan.word(lead[1])} {' '.join(middle)}".replace("None ", "")
    return Figure("pair", replace(one, value=low), replace(two, value=high), first, stop, why)


def _alike(one: Amount, two: Amount) -> bool:
    """Whether two amounts may be the ends of one range."""
    if one.unit and two.unit and one.unit != two.unit:
        return False
    if (one.currency and two.unit) or (one.unit and (two.currency or not two.unit)):
        return False
    if one.period and not two.period and one.period != two.period:
        return two.currency == one.currency
    return not (one.currency and two.currency and one.currency != two.currency)


def _share_scale(one: Amount, two: Amount) -> tuple[Decimal, Decimal]:
    """Both values, the scale that only one of them wrote added: "350-400k" is thousands."""
    low, high = one.value, two.value
    left, right = one.numeral, two.numeral
    if left.times == 1 and right.bare and right.times > 1 and low < right.lead:
        # "between 4 and 5 hundred"
        return low * right.times, high
    if left.bare and 2 <= low <= 9 and low == int(low) and 100 <= right.mantissa < 1000:
        # "6-650k": hundreds by their first digit
        return low * 100 * right.scale, high
    if left.bare and not right.bare and low < 1000:
        wide = low * right.times if low < right.lead else low * right.scale
        if wide <= high:
            return wide, high
        return (low * 1000, high) if low * 1000 <= high else (low, high)
    if right.bare and not left.bare and high < 1000:
        if high > left.mantissa:
            return low, high * left.scale
        if high * left.scale * 1000 > low and left.scale == 1000:
            return low, high * left.scale * 1000
    return low, high


def _behind_about(scan: Scan, first: int) -> int:
    """The index before any "about", "maybe" in front of a number."""
    for _ in range(2):
        about = bounds.lead_before(scan, first, wanted=_ABOUT)
        if about is None:
            return first
        first = about[1]
    return first


def _read_single(scan: Scan, amount: Amount) -> Figure:
    first = _behind_about(scan, amount.first)
    about = first < amount.first
    trail = bounds.trail_behind(scan, amount.stop)
    if trail is None and amount.stop > amount.numeral.stop:
        inner = bounds.trail_behind(scan, amount.numeral.stop)
        trail = (inner[0], amount.stop) if inner and inner[1] < amount.stop else None
    if trail is not None and trail[0] in _LIMITS:
        shape: Shape = "max" if trail[0] == "max" else "min"
        words = " ".join(scan.word(part) for part in range(amount.numeral.stop, trail[1]))
        return Figure(shape, amount, None, amount.first, trail[1], f"limit: {words}")
    lead = bounds.lead_before(scan, first, wanted=_LIMITS) or _limit_noun(scan, first)
    if lead is not None:
        bound, start = lead
        words = " ".join(scan.word(part) for part in range(start, amount.first))
        if _negated(scan, start, amount.first):
            bound = "min" if bound == "max" else "max"
            words = f"not {words}"
        shape = "max" if bound == "max" else "min"
        return Figure(shape, amount, None, start, amount.stop, f"limit: {words}")
    if trail is not None or about:
        stop = trail[1] if trail else amount.stop
        return Figure("about", amount, None, amount.first, stop, "estimate")
    return Figure("point", amount, None, amount.first, amount.stop, "as written")


def _limit_noun(scan: Scan, first: int) -> tuple[bounds.Bound, int] | None:
    at = first - 1
    for _ in range(5):
        word = scan.word(at)
        if word in bounds.LIMIT_NOUNS:
            return bounds.LIMIT_NOUNS[word], at
        if word not in bounds.FILLERS:
            return None
        at -= 1
    return None


def _negated(scan: Scan, start: int, first: int) -> bool:
    if not any(scan.word(part) in bounds.FLIPS for part in range(start, first)):
        return False
    if scan.word(start) in bounds.NEGATIONS or scan.word(start) == "not":
        return False
    for at in range(start - 1, max(-1, start - 8), -1):
        word = scan.word(at)
        if word in bounds.CLAUSE_BREAKS:
            return False
        if word in bounds.NEGATIONS:
            return True
    return False


def _read_band(scan: Scan, amount: Amount) -> Figure | None:
    """ "mid 500s", "low $400s", "in the 300s": a third of the next step up."""
    stop = amount.numeral.stop
    if scan.word(stop) == "'" and scan.glued(stop):
        stop += 1
    plural = scan.word(stop) in {"s", "'s"} and scan.glued(stop)
    spoken = scan.word(stop - 1) in PLURALS
    if not plural and not spoken and amount.numeral.scale_word != "ks":
        return None
    stop = stop + 1 if plural else stop
    value = amount.value
    step = _step(value)
    if step is None:
        return _read_short_band(scan, amount, stop)
    at = amount.first - 1
    if scan.word(at) == "-":
        at -= 1
    name = bounds.BANDS.get(scan.word(at))
    ends, first = _named_ends(scan, at if name else amount.first, value, step)
    why = f"band: {name or 'all of'} the {value}s"
    return Figure("band", amount, None, first, stop, why, ends)


def _read_short_band(scan: Scan, amount: Amount, stop: int) -> Figure | None:
    """ "low 5s", "high fours": hundreds of thousands, said by their first digit."""
    at = amount.first - 2 if scan.word(amount.first - 1) == "-" else amount.first - 1
    name = bounds.BANDS.get(scan.word(at))
    if name is None or not 2 <= amount.value <= 9:
        return None
    ends, first = _named_ends(scan, at, amount.value * 100, Decimal(100))
    why = f"band: {name} the {amount.value}00s"
    hundreds = replace(amount, value=amount.value * 100)
    return Figure("band", hundreds, None, first, stop, why, ends)


def _named_ends(
    scan: Scan, at: int, value: Decimal, step: Decimal
) -> tuple[tuple[Decimal, Decimal], int]:
    """The ends of a band whose name is token `at` ("low to mid" takes both), and its start."""
    ends = _band_ends(value, step, bounds.BANDS.get(scan.word(at)))
    lower = bounds.BANDS.get(scan.word(at - 2))
    if scan.word(at) in bounds.BANDS and scan.word(at - 1) in {"to", "-"} and lower:
        return (_band_ends(value, step, lower)[0], ends[1]), at - 2
    return ends, at


def _step(value: Decimal) -> Decimal | None:
    """The size of the band that a round number opens: the 500s are 100 wide, the 2000s 1000."""
    for step in (Decimal(10**9), Decimal(10**6), Decimal(10**5), Decimal(1000), Decimal(100)):
        if value >= step and value % step == 0:
            return step
    return Decimal(10) if value >= 20 and value % 10 == 0 else None


def _band_ends(value: Decimal, step: Decimal, name: str | None) -> tuple[Decimal, Decimal]:
    parts = {"low": (0, 30), "mid": (40, 60), "high": (70, 100), None: (0, 100)}
    low, high = parts[name]
    return value + step * low / 100, value + step * high / 100


def _joined_bands(scan: Scan, found: list[Figure], band: Figure) -> Figure:
    """ "high 300s to low 400s": one range from the first band's start to the second's end."""
    if not found or found[-1].ends is None or band.ends is None:
        return band
    before = found[-1]
    if before.ends is None or band.first - before.stop not in {1, 2, 3}:
        return band
    between = {scan.word(at) for at in range(before.stop, band.first)}
    if not between & {"to", "-", "or", "and"} or not between <= _BAND_JOINERS:
        return band
    found.pop()
    ends = (min(before.ends[0], band.ends[0]), max(before.ends[1], band.ends[1]))
    return replace(band, first=before.first, ends=ends, why=f"{before.why} to {band.why}")
