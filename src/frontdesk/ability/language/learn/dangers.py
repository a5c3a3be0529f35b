"""Turns example sentences of danger, and of what only sounds like it, into weights."""

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from frontdesk.ability.language.acts.danger import signs
from frontdesk.ability.language.acts.danger.traits import Traits, find_traits
from frontdesk.ability.language.acts.danger.weights import SHIPPED, Weights, spelling_of
from frontdesk.ability.language.acts.fold import fold
from frontdesk.ability.language.learn import crossings, solve
from frontdesk.ability.language.learn.examples import load_examples
from frontdesk.ability.language.learn.solve import Floats, Vector
from frontdesk.ability.language.learn.source import name_source
from frontdesk.ability.language.learn.train import OUT_OF_SCOPE

__all__ = ["SHIPPED", "Weights", "find_all", "shipped_dangers", "train_dangers"]

_FOLDER = Path(__file__).parent / "sentences"
_OWN = "danger*.txt"
_CROSSED = _FOLDER / "danger_crossed.txt"
# Chosen on sentences that were not learnt from: how dear a wrong example is, rounds of solving, and
# in how many texts a word or pair, a mark and a group of letters must stand to be learnt, and what
# each of these weighs. Beside the margin stands a share of how much oftener a trait is found where
# danger is, which is known of rare traits too; few sightings are softened.
_COST = 0.5
_ROUNDS = 8
_RARE = (4, 5, 4)
_RARE_TELLING = 3
_WEIGHTS = (1.4, 0.6, 1.0)
_OFTENER = 0.1
_SOFT = 0.3

Shown = tuple[Counter[str], Counter[str], Counter[str]]


def shipped_dangers() -> Mapping[str, str]:
    """Every sentence that comes with the package with the hazard it tells; `none` where none, as in
    all that is learnt of wishes and answers and that no rule hears danger in."""
    own = {
        text: each.name
        for path in sorted(_FOLDER.glob(_OWN))
        if path != _CROSSED
        for each in load_examples(path)
        for text in each.examples
    }
    other = {
        text: OUT_OF_SCOPE
        for path in sorted(_FOLDER.glob("*.txt"))
        if not path.match(_OWN)
        for each in load_examples(path)
        for text in each.examples
        if not _heard(text)
    }
    return {**other, **crossings.load_crossings(_CROSSED), **own}


def _heard(text: str) -> bool:
    seen = signs.look(fold(text))
    return seen.told and seen.level == "emergency"


def train_dangers(told: Mapping[str, str], *, learnt: Weights | None = None) -> Weights:
    """Learn what speaks for danger, and then for which; deterministic. `learnt` is taken as it is where
    it was learnt from the same."""
    shown = [_show(find_all(text)) for text in told]
    source = name_source(
        (name, [sorted(counted.items()) for counted in each])
        for name, each in zip(told.values(), shown, strict=True)
    )
    if learnt is not None and learnt.source == source:
        return learnt
    numbered = _numbered(shown)
    rarity = _rarity(shown, numbered)
    vectors = [_vector(each, numbered, rarity) for each in shown]
    hazards = tuple(name for name in signs.HAZARDS if name in told.values())
    danger = np.array([[name in hazards] for name in told.values()], np.float32)
    oftener = _OFTENER * _oftener(shown, numbered, danger[:, 0] > 0)[:, None]
    margins = solve.find_margins(
        vectors, danger, len(rarity), cost=_COST, rounds=_ROUNDS, start=oftener
    )
    amounts = margins[:-1, 0]
    words, marks, letters = (
        {
            name: complex(rarity[at] ** 2, share * rarity[at] * amounts[at])
            for name, at in block.items()
        }
        for share, block in zip(_WEIGHTS, numbered, strict=True)
    )
    telling = _telling(shown, list(told.values()), hazards)
    return Weights(hazards, float(margins[-1, 0]), words, marks, letters, telling, source)


