"""Turns and model calls as spans of a trace, kept in memory until a sender of edge takes them.

Off until somebody sends (`begin`). Which traces are kept follows from their ids, so that every process
keeps the same ones, whole. Words of customers are marked as Content and leave as their length.
"""

import secrets
from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

Kind = Literal["turn", "step", "model"]
MOST = 10_000  # spans kept while nobody takes them; the oldest go first
_RANDOM_BITS = 56  # of a trace id, as W3C's Trace Context counts them


@dataclass(frozen=True, slots=True)
class TraceSpan:
    """One piece of work. `trace` has 32 hexadecimal digits, `id` and `parent` 16; `error` is a class
    of failure, "" for none."""

    trace: str
    name: str
    kind: Kind
    started_at: datetime
    ms: float
    id: str
    parent: str = ""
    error: str = ""
    facts: Mapping[str, str | int | float | bool | None] = field(default_factory=dict)


class Traces:
    """One process's spans. `note` never waits."""

    def __init__(self) -> None:
        self.on = False
        self._most_id = 0
        self._waiting: deque[TraceSpan] = deque()
        self.dropped = 0

    def begin(self, share: float) -> None:
        """Keep this share of all traces from now on."""
        self.on = share > 0
        self._most_id = int(share * (1 << _RANDOM_BITS))

    def wants(self, trace: str) -> bool:
        """Whether spans of a trace are kept."""
        return self.on and int(trace[-_RANDOM_BITS // 4 :], 16) < self._most_id

    def note(self, spans: Iterable[TraceSpan]) -> None:
        """Keep spans of a trace that is wanted."""
        self._waiting.extend(spans)
        while len(self._waiting) > MOST:
            self._waiting.popleft()
            self.dropped += 1

    def take(self, most: int) -> list[TraceSpan]:
        """The oldest spans, at most so many; they are the caller's now."""
        return [self._waiting.popleft() for _ in range(min(most, len(self._waiting)))]

    def give_back(self, spans: list[TraceSpan]) -> None:
        """Spans that could not be sent yet, as far as there is room."""
        room = max(0, MOST - len(self._waiting))
        self.dropped += max(0, len(spans) - room)
        self._waiting.extendleft(reversed(spans[-room:] if room else []))


def root_of(trace: str) -> str:
    """The id of a trace's first span: known to whoever knows the trace."""
    return trace[-16:]


def make_id() -> str:
    """The id of a span."""
    return secrets.token_hex(8)
