"""What is cancelled ends, also where something under it takes the cancellation for itself."""

import asyncio

import pytest

from frontdesk.ground.kit import tasks
from testing.clock import FakeClock


async def swallow() -> None:
    """A driver that turns a cancellation into an error of its own."""
    try:
        await asyncio.get_running_loop().create_future()
    except asyncio.CancelledError:
        raise OSError("the connection was closed") from None


async def keep_quiet() -> None:
    """One that ends as if nothing had happened."""
    try:
        await asyncio.get_running_loop().create_future()
    except asyncio.CancelledError:
        return


@pytest.mark.parametrize("step", [swallow, keep_quiet])
async def test_a_cancelled_loop_ends_whatever_its_step_raises(step: object) -> None:
    assert callable(step)
    owner = tasks.Tasks()
    loop = owner.start(tasks.run_every(1.0, step, clock=FakeClock(), name="l"), name="l")
    await asyncio.sleep(0)
    await asyncio.wait_for(owner.close(0.0), 5)
    assert loop.cancelled()


async def test_a_cancelled_attempt_is_no_outcome() -> None:
    attempt = asyncio.ensure_future(tasks.attempt(swallow()))
    await asyncio.sleep(0)
    attempt.cancel()
    with pytest.raises(asyncio.CancelledError):
        await attempt


async def test_an_attempt_gives_what_was_raised() -> None:
    async def fail() -> None:
        raise OSError("no")

    assert isinstance(await tasks.attempt(fail()), OSError)
