"""Turns a message into its urgency: level, trade and hazards, with recall before precision."""

import re
from dataclasses import dataclass, replace
from functools import cache
from typing import get_args

from frontdesk.ability.language.acts import table
from frontdesk.ability.language.acts.fold import Folded
from frontdesk.ability.language.acts.learned import Guesses
from frontdesk.ground.words.reading import Hazard, Level, Urgency

_LIKELY = 0.6
HAZARDS: tuple[Hazard, ...] = get_args(Hazard)
_TABLE = table.of("danger")
_RANK: dict[Level, int] = {"none": 0, "normal": 1, "urgent": 2, "emergency": 3}


def find_urgency(folded: Folded, *, guesses: Guesses) -> Urgency:
    """The urgency of a message; `hazards` names each danger seen, worst first.

    A danger that is denied ("no smell of gas"), a fixed phrase ("gas station") and a question
    about a product do not count; "not an emergency" lowers urgency only where no danger is told.
    """
    trade = next((row.head[1] for row in _rows("trade") if folded.first(row)), None)
    found = _dangers(folded)
    if found:
        worst = max(found, key=lambda item: _RANK[item[1]])
        level, names = (
            worst[1],
            tuple(dict.fromkeys(item[0] for item in found if item[1] == worst[1])),
        )
        return Urgency(level, worst[2] or trade, names, why=f"says {worst[3]!r}")
    guess = _guess(folded, guesses) if _near(folded) else None
    if guess:
        return Urgency("emergency", trade, (guess[0],), why=guess[1])
    urgent = None if folded.first(_TABLE["calm"]) else folded.first(_TABLE["urgent"])
    if urgent and trade:
        return Urgency("urgent", trade, why=f"says {urgent[0]!r}")
    if urgent and urgent[0] not in ("tonight", "rush", "right now", "need help", "ayuda"):
        return Urgency("urgent", None, why=f"says {urgent[0]!r}")
    if trade and folded.first(_TABLE["problem"]):
        return Urgency("normal", trade, why="a job for a trade")
    return Urgency()


def _guess(folded: Folded, guesses: Guesses) -> tuple[Hazard, str] | None:
    """The danger that examples speak for, where nothing says that there is none."""
    if any(folded.first(_TABLE[name]) for name in ("calm", "mild", "about", "harmless")):
        return None
    best = max(guesses.found.values(), key=lambda guess: guess.score, default=None)
    if best is None or best.score < _LIKELY:
        return None
    return next(((hazard, best.why) for hazard in HAZARDS if hazard == best.name), None)


def _dangers(folded: Folded) -> list[tuple[Hazard, Level, str | None, str]]:
    """Hazard, level, trade and wording of every sign that stands in a message."""
    text = folded.text
    near = _near(folded)
    signs = [sign for sign in _signs() if sign.hazard in near]
    if not signs:
        return []
    safe = _TABLE["harmless"].pattern.sub(lambda match: "_" * len(match[0]), text)
    seen = [(sign, match[0]) for sign in signs if (match := _sign_in(sign, safe))]
    if not seen or (folded.first(_TABLE["about"]) and not folded.first(_TABLE["now"])):
        return []
    return [(sign.hazard, sign.level, sign.trade, said) for sign, said in seen]


@cache
def _rows(name: str) -> tuple[table.Row, ...]:
    return tuple(row for row in _TABLE.rows if row.name == name)


def _near(folded: Folded) -> set[str]:
    """The hazards that a message has a word of."""
    return {
        row.head[1] for row in _rows("near") if not folded.beginnings.isdisjoint(row.beginnings)
    }


def _sign_in(sign: "_Sign", safe: str) -> re.Match[str] | None:
    """Where a sign stands that nothing before it denies."""
    for match in sign.pattern.finditer(safe):
        if sign.needs and not sign.needs.search(safe):
            return None
        before = safe[max(0, match.start() - 40) : match.start()]
        if not _TABLE["gone"].pattern.search(before) and not _TABLE["not_so"].pattern.search(
            match[0]
        ):
            return match
    return None


@dataclass(frozen=True, slots=True)
class _Sign:
    """One row of the table of hazards; `needs` must also stand somewhere in the message."""

    hazard: Hazard
    level: Level
    trade: str | None
    pattern: re.Pattern[str]
    needs: re.Pattern[str] | None


@cache
def _signs() -> tuple[_Sign, ...]:
    levels: dict[str, Level] = {"urgent": "urgent", "emergency": "emergency"}
    known: dict[str, Hazard] = {hazard: hazard for hazard in HAZARDS}
    found: list[_Sign] = []
    for row in table.of("hazards").rows:
        if row.name == "needs":
            found[-1] = replace(found[-1], needs=row.pattern)
            continue
        hazard, level, trade = row.head
        place = None if trade == "-" else trade
        found.append(_Sign(known[hazard], levels[level], place, row.pattern, None))
    return tuple(found)
