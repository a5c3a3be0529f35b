"""Turns lines with sets in braces into the sentences that they stand for: some of all that could be.

`{a|b}` is one of its parts, each of which may hold braces; `NAME = a|b` and `NAME += c` name a set,
`<NAME>` uses it.
"""

import random
import re
from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path

# How many sentences a line of danger stands for, and one without.
EACH = 12
_HARMLESS = 36
_NONE = "none"
_TRIES = 4
# Of how many the marks are left out, as in haste.
_PLAIN = 0.3
_MARKS = str.maketrans("", "", "',")
_HEAD = re.compile(r"\[([a-z_]+)\]$")
_SET = re.compile(r"([A-Z]+) (\+?=) (.*)$")
_USE = re.compile(r"<([A-Z]+)>")
_BRACES = re.compile(r"\{([^{}]*)\}")


def load_crossings(path: Path) -> Mapping[str, str]:
    """Sentence -> the name of its head, the same ones every time."""
    sets: dict[str, str] = {}
    name = _NONE
    found: dict[str, str] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        head, given = _HEAD.match(line), _SET.match(line)
        if given:
            known = f"{sets[given[1]]}|" if given[2] == "+=" else ""
            sets[given[1]] = known + given[3]
        elif head:
            name = head[1]
        elif line and not line.startswith("#"):
            whole = _USE.sub(lambda match: f"{{{sets[match[1]]}}}", line)
            wanted = _HARMLESS if name == _NONE else EACH
            for text in islice(_sentences(whole, wanted * _TRIES), wanted):
                found.setdefault(text, name)
    return found


def _sentences(line: str, tries: int) -> Iterator[str]:
    """Different sentences of one line, as many as some tries give."""
    dice = random.Random(line)
    told: set[str] = set()
    for _ in range(tries):
        text = line
        while _BRACES.search(text):
            text = _BRACES.sub(lambda match: dice.choice(match[1].split("|")), text)
        text = " ".join(text.split()).replace(" ,", ",")
        if dice.random() < _PLAIN:
            text = text.translate(_MARKS)
        if text not in told:
            told.add(text)
            yield text
