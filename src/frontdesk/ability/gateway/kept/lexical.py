"""Texts turned into vectors and vectors into how near they are, without a model."""

import hashlib
import math
from array import array
from collections.abc import Iterable, Sequence
from functools import lru_cache
from operator import mul

from frontdesk.ability.gateway.kept.essence import find_words

RULES = "rules"
SIZE = 256
_SOFT_SHARE = 0.3  # what a function word weighs beside a word that counts
# Plain arrays of four bytes a number: only the few questions of one essence are ever compared, and a
# library for vectors would cost each process a tenth of its memory.
Vector = Sequence[float]


@lru_cache(maxsize=2048)
def embed_by_rules(text: str) -> Vector:
    """A unit vector of the text's words, the same in every process; zeros where there are none."""
    vector = [0.0] * SIZE
    for word, soft in find_words(text):
        drawn = int.from_bytes(hashlib.blake2b(word.encode(), digest_size=8).digest())
        sign = 1.0 if drawn & 1 else -1.0
        vector[(drawn >> 1) % SIZE] += sign * (_SOFT_SHARE if soft else 1.0)
    return unit(vector)


def unit(vector: Iterable[float]) -> Vector:
    """The same direction at length 1; zeros stay zeros."""
    numbers = array("f", vector)
    length = math.hypot(*numbers)
    return array("f", [each / length for each in numbers]) if length > 0 else numbers


def nearness(one: Vector, other: Vector) -> float:
    """The cosine of two unit vectors, -1 to 1; vectors of different sizes are never near."""
    return sum(map(mul, one, other)) if len(one) == len(other) else -1.0
