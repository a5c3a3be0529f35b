"""Turns a wording into the letters its matches can begin with, and a text into where rows may match.

Most wordings begin at a word with known letters ("sell", "i'm a"). A text is walked once, word by
word, and each row of every table is tried only where its letters stand; that is several times
faster than searching the text for each row.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import islice

from frontdesk.ability.language.acts import table
from frontdesk.ability.language.acts.table import Row

LETTERS = 3
_MOST = 4000
_WORD_START = re.compile(r"\b\w")
_EDGE = re.compile(r"(?:\(\?<!(?:[^()\\]|\\.)*\))*\\b")
_GROUP = re.compile(r"\((?:\?(?:P<\w+>|:|<?[=!]))?")
_COUNTED = re.compile(r"\{(\d+)(?:,(\d*))?\}")
_MARK = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|[()|]")
# Letters that stand for themselves, up to one that may be left out or repeated.
_PLAIN = re.compile(r"[a-z0-9_' ]+(?![?*+{])")
_SETS = {"d": "0123456789"}
_REPEATS = {"?": (0, 1), "*": (0, LETTERS), "+": (1, LETTERS)}
# What a piece of a wording can begin with: letters, and whether it is known how they go on.
Beginnings = set[tuple[str, bool]]
_NOTHING: Beginnings = {("", True)}
_UNKNOWN: Beginnings = {("", False)}


@dataclass(frozen=True, eq=False)
class Split:
    """A row in two: the wordings with known beginnings, and those that must be searched for. Each part
    is compiled at its first use: most rows stand in few messages."""

    row: Row
    beginnings: frozenset[str]
    told: tuple[str, ...]
    searched: tuple[str, ...]

    @cached_property
    def known(self) -> re.Pattern[str] | None:
        if not self.searched:
            return self.row.pattern
        return table.compile_wordings(self.told) if self.told else None

    @cached_property
    def unknown(self) -> re.Pattern[str] | None:
        return table.compile_wordings(self.searched) if self.searched else None


@cache
def split(row: Row) -> Split:
    """The row's wordings apart."""
    apart: tuple[list[str], list[str]] = ([], [])
    beginnings: set[str] = set()
    for wording in row.wordings:
        found = find_beginnings(wording)
        apart[0 if found else 1].append(wording)
        beginnings |= found
    return Split(row, frozenset(beginnings), tuple(apart[0]), tuple(apart[1]))


def compiling() -> Iterator[Split]:
    """Compile every row, one at a step."""
    for apart in map(split, table.all_rows()):
        for part in (apart.known, apart.unknown):
            if part is not None:
                part.search("")
        yield apart


@cache
def _index() -> dict[str, tuple[Row, ...]]:
    """Beginnings of one to LETTERS letters with the rows that can begin so."""
    found: dict[str, list[Row]] = {}
    for row in table.all_rows():
        for letters in split(row).beginnings:
            found.setdefault(letters, []).append(row)
    return {letters: tuple(rows) for letters, rows in found.items()}


def find_places(text: str) -> dict[Row, list[int]]:
    """The words of a folded text at which each row may match, in order."""
    index = _index()
    places: dict[Row, list[int]] = {}
    for match in _WORD_START.finditer(text):
        start = match.start()
        for size in range(1, LETTERS + 1):
            for row in index.get(text[start : start + size], ()):
                row_places = places.setdefault(row, [])
                if not row_places or row_places[-1] != start:
                    row_places.append(start)
    return places


def find_beginnings(wording: str) -> set[str]:
    """The first one to LETTERS letters of every match; empty where they cannot be told, or where
    a match need not begin at a word."""
    edged = _EDGE.match(wording)
    if not edged:
        return set()
    found, _ = _either(wording, edged.end())
    letters = {each for each, _ in found}
    sure = all(each[:1].isalnum() or each[:1] == "_" for each in letters)
    return letters if sure and len(letters) <= _MOST else set()


def _either(wording: str, at: int) -> tuple[Beginnings, int]:
    """Alternatives up to the end of their group, and where that is."""
    found: Beginnings = set()
    current = _NOTHING
    while at < len(wording) and wording[at] != ")":
        if wording[at] == "|":
            found |= current
            current, at = _NOTHING, at + 1
            continue
        plain = _PLAIN.match(wording, at)
        if plain:
            current, at = _behind(current, {(plain[0][:LETTERS], True)}), plain.end()
        else:
            piece, at = _piece(wording, at)
            least, most, at = _times(wording, at)
            current = _joined(current, piece, least, most)
        if not _goes_on(current):
            at = _end(wording, at)
    return found | current, at


def _goes_on(known: Beginnings) -> bool:
    """Whether what follows can add letters."""
    return any(open_ and len(letters) < LETTERS for letters, open_ in known)


def _end(wording: str, at: int) -> int:
    """Where the alternative ends that `at` stands in."""
    depth = 0
    for match in _MARK.finditer(wording, at):
        mark = match[0]
        if depth == 0 and mark in "|)":
            return match.start()
        depth += (mark == "(") - (mark == ")")
    return len(wording)


