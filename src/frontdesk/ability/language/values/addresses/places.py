"""Turns the tokens behind a street into city, state and postal code."""

from dataclasses import dataclass

from frontdesk.ability.language.values.addresses import cities, limits, tables
from frontdesk.ability.language.values.scan import Scan

_CITY_MOST = 4
_SEGMENTS = 3


@dataclass(frozen=True, slots=True)
class Place:
    """City (tokens `first` to `stop - 1`, may be empty), state code and postal code."""

    stop: int
    city: tuple[int, int] | None = None
    state: str | None = None
    postal_code: str | None = None


def read_state(scan: Scan, at: int) -> tuple[str, int] | None:
    """A state's name or code at a token, as its code."""
    if scan.kind(at) != "w":
        return None
    for size in (3, 2, 1):
        name = " ".join(scan.word(at + step) for step in range(size))
        if name in tables.STATES and all(scan.kind(at + k) == "w" for k in range(size)):
            return tables.STATES[name], at + size
    return _code(scan, at)


def _code(scan: Scan, at: int) -> tuple[str, int] | None:
    word = scan.word(at)
    stop = at + 1
    if len(word) == 1 and scan.word(stop) == "." and len(scan.word(stop + 1)) == 1:
        word += scan.word(stop + 1)
        stop += 2
    code = tables.LOW_CODES.get(word)
    if code is None:
        return None
    if scan.word(stop) == "." and scan.glued(stop) and read_zip(scan, stop + 1):
        stop += 1
    if word in tables.WORD_CODES and not (scan.raw(at).isupper() and scan.mixed):
        zipped = read_zip(scan, stop) or (scan.word(stop) == "," and read_zip(scan, stop + 1))
        ended = scan.word(at - 1) == "," and scan.kind(stop) in {"", "s"}
        if not (zipped or ended):
            return None
    return code, stop


def read_zip(scan: Scan, at: int) -> tuple[str, int] | None:
    """ "78704" or "78704-1234"."""
    if scan.kind(at) != "n" or len(scan.word(at)) != 5 or not scan.word(at).isdigit():
        return None
    stop = at + 1
    while scan.word(stop) == "-" and scan.glued(stop) and stop - at < 3:
        stop += 1
    if stop > at + 1 and len(scan.word(stop)) == 4 and scan.word(stop).isdigit():
        return f"{scan.word(at)}-{scan.word(stop)}", stop + 1
    if scan.kind(at + 1) == "w" and scan.glued(at + 1):
        return None
    return scan.word(at), at + 1


def read_place(scan: Scan, at: int, *, split: bool = False) -> Place | None:
    """What follows a street: `, Fremont`, ` in Fremont`, ` Chicago IL 60601`, `, 60637`.

    `split` tells that the street had no type, so that a comma or a known town must open.
    """
    whole = _read_whole(scan, at)
    if whole is not None:
        return whole
    return _read_town(scan, at, split=split)


def _read_whole(scan: Scan, at: int) -> Place | None:
    """Up to three segments that end in a state, a postal code, or both."""
    start, segments = at, 0
    begin = at
    while begin - start <= _SEGMENTS * (_CITY_MOST + 1):
        if scan.word(begin) in {",", "-"} or (scan.word(begin) == "in" and segments == 0):
            begin += 1
        ending = _segment(scan, begin)
        if ending is not None:
            return ending
        jump = _next_segment(scan, begin)
        segments += 1
        if jump is None or segments >= _SEGMENTS:
            return None
        begin = jump
    return None


def _segment(scan: Scan, begin: int) -> Place | None:
    """City words, then state or postal code.

    A town with its state goes before a state alone: "Kansas City, MO", "New York, NY".
    """
    poorer: Place | None = None
    for size in range(_CITY_MOST + 1):
        here = begin + size
        if size and not _city_word(scan, here - 1, begin):
            return poorer
        behind = here + 1 if scan.word(here) == "," else here
        city = (begin, here) if size else None
        state = read_state(scan, behind) if (size or behind == here) else None
        if state is not None and size and _keeps_on(scan, state[1], here, behind):
            state = None
        if state is not None:
            if size:
                return _with_zip(scan, city, state)
            poorer = _with_zip(scan, city, state)
            if poorer.postal_code is not None and len(scan.word(begin)) == 2:
                return poorer
            continue
        code = read_zip(scan, behind)
        if code is not None and (size or behind == here):
            return poorer or Place(_country(scan, code[1]), city, None, code[0])
    return poorer


