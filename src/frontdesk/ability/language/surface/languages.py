"""Turns a text into the language it is written in: English, Spanish or another."""

import re
import unicodedata

from frontdesk.ability.language.surface import language_words as words

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_MOST = 2000
_ENDINGS = ("ción", "ando", "iendo", "ías", "aría", "mente", "amos", "eros", "ito", "ita", "ísimo")
_LATIN_MOST = 0x24F


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
