"""Turns the words of example texts into numbered features and the vectors of texts over them."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np

from frontdesk.ability.language.acts.features import Token, letter_groups, mark_pairs, word_pairs
from frontdesk.ability.language.learn.solve import Floats, Vector

# In how many texts a word or pair, a group of letters and a mark must stand to be numbered: twice as
# many where an intent has over MANY texts: what stands in one of them costs memory and tells little.
RARE = (1, 2, 3)
MANY = 1_000

Shown = tuple[Counter[str], Counter[str], Counter[str]]


def show(tokens: tuple[Token, ...], marks: Iterable[str] = ()) -> Shown:
    """The words and pairs of one text, the letter groups of its words, and marks, each counted."""
    words = [token.word for token in tokens]
    letters = chain.from_iterable(map(letter_groups, words))
    return Counter([*words, *word_pairs(tokens)]), Counter(letters), Counter(mark_pairs(marks))


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The features of some texts, numbered, with their rarity."""

    words: dict[str, int]
    letters: dict[str, int]
    marks: dict[str, int]
    rarity: Floats

    def vector(self, shown: Shown) -> Vector:
        """Counts times rarity, each block scaled as `acts.model` scales it."""
        places: list[int] = []
        shares: list[Floats] = []
        for counted, block in zip(shown, (self.words, self.letters, self.marks), strict=True):
            known = sorted((block[name], times) for name, times in counted.items() if name in block)
            at = [place for place, _ in known]
            times = np.array([count for _, count in known], np.float32)
            rarity = self.rarity[at]
            length = float(np.sqrt((times * rarity * rarity).sum()))
            places += at
            shares.append(times * rarity / (length or 1.0))
        return np.array(places, np.int64), np.concatenate(shares).astype(np.float32)


def number(texts: Sequence[Shown], intents: int) -> Vocabulary:
    """Number the features of the `texts` of some `intents`: those of each block in enough of them."""
    blocks: list[dict[str, int]] = []
    counts: list[int] = []
    oftener = 2 if len(texts) > MANY * intents else 1
    for block, least in enumerate(RARE):
        times = Counter(chain.from_iterable(shown[block].keys() for shown in texts))
        known = sorted(name for name, seen in times.items() if seen >= least * oftener)
        blocks.append({name: at + len(counts) for at, name in enumerate(known)})
        counts += [times[name] for name in known]
    shares = (1 + len(texts)) / (1 + np.array(counts))
    rarity: Floats = np.sqrt(np.log(shares) + 1).astype(np.float32)
    words, letters, marks = blocks
    return Vocabulary(words, letters, marks, rarity)
