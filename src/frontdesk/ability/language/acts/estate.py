"""Turns a message into a wish to buy, sell or rent real estate, or none of it."""

from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

from frontdesk.ability.language.acts import table
from frontdesk.ability.language.acts.danger import signs
from frontdesk.ability.language.acts.features import find_rows, find_sentences
from frontdesk.ability.language.acts.fold import Folded
from frontdesk.ability.language.acts.learned import NOTHING, Guesses
from frontdesk.ability.language.acts.model import Guess
from frontdesk.ability.language.acts.scope import Clauses, Scope
from frontdesk.ground.words.reading import Intent, Span

BOTS = ("lead", "buyer", "seller")
NAMES = ("buy", "sell", "rent", "both_buy_and_sell", "none")
WANTED_FROM = 0.5
_SURE = 0.9
# Examples that speak for less than this leave the word to a rule that is as sure as that.
_WEIGHED_FROM = 0.2
_HEARD_FROM = 0.8
_SEVERAL = 2
_FEWEST = 3
_FEW = 4
_CLEAR = 0.6
# How often the likeliest wish is right, by the probability the examples give it (cross-validated).
_LEAST = 0.66
_REST = 0.32
# The most that is left to a wish that a rule heard and examples say is not meant.
_NOT_MEANT = 0.45

Wish = Literal["buy", "sell", "rent"]
_SINGLE: tuple[Wish, ...] = ("buy", "sell", "rent")


@dataclass(frozen=True, slots=True)
class Cue:
    """One row of evidence: how strongly a wording speaks for an intent.

    `firm` rows mean what they say whatever stands before them ("my house didn't sell").
    `past` rows speak of something done ("sold") unless nothing was done yet ("haven't sold").
    """

    intent: Wish
    weight: float
    why: str
    row: table.Row | None = None
    firm: bool = False
    past: bool = False


_TABLE = table.of("estate")
_MARKS = table.of("wish_marks")
WISHES = "wishes"


@dataclass(frozen=True, slots=True)
class _Hit:
    cue: Cue
    start: int
    end: int
    scope: Scope


def find_estate(
    folded: Folded, clauses: Clauses, *, guesses: Guesses, answers: bool = False
) -> tuple[Intent, ...]:
    """The real-estate intents, denied and done marked; `none` where there is no wish.

    Rules say what was heard; examples, weighed together with that, say what is meant. Where they
    speak for little and a rule is sure, the rule stands; a message that `answers` a question about
    something else is left to the rules.
    """
    told = _told(_undisputed(_hits(folded, clauses), folded.text), folded)
    best = None if answers else _weighed(folded, clauses, told, guesses)
    if best and not (best.score < _WEIGHED_FROM and _is_sure(told)):
        told = _meant(best, told, folded)
    wishes = {intent.name: intent for intent in told if intent.wanted}
    buy, sell = wishes.get("buy"), wishes.get("sell")
    if buy and sell and min(buy.score, sell.score) >= WANTED_FROM:
        span = (min(buy.span[0], sell.span[0]), max(buy.span[1], sell.span[1]))
        both = Intent("both_buy_and_sell", min(buy.score, sell.score), span, why="buys and sells")
        told.append(both)
    most = max((intent.score for intent in wishes.values()), default=0.0)
    if most < WANTED_FROM:
        told.append(Intent("none", round(1.0 - most, 3), _whole(folded), why="no real-estate wish"))
    return tuple(told)


def _weighed(
    folded: Folded, clauses: Clauses, told: list[Intent], guesses: Guesses
) -> Guess | None:
    """What examples say is meant; a few words in which no rule heard anything need to be clear."""
    own = _without_danger(clauses.own_words)
    best = guesses.best_of(WISHES, _marks(own, told), told=None if own is folded else own)
    words = len(folded.words)
    if best is None or told or words > _FEW:
        return best
    return best if words >= _FEWEST and best.score >= _CLEAR else None


def _without_danger(folded: Folded) -> Folded:
    """The message with those sentences of several blanked out that tell of a danger: their words say
    nothing of homes."""
    parts = find_sentences(folded.text)
    if len(parts) < _SEVERAL or not signs.near_hazards(folded):
        return folded
    text = folded.text
    for part in parts:
        if signs.look(Folded(part[0])).told:
            text = text[: part.start()] + " " * len(part[0]) + text[part.end() :]
    return folded if text == folded.text or text.isspace() else Folded(text, folded.where)


def _is_sure(told: list[Intent]) -> bool:
    return any(intent.score >= _HEARD_FROM for intent in told)


