"""Turns a token into the answer whether it can stand inside the name of a street or a town."""

from frontdesk.ability.language.values.addresses import tables
from frontdesk.ability.language.values.scan import Scan

_ARTICLES = frozenset({"la", "las", "los", "el", "del", "de"})

_NEW = frozenset(
    {"york", "mexico", "jersey", "hampshire", "haven", "orleans", "bedford", "london", "england"}
)


def ends_name(scan: Scan, at: int) -> bool:
    """Whether a word belongs to the sentence around a name rather than to the name."""
    word = scan.word(at)
    if word not in tables.STOPS or word in _ARTICLES:
        return False
    if word == "new" and scan.word(at + 1) in _NEW:
        return False
    return not (word in tables.SOFT_STOPS and capital(scan, at) and scan.mixed)


def coded(scan: Scan, at: int) -> bool:
    """Whether letters are glued to digits, as in postal codes of other countries."""
    ahead = scan.kind(at + 1) == "n" and scan.glued(at + 1)
    return ahead or (scan.kind(at - 1) == "n" and scan.glued(at))


def capital(scan: Scan, at: int) -> bool:
    """Whether a token is written with a capital or a digit first."""
    raw = scan.raw(at) if 0 <= at < len(scan.tokens) else ""
    return raw[:1].isupper() or raw[:1].isdigit()
