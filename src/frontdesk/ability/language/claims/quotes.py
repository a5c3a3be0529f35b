"""A quote turned into its place in the customer's text, or into nothing where it does not stand there."""

import re
from bisect import bisect_left

from frontdesk.ability.language.acts.fold import Folded
from frontdesk.ground.words.reading import Span

LONGEST_QUOTE = 400
_AROUND = " \t\r\n\"'“”‘’«».…"
_APOSTROPHES = "['’‘`´]"
_PART_OF_FIGURE = ".,:/-"


def locate(quote: str, text: str) -> Span | None:
    """Where `quote` stands in `text`, without regard to case, spaces and kinds of apostrophe.

    It must begin and end between words and figures: "45" is no evidence in "$450k".
    """
    words = quote.strip(_AROUND)[:LONGEST_QUOTE].split()
    if not any(char.isalnum() for word in words for char in word):
        return None
    pattern = r"\s+".join(_escaped(word) for word in words)
    for match in re.finditer(pattern, text, re.IGNORECASE):
        if not _cuts(text, match.start()) and not _cuts(text, match.end()):
            return match.span()
    return None


def folded_span(folded: Folded, span: Span) -> Span:
    """The stretch of the folded text that stands for a stretch of the message."""
    if folded.where is None:
        return span
    return bisect_left(folded.where, span[0]), bisect_left(folded.where, span[1])


def _escaped(word: str) -> str:
    return "".join(_APOSTROPHES if char in "'’‘`´" else re.escape(char) for char in word)


def _cuts(text: str, at: int) -> bool:
    """Whether a cut before `text[at]` goes through a word or a figure."""
    if at <= 0 or at >= len(text):
        return False
    before, after = text[at - 1], text[at]
    if before.isalnum() and after.isalnum():
        return True
    if after in _PART_OF_FIGURE and before.isdigit():
        return text[at + 1 : at + 2].isdigit()
    return before in _PART_OF_FIGURE and after.isdigit() and text[at - 2 : at - 1].isdigit()
