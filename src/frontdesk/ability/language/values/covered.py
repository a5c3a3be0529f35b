"""Turns spans, in any order, into the answer whether a stretch of text is already read."""

from bisect import bisect_right, insort
from collections.abc import Iterable

from frontdesk.ground.words.reading import Span


class Covered:
    """Stretches of one text that are read; spans that touch a covered one are refused."""

    __slots__ = ("_spans",)

    def __init__(self, spans: Iterable[Span] = ()) -> None:
        self._spans: list[Span] = []
        for start, end in sorted(spans):
            if self._spans and start < self._spans[-1][1]:
                last = self._spans.pop()
                start, end = last[0], max(last[1], end)
            if end > start:
                self._spans.append((start, end))

    def touches(self, span: Span) -> bool:
        at = bisect_right(self._spans, span)
        left = at > 0 and self._spans[at - 1][1] > span[0]
        right = at < len(self._spans) and self._spans[at][0] < span[1]
        return left or right

    def claim(self, span: Span) -> bool:
        """Covers a span unless a part of it is covered; tells which."""
        if span[1] <= span[0] or self.touches(span):
            return False
        insort(self._spans, span)
        return True

    def spans(self) -> tuple[Span, ...]:
        """What is covered, in order."""
        return tuple(self._spans)
