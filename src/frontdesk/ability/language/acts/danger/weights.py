"""Turns the traits of a message into how much examples speak for danger in it.

Linear on purpose: what each trait adds can be shown, and a message costs some dozens of look-ups.
"""

import gzip
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypedDict

from frontdesk.ability.language.acts.danger.traits import Traits, meanings
from frontdesk.ground.words.reading import Span

SHIPPED = Path(__file__).parent / "trained.json.gz"
_FORMAT = 2
_SHOWN = 3
# Parts of one in which squares, amounts and what tells hazards apart are stored, as whole numbers.
_SQUARES = 100
_AMOUNTS = 1000
_TELLING = 100

# Square of the rarity of a trait, and what it adds to danger.
Weight = tuple[float, float]
Block = Mapping[str, Weight]
_NOTHING: Weight = (0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Weights:
    """What was learnt of danger: over `words` and over `marks`.

    Each block of a text is scaled to length one; `bias` is where danger begins without any trait.
    `telling` says by how much single words and marks speak for each of `hazards`.
    """

    hazards: tuple[str, ...]
    bias: float
    words: Block
    marks: Block
    telling: Mapping[str, Sequence[float]]

    def margin(self, traits: Traits) -> float:
        """How far a message lies on the side of danger; 0 is in the middle."""
        return self.bias + _share(self.words, traits.words) + _share(self.marks, traits.marks)

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

    def save(self, path: Path) -> None:
        """Write one compressed JSON file, the same bytes for the same weights."""
        stored: _Stored = {
            "format": _FORMAT,
            "hazards": list(self.hazards),
            "bias": round(self.bias, 4),
            "words": _packed(self.words),
            "marks": _packed(self.marks),
            "telling": {
                name: [round(each * _TELLING) for each in row] for name, row in self.telling.items()
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
        _unpacked(stored["marks"]),
        stored["telling"],
    )


@cache
def shipped() -> Weights:
    """The weights that come with the package; empty ones before the first training."""
    return load(SHIPPED) if SHIPPED.exists() else Weights((), 0.0, {}, {}, {})


def _share(block: Block, names: Sequence[str]) -> float:
    """What traits add to danger, over their length."""
    rows = [row for row in map(block.get, names) if row is not None]
    length = math.sqrt(sum([square for square, _ in rows])) or 1.0
    return sum([amount for _, amount in rows]) / length


class _StoredBlock(TypedDict):
    """Names a line each, and two whole numbers for each: read as a whole, that is quick."""

    names: str
    squares: list[int]
    amounts: list[int]


class _Stored(TypedDict):
    format: int
    hazards: list[str]
    bias: float
    words: _StoredBlock
    marks: _StoredBlock
    telling: dict[str, list[int]]


def _packed(block: Block) -> _StoredBlock:
    rows = sorted(block.items())
    return {
        "names": "\n".join(name for name, _ in rows),
        "squares": [round(square * _SQUARES) for _, (square, _) in rows],
        "amounts": [round(amount * _AMOUNTS) for _, (_, amount) in rows],
    }


def _unpacked(stored: _StoredBlock) -> Block:
    squares = [each / _SQUARES for each in stored["squares"]]
    amounts = [each / _AMOUNTS for each in stored["amounts"]]
    return dict(zip(stored["names"].split("\n"), zip(squares, amounts, strict=True), strict=True))
