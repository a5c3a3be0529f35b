"""Turns what was found at one place into an address value in its canonical form."""

from dataclasses import dataclass

from frontdesk.ability.language.values.addresses import spelling, tables
from frontdesk.ability.language.values.addresses.lines import Street
from frontdesk.ability.language.values.addresses.places import Place
from frontdesk.ability.language.values.addresses.units import shown_tokens
from frontdesk.ability.language.values.scan import Scan
from frontdesk.ground.words.reading import Value


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


def address_value(scan: Scan, found: Found) -> Value:
    street, place = found.street, found.place
    name = None
    if street is not None:
        name = _titled_street(scan, street)
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
    return Value("address", shown, span, round(found.sure, 2), found.grain, found.why)


def _titled_street(scan: Scan, street: Street) -> str:
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
