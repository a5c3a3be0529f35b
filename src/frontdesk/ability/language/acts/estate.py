"""Turns a message into a wish to buy, sell or rent real estate, or none of it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

from frontdesk.ability.language.acts import table
from frontdesk.ability.language.acts.fold import Folded
from frontdesk.ability.language.acts.learned import Guesses
from frontdesk.ability.language.acts.model import Guess
from frontdesk.ability.language.acts.scope import Clauses, Scope
from frontdesk.ground.words.reading import Intent

BOTS = ("lead", "buyer", "seller")
NAMES = ("buy", "sell", "rent", "both_buy_and_sell", "none")
WANTED_FROM = 0.5
_LIKELY = 0.35
_LIKELY_TOO = 0.6
_LIFT = 0.15
_MOST_LEARNT = 0.85

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


@dataclass(frozen=True, slots=True)
class _Hit:
    cue: Cue
    start: int
    end: int
    scope: Scope


def find_estate(folded: Folded, clauses: Clauses, *, guesses: Guesses) -> tuple[Intent, ...]:
    """The real-estate intents, denied and done marked; `none` where there is no wish."""
    hits = _hits(folded, clauses)
    heard = bool(hits)
    hits = _undisputed(hits, folded.text)
    learnt = [] if heard else list(_learnt(guesses.found, clauses))
    hits += [hit for hit in learnt if not hit.scope.quoted]
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


def _learnt(guesses: Mapping[str, Guess], clauses: Clauses) -> Iterator[_Hit]:
    """What the examples speak for; a second wish only where they do so clearly."""
    likely = [name for name in guesses if name in _SINGLE and guesses[name].score >= _LIKELY]
    for at, name in enumerate(_SINGLE):
        if name not in likely or (likely[0] != name and guesses[name].score < _LIKELY_TOO):
            continue
        guess = guesses[name]
        cue = Cue(_SINGLE[at], min(_MOST_LEARNT, guess.score + _LIFT), guess.why)
        yield _Hit(cue, *guess.span, clauses.at(*guess.span))


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
