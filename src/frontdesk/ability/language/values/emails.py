"""Turns e-mail addresses, typed or spoken ("jo at mail dot com"), into one lower-case form."""

import re

from frontdesk.ability.language.context import Context
from frontdesk.ability.language.values.covered import Covered
from frontdesk.ability.language.values.scan import Scan, listed, scan_text
from frontdesk.ground.words.reading import Value

_TYPED = re.compile(
    r"(?<![\w.+%-])([a-z0-9][\w.+%'-]{0,63}) ?@ ?((?:[a-z0-9-]{1,63}\.){1,5}[a-z]{2,24})"
    r"(?![\w-]|\.[a-z])",
    re.IGNORECASE | re.ASCII,
)
_SIGNS = {
    **{"dot": ".", "punto": ".", ".": ".", "underscore": "_", "_": "_", "guion": "-"},
    **{"dash": "-", "hyphen": "-", "-": "-", "plus": "+", "+": "+"},
}
_DOTS = frozenset({"dot", "punto", "."})
_TOP_LEVELS = frozenset(
    listed("com net org edu gov io co us biz info me es mx uk ca de fr it app dev tv ai xyz eu au")
)
_AT = frozenset({"at", "arroba", "@"})
_FIRST_WORDS = frozenset({"is", "email", "me", "address", "it's", "to", "e-mail", "es", "correo"})
_NO_LOCALS = frozenset(
    listed(
        "look see it me us them him her you saw find found check listed online one house home "
        "property listing works work worked visit available looking looked posted here there"
    )
)
_MOST_PARTS = 12


def find_emails(text: str, context: Context) -> tuple[Value, ...]:  # noqa: ARG001
    """E-mail addresses of a text, in lower case."""
    return read_emails(scan_text(text))


def read_emails(scan: Scan) -> tuple[Value, ...]:
    """E-mail addresses of a scanned text."""
    found: list[Value] = []
    if "@" in scan.words:
        for match in _TYPED.finditer(scan.low):
            local = match[1].strip(".'")
            if local and ".." not in local:
                shown = f"{local}@{match[2]}"
                found.append(Value("email", shown, match.span(), 1.0, None, "email: typed"))
    if scan.words & _AT and scan.words & _DOTS:
        found.extend(_find_spoken(scan, found))
    return tuple(found)


def _find_spoken(scan: Scan, typed: list[Value]) -> list[Value]:
    found: list[Value] = []
    covered = Covered(value.span for value in typed)
    for at, token in enumerate(scan.tokens):
        if token.text not in _AT:
            continue
        left, right = _local_part(scan, at), _domain(scan, at)
        if left is None or right is None or scan.word(at - 1) in _NO_LOCALS:
            continue
        start, end = scan.tokens[left[0]].start, scan.tokens[right[1] - 1].end
        if not covered.claim((start, end)):
            continue
        shown = f"{left[1]}@{right[0]}"
        found.append(Value("email", shown, (start, end), 0.9, None, "email: spoken"))
    return found


def _local_part(scan: Scan, at: int) -> tuple[int, str] | None:
    """Where the part before "at" begins, and its text."""
    first = at - 1
    if scan.word(first) in {"(", "["}:
        first -= 1
    if scan.kind(first) not in {"w", "n"} or scan.word(first) in _FIRST_WORDS:
        return None
    text = scan.word(first)
    for _ in range(_MOST_PARTS):
        sign = _SIGNS.get(scan.word(first - 1))
        spoken = scan.kind(first - 1) == "w"
        if sign and scan.kind(first - 2) in {"w", "n"} and (spoken or scan.glued(first)):
            text, first = scan.word(first - 2) + sign + text, first - 2
        elif scan.glued(first) and scan.kind(first - 1) in {"w", "n"}:
            text, first = scan.word(first - 1) + text, first - 1
        else:
            break
    return first, text


def _domain(scan: Scan, at: int) -> tuple[str, int] | None:
    """The text behind "at" up to a top-level name, and the index behind it."""
    stop = at + 1
    if scan.word(stop) in {")", "]"}:
        stop += 1
    if scan.kind(stop) not in {"w", "n"}:
        return None
    text, last = scan.word(stop), ""
    stop += 1
    for _ in range(_MOST_PARTS):
        word = scan.word(stop)
        if word in _DOTS and scan.kind(stop + 1) == "w":
            if word == "." and not (scan.glued(stop) and scan.glued(stop + 1)):
                break
            text, last, stop = f"{text}.{scan.word(stop + 1)}", scan.word(stop + 1), stop + 2
        elif scan.glued(stop) and (scan.kind(stop) in {"w", "n"} or word == "-") and not last:
            text, stop = text + word, stop + 1
        else:
            break
    return (text, stop) if last in _TOP_LEVELS else None
