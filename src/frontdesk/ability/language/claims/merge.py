"""A local Reading and a model's claims turned into one Reading: claims add, they never overrule.

The rules, each of which `why` names where it was used:

1. A claim needs a quote that stands in the customer's text; no other claim survives.
2. Opting out is read locally only: a message that opts in or out, or asks for help, takes no claim.
3. Figures, prices, dates, times, telephones, e-mails, addresses and names: the quote is read
   again by the local reader, and only what that finds counts, where nothing was found before.
4. A choice, a flag or words of the customer's own are added where the local reading has none.
5. An intent is added, or made surer, up to CAP; denied, done and quoted are judged locally.
6. A yes or no, a wish for a person and a mood are added where there is none; urgency only rises.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import cast, get_args

from frontdesk.ability.language.acts.fold import Folded, fold
from frontdesk.ability.language.acts.reading import find_echoes
from frontdesk.ability.language.acts.scope import Clauses
from frontdesk.ability.language.claims import values
from frontdesk.ability.language.claims.quotes import folded_span, locate
from frontdesk.ability.language.claims.schema import WISHES, claimable
from frontdesk.ability.language.context import Context
from frontdesk.ground.words.reading import (
    Intent,
    Json,
    Level,
    Mood,
    Reading,
    ReplyKind,
    Span,
    Urgency,
    Value,
)

CAP = 0.75
LEAST = 0.5
MOST_CLAIMS = 24
_OTHERS = 0.6
_LEVELS: tuple[Level, ...] = get_args(Level)


@dataclass(frozen=True, slots=True)
class Merged:
    """The reading after the claims, and what became of each: names of kept and dropped ones."""

    reading: Reading
    kept: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()


@dataclass(slots=True)
class _Desk:
    """One text with what is kept and dropped of its claims."""

    local: Reading
    context: Context
    kept: list[str] = field(default_factory=list)
    dropped: list[str] = field(default_factory=list)
    why: dict[str, str] = field(default_factory=dict)

    def place(self, name: str, claim: Mapping[str, Json]) -> Span | None:
        """Where the claim's quote stands; without a place the claim is dropped."""
        quote = claim.get("quote")
        span = locate(quote, self.local.text) if isinstance(quote, str) else None
        if span is None:
            self.dropped.append(f"{name}: no evidence")
        return span

    def quote(self, span: Span) -> str:
        return self.local.text[span[0] : span[1]]

    def explain(self, name: str, span: Span) -> str:
        self.kept.append(name)
        why = f"the model read it in {self.quote(span)!r}"
        self.why[name] = why
        return why


def merge(local: Reading, claimed: Json, context: Context) -> Merged:
    """The local reading with whatever of `claimed` (any JSON at all) has evidence and a right to count.

    Pure; never raises. `context` is the one the text was read with.
    """
    if not isinstance(claimed, Mapping):
        return Merged(local, dropped=("all: no object",))
    if local.opt is not None:
        return Merged(local, dropped=("all: the message is about consent",))
    desk = _Desk(local, context)
    reading = replace(
        local,
        intents=_intents(desk, _list(claimed, "intents")),
        values=_values(desk, _list(claimed, "values")),
        reply=_reply(desk, _object(claimed, "reply")),
        asks_for_person=_person(desk, _object(claimed, "asks_for_person")),
        mood=_mood(desk, _object(claimed, "mood")),
        urgency=_urgency(desk, _object(claimed, "urgency")),
    )
    if not desk.kept:
        return Merged(local, dropped=tuple(desk.dropped))
    reading = replace(reading, why={**local.why, **desk.why})
    return Merged(reading, tuple(desk.kept), tuple(desk.dropped))


def _intents(desk: _Desk, claims: Sequence[Mapping[str, Json]]) -> tuple[Intent, ...]:
    if not claims:
        return desk.local.intents
    folded = fold(desk.local.text)
    clauses = Clauses(folded, echoes=find_echoes(desk.context))
    known, found = claimable(desk.context), list(desk.local.intents)
    for claim in claims:
        name = claim.get("name")
        if not isinstance(name, str) or name not in known:
            desk.dropped.append("intent: unknown")
            continue
        intent = _intent(desk, name, claim, folded, clauses)
        if intent is None:
            continue
        mine = next((one for one in found if one.name == name), None)
        if mine is not None and (mine.score >= intent.score or not mine.wanted):
            desk.dropped.append(f"{name}: known")
            continue
        found = [one for one in found if one is not mine and not _refuted(one, intent)]
        found.append(replace(intent, why=desk.explain(name, intent.span)))
    return tuple(sorted(found, key=lambda one: -one.score))


