"""Turns a misspelt street type ("stret", "avenu", "boulavard") into the type that was meant."""

from frontdesk.ability.language.values.addresses import tables

_SHORTEST = 4


def _shortened(word: str) -> set[str]:
    return {word[:at] + word[at + 1 :] for at in range(len(word))}


def _near() -> dict[str, str]:
    near: dict[str, str] = {}
    for word in tables.SPELLED:
        for variant in _shortened(word):
            near.setdefault(variant, word)
    return near


_NEAR = _near()
_KNOWN = tables.SUFFIXES | tables.NOT_SPELLED | tables.STOPS | tables.GENERIC


def street_type(word: str) -> str | None:
    """The street type within one letter (more, fewer, other, swapped); None for real words."""
    if not _SHORTEST - 1 <= len(word) <= 11 or word in _KNOWN or not word.isalpha():
        return None
    found = _NEAR.get(word) if len(word) >= _SHORTEST else None
    if found is None:
        found = next((_NEAR[part] for part in _shortened(word) if part in _NEAR), None)
        if word in tables.SPELLED:
            return word
        direct = next((w for w in _shortened(word) if w in tables.SPELLED), None)
        found = direct or found
    if found is None or (len(found) <= 4 and not _same_letters(found, word)):
        return None
    return found if word[0] == found[0] else None


def _same_letters(meant: str, word: str) -> bool:
    """Short types ("road", "lane") count only with their letters swapped: "raod", "lnae"."""
    return sorted(meant) == sorted(word)