def _oftener(
    shown: Sequence[Shown], numbered: Sequence[Mapping[str, int]], danger: NDArray[np.bool_]
) -> Floats:
    """By how much each trait is oftener found in danger than without: the log of the ratio."""
    counts = np.zeros((2, sum(map(len, numbered))), np.float32)
    for each, side in zip(shown, danger, strict=True):
        for counted, block in zip(each, numbered, strict=True):
            for name in counted:
                if name in block:
                    counts[int(side), block[name]] += 1
    totals = np.array([[(~danger).sum()], [danger.sum()]], np.float32)
    shares = (counts + _SOFT) / (totals + 2 * _SOFT)
    found: Floats = np.log(shares[1] / shares[0]).astype(np.float32)
    return found


def find_all(text: str) -> Traits:
    """The traits of one sentence, as a reading finds them."""
    folded = fold(text)
    return find_traits(folded, signs.look(folded).marks())


def _show(traits: Traits) -> Shown:
    """Words and pairs, marks, and groups of letters, each counted."""
    letters = Counter(group for token in traits.tokens for group in spelling_of(token.word))
    return Counter(traits.words), Counter(traits.marks), letters


def _numbered(shown: Sequence[Shown]) -> list[dict[str, int]]:
    """The traits of each block that enough texts have, numbered through."""
    blocks: list[dict[str, int]] = []
    before = 0
    for at, least in enumerate(_RARE):
        times = Counter(name for each in shown for name in each[at])
        known = sorted(name for name, count in times.items() if count >= least)
        blocks.append({name: before + place for place, name in enumerate(known)})
        before += len(known)
    return blocks


def _rarity(shown: Sequence[Shown], numbered: Sequence[Mapping[str, int]]) -> Floats:
    counts = np.zeros(sum(map(len, numbered)), np.float32)
    for each in shown:
        for counted, block in zip(each, numbered, strict=True):
            for name in counted:
                if name in block:
                    counts[block[name]] += 1
    rarity: Floats = (np.log((1 + len(shown)) / (1 + counts)) + 1).astype(np.float32)
    return rarity


def _vector(shown: Shown, numbered: Sequence[Mapping[str, int]], rarity: Floats) -> Vector:
    """Counts times rarity, each block scaled as `Weights` scales it."""
    places: list[int] = []
    shares: list[Floats] = []
    for share, counted, block in zip(_WEIGHTS, shown, numbered, strict=True):
        known = sorted((block[name], times) for name, times in counted.items() if name in block)
        at = [place for place, _ in known]
        times = np.array([count for _, count in known], np.float32)
        length = float(np.sqrt((times * rarity[at] ** 2).sum()))
        places += at
        shares.append(share * times * rarity[at] / (length or 1.0))
    return np.array(places, np.int64), np.concatenate(shares).astype(np.float32)


def _telling(
    shown: Sequence[Shown], names: Sequence[str], hazards: Sequence[str]
) -> dict[str, tuple[float, ...]]:
    """How far single words and marks tell one hazard from the others, over texts of danger."""
    risky = [
        [
            *(word for word in each[0] if " " not in word),
            *(mark for mark in each[1] if "+" not in mark),
        ]
        for each, name in zip(shown, names, strict=True)
        if name in hazards
    ]
    times = Counter(name for each in risky for name in set(each))
    known = sorted(name for name, count in times.items() if count >= _RARE_TELLING)
    places = {name: at for at, name in enumerate(known)}
    vectors: list[Vector] = []
    for each in risky:
        at = sorted({places[name] for name in each if name in places})
        share = 1.0 / max(1.0, float(np.sqrt(len(at))))
        vectors.append((np.array(at, np.int64), np.full(len(at), share, np.float32)))
    told = [hazards.index(name) for name in names if name in hazards]
    labels = np.eye(len(hazards), dtype=np.float32)[told]
    found = solve.find_margins(vectors, labels, len(known), cost=_COST, rounds=_ROUNDS)[:-1]
    counts = np.full(found.shape, _SOFT, np.float32)
    for (marked, _), hazard in zip(vectors, told, strict=True):
        counts[marked, hazard] += 1.0
    ratios = np.log(counts / counts.sum(axis=0))
    found += _OFTENER * (ratios - ratios.mean(axis=1, keepdims=True))
    return {name: tuple(float(each) for each in found[at]) for name, at in places.items()}
