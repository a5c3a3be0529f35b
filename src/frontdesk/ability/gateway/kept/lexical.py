"""Texts turned into vectors and vectors into how near they are, without a model."""

import hashlib
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from frontdesk.ability.gateway.kept.essence import find_words

RULES = "rules"
SIZE = 256
_SOFT_SHARE = 0.3  # what a function word weighs beside a word that counts
Vector = NDArray[np.float32]


@lru_cache(maxsize=2048)
def embed_by_rules(text: str) -> Vector:
    """A unit vector of the text's words, the same in every process; zeros where there are none."""
    vector = np.zeros(SIZE, dtype=np.float32)
    for word, soft in find_words(text):
        drawn = int.from_bytes(hashlib.blake2b(word.encode(), digest_size=8).digest())
        sign = 1.0 if drawn & 1 else -1.0
        vector[(drawn >> 1) % SIZE] += sign * (_SOFT_SHARE if soft else 1.0)
    return unit(vector)


def unit(vector: Sequence[float] | Vector) -> Vector:
    """The same direction at length 1; zeros stay zeros."""
    array = np.asarray(vector, dtype=np.float32)
    length = float(np.linalg.norm(array))
    return array / np.float32(length) if length > 0 else array


def nearness(one: Vector, other: Vector) -> float:
    """The cosine of two unit vectors, -1 to 1; vectors of different sizes are never near."""
    return float(one @ other) if one.shape == other.shape else -1.0
