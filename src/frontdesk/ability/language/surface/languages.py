"""Turns a text into the language it is written in: English, Spanish or another."""

import re
import unicodedata

from frontdesk.ability.language.surface import language_words as words
from frontdesk.ground.words.reading import Reading

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_MOST = 2000
_ENDINGS = ("ción", "ando", "iendo", "ías", "aría", "mente", "amos", "eros", "ito", "ita", "ísimo")
_LATIN_MOST = 0x24F


def decide_language(known: str, reading: Reading) -> str:
    """The language to answer in, `known` the one of the conversation so far.

    "450k", a street or "no" change none: English turns Spanish by a word or letter that English
    has not, and back by two words that Spanish has not.
    """
    if reading.language == "other":
        return "other"
    low = reading.text.lower()
    said = set(_WORD.findall(low))
    if known == "es":
        return reading.language if len(said & _ONLY_ENGLISH) >= 2 else known
    spanish = said & _ONLY_SPANISH or words.SPANISH_LETTERS & set(low)
    return reading.language if spanish else "en"


_BOTH = words.SHARED | {"no", "idea", "a", "me", "casual", "plan", "final", "total"}
_ONLY_ENGLISH = words.ENGLISH - words.SPANISH - _BOTH
_ONLY_SPANISH = words.SPANISH - words.ENGLISH - _BOTH


def detect_language(text: str) -> str:
    """ "en", "es" or "other"; a text without words is "en".

    Counted on the first 2,000 characters by frequent words, letters and endings.
    """
    low = text[:_MOST].lower().replace("’", "'")
    found: list[str] = _WORD.findall(low)
    if not found:
        return "en"
    if not low.isascii() and _other_script(found):
        return "other"
    english = spanish = other = 0.0
    for word in found:
        weight = 0.5 if word in words.SHARED else 1.0
        if word in words.ENGLISH:
            english += weight
        if word in words.SPANISH:
            spanish += weight
        elif word.endswith(_ENDINGS) and word not in words.ENGLISH and len(word) > 5:
            spanish += 0.5
        if word in words.OTHER:
            other += weight
    if not low.isascii() and words.SPANISH_LETTERS & set(low):
        spanish += 1.5
    return _decided(english, spanish, other, len(found))


def _decided(english: float, spanish: float, other: float, count: int) -> str:
    if spanish > english and spanish >= other:
        return "es"
    if other > english and other > spanish and (other >= 2 or count <= 3):
        return "other"
    if english == 0 and other > 0:
        return "other"
    return "en"


def _other_script(found: list[str]) -> bool:
    """Whether most letters are of no Latin script."""
    letters = "".join(found)
    foreign = sum(1 for char in letters if _foreign(char))
    return foreign * 2 > len(letters)


def _foreign(char: str) -> bool:
    if ord(char) <= _LATIN_MOST:
        return False
    return not unicodedata.name(char, "").startswith("LATIN")
