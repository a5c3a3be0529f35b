"""A value's place in a text turned into whether it is told, or only asked about."""

import re

from frontdesk.ground.words.reading import Span

_LEAD = (
    r"(?:(?:and|also|but|so|ok(?:ay)?|yes|yeah|yep|no|nope|great|cool|nice|good|perfect|thanks|"
    r"thank you|oh|hmm+|well|by the way|terrific|sure|y|pero|entonces|sí|¿)[\s,.!-]*)*"
)
_ANY = r"(?:any|anything|some|something|another|other|others|one|ones|a|an)"
_SUBJECT = rf"(?:it|it's|they|this|that|these|those|the|their|there(?!\s+{_ANY}\b)|i|we)\b"
# "Is it furnished", "do they allow pets", "can we bring a dog": about a thing that is there already.
_WHETHER = re.compile(
    rf"(?:^|[,;]\s*|\b(?:and|or|but)\s+){_LEAD}"
    r"(?:is|are|was|were|does|do|did|has|have|can|could|may|will|would|es|está|están|son|se|"
    rf"aceptan?|permiten?)(?:\s+{_SUBJECT}|\s*$)",
    re.I,
)
_INDIRECT = re.compile(
    r"\b(?:if|whether|si)(?:\s+(?:it|it's|they|this|that|these|the|there)\b.*)?\s*$", re.I | re.S
)
_REQUEST = re.compile(
    rf"^\W*{_LEAD}(?:(?:can|could|would|will)\s+(?:you|i\s+see|we\s+see)|how\s+about|what\s+about|"
    rf"do\s+you\s+have|(?:is|are)\s+there\s+{_ANY}\b|any\b|show|find|search|look|try|please|maybe|"
    r"i\b|i'[dm]\b|we\b|let'?s\b|puedes?|podr\w+|busca|quiero)",
    re.I,
)
_ENDS = re.compile(r"[.!?\n](?=\s|$)")
FRAGMENT = 3


def asks_whether(text: str, span: Span) -> bool:
    """Whether the sentence around `span` asks if something is so ("is it furnished?", "let me know
    if they allow pets"), instead of telling or wishing it ("can you find one with pets allowed?")."""
    start, end, question = _sentence(text, span)
    before = text[start : span[0]]
    if _INDIRECT.search(before):
        return True
    if not question:
        return False
    fragment = len(text[start:end].split()) <= FRAGMENT and not _REQUEST.match(text[start:end])
    return fragment or bool(_WHETHER.search(before))


def asks_only(text: str, span: Span) -> bool:
    """Whether the sentence around `span` is a question that requests nothing of us."""
    start, end, question = _sentence(text, span)
    return question and not _REQUEST.match(text[start:end])


def _sentence(text: str, span: Span) -> tuple[int, int, bool]:
    start = max((found.end() for found in _ENDS.finditer(text, 0, span[0])), default=0)
    close = _ENDS.search(text, max(span[1] - 1, start))
    end = close.end() if close else len(text)
    return start, end, text[start:end].rstrip().endswith("?")
