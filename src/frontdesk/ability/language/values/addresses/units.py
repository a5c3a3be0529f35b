"""Turns the words behind (or before) a street into a unit: "Apt 4B", "# 12", "3rd Floor"."""

from frontdesk.ability.language.values.addresses import tables
from frontdesk.ability.language.values.scan import Scan

_BEHIND_LETTER = frozenset({"", ".", ",", "!", "?", "and", "with", "has", "is"})
_ORDINALS = frozenset({"st", "nd", "rd", "th"})


def read_unit(scan: Scan, at: int) -> tuple[str, int] | None:
    """Units from a token on (a comma may come first), as written, and the index behind them."""
    shown: list[str] = []
    stop = at
    for _ in range(3):
        start = stop + 1 if scan.word(stop) in {",", "-", "("} else stop
        end = _one_unit(scan, start)
        if end is None:
            break
        if scan.word(end) == ")" and scan.word(start - 1) == "(":
            shown.append(shown_tokens(scan, start, end))
            stop = end + 1
            continue
        shown.append(shown_tokens(scan, start, end))
        stop = end
    return (" ".join(shown), stop) if shown else None


def _one_unit(scan: Scan, at: int) -> int | None:
    word = scan.word(at)
    if word == "#":
        behind = at + 1
        if scan.word(behind) in tables.UNIT_WORDS:
            return _one_unit(scan, behind)
        return _identifier(scan, behind, loose=True)
    if scan.kind(at) == "n" and scan.word(at + 1) in _ORDINALS and scan.glued(at + 1):
        floor = scan.word(at + 2) in tables.FLOORS
        stop = at + 3
        if floor and scan.word(stop) == "." and scan.word(stop + 1) in {",", ""}:
            stop += 1
        return stop if floor else None
    if word in {"first", "second", "third", "fourth"} and scan.word(at + 1) == "floor":
        return at + 2
    if word not in tables.UNIT_WORDS:
        return _bare_code(scan, at)
    behind = at + 1
    if scan.word(behind) == "." and scan.glued(behind):
        behind += 1
    if scan.word(behind) in {"#", "no", "number"}:
        behind += 2 if scan.word(behind + 1) == "." else 1
    end = _identifier(scan, behind, loose=scan.word(behind - 1) == "#")
    if end is not None:
        return end
    return at + 1 if word in tables.BARE_UNITS else None


def _bare_code(scan: Scan, at: int) -> int | None:
    """ "Boulevard B301": a letter with digits right behind the street, and nothing more."""
    if scan.kind(at) != "w" or len(scan.word(at)) != 1 or scan.kind(at - 1) == "s":
        return None
    dashed = scan.word(at + 1) == "-" and scan.glued(at + 1) and scan.glued(at + 2)
    code = at + 2 if dashed else at + 1
    if scan.kind(code) == "n" and scan.glued(code) and scan.word(code).isdigit():
        return code + 1 if scan.kind(code + 1) in {"", "s"} else None
    alone = scan.mixed and scan.raw(at).isupper() and scan.word(at) not in tables.DIRECTIONS
    return at + 1 if alone and scan.word(at + 1) in _BEHIND_LETTER else None


def _identifier(scan: Scan, at: int, *, loose: bool) -> int | None:
    """ "4", "4B", "B2L", "53-201", "C"; a letter by itself only where it is no word."""
    if scan.kind(at) == "n" and not scan.word(at).isdigit():
        return None
    if scan.kind(at) == "w" and not _letter(scan, at, loose=loose):
        return None
    if scan.kind(at) not in {"n", "w"}:
        return None
    stop = at + 1
    while scan.glued(stop) and stop - at < 6:
        if scan.word(stop) == "-" and scan.glued(stop + 1) and scan.kind(stop + 1) in {"n", "w"}:
            stop += 2
        elif scan.kind(stop) in {"n", "w"} and len(scan.word(stop)) <= 4:
            stop += 1
        else:
            break
    if scan.kind(stop) != "w" or len(scan.word(stop)) != 1 or not scan.raw(stop).isupper():
        return stop
    return stop + 1 if scan.kind(stop - 1) == "n" and scan.word(stop) not in {"i", "a"} else stop


def _letter(scan: Scan, at: int, *, loose: bool) -> bool:
    word = scan.word(at)
    if len(word) == 1:
        article = word == "a" and not scan.raw(at).isupper() and scan.says_more(at + 1)
        return loose or not (word == "i" or article)
    glued_digits = scan.kind(at + 1) == "n" and scan.glued(at + 1)
    return len(word) <= 3 and glued_digits


def shown_tokens(scan: Scan, first: int, stop: int) -> str:
    """The written text of tokens with single spaces and without full stops behind short forms."""
    parts: list[str] = []
    for at in range(first, stop):
        if scan.word(at) in {".", ","} and scan.kind(at) == "s":
            continue
        raw = scan.raw(at)
        if parts and scan.glued(at) and scan.word(at - 1) not in {".", ","}:
            parts[-1] += raw
        else:
            parts.append(raw)
    return " ".join(parts)
