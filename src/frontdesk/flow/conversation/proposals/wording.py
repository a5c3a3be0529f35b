"""A decided reply and a model's wording of it turned into the reason not to use that, or into None.

Both texts have marks in place of facts (`marks.py`). The rule behind all checks: a rewording may
take words away and put plain words in, but says nothing that was not decided.
"""

import itertools
import re
from collections.abc import Iterator, Sequence

from frontdesk.ability.language import surface
from frontdesk.flow.conversation.proposals.marks import MARK
from frontdesk.flow.conversation.proposals.plain_words import WORDS, PlainWords

LONGER, LONGER_BY, SHARE = 1.6, 40, 0.6
_PIECE = re.compile(
    r"\[[a-z][a-z0-9_]*\]|\d+(?:[.,:/]\d+)*%?|[^\W\d_]+(?:['-][^\W\d_]+)*|[^\w\s]|\w"
)
_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_SIGNS = frozenset(".,!?;:'\"()-¡¿")
_SAME_SIGNS = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "…": "."})
_APART = frozenset(".,!?;:-")


def check_wording(
    original: str, worded: str, *, question: Sequence[str] = (), language: str = "en"
) -> str | None:
    """Why `worded` may not stand for `original`; None where it may.

    `question` are all wordings of the question that `original` ends with, empty where it asks for
    nothing; `language` is that of both. A reason may name the word that gave it away, after a colon.
    """
    plain = WORDS.get(language)
    if plain is None:
        return "other_language"
    original, worded = tidy(original), tidy(worded)
    if not worded:
        return "empty"
    if len(worded) > LONGER * len(original) + LONGER_BY:
        return "too_long"
    return (
        _check_facts(original, worded, plain)
        or _check_signs(original, worded)
        or _check_language(worded, plain, language)
        or _check_question(original, worded, question, plain)
        or _check_words(original, worded, question, plain)
    )


def tidy(text: str) -> str:
    """One line, straight quotes, plain dashes."""
    return " ".join(text.translate(_SAME_SIGNS).split())


def _check_facts(original: str, worded: str, plain: PlainWords) -> str | None:
    """The same facts and figures in the same order, with the same words beside them."""
    if MARK.findall(original) != MARK.findall(worded):
        return "changed_facts"
    if list(_figures(original)) != list(_figures(worded)):
        return "changed_figures"
    added = _beside(worded) - _beside(original)
    fitting = all(side.startswith("before") and word in plain.noting for side, word in added)
    return None if fitting else "changed_facts"


def _figures(text: str) -> Iterator[tuple[str, str]]:
    """Each figure with the word behind it: "45 days"."""
    pieces = [piece.lower() for piece in _PIECE.findall(text)]
    for at, piece in enumerate(pieces):
        if piece[0].isdigit():
            yield piece, pieces[at + 1] if at + 1 < len(pieces) else ""


def _beside(text: str) -> set[tuple[str, str]]:
    """The words directly before and behind a fact, not parted from it by a sign."""
    pieces = [piece.lower() for piece in _PIECE.findall(text)]
    found = set()
    for at, piece in enumerate(pieces):
        if MARK.fullmatch(piece):
            around = (pieces[at - 1] if at else ".", *pieces[at + 1 : at + 2])
            for side, word in zip(("before", "behind"), around, strict=False):
                if word not in _APART and not MARK.fullmatch(word):
                    found.add((f"{side} {piece}", word))
    return found


def _check_signs(original: str, worded: str) -> str | None:
    said = MARK.sub("", worded)
    odd = {char for char in said if not (char.isalnum() or char.isspace() or char in _SIGNS)}
    return "strange_sign" if odd - set(original) else None


def _check_language(worded: str, plain: PlainWords, language: str) -> str | None:
    words = _words(worded)
    known = sum(word in plain.plain for word in words)
    if surface.detect_language(MARK.sub("", worded)) == language or known * 2 >= len(words):
        return None
    return "other_language"


