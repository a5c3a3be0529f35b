"""A client that goes away turned into the end of the work that was done for it."""

import asyncio
from types import TracebackType
from typing import Self

from starlette.types import Receive

from frontdesk.ground.kit.tasks import Tasks


class HangUp:
    """While the block lasts, a client that hangs up cancels it; `gone` then says so.

    To be entered once the whole body was read. The gateway settles what a cancelled call cost.
    """

    def __init__(self, receive: Receive, tasks: Tasks) -> None:
        self._receive = receive
        self._tasks = tasks
        self.gone = False

    async def __aenter__(self) -> Self:
        task = asyncio.current_task()
        assert task is not None
        self._watched = task
        self._cancelling = task.cancelling()
        self._watch = self._tasks.start(self._wait(), name="openai.hangup")
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> bool:
        self._watch.cancel()
        if not self.gone:
            return False
        return self._watched.uncancel() <= self._cancelling and kind is asyncio.CancelledError

    async def _wait(self) -> None:
        while (await self._receive())["type"] != "http.disconnect":
            pass
        self.gone = True
        self._watched.cancel()
