"""A phrase and the words around it in, whether it may be a value there out."""

import re

from frontdesk.ability.language.calendar import words
from frontdesk.ability.language.calendar.chart import Phrase
from frontdesk.ability.language.calendar.items import (
    Clock,
    Either,
    Footing,
    Item,
    Length,
    Part,
    Range,
    Repeat,
    When,
)
from frontdesk.ability.language.calendar.tokens import Token
from frontdesk.ability.language.context import Context

SURE: dict[Footing, float] = {"firm": 1.0, "weak": 0.8, "shy": 0.7, "latent": 0.7}


def footing_of(item: Item) -> Footing:
    if isinstance(item, Clock | When | Part | Range | Length | Repeat | Either):
        return item.footing
    return "firm"


# Symbols whose phrases are values by themselves.
_WHOLE = frozenset(
    words.each("DATE MOMENT CLOCK HOUR PART SPAN OPEN RANGE LEN REPEAT EITHER ASKED BAD")
)


def stands(phrase: Phrase, run: list[Token], text: str, wanted: frozenset[str]) -> bool:
    """Whether a phrase may be a value here: firm, or weak in plain company, or asked for."""
    if phrase.symbol not in _WHOLE:
        return False
    footing = footing_of(phrase.item)
    start, end = run[phrase.start].start, run[phrase.end - 1].end
    if footing != "firm" and "other" in wanted:
        return False
    if footing == "firm":
        return not _somebody(phrase, run, text, start, end)
    alone = _WORD.search(text, 0, start) is None and _WORD.search(text, end) is None
    if footing == "latent":
        return _asked_for(phrase, wanted) and _plain(text, end)
    if footing == "shy":
        return alone or (_plain(text, end) and _asked_for(phrase, wanted))
    return alone or _plain(text, end)


def _asked_for(phrase: Phrase, wanted: frozenset[str]) -> bool:
    if isinstance(phrase.item, Clock | Either):
        return "time" in wanted
    if isinstance(phrase.item, Length):
        return "length" in wanted
    return "date" in wanted or (isinstance(phrase.item, Part | Range) and "time" in wanted)


def _somebody(phrase: Phrase, run: list[Token], text: str, start: int, end: int) -> bool:
    """A first name that is a month too, or an age in years."""
    if phrase.symbol == "LEN":
        return _OLD.match(text, end) is not None
    if phrase.end - phrase.start > 1 or run[phrase.start].word not in words.NAMES:
        return False
    before = text[max(0, start - 24) : start]
    return _NAMED.search(before) is not None or _SPEAKS.match(text, end) is not None


_OLD = re.compile(r"[ -]*(?:olds?\b|older|younger|of age|anos de edad)\b", re.IGNORECASE)
_NAMED = re.compile(
    r"\b(?:this is|name'?s?(?: is)?|i'?m|i am|hi|hey|hello|dear|thanks?|ask|soy|llamo)\W*$",
    re.IGNORECASE,
)
_SPEAKS = re.compile(r"\s+(?:here|there|speaking|from|told|said|called|and i\b)", re.IGNORECASE)


def _plain(text: str, end: int) -> bool:
    """True when what follows is the end, a mark, or a word that no count or name would take."""
    counted = _COUNT.match(text, end)
    follower = _FOLLOWER.match(text, counted.end() if counted else end)
    return follower is None or follower.group(1).lower() in _FOLLOWERS


# "at 2 or 3 houses": the noun stands behind the other number.
_COUNT = re.compile(r"(?:\s+(?:or|to|and|o)\s+|[-–])\d{1,4}\b(?!\s*[:/])", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]")
_FOLLOWER = re.compile(r"\s*([^\W_]+)")
_FOLLOWERS = frozenset(
    words.each(
        "a an and any are as at be because but by can could do does for from good great he how i "
        "if in instead is it its just may me might my no not of ok okay on or our please she "
        "should so sorry sounds still thank thanks that the their then they this to today "
        "tomorrow too unless until was we well were what when where which who will with work "
        "works would y yes you your under already also only again depending preferably ideally "
        "only max latest earliest there have had has need want i'll i'm it's that's o en por para "
        "con si que esta gracias es me nos"
    )
)


def asked_kinds(context: Context) -> frozenset[str]:
    """What the question asked for: date, time, length, or other numbers."""
    slot = context.asked_slot()
    kind = slot.kind if slot is not None else context.asked or ""
    return _WANTED.get(kind, _OTHER if kind in _COUNTED else frozenset())


# Questions whose bare numbers are no times.
_COUNTED = frozenset(
    words.each("money number range budget price rent beds sqft phone address name email")
)
_OTHER = frozenset({"other"})
_WANTED: dict[str, frozenset[str]] = {
    "date": frozenset({"date"}),
    "time": frozenset({"time"}),
    "datetime": frozenset({"date", "time"}),
    "interval": frozenset({"date", "time"}),
    "timeline": frozenset({"date", "length"}),
    "duration": frozenset({"length"}),
    "recurrence": frozenset({"date", "time"}),
}
