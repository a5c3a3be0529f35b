"""Turns a text into addresses: house, street, box, crossing, or town with its state."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from frontdesk.ability.language.context import Context
from frontdesk.ability.language.values.addresses import (
    cities,
    limits,
    places,
    spelling,
    streets,
    tables,
)
from frontdesk.ability.language.values.addresses.boxes import read_box
from frontdesk.ability.language.values.addresses.places import Place
from frontdesk.ability.language.values.addresses.streets import Street
from frontdesk.ability.language.values.addresses.units import read_unit, shown_tokens
from frontdesk.ability.language.values.figures import numeral_words
from frontdesk.ability.language.values.scan import Scan, scan_text
from frontdesk.ground.words.reading import Value

_MAIN_TYPES = frozenset({"street", "st", "str", "ave", "avenue", "blvd", "boulevard"})
_ZIP_CUES = frozenset({"zip", "zipcode", "postal", "código", "codigo"})


@dataclass(frozen=True, slots=True)
class Found:
    """A street or a box with its place, tokens `first` to `stop - 1`."""

    first: int
    stop: int
    street: Street | None
    place: Place | None
    box: str | None = None
    grain: str = "house"
    sure: float = 0.9
    why: str = ""


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
    return tuple(_value(scan, found) for found in _find(scan, asked=asked))


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
    | frozenset({"#", "n", "s", "e", "w"})
) - {"a", "and"}


def _find(scan: Scan, *, asked: bool) -> Iterator[Found]:
    at, reach, size = 0, 0, len(scan.tokens)
    towns = "," in scan.words or bool(scan.words & _STATE_WORDS)
    while at < size:
        token = scan.tokens[at]
        if token.kind == "n" or token.text in _ANCHORS:
            found = _read_at(scan, at, reach, asked=asked)
        elif token.kind != "w":
            found = None
        else:
            found = _named_street(scan, at, reach, asked=asked) if _maybe_type(scan, at) else None
            if found is None and towns and limits.capital(scan, at):
                found = _lone_town(scan, at, reach)
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
    if token.kind != "w":
        return _lone_zip(scan, at, asked=asked)
    route = _open_route(scan, at) or _open_leading(scan, at)
    if route is not None:
        return route
    named = _named_street(scan, at, reach, asked=asked)
    if named is not None:
        return named
    return _lone_town(scan, at, reach)


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
    found = _with_place(scan, replace(street, first=at, unit=street.unit or shown), asked=False)
    return found


def _with_place(scan: Scan, street: Street, *, asked: bool) -> Found | None:
    """A numbered street with what follows it; an open name needs more than a number."""
    if street.open_end:
        return _with_open_end(scan, street, asked=asked)
    if not _trusted(scan, street, asked=asked):
        return None
    crossed = _crossing(scan, street)
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
    """ "209 S Main Ave The Chadwick, Apt 5 Los Angeles, CA": a unit behind a building's name."""
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
    """ "285 West Dearborn, Englewood, FL 34223": no street type, so the place must speak."""
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
    if asked and alone and street.stop >= len(scan.tokens) - 1:
        return _open_found(street, place)
    if capital and _announced(scan, street):
        return _open_found(street, place)
    if directed and capital and len(street.number or "") > 2:
        return _open_found(street, place)
    return None


def _announced(scan: Scan, street: Street) -> bool:
    """ "at 2424 Wilshire", "the address is 340 Locust": the words before say what it is."""
    number, before = street.number or "", scan.word(street.first - 1)
    if len(number) < 3 or not number.isdigit() or scan.word(street.name) in tables.NOT_TOWNS:
        return False
    if before == "is" or before == "it's":
        return "address" in scan.words or "place" in scan.words
    return before in {"at", "address", "addr"} and len(scan.raw(street.name)) > 3


def _open_found(street: Street, place: Place | None) -> Found:
    stop = place.stop if place else street.stop
    sure = 0.85 if place else 0.6
    return Found(street.first, stop, street, place, None, "house", sure, f"address: {street.why}")


