"""Two processes see the same breaker: it opens for both, lets few probes out, and closes for both."""

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from frontdesk.ground.kit.clock import SystemClock
from testing.models.openai import FakeOpenAI
from testing.models.script import Behaviour

ROOT = Path(__file__).parents[2]
WAIT_S = 10.0


class Worker:
    """One process with a gateway."""

    def __init__(self, environment: dict[str, str]) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.story.breaker_process"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            env={**os.environ, **environment},
        )

    async def say(self, line: str) -> dict[str, object]:
        """What the process answers to one line."""
        return await asyncio.to_thread(self._say, line)

    def _say(self, line: str) -> dict[str, object]:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        if line:
            self.process.stdin.write(f"{line}\n")
            self.process.stdin.flush()
        found: dict[str, object] = json.loads(self.process.stdout.readline())
        return found

    async def until(self, state: str) -> None:
        """Wait until the process sees the first vendor's breaker so."""
        clock, states = SystemClock(), dict[str, object]()
        deadline = clock.monotonic() + WAIT_S
        while clock.monotonic() < deadline:
            states = await self.say("states")
            if [one for model, one in states.items() if model.startswith("openai/")] == [state]:
                return
            await clock.sleep(0.05)
        raise AssertionError(f"the breaker is never {state} here: {states}")

    def stop(self) -> None:
        self.process.communicate("\n", timeout=20)


@pytest.fixture
def started() -> Iterator[list[Worker]]:
    workers: list[Worker] = []
    yield workers
    for worker in workers:
        worker.stop()


async def test_the_drill_of_a_shared_breaker(database_url: str, started: list[Worker]) -> None:
    async with FakeOpenAI() as first, FakeOpenAI() as second:
        environment = {
            "DATABASE_URL": database_url,
            "OPENAI_BASE_URL": first.url,
            "LOCAL_MODEL_BASE_URL": second.url,
            "LOCAL_MODEL_NAME": "own",
        }
        started += [Worker(environment), Worker(environment)]
        one, two = started
        for worker in started:
            assert await worker.say("") == {"ready": True}
        first.behaviour = Behaviour(rates={"error_500": 1.0})
        for worker in (one, two, one, two, one):
            assert (await worker.say("ask"))["reason"] == "after_server_error"
        for worker in started:
            await worker.until("open")
        asked = len(first.requests)
        assert asked == 5
        for worker in started:
            assert await worker.say("ask") == {
                "model": "compatible/default",
                "reason": "breaker_open",
            }
        assert len(first.requests) == asked  # nobody bothers it while it is open

        await wait_for(one, lambda: len(first.requests) > asked)  # a probe fails: open for both
        for worker in started:
            await worker.until("open")
        assert len(first.requests) == asked + 1

        first.behaviour = Behaviour()
        await wait_for(two, lambda: len(first.requests) > asked + 1)
        await one.until("half_open")
        assert str((await one.say("ask"))["model"]).startswith("openai/")
        for worker in started:
            await worker.until("closed")
            assert str((await worker.say("ask"))["model"]).startswith("openai/")


async def wait_for(worker: Worker, happened: Callable[[], bool]) -> None:
    """Keep asking until something has happened."""
    clock = SystemClock()
    deadline = clock.monotonic() + WAIT_S
    while not happened():
        assert clock.monotonic() < deadline, "it never happens"
        await worker.say("ask")
        await clock.sleep(0.05)
