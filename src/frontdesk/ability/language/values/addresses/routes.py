"""Turns roads called by number, letter or a leading type into a street line."""

from dataclasses import replace

from frontdesk.ability.language.values.addresses import limits, lines, tables
from frontdesk.ability.language.values.addresses.lines import Street
from frontdesk.ability.language.values.addresses.units import read_unit
from frontdesk.ability.language.values.scan import Scan

_ORDINALS = frozenset({"st", "nd", "rd", "th"})


def read_route(scan: Scan, at: int) -> Street | None:
    """ "US Highway 50", "County Road AA", "FM 544", "Avenue B", "Indiana Highway 212"."""
    if scan.word(at) not in tables.ROUTE_STARTS:
        return _read_state_route(scan, at)
    for route in tables.ROUTES_FROM[scan.word(at)]:
        if any(scan.word(at + step) != part for step, part in enumerate(route)):
            continue
        behind = at + len(route)
        behind += scan.word(behind) in {"no", "number"}
        behind += scan.word(behind) in {"#", "-", "."}
        if not _route_id(scan, behind, route):
            continue
        stop = _route_end(scan, behind + 1)
        if scan.word(stop) in _ORDINALS:
            return None
        return lines.finished(scan, at, stop, f"route {' '.join(route)}")
    return None


def _route_end(scan: Scan, stop: int) -> int:
    """The index behind a route's letters, second number, byname and direction."""
    if scan.glued(stop) and scan.kind(stop) in {"w", "n"} and len(scan.word(stop)) <= 2:
        stop += 1
    if scan.word(stop) == "-" and scan.glued(stop) and scan.kind(stop + 1) == "n":
        stop += 2
    if scan.word(stop) in {"business", "bypass", "alt", "alternate", "spur"}:
        stop += 1
    direction = lines.direction_behind(scan, stop)
    return direction if direction is not None else stop


def _read_state_route(scan: Scan, at: int) -> Street | None:
    """ "Al Highway 157", "Indiana Highway 212"."""
    if scan.word(at) not in tables.STATES and scan.word(at) not in tables.LOW_CODES:
        return None
    if scan.word(at + 1) not in {"highway", "hwy", "route", "rte", "road"}:
        return None
    if scan.kind(at + 2) != "n" or not scan.word(at + 2).isdigit():
        return None
    route = read_route(scan, at + 1)
    return replace(route, first=at, name=at) if route is not None else None


def _route_id(scan: Scan, at: int, route: tuple[str, ...]) -> bool:
    word, kind = scan.word(at), scan.kind(at)
    if kind == "n":
        return word.isdigit() and len(word) <= 4
    if kind != "w" or word in tables.SUFFIXES:
        return False
    if route[0] in tables.LEADING_TYPES and route[0] != "avenue":
        typed = scan.word(at + 1) in tables.SUFFIXES
        return word not in tables.STOPS and len(word) > 2 and not typed
    letters = scan.raw(at)
    if route[-1] in {"road", "rd", "highway", "hwy", "avenue", "ave", "av", "route"}:
        long_route = len(route) > 1
        few = len(letters) <= (3 if long_route else 1)
        return (
            few
            and word not in tables.DIRECTIONS
            and (letters.isupper() or (long_route and word not in tables.STOPS))
        )
    return False


def read_leading(scan: Scan, at: int) -> Street | None:
    """ "Vista Del Sol", "Calle Ocho", "Avenue of the Stars": the type goes first."""
    if scan.word(at) == "el" and scan.word(at + 1) == "camino":
        inner = read_leading(scan, at + 1) or read_route(scan, at + 1)
        return replace(inner, first=at, name=at) if inner is not None else None
    word, stop = scan.word(at), at + 1
    if word in {"avenue", "ave"} and scan.word(stop) == "of":
        stop += 2 if scan.word(stop + 1) == "the" else 1
        return _led(scan, at, stop + 1) if scan.kind(stop) == "w" else None
    if word not in tables.LEADING_TYPES or word == "avenue":
        return None
    while scan.word(stop) in {"de", "del", "la", "las", "los", "el"}:
        stop += 1
    articled = stop > at + 1
    if scan.kind(stop) != "w" or limits.ends_name(scan, stop):
        return None
    stop += 1
    while scan.mixed and stop - at < 5 and scan.kind(stop) == "w" and limits.capital(scan, stop):
        if scan.word(stop) in tables.UNIT_WORDS or scan.word(stop) in tables.SUFFIXES:
            break
        stop += 1
    typed = scan.word(stop) in tables.SUFFIXES or scan.word(stop - 1) in tables.SUFFIXES
    if typed and not articled:
        return None
    return None if not articled and word in tables.WEAK_LEADS else _led(scan, at, stop)


def _led(scan: Scan, at: int, stop: int) -> Street:
    """The street of a leading type; Spanish writes the house number behind it."""
    why = f"street type {scan.word(at)}"
    street = lines.finished(scan, at, stop, why)
    behind = stop + 1 if scan.word(stop) in {"#", ","} else stop
    behind += scan.word(behind) in {"no", "número", "numero", "num"}
    behind += scan.word(behind) == "." and behind > stop
    if street.unit is not None and scan.word(stop) != "#":
        return street
    digits = scan.word(behind)
    if not (digits.isdigit() and len(digits) <= 5 and scan.kind(behind + 1) != "n"):
        return street
    if scan.word(behind + 1) in {"st", "nd", "rd", "th"} or scan.word(at - 1).isdigit():
        return street
    unit = read_unit(scan, behind + 1)
    shown, end = unit if unit is not None else (None, behind + 1)
    return replace(street, number=digits, unit=shown, stop=end)


def read_grid(scan: Scan, at: int) -> Street | None:
    """ "820 West 1300 South" of Utah; `at` is the second number."""
    if scan.kind(at) != "n" or not scan.word(at).isdigit() or len(scan.word(at)) > 5:
        return None
    stop = at + 1
    if scan.word(stop) not in tables.PLAIN_DIRECTIONS or limits.ends_name(scan, stop):
        return None
    if scan.word(stop + 1) in tables.SUFFIXES:
        return None
    stop += 2 if scan.word(stop + 1) == "." else 1
    return lines.finished(scan, at, stop, "street of a grid")