def _crossing(scan: Scan, street: Street) -> Street | None:
    """ "Main St and 5th Ave", "Oak & 3rd": both streets are the name."""
    if street.number is not None and scan.word(street.stop) in {"and", "y"}:
        return None
    if scan.word(street.stop) not in {"and", "&", "at", "y"} or street.unit:
        return None
    other = streets.read_name(scan, street.stop + 1, numbered=False)
    if other is None:
        return None
    return replace(street, stop=other.stop, name_stop=other.name_stop, why="crossing")


def _open_route(scan: Scan, at: int) -> Found | None:
    if scan.word(at) not in tables.OPEN_ROUTES:
        return None
    street = streets.read_route(scan, at)
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


def _open_leading(scan: Scan, at: int) -> Found | None:
    """ "on Via Bella", "Camino Real": written with capitals, or behind "on"."""
    if scan.word(at) not in tables.LEADING_TYPES or not (scan.mixed and limits.capital(scan, at)):
        return None
    street = streets.read_leading(scan, at)
    if street is None or not limits.capital(scan, street.name_stop - 1):
        return None
    place = places.read_place(scan, street.stop)
    stop = place.stop if place else street.stop
    return Found(at, stop, street, place, None, "street", 0.65, f"address: {street.why}")


def _numbered_route(scan: Scan, street: Street) -> bool:
    return street.name_stop - street.name > 2 or scan.raw(street.name).isupper()


def _named_street(scan: Scan, at: int, reach: int, *, asked: bool) -> Found | None:
    """A street without a house number: "on Maple Street in Fremont", "off Sunset Dr"."""
    begin = _name_begin(scan, at, reach, asked=asked)
    if begin is None:
        return None
    street = streets.read_name(scan, begin, numbered=False)
    if street is None or street.name_stop <= at:
        return None
    street = _crossing(scan, street) or street
    place = places.read_place(scan, street.stop)
    stop = place.stop if place else street.stop
    sure = 0.75 if scan.word(at) in tables.STRONG else 0.65
    why = f"address: {street.why}; no house number"
    return Found(begin, stop, street, place, None, "street", sure, why)


def _name_begin(scan: Scan, at: int, reach: int, *, asked: bool) -> int | None:
    """Where the name before a street type begins; None where the words before are no name."""
    word = scan.word(at)
    strong = word in tables.STRONG and word not in {"st", "ter", "way"}
    if word not in tables.SUFFIXES:
        if spelling.street_type(word) is None:
            return None
        strong = False
    elif not strong and word not in tables.NAMED and word != "st":
        return None
    if scan.kind(at - 1) == "n" and scan.glued(at):
        return None
    written = limits.capital(scan, at - 1) if at > 0 else False
    shaped = not scan.upper and written and scan.kind(at - 1) in {"w", "n"}
    begin = at
    while begin > reach and at - begin < 4:
        before = begin - 1
        if not _name_part(scan, before, shaped=shaped and begin < at):
            break
        begin = before
    if begin == at:
        return None
    while begin < at and scan.word(begin) in tables.GENERIC:
        begin += 1
    if word in {"st", "rd"} and all(scan.kind(part) == "n" for part in range(begin, at)):
        return None
    if begin == at - 1 and scan.word(begin) == "main" and word not in _MAIN_TYPES:
        return None
    if begin == at:
        return None
    led = scan.word(begin - 1) in tables.PREPOSITIONS or begin == 0
    if shaped and (strong or limits.capital(scan, at)):
        if scan.word(begin - 1) == "." and scan.word(begin - 2) in tables.PLAIN_DIRECTIONS:
            return max(begin - 2, reach)
        return begin
    if strong and led and (begin > 0 or asked or at == len(scan.tokens) - 1):
        return begin if at - begin <= 3 else None
    if led and (asked or scan.word(begin - 1) in {"on", "at", "off"}) and at - begin <= 2:
        ordinary = word in {
            "drive",
            "way",
            "court",
            "place",
            "run",
            "pass",
            "point",
            "walk",
            "park",
        }
        return None if ordinary and not asked and not _known_shape(scan, begin, at) else begin
    return None


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


