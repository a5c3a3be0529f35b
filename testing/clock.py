"""Turns time into something a test moves by hand: `sleep` ends only when told that it is later."""

import asyncio
import heapq
import itertools
from datetime import UTC, datetime, timedelta

NOON = datetime(2026, 3, 2, 20, 0, tzinfo=UTC)  # a Monday, noon in Los Angeles


class FakeClock:
    """A clock that stands still until `advance`. `sleeping` counts who waits on it."""

    def __init__(self, start: datetime = NOON) -> None:
        self._start = self._now = start
        self._order = itertools.count()
        self._sleepers: list[tuple[datetime, int, asyncio.Future[None]]] = []

    def now(self) -> datetime:
        return self._now

    def monotonic(self) -> float:
        return (self._now - self._start).total_seconds()

    async def sleep(self, seconds: float) -> None:
        if seconds <= 0:
            await asyncio.sleep(0)
            return
        waiter = asyncio.get_running_loop().create_future()
        entry = (self._now + timedelta(seconds=seconds), next(self._order), waiter)
        heapq.heappush(self._sleepers, entry)
        await waiter

    @property
    def sleeping(self) -> int:
        return sum(not waiter.done() for _, _, waiter in self._sleepers)

    async def advance(self, seconds: float) -> None:
        """Let it become later: who sleeps is woken in order, each at its own time."""
        until = self._now + timedelta(seconds=seconds)
        while self._sleepers and self._sleepers[0][0] <= until:
            at, _, waiter = heapq.heappop(self._sleepers)
            if not waiter.done():
                self._now = max(self._now, at)
                waiter.set_result(None)
                await asyncio.sleep(0)
        self._now = until
