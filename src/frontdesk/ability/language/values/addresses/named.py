"""Turns a street without a house number, named in passing, into an address."""

from dataclasses import replace

from frontdesk.ability.language.values.addresses import (
    limits,
    places,
    routes,
    spelling,
    streets,
    tables,
)
from frontdesk.ability.language.values.addresses.found import Found
from frontdesk.ability.language.values.addresses.lines import Street
from frontdesk.ability.language.values.scan import Scan

_MAIN_TYPES = frozenset({"street", "st", "str", "ave", "avenue", "blvd", "boulevard"})

# Types that sentences use in other senses ("on the way", "at this point").
_ORDINARY = frozenset({"drive", "way", "court", "place", "run", "pass", "point", "walk", "park"})


def crossing(scan: Scan, street: Street) -> Street | None:
    """ "Main St and 5th Ave", "Oak & 3rd": both streets are the name."""
    if street.number is not None and scan.word(street.stop) in {"and", "y"}:
        return None
    if scan.word(street.stop) not in {"and", "&", "at", "y"} or street.unit:
        return None
    if _house_number(scan, street.stop + 1):
        return None
    other = streets.read_name(scan, street.stop + 1, numbered=False)
    if other is None:
        return None
    return replace(street, stop=other.stop, name_stop=other.name_stop, why="crossing")


def _house_number(scan: Scan, at: int) -> bool:
    """Whether a plain number, no ordinal, stands at a token."""
    ordinal = scan.word(at + 1) in {"st", "nd", "rd", "th"} and scan.glued(at + 1)
    return scan.kind(at) == "n" and not ordinal


def open_route(scan: Scan, at: int) -> Found | None:
    if scan.word(at) not in tables.OPEN_ROUTES:
        return None
    street = routes.read_route(scan, at)
    if street is None or (scan.word(at) in {"us", "state"} and not _numbered_route(scan, street)):
        return None
    if not any(scan.kind(part) == "n" for part in range(at, street.name_stop)):
        return None
    first = at
    if scan.word(at - 1) in tables.PLAIN_DIRECTIONS:
        first, street = at - 1, replace(street, first=at - 1, name=at - 1)
    place = places.read_place(scan, street.stop)
    stop = place.stop if place else street.stop
    return Found(first, stop, street, place, None, "street", 0.75, f"address: {street.why}")


def open_leading(scan: Scan, at: int) -> Found | None:
    """ "on Via Bella", "Camino Real": written with capitals, or behind "on"."""
    if scan.word(at) not in tables.LEADING_TYPES or not (scan.mixed and limits.capital(scan, at)):
        return None
    street = routes.read_leading(scan, at)
    if street is None or not limits.capital(scan, street.name_stop - 1):
        return None
    place = places.read_place(scan, street.stop)
    stop = place.stop if place else street.stop
    grain, sure = ("house", 0.9) if street.number else ("street", 0.65)
    return Found(at, stop, street, place, None, grain, sure, f"address: {street.why}")


def corner(scan: Scan, at: int, *, asked: bool) -> Found | None:
    """ "5th and Main", "the corner of Oak & 3rd": two streets without their types."""
    first = at + 2 if scan.word(at) == "corner" and scan.word(at + 1) == "of" else at
    told = first > at or asked or scan.word(at - 1) in {"at", "on", "near", "of"}
    if not told:
        return None
    middle = _corner_street(scan, first, sure=first > at)
    if middle is None or scan.word(middle) not in {"and", "&", "y"}:
        return None
    stop = _corner_street(scan, middle + 1, sure=True)
    if stop is None:
        return None
    street = Street(first, stop, None, first, stop, why="crossing")
    place = places.read_place(scan, stop, split=True)
    end = place.stop if place else stop
    return Found(first, end, street, place, None, "street", 0.65, "address: crossing")


def _corner_street(scan: Scan, at: int, *, sure: bool) -> int | None:
    """The index behind an ordinal, or behind one written name where a street must stand."""
    if scan.kind(at) == "n":
        ordinal = scan.word(at + 1) in {"st", "nd", "rd", "th"} and scan.glued(at + 1)
        return at + 2 if ordinal else None
    if not sure or scan.kind(at) != "w" or limits.ends_name(scan, at):
        return None
    named = scan.word(at) in {"main", "broadway"} or (scan.mixed and limits.capital(scan, at))
    return at + 1 if named and scan.word(at) not in tables.NOT_TOWNS else None


