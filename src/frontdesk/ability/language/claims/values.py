"""A quoted claim about a slot turned into values: options by name, the rest as the local reader reads it."""

from collections.abc import Sequence
from dataclasses import replace

from frontdesk.ability.language import own_words
from frontdesk.ability.language.context import ACCEPTS, Context, SlotShape
from frontdesk.ability.language.read import read
from frontdesk.ground.words.reading import Reading, Span, Value

CHOSEN = ("choice", "flag", "said")
SURENESS = 0.7
_YES, _NO = frozenset({"yes", "true"}), frozenset({"no", "false"})


def derive(
    local: Reading, context: Context, *, shapes: Sequence[SlotShape], option: str, span: Span
) -> tuple[Value, ...]:
    """The values that a quote at `span` gives for one slot; none where it does not bear the claim.

    `shapes` are the slot's own: it may be read as a figure and as a choice.
    """
    for shape in shapes:
        chosen = _chosen(local, context, shape, option, span)
        if chosen is not None:
            return (chosen,)
    quote = local.text[span[0] : span[1]]
    for shape in shapes:
        if shape.kind in ("text", "area"):
            told = _told(quote, context, shape, span)
            return (told,) if told is not None else ()
        if shape.kind in ACCEPTS:
            return _figures(quote, context, shape, span)
    return ()


def _chosen(
    local: Reading, context: Context, shape: SlotShape, option: str, span: Span
) -> Value | None:
    if shape.kind == "flag":
        word = option.strip().lower()
        if word not in _YES | _NO or (context.asked == shape.name and local.reply is not None):
            return None
        return Value("flag", {"slot": shape.name, "value": word in _YES}, span, SURENESS)
    if shape.kind not in ("choice", "text", "intent") or not option:
        return None
    if option not in {one.name for one in shape.options}:
        return None
    return Value("choice", {"slot": shape.name, "option": option}, span, SURENESS)


def _told(quote: str, context: Context, shape: SlotShape, span: Span) -> Value | None:
    """An answer in the customer's own words: what the local reader takes as one when it is alone."""
    alone = read(quote, replace(context, asked=shape.name))
    area = shape.kind == "area"
    found = own_words.find_whole_place(alone) if area else own_words.find_whole(alone)
    if found is None:
        return None
    start, end = found.span if area else (0, len(quote))
    return Value(
        "said",
        {"slot": shape.name, "text": found.value},
        (span[0] + start, span[0] + end),
        SURENESS,
        why=found.why,
    )


def _figures(quote: str, context: Context, shape: SlotShape, span: Span) -> tuple[Value, ...]:
    """What the local reader finds in the quote; the question helps only where it was this one."""
    asked = shape.name if context.asked == shape.name else None
    alone = read(quote, replace(context, asked=asked))
    return tuple(
        replace(
            value,
            span=(span[0] + value.span[0], span[0] + value.span[1]),
            confidence=min(value.confidence, SURENESS),
        )
        for value in alone.values
        if value.kind in ACCEPTS[shape.kind]
    )
