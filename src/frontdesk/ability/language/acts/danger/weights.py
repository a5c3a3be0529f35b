"""Turns the traits of a message into how much examples speak for danger in it.

Linear on purpose: what each trait adds can be shown, and a message costs some dozens of look-ups.
"""

import gzip
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TypedDict

from frontdesk.ability.language.acts.danger.traits import Traits, meanings
from frontdesk.ability.language.acts.features import letter_groups
from frontdesk.ground.words.reading import Span

SHIPPED = Path(__file__).parent / "trained.json.gz"
_FORMAT = 1
_WORDS_KEPT = 5_000
_SHOWN = 3

# Square of the rarity of a trait, and what it adds to danger.
Weight = tuple[float, float]
Block = Mapping[str, Weight]
_NOTHING: Weight = (0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Weights:
    """What was learnt of danger: over `words`, `letters` of words, and `marks`.

    Each block of a text is scaled to length one; `bias` is where danger begins without any trait.
    `telling` says by how much single words and marks speak for each of `hazards`.
    """

    hazards: tuple[str, ...]
    bias: float
    words: Block
    letters: Block
    marks: Block
    telling: Mapping[str, tuple[float, ...]]
    _kept: dict[str, tuple[float, float]] = field(default_factory=dict, repr=False, compare=False)

    def margin(self, traits: Traits) -> float:
        """How far a message lies on the side of danger; 0 is in the middle."""
        total = self.bias
        for block, names in ((self.words, traits.words), (self.marks, traits.marks)):
            total += _share([row for row in map(block.get, names) if row is not None])
        spelt = [self._spelt(token.word) for token in traits.tokens]
        length = math.sqrt(sum([square for square, _ in spelt])) or 1.0
        return total + sum([amount for _, amount in spelt]) / length

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
                self.words.get(token.word, _NOTHING)[1]
                + sum(self.marks.get(name, _NOTHING)[1] for name in meanings(token.word)),
                token,
            )
            for token in traits.tokens
        ]
        told.sort(key=lambda each: -each[0])
        return tuple(sorted((token.start, token.end) for _, token in told[:_SHOWN]))

    def _spelt(self, word: str) -> tuple[float, float]:
        """What the letters of a word add; summed at its first sight."""
        known = self._kept.get(word)
        if known is None:
            rows = [row for row in map(self.letters.get, letter_groups(word)) if row is not None]
            known = (sum(row[0] for row in rows), sum(row[1] for row in rows))
            if len(self._kept) < _WORDS_KEPT:
                self._kept[word] = known
        return known

    def save(self, path: Path) -> None:
        """Write one compressed JSON file, the same bytes for the same weights."""
        stored: _Stored = {
            "format": _FORMAT,
            "hazards": list(self.hazards),
            "bias": round(self.bias, 4),
            "words": _packed(self.words),
            "letters": _packed(self.letters),
            "marks": _packed(self.marks),
            "telling": {
                name: [round(each, 2) for each in row] for name, row in self.telling.items()
            },
        }
        text = json.dumps(stored, sort_keys=True, separators=(",", ":"))
        path.write_bytes(gzip.compress(text.encode(), mtime=0))


def load(path: Path) -> Weights:
    """Read weights that `save` wrote; ValueError names a file of another format."""
    stored: _Stored = json.loads(gzip.decompress(path.read_bytes()))
    if stored["format"] != _FORMAT:
        raise ValueError(f"{path} has format {stored['format']}, this release reads {_FORMAT}")
    return Weights(
        tuple(stored["hazards"]),
        stored["bias"],
        _unpacked(stored["words"]),
        _unpacked(stored["letters"]),
        _unpacked(stored["marks"]),
        {name: tuple(row) for name, row in stored["telling"].items()},
    )


@cache
def shipped() -> Weights:
    """The weights that come with the package; empty ones before the first training."""
    return load(SHIPPED) if SHIPPED.exists() else Weights((), 0.0, {}, {}, {}, {})


def _share(rows: list[Weight]) -> float:
    length = math.sqrt(sum([square for square, _ in rows])) or 1.0
    return sum([amount for _, amount in rows]) / length


class _Stored(TypedDict):
    format: int
    hazards: list[str]
    bias: float
    words: list[tuple[str, float, float]]
    letters: list[tuple[str, float, float]]
    marks: list[tuple[str, float, float]]
    telling: dict[str, list[float]]


def _packed(block: Block) -> list[tuple[str, float, float]]:
    return [
        (name, round(square, 2), round(amount, 3))
        for name, (square, amount) in sorted(block.items())
    ]


def _unpacked(rows: list[tuple[str, float, float]]) -> dict[str, Weight]:
    return {name: (square, amount) for name, square, amount in rows}
