"""A message turned into whether it takes what our last reply offered."""

import re

from frontdesk.ground.words.reading import Reading

_GOOD = (
    r"(?:good|great|nice|fine|perfect|better|best|promising|ideal|lovely|wonderful|awesome|amazing|"
    r"cool|right|suitable|interesting|excellent|bien|perfecto|perfecta|genial|bueno|buena)"
)
_THING = (
    r"(?:(?:that|this|the|it|esa?|este|esta)\s*"
    r"(?:one|place|home|house|apartment|option|property|time|slot|day)?)"
)
_SO = r"(?:\s+(?:a|an|like|really|very|pretty|so|quite|just|all|much|something|muy))*"
_TAKES = re.compile(
    rf"\b{_THING}\s*(?:is|'s|sounds?|looks?|seems?|would be|will be|can be|suena|parece|está)"
    rf"{_SO}\s+{_GOOD}\b|"
    rf"^\W*(?:\w+[,.!\s]+)?(?:sounds?|looks?|is|suena){_SO}\s+{_GOOD}\b|"
    r"\bi(?:'ll| will| would|'d)?(?: really| still)?\s+(?:like|love|choose|pick|take|prefer|want)\s+"
    r"(?:it|that|this|to go with)\b|"
    r"\b(?:that|it|this)(?:'ll| will| would| should)?\s+(?:do|works?|suits? me|fits?)\b|"
    rf"\b(?:just|exactly|everything) (?:what )?(?:i|we) (?:need|want|was looking)|"
    r"\b(?:schedule|book|arrange|set up|see|visit|tour)\b(?:\s+\w+){0,3}?\s+"
    r"(?:a |an |the |of )?(?:visit|tour|viewing|showing|appointment|it|that|this)\b",
    re.I,
)
_ANOTHER = re.compile(
    r"\b(?:another|somewhere else|something else|anything else (?:available|like)|do(?: not|n'?t) like|"
    r"(?:any|some|more) other|otra|otro)\b",
    re.I,
)
_NOT_IT = re.compile(
    r"\b(?:another|other|others|else|different|instead|more options|alternatives?|but|not|don'?t|"
    r"doesn'?t|isn'?t|too (?:much|expensive|high|far|small|big)|no me|otra|otro)\b",
    re.I,
)


def takes_offer(reading: Reading) -> bool:
    """Whether the customer agrees: says yes, or speaks well of it and of nothing else.

    Only to be asked where something was offered: the same words mean little without.
    """
    if reading.reply is not None:
        return reading.reply == "yes" and not _ANOTHER.search(reading.text)
    first = re.split(r"(?<=[.!?])\s+", reading.text.strip())[:2]
    said = " ".join(first)
    return bool(_TAKES.search(said)) and not _NOT_IT.search(said)
