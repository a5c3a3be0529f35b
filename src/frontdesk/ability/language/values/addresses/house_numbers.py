"""Turns the tokens of a house number, in digits or words, into the number as written."""

from frontdesk.ability.language.values.addresses import tables
from frontdesk.ability.language.values.figures.numeral_words import TEENS, TENS, UNITS
from frontdesk.ability.language.values.scan import Scan


def read_number(scan: Scan, at: int) -> tuple[str, int] | None:
    """A house number at a token, as written, and the index behind it."""
    token = scan.tokens[at]
    if token.kind == "w":
        return _grid_number(scan, at) or _spoken_number(scan, at)
    if token.kind != "n" or not token.text.isdigit() or len(token.text) > 6:
        return None
    before = scan.word(at - 1)
    if before in {"$", "€", "£"} or (before in {".", ":"} and scan.glued(at)):
        return None
    ended = _number_end(scan, at)
    if ended is None:
        return None
    text, stop = _with_half(scan, *ended)
    if scan.word(stop) in {"%", "/", ":", "+"} and scan.glued(stop):
        return None
    return text, stop


def _number_end(scan: Scan, at: int) -> tuple[str, int] | None:
    """ "1204-1206", "77-C", "12B", "400 A"; None where other letters are glued to it."""
    text, stop = scan.word(at), at + 1
    word, kind, glued = scan.word(stop), scan.kind(stop), scan.glued(stop)
    if word == "-" and glued and scan.glued(stop + 1):
        follow = scan.word(stop + 1)
        if follow.isdigit():
            return f"{text}-{follow}", stop + 2
        if len(follow) == 1 and scan.kind(stop + 1) == "w":
            return f"{text}-{follow.upper()}", stop + 2
        return text, stop
    if kind == "w" and glued:
        return (text + word.upper(), stop + 1) if len(word) == 1 else None
    if _suffix_letter(scan, stop):
        return f"{text} {scan.raw(stop)}", stop + 1
    return text, stop


def _with_half(scan: Scan, text: str, stop: int) -> tuple[str, int]:
    """ "742 1/2"."""
    above, below = scan.word(stop), scan.word(stop + 2)
    slashed = scan.word(stop + 1) == "/" and scan.glued(stop + 2)
    if slashed and above in {"1", "3"} and below in {"2", "4"}:
        return f"{text} {above}/{below}", stop + 3
    return text, stop


def _suffix_letter(scan: Scan, at: int) -> bool:
    """ "400 A South Boulevard", "12 B Elm St": a capital between number and name."""
    raw = scan.raw(at) if at < len(scan.tokens) else ""
    if len(raw) != 1 or not raw.isupper() or raw in "NSEWI" or not scan.mixed:
        return False
    follow = scan.word(at + 1)
    return scan.kind(at + 1) == "w" and follow not in tables.SUFFIXES


def _grid_number(scan: Scan, at: int) -> tuple[str, int] | None:
    """ "N165 W2123" (Wisconsin) and "W1234"."""
    if scan.word(at) not in {"n", "s", "e", "w"} or not scan.glued(at + 1):
        return None
    if scan.kind(at + 1) != "n" or not scan.word(at + 1).isdigit():
        return None
    text, stop = f"{scan.word(at)}{scan.word(at + 1)}".upper(), at + 2
    crossed = scan.word(stop) in {"n", "s", "e", "w"} and scan.glued(stop + 1)
    if crossed and scan.kind(stop + 1) == "n":
        return f"{text} {scan.word(stop).upper()}{scan.word(stop + 1)}", stop + 2
    return text, stop


def _spoken_number(scan: Scan, at: int) -> tuple[str, int] | None:
    """ "one twenty three Main Street", "forty-two Elm": a house number in words, ten or more."""
    groups: list[int] = []
    stop = at
    while len(groups) < 3:
        word = scan.word(stop)
        if word in TENS and word not in {"veinte"}:
            joined = stop + 2 if scan.word(stop + 1) == "-" else stop + 1
            unit = UNITS.get(scan.word(joined))
            groups.append(TENS[word] + (unit or 0))
            stop = joined + 1 if unit else stop + 1
        elif word in TEENS and word != "once":
            groups.append(TEENS[word])
            stop += 1
        elif word in UNITS and word not in {"un", "una", "uno"}:
            groups.append(UNITS[word])
            stop += 1
        elif word in {"oh", "zero", "o"} and groups:
            groups.append(0)
            stop += 1
        elif word == "hundred" and len(groups) == 1:
            groups = [groups[0] * 100]
            stop += 1
        else:
            break
    text = "".join(str(group) for group in groups)
    if not groups or (len(text) == 1) or len(groups) == 0:
        return None
    return text, stop
