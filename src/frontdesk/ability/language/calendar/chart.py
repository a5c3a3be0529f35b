"""Tokens and rules in, every phrase they compose out: a small bottom-up chart parser.

A pattern is words and SYMBOLS: a lower-case word must stand in the text (`of|in`: one of them,
`the?`: may be left out, `word word` in order), an upper-case symbol takes any phrase of that kind
and hands its meaning to the rule's function. A function returns None to refuse.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from frontdesk.ability.language.calendar.items import Frame, Impossible, Item

Make = Callable[..., Item | None]
# One place of a pattern: the words or symbols that may stand there, in the order of the table.
Step = tuple[str, ...]
# One row of a rule table: name, symbol that comes out, pattern, function.
Row = tuple[str, str, str, Make]

# Phrases kept for one stretch of tokens and one symbol; the rest are readings of readings.
_KEPT = 6


class Rule(NamedTuple):
    """One row spelled out; `takes` are the places whose meaning goes to the function, `order` is
    its place among all rules."""

    name: str
    symbol: str
    steps: tuple[Step, ...]
    takes: tuple[int, ...]
    make: Make
    order: int


class Phrase(NamedTuple):
    """Tokens [start, end) read as `item`; `names` are the rules that were used, outermost first."""

    start: int
    end: int
    symbol: str
    item: Item
    names: tuple[str, ...]
    weight: float


Leaf = tuple[str, Item | None, str]


@dataclass(slots=True)
class Grammar:
    """Rules indexed by the first symbol they need: those of one step, and those of more steps by
    the second symbol too, so that a phrase meets only rules that can go on behind it."""

    alone: dict[str, list[Rule]] = field(default_factory=dict)
    paired: dict[str, dict[str, list[Rule]]] = field(default_factory=dict)
    rules: list[Rule] = field(default_factory=list)
    words: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, rows: Iterable[Row]) -> "Grammar":
        grammar = cls()
        for name, symbol, pattern, make in rows:
            for steps in _spelled_out(pattern):
                takes = tuple(at for at, step in enumerate(steps) if step[0].isupper())
                grammar._add(Rule(name, symbol, steps, takes, make, len(grammar.rules)))
        return grammar

    def _add(self, rule: Rule) -> None:
        self.rules.append(rule)
        for first in rule.steps[0]:
            if len(rule.steps) == 1:
                self.alone.setdefault(first, []).append(rule)
                continue
            seconds = self.paired.setdefault(first, {})
            for second in rule.steps[1]:
                seconds.setdefault(second, []).append(rule)
        for step in rule.steps:
            self.words.update(word for word in step if not word.isupper())

    def fitting(self, first: str, behind: Collection[str]) -> Sequence[Rule]:
        """The rules for a phrase `first` with phrases of the symbols `behind` following it, in
        the order of the tables."""
        found: Sequence[Rule] = self.alone.get(first, ())
        seconds = self.paired.get(first)
        if seconds is None or not behind:
            return found
        met = [rule for second in behind if second in seconds for rule in seconds[second]]
        if not met:
            return found
        ordered = {rule.order: rule for rule in (*found, *met)}
        return [ordered[order] for order in sorted(ordered)]

    def lone_words(self) -> frozenset[str]:
        """Words of rules that need words only."""
        return frozenset(
            word for rule in self.rules if not rule.takes for step in rule.steps for word in step
        )


def _spelled_out(pattern: str) -> list[tuple[Step, ...]]:
    """Every sequence of steps that a pattern with optional words stands for."""
    spelled: list[tuple[Step, ...]] = [()]
    for step in pattern.split():
        choices = tuple(step.rstrip("?").split("|"))
        longer = [(*steps, choices) for steps in spelled]
        spelled = spelled + longer if step.endswith("?") and step != "?" else longer
    return spelled


def compose(frame: Frame, leaves: Sequence[Sequence[Leaf]], grammar: Grammar) -> list[Phrase]:
    """All phrases over the tokens; `leaves[i]` are readings of token i: symbol, meaning, name."""
    chart: list[dict[str, list[Phrase]]] = [{} for _ in range(len(leaves) + 1)]
    found: list[Phrase] = []
    for start in range(len(leaves) - 1, -1, -1):
        agenda = [
            Phrase(start, start + 1, symbol, item or _WORD, (name,) if name else (), 0.0)
            for symbol, item, name in leaves[start]
        ]
        while agenda:
            phrase = agenda.pop()
            if not _keep(chart[start], phrase):
                continue
            if phrase.item is not _WORD:
                found.append(phrase)
            for rule in grammar.fitting(phrase.symbol, chart[phrase.end]):
                for parts in _matches(rule, phrase, chart):
                    made = _made(frame, rule, parts)
                    if made is not None:
                        agenda.append(made)
    return found


def _keep(here: dict[str, list[Phrase]], phrase: Phrase) -> bool:
    row = here.setdefault(phrase.symbol, [])
    same = 0
    for other in row:
        if other.end == phrase.end:
            same += 1
            if same >= _KEPT or other.item == phrase.item:
                return False
    row.append(phrase)
    return True


def _matches(
    rule: Rule, first: Phrase, chart: list[dict[str, list[Phrase]]]
) -> list[tuple[Phrase, ...]]:
    """Every row of neighbouring phrases that begins with `first` and fits the steps of a rule."""
    rows: list[tuple[Phrase, ...]] = [(first,)]
    for step in rule.steps[1:]:
        rows = [
            (*row, phrase)
            for row in rows
            for symbol in step
            for phrase in chart[row[-1].end].get(symbol, ())
        ]
    return rows


def _made(frame: Frame, rule: Rule, parts: tuple[Phrase, ...]) -> Phrase | None:
    taken = [parts[at].item for at in rule.takes]
    try:
        item = rule.make(frame, *taken)
    except (OverflowError, ValueError):
        # Before the year 1 or after 9999: nothing that could be meant.
        return None
    if item is None:
        return None
    symbol = "BAD" if isinstance(item, Impossible) else rule.symbol
    below = tuple(name for part in parts for name in part.names)
    names = (rule.name, *below) if rule.name else below
    weight = sum(part.weight for part in parts) + item.weight
    return Phrase(parts[0].start, parts[-1].end, symbol, item, names, weight)


@dataclass(frozen=True, slots=True)
class _Word(Item):
    """A word that only patterns need."""


_WORD = _Word()
