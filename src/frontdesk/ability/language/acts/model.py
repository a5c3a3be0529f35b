"""Turns the words of a message into scored intents, by weights learnt from examples.

Plain Python on purpose: no process has to import arrays. Weights are whole numbers in one block of
memory, so that adding them up is exact; what the letters of a word add is summed once and kept.
"""

import gzip
import json
import math
import sys
from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import islice
from operator import add
from pathlib import Path
from typing import TypedDict

import orjson

from frontdesk.ability.language.acts.features import Token, letter_groups, mark_pairs, word_pairs
from frontdesk.ground.words.reading import Span

SHIPPED = Path(__file__).parent / "trained.bin.gz"
_FORMAT = 3
_WORDS_KEPT = 5_000
_RANKED = 5
_TOLD_FROM = 0.25
# A row of weights: the square of the rarity, what is added to all intents, then a column an intent
# for their order and one for their likeness (which enters the score, not the place in the order).
_SQUARE, _EVERY, _FIRST = 0, 1, 2

Block = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Guess:
    """One intent that the examples speak for: `score` is a calibrated probability 0-1."""

    name: str
    score: float
    span: Span
    why: str


@dataclass(frozen=True, slots=True)
class IntentSet:
    """What was learnt for one set of intents.

    `words` (and pairs), `letters` (groups of them) and `marks` (what rules saw) name rows of
    `cells`, in units of `step`; `slope` and `offset` turn a raw score
    into a probability. `phrases` speak for their intent by themselves. `source` tells apart what
    sets were learnt from.
    """

    names: tuple[str, ...]
    bias: tuple[float, ...]
    words: Block
    letters: Block
    marks: Block
    cells: "array[int]"
    step: float
    slope: float
    offset: float
    phrases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    source: str = ""
    _kept: dict[str, "array[int]"] = field(default_factory=dict, repr=False, compare=False)

    def rank(
        self, tokens: tuple[Token, ...], marks: Iterable[str] = (), *, most: int = _RANKED
    ) -> tuple[Guess, ...]:
        """The likeliest intents, best first; the order is by class, the score by likeness too."""
        count = len(self.names)
        width = _FIRST + count
        words = [token.word for token in tokens]
        spelt = [self._kept.get(word) or self._spelt(word) for word in words]
        said = self._starts(self.words, [*words, *word_pairs(tokens)])
        seen = self._starts(self.marks, mark_pairs(marks)) if self.marks else []
        cells = self.cells
        blocks: tuple[Sequence[int], ...] = (
            _summed([cells[start : start + width] for start in said], width),
            _summed(spelt, width),
            _summed([cells[start : start + width] for start in seen], width),
        )
        step = self.step
        shares = [step / (math.sqrt(block[_SQUARE] * step) or 1.0) for block in blocks]
        scaled = [
            [share * cell for cell in block] for share, block in zip(shares, blocks, strict=True)
        ]
        columns = list(map(sum, zip(*scaled, strict=True)))
        raw = list(map(add, self.bias, columns[_FIRST:]))
        told: list[Guess] = []
        for at in sorted(range(count), key=raw.__getitem__, reverse=True)[:most]:
            column = width + at
            alike = (
                shares[0] * sum([cells[start + column] for start in said])
                + shares[1] * sum([each[column] for each in spelt])
                + shares[2] * sum([cells[start + column] for start in seen])
            )
            told.append(self._guess(at, raw[at] + columns[_EVERY] + alike, tokens))
        return tuple(told)

    def _starts(self, block: Block, names: Iterable[str]) -> list[int]:
        """Where the rows of the known ones of some features begin."""
        width = _FIRST + 2 * len(self.names)
        return [row * width for row in map(block.get, names) if row is not None]

    def _spelt(self, word: str) -> "array[int]":
        """What the letters of a word add; summed at its first sight."""
        known = self._kept.get(word)
        if known is None:
            width = _FIRST + 2 * len(self.names)
            starts = self._starts(self.letters, letter_groups(word))
            rows = [self.cells[start : start + width] for start in starts]
            known = array("i", _summed(rows, width))
            if len(self._kept) < _WORDS_KEPT:
                self._kept[word] = known
        return known

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
        """The run of tokens that speaks most for an intent: the largest sum of what each itself and
        its letters add."""
        known, cells, column = self.words, self.cells, _FIRST + intent
        width = _FIRST + 2 * len(self.names)
        words = [token.word for token in tokens]
        rows = map(known.get, words)
        whole = [0 if row is None else cells[row * width + column] for row in rows]
        spelt = [self._kept.get(word) or self._spelt(word) for word in words]
        added = [one + each[column] / 4 for one, each in zip(whole, spelt, strict=True)]
        toll = sum(map(abs, added)) / (3 * len(added))
        best, best_run, run, start = -math.inf, (0, 0), 0.0, 0
        for at, amount in enumerate(added):
            if run <= 0.0:
                run, start = 0.0, at
            run += amount - toll
            if run > best:
                best, best_run = run, (start, at)
        return best_run