def _lone_zip(scan: Scan, at: int, *, asked: bool) -> Found | None:
    """A postal code by itself: where the address was asked, or after "zip"."""
    code = places.read_zip(scan, at)
    if code is None or scan.word(at - 1) in {"$", "#"}:
        return None
    alone = at == 0 and code[1] >= len(scan.tokens) - 1
    cued = any(scan.word(at - back) in _ZIP_CUES for back in range(1, 5))
    if not (cued or (asked and (alone or at == len(scan.tokens) - 1))):
        return None
    place = Place(code[1], None, None, code[0])
    return Found(at, code[1], None, place, None, "zip", 0.85, "address: postal code")


def _lone_town(scan: Scan, at: int, reach: int) -> Found | None:
    """ "Austin, TX", "Soldotna, AK 99669", "san antonio texas": a town with its state."""
    if at < reach or scan.kind(at) != "w":
        return None
    known = places.known_city(scan, at)
    if known is None and scan.word(at) in tables.NOT_TOWNS and not _town_article(scan, at):
        return None
    stop = known
    if stop is None or (scan.mixed and limits.capital(scan, stop) and scan.kind(stop) == "w"):
        if not (scan.raw(at)[:1].isupper() and scan.mixed):
            return None
        known, stop = None, at + 1
        while stop - at < 3 and scan.kind(stop) == "w" and scan.raw(stop)[:1].isupper():
            if places.read_state(scan, stop) is not None:
                break
            stop += 1
    comma = scan.word(stop) == ","
    behind = stop + 1 if comma else stop
    state = places.read_state(scan, behind)
    if state is None or not (comma or known is not None):
        zipped = places.read_zip(scan, behind) if known is not None else None
        if zipped is None:
            return None
        place = Place(zipped[1], (at, stop), None, zipped[0])
        return Found(at, place.stop, None, place, None, "city", 0.7, "address: town and code")
    if known is None and any(
        scan.word(part) in tables.NOT_TOWNS and not _town_article(scan, part)
        for part in range(at, stop)
    ):
        return None
    place = places.read_place(scan, at) or Place(state[1], (at, stop), state[0])
    if place.state is None:
        place = Place(state[1], (at, stop), state[0])
    return Found(at, place.stop, None, place, None, "city", 0.75, "address: town and state")


def _town_article(scan: Scan, at: int) -> bool:
    """ "New Iberia", "Los Ojos", "Big Rapids" begin with words that seldom begin a name."""
    word = scan.word(at)
    article = word in {"new", "los", "las", "el", "la"} or word in tables.SOFT_STOPS
    return article and scan.mixed and limits.capital(scan, at) and limits.capital(scan, at + 1)


def _value(scan: Scan, found: Found) -> Value:
    street, place = found.street, found.place
    name = None
    if street is not None:
        name = titled_street(scan, street)
    city = None
    if place is not None and place.city is not None:
        city = _titled(shown_tokens(scan, *place.city))
    shown = {
        "number": street.number if street else None,
        "street": found.box or name,
        "unit": street.unit if street else None,
        "city": city,
        "state": place.state if place else None,
        "postal_code": place.postal_code if place else None,
    }
    span = scan.span(found.first, found.stop)
    return Value("address", shown, span, found.sure, found.grain, found.why)


def titled_street(scan: Scan, street: Street) -> str:
    """The street's name in title case, a misspelt type corrected."""
    shown = shown_tokens(scan, street.name, street.name_stop)
    if street.fixed:
        parts = shown.split()
        for at, part in enumerate(parts):
            if spelling.street_type(part.lower()) == street.fixed:
                parts[at] = street.fixed.capitalize()
        shown = " ".join(parts)
    return _titled(shown)


def _titled(text: str) -> str:
    """Title case of words that are all small or all large; directions and short codes stay."""
    shown: list[str] = []
    for part in text.split():
        low = part.lower()
        if low in tables.DIRECTIONS and len(low) <= 2 and low not in {"no", "so"}:
            shown.append(low.upper())
        elif part[0].isdigit():
            shown.append(low if len(low) > 1 and low[-1].isalpha() and len(low) > 2 else part)
        elif low in {"of", "the", "and", "de", "del", "la", "las", "los", "in"} and shown:
            shown.append(low)
        elif part.islower() or (part.isupper() and len(part) > 3) or low in tables.SUFFIXES:
            shown.append(low[:1].upper() + low[1:])
        else:
            shown.append(part)
    return " ".join(shown)
