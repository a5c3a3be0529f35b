"""Turns a message into the signs of danger that stand in it, and what is said around them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import get_args

from frontdesk.ability.language.acts import table
from frontdesk.ability.language.acts.fold import Folded
from frontdesk.ground.words.reading import Hazard, Level

HAZARDS: tuple[Hazard, ...] = get_args(Hazard)
TABLE = table.of("danger")
RANK: dict[Level, int] = {"none": 0, "normal": 1, "urgent": 2, "emergency": 3}
_AROUND = ("about", "calm", "mild", "harmless", "urgent", "now")
_BESIDE = ("about", "calm", "mild", "harmless", "now")


# How many words of a kind that danger is told with make a message worth weighing without a hazard.
_TOLD_WITH = 2


@dataclass(frozen=True, slots=True)
class Sign:
    """One row of the table of hazards; of `needs` something must also stand in the message. Their
    patterns are compiled at first use: most hazards are near few messages."""

    hazard: Hazard
    level: Level
    trade: str | None
    row: table.Row
    needs: table.Row | None


@dataclass(frozen=True, slots=True)
class Seen:
    """The signs that nothing denies, each with its wording, the kinds of talk around them, and
    whether any word of a danger stands near."""

    signs: tuple[tuple[Sign, str], ...]
    around: frozenset[str]
    near: bool

    @property
    def told(self) -> bool:
        """Whether a danger is told rather than talked about."""
        return bool(self.signs) and ("about" not in self.around or "now" in self.around)

    @property
    def level(self) -> Level:
        """The level of the worst sign."""
        return max((sign.level for sign, _ in self.signs), key=RANK.__getitem__, default="none")

    def marks(self) -> list[str]:
        """The same as names of features that examples are weighed by."""
        levels = {sign.level for sign, _ in self.signs}
        found = sorted({f"!{name}" for name in (*levels, *self.around)})
        if "emergency" in levels:
            found += [f"!told {name}" for name in _BESIDE if name in self.around]
        return found


def look(folded: Folded) -> Seen:
    """What rules see of danger in a message."""
    near = near_hazards(folded)
    if not near and len(folded.beginnings & _telling()) < _TOLD_WITH:
        return Seen((), frozenset(), near=False)
    around = frozenset(name for name in _AROUND if folded.first(TABLE[name]))
    signs = [sign for sign in _signs() if sign.hazard in near]
    safe = folded.text
    if folded.first(TABLE["harmless"]):
        safe = TABLE["harmless"].pattern.sub(lambda match: "_" * len(match[0]), folded.text)
    seen = ((sign, match[0]) for sign in signs if (match := _sign_in(sign, folded, safe)))
    return Seen(tuple(seen), around, near=True)


def near_hazards(folded: Folded) -> set[str]:
    """The hazards that a message has a word of."""
    return {row.head[1] for row in rows("near") if not folded.beginnings.isdisjoint(row.beginnings)}


@cache
def _telling() -> frozenset[str]:
    """How the words begin that danger is told with."""
    known = table.of("meanings")
    kinds = known["gate"].plain
    told = (row.plain for row in known.rows if row.name == "means" and row.head[1] in kinds)
    return frozenset(word[: table.GATE_LETTERS] for words in told for word in words)


@cache
def rows(name: str) -> tuple[table.Row, ...]:
    """The rows of the table of danger whose head begins with `name`."""
    return tuple(row for row in TABLE.rows if row.name == name)


def compiling() -> Iterator[Sign]:
    """Compile what every sign is looked for with, one at a step."""
    for sign in _signs():
        for row in (sign.row, sign.needs):
            if row is not None:
                row.pattern.search("")
        yield sign


def trade_of(hazard: Hazard) -> str | None:
    """The trade that sees to a hazard where the message names none."""
    return next((sign.trade for sign in _signs() if sign.hazard == hazard), None)


def _sign_in(sign: Sign, folded: Folded, safe: str) -> re.Match[str] | None:
    """Where a sign stands that nothing before it denies; `safe` is the text without what is harmless."""
    same = safe is folded.text  # where each wording can begin is known of that
    for match in folded.each(sign.row) if same else sign.row.pattern.finditer(safe):
        if sign.needs and not sign.needs.pattern.search(safe):
            return None
        before = safe[max(0, match.start() - 40) : match.start()]
        if not TABLE["gone"].pattern.search(before) and not TABLE["not_so"].pattern.search(
            match[0]
        ):
            return match
    return None


@cache
def _signs() -> tuple[Sign, ...]:
    levels: dict[str, Level] = {"urgent": "urgent", "emergency": "emergency"}
    known: dict[str, Hazard] = {hazard: hazard for hazard in HAZARDS}
    found: list[Sign] = []
    for row in table.of("hazards").rows:
        if row.name == "needs":
            found[-1] = replace(found[-1], needs=row)
            continue
        hazard, level, trade = row.head
        place = None if trade == "-" else trade
        found.append(Sign(known[hazard], levels[level], place, row, None))
    return tuple(found)
