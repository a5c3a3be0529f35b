"""Turns tokens from a house number or a street name on into a street line with its unit."""

from dataclasses import replace

from frontdesk.ability.language.values.addresses import (
    boxes,
    cities,
    limits,
    lines,
    routes,
    spelling,
    tables,
)
from frontdesk.ability.language.values.addresses.house_numbers import read_number
from frontdesk.ability.language.values.addresses.lines import Street
from frontdesk.ability.language.values.addresses.routes import read_route
from frontdesk.ability.language.values.addresses.units import read_unit
from frontdesk.ability.language.values.figures import numeral_words, units
from frontdesk.ability.language.values.scan import Scan

_WINDOW = 7


_ORDINALS = frozenset({"st", "nd", "rd", "th"})


def read_street(scan: Scan, at: int) -> Street | None:
    """The street line that begins with a house number at a token, or None."""
    numbered = read_number(scan, at)
    if numbered is None:
        return None
    number, start = numbered
    if scan.word(start) == "," or start >= len(scan.tokens):
        return None
    street = read_name(scan, start, numbered=True)
    if street is None or (street.open_end and scan.kind(at) == "w"):
        return None
    return replace(street, first=at, number=number)


def read_name(scan: Scan, start: int, *, numbered: bool) -> Street | None:
    """The street whose name begins at a token: a route, a typed name or, after a number, any."""
    if boxes.read_box(scan, start, asked=False) is not None:
        return None
    route = read_route(scan, start) or routes.read_leading(scan, start)
    if route is not None:
        return route
    name = start
    if scan.word(name) in tables.DIRECTIONS:
        name += 2 if scan.word(name + 1) == "." else 1
        route = read_route(scan, name) or routes.read_leading(scan, name)
        route = route or (routes.read_grid(scan, name) if numbered else None)
        if route is not None:
            return replace(route, first=start, name=start)
    stops = _window(scan, start)
    if stops == start:
        return None
    if name >= stops:
        name = start
    if name >= stops:
        return None
    end, fixed = _type_end(scan, start, name, stops)
    if end is not None:
        return _closed(scan, start, end, fixed)
    return _unclosed(scan, start, name, stops) if numbered else None


def _window(scan: Scan, start: int) -> int:
    """The index where a street name must have ended: a stop word, a sign, or too far on."""
    at = start
    limit = min(start + _WINDOW + 1, len(scan.tokens))
    while at < limit:
        word, kind = scan.word(at), scan.kind(at)
        if kind == "w":
            if limits.ends_name(scan, at) and not _allowed(scan, at, start):
                break
            if word in tables.UNIT_WORDS and at > start and read_unit(scan, at) is not None:
                break
        elif kind == "n":
            if len(word) >= 5 or not word.isdigit() or (at > start and _second_number(scan, at)):
                break
        elif not _inner_sign(scan, at):
            break
        at += 1
    return at


def _second_number(scan: Scan, at: int) -> bool:
    """ "900 Alder 900 Alder Road": a long number that is no ordinal begins anew."""
    ordinal = scan.word(at + 1) in _ORDINALS and scan.glued(at + 1)
    return len(scan.word(at)) >= 3 and not ordinal


def _allowed(scan: Scan, at: int, start: int) -> bool:
    """ "12 The Crescent", "Avenue of the Americas"; "Us", "In" and the like never."""
    word = scan.word(at)
    if word == "the" and (at == start or scan.word(at - 1) == "of"):
        return True
    directed = at == start + 1 and scan.word(start) in tables.DIRECTIONS
    if word in {"i", "a"} and (at == start or directed):
        long_number = scan.kind(start - 1) == "n" and len(scan.word(start - 1)) >= 3
        return scan.word(at + 1) in tables.STRONG and (scan.raw(at).isupper() or long_number)
    if word in {"mile", "miles"}:
        return scan.kind(at - 1) == "n" and scan.word(at + 1) in tables.STRONG
    return word in tables.SOFT_STOPS and at == start and scan.word(at + 1) in tables.STRONG


def _inner_sign(scan: Scan, at: int) -> bool:
    word = scan.word(at)
    if word == ".":
        # A full stop ends a sentence unless it closes a short form.
        before = scan.word(at - 1)
        return scan.glued(at) and (
            before in tables.SUFFIXES or before in tables.DIRECTIONS or len(before) <= 2
        )
    return word in {"'", "-", "&"} and scan.glued(at)


