"""Turns tokens from a house number or a street name on into a street line with its unit."""

from dataclasses import dataclass, replace

from frontdesk.ability.language.values.addresses import boxes, cities, limits, spelling, tables
from frontdesk.ability.language.values.addresses.units import read_unit
from frontdesk.ability.language.values.figures import units
from frontdesk.ability.language.values.figures.numeral_words import TEENS, TENS, UNITS
from frontdesk.ability.language.values.scan import Scan

_WINDOW = 7
_ORDINALS = frozenset({"st", "nd", "rd", "th"})


@dataclass(frozen=True, slots=True)
class Street:
    """A street line: tokens `first` to `stop - 1`, its name in `name` to `name_stop - 1`.

    `number` and `unit` are as written; `sure` 0-1; `fixed` the corrected type of a misspelt
    one; `open_end` tells that no street type closed the name.
    """

    first: int
    stop: int
    number: str | None
    name: int
    name_stop: int
    unit: str | None = None
    sure: float = 0.9
    fixed: str | None = None
    open_end: bool = False
    why: str = ""


def read_number(scan: Scan, at: int) -> tuple[str, int] | None:
    """A house number at a token, as written, and the index behind it."""
    token = scan.tokens[at]
    if token.kind == "w":
        return _grid_number(scan, at) or _spoken_number(scan, at)
    if token.kind != "n" or not token.text.isdigit() or len(token.text) > 6:
        return None
    before = scan.word(at - 1)
    if before in {"$", "€", "£"} or (before in {".", ":"} and scan.glued(at)):
        return None
    text, stop = token.text, at + 1
    if scan.word(stop) == "-" and scan.glued(stop) and scan.glued(stop + 1):
        if scan.kind(stop + 1) == "n" and scan.word(stop + 1).isdigit():
            text, stop = f"{text}-{scan.word(stop + 1)}", stop + 2
        elif len(scan.word(stop + 1)) == 1 and scan.kind(stop + 1) == "w":
            text, stop = f"{text}-{scan.word(stop + 1).upper()}", stop + 2
    elif scan.kind(stop) == "w" and scan.glued(stop) and len(scan.word(stop)) == 1:
        text, stop = text + scan.word(stop).upper(), stop + 1
    elif _suffix_letter(scan, stop):
        text, stop = f"{text} {scan.raw(stop)}", stop + 1
    elif scan.kind(stop) == "w" and scan.glued(stop):
        return None
    if scan.word(stop) in {"1", "3"} and scan.word(stop + 1) == "/" and scan.glued(stop + 2):
        if scan.word(stop + 2) in {"2", "4"}:
            text, stop = f"{text} {scan.word(stop)}/{scan.word(stop + 2)}", stop + 3
    if scan.word(stop) in {"%", "/", ":", "+"} and scan.glued(stop):
        return None
    return text, stop


def _suffix_letter(scan: Scan, at: int) -> bool:
    """ "400 A South Boulevard", "12 B Elm St": a capital between number and name."""
    raw = scan.raw(at) if at < len(scan.tokens) else ""
    if len(raw) != 1 or not raw.isupper() or raw in "NSEWI" or not scan.mixed:
        return False
    follow = scan.word(at + 1)
    return scan.kind(at + 1) == "w" and follow not in tables.SUFFIXES


def _grid_number(scan: Scan, at: int) -> tuple[str, int] | None:
    """ "N165 W2123" (Wisconsin) and "W1234"."""
    if scan.word(at) not in {"n", "s", "e", "w"} or not scan.glued(at + 1):
        return None
    if scan.kind(at + 1) != "n" or not scan.word(at + 1).isdigit():
        return None
    text, stop = f"{scan.word(at)}{scan.word(at + 1)}".upper(), at + 2
    if scan.word(stop) in {"n", "s", "e", "w"} and scan.glued(stop + 1):
        if scan.kind(stop + 1) == "n":
            return f"{text} {scan.word(stop).upper()}{scan.word(stop + 1)}", stop + 2
    return text, stop


def _spoken_number(scan: Scan, at: int) -> tuple[str, int] | None:
    """ "one twenty three Main Street", "forty-two Elm": a house number in words, ten or more."""
    groups: list[int] = []
    stop = at
    while len(groups) < 3:
        word = scan.word(stop)
        if word in TENS and word not in {"veinte"}:
            joined = stop + 2 if scan.word(stop + 1) == "-" else stop + 1
            unit = UNITS.get(scan.word(joined))
            groups.append(TENS[word] + (unit or 0))
            stop = joined + 1 if unit else stop + 1
        elif word in TEENS and word != "once":
            groups.append(TEENS[word])
            stop += 1
        elif word in UNITS and word not in {"un", "una", "uno"}:
            groups.append(UNITS[word])
            stop += 1
        elif word in {"oh", "zero", "o"} and groups:
            groups.append(0)
            stop += 1
        elif word == "hundred" and len(groups) == 1:
            groups = [groups[0] * 100]
            stop += 1
        else:
            break
    text = "".join(str(group) for group in groups)
    if not groups or (len(text) == 1) or len(groups) == 0:
        return None
    return text, stop


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
    route = read_route(scan, start) or read_leading(scan, start)
    if route is not None:
        return route
    name = start
    if scan.word(name) in tables.DIRECTIONS:
        name += 2 if scan.word(name + 1) == "." else 1
        route = read_route(scan, name) or (_read_grid(scan, name) if numbered else None)
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
            if len(word) >= 5 or not word.isdigit():
                break
        elif not _inner_sign(scan, at):
            break
        at += 1
    return at


