"""Many figures turned into their quantiles: exact while few, within 1 % once many, and mergeable.

Buckets grow by a constant factor, so that every quantile is within ALPHA of a figure that really
was there (the mapping of DDSketch, Masson et al., VLDB 2019). Merging adds counts, so the order and
the process in which figures came never change an answer.
"""

from collections.abc import Iterable, Mapping
from math import ceil, exp, floor, fsum, log
from typing import cast

from frontdesk.ground.words.reading import Json

ALPHA = 0.01
EXACT = 500  # up to so many figures are kept themselves
_GAMMA = (1 + ALPHA) / (1 - ALPHA)
_LOG_GAMMA = log(_GAMMA)
_PER_LOG = 1 / _LOG_GAMMA
_LEAST = 1e-9  # smaller figures, and none at all, count as zero


class Sketch:
    """A growing set of figures >= 0, in one unit of the caller's."""

    __slots__ = ("_buckets", "_few", "total")

    def __init__(self, figures: Iterable[float] = ()) -> None:
        self._few: list[float] | None = []
        self._buckets: dict[int, int] = {}
        self.total = 0.0
        for figure in figures:
            self.insert(figure)

    @property
    def count(self) -> int:
        return len(self._few) if self._few is not None else sum(self._buckets.values())

    def insert(self, figure: float) -> None:
        """Add one figure; below zero counts as zero."""
        self.total += figure
        if self._few is not None:
            self._few.append(figure)
            if len(self._few) > EXACT:
                self._spill()
            return
        index = ceil(log(figure) * _PER_LOG) if figure > _LEAST else _ZERO
        buckets = self._buckets
        buckets[index] = buckets.get(index, 0) + 1

    def _spill(self) -> None:
        few, self._few = self._few or [], None
        for figure in few:
            index = ceil(log(figure) * _PER_LOG) if figure > _LEAST else _ZERO
            self._buckets[index] = self._buckets.get(index, 0) + 1

    def merge(self, other: "Sketch") -> None:
        """Add all figures of another sketch."""
        self.total += other.total
        if self._few is not None and other._few is not None:
            self._few += other._few
            if len(self._few) > EXACT:
                self._spill()
            return
        if self._few is not None:
            self._spill()
        if other._few is None:
            added = other._buckets
        else:
            added = Sketch._of(other._few)
        for index, count in added.items():
            self._buckets[index] = self._buckets.get(index, 0) + count

    @staticmethod
    def _of(few: list[float]) -> dict[int, int]:
        spilled = Sketch()
        spilled._few = few
        spilled._spill()
        return spilled._buckets

    def quantile(self, share: float) -> float | None:
        """The figure below which `share` (0-1) of all lie; None of no figures.

        Exact sketches interpolate between neighbours, as spreadsheets and numpy do.
        """
        if self._few is not None:
            return _interpolate(sorted(self._few), share)
        rank, seen = share * (self.count - 1), 0
        for index in sorted(self._buckets):
            seen += self._buckets[index]
            if seen > rank:
                return _middle(index)
        return None

    def share_below(self, bound: float) -> float | None:
        """The share of figures at or below `bound`; None of no figures."""
        count = self.count
        if count == 0:
            return None
        if self._few is not None:
            return sum(1 for figure in self._few if figure <= bound) / count
        below = sum(n for index, n in self._buckets.items() if _middle(index) <= bound)
        return below / count

    @property
    def mean(self) -> float | None:
        count = self.count
        return self.total / count if count else None

    def as_json(self) -> dict[str, Json]:
        """The sketch for a row; `parse_sketch` reads it again without loss."""
        if self._few is not None:
            return {"few": list(self._few)}
        return {
            "total": self.total,
            "buckets": {str(index): count for index, count in sorted(self._buckets.items())},
        }


_ZERO = floor(log(_LEAST) * _PER_LOG) - 1


def parse_sketch(raw: Mapping[str, Json]) -> Sketch:
    """A sketch from its row."""
    sketch = Sketch()
    if "few" in raw:
        sketch._few = [float(figure) for figure in cast(list[float], raw["few"])]
        sketch.total = fsum(sketch._few)
        return sketch
    sketch._few = None
    sketch.total = float(cast(float, raw["total"]))
    buckets = cast(Mapping[str, int], raw["buckets"])
    sketch._buckets = {int(index): int(count) for index, count in buckets.items()}
    return sketch


def merge_all(sketches: Iterable[Sketch]) -> Sketch:
    """One sketch of all figures of many."""
    merged = Sketch()
    for sketch in sketches:
        merged.merge(sketch)
    return merged


def _interpolate(figures: list[float], share: float) -> float | None:
    if not figures:
        return None
    rank = share * (len(figures) - 1)
    low = floor(rank)
    high = min(low + 1, len(figures) - 1)
    return figures[low] + (figures[high] - figures[low]) * (rank - low)


def _middle(index: int) -> float:
    return 0.0 if index == _ZERO else 2 * exp(index * _LOG_GAMMA) / (_GAMMA + 1)
