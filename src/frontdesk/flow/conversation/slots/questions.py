"""A value's place in a text turned into whether it is told, or only asked about."""

import re

from frontdesk.ground.words.reading import Span

_LEAD = (
    r"(?:(?:and|also|but|so|ok(?:ay)?|yes|yeah|yep|no|nope|great|cool|nice|good|perfect|thanks|"
    r"thank you|oh|hmm+|well|by the way|terrific|sure|y|pero|entonces|sí|¿)[\s,.!-]*)*"
)
_ANY = r"(?:any|anything|some|something|another|other|others|one|ones|a|an)"
_SUBJECT = rf"(?:it|it's|they|this|that|these|those|the|their|there(?!\s+{_ANY}\b)|i|we)\b"
_VERB = (
    r"(?:is|are|was|were|does|do|did|has|have|can|could|may|will|would|es|está|están|son|se|"
    r"aceptan?|permiten?)"
)
# Where a question may begin: at the start, behind a pause or "and", behind "tell me".
_START = (
    rf"(?:^\W*|[,;–—]\s*|\s-+\s|\b(?:and|or|but|tell me|ask|verify|check|see|wondering)\s+){_LEAD}"
)
# "Is it furnished", "do they allow": about a thing that is there already.
_WHETHER = re.compile(rf"{_START}{_VERB}\s+{_SUBJECT}", re.I)
# Of something that is or is not ("furnished"), also "is Maple Court", and the bare "are".
_WHETHER_SO = re.compile(
    rf"{_START}(?:{_VERB}\s+{_SUBJECT}|(?:is|are|does|do)\s+(?!there\b|you\b)(?:[\w'’]+\s+){{0,4}}$|"
    rf"{_VERB}\s*$)",
    re.I,
)
# The same without a question mark, where the order of words alone shows it.
_UNMARKED = re.compile(
    rf"{_START}(?:is|are|does|do)\s+(?:it|they|the|this|there(?!\s+{_ANY}\b))\b", re.I
)
_INDIRECT = re.compile(
    r"\b(?:if|whether|si)(?:\s+(?:it|it's|they|this|that|these|the|there|i|we)\b.*)?\s*$|"
    r"\b(?:tell|know|learn|say|anything|details|policy)\b[^.;]*\b(?:about|on)\b[^.;]*$",
    re.I | re.S,
)
_REQUEST = re.compile(
    rf"^\W*{_LEAD}(?:(?:can|could|would|will)\s+(?:you|i\s+see|we\s+see)|how\s+about|what\s+about|"
    rf"do\s+you\s+have|(?:is|are)\s+there\s+{_ANY}\b|any\b|show|find|search|look|try|please|maybe|"
    r"i\b|i'[dm]\b|we\b|let'?s\b|puedes?|podr\w+|busca|quiero)",
    re.I,
)
_ENDS = re.compile(r"[.!?\n](?=\s|$)")
FRAGMENT = 3


def asks_whether(text: str, span: Span, *, flag: bool) -> bool:
    """Whether the sentence around `span` asks if something is so ("is it furnished?", "let me know
    if they allow pets"), instead of telling or wishing it ("can you find one with pets allowed?").

    `flag`: the value says that something is so; then "are pets allowed" asks too, while "is Monday
    good?" proposes a Monday.
    """
    start, end, question = _sentence(text, span)
    before = text[start : span[0]]
    if _INDIRECT.search(before) or _UNMARKED.search(before):
        return True
    if not question:
        return False
    fragment = len(text[start:end].split()) <= FRAGMENT and not _REQUEST.match(text[start:end])
    return (flag and fragment) or bool((_WHETHER_SO if flag else _WHETHER).search(before))


def asks_only(text: str, span: Span) -> bool:
    """Whether the sentence around `span` is a question that requests nothing of us."""
    start, end, question = _sentence(text, span)
    return question and not _REQUEST.match(text[start:end])


def _sentence(text: str, span: Span) -> tuple[int, int, bool]:
    start = max((found.end() for found in _ENDS.finditer(text, 0, span[0])), default=0)
    close = _ENDS.search(text, max(span[1] - 1, start))
    end = close.end() if close else len(text)
    return start, end, text[start:end].rstrip().endswith("?")
