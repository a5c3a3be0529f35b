"""Turns a text into addresses: house, street, box, crossing, or town with its state."""

from collections.abc import Iterator
from dataclasses import replace

from frontdesk.ability.language.context import Context
from frontdesk.ability.language.values.addresses import (
    cities,
    limits,
    named,
    places,
    streets,
    tables,
    towns,
)
from frontdesk.ability.language.values.addresses.boxes import read_box
from frontdesk.ability.language.values.addresses.found import Found, address_value
from frontdesk.ability.language.values.addresses.lines import Street
from frontdesk.ability.language.values.addresses.places import Place
from frontdesk.ability.language.values.addresses.units import read_unit
from frontdesk.ability.language.values.figures import numeral_words
from frontdesk.ability.language.values.scan import Scan, scan_text
from frontdesk.ground.words.reading import Value


def find_addresses(text: str, context: Context) -> tuple[Value, ...]:
    """Addresses of a text: `{number, street, unit, city, state, postal_code}`, null where absent.

    Grain is `house`, `street`, `po_box`, `city` or `zip`.
    """
    return read_addresses(scan_text(text), context)


def read_addresses(scan: Scan, context: Context) -> tuple[Value, ...]:
    """Addresses of a scanned text, from left to right."""
    slot = context.asked_slot()
    asked = slot.kind == "address" if slot is not None else context.asked == "address"
    if not asked and not _worth_reading(scan):
        return ()
    return tuple(address_value(scan, found) for found in _find(scan, asked=asked))


def _worth_reading(scan: Scan) -> bool:
    words = scan.words
    if words & tables.SUFFIXES or words & _OPENING_WORDS:
        return True
    return any(token.kind == "n" for token in scan.tokens) or "," in words


_OPENING_WORDS = (
    frozenset(tables.STATES) | tables.ROUTE_STARTS | tables.BOX_STARTS | tables.SINGLE_STREETS
)


_STATE_WORDS = (
    frozenset(word for name in tables.STATES for word in name.split()) | tables.LOW_CODES.keys()
)


# Where an address can begin or its type stand; any other word is looked at only with capitals.
_ANCHORS = (
    _OPENING_WORDS
    | tables.SUFFIXES
    | tables.UNIT_WORDS
    | tables.RURAL_STARTS
    | tables.LEADING_TYPES
    | cities.CITY_STARTS
    | numeral_words.STARTERS
    | frozenset({"#", "n", "s", "e", "w", "corner"})
) - {"a", "and"}


def _find(scan: Scan, *, asked: bool) -> Iterator[Found]:
    at, reach, size = 0, 0, len(scan.tokens)
    stated = "," in scan.words or bool(scan.words & _STATE_WORDS)
    while at < size:
        token = scan.tokens[at]
        if token.kind == "n" or token.text in _ANCHORS:
            found = _read_at(scan, at, reach, asked=asked)
        elif token.kind != "w":
            found = None
        else:
            found = (
                named.named_street(scan, at, reach, asked=asked) if _maybe_type(scan, at) else None
            )
            if found is None and stated and limits.capital(scan, at):
                found = towns.lone_town(scan, at, reach)
        if found is None:
            at += 1
            continue
        yield found
        at = reach = max(found.stop, at + 1)


def _maybe_type(scan: Scan, at: int) -> bool:
    """Whether a word may be a misspelt street type: a name or "on" goes before."""
    return limits.capital(scan, at) or scan.word(at - 2) in tables.PREPOSITIONS


def _read_at(scan: Scan, at: int, reach: int, *, asked: bool) -> Found | None:
    """The address that begins, or whose street type stands, at a token."""
    token = scan.tokens[at]
    if token.text in tables.UNIT_WORDS or token.text == "#":
        led = _led_by_unit(scan, at)
        if led is not None:
            return led
    box = read_box(scan, at, asked=asked)
    if box is not None:
        shown, stop = box
        unit = read_unit(scan, stop)
        stop = unit[1] if unit is not None else stop
        place = places.read_place(scan, stop)
        end = place.stop if place else stop
        return Found(at, end, None, place, shown, "po_box", 0.95, "address: post box")
    street = streets.read_street(scan, at)
    if street is not None:
        found = _with_place(scan, street, asked=asked)
        if found is not None:
            return found
    corner = named.corner(scan, at, asked=asked)
    if corner is not None:
        return corner
    if token.kind != "w":
        return towns.lone_zip(scan, at, asked=asked)
    route = named.open_route(scan, at) or named.open_leading(scan, at)
    if route is not None:
        return route
    passing = named.named_street(scan, at, reach, asked=asked)
    if passing is not None:
        return passing
    return towns.lone_town(scan, at, reach)


