"""Turns one text into all values of the room, each stretch of text read in one way only."""

from collections.abc import Sequence

from frontdesk.ability.language.context import Context
from frontdesk.ability.language.values import (
    addresses,
    choices,
    emails,
    money,
    names,
    phones,
    quantities,
)
from frontdesk.ability.language.values.asked import Asked, read_asked
from frontdesk.ability.language.values.covered import Covered
from frontdesk.ability.language.values.figures.read import read_figures
from frontdesk.ability.language.values.plain import Plain, plain
from frontdesk.ability.language.values.scan import Scan, masked, scan_text
from frontdesk.ground.words.reading import Span, Value

_NUMBER_WORDS_ONLY = frozenset({"-", "to", "and", "or"})


def find_values(
    text: str, context: Context, *, taken: Sequence[Span] = ()
) -> tuple[tuple[Value, ...], tuple[str, ...]]:
    """Values of a text in order of place, and named doubts.

    `taken` are spans that another family has read (dates, times): no bare number, phone or
    address is read inside them. A number inside an address, a phone or a price is only that.
    """
    flat = plain(text)
    scan = scan_text(flat.text)
    if not scan.tokens:
        return (), ()
    asked = read_asked(context)
    barred = [flat.inner(span) for span in taken]
    barred = [span for span in barred if not _price_in(scan, span, asked)]
    values, doubts = _find_all(scan, context, barred, asked)
    if flat.places is not None:
        values = [_moved(value, flat) for value in values]
    return tuple(sorted(values, key=lambda value: value.span)), tuple(doubts)


def _find_all(
    scan: Scan, context: Context, barred: list[Span], asked: Asked
) -> tuple[list[Value], list[str]]:
    values: list[Value] = list(emails.read_emails(scan))
    doubts: list[str] = []
    covered = Covered([*barred, *(value.span for value in values)])
    dialled, odd = phones.read_phones(scan, context)
    values.extend(value for value in dialled if covered.claim(value.span))
    for span in odd:
        if covered.claim(span):
            doubts.append("undiallable_phone")
    for value in addresses.read_addresses(scan, context):
        if covered.claim(value.span):
            values.append(value)
        elif _holds(value, barred):
            values.append(value)
            covered = Covered([*covered.spans(), value.span])
    values.extend(names.read_names(scan, context))
    layouts, spans = quantities.find_layouts(scan, asked)
    values.extend(value for value in layouts if not covered.touches(value.span))
    for span in spans:
        covered.claim(span)
    figures, more = _find_figures(scan, context, covered.spans())
    values.extend(figures)
    doubts.extend(more)
    values.extend(choices.read_choices(scan, context))
    return values, doubts


def _holds(address: Value, barred: Sequence[Span]) -> bool:
    """Whether a sure address holds a "date" whole ("12 March Street"): then it is the address."""
    start, end = address.span
    touched = [span for span in barred if span[0] < end and start < span[1]]
    inside = all(start <= span[0] and span[1] <= end for span in touched)
    return bool(touched) and inside and address.grain == "house" and address.confidence >= 0.9


def _find_figures(
    scan: Scan, context: Context, closed: Sequence[Span]
) -> tuple[list[Value], list[str]]:
    values: list[Value] = []
    doubts: list[str] = []
    for figure in read_figures(scan, masked(scan, closed)):
        price = money.money_of(scan, figure, context)
        if price is not None:
            values.append(price.value)
            if price.doubt:
                doubts.append(price.doubt)
            continue
        value = quantities.quantity_of(scan, figure, context)
        if value is not None:
            values.append(value)
    return values, doubts


def _price_in(scan: Scan, span: Span, asked: Asked) -> bool:
    """A "time" that is only number words ("four fifty") is the price that was asked."""
    if asked.want not in {"price", "rent", "money"}:
        return False
    inside = [token for token in scan.tokens if span[0] <= token.start < span[1]]
    return bool(inside) and all(
        token.kind == "n" or quantities.number_word(token.text) or token.text in _NUMBER_WORDS_ONLY
        for token in inside
    )


def _moved(value: Value, flat: Plain) -> Value:
    return Value(
        value.kind, value.value, flat.span(value.span), value.confidence, value.grain, value.why
    )