def _numbered_route(scan: Scan, street: Street) -> bool:
    return street.name_stop - street.name > 2 or scan.raw(street.name).isupper()


def named_street(scan: Scan, at: int, reach: int, *, asked: bool) -> Found | None:
    """A street without a house number: "on Maple Street in Fremont", "off Sunset Dr"."""
    begin = _name_begin(scan, at, reach, asked=asked)
    if begin is None:
        return None
    street = streets.read_name(scan, begin, numbered=False)
    if street is None or street.name_stop <= at or scan.word(street.stop) in tables.COMPLEXES:
        return None
    if scan.word(street.stop) in {"at", "on", ","} and _house_number(scan, street.stop + 1):
        # "Ginger Terrace at 375 Oak Drive": the name of a complex, its address follows.
        return None
    street = crossing(scan, street) or street
    place = places.read_place(scan, street.stop)
    stop = place.stop if place else street.stop
    sure = 0.75 if scan.word(at) in tables.STRONG else 0.65
    why = f"address: {street.why}; no house number"
    return Found(begin, stop, street, place, None, "street", sure, why)


def _name_begin(scan: Scan, at: int, reach: int, *, asked: bool) -> int | None:
    """Where the name before a street type begins; None where the words before are no name."""
    strong = _type_strength(scan, at)
    if strong is None or (scan.kind(at - 1) == "n" and scan.glued(at)):
        return None
    written = limits.capital(scan, at - 1) if at > 0 else False
    shaped = not scan.upper and written and scan.kind(at - 1) in {"w", "n"}
    begin = at
    while begin > reach and at - begin < 4:
        if not _name_part(scan, begin - 1, shaped=shaped and begin < at):
            break
        begin -= 1
    while begin < at and scan.word(begin) in tables.GENERIC:
        begin += 1
    if begin == at or _no_name(scan, begin, at):
        return None
    if shaped and (strong or limits.capital(scan, at)):
        if scan.word(begin - 1) == "." and scan.word(begin - 2) in tables.PLAIN_DIRECTIONS:
            return max(begin - 2, reach)
        return begin
    return begin if _led_to(scan, begin, at, strong=strong, asked=asked) else None


def _type_strength(scan: Scan, at: int) -> bool | None:
    """Whether a token is a sure street type; None where it is none that names streets."""
    word = scan.word(at)
    if word not in tables.SUFFIXES:
        return None if spelling.street_type(word) is None else False
    if word in tables.STRONG and word not in {"st", "ter"}:
        return True
    return False if word in tables.NAMED or word == "st" else None


def _no_name(scan: Scan, begin: int, at: int) -> bool:
    """ "23 rd" and "main road" are no names of streets."""
    word = scan.word(at)
    if word in {"st", "rd"} and all(scan.kind(part) == "n" for part in range(begin, at)):
        return True
    return begin == at - 1 and scan.word(begin) == "main" and word not in _MAIN_TYPES


def _led_to(scan: Scan, begin: int, at: int, *, strong: bool, asked: bool) -> bool:
    """Whether a name in small letters is led to by "on", "at" and the like."""
    before, size = scan.word(begin - 1), at - begin
    if before not in tables.PREPOSITIONS and begin > 0:
        return False
    if strong:
        return (begin > 0 or asked or not scan.says_more(at + 1)) and size <= 3
    if not (asked or before in {"on", "at", "off"}) or size > 2:
        return False
    return asked or scan.word(at) not in _ORDINARY or _known_shape(scan, begin, at)


def _known_shape(scan: Scan, begin: int, at: int) -> bool:
    """ "on sunset drive": one or two words that are no adverbs, right before the type."""
    return all(
        scan.kind(part) == "w" and len(scan.word(part)) > 3 for part in range(begin, at)
    ) and scan.word(at) in {"drive", "court", "place"}


def _name_part(scan: Scan, at: int, *, shaped: bool) -> bool:
    word, kind = scan.word(at), scan.kind(at)
    if kind == "n":
        return word.isdigit() and len(word) <= 3
    if kind == "s":
        return False
    if limits.ends_name(scan, at) or word in tables.UNIT_WORDS:
        return False
    return not shaped or scan.raw(at)[:1].isupper() or word in {"th", "nd", "rd", "st"}
