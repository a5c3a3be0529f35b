"""Turns telephone numbers, typed or spoken digit by digit, into E.164."""

import re

from phonenumbers import phonenumber, phonenumberutil

from frontdesk.ability.language.context import Context
from frontdesk.ability.language.values.scan import Scan, scan_text
from frontdesk.ground.words.reading import Span, Value

_CANDIDATE = re.compile(
    r"(?<![\w#$,:/%+-])(?<![0-9]\.)(?:\(?\+ ?\(?[0-9]{1,3}\)?|\(?00[0-9]|\(?[0-9])"
    r"(?:[0-9() /\t-]|\.(?! )){5,28}[0-9]"
    r"(?:\s?(?:,? ?ext(?:ension|\.)?|x|#)\s?([0-9]{1,6}))?(?![\w])",
    re.IGNORECASE,
)
_CUE = re.compile(
    r"\b(?:phone|cell|mobile|number|call|text|reach|tel|telephone|whatsapp|n[uú]mero|celular|"
    r"tel[eé]fono|fax|contact|ll[aá]m\w+)\b",
    re.IGNORECASE,
)
_SPOKEN = {
    **{"zero": "0", "oh": "0", "o": "0", "one": "1", "two": "2", "three": "3", "four": "4"},
    **{"five": "5", "six": "6", "seven": "7", "eight": "8", "nine": "9", "cero": "0"},
    **{"uno": "1", "dos": "2", "tres": "3", "cuatro": "4", "cinco": "5", "seis": "6"},
    **{"siete": "7", "ocho": "8", "nueve": "9", "niner": "9"},
}
_REPEATS = {"double": 2, "triple": 3}
_FEWEST = 7
_NORTH_AMERICA = frozenset({"US", "CA", "PR"})


def find_phones(text: str, context: Context) -> tuple[Value, ...]:
    """Telephone numbers of a text that can be dialled, as E.164; an extension is the grain."""
    return read_phones(scan_text(text), context)[0]


def read_phones(scan: Scan, context: Context) -> tuple[tuple[Value, ...], tuple[Span, ...]]:
    """Phones that can be dialled, and the spans of those that look like one but cannot."""
    digits = sum(len(token.text) for token in scan.tokens if token.kind == "n")
    spoken = len(scan.words & _SPOKEN.keys()) >= 3
    if digits < _FEWEST and not spoken:
        return (), ()
    found: list[Value] = []
    doubtful: list[Span] = []
    cued = context.asked == "phone" or bool(_CUE.search(scan.text))
    if digits >= _FEWEST:
        for match in _CANDIDATE.finditer(scan.text):
            value = _dial(match, context, cued=cued)
            if value is not None:
                found.append(value)
            elif cued and _phone_like(match[0]):
                doubtful.append(match.span())
    if spoken:
        found.extend(_find_spoken(scan, context))
    return tuple(found), tuple(doubtful)


def _phone_like(text: str) -> bool:
    count = sum(char.isdigit() for char in text)
    return 7 <= count <= 15 and not re.fullmatch(r"[0-9]{1,2}[/.-][0-9]{1,2}[/.-][0-9]{2,4}", text)


def _dial(match: re.Match[str], context: Context, *, cued: bool) -> Value | None:
    text = match[0]
    start, end = match.span()
    extension = match[1]
    core = text[: match.start(1) - start] if extension else text
    core = core.rstrip("extnsioEXTNSIO.#, ") if extension else core
    shape = re.sub(r"[^0-9+]", "", core)
    if not _FEWEST <= len(shape.lstrip("+")) <= 16 or _is_other_number(core):
        return None
    number = _parse(core, shape, context.region)
    if cued and (number is None or not phonenumberutil.is_valid_number(number)):
        number = _without_plus(shape) or number
    if number is None:
        return None
    sure = phonenumberutil.is_valid_number(number)
    dressed = bool(re.search(r"[() .-]", core)) or shape.startswith("+")
    national = str(number.national_number)
    if (not sure and not (cued or dressed)) or (not sure and not _possible(number, national)):
        return None
    if not cued and not dressed and len(shape) < 10:
        return None
    if extension:
        end = match.end(1)
    shown = phonenumberutil.format_number(number, phonenumberutil.PhoneNumberFormat.E164)
    grain = f"ext {extension}" if extension else None
    rule = "dialable" if sure else "right length only"
    return Value("phone", shown, (start, end), 1.0 if sure else 0.7, grain, f"phone: {rule}")


