"""Turns what closes a street name (a direction, a unit) into a finished street line."""

from dataclasses import dataclass

from frontdesk.ability.language.values.addresses import cities, limits, tables
from frontdesk.ability.language.values.addresses.units import read_unit
from frontdesk.ability.language.values.scan import Scan

_QUARTERS = frozenset({"northeast", "northwest", "southeast", "southwest"})


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


def direction_behind(scan: Scan, stop: int) -> int | None:
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
    if len(word) == 2 or word in _QUARTERS:
        return behind
    written = scan.mixed and limits.capital(scan, stop)
    if limits.ends_name(scan, behind):
        return behind if len(word) == 1 or (written and follow != "of") else None
    if len(word) > 2 and written and not limits.capital(scan, behind):
        return behind
    if len(word) == 1 and follow not in cities.BEHIND_DIRECTION:
        return behind
    return None


def finished(scan: Scan, at: int, stop: int, why: str) -> Street:
    """The street named by tokens `at` to `stop - 1`, with the unit behind it."""
    unit = read_unit(scan, stop)
    shown, end = unit if unit is not None else (None, stop)
    return Street(at, end, None, at, stop, shown, 0.9, why=why)
