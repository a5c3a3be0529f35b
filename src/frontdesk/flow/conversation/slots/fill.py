"""A reading turned into filled slots: asked ones first, then whatever else was volunteered."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import cast

from frontdesk.ability.language import own_words
from frontdesk.ability.language.context import ACCEPTS
from frontdesk.ability.language.own_words import LONGEST_ANSWER, says
from frontdesk.flow.conversation.contracts import shown
from frontdesk.flow.conversation.contracts.bot import Bot, Slot
from frontdesk.flow.conversation.slots import approval, questions
from frontdesk.flow.conversation.state import Filled, How, State
from frontdesk.ground.words.reading import Json, Reading, Value

UNITS = {"beds": "bed", "baths": "bath", "sqft": "sqft"}
SURE, SURE_WISH = 0.5, 0.7
# What stands by an amount that is no price asked or offered.
_NOT_A_PRICE = re.compile(
    r"\b(?:owe[sd]?|owing|mortgage (?:is|of)|down payment|put(?:ting)? down|down\b|deposit|taxes|"
    r"hoa|debo|debemos|enganche)",
    re.I,
)
# What stands before a time that is over, or that is wanted for something else than the move.
_NOT_A_TIMELINE = re.compile(
    r"\b(?:lived|owned|been|had it|bought|built|since|call|text|email|talk|meet|llam\w+|hablar)\b"
    r"[^.!?]*$",
    re.I,
)
# "Not right now", "not this week" name no time.
_DENIED = re.compile(r"\b(?:not|no|never|nunca)(?:\s+(?:on|at|in|for|the|by|en|el))*\s*$", re.I)
_REACH = 25


@dataclass(frozen=True, slots=True)
class Fills:
    """The state after reading, and the slots this message filled or changed."""

    state: State
    newly: tuple[str, ...]


def decide_fills(
    bot: Bot, state: State, reading: Reading, seq: int, *, today: date | None = None
) -> Fills:
    """Fill slots from one reading. What was asked wins; a question of the customer fills nothing
    by accident; "I don't know" skips the asked slot; agreeing to an offer fills what was offered.

    A message that answers what was asked changes other known slots only where it corrects. Times
    before `today` are no timeline.
    """
    found: dict[str, Filled] = {}
    changes = own_words.corrects(reading)
    for slot, value, how in _candidates(bot, state, reading, today):
        aside = state.asked in found and slot.name in state.slots and slot.name != state.asked
        if slot.name not in found and (changes or not aside):
            found[slot.name] = Filled(
                value=value.value,
                text=_words(reading, value),
                seq=seq,
                how=how,
                confidence=value.confidence,
                kind=value.kind,
            )
    if state.offered and approval.takes_offer(reading):
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
    if own_words.refuses(reading) and state.asked and state.asked not in {*found, *state.skipped}:
        changed = replace(changed, skipped=(*changed.skipped, state.asked))
    return Fills(changed, tuple(newly))


def _candidates(
    bot: Bot, state: State, reading: Reading, today: date | None
) -> Iterator[tuple[Slot, Value, How]]:
    asked = bot.slot(state.asked) if state.asked else None
    answered = False
    if asked is not None:
        for value in _answers(asked, reading, asked=True):
            if not _over(asked, value, today):
                answered = True
                yield asked, value, "asked"
    corrects = own_words.corrects(reading)
    open_ended = asked is not None and asked.shape.kind == "text"
    reason = open_ended and answered and not _any_wish(reading)
    for slot in bot.slots:
        if slot is asked:
            continue
        if reason and slot.shape.kind == "timeline":
            continue  # "retiring this year" tells the reason, not when to move
        for value in _answers(slot, reading, asked=False):
            told = slot.name in bot.answers or not questions.asks_whether(
                reading.text, value.span, flag=slot.shape.kind == "flag"
            )
            meant = (
                corrects
                or slot.name not in state.slots
                or not questions.asks_only(reading.text, value.span)
            )
            home = _only_home(bot, slot, value, asked) and not _over(slot, value, today)
            if told and meant and home:
                yield slot, value, "volunteered"


def _answers(slot: Slot, reading: Reading, *, asked: bool) -> Iterable[Value]:
    """Everything in a message that could fill a slot, best first."""
    kind = slot.shape.kind
    if kind in ("choice", "flag"):
        yield from _chosen(slot, reading, asked=asked)
        return
    if kind == "intent":
        yield from _wishes(slot, reading, least=SURE if asked else SURE_WISH)
    for accepted in ACCEPTS.get(kind, ()):
        for value in reading.of_kind(accepted):
            if _fits(value, kind, reading, asked=asked):
                yield _as_place(value) if kind == "area" else _as_span(value, kind)
    if slot.shape.options and (asked or kind == "text" or _any_wish(reading)):
        yield from _chosen(slot, reading, asked=asked)
    if kind in ("text", "area"):
        yield from _told(slot, reading, asked=asked)


def _told(slot: Slot, reading: Reading, *, asked: bool) -> Iterator[Value]:
    """An answer in the customer's own words: introduced by a phrase, or the whole message."""
    area = slot.shape.kind == "area"
    find = own_words.find_place if area else own_words.find_introduced
    found = [find(reading, slot.shape.phrases), _claimed(slot, reading)]
    if asked:
        trimmed = area or slot.shape.phrases
        found.append(
            own_words.find_whole_place(reading, titled=area)
            if trimmed
            else own_words.find_whole(reading)
        )
    yield from (value for value in found if value is not None)


