"""Turns a place in a message into how it is meant: denied, done, quoted, in doubt."""

import re
from dataclasses import dataclass
from functools import cached_property

from frontdesk.ability.language.acts import table
from frontdesk.ability.language.acts.fold import Folded

_TABLE = table.of("scope")
_SHIELD = "\x00"


@dataclass(frozen=True, slots=True)
class Scope:
    """How one place of a message is meant."""

    denied: bool = False
    done: bool = False
    quoted: bool = False
    others: bool = False
    in_doubt: bool = False


class Clauses:
    """The clauses of one folded message, asked about places in it."""

    def __init__(self, folded: Folded, *, echoes: tuple[str, ...] = ()) -> None:
        text = folded.text
        self.text = text
        self._folded = folded
        self._cuts = [
            0,
            *(match.start() for match in _TABLE["boundary"].pattern.finditer(text)),
            len(text),
        ]
        self._quotes = [match.span() for match in _TABLE["quoted"].pattern.finditer(text)]
        if (
            len(self._quotes) == 1
            and self._quotes[0][1] - self._quotes[0][0] >= len(text.strip()) - 1
        ):
            self._quotes = []
        self._met: dict[str, bool] = {}
        self._echoes = [span for echo in echoes for span in _occurrences(text, echo)]

    @cached_property
    def own_words(self) -> Folded:
        """The message with the words of others blanked out: quotes, and what the bot had said."""
        text = self.text
        for start, end in [*self._quotes, *self._echoes]:
            text = text[:start] + " " * (end - start) + text[end:]
        return self._folded if text == self.text else Folded(text, self._folded.where)

    def around(self, start: int) -> tuple[int, int]:
        """The clause that holds `start`."""
        low, high = 0, len(self.text)
        for cut in self._cuts:
            if cut <= start:
                low = cut
            else:
                high = cut
                break
        return low, high

    def at(self, start: int, end: int) -> Scope:
        """How `[start, end)` is meant."""
        low, high = self.around(start)
        return Scope(
            denied=self._denied(low, start, end),
            done=self._says("done", low, high),
            quoted=any(a <= start and end <= b for a, b in [*self._quotes, *self._echoes]),
            others=self._says("others", low, end),
            in_doubt=self._says("in_doubt", max(0, low - 40), start),
        )

    def _denied(self, low: int, start: int, end: int) -> bool:
        if self._says("hushed", max(0, low - 30), start):
            return True
        if not self._anywhere("denied"):
            return False
        harmless = _TABLE["not_denied"].pattern
        before = harmless.sub(lambda match: _SHIELD * len(match[0]), self.text[low:end])
        return bool(_TABLE["denied"].pattern.search(before))

    def _says(self, name: str, low: int, high: int) -> bool:
        return self._anywhere(name) and bool(_TABLE[name].pattern.search(self.text[low:high]))

    def _anywhere(self, name: str) -> bool:
        """Whether a table matches the text at all: looked up once for all its places."""
        if name not in self._met:
            self._met[name] = self._folded.first(_TABLE[name]) is not None
        return self._met[name]


def _occurrences(text: str, part: str) -> list[tuple[int, int]]:
    return [match.span() for match in re.finditer(re.escape(part), text)] if part else []
