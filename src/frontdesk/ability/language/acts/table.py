"""Turns a text table of wordings into named rows of patterns.

A table holds one wording (a regular expression over folded text) a line, under heads in square
brackets: `[name words: why]`. `NAME = a|b` and `NAME += c` define a set of words, written `<NAME>`
in wordings. A line that starts with `#` is a comment.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

_HEAD = re.compile(r"\[([a-z][^\]:]*)(?:: ([^\]]+))?\]$")
_SET = re.compile(r"([A-Z_]+) (\+?=) (.+)$")
_USE = re.compile(r"<([A-Z_]+)>")
# Enough letters to tell words apart, few enough that endings do not matter.
GATE_LETTERS = 4
# Sections that list plain words; all others hold patterns.
_PLAIN = frozenset(
    [
        "gate",
        "near",
        "means",
        "empty",
        "polite",
        "out_words",
        "in_words",
        "help_words",
        "keys",
        "real",
        "habits",
    ]
)
_FOLDER = Path(__file__).parent / "tables"


@dataclass(frozen=True, eq=False)
class Row:
    """One section of a table: the words of its head, why it counts, and its wordings. A row is
    known by identity."""

    head: tuple[str, ...]
    why: str
    wordings: tuple[str, ...]

    @property
    def name(self) -> str:
        return self.head[0]

    @cached_property
    def plain(self) -> frozenset[str]:
        """The wordings taken as plain words."""
        return frozenset(word for line in self.wordings for word in line.split())

    @cached_property
    def beginnings(self) -> frozenset[str]:
        """The wordings taken as plain words, each by its first GATE_LETTERS letters."""
        return frozenset(word[:GATE_LETTERS] for word in self.plain)

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """All wordings as one pattern, compiled at first use."""
        return compile_wordings(self.wordings)


def compile_wordings(wordings: Sequence[str]) -> re.Pattern[str]:
    """Wordings as one pattern.

    The word boundary that most begin with is looked for once, before any of them is tried: that
    is three times as fast.
    """
    edge = r"\b"
    edged = [each.removeprefix(edge) for each in wordings if each.startswith(edge)]
    parts = [f"{edge}(?:{'|'.join(edged)})"] if edged else []
    parts += [each for each in wordings if not each.startswith(edge)]
    return re.compile("|".join(parts))


class Table:
    """The table `name`, read at first use."""

    def __init__(self, name: str) -> None:
        self.name = name

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """All rows, in their order."""
        text = (_FOLDER / f"{self.name}.txt").read_text(encoding="utf-8")
        return tuple(_parse(text.splitlines()))

    @cached_property
    def _named(self) -> dict[str, Row]:
        return {row.name: row for row in self.rows}

    def __getitem__(self, name: str) -> Row:
        """The row whose first head word is `name` (the last of them)."""
        return self._named[name]


@cache
def of(name: str) -> Table:
    """The table `name`, the same one for all who ask."""
    return Table(name)


def all_rows() -> Iterator[Row]:
    """Every row of every table that holds patterns."""
    for path in sorted(_FOLDER.glob("*.txt")):
        yield from (row for row in of(path.stem).rows if row.name not in _PLAIN)


def _parse(lines: list[str]) -> Iterator[Row]:
    sets: dict[str, str] = {}
    head: tuple[str, ...] = ()
    why = ""
    wordings: list[str] = []
    for line in lines:
        title, given = _HEAD.match(line), _SET.match(line)
        if given:
            known = f"{sets[given[1]]}|" if given[2] == "+=" else ""
            sets[given[1]] = known + given[3]
        elif title:
            if head:
                yield Row(head, why, tuple(wordings))
            head, why, wordings = tuple(title[1].split()), title[2] or "", []
        elif line and not line.startswith("#"):
            wordings.append(_fill(line, sets))
    yield Row(head, why, tuple(wordings))


def _fill(wording: str, sets: dict[str, str]) -> str:
    while _USE.search(wording):
        wording = _USE.sub(lambda match: f"(?:{sets[match[1]]})", wording)
    return wording
