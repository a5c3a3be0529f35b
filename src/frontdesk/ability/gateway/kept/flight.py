"""Equal calls at the same time turned into one: the first asks, the others wait for its answer."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace

from frontdesk.ability.gateway.calls import Answer
from frontdesk.ability.gateway.kept.cacheable import keepable
from frontdesk.ability.gateway.nouns import Usage

Make = Callable[[], Awaitable[Answer]]


class Flights:
    """The calls of this process that are on their way, by their exact key."""

    def __init__(self) -> None:
        self._open: dict[bytes, asyncio.Future[Answer | None]] = {}

    async def alone(self, exact: bytes, make: Make, *, left_s: float | None) -> Answer:
        """The answer of the one that asks. Whoever would get none of it (it failed, was cut off, or
        came too late) asks for itself, at its own risk and within its own time."""
        leader = self._open.get(exact)
        if leader is None:
            return await self._lead(exact, make)
        done, _ = await asyncio.wait({leader}, timeout=left_s)
        answer = leader.result() if done else None
        return await make() if answer is None else shared(answer)

    async def _lead(self, exact: bytes, make: Make) -> Answer:
        flight = self._open[exact] = asyncio.get_running_loop().create_future()
        answer: Answer | None = None
        try:
            answer = await make()
            return answer
        finally:
            del self._open[exact]
            flight.set_result(answer if answer is not None and keepable(answer) else None)


def shared(answer: Answer) -> Answer:
    """An answer as one gets it who did not pay for it."""
    return replace(
        answer,
        via="cache_exact",
        rung="cached",
        reason="asked_at_once",
        usage=Usage(),
        cost_micro=0,
        saved_micro=answer.cost_micro or 0,
        attempts=(),
        ms=0.0,
    )
