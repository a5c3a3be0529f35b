"""Turns a typed message into plain characters and remembers where each one stood.

Curly quotes, odd spaces and dashes and full-width forms become their ASCII twins; zero-width
characters disappear. Offsets of the plain text map back to the message.
"""

import re
from dataclasses import dataclass

from frontdesk.ground.words.reading import Span

_TWINS = {
    **dict.fromkeys("‘’‛ʼ′´`", "'"),
    **dict.fromkeys("“”„‟″", '"'),
    **dict.fromkeys("‐‑‒–—―−﹘﹣－", "-"),
    **dict.fromkeys("\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008", " "),
    **dict.fromkeys("\u2009\u200a\u202f\u205f\u3000", " "),
    **{chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F) if code != 0xFF0D},
}
_TABLE = str.maketrans(_TWINS)
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe0f\ufeff]"
)


@dataclass(frozen=True, slots=True)
class Plain:
    """A plain text and, where characters were dropped, the place of each in the message."""

    text: str
    places: tuple[int, ...] | None = None

    def span(self, span: Span) -> Span:
        """The span of the message that a span of the plain text stands for."""
        if self.places is None:
            return span
        start, end = span
        return self.places[start], self.places[end - 1] + 1 if end > start else self.places[start]

    def inner(self, span: Span) -> Span:
        """The span of the plain text that a span of the message stands for."""
        if self.places is None:
            return span
        inside = [at for at, place in enumerate(self.places) if span[0] <= place < span[1]]
        return (inside[0], inside[-1] + 1) if inside else (0, 0)


def plain(text: str) -> Plain:
    """The plain form of a message; the message itself where it is plain already."""
    if text.isascii():
        return Plain(text)
    twin = text.translate(_TABLE)
    if not _INVISIBLE.search(twin):
        return Plain(twin)
    kept = [at for at, char in enumerate(twin) if not _INVISIBLE.match(char)]
    return Plain("".join(twin[at] for at in kept), tuple(kept))
