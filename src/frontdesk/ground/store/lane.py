"""A pool's connections kept at hand: taking one and giving it back costs no lock and no task.

The pool makes, checks and replaces connections; the lane only keeps those in use by this process.
A turn takes a connection two or three times, and the pool's own hand-over cost it a tenth of its
CPU. What comes back broken, or not idle, goes to the pool, which closes and replaces it.
"""

import asyncio
import contextlib
import time
from collections import deque

from psycopg.pq import TransactionStatus
from psycopg_pool import AsyncConnectionPool, PoolTimeout

from frontdesk.ground.store.wire import Wire

Connection = Wire


class Lane:
    """At most `most` connections; `take` waits `wait_s` for one, then raises PoolTimeout."""

    def __init__(self, pool: AsyncConnectionPool[Connection], *, most: int, wait_s: float) -> None:
        self._pool, self._most, self._wait_s = pool, most, wait_s
        self._idle: list[Connection] = []
        self._waiting: deque[asyncio.Future[None]] = deque()
        self._out = 0
        self._waits, self._waited_s = 0, 0.0

    def use(self) -> dict[str, int]:
        """Connections in use, at hand, callers waiting for one; waits so far and their length."""
        return {
            "used": self._out,
            "idle": len(self._idle),
            "waiting": len(self._waiting),
            "waits": self._waits,
            "wait_ms": int(self._waited_s * 1000),
        }

    async def take(self) -> Connection:
        """First come, first served: a place that comes free goes to who has waited longest."""
        if self._out < self._most:
            self._out += 1
        else:
            await self._wait()
        try:
            return self._idle.pop() if self._idle else await self._pool.getconn()
        except BaseException:
            self._leave()
            raise

    async def give(self, connection: Connection) -> None:
        idle = connection.pgconn.transaction_status == TransactionStatus.IDLE
        if idle and not connection.closed:
            self._idle.append(connection)
        else:
            await self._drop(connection)
        self._leave()

    async def _drop(self, connection: Connection) -> None:
        """One broken connection usually means that all are: none of them is tried again."""
        broken, self._idle = [connection, *self._idle], []
        for one in broken:
            await self._pool.putconn(one)

    async def close(self) -> None:
        while self._idle:
            await self._pool.putconn(self._idle.pop())

    async def _wait(self) -> None:
        turn = asyncio.get_running_loop().create_future()
        self._waiting.append(turn)
        self._waits += 1
        started = time.perf_counter()
        try:
            async with asyncio.timeout(self._wait_s):
                await turn
        except TimeoutError:
            raise PoolTimeout(f"no connection came free within {self._wait_s:g} s") from None
        except BaseException:
            if turn.done() and not turn.cancelled():
                self._leave()
            raise
        finally:
            self._waited_s += time.perf_counter() - started
            with contextlib.suppress(ValueError):
                self._waiting.remove(turn)

    def _leave(self) -> None:
        """Hand the place to the next in line, or give it up."""
        while self._waiting:
            turn = self._waiting.popleft()
            if not turn.done():
                turn.set_result(None)
                return
        self._out -= 1
