"""Turns a message into plain lower-case ASCII that rules can match, and its spans back again."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from frontdesk.ability.language.acts import openings, spelling, table
from frontdesk.ability.language.acts.table import Row
from frontdesk.ground.words.reading import Span

_KEPT_SPACE = "\t\n\r "
_QUOTES = {"‘": "'", "’": "'", "‚": "'", "‛": "'", "`": "'", "´": "'", "′": "'", "＇": "'"}
_QUOTES |= {"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "″": '"'}
_DASHES = dict.fromkeys("‐‑‒–—―−", "-")
_LATIN = "".join(map(chr, range(0xC0, 0x250)))
_INVISIBLE = "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad\ufe0f\u061c" + "".join(
    map(chr, [*range(0x300, 0x370), *range(0x202A, 0x202F), *range(0x2066, 0x206A)])
)


def _plain(char: str) -> str:
    """One lower-case ASCII letter for an accented one; the letter itself where there is none."""
    stripped = unicodedata.normalize("NFD", char.lower())[0]
    return stripped if stripped.isascii() else char.lower()[0]


def _table() -> dict[int, str | None]:
    table: dict[int, str | None] = {ord(char): _plain(char) for char in _LATIN}
    table |= {code: chr(code).lower() for code in range(ord("A"), ord("Z") + 1)}
    table |= {ord(char): plain for char, plain in (_QUOTES | _DASHES).items()}
    table |= {code: chr(code - 0xFEE0).lower() for code in range(0xFF01, 0xFF5F)}
    table |= dict.fromkeys(
        map(ord, "\u00a0\u2002\u2003\u2009\u202f\u3000\x0b\x0c\u2028\u2029"), " "
    )
    table |= {ord("…"): "."}
    hidden = [*map(ord, _INVISIBLE), *range(0x20), *range(0x7F, 0xA0)]
    table |= {code: None for code in hidden if chr(code) not in _KEPT_SPACE and code not in table}
    return table


_TABLE = _table()
_WORD = re.compile(r"[a-z0-9]{3,}")
_STRETCHED = re.compile(r"([a-z!?.])\1{2,}")


@dataclass(frozen=True)
class Folded:
    """`text` in plain lower case; `where[i]` is the offset in the message of its character `i`.

    `where` is None where every character kept its place.
    """

    text: str
    where: tuple[int, ...] | None = None

    def span(self, start: int, end: int) -> Span:
        """The stretch of the message behind `[start, end)` of the folded text."""
        if self.where is None:
            return (start, end)
        if start >= end:
            return (self.where[start], self.where[start]) if start < len(self.where) else (0, 0)
        return (self.where[start], self.where[end - 1] + 1)

    def first(self, row: Row) -> re.Match[str] | None:
        """Where a row of wordings stands first."""
        return openings.first(row, self.text, self._places)

    def each(self, row: Row) -> Iterator[re.Match[str]]:
        """Every place where a row of wordings stands."""
        return openings.each(row, self.text, self._places)

    @cached_property
    def _places(self) -> dict[Row, list[int]]:
        return openings.find_places(self.text)

    @cached_property
    def words(self) -> tuple[str, ...]:
        return tuple(re.findall(r"[a-z0-9]+(?:'[a-z]+)?", self.text))

    @cached_property
    def beginnings(self) -> frozenset[str]:
        """The first letters of every word, to skip tables that cannot match."""
        return frozenset(word[: table.GATE_LETTERS] for word in self.words)


def fold(text: str) -> Folded:
    """Lower case, straight quotes, no accents, nothing invisible, "stooop" as "stoop"."""
    return _mended(_folded(text))


def _mended(folded: Folded) -> Folded:
    """The same with misspelt key words put right."""
    known = spelling.slips()
    found = [match for match in _WORD.finditer(folded.text) if match[0] in known]
    if not found:
        return folded
    where = folded.where or tuple(range(len(folded.text)))
    kept: list[str] = []
    places: list[int] = []
    last = 0
    for match in found:
        start, end, word = match.start(), match.end(), known[match[0]]
        kept += [folded.text[last:start], word]
        inside = [where[min(start + at, end - 1)] for at in range(len(word))]
        places += [*where[last:start], *inside[:-1], where[end - 1]]
        last = end
    kept.append(folded.text[last:])
    places += where[last:]
    return Folded("".join(kept), tuple(places))


def _folded(text: str) -> Folded:
    plain = text.translate(_TABLE)
    if len(plain) == len(text) and not _STRETCHED.search(plain):
        return Folded(plain)
    where = [at for at, char in enumerate(text) if _TABLE.get(ord(char), "x") is not None]
    kept: list[str] = []
    places: list[int] = []
    last = 0
    for match in _STRETCHED.finditer(plain):
        cut = match.start() + 2
        kept.append(plain[last:cut])
        places += where[last:cut]
        last = match.end()
    kept.append(plain[last:])
    places += where[last:]
    return Folded("".join(kept), tuple(places))
