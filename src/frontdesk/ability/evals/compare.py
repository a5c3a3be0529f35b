"""Expected and filled slot values turned into what is right, wrong and missing."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from frontdesk.ground.words.reading import Json

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True)
class Slots:
    """The slots of one conversation by how they came out; `extra` were filled but not meant."""

    right: tuple[str, ...] = ()
    wrong: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    extra: tuple[str, ...] = ()

    @property
    def expected(self) -> int:
        return len(self.right) + len(self.wrong) + len(self.missing)


def compare_slots(
    expected: Mapping[str, Json], filled: Mapping[str, Json], *, known: Iterable[str]
) -> Slots:
    """Compare over the slots the bot has (`known`). An expected None must stay unfilled."""
    right: list[str] = []
    wrong: list[str] = []
    missing: list[str] = []
    extra: list[str] = []
    for name in known:
        meant, got = expected.get(name), filled.get(name)
        if name not in expected:
            continue
        if meant is None:
            (extra if name in filled else right).append(name)
        elif name not in filled:
            missing.append(name)
        else:
            (right if same_value(meant, got) else wrong).append(name)
    return Slots(tuple(right), tuple(wrong), tuple(missing), tuple(extra))


def same_value(expected: Json, got: Json) -> bool:
    """Whether a filled value is what was meant: texts without case, accents and punctuation; a day
    also by a time on it; of an object only the parts that are expected; a list of alternatives by
    any of them."""
    if isinstance(expected, Mapping):
        if not isinstance(got, Mapping):
            return False
        return all(same_value(part, got.get(name)) for name, part in expected.items())
    if isinstance(expected, str):
        if not isinstance(got, str):
            return False
        return _plain(expected) == _plain(got[:10] if _DAY.fullmatch(expected) else got)
    if isinstance(expected, Sequence):
        return any(same_value(one, got) for one in expected)
    return isinstance(expected, bool) == isinstance(got, bool) and expected == got


def _plain(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text.casefold())
    kept = (char if char.isalnum() else " " for char in letters if not unicodedata.combining(char))
    return " ".join("".join(kept).split())