def _led_by_unit(scan: Scan, at: int) -> Found | None:
    """ "Apt 1B 626 E Kilbourn Ave", "unit 4 at 12 Oak St"."""
    unit = read_unit(scan, at)
    if unit is None or scan.word(at) in tables.BARE_UNITS:
        return None
    shown, stop = unit
    behind = stop + 1 if scan.word(stop) in {",", "at", "of"} else stop
    if behind >= len(scan.tokens):
        return None
    street = streets.read_street(scan, behind)
    if street is None or street.open_end:
        return None
    return _with_place(scan, replace(street, first=at, unit=street.unit or shown), asked=False)


def _with_place(scan: Scan, street: Street, *, asked: bool) -> Found | None:
    """A numbered street with what follows it; an open name needs more than a number."""
    if street.open_end:
        return _with_open_end(scan, street, asked=asked)
    if not _trusted(scan, street, asked=asked):
        return None
    crossed = named.crossing(scan, street)
    if crossed is not None:
        street = crossed
    late = _late_unit(scan, street) if street.unit is None else None
    if late is not None:
        street = late
    place = places.read_place(scan, street.stop)
    stop = place.stop if place else street.stop
    if place is not None and street.unit is None:
        unit = read_unit(scan, stop)
        if unit is not None and place.state is None:
            street, stop = replace(street, unit=unit[0]), unit[1]
    sure = min(1.0, street.sure + (0.05 if place else 0.0))
    why = f"address: {street.why}" + ("; place behind it" if place else "")
    return Found(street.first, stop, street, place, None, "house", sure, why)


def _late_unit(scan: Scan, street: Street) -> Street | None:
    """ "88 S Main Ave The Marlow, Apt 5 Reno, NV": a unit behind a building's name."""
    at = street.stop
    while at - street.stop <= 5 and scan.kind(at) == "w" and not limits.ends_name(scan, at):
        if not limits.capital(scan, at) or scan.word(at) in tables.UNIT_WORDS:
            return None
        at += 1
    if at == street.stop or scan.word(at) != ",":
        return None
    unit = read_unit(scan, at + 1)
    if unit is None or places.read_place(scan, unit[1]) is None:
        return None
    return replace(street, unit=unit[0], stop=unit[1])


def _trusted(scan: Scan, street: Street, *, asked: bool) -> bool:
    """Whether a numbered street is one: "5 min drive" and "2 way street" are none."""
    if asked or street.sure >= 0.9 or street.fixed:
        number = street.number or ""
        return (
            len(number) > 1
            or limits.capital(scan, street.name)
            or asked
            or _generic_free(scan, street)
        )
    number = street.number or ""
    if limits.capital(scan, street.name):
        return True
    return len(number) >= 2 and number.isdigit()


def _generic_free(scan: Scan, street: Street) -> bool:
    return not any(scan.word(at) in tables.GENERIC for at in range(street.name, street.name_stop))


def _with_open_end(scan: Scan, street: Street, *, asked: bool) -> Found | None:
    """ "310 West Hazel, Marlow, FL 34001": no street type, so the place must speak."""
    last = street.name_stop
    place = places.read_place(scan, street.stop, split=True)
    if place is not None and (place.state or place.postal_code):
        return _open_found(street, place)
    directed = scan.word(street.name) in tables.DIRECTIONS
    for cut in range(street.name + (2 if directed else 1), last):
        state = places.read_state(scan, cut)
        split = places.read_place(scan, cut, split=True) if state is None else None
        if split is not None and split.state and (directed or split.postal_code):
            if split.city is None and cut < last:
                continue
            shorter = replace(street, stop=cut, name_stop=cut, unit=None)
            return _open_found(shorter, split)
    alone = street.first == 0 or scan.word(street.first - 1) in tables.PREPOSITIONS
    capital = limits.capital(scan, street.name) and not scan.upper
    comma = scan.word(street.stop) == ","
    if place is not None and comma and capital and len(street.number or "") > 1:
        return _open_found(street, place)
    if asked and alone and not scan.says_more(street.stop):
        return _open_found(street, place)
    if capital and _announced(scan, street):
        return _open_found(street, place)
    if directed and capital and len(street.number or "") > 2:
        return _open_found(street, place)
    return None


def _announced(scan: Scan, street: Street) -> bool:
    """ "at 2424 Wilshire", "the address is 340 Locust": the words before say what it is."""
    number, before = street.number or "", scan.word(street.first - 1)
    told = "address" in scan.words and before in {"is", ":", "address", "es"}
    if told and number.isdigit() and scan.word(street.name) not in tables.NOT_TOWNS:
        return True
    if len(number) < 3 or not number.isdigit() or scan.word(street.name) in tables.NOT_TOWNS:
        return False
    if before == "is" or before == "it's":
        return "address" in scan.words or "place" in scan.words
    return before in {"at", "address", "addr"} and len(scan.raw(street.name)) > 3


def _open_found(street: Street, place: Place | None) -> Found:
    stop = place.stop if place else street.stop
    sure = 0.85 if place else 0.6
    return Found(street.first, stop, street, place, None, "house", sure, f"address: {street.why}")