def _check_question(
    original: str, worded: str, question: Sequence[str], plain: PlainWords
) -> str | None:
    """As many questions as decided, at the end, and about the same thing."""
    wanted, asked = original.count("?"), worded.count("?")
    if asked > wanted:
        return "asks_more"
    if wanted and (not asked or (original.endswith("?") and not worded.endswith("?"))):
        return "question_dropped"
    if not wanted:
        return None
    ours, theirs = _words(_asked(original)), _words(_asked(worded))
    wordings = [word for text in (*question, _asked(original)) for word in _words(text)]
    key = {word for word in wordings if _is_key(word, plain)}
    if not key & set(theirs):
        return "other_question"
    if plain.either & set(ours):
        needed = {word for word in ours if _is_key(word, plain)}
        kept = len(needed & set(theirs)) >= SHARE * len(needed)
        return None if kept and plain.either & set(theirs) else "choice_dropped"
    return None


def _check_words(
    original: str, worded: str, question: Sequence[str], plain: PlainWords
) -> str | None:
    """No word that neither the decided reply has nor is plain, and no change between yes and no."""
    said, saying = set(_words(original)), set(_words(worded))
    denied, denying = ({word for word in words if _denies(word, plain)} for words in (said, saying))
    if bool(denied) != bool(denying) or not denying <= denied:
        return "changed_meaning"
    told = set(_words(_told(original)))
    wordings = [
        _words(part) for text in (*question, _asked(original)) for part in _SENTENCE.split(text)
    ]
    asked = {word for wording in wordings for word in wording}
    free = plain.praising if said & plain.praising else frozenset()
    for sentence in _SENTENCE.split(worded):
        words = _words(sentence)
        fact = MARK.search(sentence) is not None
        around = (plain.thanks if fact else plain.courteous) | free | (told & saying) | denying
        core = _core(words, wordings, plain) if sentence.endswith("?") else range(0)
        inside = around | asked | plain.wondering | plain.courteous | plain.asking
        for at, word in enumerate(words):
            if word not in (inside if at in core else around):
                return f"says_more: {word}"
    return None


def _core(words: Sequence[str], wordings: Sequence[Sequence[str]], plain: PlainWords) -> range:
    """The part of a question that asks: from its first asking or turned word ("would you") to the
    last word that tells what is asked. What stands around it is a statement like any other, but
    for the beginnings and ends of the decided `wordings`."""
    keys = {word for wording in wordings for word in wording if _is_key(word, plain)}
    told = [at for at, word in enumerate(words) if word in keys]
    if not told:
        return range(0)
    begins = (at for at in range(told[0]) if _turns(words, at, plain))
    first, last = next(begins, told[0]), told[-1] + 1
    if any(_shared(words, wording) >= first for wording in wordings):
        first = 0
    ends = {word for wording in wordings for word in _behind(wording, keys)}
    if last + 1 < len(words) and words[last] in plain.turning and words[last + 1] in plain.persons:
        last += 2  # "which area would you like"
        ends |= plain.wondering - plain.turning
    ends |= plain.courteous - plain.speaking
    while last < len(words) and words[last] in ends:
        last += 1
    return range(first, last)


def _behind(wording: Sequence[str], keys: set[str]) -> Sequence[str]:
    """The words behind the last one that tells what is asked: "are you thinking of"."""
    told = [at for at, word in enumerate(wording, 1) if word in keys]
    return wording[told[-1] :] if told else ()


def _turns(words: Sequence[str], at: int, plain: PlainWords) -> bool:
    """Whether a question begins at a word: "which", or "would" before "you"."""
    word, behind = words[at], words[at + 1 : at + 2]
    if word in plain.asking:
        return True
    before = plain.persons if word in ("do", "have") else plain.persons | plain.subjects
    return word in plain.turning and (not before or bool(before & set(behind)))


def _shared(one: Sequence[str], other: Sequence[str]) -> int:
    """How many words two stretches begin with alike."""
    pairs = zip(one, other, strict=False)
    return sum(1 for _ in itertools.takewhile(lambda pair: pair[0] == pair[1], pairs))


def _asked(text: str) -> str:
    return " ".join(part for part in _SENTENCE.split(text) if part.endswith("?"))


def _told(text: str) -> str:
    return " ".join(part for part in _SENTENCE.split(text) if not part.endswith("?"))


def _words(text: str) -> list[str]:
    pieces = _PIECE.findall(MARK.sub(" ", text))
    return [piece.lower() for piece in pieces if piece[0].isalpha()]


def _is_key(word: str, plain: PlainWords) -> bool:
    """Whether a word tells what a question is about."""
    if word in plain.telling:
        return True
    return word not in plain.plain


def _denies(word: str, plain: PlainWords) -> bool:
    return word in plain.denying or word.endswith("n't")
