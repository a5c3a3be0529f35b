"""Turns the words of example texts into numbered features and the vectors of texts over them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np

from frontdesk.ability.language.acts.features import Token, letter_groups, word_pairs
from frontdesk.ability.language.learn.solve import Floats, Vector

_RARE_LETTERS = 2

Shown = tuple[Counter[str], Counter[str]]


def show(tokens: tuple[Token, ...]) -> Shown:
    """The words and pairs of one text, and the letter groups of its words, each counted."""
    words = [token.word for token in tokens]
    letters = chain.from_iterable(map(letter_groups, words))
    return Counter([*words, *word_pairs(tokens)]), Counter(letters)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The features of some texts, numbered, with their rarity."""

    words: dict[str, int]
    letters: dict[str, int]
    rarity: Floats

    def vector(self, shown: Shown) -> Vector:
        """Counts times rarity, each block scaled as `acts.model` scales it."""
        places: list[int] = []
        shares: list[Floats] = []
        for counted, block in zip(shown, (self.words, self.letters), strict=True):
            known = sorted((block[name], times) for name, times in counted.items() if name in block)
            at = [place for place, _ in known]
            times = np.array([count for _, count in known], np.float32)
            rarity = self.rarity[at]
            length = float(np.sqrt((times * rarity * rarity).sum()))
            places += at
            shares.append(times * rarity / (length or 1.0))
        return np.array(places, np.int64), np.concatenate(shares).astype(np.float32)


def number(texts: Sequence[Shown]) -> Vocabulary:
    """Number the features of `texts`: all words and pairs, letter groups of two texts or more."""
    words = Counter(chain.from_iterable(shown[0].keys() for shown in texts))
    letters = Counter(chain.from_iterable(shown[1].keys() for shown in texts))
    known = sorted(words)
    often = sorted(name for name, times in letters.items() if times >= _RARE_LETTERS)
    times = np.array([words[name] for name in known] + [letters[name] for name in often])
    rarity: Floats = np.sqrt(np.log((1 + len(texts)) / (1 + times)) + 1).astype(np.float32)
    return Vocabulary(
        {name: at for at, name in enumerate(known)},
        {name: at + len(known) for at, name in enumerate(often)},
        rarity,
    )