def _keeps_on(scan: Scan, stop: int, here: int, behind: int) -> bool:
    """ "Kansas City" and "Washington, DC" begin with a state's name but go on."""
    follow = scan.word(stop + 1 if scan.word(stop) == "," else stop)
    named = behind == here or scan.word(behind) in tables.STATES
    return (
        named
        and (follow == "city" or follow in tables.LOW_CODES)
        and (scan.kind(stop) == "w" or scan.word(stop) == ",")
    )


def _with_zip(scan: Scan, city: tuple[int, int] | None, state: tuple[str, int]) -> Place:
    code, stop = state
    behind = stop + 1 if scan.word(stop) == "," else stop
    postal = read_zip(scan, behind)
    if postal is not None:
        return Place(_country(scan, postal[1]), city, code, postal[0])
    return Place(_country(scan, stop), city, code)


def _country(scan: Scan, stop: int) -> int:
    behind = stop + 1 if scan.word(stop) == "," else stop
    for country in tables.COUNTRIES:
        if all(scan.word(behind + step) == part for step, part in enumerate(country)):
            if country == ("us",) and not scan.raw(behind).isupper():
                return stop
            return behind + len(country)
    return stop


def _city_word(scan: Scan, at: int, begin: int) -> bool:
    word, kind = scan.word(at), scan.kind(at)
    if kind == "w":
        if len(word) <= 2 and word in tables.DIRECTIONS:
            return True
        if not limits.ends_name(scan, at) or word == "new":
            return True
        return word == "the" and limits.capital(scan, at) and at == begin
    return kind == "s" and word in {".", "'", "-"} and scan.glued(at) and at > begin


def _next_segment(scan: Scan, begin: int) -> int | None:
    """The index behind the next comma, if only a few name-like words come before it."""
    at = begin
    while at - begin <= _CITY_MOST + 1:
        if scan.word(at) == ",":
            return at + 1 if at > begin else None
        if scan.kind(at) not in {"w", "n"} or (
            limits.ends_name(scan, at) and scan.word(at) != "the"
        ):
            return None
        at += 1
    return None


def _read_town(scan: Scan, at: int, *, split: bool) -> Place | None:
    """A town without state or postal code: after a comma or "in", or a known one."""
    word = scan.word(at)
    opened = word in {",", "in"} or (word == "en" and scan.spanish)
    begin = at + 1 if opened else at
    known = known_city(scan, begin)
    if known is not None and not (split and not opened):
        return Place(known, (begin, known))
    if not opened:
        return None
    stop = begin
    capital = scan.raw(begin)[:1].isupper() if scan.kind(begin) == "w" else False
    shouted = scan.upper
    while stop - begin < 3 and scan.kind(stop) == "w":
        name = scan.word(stop)
        if name in tables.NOT_TOWNS and name not in {"new", "la", "el", "los", "las"}:
            break
        if capital and not scan.raw(stop)[:1].isupper():
            break
        if name in tables.UNIT_WORDS or len(name) < 3 or limits.coded(scan, stop):
            break
        stop += 1
    if stop == begin or scan.word(stop - 1) in {"new", "la", "el", "los", "las"}:
        return None
    ends = scan.kind(stop) in {"", "s"} or scan.word(stop) in tables.NOT_TOWNS
    small_ok = ends and (not (scan.upper or scan.mixed) or shouted) and stop - begin <= 2
    if capital and not shouted:
        return Place(stop, (begin, stop))
    return Place(stop, (begin, stop)) if small_ok else None


def known_city(scan: Scan, at: int) -> int | None:
    """The index behind the longest well-known town that begins at a token."""
    if scan.word(at) not in cities.CITY_STARTS:
        return None
    words: list[str] = []
    stop, best = at, None
    while len(words) < cities.LONGEST and scan.kind(stop) == "w":
        words.append(scan.word(stop))
        stop += 1
        if scan.word(stop) == "." and words[-1] in {"st", "ft"}:
            stop += 1
        if tuple(words) in cities.CITIES:
            best = stop
    return best
