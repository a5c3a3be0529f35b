"""Turns a text into the spans that must not reach logs: people, contacts, dates of birth, numbers.

Recall comes first: what may be a telephone number, a card or a social security number is marked
even where it cannot be dialled or charged.
"""

import re
from collections.abc import Sequence

from frontdesk.ability.language.context import Context
from frontdesk.ability.language.values import addresses, emails, names, phones
from frontdesk.ability.language.values.covered import Covered
from frontdesk.ability.language.values.plain import plain
from frontdesk.ability.language.values.scan import Scan, scan_text
from frontdesk.ground.words.reading import Sensitive, SensitiveKind, Span, Value

_KINDS: dict[str, SensitiveKind] = {
    "name": "name",
    "phone": "phone",
    "email": "email",
    "address": "address",
}
# What is kept where spans of two kinds overlap: the most specific first.
_ORDER: tuple[SensitiveKind, ...] = ("card", "ssn", "email", "dob", "phone", "address", "name")
_PRIVATE_GRAINS = frozenset({"house", "po_box", "street", None})

_CARD = re.compile(r"(?<![\w.])[0-9](?:[ -]{0,2}[0-9]){11,18}(?![\w])")
_SSN = re.compile(r"(?<![\w-])([0-9]{3})([- .]?)([0-9]{2})\2([0-9]{4})(?![\w-])")
_SSN_CUE = re.compile(r"\b(?:ssn|social|s\.s\.n|itin|tax id|seguro social)\b", re.IGNORECASE)
_LAST_FOUR = re.compile(
    r"\b(?:ssn|social(?: security)?(?: number)?)\b[^0-9\n]{0,30}\b([0-9]{4})\b", re.IGNORECASE
)
_MONTHS = (
    "january|february|march|april|may|june|july|august|september|october|november|december|"
    "jan|feb|mar|apr|jun|jul|aug|sept|sep|oct|nov|dec|enero|febrero|marzo|abril|mayo|junio|julio|"
    "agosto|septiembre|setiembre|octubre|noviembre|diciembre"
)
_DAY = (
    r"(?:[0-9]{1,2}\s?[/.-]\s?[0-9]{1,2}\s?[/.-]\s?(?:[0-9]{4}|[0-9]{2})"
    r"|[0-9]{4}-[0-9]{2}-[0-9]{2}"
    rf"|(?:{_MONTHS})\.? (?:the )?[0-9]{{1,2}}(?:st|nd|rd|th)?,? ?(?:of )?(?:[0-9]{{4}})?"
    rf"|[0-9]{{1,2}}(?:st|nd|rd|th)? (?:of |de )?(?:{_MONTHS})\.?,? ?(?:de )?(?:[0-9]{{4}})?"
    r"|[0-9]{8}|[0-9]{6})"
)
_BIRTH = re.compile(
    r"\b(?:d\.?o\.?b\.?|date of birth|birth ?date|birth ?day|born(?: on| in)?|birthdate|nac[ií]\w*|"
    r"fecha de nacimiento|cumplea[nñ]os)\b[^0-9\n]{0,25}?(?P<day>" + _DAY + r"|(?:19|20)[0-9]{2})"
    r"(?![0-9])",
    re.IGNORECASE,
)
_OLD_DAY = re.compile(rf"(?<![\w/.-]){_DAY}(?![\w/-])", re.IGNORECASE)
_YEAR = re.compile(r"(19[0-9]{2}|20[0-9]{2})")
_PHONE_LIKE = re.compile(
    r"(?<![\w$.,/-])(?:\+?[0-9]{1,3}[ .-]?)?\(?[0-9]{3}\)?[ .-]{0,3}[0-9]{3}[ .-]{0,3}[0-9]{4}(?!\w)"
)
_DIGIT = re.compile("[0-9]")
_YOUNGEST = 15


def find_sensitive(
    text: str, context: Context, *, values: Sequence[Value] | None = None
) -> tuple[Sensitive, ...]:
    """Spans to redact, in order and without overlaps.

    `values` are the values already found in the same text, when the caller has them; names,
    phones, e-mails and addresses are then not looked for again.
    """
    flat = plain(text)
    if values is None:
        found = _find_values(scan_text(flat.text), context)
    else:
        found = [
            (kind, flat.inner(value.span))
            for value in values
            if (kind := _private(value)) is not None
        ]
    if _DIGIT.search(flat.text):
        found.extend(_find_numbers(flat.text, context))
    return tuple(Sensitive(kind, flat.span(span)) for kind, span in _settled(found))


def luhn_valid(digits: str) -> bool:
    """The check of ISO/IEC 7812 for card numbers."""
    total = 0
    for at, char in enumerate(reversed(digits)):
        digit = int(char)
        if at % 2:
            digit = digit * 2 - 9 if digit > 4 else digit * 2
        total += digit
    return total % 10 == 0


def ssn_valid(area: str, group: str, serial: str) -> bool:
    """The rules of the Social Security Administration: no 000, 666 or 9xx area, no zero part."""
    return area not in {"000", "666"} and area[0] != "9" and group != "00" and serial != "0000"


def _private(value: Value) -> SensitiveKind | None:
    if value.kind == "address" and value.grain not in _PRIVATE_GRAINS:
        return None
    return _KINDS.get(value.kind)


def _find_values(scan: Scan, context: Context) -> list[tuple[SensitiveKind, Span]]:
    values = [*emails.read_emails(scan), *names.read_names(scan, context)]
    dialled, odd = phones.read_phones(scan, context)
    values.extend(dialled)
    values.extend(addresses.read_addresses(scan, context))
    found = [(kind, value.span) for value in values if (kind := _private(value)) is not None]
    found.extend(("phone", span) for span in odd)
    return found


def _find_numbers(text: str, context: Context) -> list[tuple[SensitiveKind, Span]]:
    found: list[tuple[SensitiveKind, Span]] = []
    found.extend(("card", span) for span in _cards(text))
    found.extend(("ssn", span) for span in _ssns(text))
    for match in _BIRTH.finditer(text):
        found.append(("dob", match.span("day")))
    for match in _OLD_DAY.finditer(text):
        year = _YEAR.search(match[0])
        if year and int(year[0]) <= context.now.year - _YOUNGEST:
            found.append(("dob", match.span()))
    found.extend(("phone", match.span()) for match in _PHONE_LIKE.finditer(text))
    return found


def _cards(text: str) -> list[Span]:
    """13 to 19 digits with a valid check digit and the first digit of a card network."""
    spans: list[Span] = []
    for match in _CARD.finditer(text):
        digits = re.sub(r"[^0-9]", "", match[0])
        network = digits[0] in "23456"
        if 13 <= len(digits) <= 19 and network and luhn_valid(digits):
            spans.append(match.span())
    return spans


def _ssns(text: str) -> list[Span]:
    """Written with separators, or nine digits beside a word that names the number."""
    spans: list[Span] = []
    cued = _SSN_CUE.search(text) is not None
    for match in _SSN.finditer(text):
        if (match[2] or cued) and ssn_valid(match[1], match[3], match[4]):
            spans.append(match.span())
    if cued:
        spans.extend(match.span(1) for match in _LAST_FOUR.finditer(text))
    return spans


def _settled(found: list[tuple[SensitiveKind, Span]]) -> list[tuple[SensitiveKind, Span]]:
    """One kind for each stretch of text, the most specific and longest."""
    ranked = sorted(found, key=lambda item: (_ORDER.index(item[0]), item[1][0] - item[1][1]))
    covered = Covered()
    kept = [(kind, span) for kind, span in ranked if covered.claim(span)]
    return sorted(kept, key=lambda item: item[1])