def _allowed(scan: Scan, at: int, start: int) -> bool:
    """ "12 The Crescent", "Avenue of the Americas"; "Us", "In" and the like never."""
    word = scan.word(at)
    if word == "the" and (at == start or scan.word(at - 1) == "of"):
        return True
    if word in {"i", "a"} and at == start:
        return scan.word(at + 1) in tables.STRONG and scan.raw(at).isupper()
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
            # "Benton Pl St Louis": a saint, not a street.
            if scan.word(follow + 1) not in tables.SUFFIXES | tables.DIRECTIONS.keys():
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
    direction = _direction_behind(scan, stop)
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


def _direction_behind(scan: Scan, stop: int) -> int | None:
    """The index behind a direction that closes the street ("Ave NW", "St N, Apt 2")."""
    word = scan.word(stop)
    if word not in tables.PLAIN_DIRECTIONS:
        return None
    behind = stop + 2 if scan.word(stop + 1) == "." and scan.glued(stop + 1) else stop + 1
    follow = scan.word(behind)
    ends = scan.kind(behind) in {"", "s"} or read_unit(scan, behind) is not None
    if ends or (len(follow) == 5 and follow.isdigit()):
        return behind
    if follow in tables.STRONG | {"dr", "ct", "pl"} and (
        scan.word(behind + 1) not in tables.SUFFIXES
    ):
        return behind
    if len(word) == 2:
        return behind
    written = scan.mixed and limits.capital(scan, stop)
    if limits.ends_name(scan, behind):
        return behind if len(word) == 1 or (written and follow != "of") else None
    if len(word) > 2 and written and not limits.capital(scan, behind):
        return behind
    if len(word) == 1 and follow not in cities.BEHIND_DIRECTION:
        return behind
    return None


def _unclosed(scan: Scan, start: int, name: int, stops: int) -> Street | None:
    """A numbered name without a type: "285 West Dearborn", "313 Broadway", "62 Camino Azul"."""
    ordinal = scan.kind(name) == "n" and name > start
    if not ordinal and (scan.kind(name) != "w" or len(scan.word(name)) < 2):
        return None
    if scan.word(name) in units.GRAINS or scan.word(name) in tables.NOT_OPEN:
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


def read_leading(scan: Scan, at: int) -> Street | None:
    """ "Vista Del Sol", "Calle Ocho", "Avenue of the Stars": the type goes first."""
    word, stop = scan.word(at), at + 1
    if word in {"avenue", "ave"} and scan.word(stop) == "of":
        stop += 2 if scan.word(stop + 1) == "the" else 1
        return _leading(scan, at, stop + 1) if scan.kind(stop) == "w" else None
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
    return None if not articled and word in tables.WEAK_LEADS else _leading(scan, at, stop)


def _leading(scan: Scan, at: int, stop: int) -> Street:
    unit = read_unit(scan, stop)
    shown, end = unit if unit is not None else (None, stop)
    return Street(at, end, None, at, stop, shown, 0.9, why=f"street type {scan.word(at)}")


def _read_grid(scan: Scan, at: int) -> Street | None:
    """ "4140 West 5415 South" of Utah; `at` is the second number."""
    if scan.kind(at) != "n" or not scan.word(at).isdigit() or len(scan.word(at)) > 5:
        return None
    stop = at + 1
    if scan.word(stop) not in tables.PLAIN_DIRECTIONS or limits.ends_name(scan, stop):
        return None
    if scan.word(stop + 1) in tables.SUFFIXES:
        return None
    stop += 2 if scan.word(stop + 1) == "." else 1
    unit = read_unit(scan, stop)
    shown, end = unit if unit is not None else (None, stop)
    return Street(at, end, None, at, stop, shown, 0.9, why="street of a grid")


def read_route(scan: Scan, at: int) -> Street | None:
    """ "US Highway 50", "County Road AA", "FM 544", "Avenue B", "Camino Azul"."""
    if scan.word(at) not in tables.ROUTE_STARTS:
        return _read_state_route(scan, at)
    for route in tables.ROUTES_FROM[scan.word(at)]:
        if any(scan.word(at + step) != part for step, part in enumerate(route)):
            continue
        behind = at + len(route)
        if scan.word(behind) in {"no", "number"}:
            behind += 1
        if scan.word(behind) in {"#", "-", "."}:
            behind += 1
        if not _route_id(scan, behind, route):
            continue
        stop = behind + 1
        if scan.kind(stop) == "w" and scan.glued(stop) and len(scan.word(stop)) <= 2:
            stop += 1
        if scan.word(stop) == "-" and scan.glued(stop) and scan.kind(stop + 1) == "n":
            stop += 2
        if scan.word(stop) in {"business", "bypass", "alt", "alternate", "spur"}:
            stop += 1
        direction = _direction_behind(scan, stop)
        stop = direction if direction is not None else stop
        if scan.word(stop) in _ORDINALS:
            return None
        unit = read_unit(scan, stop)
        shown, end = unit if unit is not None else (None, stop)
        return Street(at, end, None, at, stop, shown, 0.9, why=f"route {' '.join(route)}")
    return None


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
        return word not in tables.STOPS and len(word) > 2
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
