"""Turns folded text into the features that intents are learnt from: words, letter groups, marks."""

import re
from collections.abc import Iterable
from itertools import combinations
from typing import NamedTuple

from frontdesk.ability.language.acts.fold import Folded
from frontdesk.ability.language.acts.table import Row

WORDS_READ = 120
_LETTERS = (2, 3, 4, 5)
# A mark ends a sentence before a space or the end: "$1.2M" is one word.
_SENTENCE = re.compile(r"[^\s.!?;](?:[^.!?;\n]|[.!?;](?!\s|$))*[.!?;]*")
_TOKEN = re.compile(r"[a-z0-9']+|[^\W_]+")


class Token(NamedTuple):
    """One word with its place in the folded text; a number is the word 0. A tuple, because every
    message makes dozens of them."""

    word: str
    start: int
    end: int


def find_tokens(text: str) -> tuple[Token, ...]:
    """The first WORDS_READ words of a folded text."""
    found: list[Token] = []
    for match in _TOKEN.finditer(text):
        word = match[0]
        found.append(Token("0" if word.isdigit() else word, match.start(), match.end()))
        if len(found) == WORDS_READ:
            break
    return tuple(found)


def find_sentences(text: str) -> list[re.Match[str]]:
    """The sentences of a folded text; a line is one at least."""
    return list(_SENTENCE.finditer(text))


def word_pairs(tokens: tuple[Token, ...]) -> list[str]:
    """Each two neighbours, the ends of the text included."""
    words = [token.word for token in tokens]
    return [f"{left} {right}" for left, right in zip(["^", *words], [*words, "$"], strict=True)]


def letter_groups(word: str) -> list[str]:
    """The groups of two to five letters of one word, its ends marked by spaces."""
    edged = f" {word[:40]} "
    length = len(edged)
    return [
        edged[at : at + size]
        for size in _LETTERS
        if size <= length
        for at in range(length - size + 1)
    ]


def find_rows(folded: Folded, rows: Iterable[Row]) -> list[str]:
    """The names of the rows of wordings that stand somewhere in a text."""
    return [row.name for row in rows if folded.first(row) is not None]


def mark_pairs(marks: Iterable[str]) -> list[str]:
    """Marks and each two of them together, which can mean what neither means alone."""
    single = sorted(set(marks))
    return [*single, *(f"{one} {other}" for one, other in combinations(single, 2))]
