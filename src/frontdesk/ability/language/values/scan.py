"""Turns a plain text into tokens, once, for every family of values.

A token is a number as written (`1,200.50`), a word (`don't`) or one sign; spans are offsets.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from frontdesk.ground.words.reading import Span

Kind = Literal["n", "w", "s"]

_TOKEN = re.compile(
    r"""
    ([0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?(?![0-9])
      |[0-9]{1,3}(?:\.[0-9]{3}){2,}(?:,[0-9]{1,2})?(?![0-9.])
      |[0-9]+(?:\.[0-9]+)?
      |(?<![\w.)])\.[0-9]+)
    |([^\W\d_]+(?:'[^\W\d_]+)*)
    |\S
    """,
    re.VERBOSE,
)


def listed(words: str, separator: str | None = None) -> list[str]:
    """The entries of a table that is written as one text."""
    return words.split(separator)


SPANISH_MARKS = frozenset(
    listed(
        "el la los las un una de del que y o en es con por para mi su busco quiero necesito tengo "
        "casa hasta entre menos más mas está esta hola gracias cuánto cuanto precio máximo mínimo "
        "cuesta soy millones millón dólares recámaras habitaciones baños al mes"
    )
)
_ENGLISH_MARKS = frozenset(
    listed(
        "the an i i'm is are we my and or of to for in with want looking budget under up over "
        "between around about have need it this that can could would bed beds house"
    )
)


class Token(NamedTuple):
    """One token: its lower-case text, its span, and what it is."""

    text: str
    start: int
    end: int
    kind: Kind


@dataclass(frozen=True, slots=True)
class Scan:
    """A tokenised text. `low` is the text in lower case, of the same length;
    `mixed` tells that it holds capitals and small letters, so that capitals mean something,
    `upper` that all letters are capitals.
    """

    text: str
    low: str
    tokens: tuple[Token, ...]
    words: frozenset[str]
    spanish: bool
    mixed: bool
    upper: bool

    def word(self, at: int) -> str:
        """The lower-case token at an index, or an empty string beyond the ends."""
        return self.tokens[at].text if 0 <= at < len(self.tokens) else ""

    def kind(self, at: int) -> str:
        return self.tokens[at].kind if 0 <= at < len(self.tokens) else ""

    def glued(self, at: int) -> bool:
        """Whether token `at` follows the one before it without a space."""
        tokens = self.tokens
        return 0 < at < len(tokens) and tokens[at].start == tokens[at - 1].end

    def span(self, first: int, stop: int) -> Span:
        """The character span of tokens `first` to `stop - 1`."""
        return self.tokens[first].start, self.tokens[stop - 1].end

    def says_more(self, at: int) -> bool:
        """Whether any word or number stands at or behind a token."""
        return any(token.kind != "s" for token in self.tokens[at : at + 8])

    def raw(self, at: int) -> str:
        token = self.tokens[at]
        return self.text[token.start : token.end]


def lower(text: str) -> str:
    """Lower case of the same length, so that offsets stay true."""
    low = text.lower()
    if len(low) == len(text):
        return low
    return "".join(char.lower() if len(char.lower()) == 1 else char for char in text)


def scan_text(text: str) -> Scan:
    """Tokens of a plain text, in order."""
    low = lower(text)
    tokens: list[Token] = []
    for match in _TOKEN.finditer(low):
        group = match.lastindex
        kind: Kind = "n" if group == 1 else "w" if group == 2 else "s"
        tokens.append(Token(match[0], match.start(), match.end(), kind))
    words = frozenset(token.text for token in tokens)
    spanish = bool(words & SPANISH_MARKS) and (
        len(words & SPANISH_MARKS) > len(words & _ENGLISH_MARKS)
    )
    upper = text.isupper()
    mixed = not (upper or text.islower())
    return Scan(text, low, tuple(tokens), words, spanish, mixed, upper)


def masked(scan: Scan, spans: Sequence[Span]) -> frozenset[int]:
    """The indexes of tokens that lie inside any of the spans."""
    if not spans:
        return frozenset()
    ordered = sorted(spans)
    inside: list[int] = []
    reach, upcoming = -1, 0
    for at, token in enumerate(scan.tokens):
        while upcoming < len(ordered) and ordered[upcoming][0] < token.end:
            reach = max(reach, ordered[upcoming][1])
            upcoming += 1
        if token.start < reach:
            inside.append(at)
    return frozenset(inside)