def _meant(best: Guess, told: list[Intent], folded: Folded) -> list[Intent]:
    """What rules heard, put right by what examples say is meant."""
    names = () if best.name == NOTHING else best.name.split("_and_")
    heard = {intent.name: intent for intent in told}
    found = [
        replace(intent, score=min(intent.score, _NOT_MEANT)) if intent.wanted else intent
        for intent in told
        if intent.name not in names
    ]
    score = round(min(0.98, _LEAST + _REST * best.score), 3)
    span = folded.span(*best.span) if best.span != (0, 0) else _whole(folded)
    for name in names:
        rule = heard.get(name)
        if rule and rule.wanted:
            found.append(replace(rule, score=max(rule.score, score)))
        else:
            found.append(Intent(name, score, span, why=best.why or f"like examples of {name}"))
    return found


def _whole(folded: Folded) -> Span:
    return (0, len(folded.text)) if folded.where is None else folded.span(0, len(folded.text))


def find_marks(folded: Folded) -> tuple[str, ...]:
    """What rules see in a message about real estate, for its words to be weighed with."""
    clauses = Clauses(folded)
    told = _told(_undisputed(_hits(folded, clauses), folded.text), folded)
    return _marks(clauses.own_words, told)


def _marks(folded: Folded, told: list[Intent]) -> tuple[str, ...]:
    seen = [f"{each.name} {_stated(each)}" for each in told]
    sure = [f"{each.name} sure" for each in told if each.wanted and each.score >= _SURE]
    return (*seen, *sure, *([] if told else ["unheard"]), *find_rows(folded, _MARKS.rows))


def _stated(intent: Intent) -> str:
    return "denied" if intent.negated else "done" if intent.done else "wanted"


def _told(hits: list[_Hit], folded: Folded) -> list[Intent]:
    """What the evidence says of each wish."""
    return [
        intent
        for name in _SINGLE
        if (intent := _weigh(name, [hit for hit in hits if hit.cue.intent == name], folded))
    ]


@cache
def _cues() -> tuple[Cue, ...]:
    """The rows of the table that speak for an intent."""
    return tuple(
        Cue(intent, float(row.head[1]), row.why, row, "firm" in row.head, "past" in row.head)
        for row in _TABLE.rows
        for intent in _SINGLE
        if row.name == intent
    )


def _hits(folded: Folded, clauses: Clauses) -> list[_Hit]:
    return [
        _Hit(cue, *match.span(), clauses.at(*match.span()))
        for cue in _cues()
        if cue.row is not None
        for match in folded.each(cue.row)
    ]


def _weigh(name: str, hits: list[_Hit], folded: Folded) -> Intent | None:
    """One intent out of its evidence: wanted beats done beats denied."""
    sides: dict[str, list[_Hit]] = {"wanted": [], "done": [], "denied": []}
    for hit in hits:
        sides[_side(hit, folded.text)].append(hit)
    side = next((side for side in ("wanted", "done", "denied") if sides[side]), None)
    if side is None:
        return None
    chosen = sides[side]
    miss = 1.0
    for hit in {hit.cue.why: hit for hit in chosen}.values():
        miss *= 1.0 - _weight(hit)
    best = max(chosen, key=_weight)
    return Intent(
        name,
        round(min(0.98, 1.0 - miss), 3),
        folded.span(best.start, best.end),
        negated=side == "denied",
        done=side == "done",
        why=best.cue.why,
    )


def _undisputed(hits: list[_Hit], text: str) -> list[_Hit]:
    """Hits outside quotes; of two that overlap and disagree, the firm, longer or heavier one."""
    told = [hit for hit in hits if not hit.scope.quoted]
    return [hit for hit in told if not any(_beats(other, hit, text) for other in told)]


def _beats(other: _Hit, hit: _Hit, text: str) -> bool:
    if other.start >= hit.end or hit.start >= other.end:
        return False
    if other.cue.intent != hit.cue.intent:
        inside = other.start <= hit.start and hit.end <= other.end
        around = hit.start <= other.start and other.end <= hit.end
        wanted = _side(other, text) == "wanted"
        return (inside or around) and wanted and other.cue.weight > hit.cue.weight
    if _side(other, text) == _side(hit, text):
        return False
    if other.cue.firm != hit.cue.firm:
        return other.cue.firm
    return other.end - other.start > hit.end - hit.start


def _weight(hit: _Hit) -> float:
    weight = hit.cue.weight
    if hit.scope.others:
        weight *= 0.45
    if hit.scope.in_doubt:
        weight *= 0.7
    return weight


def _side(hit: _Hit, text: str) -> Literal["wanted", "done", "denied"]:
    if hit.cue.firm:
        return "wanted"
    if hit.cue.past:
        return "wanted" if hit.scope.denied else "done"
    if hit.cue.intent == "rent" and _rents_now(hit, text):
        return "denied" if hit.scope.denied else "done"
    if hit.scope.denied:
        return "denied"
    return "wanted"


def _rents_now(hit: _Hit, text: str) -> bool:
    """Whether renting is what the customer does already; "still for rent" is said of a place."""
    if text.startswith("for ", hit.start):
        return False
    return bool(_TABLE["present_rent"].pattern.search(text[: hit.start]))