def _summed(rows: "Sequence[array[int]]", width: int) -> Sequence[int]:
    """The first columns of some rows, each added up."""
    return list(map(sum, islice(zip(*rows, strict=True), width))) if rows else [0] * width


@dataclass(frozen=True, slots=True)
class Model:
    """The sets of intents that were learnt, by name."""

    sets: Mapping[str, IntentSet]

    def rank(
        self,
        name: str,
        tokens: tuple[Token, ...],
        marks: Iterable[str] = (),
        *,
        most: int = _RANKED,
    ) -> tuple[Guess, ...]:
        """The likeliest intents of a set; empty for a set that was not learnt."""
        known = self.sets.get(name)
        return known.rank(tokens, marks, most=most) if known and known.names else ()

    def save(self, path: Path) -> None:
        """Write the model as one compressed file, the same bytes for the same model: a line of JSON,
        then, set after set, the places of its features in the list of all, and its weights."""
        sets = sorted(self.sets.items())
        names = {name: _names(known) for name, known in sets}
        features = sorted(set().union(*names.values()))
        head: _Head = {
            "format": _FORMAT,
            "features": "\n".join(features),
            "sets": {name: _described(known) for name, known in sets},
        }
        place = {name: at for at, name in enumerate(features)}
        parts = [json.dumps(head, sort_keys=True, separators=(",", ":")).encode(), b"\n"]
        for name, known in sets:
            places = array("I", [place[each] for each in names[name]])
            parts += [_little(places).tobytes(), _little(known.cells).tobytes()]
        path.write_bytes(gzip.compress(b"".join(parts), mtime=0))

    @staticmethod
    def load(path: Path) -> "Model":
        """Read a model that `save` wrote; ValueError names a file of another format."""
        line, _, rest = gzip.decompress(path.read_bytes()).partition(b"\n")
        head: _Head = orjson.loads(line)
        if head["format"] != _FORMAT:
            raise ValueError(f"{path} has format {head['format']}, this release reads {_FORMAT}")
        features = head["features"].split("\n")
        sets: dict[str, IntentSet] = {}
        at = 0
        for name, described in head["sets"].items():
            rows = sum(described["rows"])
            middle = at + 4 * rows
            end = middle + 2 * rows * (_FIRST + 2 * len(described["names"]))
            places = _little(array("I", rest[at:middle]))
            own = [features[place] for place in places]
            sets[name] = _unpacked(described, own, _little(array("h", rest[middle:end])))
            at = end
        return Model(sets)


@cache
def shipped() -> Model:
    """The model that comes with the package; an empty one before the first training."""
    return Model.load(SHIPPED) if SHIPPED.exists() else Model({})


class _Described(TypedDict):
    """A set without its weights; `rows` counts its words, groups of letters and marks."""

    names: list[str]
    bias: list[float]
    rows: list[int]
    step: float
    line: list[float]
    phrases: dict[str, list[str]]
    source: str


class _Head(TypedDict):
    """What stands before the weights; `features` has a line for each."""

    format: int
    features: str
    sets: dict[str, _Described]


def _names(known: IntentSet) -> list[str]:
    """The names of all features, in the order of their rows."""
    blocks = (known.words, known.letters, known.marks)
    return [name for block in blocks for name in sorted(block, key=block.__getitem__)]


def _described(known: IntentSet) -> _Described:
    return {
        "names": list(known.names),
        "bias": [round(each, 4) for each in known.bias],
        "rows": [len(known.words), len(known.letters), len(known.marks)],
        "step": known.step,
        "line": [round(known.slope, 5), round(known.offset, 5)],
        "phrases": {name: list(each) for name, each in known.phrases.items()},
        "source": known.source,
    }


def _unpacked(described: _Described, features: list[str], cells: "array[int]") -> IntentSet:
    blocks: list[dict[str, int]] = []
    start = 0
    for count in described["rows"]:
        end = start + count
        blocks.append(dict(zip(features[start:end], range(start, end), strict=True)))
        start = end
    words, letters, marks = blocks
    return IntentSet(
        names=tuple(described["names"]),
        bias=tuple(described["bias"]),
        words=words,
        letters=letters,
        marks=marks,
        cells=cells,
        step=described["step"],
        slope=described["line"][0],
        offset=described["line"][1],
        phrases={name: tuple(each) for name, each in described["phrases"].items()},
        source=described["source"],
    )


def _little(numbers: "array[int]") -> "array[int]":
    """Numbers as files hold them, the least part first; the same numbers on most machines."""
    if sys.byteorder == "big":
        numbers = numbers[:]
        numbers.byteswap()
    return numbers
