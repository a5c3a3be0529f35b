"""Turns a town with its state, or a postal code by itself, into an address."""

from frontdesk.ability.language.values.addresses import limits, places, streets, tables
from frontdesk.ability.language.values.addresses.found import Found
from frontdesk.ability.language.values.addresses.places import Place
from frontdesk.ability.language.values.scan import Scan

_ZIP_CUES = frozenset({"zip", "zipcode", "postal", "código", "codigo"})


def lone_zip(scan: Scan, at: int, *, asked: bool) -> Found | None:
    """A postal code by itself: where the address was asked, or after "zip"."""
    code = places.read_zip(scan, at)
    if code is None or scan.word(at - 1) in {"$", "#"}:
        return None
    cued = any(scan.word(at - back) in _ZIP_CUES for back in range(1, 5))
    led = scan.word(at - 1) in {"in", "near", "around", "en"} and scan.kind(code[1]) != "w"
    if not (cued or led or (asked and not scan.says_more(code[1]))):
        return None
    place = Place(code[1], None, None, code[0])
    return Found(at, code[1], None, place, None, "zip", 0.85, "address: postal code")


def lone_town(scan: Scan, at: int, reach: int) -> Found | None:
    """ "Austin, TX", "Soldotna, AK 99669", "san antonio texas": a town with its state."""
    if at < reach or scan.kind(at) != "w":
        return None
    known = places.known_city(scan, at)
    if known is None and not _may_open(scan, at):
        return None
    stop = known
    if stop is None or (scan.mixed and scan.kind(stop) == "w" and limits.capital(scan, stop)):
        if not (scan.mixed and limits.capital(scan, at)):
            return None
        known, stop = None, _capitals_end(scan, at)
    comma = scan.word(stop) == ","
    behind = stop + 1 if comma else stop
    state = places.read_state(scan, behind)
    if state is None or not (comma or known is not None):
        zipped = places.read_zip(scan, behind) if known is not None else None
        if zipped is None or streets.read_street(scan, behind) is not None:
            return None
        place = Place(zipped[1], (at, stop), None, zipped[0])
        return Found(at, place.stop, None, place, None, "city", 0.7, "address: town and code")
    if known is None and not all(_may_open(scan, part) for part in range(at, stop)):
        return None
    whole = places.read_place(scan, at)
    place = whole if whole and whole.state else Place(state[1], (at, stop), state[0])
    return Found(at, place.stop, None, place, None, "city", 0.75, "address: town and state")


def _may_open(scan: Scan, at: int) -> bool:
    return scan.word(at) not in tables.NOT_TOWNS or _town_article(scan, at)


def _capitals_end(scan: Scan, at: int) -> int:
    """The index behind up to three words with capitals, before any state."""
    stop = at + 1
    while stop - at < 3 and scan.kind(stop) == "w" and limits.capital(scan, stop):
        if places.read_state(scan, stop) is not None:
            break
        stop += 1
    return stop


def _town_article(scan: Scan, at: int) -> bool:
    """ "New Iberia", "Los Ojos", "Big Rapids" begin with words that seldom begin a name."""
    word = scan.word(at)
    article = word in {"new", "los", "las", "el", "la"} or word in tables.SOFT_STOPS
    return article and scan.mixed and limits.capital(scan, at) and limits.capital(scan, at + 1)
