"""Text in, runs of tokens that could be about time out; ordinary words end a run."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from frontdesk.ability.language.calendar.chart import Leaf
from frontdesk.ability.language.calendar.grammar import shapes
from frontdesk.ability.language.calendar.items import Frame, Mark

# Order matters: the first shape that fits at a place is taken.
_SHAPES = re.compile(
    r"""(?P<ampm>(?<![^\W\d_])[ap](?:\.\s?|\s)m\b\.?)
      | (?P<oclock>o\s?['’"´`]?\s?clock\b)
      | (?P<junk>https?://\S+ | [$£€¥]\s?\d[\d,.]* | 24/7
          | \+?(?:\d{1,2}[-. ])?\(?\d{3}\)?[-. ]\d{3}[-. ]\d{4}(?!\d) | \d{3}-\d{4}(?!\d)
          | \d{1,3}(?:,\d{3})+(?:\.\d+)? | \d{1,4}(?:[./-]\d{1,6}){3,} | \d{1,2}(?::\d{1,6}){3,})
      | (?P<quarter>(?:\d{4}|\d{2})?\s?q[1-4]\b)
      | (?P<word>[^\W\d_]+(?:['’][^\W\d_]+)*)
      | (?P<iso>\d{4}([-/.])\d{1,2}\7\d{1,2}(?![\d/-]))
      | (?P<numeric>\d{1,2}\s?([-/.])\s?\d{1,2}\s?\9\s?(?:\d{4}|\d{2})(?![\d/-]))
      | (?P<clock>\d{1,2}:\d{2}(?::\d{2})?(?!\d))
      | (?P<hclock>\d{1,2}h(?:\d{2})?(?![^\W_]))
      | (?P<yearmonth>(?:\d{4}[-/]\d{1,2}|\d{1,2}/\d{4})(?![\d/-]))
      | (?P<short>\d{1,2}\s?/\s?\d{1,2}(?![\d/-]))
      | (?P<ordinal>\d{1,2}(?:\s?(?:st|nd|rd|th)\b|[º°]))
      | (?P<decimal>\d+\.\d+)
      | (?P<number>\d+)
      | (?P<mark>[^\w\s])
    """,
    re.IGNORECASE | re.VERBOSE,
)
_ACCENTS = str.maketrans("áéíóúüàèìòù", "aeiouuaeiou")
# Marks that a phrase about time may hold; the rest end a run.
_PASSED = frozenset(",()\"'’“”*_~")
_KEPT = {"-": "-", "–": "-", "—": "-", "@": "@", "&": "&", "/": "/"}
_ABBREVIATED = frozenset(
    [
        "mon",
        "tue",
        "tues",
        "wed",
        "weds",
        "thu",
        "thur",
        "thurs",
        "fri",
        "sat",
        "sun",
        "jan",
        "feb",
        "mar",
        "apr",
        "jun",
        "jul",
        "aug",
        "sep",
        "sept",
        "oct",
        "nov",
        "dec",
        "approx",
        "min",
        "mins",
        "hr",
        "hrs",
        "sec",
        "secs",
        "no",
        "st",
        "a",
        "p",
        "am",
        "pm",
        "wk",
        "yr",
        "mo",
        "lun",
        "mie",
        "jue",
        "vie",
        "sab",
        "dom",
    ]
)
# A number after these is a name, and one before those is a count of something else.
_NUMBERED = frozenset(
    [
        "room",
        "rm",
        "apt",
        "apartment",
        "unit",
        "suite",
        "ste",
        "lot",
        "box",
        "zip",
        "page",
        "step",
        "chapter",
        "version",
        "exit",
        "route",
        "highway",
        "hwy",
        "gate",
        "flight",
        "order",
        "ticket",
        "account",
        "ext",
        "option",
        "level",
        "phase",
        "grade",
        "age",
        "aged",
        "size",
        "top",
        "number",
        "no",
        "floor",
        "building",
        "bldg",
        "bedroom",
        "code",
        "pin",
        "article",
        "section",
        "line",
        "track",
        "channel",
        "model",
        "cuarto",
        "habitacion",
        "numero",
    ]
)


@dataclass(frozen=True, slots=True)
class Token:
    """A stretch of text [start, end) with its readings."""

    start: int
    end: int
    word: str
    leaves: tuple[Leaf, ...]


Lexicon = Mapping[str, Sequence[Leaf]]


def runs(text: str, lexicon: Lexicon, frame: Frame) -> list[list[Token]]:
    """Maximal rows of neighbouring tokens that the grammar knows."""
    found: list[list[Token]] = []
    run: list[Token] = []
    glued_to = -1
    dead_end = -1
    before = ""
    for match in _SHAPES.finditer(text):
        kind = match.lastgroup or "mark"
        start, end = match.span()
        if kind == "word":
            word = match.group().lower()
            leaves = lexicon.get(word) or _folded(word, lexicon)
            if start == dead_end:
                leaves = ()
            if start == glued_to:
                leaves = _glued(word, leaves)
                if not leaves and run:
                    run.pop()
            before = word
        elif kind == "mark":
            word = match.group()
            if word in _PASSED:
                if word in "'’" and start == glued_to and run:
                    run.append(Token(start, end, "'", (("'", None, ""),)))
                continue
            if word == "." and before in _ABBREVIATED and run and run[-1].end == start:
                continue
            kept = _KEPT.get(word)
            leaves = ((kept, None, ""),) if kept else ()
            before = word
        elif kind == "junk":
            leaves, before = (), ""
            word = ""
        else:
            word = match.group()
            leaves = _number(kind, word, text, start, before, frame)
            glued_to = end
            if not leaves:
                dead_end = end
            before = ""
        if leaves:
            run.append(Token(start, end, word, tuple(leaves)))
        elif run:
            found.append(run)
            run = []
    if run:
        found.append(run)
    return found


def _folded(word: str, lexicon: Lexicon) -> Sequence[Leaf]:
    """The word without accents, without a possessive ending, or with a long last vowel."""
    if not word.isascii():
        word = word.replace("’", "'").translate(_ACCENTS)
        leaves = lexicon.get(word)
        if leaves:
            return leaves
    if word.endswith("ish"):
        return lexicon.get(word[:-3], ())
    if word.endswith("'s"):
        return lexicon.get(word[:-2], ())
    return lexicon.get(word.replace("'", ""), ()) if "'" in word else ()


def _glued(word: str, leaves: Sequence[Leaf]) -> Sequence[Leaf]:
    """After digits without a space only units, halves of the day and months make sense."""
    if word in ("a", "p"):
        return (("HALF", Mark(int(word == "p"), word), ""),)
    return leaves


def _number(
    kind: str, word: str, text: str, start: int, before: str, frame: Frame
) -> Sequence[Leaf]:
    if start:
        prior = text[start - 1]
        if prior in "#$£€.:/" or (prior.isalpha() and before not in _MONTHISH) or prior == "_":
            return ()
    if before in _NUMBERED and kind not in ("clock", "iso", "numeric"):
        return ()
    return shapes.READ[kind](word, frame)


_MONTHISH = frozenset(
    [
        "jan",
        "feb",
        "mar",
        "apr",
        "may",
        "jun",
        "jul",
        "aug",
        "sep",
        "sept",
        "oct",
        "nov",
        "dec",
        "t",
        "q",
        "january",
        "february",
        "march",
        "april",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ]
)
