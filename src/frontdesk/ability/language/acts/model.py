"""Turns the words of a message into scored intents, by weights learnt from examples.

Plain Python on purpose: what a word adds to the intents of a set is summed once per word and
kept, so a message costs a few dozen short additions, and no process has to import arrays.
"""

import gzip
import json
import math
from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TypedDict

from frontdesk.ability.language.acts.features import Token, letter_groups, mark_pairs, word_pairs
from frontdesk.ground.words.reading import Span

SHIPPED = Path(__file__).parent / "trained.json.gz"
_FORMAT = 2
_WORDS_KEPT = 5_000
_RANKED = 5
_TOLD_FROM = 0.25

Adds = tuple[tuple[int, float], ...]


@dataclass(frozen=True, slots=True)
class Weights:
    """One feature: its rarity, what it adds to all intents, to the order of some, and to the
    likeness of some (likeness enters the score of an intent, not its place in the order)."""

    rarity: float
    every: float
    some: Adds
    alike: Mapping[int, float]


@dataclass(frozen=True, slots=True)
class Guess:
    """One intent that the examples speak for: `score` is a calibrated probability 0-1."""

    name: str
    score: float
    span: Span
    why: str


@dataclass(slots=True)
class _Sum:
    """What some features add together: their squared length, and a total per intent."""

    length: float
    every: float
    order: Sequence[float]
    alike: dict[int, float]
    # What the word itself and its letters speak for each intent, for the place of the evidence.
    told: Sequence[float]


@dataclass(frozen=True, slots=True)
class IntentSet:
    """What was learnt for one set of intents.

    `words` holds the Weights of words and pairs, `letters` of letter groups, `marks` of what rules
    saw; `slope` and `offset` turn a raw score into a probability. `phrases` speak for their intent
    by themselves.
    """

    names: tuple[str, ...]
    bias: tuple[float, ...]
    words: Mapping[str, Weights]
    letters: Mapping[str, Weights]
    slope: float
    offset: float
    phrases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    marks: Mapping[str, Weights] = field(default_factory=dict)
    _kept: dict[str, _Sum] = field(default_factory=dict, repr=False, compare=False)

    def rank(self, tokens: tuple[Token, ...], marks: Iterable[str] = ()) -> tuple[Guess, ...]:
        """The likeliest intents, best first; the order is by class, the score by likeness too."""
        names = (*(token.word for token in tokens), *word_pairs(tokens))
        said = list(filter(None, map(self.words.get, names)))
        seen = list(filter(None, map(self.marks.get, mark_pairs(marks)))) if self.marks else []
        spelt = [self._spelt(token.word) for token in tokens]
        length = math.sqrt(sum([each.length for each in spelt])) or 1.0
        words, marked = self._added(said), self._added(seen)
        own, other = math.sqrt(words.length) or 1.0, math.sqrt(marked.length) or 1.0
        none = [0.0] * len(self.names)
        order = [sum(column) for column in zip(none, *[each.order for each in spelt], strict=True)]
        shared = words.every / own + marked.every / other
        shared += sum([each.every for each in spelt]) / length
        raw = [
            bias + first / own + second / length + third / other
            for bias, first, second, third in zip(
                self.bias, words.order, order, marked.order, strict=True
            )
        ]
        best = sorted(range(len(raw)), key=raw.__getitem__, reverse=True)[:_RANKED]
        return tuple(
            self._guess(
                at,
                raw[at]
                + shared
                + _likeness(said, at) / own
                + _likeness(seen, at) / other
                + sum([each.alike.get(at, 0.0) for each in spelt]) / length,
                tokens,
            )
            for at in best
        )

    def _added(self, rows: Iterable[Weights]) -> "_Sum":
        """What some features add together to the order of intents."""
        order = [0.0] * len(self.names)
        length = every = 0.0
        for row in rows:
            rarity = row.rarity
            length += rarity * rarity
            every += rarity * row.every
            for at, amount in row.some:
                order[at] += rarity * amount
        return _Sum(length, every, order, {}, ())

    def _spelt(self, word: str) -> _Sum:
        """What the letters of a word add; summed at its first sight."""
        known = self._kept.get(word)
        if known is None:
            known = self._summed(word)
            if len(self._kept) < _WORDS_KEPT:
                self._kept[word] = known
        return known

    def _summed(self, word: str) -> _Sum:
        rows = list(filter(None, map(self.letters.get, letter_groups(word))))
        added = self._added(rows)
        alike: dict[int, float] = {}
        for row in rows:
            for at, amount in row.alike.items():
                alike[at] = alike.get(at, 0.0) + row.rarity * amount
        told = [0.0] * len(added.order)
        whole = self.words.get(word)
        for at, amount in whole.some if whole else ():
            told[at] += amount * (whole.rarity if whole else 0.0)
        told = [each + part / 4 for each, part in zip(told, added.order, strict=True)]
        return _Sum(added.length, added.every, array("d", added.order), alike, array("d", told))

    def _guess(self, intent: int, raw: float, tokens: tuple[Token, ...]) -> Guess:
        score = 1.0 / (1.0 + math.exp(-max(-60.0, min(60.0, self.slope * raw + self.offset))))
        name = self.names[intent]
        if score < _TOLD_FROM or not tokens:
            return Guess(name, score, (0, 0), "")
        first, last = self._evidence(intent, tokens)
        return Guess(
            name, score, (tokens[first].start, tokens[last].end), f"like examples of {name}"
        )

    def _evidence(self, intent: int, tokens: tuple[Token, ...]) -> tuple[int, int]:
        """The run of tokens that speaks most for an intent (largest sum of what each adds)."""
        added = [self._spelt(token.word).told[intent] for token in tokens]
        toll = sum(map(abs, added)) / (3 * len(added))
        best, best_run, run, start = -math.inf, (0, 0), 0.0, 0
        for at, amount in enumerate(added):
            if run <= 0.0:
                run, start = 0.0, at
            run += amount - toll
            if run > best:
                best, best_run = run, (start, at)
        return best_run


