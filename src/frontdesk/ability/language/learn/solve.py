"""Turns feature vectors and their labels into linear weights: margins, counts and nearness.

Margins are solved by dual coordinate descent on the squared hinge (Hsieh et al. 2008), all
intents at once; counts are smoothed log ratios; nearness is the cosine to an intent's mean.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Vector = tuple[NDArray[np.int64], Floats]

COST = 2.0
_ROUNDS = 7
_SMOOTH = 0.1
_COUNT_FLOOR = -1.0


@dataclass(frozen=True, slots=True)
class Parts:
    """Three views of the same texts, each as weights of features x intents."""

    margin: Floats
    bias: Floats
    counts: Floats
    nearness: Floats


def solve(vectors: list[Vector], labels: Floats, features: int, *, cost: float = COST) -> Parts:
    """Weights for `labels` (texts x intents, 1 where a text expresses an intent, else 0)."""
    margin = find_margins(vectors, labels, features, cost=cost)
    return Parts(
        margin=margin[:-1],
        bias=margin[-1],
        counts=_counts(vectors, labels, features),
        nearness=_nearness(vectors, labels, features),
    )


def apply(weights: Floats, vectors: list[Vector]) -> Floats:
    """Scores (texts x intents) of texts under weights."""
    scores = np.zeros((len(vectors), weights.shape[1]), np.float32)
    for row, (places, shares) in enumerate(vectors):
        scores[row] = shares @ weights[places]
    return scores


def find_margins(
    vectors: list[Vector],
    labels: Floats,
    features: int,
    *,
    cost: float = COST,
    rounds: int = _ROUNDS,
    start: Floats | None = None,
) -> Floats:
    """Weights of margins and, as the last row, the bias; `cost` is that of a text on the wrong
    side. They stay as near to `start` (to zero without it) as the texts allow."""
    texts, intents = labels.shape
    signs = np.where(labels > 0, 1.0, -1.0).astype(np.float32)
    weights = np.zeros((features + 1, intents), np.float32)
    if start is not None:
        weights[:-1] = start
    dual = np.zeros((texts, intents), np.float32)
    slack = 1.0 / (2.0 * cost)
    one = np.ones(1, np.float32)
    edged = [(np.append(places, features), np.append(shares, one)) for places, shares in vectors]
    lengths = [float(shares @ shares) + slack for _, shares in edged]
    shuffled = np.random.default_rng(0)
    for _ in range(rounds):
        for row in shuffled.permutation(texts):
            places, shares = edged[row]
            slope = (shares @ weights[places]) * signs[row] - 1.0 + slack * dual[row]
            moved = np.maximum(dual[row] - slope / lengths[row], 0.0)
            change = (moved - dual[row]) * signs[row]
            dual[row] = moved
            weights[places] += shares[:, None] * change[None, :]
    return weights


def _counts(vectors: list[Vector], labels: Floats, features: int) -> Floats:
    """How much oftener a feature stands in an intent's texts than in all, as floored logarithm."""
    counted = np.zeros((features, labels.shape[1]), np.float32)
    everywhere = np.zeros((features, 1), np.float32)
    for (places, _), label in zip(vectors, labels, strict=True):
        counted[places] += label[None, :]
        everywhere[places] += 1.0
    own = labels.sum(axis=0)
    share = (counted + _SMOOTH) / (own + 2 * _SMOOTH)
    whole = (everywhere + _SMOOTH) / (len(vectors) + 2 * _SMOOTH)
    floored: Floats = np.maximum(np.log(share / whole), _COUNT_FLOOR).astype(np.float32)
    return floored


def _nearness(vectors: list[Vector], labels: Floats, features: int) -> Floats:
    means = np.zeros((features, labels.shape[1]), np.float32)
    for (places, shares), label in zip(vectors, labels, strict=True):
        means[places] += shares[:, None] * label[None, :]
    lengths = np.linalg.norm(means, axis=0, keepdims=True)
    scaled: Floats = (means / np.maximum(lengths, 1e-6)).astype(np.float32)
    return scaled
