"""Text with JSON somewhere in it turned into the pieces that may be that JSON, in one pass each.

Only what cannot change a value is mended: a comma before a closing bracket, a line break that stands
unescaped inside a string, and brackets that were never closed.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

MOST_STARTS = 8  # places where JSON may begin that are tried, so that time stays linear
# A string (closed or not), a comma before a closing bracket, a bracket.
_TOKEN = re.compile(r'"(?:[^"\\]++|\\.)*+("?)|(,)\s*+(?=[}\]])|([{\[])|([}\]])', re.S)
_BEGINS = re.compile(r'\{\s*+["}]|\[\s*+(?:["{\[\]\d-]|true\b|false\b|null\b)')
_RAW = re.compile(r"[\x00-\x1f]")
_FENCE = re.compile(r"^[ \t]*```[\w-]*[ \t]*\r?$", re.M)
_CLOSES = {"{": "}", "[": "]"}
_WHOLE_END = re.compile(r'(?:["}\]]|\b(?:true|false|null))\s*+\Z')


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text that may be JSON. `open` are the brackets it lacks at its end, `cut` says that
    it breaks off inside a value, so that nothing may be added."""

    text: str
    end: int
    open: str = ""
    cut: bool = False


def fenced(text: str) -> list[str]:
    """What stands between code fences, each on a line of its own; the last one may lack its end."""
    marks = list(_FENCE.finditer(text))
    ends = [mark.start() for mark in marks[1::2]] + [len(text)]
    return [text[mark.end() : end] for mark, end in zip(marks[::2], ends, strict=False)]


def find_pieces(text: str, opens: str) -> Iterator[Piece]:
    """The stretches that begin with one of the brackets `opens`, in order. What begins as JSON is one
    piece with all it holds, whatever becomes of it: an inner value is never taken for the whole."""
    start = 0
    for _ in range(MOST_STARTS):
        places = [at for bracket in opens if (at := text.find(bracket, start)) >= 0]
        if not places:
            return
        at = min(places)
        begins = _BEGINS.match(text, at) is not None
        piece = read_piece(text, at) if begins else None
        if piece is not None:
            yield piece
        elif begins:
            return
        start = piece.end if piece is not None else at + 1


def read_piece(text: str, start: int) -> Piece | None:
    """The balanced stretch from the bracket at `start`; None where brackets do not match."""
    kept: list[str] = []
    stack: list[str] = []
    at = start
    for token in _TOKEN.finditer(text, start):
        kept.append(text[at : token.start()])
        at = token.end()
        if token[3]:
            stack.append(_CLOSES[token[3]])
        elif token[4] and stack.pop() != token[4]:
            return None
        elif token[1] == "":
            return Piece("".join(kept), len(text), "".join(reversed(stack)), cut=True)
        kept.append("" if token[2] else _escaped(token[0]) if token[1] else token[0])
        if not stack:
            return Piece("".join(kept), at)
    kept.append(text[at:])
    whole = "".join(kept)
    cut = _WHOLE_END.search(whole, max(0, len(whole) - 64)) is None
    return Piece(whole, len(text), "".join(reversed(stack)), cut)


def _escaped(string: str) -> str:
    return _RAW.sub(lambda found: f"\\u{ord(found[0]):04x}", string)