def _likeness(rows: Iterable[Weights], intent: int) -> float:
    return sum([row.rarity * row.alike.get(intent, 0.0) for row in rows])


@dataclass(frozen=True, slots=True)
class Model:
    """The sets of intents that were learnt, by name."""

    sets: Mapping[str, IntentSet]

    def rank(
        self, name: str, tokens: tuple[Token, ...], marks: Iterable[str] = ()
    ) -> tuple[Guess, ...]:
        """The likeliest intents of a set; empty for a set that was not learnt."""
        known = self.sets.get(name)
        return known.rank(tokens, marks) if known and known.names else ()

    def save(self, path: Path) -> None:
        """Write the model as one compressed JSON file, the same bytes for the same model."""
        stored: _StoredModel = {
            "format": _FORMAT,
            "sets": {name: _packed(each) for name, each in sorted(self.sets.items())},
        }
        text = json.dumps(stored, sort_keys=True, separators=(",", ":"))
        path.write_bytes(gzip.compress(text.encode(), mtime=0))

    @staticmethod
    def load(path: Path) -> "Model":
        """Read a model that `save` wrote; ValueError names a file of another format."""
        stored: _StoredModel = json.loads(gzip.decompress(path.read_bytes()))
        if stored["format"] != _FORMAT:
            raise ValueError(f"{path} has format {stored['format']}, this release reads {_FORMAT}")
        return Model({name: _unpacked(each) for name, each in stored["sets"].items()})


@cache
def shipped() -> Model:
    """The model that comes with the package; an empty one before the first training."""
    return Model.load(SHIPPED) if SHIPPED.exists() else Model({})


_Row = tuple[str, float, float, list[int], list[float], list[int], list[float]]


class _StoredSet(TypedDict):
    names: list[str]
    bias: list[float]
    words: list[_Row]
    letters: list[_Row]
    marks: list[_Row]
    line: list[float]
    phrases: dict[str, list[str]]


class _StoredModel(TypedDict):
    format: int
    sets: dict[str, _StoredSet]


def _packed(known: IntentSet) -> _StoredSet:
    return {
        "names": list(known.names),
        "bias": [round(each, 4) for each in known.bias],
        "words": [_row(name, each) for name, each in sorted(known.words.items())],
        "letters": [_row(name, each) for name, each in sorted(known.letters.items())],
        "marks": [_row(name, each) for name, each in sorted(known.marks.items())],
        "line": [round(known.slope, 5), round(known.offset, 5)],
        "phrases": {name: list(each) for name, each in known.phrases.items()},
    }


def _row(name: str, row: Weights) -> _Row:
    some, alike = row.some, row.alike
    return (
        name,
        round(row.rarity, 3),
        round(row.every, 3),
        [at for at, _ in some],
        [round(amount, 2) for _, amount in some],
        list(alike),
        [round(amount, 2) for amount in alike.values()],
    )


def _unpacked(stored: _StoredSet) -> IntentSet:
    return IntentSet(
        names=tuple(stored["names"]),
        bias=tuple(stored["bias"]),
        words={row[0]: _weights(row) for row in stored["words"]},
        letters={row[0]: _weights(row) for row in stored["letters"]},
        slope=stored["line"][0],
        offset=stored["line"][1],
        phrases={name: tuple(each) for name, each in stored["phrases"].items()},
        marks={row[0]: _weights(row) for row in stored["marks"]},
    )


def _weights(row: _Row) -> Weights:
    _, rarity, every, places, amounts, near, likeness = row
    some = tuple(zip(places, amounts, strict=True))
    return Weights(rarity, every, some, dict(zip(near, likeness, strict=True)))
