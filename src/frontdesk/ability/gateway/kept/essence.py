"""A question turned into the words that must agree before another question may share its answer.

Vectors are near for questions that differ in the one word that counts: a weekday, a number, a place, a
"not". So everything but function words must be the same and in the same order; only what is left
may differ, and that is what the cosine judges.
"""

import re
import unicodedata
from functools import lru_cache

from frontdesk.ability.gateway.kept.function_words import FIRST, SAME, SECOND, SOFT

_WORD = re.compile(r"-?\d+(?:[.,:]\d+)*|[^\W\d_]+(?:['’][^\W\d_]+)*|[^\s\w.,;:!?¿¡\"'’()…-]")
_GROUPED = re.compile(r"^-?\d{1,3}(?:,\d{3})+$")
_PHRASES = tuple(
    (re.compile(rf"\b(?:{pattern})\b", re.I), becomes)
    for pattern, becomes in (
        (r"(?:at )?what (?:time|hours?)", "when"),
        (
            r"what (?:is|are|'s) (?:your|the) (?:opening|business|office|working) hours",
            "when you open",
        ),
        (r"what (?:is|'s) (?:your|the) (?:address|location)", "where are you"),
        (r"where (?:are|is) (?:you|your (?:office|shop|store)) located", "where are you"),
        (r"how much (?:does|do|is|are|will|would) (.{1,80}?) costs?", r"howmuch \1"),
        (r"what (?:is|'s) the (?:price|cost) (?:of|for)", "howmuch"),
        (r"how much(?= (?:is|are|does|do|for)\b)", "howmuch"),
        (r"(?:have|has|got) to", "must"),
        (r"(?:(?:can|could|would|will) you )?(?:please )?(?:tell me|let me know)", " "),
        (r"I (?:want|need|would like|'d like) to know|I was wondering if", " "),
        (r"would like", "want"),
        (r"a qué hora|a que hora", "cuándo"),
        (r"(?:tengo|tiene|tienen|tenemos|hay) que", "debe"),
        (r"buenos días|buenas tardes|buenas noches|por favor", " "),
    )
)
_NO_PLURAL = ("ss", "us", "is", "ías", "ás", "és")


@lru_cache(maxsize=4096)
def find_essence(question: str) -> tuple[str, ...]:
    """What must agree, in order: who is spoken of (the asker, the asked), then every word that is no
    function word. Empty where nothing is left to tell two questions apart."""
    hard, persons = [], ""
    for word, soft in find_words(question):
        persons += "1" if word in FIRST and "1" not in persons else ""
        persons += "2" if word in SECOND and "2" not in persons else ""
        if not soft:
            hard.append(word)
    return (persons, *hard) if hard else ()


@lru_cache(maxsize=4096)
def find_words(question: str) -> tuple[tuple[str, bool], ...]:
    """Each word in its one form, and whether it is a mere function word."""
    text = unicodedata.normalize("NFKC", question).replace("’", "'")
    for pattern, becomes in _PHRASES:
        text = pattern.sub(becomes, text)
    shouted = text.upper() == text
    words = [word for part in _WORD.findall(text) for word in _split(part)]
    found = []
    for place, word in enumerate(words):
        plain = _form(word)
        named = place > 0 and word[0].isupper() and word != "I" and not shouted
        found.append((plain, plain in SOFT and not named))
    return tuple(found)


def even(question: str) -> str:
    """The question without what makes no difference: blanks, closing marks, and the case of letters
    where no word inside it is written with a capital ("us" and "US" stay apart)."""
    line = " ".join(question.split())
    words = _WORD.findall(line)
    capital = any(word != word.lower() and word != "I" for word in words[1:])
    first = words[0] if words else ""
    shouted = len(first) > 1 and first == first.upper() and first != first.lower()
    return line if capital or shouted else line.casefold().rstrip(" ?!.¿¡")


def _split(part: str) -> tuple[str, ...]:
    if "'" not in part:
        return (part,)
    before, _, after = part.partition("'")
    if after.lower() == "t" and before.lower().endswith("n"):
        return (before[:-1] or before, "!not") if before.lower() != "can" else ("can", "!not")
    return (before, after)


def _form(word: str) -> str:
    low = word.lower()
    if low[-1].isdigit():
        return low.replace(",", "") if _GROUPED.match(low) else low
    if low in SAME:
        return SAME[low]
    single = low[:-1]
    plural = len(low) > 3 and low.endswith("s") and not low.endswith(_NO_PLURAL)
    return SAME.get(single, single) if plural and low not in SOFT else low