def _intent(
    desk: _Desk, name: str, claim: Mapping[str, Json], folded: Folded, clauses: Clauses
) -> Intent | None:
    span = desk.place(name, claim)
    if span is None:
        return None
    scope = clauses.at(*folded_span(folded, span))
    score = min(CAP, _number(claim.get("score"))) * (_OTHERS if scope.others else 1.0)
    if scope.quoted or score < LEAST:
        desk.dropped.append(f"{name}: {'quoted' if scope.quoted else 'unsure'}")
        return None
    return Intent(
        name,
        round(score, 3),
        span,
        negated=scope.denied or claim.get("negated") is True,
        done=scope.done or claim.get("done") is True,
    )


def _refuted(intent: Intent, by: Intent) -> bool:
    """ "No wish at all" does not stand beside a wish."""
    return intent.name == "none" and by.wanted and by.name in WISHES


def _values(desk: _Desk, claims: Sequence[Mapping[str, Json]]) -> tuple[Value, ...]:
    found = list(desk.local.values)
    for claim in claims:
        slot = claim.get("slot")
        shapes = [shape for shape in desk.context.slots if shape.name == slot]
        if not isinstance(slot, str) or not shapes:
            desk.dropped.append("value: unknown slot")
            continue
        span = desk.place(slot, claim)
        if span is None:
            continue
        option = claim.get("option")
        derived = values.derive(
            desk.local,
            desk.context,
            shapes=shapes,
            option=option if isinstance(option, str) else "",
            span=span,
        )
        fresh = [value for value in derived if _is_news(value, found)]
        if not fresh:
            desk.dropped.append(f"{slot}: {'known' if derived else 'not read in the quote'}")
            continue
        why = desk.explain(slot, span)
        found += [replace(one, why=f"{why}; {one.why}" if one.why else why) for one in fresh]
    return tuple(sorted(found, key=lambda one: (*one.span, one.kind)))


def _is_news(value: Value, known: Sequence[Value]) -> bool:
    """Whether nothing stands there yet: no figure in the same words, no answer to the same slot."""
    if isinstance(value.value, Mapping) and "slot" in value.value:
        slot = value.value["slot"]
        return not any(
            isinstance(one.value, Mapping) and one.value.get("slot") == slot for one in known
        )
    return not any(
        (one.kind, one.grain) == (value.kind, value.grain)
        or (one.span[0] < value.span[1] and value.span[0] < one.span[1])
        for one in known
        if one.kind not in values.CHOSEN
    )


def _reply(desk: _Desk, claim: Mapping[str, Json]) -> ReplyKind | None:
    kind = claim.get("kind")
    if desk.local.reply is not None or desk.context.asked is None:
        return desk.local.reply
    if not isinstance(kind, str) or kind not in get_args(ReplyKind):
        return None
    span = desk.place("reply", claim)
    if span is None:
        return None
    desk.explain("reply", span)
    return cast(ReplyKind, kind)


def _person(desk: _Desk, claim: Mapping[str, Json]) -> bool:
    if desk.local.asks_for_person or claim.get("said") is not True:
        return desk.local.asks_for_person
    span = desk.place("asks_for_person", claim)
    if span is not None:
        desk.explain("asks_for_person", span)
    return span is not None


def _mood(desk: _Desk, claim: Mapping[str, Json]) -> Mood:
    kind = claim.get("kind")
    if desk.local.mood != "neutral" or not isinstance(kind, str) or kind == "neutral":
        return desk.local.mood
    span = desk.place("mood", claim) if kind in get_args(Mood) else None
    if span is None:
        return "neutral"
    desk.explain("mood", span)
    return cast(Mood, kind)


def _urgency(desk: _Desk, claim: Mapping[str, Json]) -> Urgency:
    level, mine = claim.get("level"), desk.local.urgency
    if not isinstance(level, str) or level not in _LEVELS:
        return mine
    if _LEVELS.index(level) <= _LEVELS.index(mine.level):
        return mine
    span = desk.place("urgency", claim)
    if span is None:
        return mine
    return replace(mine, level=level, why=desk.explain("urgency", span))


def _list(claimed: Mapping[str, Json], name: str) -> Sequence[Mapping[str, Json]]:
    raw = claimed.get(name)
    return list(_objects(raw))[:MOST_CLAIMS]


def _objects(raw: Json) -> Iterator[Mapping[str, Json]]:
    if isinstance(raw, Sequence) and not isinstance(raw, str):
        yield from (item for item in raw if isinstance(item, Mapping))


def _object(claimed: Mapping[str, Json], name: str) -> Mapping[str, Json]:
    raw = claimed.get(name)
    return raw if isinstance(raw, Mapping) else {}


def _number(raw: Json) -> float:
    """A score from 0 to 1; a claim without one is as sure as the least that counts."""
    if isinstance(raw, bool) or not isinstance(raw, int | float) or raw != raw:
        return LEAST
    return float(min(1.0, max(0.0, raw)))
