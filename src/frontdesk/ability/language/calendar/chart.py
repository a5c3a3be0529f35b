"""Tokens and rules in, every phrase they compose out: a small bottom-up chart parser.

A pattern is words and SYMBOLS: a lower-case word must stand in the text (`of|in`: one of them,
`the?`: may be left out, `word word` in order), an upper-case symbol takes any phrase of that kind
and hands its meaning to the rule's function. A function returns None to refuse.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from frontdesk.ability.language.calendar.items import Frame, Impossible, Item

Make = Callable[..., Item | None]
# One place of a pattern: the words or symbols that may stand there, in the order of the table.
Step = tuple[str, ...]
# One row of a rule table: name, symbol that comes out, pattern, function.
Row = tuple[str, str, str, Make]

# Phrases kept for one stretch of tokens and one symbol; the rest are readings of readings.
_KEPT = 6


@dataclass(frozen=True, slots=True)
class Rule:
    name: str
    symbol: str
    steps: tuple[Step, ...]
    takes: tuple[bool, ...]
    make: Make


@dataclass(frozen=True, slots=True)
class Phrase:
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
    """Rules indexed by the first symbol they need."""

    by_first: dict[str, list[Rule]] = field(default_factory=dict)
    words: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, rows: Iterable[Row]) -> "Grammar":
        grammar = cls()
        for name, symbol, pattern, make in rows:
            for steps in _spelled_out(pattern):
                grammar._add(Rule(name, symbol, steps, tuple(map(_takes, steps)), make))
        return grammar

    def _add(self, rule: Rule) -> None:
        for first in rule.steps[0]:
            self.by_first.setdefault(first, []).append(rule)
        for step in rule.steps:
            self.words.update(word for word in step if not word.isupper())

    def lone_words(self) -> frozenset[str]:
        """Words of rules that need words only."""
        return frozenset(
            word
            for rules in self.by_first.values()
            for rule in rules
            if not any(rule.takes)
            for step in rule.steps
            for word in step
        )


def _takes(step: Step) -> bool:
    return step[0].isupper()


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
            for rule in grammar.by_first.get(phrase.symbol, ()):
                for parts in _matches(rule, 1, phrase, chart):
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
    rule: Rule, step: int, last: Phrase, chart: list[dict[str, list[Phrase]]]
) -> Iterator[tuple[Phrase, ...]]:
    if step == len(rule.steps):
        yield (last,)
        return
    here = chart[last.end]
    for symbol in rule.steps[step]:
        for phrase in here.get(symbol, ()):
            for rest in _matches(rule, step + 1, phrase, chart):
                yield (last, *rest)


def _made(frame: Frame, rule: Rule, parts: tuple[Phrase, ...]) -> Phrase | None:
    taken = [part.item for part, takes in zip(parts, rule.takes, strict=True) if takes]
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
