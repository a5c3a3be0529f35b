"""How a class of this room reaches the live installation, and what it is given there."""

import asyncio
import contextlib
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import TypeVar

from frontdesk.ability.telemetry import Measurement, Recorder, Target
from frontdesk.flow.operations import collect
from frontdesk.flow.operations.contracts.rule import Rule
from frontdesk.flow.operations.lookout import Lookout
from frontdesk.flow.operations.measured import switches
from frontdesk.ground.kit import tasks
from frontdesk.ground.words.ids import TenantId

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Installation:
    """The installation while it is open: its watch, and the tenant whose figures are meant."""

    lookout: Lookout
    recorder: Recorder
    tenant: TenantId

    async def note(self, measurement: Measurement) -> None:
        """Write one measurement down."""
        self.recorder.note(measurement)
        await self.recorder.flush(self.lookout.database)

    async def settle(self) -> None:
        """Have everything that was written before in the figures."""
        taking = switches.decide_taking(self.lookout.controls)
        await collect.run_collect(self.lookout.database, taking, wait=True)


Opens = Callable[[], AbstractAsyncContextManager[Installation]]


@dataclass(frozen=True, slots=True)
class Access:
    """`open` gives the installation to the running loop; `apart` opens it again for a thread of its
    own (setting `alert.acknowledged = True` has no loop to wait in). The rest is known unopened."""

    open: Opens
    apart: Opens
    rules: Mapping[str, Rule]
    targets: tuple[Target, ...]
    notifiers: frozenset[str]

    def sharing(self, installation: Installation) -> "Access":
        """The same, with one installation that stays open for many calls."""

        @contextlib.asynccontextmanager
        async def opened() -> AsyncIterator[Installation]:
            yield installation

        return Access(opened, self.apart, self.rules, self.targets, self.notifiers)

    def do_apart(self, work: Callable[[Installation], Awaitable[T]]) -> T:
        """Do something in a thread with a loop of its own, and wait for it."""
        found: list[T | Exception] = []

        async def act() -> T:
            async with self.apart() as installation:
                return await work(installation)

        def run() -> None:
            found.append(asyncio.run(tasks.attempt(act())))

        thread = threading.Thread(target=run, name="sdk.apart")
        thread.start()
        thread.join()
        outcome = found[0]
        if isinstance(outcome, Exception):
            raise outcome
        return outcome