def _claimed(slot: Slot, reading: Reading) -> Value | None:
    """The customer's own words for a slot, as a model pointed at them."""
    for value in reading.of_kind("said"):
        told = cast(Mapping[str, Json], value.value)
        if told.get("slot") == slot.name:
            return replace(value, kind="phrase", value=told.get("text"))
    return None


def _fits(value: Value, kind: str, reading: Reading, *, asked: bool) -> bool:
    """Whether a value of an accepted kind really is meant for a slot of this kind."""
    if value.confidence < SURE:
        return False
    before = reading.text[max(0, value.span[0] - _REACH) : value.span[0]]
    after = reading.text[value.span[1] : value.span[1] + _REACH]
    if kind == "money":
        return value.grain in (None, "about") and not (
            _NOT_A_PRICE.search(before) or _NOT_A_PRICE.match(after.strip())
        )
    if kind == "timeline" and not asked:
        told = reading.text[: value.span[0]]
        return value.kind != "datetime" and not _NOT_A_TIMELINE.search(told)
    if kind in ("date", "time", "timeline") and _DENIED.search(before):
        return False
    if kind in ("date", "time") and value.grain == "second" and not asked:
        return False  # "now" in passing names no day
    if kind == "area":
        return bool(shown.show_place(value.value))
    return _unit_fits(value, UNITS.get(kind), asked=asked)


def _as_place(value: Value) -> Value:
    return replace(value, kind="phrase", value=shown.show_place(value.value))


def _as_span(value: Value, kind: str) -> Value:
    """A day with a time as the half that a slot wants; a timeline's week, month or year as the
    interval it is, its end excluded."""
    if kind in ("date", "time") and value.kind == "datetime":
        moment = str(value.value)
        return replace(value, kind=kind, value=moment[:10] if kind == "date" else moment[11:16])
    grain = value.grain or ""
    if kind != "timeline" or value.kind != "date" or grain not in ("week", "month", "year"):
        return value
    start = date.fromisoformat(str(value.value))
    if grain == "week":
        end = start + timedelta(days=7)
    elif grain == "month":
        end = (start.replace(day=1) + timedelta(days=32)).replace(day=1)
    else:
        end = start.replace(year=start.year + 1)
    return replace(
        value, kind="interval", value={"start": start.isoformat(), "end": end.isoformat()}
    )


def _over(slot: Slot, value: Value, today: date | None) -> bool:
    """Whether a timeline names a time that is past."""
    if slot.shape.kind != "timeline" or today is None:
        return False
    spans = isinstance(value.value, Mapping)
    last = value.value.get("end") if isinstance(value.value, Mapping) else value.value
    day = str(last or "")[:10]
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", day):
        return False
    return day <= today.isoformat() if spans else day < today.isoformat()


def _any_wish(reading: Reading) -> bool:
    return any(says(reading, wish) for wish in ("buy", "sell", "rent"))


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
    whole = (0, len(reading.text))
    if asked and slot.shape.kind == "flag" and reading.reply in ("yes", "no", "conditional"):
        sure = 0.6 if reading.reply == "conditional" else 0.9
        yield Value("flag", reading.reply != "no", whole, sure, why="reply")
    bare = len(reading.text.split()) <= 3 and not reading.of_kind("flag")
    if (
        asked
        and bare
        and reading.reply == "no"
        and any(o.name == "none" for o in slot.shape.options)
    ):
        yield Value("choice", "none", whole, 0.8, why="reply")


def _wishes(slot: Slot, reading: Reading, *, least: float) -> Iterator[Value]:
    options = {option.name for option in slot.shape.options}
    ranked = sorted(reading.intents, key=lambda intent: -intent.score)
    wanted = [i for i in ranked if i.wanted and i.score >= least and i.name in options]
    both = {"buy", "sell"} <= {intent.name for intent in wanted} and "both" in options
    for intent in wanted[:1]:
        yield Value("intent", "both" if both else intent.name, intent.span, intent.score)


def _only_home(bot: Bot, slot: Slot, value: Value, asked: Slot | None) -> bool:
    """A volunteered value goes to a slot only where no other slot could have meant it."""
    if value.kind in ("choice", "flag", "intent", "phrase") or value.grain in UNITS.values():
        return True
    rivals = [
        other
        for other in bot.slots
        if value.kind in ACCEPTS.get(other.shape.kind, ()) and other.shape.kind not in UNITS
    ]
    return rivals == [slot] and slot is not asked


def _words(reading: Reading, value: Value) -> str:
    return reading.text[value.span[0] : value.span[1]][:LONGEST_ANSWER]
