"""Totals that only grow turned into how much they grew in a span of time."""

from collections import deque
from collections.abc import Mapping


class Trail:
    """Totals as they were seen, as far back as the span reaches."""

    def __init__(self, span_s: float) -> None:
        self._span_s = span_s
        self._seen: deque[tuple[float, Mapping[str, float]]] = deque()

    def grew(self, at: float, totals: Mapping[str, float]) -> dict[str, float]:
        """Note totals; gives how much each grew since the span began, or since the first look.
        A total that fell (its owner began anew) grew by nothing."""
        self._seen.append((at, dict(totals)))
        while len(self._seen) > 1 and self._seen[1][0] <= at - self._span_s:
            self._seen.popleft()
        before = self._seen[0][1]
        return {name: max(0.0, now - before.get(name, 0.0)) for name, now in totals.items()}
