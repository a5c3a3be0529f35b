"""A connection whose socket stays registered with the event loop from one query to the next.

psycopg registers socket, timer and future for every wait and takes them away again, which for
queries of half a millisecond is much of their CPU. Here only the future is new each time, and a wait
begins by asking the socket itself: libuv reports a socket that failed (a backend was killed before it
had read the query) once and watches it no more, though its last words come in several reads. The
socket is taken away whenever something arrives that nobody waits for (the server going down, say),
and after any error, before libpq can close it.
"""

import asyncio
from typing import TypeVar

from psycopg import AsyncConnection, waiting
from psycopg.abc import PQGen
from psycopg.pq import ConnStatus
from psycopg.rows import DictRow

RV = TypeVar("RV")


class Wire(AsyncConnection[DictRow]):
    """An AsyncConnection with cheap waits. A query that is cancelled closes its connection."""

    _loop: asyncio.AbstractEventLoop | None = None  # set while the socket is registered
    _watched = -1
    _arrival: "asyncio.Future[int] | None" = None

    async def wait(self, gen: PQGen[RV], interval: float = 0.1, timeout: float | None = None) -> RV:
        """Consume a generator of database operations, as psycopg's own `wait` does."""
        if timeout is not None:
            self._unwatch()
            return await super().wait(gen, interval, timeout)
        try:
            wanted = next(gen)
            while True:
                ready = waiting._ready(self.pgconn.socket, wanted)
                if ready and not wanted & waiting.WAIT_W:
                    self._unwatch()  # and ask the loop anew: a long result leaves others their turn
                    ready = 0
                wanted = gen.send(waiting.Ready(ready or await self._happens(wanted)))
        except StopIteration as end:
            if self.pgconn.status != ConnStatus.OK:
                self._unwatch()  # libpq has closed the socket; its number may be used again
            result: RV = end.value
            return result
        except asyncio.CancelledError:
            self._unwatch()
            self.pgconn.finish()
            raise
        except BaseException:
            self._unwatch()
            raise

    async def close(self) -> None:
        self._unwatch()
        await super().close()

    async def _happens(self, wanted: int) -> int:
        socket = self.pgconn.socket  # raises when the connection is lost
        if self._loop is not None and socket != self._watched:
            self._unwatch()
        if self._loop is None:
            self._loop, self._watched = asyncio.get_running_loop(), socket
            self._loop.add_reader(self._watched, self._arrived)
        self._arrival = self._loop.create_future()
        if wanted & waiting.WAIT_W:
            self._loop.add_writer(self._watched, self._writable)
        try:
            return await self._arrival
        finally:
            self._arrival = None

    def _arrived(self) -> None:
        if self._arrival is None or self._arrival.done():
            self._unwatch()
        else:
            self._arrival.set_result(waiting.READY_R)

    def _writable(self) -> None:
        if self._loop is not None:
            self._loop.remove_writer(self._watched)
        if self._arrival is not None and not self._arrival.done():
            self._arrival.set_result(waiting.READY_W)

    def _unwatch(self) -> None:
        if self._loop is not None:
            self._loop.remove_reader(self._watched)
            self._loop.remove_writer(self._watched)
            self._loop = None