def _piece(wording: str, at: int) -> tuple[Beginnings, int]:
    """One character, set of characters, mark or group."""
    char = wording[at]
    if char == "(":
        return _group(wording, at)
    if char == "[":
        return _choice(wording, at)
    if char == "\\":
        name = wording[at + 1]
        if name in "bB":
            return _NOTHING, at + 2
        if name.isalnum() and name not in _SETS:
            return _UNKNOWN, at + 2
        return {(each, True) for each in _SETS.get(name, name)}, at + 2
    if char == "$":
        return _NOTHING, at + 1
    return (_UNKNOWN if char in ".^" else {(char, True)}), at + 1


def _group(wording: str, at: int) -> tuple[Beginnings, int]:
    """A group; one that only looks ahead or behind adds nothing."""
    mark = _GROUP.match(wording, at)
    assert mark is not None
    inside, end = _either(wording, mark.end())
    return (_NOTHING if mark[0][-1] in "=!" else inside), end + 1


def _choice(wording: str, at: int) -> tuple[Beginnings, int]:
    """A set of characters in brackets; ranges and negations are not told."""
    end = wording.index("]", at + 2)
    inside = wording[at + 1 : end]
    if inside[0] == "^" or "\\" in inside or "-" in inside[1:-1]:
        return _UNKNOWN, end + 1
    return {(each, True) for each in inside}, end + 1


def _times(wording: str, at: int) -> tuple[int, int, int]:
    """How often the piece before stands at least and at most, and where that is said to the end."""
    least, most = 1, 1
    counted = _COUNTED.match(wording, at)
    if counted:
        least = int(counted[1])
        most = int(counted[2] or LETTERS) if counted[2] is not None else least
        at = counted.end()
    elif at < len(wording) and wording[at] in _REPEATS:
        least, most = _REPEATS[wording[at]]
        at += 1
    else:
        return least, most, at
    return least, most, at + (at < len(wording) and wording[at] == "?")


def _joined(before: Beginnings, piece: Beginnings, least: int, most: int) -> Beginnings:
    """What stands before, with the piece behind it as often as it may stand."""
    found = before if least == 0 else set()
    longer = before
    for count in range(1, min(most, LETTERS) + 1):
        longer = _behind(longer, piece)
        if count >= min(least, LETTERS):
            found = found | longer if found else longer
    return set(islice(found, _MOST + 1)) if len(found) > _MOST else found


def _behind(before: Beginnings, piece: Beginnings) -> Beginnings:
    """What stands before with the piece behind it, as far as letters count."""
    if before is _NOTHING:
        return piece
    found: Beginnings = set()
    cut: dict[int, Beginnings] = {}
    for letters, open_ in before:
        room = LETTERS - len(letters)
        if not open_ or room <= 0:
            found.add((letters, False))
            continue
        if room not in cut:
            cut[room] = {(more[:room], goes_on) for more, goes_on in piece}
        found.update([(letters + more, goes_on) for more, goes_on in cut[room]])
    return found


def first(row: Row, text: str, places: dict[Row, list[int]]) -> re.Match[str] | None:
    """The first match of a row: what `row.pattern.search(text)` finds."""
    apart = split(row)
    starts = places.get(row)
    if apart.unknown is None:
        return next(_known(apart, text, starts), None) if starts else None
    if not starts:
        return apart.unknown.search(text)
    return next(each(row, text, places), None)


def each(row: Row, text: str, places: dict[Row, list[int]]) -> Iterator[re.Match[str]]:
    """Every match of a row: what `row.pattern.finditer(text)` finds."""
    apart = split(row)
    starts = places.get(row, [])
    if apart.unknown is None:
        return _known(apart, text, starts)
    if not starts or apart.known is None:
        return apart.unknown.finditer(text)
    return _either_part(row, apart, text, starts)


def _known(apart: Split, text: str, starts: list[int]) -> Iterator[re.Match[str]]:
    end = 0
    for start in starts:
        match = apart.known.match(text, start) if apart.known and start >= end else None
        if match:
            end = match.end()
            yield match


def _either_part(row: Row, apart: Split, text: str, starts: list[int]) -> Iterator[re.Match[str]]:
    """Matches of both parts of a row in order; where both begin, the row itself decides."""
    assert apart.known is not None
    assert apart.unknown is not None
    searched, end = apart.unknown.search(text), 0
    for start in starts:
        while searched and searched.start() < start:
            yield searched
            end = max(searched.end(), searched.start() + 1)
            searched = apart.unknown.search(text, end)
        found = apart.known.match(text, start) if start >= end else None
        if not found:
            continue
        if searched and searched.start() == start:
            found = row.pattern.match(text, start) or found
        yield found
        end = found.end()
        if searched and searched.start() < end:
            searched = apart.unknown.search(text, end)
    while searched:
        yield searched
        searched = apart.unknown.search(text, max(searched.end(), searched.start() + 1))
