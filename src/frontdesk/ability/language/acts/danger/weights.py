"""Turns the traits of a message into how much examples speak for danger in it.

Linear on purpose: what each trait adds can be shown, and a message costs some dozens of look-ups.
"""

import gzip
import json
import math
from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from operator import itemgetter
from pathlib import Path
from typing import TypedDict

import orjson

from frontdesk.ability.language.acts.danger.traits import Traits, meanings
from frontdesk.ground.words.reading import Span

SHIPPED = Path(__file__).parent / "trained.json.gz"
_FORMAT = 4
_SHOWN = 3
# Parts of one in which squares, amounts and what tells hazards apart are stored, as whole numbers.
_SQUARES = 100
_AMOUNTS = 1000
_TELLING = 100

# The square of the rarity of a trait and, as the imaginary part, what it adds to danger: one number
# takes a third of the memory of a pair, and both are added up at once.
Weight = complex
Block = Mapping[str, Weight]
_NOTHING: Weight = 0j
_WORDS_KEPT = 2_000
# How many letters a group has, and how far a word is spelt.
_GROUP = 4
_LONGEST = 40


@dataclass(frozen=True, slots=True)
class Weights:
    """What was learnt of danger: over `words`, over `marks` and over `letters`, groups of them.

    Each block of a text is scaled to length one; `bias` is where danger begins without any trait.
    `telling` says by how much single words and marks speak for each of `hazards`; `source` tells apart
    what was learnt from.
    """

    hazards: tuple[str, ...]
    bias: float
    words: Block
    marks: Block
    letters: Block
    telling: Mapping[str, Sequence[float]]
    source: str = ""
    _kept: dict[str, Weight] = field(default_factory=dict, repr=False, compare=False)

    def margin(self, traits: Traits) -> float:
        """How far a message lies on the side of danger; 0 is in the middle."""
        spelt = [self._spelt(token.word) for token in traits.tokens]
        said = [each for each in map(self.words.get, traits.words) if each is not None]
        seen = [each for each in map(self.marks.get, traits.marks) if each is not None]
        return self.bias + _share(said) + _share(seen) + _share(spelt)

    def _spelt(self, word: str) -> Weight:
        """What the letters of a word add; summed at its first sight."""
        known = self._kept.get(word)
        if known is None:
            found = (self.letters.get(group, _NOTHING) for group in spelling_of(word))
            known = sum(found, _NOTHING)
            if len(self._kept) < _WORDS_KEPT:
                self._kept[word] = known
        return known

    def hazard(self, traits: Traits) -> str:
        """The hazard that the message is likeliest about."""
        names = (*(token.word for token in traits.tokens), *traits.marks)
        rows = [row for row in map(self.telling.get, dict.fromkeys(names)) if row is not None]
        totals = [sum(column) for column in zip((0.0,) * len(self.hazards), *rows, strict=True)]
        return self.hazards[max(range(len(totals)), key=totals.__getitem__)]

    def evidence(self, traits: Traits) -> tuple[Span, ...]:
        """Where the words stand that speak loudest for danger, in their order."""
        told = [
            (
                self.words.get(token.word, _NOTHING).imag
                + sum(self.marks.get(name, _NOTHING).imag for name in meanings(token.word)),
                token,
            )
            for token in traits.tokens
        ]
        told.sort(key=lambda each: -each[0])
        return tuple(sorted((token.start, token.end) for _, token in told[:_SHOWN]))

    def save(self, path: Path) -> None:
        """Write one compressed JSON file, the same bytes for the same weights."""
        stored: _Stored = {
            "format": _FORMAT,
            "source": self.source,
            "hazards": list(self.hazards),
            "bias": round(self.bias, 4),
            "words": _packed(self.words),
            "marks": _packed(self.marks),
            "letters": _packed(self.letters),
            "telling": {
                name: [round(each * _TELLING) for each in row] for name, row in self.telling.items()
            },
        }
        text = json.dumps(stored, sort_keys=True, separators=(",", ":"))
        path.write_bytes(gzip.compress(text.encode(), mtime=0))


def load(path: Path) -> Weights:
    """Read weights that `save` wrote; ValueError names a file of another format."""
    stored: _Stored = orjson.loads(gzip.decompress(path.read_bytes()))
    if stored["format"] != _FORMAT:
        raise ValueError(f"{path} has format {stored['format']}, this release reads {_FORMAT}")
    return Weights(
        tuple(stored["hazards"]),
        stored["bias"],
        _unpacked(stored["words"]),
        _unpacked(stored["marks"]),
        _unpacked(stored["letters"]),
        {name: array("h", row) for name, row in stored["telling"].items()},
        stored["source"],
    )


@cache
def shipped() -> Weights:
    """The weights that come with the package; empty ones before the first training."""
    return load(SHIPPED) if SHIPPED.exists() else Weights((), 0.0, {}, {}, {}, {})


def spelling_of(word: str) -> list[str]:
    """The groups of four letters of a word, its ends marked by spaces."""
    edged = f" {word[:_LONGEST]} "
    return [edged[at : at + _GROUP] for at in range(max(1, len(edged) - _GROUP + 1))]


def _share(weights: Sequence[Weight]) -> float:
    """What traits add to danger, over their length."""
    total = sum(weights, _NOTHING)
    return total.imag / (math.sqrt(total.real) or 1.0)


class _StoredBlock(TypedDict):
    """Names a line each, and two whole numbers for each: read as a whole, that is quick."""

    names: str
    squares: list[int]
    amounts: list[int]


class _Stored(TypedDict):
    format: int
    source: str
    hazards: list[str]
    bias: float
    words: _StoredBlock
    marks: _StoredBlock
    letters: _StoredBlock
    telling: dict[str, list[int]]


def _packed(block: Block) -> _StoredBlock:
    rows = sorted(block.items(), key=itemgetter(0))
    return {
        "names": "\n".join(name for name, _ in rows),
        "squares": [round(weight.real * _SQUARES) for _, weight in rows],
        "amounts": [round(weight.imag * _AMOUNTS) for _, weight in rows],
    }


def _unpacked(stored: _StoredBlock) -> Block:
    squares = (each / _SQUARES for each in stored["squares"])
    amounts = (each / _AMOUNTS for each in stored["amounts"])
    return dict(zip(stored["names"].split("\n"), map(complex, squares, amounts), strict=True))
