"""Text in, runs of tokens that could be about time out; ordinary words end a run."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from frontdesk.ability.language.calendar import words
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
      | (?P<quarter>(?:(?:\d{4}|\d{2})\s?)?q[1-4]\b)
      | (?P<word>(?:2(?=morrow|nite|night))?[^\W\d_]+(?:['’][^\W\d_]+)*)
      | (?P<iso>\d{4}([-/.])\d{1,2}\7\d{1,2}(?![\d/-]))
      | (?P<numeric>\d{1,2}\s?([-/.])\s?\d{1,2}\s?\9\s?(?:\d{4}|\d{2})(?![\d/-]))
      | (?P<clock>\d{1,2}:\d{2}(?::\d{2})?(?!\d))
      | (?P<hclock>\d{1,2}h(?:\d{2})?(?![^\W_]))
      | (?P<yearmonth>(?:\d{4}[-/]\d{1,2}|\d{1,2}/\d{4})(?![\d/-]))
      | (?P<short>\d{1,2}\s?/\s?\d{1,2}(?![\d/-]|\.\d))
      | (?P<ordinal>\d{1,2}(?:\s?(?:st|nd|rd|th)\b|[º°]))
      | (?P<decimal>\d+\.\d+)
      | (?P<number>\d+)
      | (?P<mark>[^\w\s])
    """,
    re.IGNORECASE | re.VERBOSE,
)
_ACCENTS = str.maketrans("áéíóúüñàèìòù", "aeiouunaeiou")
# Marks that a phrase about time may hold; the rest end a run.
_PASSED = frozenset(",()\"'’“”*_~")
_KEPT = {"-": "-", "–": "-", "—": "-", "@": "@", "&": "&", "/": "/"}
_ABBREVIATED = frozenset(
    words.each(
        "mon tue tues wed weds thu thur thurs fri sat sun jan feb mar apr jun jul aug sep sept "
        "oct nov dec approx min mins hr hrs sec secs no st a p am pm wk yr mo lun mie jue vie sab "
        "dom jr"
    )
)
# A number after these is a name, and one before those is a count of something else.
_NUMBERED = frozenset(
    words.each(
        "room rm apt apartment unit suite ste lot box zip page step chapter version exit route "
        "highway hwy gate flight  ext option level phase grade age aged size "
        "top number no floor building bldg bedroom code pin article section line track channel "
        "model cuarto habitacion numero"
    )
)


class Token(NamedTuple):
    """A stretch of text [start, end) with its readings."""

    start: int
    end: int
    word: str
    leaves: tuple[Leaf, ...]


# "come by friday" is a visit and not a deadline, "how about 3" not about three.
_BREAKS = {
    "by": frozenset(words.each("come comes coming drop stop stopping swing pass go going")),
    "about": frozenset(words.each("how what")),
}

Lexicon = Mapping[str, Sequence[Leaf]]


def runs(text: str, lexicon: Lexicon, frame: Frame) -> list[list[Token]]:
    """Maximal rows of neighbouring tokens that the grammar knows."""
    scan = _Scan(text, lexicon, frame)
    for match in _SHAPES.finditer(text):
        kind = match.lastgroup or "mark"
        if kind == "word":
            scan.word(match)
        elif kind == "mark":
            scan.mark(match)
        else:
            scan.shape(match, kind)
    scan.end_run()
    return scan.found


@dataclass(slots=True)
class _Scan:
    """One walk over one text."""

    text: str
    lexicon: Lexicon
    frame: Frame
    found: list[list[Token]] = field(default_factory=list)
    run: list[Token] = field(default_factory=list)
    before: str = ""
    number_end: int = -1
    dead_end: int = -1

    def word(self, match: re.Match[str]) -> None:
        word = match.group().lower()
        leaves = self.lexicon.get(word) or _folded(word, self.lexicon)
        if match.start() == self.dead_end or self.before in _BREAKS.get(word, ()):
            leaves = ()
        elif match.start() == self.number_end:
            leaves = _glued(word, leaves)
            if not leaves and self.run:
                self.run.pop()
        self.before = word
        self.add(match, word, leaves)

    def mark(self, match: re.Match[str]) -> None:
        mark = match.group()
        if mark in _PASSED:
            if mark in "'’" and match.start() == self.number_end and self.run:
                self.add(match, "'", (("'", None, ""),))
            return
        run = self.run
        if mark == "." and self.before in _ABBREVIATED and run and run[-1].end == match.start():
            return
        self.before = mark
        kept = _KEPT.get(mark)
        self.add(match, mark, ((kept, None, ""),) if kept else ())

    def shape(self, match: re.Match[str], kind: str) -> None:
        leaves: Sequence[Leaf] = ()
        if kind != "junk":
            leaves = _number(kind, match, self.before, self.frame)
            self.number_end = match.end()
            if not leaves:
                self.dead_end = match.end()
        self.before = ""
        self.add(match, match.group(), leaves)

    def add(self, match: re.Match[str], word: str, leaves: Sequence[Leaf]) -> None:
        if leaves:
            self.run.append(Token(match.start(), match.end(), word, tuple(leaves)))
        else:
            self.end_run()

    def end_run(self) -> None:
        if self.run:
            self.found.append(self.run)
            self.run = []


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


def _number(kind: str, match: re.Match[str], before: str, frame: Frame) -> Sequence[Leaf]:
    start = match.start()
    if start:
        prior = match.string[start - 1]
        if prior in "#$£€.:/_" or (prior.isalpha() and before not in _MONTHISH):
            return ()
    if before in _NUMBERED and kind not in ("clock", "iso", "numeric"):
        return ()
    return shapes.READ[kind](match.group(), frame)


_MONTHISH = frozenset(
    words.each(
        "jan feb mar apr may jun jul aug sep sept oct nov dec t q january february march april "
        "june july august september october november december"
    )
)
