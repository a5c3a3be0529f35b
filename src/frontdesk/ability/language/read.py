"""Turns a customer's text and what is known around it into one Reading."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import chain

from frontdesk.ability.language import calendar, surface, values
from frontdesk.ability.language.acts import openings
from frontdesk.ability.language.acts import reading as acts
from frontdesk.ability.language.acts.danger import signs
from frontdesk.ability.language.acts.model import Model, shipped
from frontdesk.ability.language.context import Context
from frontdesk.ground.words.reading import Reading, Value


def read(text: str, context: Context, *, model: Model | None = None) -> Reading:
    """Everything understood of `text`, which may be one message or one settled burst of them.

    Pure and deterministic: the same text and context give the same Reading. Never raises on any
    text; what is not certain is left out and named in `doubts`. Times are read first; figures
    inside them are not read again as amounts. `model` holds the learnt intents of bots; without
    it the one that comes with the package is used.
    """
    times, time_doubts = calendar.find_times(text, context)
    if _wants_amount(context):
        times = tuple(value for value in times if not _is_bare(value, text))
    taken = [value.span for value in times]
    others, value_doubts = values.find_values(text, context, taken=taken)
    times = _outside_addresses(times, others)
    found = tuple(sorted((*times, *others), key=_place))
    done = acts.find_acts(text, context, model=model or shipped())
    return Reading(
        text=text,
        language=surface.detect_language(text),
        intents=done.intents,
        values=found,
        reply=done.reply,
        urgency=done.urgency,
        asks_for_person=done.asks_for_person,
        opt=done.opt,
        mood=done.mood,
        sensitive=surface.find_sensitive(text, context, values=found),
        doubts=tuple(dict.fromkeys((*time_doubts, *value_doubts, *done.doubts))),
        why=done.why,
    )


def _wants_amount(context: Context) -> bool:
    """Whether the question asked for a price or a count."""
    slot = context.asked_slot()
    kind = slot.kind if slot is not None else context.asked
    return kind in ("money", "number", "range", "beds", "baths", "sqft", "budget", "price", "rent")


def _outside_addresses(times: tuple[Value, ...], others: tuple[Value, ...]) -> tuple[Value, ...]:
    """The times that are no part of a street: "12 March Street" names no day."""
    streets = [value.span for value in others if value.kind == "address"]
    return tuple(
        time
        for time in times
        if not any(start <= time.span[0] and time.span[1] <= end for start, end in streets)
    )


def _is_bare(value: Value, text: str) -> bool:
    """Whether a time of day is a figure without any sign of a clock ("around 300")."""
    said = text[value.span[0] : value.span[1]].lower()
    return value.kind == "time" and not _CLOCK.search(said) and any(map(str.isdigit, said))


_SAMPLE = "Call Ann at 212 555 0188 on friday at 3, 12 Oak St, Reno NV, under $450k. Gas smell!"
_CLOCK = re.compile(
    r":|\d\s*(?:[ap]\.?m|o'?clock|h\b)|morning|noon|evening|night|ma\u00f1ana|tarde"
)


def warming() -> Iterator[None]:
    """Make ready what a reading makes at its first use (the model, wordings, grammar), a few
    milliseconds a step, so that a server may do other things in between."""
    shipped()
    yield
    read(_SAMPLE, Context(now=datetime(2030, 1, 1, tzinfo=UTC)))
    for _ in chain(openings.compiling(), signs.compiling()):
        yield


def warm() -> None:
    """The same in one go, so that the first message is read as fast as the next."""
    for _ in warming():
        pass


def _place(value: Value) -> tuple[int, int, str]:
    return (*value.span, value.kind)
