"""Turns a text into the spans that must not reach logs: people, contacts, dates of birth, numbers.

Recall comes first: what may be a telephone number, a card or a social security number is marked
even where it cannot be dialled or charged.
"""

import re
from collections.abc import Sequence

from frontdesk.ability.language.context import Context
from frontdesk.ability.language.values import addresses, emails, name_words, names, phones
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
_CARD_CUE = re.compile(r"\b(?:card|visa|mastercard|amex|credit|debit|tarjeta)\b", re.IGNORECASE)
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
_CAPITALS = re.compile(r"\b[A-ZÁÉÍÓÚÑ][\w'-]+(?: (?:[A-Z]\. )?[A-ZÁÉÍÓÚÑ][\w'-]+){0,3}")
_WORD = re.compile(r"[^\W\d_][\w'-]*")
_GIVEN = name_words.FIRST_NAMES
# Given names that are also words of other sense do not make a message of one word a name.
_SURE_NAMES = name_words.FIRST_NAMES - name_words.FAMILY_NAMES - name_words.AMBIGUOUS_NAMES
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
    found.extend(("name", span) for span in _mentioned(flat.text))
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


def _mentioned(text: str) -> list[Span]:
    """People named in passing: a given name with a capital inside a sentence, or a message that
    is nothing but a given name and at most two words more.
    """
    spans: list[Span] = []
    for run in _CAPITALS.finditer(text):
        words = list(_WORD.finditer(run[0]))
        first = next((at for at, w in enumerate(words) if w[0].lower() in _GIVEN), None)
        if first is None:
            continue
        before = text[max(0, run.start() - 3) : run.start()].rstrip()
        opens = not before or before[-1] in ".!?"
        if first > 0 or len(words) > 1 or not opens:
            spans.append((run.start() + words[first].start(), run.end()))
    alone = _WORD.findall(text[:80]) if len(text) < 60 else []
    names = [word for word in alone if word.lower() not in name_words.NOT_NAMES]
    if 1 <= len(alone) <= 3 and names == alone and alone[0].lower() in _SURE_NAMES:
        start = text.index(alone[0])
        spans.append((start, text.rindex(alone[-1]) + len(alone[-1])))
    return spans


def _cards(text: str) -> list[Span]:
    """13 to 19 digits: a network's first digit and a valid check digit, or a word that says card."""
    spans: list[Span] = []
    cued = _CARD_CUE.search(text) is not None
    for match in _CARD.finditer(text):
        digits = re.sub(r"[^0-9]", "", match[0])
        checked = digits[0] in "23456" and luhn_valid(digits)
        if 13 <= len(digits) <= 19 and (checked or cued):
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
