"""Turns a message into a wish to buy, sell or rent real estate, or none of it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

from frontdesk.ability.language.acts import table
from frontdesk.ability.language.acts.fold import Folded
from frontdesk.ability.language.acts.model import Guess
from frontdesk.ability.language.acts.scope import Clauses, Scope
from frontdesk.ground.words.reading import Intent

BOTS = ("lead", "buyer", "seller")
NAMES = ("buy", "sell", "rent", "both_buy_and_sell", "none")
WANTED_FROM = 0.5
_LIKELY = 0.35
_LIFT = 0.15
_MOST_LEARNT = 0.85
_NOTHING = re.compile(r"(?!)")

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
    pattern: re.Pattern[str]
    firm: bool = False
    past: bool = False


_ROWS = table.rows("estate")
_TABLE = table.named("estate")


@dataclass(frozen=True, slots=True)
class _Hit:
    cue: Cue
    start: int
    end: int
    scope: Scope


def find_estate(
    folded: Folded, clauses: Clauses, *, guesses: Mapping[str, Guess]
) -> tuple[Intent, ...]:
    """The real-estate intents, denied and done marked; `none` where there is no wish."""
    hits = _hits(folded, clauses) if _TABLE["gate"].pattern.search(folded.text) else []
    seen = {hit.cue.intent for hit in hits}
    for name in _SINGLE:
        if name in guesses and name not in seen and guesses[name].score >= _LIKELY:
            hits.append(_like_examples(name, guesses[name], clauses))
    intents = [
        intent
        for name in _SINGLE
        if (intent := _weigh(name, [hit for hit in hits if hit.cue.intent == name], folded))
    ]
    wishes = {intent.name: intent for intent in intents if intent.wanted}
    buy, sell = wishes.get("buy"), wishes.get("sell")
    if buy and sell:
        span = (min(buy.span[0], sell.span[0]), max(buy.span[1], sell.span[1]))
        both = Intent("both_buy_and_sell", min(buy.score, sell.score), span, why="buys and sells")
        intents.append(both)
    best = max((intent.score for intent in wishes.values()), default=0.0)
    if best < WANTED_FROM:
        whole = (0, len(folded.text)) if folded.where is None else folded.span(0, len(folded.text))
        intents.append(Intent("none", round(1.0 - best, 3), whole, why="no real-estate wish"))
    return tuple(intents)


@cache
def _cues() -> tuple[Cue, ...]:
    """The rows of the table that speak for an intent."""
    return tuple(
        Cue(
            intent, float(row.head[1]), row.why, row.pattern, "firm" in row.head, "past" in row.head
        )
        for row in _ROWS
        for intent in _SINGLE
        if row.name == intent
    )


def _hits(folded: Folded, clauses: Clauses) -> list[_Hit]:
    text = folded.text
    return [
        _Hit(cue, *match.span(), clauses.at(*match.span()))
        for cue in _cues()
        for match in cue.pattern.finditer(text)
    ]


def _like_examples(name: Wish, guess: Guess, clauses: Clauses) -> _Hit:
    cue = Cue(name, min(_MOST_LEARNT, guess.score + _LIFT), guess.why, _NOTHING)
    return _Hit(cue, *guess.span, clauses.at(*guess.span))


def _weigh(name: str, hits: list[_Hit], folded: Folded) -> Intent | None:
    """One intent out of its evidence: wanted beats done beats denied."""
    counted = [hit for hit in hits if not hit.scope.quoted]
    sides: dict[str, list[_Hit]] = {"wanted": [], "done": [], "denied": []}
    for hit in counted:
        sides[_side(hit, folded.text)].append(hit)
    if any(hit.cue.past for hit in sides["done"]):
        sides["wanted"] = [hit for hit in sides["wanted"] if not _inside(hit, sides["done"])]
    sides["wanted"] = [hit for hit in sides["wanted"] if not _inside(hit, sides["denied"])]
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


def _inside(hit: _Hit, others: list[_Hit]) -> bool:
    return any(other.start < hit.end and hit.start < other.end for other in others)


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
    if hit.cue.intent == "rent" and (_TABLE["present_rent"].pattern.search(text[: hit.start])):
        return "denied" if hit.scope.denied else "done"
    if hit.scope.denied:
        return "denied"
    return "wanted"
