"""Calls turned into turns at a provider: so many at once, tenants in rotation, nobody kept for nothing."""

import asyncio
import math
from collections import OrderedDict, deque
from types import TracebackType

from frontdesk.ability.controls import EVERYONE, Controls
from frontdesk.ability.gateway import bounds
from frontdesk.ground.kit.clock import Clock
from frontdesk.ground.kit.tasks import Tasks
from frontdesk.ground.words.ids import TenantId
from frontdesk.ground.words.problems import NotNow

WEIGHT = 0.1  # of the newest call in the moving average


class _Gate:
    """One provider's: how many are inside, who waits, how long a call takes."""

    __slots__ = ("inside", "mean_s", "waiting")

    def __init__(self) -> None:
        self.inside = 0
        self.mean_s = 0.0
        self.waiting: OrderedDict[TenantId, deque[asyncio.Future[None]]] = OrderedDict()

    def queued(self) -> int:
        return sum(len(line) for line in self.waiting.values())

    def expected_s(self, limit: int) -> float:
        """How long somebody who comes now will wait."""
        return self.mean_s * (self.queued() + 1) / limit

    def call_next(self, limit: int) -> None:
        """Let in who is next, one of each tenant after the other."""
        while self.inside < limit and self.waiting:
            tenant, line = self.waiting.popitem(last=False)
            waiter = line.popleft()
            if line:
                self.waiting[tenant] = line
            if not waiter.done():
                self.inside += 1
                waiter.set_result(None)

    def forget(self, tenant: TenantId, waiter: asyncio.Future[None]) -> None:
        line = self.waiting.get(tenant)
        if line is not None and waiter in line:
            line.remove(waiter)
            if not line:
                del self.waiting[tenant]


class Admission:
    """The doors of all providers, for this process."""

    def __init__(self, clock: Clock, controls: Controls, tasks: Tasks) -> None:
        self._clock, self._controls, self._tasks = clock, controls, tasks
        self._gates: dict[str, _Gate] = {}

    def enter(self, provider: str, tenant: TenantId, deadline_at: float) -> "Place":
        """A place at the provider for the length of an `async with`.

        Raises NotNow `gateway.queue_full` where calls do not queue, and `gateway.too_late` at once
        when the expected wait is longer than the time that is left.
        """
        gate = self._gates.get(provider)
        if gate is None:
            gate = self._gates[provider] = _Gate()
        return Place(self, gate, tenant, deadline_at)

    def waiting(self) -> dict[str, int]:
        """Calls that wait, by provider."""
        return {provider: gate.queued() for provider, gate in self._gates.items()}

    def limit(self) -> int:
        return int(self._controls.value(EVERYONE, bounds.max_concurrent))

    def now(self) -> float:
        return self._clock.monotonic()

    async def wait(self, gate: _Gate, tenant: TenantId, deadline_at: float) -> None:
        """Wait for a place; it is the caller's when this returns."""
        limit, left_s = self.limit(), deadline_at - self._clock.monotonic()
        expected_s = gate.expected_s(limit)
        after_s = float(max(1, math.ceil(expected_s)))
        if not self._controls.value(EVERYONE, bounds.queue_on):
            raise NotNow(
                "gateway.queue_full",
                "all places at the model's provider are taken",
                after_s=after_s,
            )
        if expected_s >= left_s:
            raise _too_late(after_s)
        waiter = asyncio.get_running_loop().create_future()
        gate.waiting.setdefault(tenant, deque()).append(waiter)
        timer = self._tasks.start(self._clock.sleep(left_s), name="gateway.wait")
        try:
            await asyncio.wait({waiter, timer}, return_when=asyncio.FIRST_COMPLETED)
        except asyncio.CancelledError:
            if waiter.done():  # the place came together with the end
                gate.inside -= 1
                gate.call_next(limit)
            raise
        finally:
            timer.cancel()
            gate.forget(tenant, waiter)
        if not waiter.done():
            waiter.cancel()
            raise _too_late(after_s)


class Place:
    """One place, from `__aenter__` to `__aexit__`."""

    __slots__ = ("_admission", "_deadline_at", "_entered", "_gate", "_tenant")

    def __init__(
        self, admission: Admission, gate: _Gate, tenant: TenantId, deadline_at: float
    ) -> None:
        self._admission, self._gate = admission, gate
        self._tenant, self._deadline_at = tenant, deadline_at
        self._entered = 0.0

    async def __aenter__(self) -> None:
        gate = self._gate
        if gate.waiting or gate.inside >= self._admission.limit():
            await self._admission.wait(gate, self._tenant, self._deadline_at)
        else:
            gate.inside += 1
        self._entered = self._admission.now()

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        gate = self._gate
        gate.inside -= 1
        took_s = self._admission.now() - self._entered
        gate.mean_s = took_s if not gate.mean_s else gate.mean_s + WEIGHT * (took_s - gate.mean_s)
        if gate.waiting:
            gate.call_next(self._admission.limit())


def _too_late(after_s: float) -> NotNow:
    return NotNow(
        "gateway.too_late",
        "so many calls wait for the model that this one would come too late",
        after_s=after_s,
    )