def _is_type(scan: Scan, at: int) -> tuple[bool, bool, str | None]:
    """Whether a token is a street type, whether a strong one, and its correction if misspelt."""
    word = scan.word(at)
    if scan.glued(at) and scan.kind(at - 1) == "n":
        # "3rd", "1st", and postal codes of other countries.
        return False, False, None
    if word in tables.STRONG:
        return True, True, None
    if word in tables.WEAK:
        return True, word in tables.NAMED, None
    fixed = spelling.street_type(word) if scan.kind(at) == "w" else None
    return fixed is not None, fixed is not None, fixed


def _type_end(scan: Scan, start: int, name: int, stops: int) -> tuple[int | None, str | None]:
    """The index of the type that closes a name: the first strong one, else the last weak one."""
    weak: int | None = None
    first = name + 1
    if (
        name > start
        and _is_type(scan, name)[0]
        and not any(_is_type(scan, at)[0] for at in range(name + 1, stops))
    ):
        # "123 North Street": the direction is the name.
        return name, None
    at = first
    while at < stops:
        is_type, strong, fixed = _is_type(scan, at)
        if is_type and scan.word(at - 1) == "." and scan.word(at - 2) in {"st", "ft", "mt"}:
            is_type = False
        if is_type and fixed is not None:
            if weak is None or weak == at - 1:
                return at, fixed
        elif is_type and strong:
            return _run_end(scan, at, stops), None
        elif is_type and (weak is None or weak == at - 1):
            weak = at
        at += 1
    return weak, None


def _run_end(scan: Scan, at: int, stops: int) -> int:
    """ "Market Place Drive": of types side by side the last closes the name."""
    while at + 1 < stops:
        follow = at + 1
        word = scan.word(follow)
        if word in {"st", "ft", "mt"} and follow + 1 < stops and scan.kind(follow + 1) == "w":
            # "Hazel Pl St Louis": a saint, not a street.
            behind = scan.word(follow + 1)
            if behind not in tables.SUFFIXES and behind not in tables.DIRECTIONS:
                return at
        if word not in tables.STRONG and word not in tables.NAMED:
            return at
        if word in cities.CITY_STARTS and word not in tables.STRONG:
            return at
        at = follow
    return at


def _closed(scan: Scan, start: int, end: int, fixed: str | None) -> Street:
    stop = end + 1
    if scan.word(stop) == "." and scan.glued(stop) and scan.word(end) in tables.SHORT_FORMS:
        stop += 1
    if scan.word(end) in {"avenue", "ave", "av"} and scan.word(stop) == "of":
        behind = stop + 2 if scan.word(stop + 1) == "the" else stop + 1
        stop = behind + 1 if scan.kind(behind) == "w" else stop
    direction = lines.direction_behind(scan, stop)
    name_stop = stop
    if direction is not None:
        stop = name_stop = direction
        if scan.word(stop) in tables.STRONG | {"dr", "ct", "pl"} and (
            scan.word(stop - 1) in tables.DIRECTIONS
        ):
            stop = name_stop = stop + 1
    strong = fixed is not None or scan.word(end) in tables.STRONG
    sure = 0.8 if fixed else 0.95 if strong else 0.85
    unit = read_unit(scan, stop)
    why = f"street type {scan.word(end)}" + (f", read as {fixed}" if fixed else "")
    shown, stop = unit if unit is not None else (None, stop)
    return Street(start, stop, None, start, name_stop, shown, sure, fixed, why=why)


def _unclosed(scan: Scan, start: int, name: int, stops: int) -> Street | None:
    """A numbered name without a type: "310 West Hazel", "313 Broadway", "62 Camino Verde"."""
    ordinal = scan.kind(name) == "n" and name > start
    if not ordinal and (scan.kind(name) != "w" or len(scan.word(name)) < 2):
        return None
    first = scan.word(name)
    if first in units.GRAINS or first in tables.NOT_OPEN or first in numeral_words.SCALES:
        return None
    if scan.word(name) in tables.SINGLE_STREETS:
        stop = name + 1
        unit = read_unit(scan, stop)
        shown, stop = unit if unit is not None else (None, stop)
        return Street(start, stop, None, start, name + 1, shown, 0.9, why="street of one word")
    stop = min(stops, name + 4)
    if scan.mixed and limits.capital(scan, name):
        ends = (
            at
            for at in range(name + 1, stop)
            if not limits.capital(scan, at) and not (scan.word(at) in _ORDINALS and scan.glued(at))
        )
        stop = next(ends, stop)
    while stop > name + 1 and scan.kind(stop - 1) != "w":
        stop -= 1
    unit = read_unit(scan, stop)
    shown, end = unit if unit is not None else (None, stop)
    return Street(
        start, end, None, start, stop, shown, 0.6, open_end=True, why="name behind number"
    )
