"""A reading turned into filled slots: asked ones first, then whatever else was volunteered."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import cast

from frontdesk.flow.conversation.contracts.bot import Bot, Slot
from frontdesk.flow.conversation.state import Filled, How, State
from frontdesk.ground.words.reading import Json, Reading, Value

# Which value kinds answer a slot of which kind, best first.
ACCEPTS: Mapping[str, tuple[str, ...]] = {
    "money": ("money",),
    "number": ("number", "range"),
    "beds": ("number", "range"),
    "baths": ("number", "range"),
    "sqft": ("number", "range"),
    "timeline": ("duration", "interval", "date", "datetime"),
    "date": ("date", "datetime"),
    "time": ("time", "datetime"),
    "address": ("address",),
    "area": ("address",),
    "name": ("name",),
    "phone": ("phone",),
    "email": ("email",),
}
UNITS = {"beds": "bed", "baths": "bath", "sqft": "sqft"}
# Acts that show the customer is not answering the question, whatever else the words could mean.
NOT_AN_ANSWER = ("ask_info", "question_price", "are_you_bot", "who_are_you", "dont_know", "repeat")
SURE = 0.5
LONGEST_ANSWER = 200


@dataclass(frozen=True, slots=True)
class Fills:
    """The state after reading, and the slots this message filled or changed."""

    state: State
    newly: tuple[str, ...]


def decide_fills(bot: Bot, state: State, reading: Reading, seq: int) -> Fills:
    """Fill slots from one reading. What was asked wins; a question of the customer fills nothing
    by accident; "I don't know" skips the asked slot; agreeing to an offer fills what was offered."""
    found: dict[str, Filled] = {}
    for slot, value, how in _candidates(bot, state, reading):
        if slot.name not in found:
            found[slot.name] = Filled(
                value=value.value,
                text=_words(reading, value),
                seq=seq,
                how=how,
                confidence=value.confidence,
                kind=value.kind,
            )
    if state.offered and reading.reply == "yes":
        for name, offered in state.offered.items():
            found.setdefault(name, Filled(offered, reading.text[:LONGEST_ANSWER], seq, "confirmed"))
    changed = state
    newly = []
    for name, filled in found.items():
        if state.value(name) == filled.value:
            continue
        if name in state.slots:
            filled = replace(filled, how="corrected")
        changed = changed.with_slot(name, filled)
        newly.append(name)
    if (
        not found
        and state.asked
        and _says(reading, "dont_know")
        and state.asked not in state.skipped
    ):
        changed = replace(changed, skipped=(*changed.skipped, state.asked))
    return Fills(changed, tuple(newly))


def _candidates(bot: Bot, state: State, reading: Reading) -> Iterator[tuple[Slot, Value, How]]:
    asked = bot.slot(state.asked) if state.asked else None
    if asked is not None:
        for value in _answers(asked, reading, asked=True):
            yield asked, value, "asked"
    question = "?" in reading.text and not _says(reading, "correction")
    for slot in bot.slots:
        if slot is asked or (question and slot.name in state.slots):
            continue
        for value in _answers(slot, reading, asked=False):
            if _only_home(bot, slot, value, asked):
                yield slot, value, "volunteered"


def _answers(slot: Slot, reading: Reading, *, asked: bool) -> Iterable[Value]:
    kind = slot.shape.kind
    if kind in ("choice", "flag"):
        yield from _chosen(slot, reading, asked=asked)
    elif kind == "intent":
        yield from _wishes(slot, reading)
    else:
        unit = UNITS.get(kind)
        for accepted in ACCEPTS.get(kind, ()):
            for value in reading.of_kind(accepted):
                if value.confidence >= SURE and _unit_fits(value, unit, asked=asked):
                    yield value
    if asked and kind in ("text", "area"):
        yield from _whole(reading)


def _unit_fits(value: Value, unit: str | None, *, asked: bool) -> bool:
    if value.kind not in ("number", "range"):
        return True
    if unit is None:
        return value.grain is None
    return value.grain == unit or (asked and value.grain is None)


def _chosen(slot: Slot, reading: Reading, *, asked: bool) -> Iterator[Value]:
    for value in (*reading.of_kind("choice"), *reading.of_kind("flag")):
        chosen = cast(Mapping[str, Json], value.value)
        if chosen.get("slot") == slot.name:
            yield replace(value, value=chosen.get("option", chosen.get("value")))
    if asked and slot.shape.kind == "flag" and reading.reply in ("yes", "no"):
        yield Value("flag", reading.reply == "yes", (0, len(reading.text)), 0.9, why="reply")


def _wishes(slot: Slot, reading: Reading) -> Iterator[Value]:
    options = {option.name for option in slot.shape.options}
    ranked = sorted(reading.intents, key=lambda intent: -intent.score)
    wanted = [i for i in ranked if i.wanted and i.score >= SURE and i.name in options]
    both = {"buy", "sell"} <= {intent.name for intent in wanted} and "both" in options
    for intent in wanted[:1]:
        yield Value("intent", "both" if both else intent.name, intent.span, intent.score)


def _whole(reading: Reading) -> Iterator[Value]:
    text = reading.text.strip()
    acted = any(_says(reading, act) for act in NOT_AN_ANSWER)
    if not text or "?" in text or acted or reading.asks_for_person or reading.opt:
        return
    if reading.reply in ("yes", "no", "unsure") and len(text.split()) <= 2:
        return
    yield Value("text", text[:LONGEST_ANSWER], (0, len(reading.text)), 0.6, why="the whole answer")


def _only_home(bot: Bot, slot: Slot, value: Value, asked: Slot | None) -> bool:
    """A volunteered value goes to a slot only where no other slot could have meant it."""
    if value.kind in ("choice", "flag", "intent") or value.grain in UNITS.values():
        return True
    rivals = [
        other
        for other in bot.slots
        if value.kind in ACCEPTS.get(other.shape.kind, ()) and other.shape.kind not in UNITS
    ]
    return rivals == [slot] and slot is not asked


def _says(reading: Reading, act: str) -> bool:
    intent = reading.intent(act)
    return intent is not None and intent.score >= SURE


def _words(reading: Reading, value: Value) -> str:
    return reading.text[value.span[0] : value.span[1]][:LONGEST_ANSWER]
