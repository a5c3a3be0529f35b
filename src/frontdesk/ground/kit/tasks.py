"""The only place that starts concurrent work: named, referenced, and waited for at the end."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, TypeVar

from frontdesk.ground.kit.clock import Clock

log = logging.getLogger("kit.tasks")


class Tasks:
    """A set of running tasks that one process owns; `close` finishes or cancels them all."""

    def __init__(self) -> None:
        self._running: set[asyncio.Task[object]] = set()

    def start(self, work: Coroutine[Any, Any, object], *, name: str) -> asyncio.Task[object]:
        """Run `work` beside the caller; a failure is logged with the task's name."""
        task = asyncio.get_running_loop().create_task(work, name=name)
        self._running.add(task)
        task.add_done_callback(self._done)
        return task

    def _done(self, task: asyncio.Task[object]) -> None:
        self._running.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("task %s failed", task.get_name(), exc_info=error)

    def __len__(self) -> int:
        return len(self._running)

    async def close(self, grace_s: float) -> None:
        """Wait up to `grace_s` for the running tasks, then cancel what is left."""
        if self._running:
            await asyncio.wait(set(self._running), timeout=grace_s)
        left = set(self._running)
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)


Ended = Callable[[str, float, Exception | None], None]


async def run_every(
    interval_s: float,
    step: Callable[[], Awaitable[object]],
    *,
    clock: Clock,
    name: str,
    ended: Ended | None = None,
) -> None:
    """The loop guard: call `step` for ever, `interval_s` apart, and survive whatever it raises.
    `ended` is told of each round: the loop's name, its seconds, and what it raised."""
    failures = 0
    while True:
        started, raised = clock.monotonic(), None
        try:
            await step()
            failures = 0
        except asyncio.CancelledError:
            raise
        except Exception as error:
            failures += 1
            raised = error
            check_not_cancelled(error)
            log.exception("loop %s: step failed (%d in a row)", name, failures)
        check_not_cancelled(None)
        if ended is not None:
            ended(name, clock.monotonic() - started, raised)
        await clock.sleep(min(interval_s * 2 ** min(failures, 5), max(interval_s, 10.0)))


def check_not_cancelled(instead: Exception | None) -> None:
    """Raise the CancelledError that was asked of this task and that something under it took for
    itself: a driver that turns it into its own error, a timeout that ended in the same moment."""
    task = asyncio.current_task()
    if task is not None and task.cancelling():
        raise asyncio.CancelledError from instead


T = TypeVar("T")


async def attempt(work: Awaitable[T]) -> T | Exception:
    """What `work` gives, or the exception it raised, for a caller who must go on either way.

    Cancellation passes through. This and `run_every` are the only places that catch everything.
    """
    try:
        return await work
    except Exception as error:  # noqa: BLE001 - the guard itself
        check_not_cancelled(error)
        return error
