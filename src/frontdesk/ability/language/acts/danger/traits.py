"""Turns a message into the traits that its danger is weighed by: words, meanings, what rules see.

A meaning is a group of words that matter alike ("pour", "gush", "sale"): what was learnt of one word
of it holds for all. The table of meanings says which word has which.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import combinations

from frontdesk.ability.language.acts import table
from frontdesk.ability.language.acts.features import Token, find_tokens, word_pairs
from frontdesk.ability.language.acts.fold import Folded

_TABLE = table.of("meanings")
_ENDINGS = ("'s", "s'", "s", "es", "ed", "d", "ing", "n", "en")
_SHORTEST = 3
# Spanish endings, the longest first: what is left of two words without them may be the same.
_INFLECTED = re.compile(
    r"(?:[aei]ndo(?:se|me|nos|lo|la)?|iendo(?:se|me|nos|lo|la)?|ieron|aron|amos|imos|emos|[ai]d[oa]s?|"
    r"it[oa]s?|aban?|ian?|[aei]r(?:se|me|nos|l[oae]s?)?|i?o|an|en|as|os|es|[ae])$"
)
_SHORTEST_STEM = 4
# How many words have their meanings at hand.
_WORDS_KEPT = 4096
# How many words a denial reaches.
_DENIED = 4
# A word is also known by its first letters, whatever its ending or a slip in it.
_BEGINNING = 5
# Figures below each of these are one kind: cold rooms, ages, heat, what a gas detector shows.
_FIGURES = ((20, "few"), (59, "cool"), (90, "much"), (120, "high"), (1000, "over"))


@dataclass(frozen=True, slots=True)
class Traits:
    """`words` with their pairs and the pairs one word apart; `marks` are meanings and rules, each
    two of them, and how words begin; `tokens` are the words that tell something of the `read` ones.
    """

    read: int
    tokens: tuple[Token, ...]
    words: list[str]
    marks: list[str]
    share: float


def find_traits(folded: Folded, seen: list[str]) -> Traits:
    """The traits of a text; `seen` are marks of rules."""
    tokens = find_tokens(folded.text)
    empty = _TABLE["empty"].plain
    words = [token.word for token in tokens]
    joined = [
        *word_pairs(tokens),
        *(f"{one} _ {other}" for one, other in zip(words, words[2:], strict=False)),
    ]
    told = tuple(token for token in tokens if token.word not in empty)
    marks = [*_meant(words), *seen]
    marks += [mark for mark in ("?", "!") if mark in folded.text]
    marks += {_figure(folded.text[token.start : token.end]) for token in told if token.word == "0"}
    marks += _together(marks)
    marks += {f"~{token.word[:_BEGINNING]}" for token in told if len(token.word) >= _BEGINNING}
    own = [token.word for token in told]
    return Traits(len(tokens), told, [*own, *joined], marks, _share(own))


def _share(words: list[str]) -> float:
    """How many of some words are of a kind that danger is told with, each counted once."""
    kinds = _TABLE["gate"].plain
    return sum(not kinds.isdisjoint(meanings(word)) for word in set(words)) / max(1, len(words))


def _figure(digits: str) -> str:
    """Of what size a figure is. Signs such as a raised two are figures to the eye only."""
    size = int(digits[:4]) if digits[:4].isdecimal() else _FIGURES[-1][0]
    return "#" + next((name for top, name in _FIGURES if size < top), "number")


def _together(marks: Iterable[str]) -> list[str]:
    """Each two single or denied meanings and rules of a text, wherever they stand."""
    single = sorted({mark for mark in marks if " " not in mark or mark.startswith("no ")})
    return [f"{one}+{other}" for one, other in combinations(single, 2)]


def _meant(words: list[str]) -> list[str]:
    """Meanings in a text, each two that follow one another, and those that are denied."""
    found: dict[str, None] = {}
    before: tuple[str, ...] = ()
    denied = 0
    for word in words:
        own = meanings(word)
        if "deny" in own:
            denied = _DENIED
        elif denied:
            denied -= 1
            found |= dict.fromkeys(f"no {name}" for name in own)
        if own:
            found |= dict.fromkeys(own)
            found |= dict.fromkeys(f"{one} {other}" for one in before for other in own)
            before = own
    return list(found)


@cache
def _known() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for row in _TABLE.rows:
        for word in row.plain if row.name == "means" else ():
            found.setdefault(word, []).append(row.head[1])
    return {word: tuple(sorted(names)) for word, names in found.items()}


@lru_cache(_WORDS_KEPT)
def meanings(word: str) -> tuple[str, ...]:
    """The meanings of a word, whatever its ending."""
    known = _known()
    if word in known:
        return known[word]
    for ending in _ENDINGS:
        stem = word.removesuffix(ending)
        if stem == word or len(stem) < _SHORTEST:
            continue
        single = stem[:-1] if len(stem) > _SHORTEST and stem[-1] == stem[-2] else stem
        for each in (stem, f"{stem}e", single):
            if each in known:
                return known[each]
    return _stems().get(_INFLECTED.sub("", word), ())


@cache
def _stems() -> dict[str, tuple[str, ...]]:
    """The meanings of what Spanish words begin with, where all words that begin so agree."""
    found: dict[str, set[tuple[str, ...]]] = {}
    for word, names in _known().items():
        stem = _INFLECTED.sub("", word)
        if stem != word and len(stem) >= _SHORTEST_STEM:
            found.setdefault(stem, set()).add(names)
    return {stem: next(iter(each)) for stem, each in found.items() if len(each) == 1}
