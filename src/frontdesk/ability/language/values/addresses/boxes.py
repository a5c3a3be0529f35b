"""Turns post boxes and rural routes ("P.O. Box 12", "RR 1 Box 54") into one written form."""

from frontdesk.ability.language.values.addresses import tables
from frontdesk.ability.language.values.addresses.units import shown_tokens
from frontdesk.ability.language.values.scan import Scan


def read_box(scan: Scan, at: int, *, asked: bool) -> tuple[str, int] | None:
    """The box at a token in its usual form, and the index behind it."""
    word = scan.word(at)
    if word in tables.RURAL_STARTS:
        rural = _rural(scan, at)
        if rural is not None:
            return rural
    if word not in tables.BOX_STARTS:
        return None
    for opener in tables.BOX_OPENERS:
        if any(scan.word(at + step) != part for step, part in enumerate(opener)):
            continue
        if opener == ("box",) and not (asked or at == 0):
            return None
        number = _box_number(scan, at + len(opener))
        if number is None:
            return None
        name = "Lock Box" if opener[0].startswith("lock") else "PO Box"
        return f"{name} {number[0]}", number[1]
    return None


def _box_number(scan: Scan, at: int) -> tuple[str, int] | None:
    if scan.word(at) == ".":
        at += 1
    if scan.word(at) in {"#", "no", "number"}:
        at += 1
    if scan.word(at) == ".":
        at += 1
    if scan.kind(at) == "n" and scan.word(at).isdigit():
        text, stop = scan.word(at), at + 1
        if scan.kind(stop) == "w" and scan.glued(stop) and len(scan.word(stop)) == 1:
            return text + scan.word(stop).upper(), stop + 1
        return text, stop
    if scan.kind(at) == "w" and len(scan.word(at)) == 1 and scan.raw(at).isupper():
        return scan.raw(at), at + 1
    return None


def _rural(scan: Scan, at: int) -> tuple[str, int] | None:
    """ "rr # 1 box 54": a rural route counts only with its box."""
    for opener in tables.RURAL:
        if any(scan.word(at + step) != part for step, part in enumerate(opener)):
            continue
        route = _box_number(scan, at + len(opener))
        if route is None:
            continue
        behind = route[1] + 1 if scan.word(route[1]) == "," else route[1]
        if scan.word(behind) != "box":
            continue
        box = _box_number(scan, behind + 1)
        if box is not None:
            return shown_tokens(scan, at, box[1]), box[1]
    return None