def _is_other_number(core: str) -> bool:
    """Shapes of dates, social security numbers and card numbers."""
    return bool(
        re.fullmatch(r"[0-9]{1,2}[/.-][0-9]{1,2}[/.-][0-9]{2,4}", core)
        or re.fullmatch(r"[0-9]{4}[/.-][0-9]{1,2}[/.-][0-9]{1,2}", core)
        or re.fullmatch(r"[0-9]{3}[ -][0-9]{2}[ -][0-9]{4}", core)
        or re.fullmatch(r"[0-9]{4}(?:[ -]?[0-9]{4}){3}", core)
        or re.fullmatch(r"[0-9]{5}-[0-9]{4}", core)
    )


def _parse(core: str, shape: str, region: str) -> phonenumber.PhoneNumber | None:
    """The number under the region's plan; "00" and "011" open an international number."""
    forms = [shape]
    if region in _NORTH_AMERICA and len(shape) == 11 and shape.startswith("1"):
        forms = ["+" + shape]
    if not shape.startswith("+"):
        if shape.startswith("011") and len(shape) > 11:
            forms.insert(0, "+" + shape[3:])
        elif shape.startswith("00"):
            forms.insert(0, "+" + shape[2:])
    for form in forms:
        if form.startswith("+") and "(0)" in core.replace(" ", ""):
            form = re.sub(r"^(\+[0-9]{1,3}?)0", r"\1", _without_trunk(core))
        try:
            number = phonenumberutil.parse(form, region)
        except phonenumberutil.NumberParseException:
            continue
        if phonenumberutil.is_possible_number(number):
            return number
    return None


def _without_plus(shape: str) -> phonenumber.PhoneNumber | None:
    """ "971 56 123 4567": a country code without its plus, where the whole is then valid."""
    if len(shape) < 11 or shape.startswith(("+", "0")):
        return None
    try:
        number = phonenumberutil.parse(f"+{shape}", None)
    except phonenumberutil.NumberParseException:
        return None
    return number if phonenumberutil.is_valid_number(number) else None


def _without_trunk(core: str) -> str:
    return re.sub(r"[^0-9+]", "", re.sub(r"\(\s*0\s*\)", "", core))


def _possible(number: phonenumber.PhoneNumber, national: str) -> bool:
    """Whether a number that no plan lists may still be one: full length with an area code."""
    if number.country_code == 1:
        return len(national) == 10
    return len(national) >= _FEWEST


def _find_spoken(scan: Scan, context: Context) -> list[Value]:
    """ "five one two, double five ..." : ten or eleven digits said one by one."""
    found: list[Value] = []
    digits, first, at = "", 0, 0
    size = len(scan.tokens)
    while at <= size:
        word = scan.word(at)
        repeat = _REPEATS.get(word, 1)
        said = scan.word(at + 1) if repeat > 1 else word
        piece = _SPOKEN.get(said) or (said if scan.kind(at) == "n" and said.isdigit() else None)
        if piece is not None:
            first = at if not digits else first
            digits += piece * repeat
            at += 2 if repeat > 1 else 1
            continue
        if digits and word in {"-", ",", "."} and scan.word(at + 1) in _SPOKEN:
            at += 1
            continue
        if len(digits) in {10, 11, 12} and any(
            scan.word(part) in _SPOKEN for part in range(first, at)
        ):
            value = _spoken_value(scan, digits, (first, at), context)
            if value is not None:
                found.append(value)
        digits = ""
        at += 1
    return found


def _spoken_value(
    scan: Scan, digits: str, tokens: tuple[int, int], context: Context
) -> Value | None:
    number = _parse(digits, digits, context.region)
    if number is None:
        return None
    shown = phonenumberutil.format_number(number, phonenumberutil.PhoneNumberFormat.E164)
    span = scan.span(*tokens)
    return Value("phone", shown, span, 0.85, None, "phone: spoken digit by digit")
