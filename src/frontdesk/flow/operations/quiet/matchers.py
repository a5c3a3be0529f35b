"""Silences as matchers on labels, with Alertmanager's meaning: every matcher must hold, fully anchored."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from frontdesk.ground.words.problems import BadInput


@dataclass(frozen=True, slots=True)
class Matcher:
    """`label = value`, `!=`, `=~` or `!~`. A label that is missing counts as empty."""

    name: str
    value: str
    equal: bool = True
    regex: bool = False

    def holds(self, labels: Mapping[str, str]) -> bool:
        actual = labels.get(self.name, "")
        same = _pattern(self.value).fullmatch(actual) if self.regex else actual == self.value
        return bool(same) == self.equal

    def __str__(self) -> str:
        return f'{self.name}{_SIGNS[self.equal, self.regex]}"{self.value}"'


_SIGNS = {(True, False): "=", (False, False): "!=", (True, True): "=~", (False, True): "!~"}
_SHAPE = re.compile(r'\s*([A-Za-z_][\w.]*)\s*(=~|!~|!=|=)\s*"?(.*?)"?\s*')


@dataclass(frozen=True, slots=True)
class Silence:
    """What is not paged between two moments, who wants it so, and why."""

    id: str
    matchers: tuple[Matcher, ...]
    starts_at: datetime
    ends_at: datetime
    who: str
    why: str
    kind: str = "silence"

    def holds(self, labels: Mapping[str, str], now: datetime) -> bool:
        live = self.starts_at <= now < self.ends_at
        return live and all(matcher.holds(labels) for matcher in self.matchers)


def find_silence(
    silences: Iterable[Silence], labels: Mapping[str, str], now: datetime
) -> Silence | None:
    """The silence that keeps an alert quiet the longest; None where none does."""
    live = (silence for silence in silences if silence.holds(labels, now))
    return max(live, key=lambda silence: silence.ends_at, default=None)


def parse_matcher(text: str) -> Matcher:
    """`bot=lead`, `rule=~"high_.*"`; BadInput says how one looks."""
    found = _SHAPE.fullmatch(text)
    if found is None:
        raise BadInput(
            "operations.bad_matcher",
            f"{text[:80]!r} is no matcher",
            field="matchers",
            fix='write label=value, label!=value, label=~"pattern" or label!~"pattern"',
        )
    return check_matcher(
        Matcher(found[1], found[3], equal=found[2] in ("=", "=~"), regex="~" in found[2])
    )


def check_matcher(matcher: Matcher) -> Matcher:
    """The matcher, or BadInput where its pattern cannot be read."""
    if matcher.regex:
        try:
            _pattern(matcher.value)
        except re.error as error:
            raise BadInput(
                "operations.bad_pattern",
                f"{matcher.value[:80]!r} is no pattern: {error}",
                field="matchers",
                fix="mend the regular expression",
            ) from error
    return matcher


def check_matchers(matchers: tuple[Matcher, ...]) -> None:
    """Refuse what would silence everything, or nothing ever (two values for one label mean AND)."""
    if not any(not matcher.holds({}) for matcher in matchers):
        raise BadInput(
            "operations.matches_all",
            "these matchers would silence every alert",
            field="matchers",
            fix="name at least one label and value, such as rule=high_error_rate",
        )
    values: dict[str, str] = {}
    for one in matchers:
        if one.equal and not one.regex and values.setdefault(one.name, one.value) != one.value:
            raise BadInput(
                "operations.matches_none",
                f"no alert has two values of {one.name}: every matcher must hold at once",
                field="matchers",
                fix=f'write {one.name}=~"{values[one.name]}|{one.value}" for either of them',
            )


@lru_cache(1024)
def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text)
