"""A gateway on a clock moved by hand, with fake clients that answer, fail and dawdle as they are told."""

import asyncio
import contextlib
from collections import deque
from collections.abc import AsyncIterator, Coroutine, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import psycopg

from frontdesk.ability.controls import Controls
from frontdesk.ability.gateway import (
    Allowance,
    Answer,
    Ask,
    Call,
    Completion,
    Delta,
    Failure,
    Gateway,
    Message,
    Parts,
    Provider,
    Scope,
    Usage,
    Vectors,
)
from frontdesk.ability.telemetry import Meters
from frontdesk.ground.kit.tasks import Tasks
from frontdesk.ground.store.db import Database
from frontdesk.ground.words.ids import ProcessId, TenantId
from testing.clock import FakeClock

T = TypeVar("T")
HARBOR = TenantId("harbor")
USAGE = Usage(tokens_in=20, tokens_out=5)


@dataclass(frozen=True, slots=True)
class Late:
    """Something that comes only after `seconds`."""

    seconds: float
    then: "Step"


Pieces = Sequence["str | Failure | Delta | Late"]
Step = str | Failure | Completion | Pieces | Late


class FakeClient:
    """One vendor's account. `plan` is what the next calls meet, `usual` what all others do."""

    def __init__(self, clock: FakeClock, *plan: Step, usual: Step = "fine") -> None:
        self.clock, self.plan, self.usual = clock, deque(plan), usual
        self.asked: list[Ask] = []
        self.timeouts: list[float] = []
        self.cancelled = 0

    def _next(self, ask: Ask, timeout_s: float) -> Step:
        self.asked.append(ask)
        self.timeouts.append(round(timeout_s, 3))
        return self.plan.popleft() if self.plan else self.usual

    async def _come(self, step: Step, timeout_s: float) -> Step:
        while isinstance(step, Late):
            try:
                await self.clock.sleep(min(step.seconds, timeout_s))
            except asyncio.CancelledError:
                self.cancelled += 1
                raise
            if step.seconds > timeout_s:
                raise Failure("timeout", "too slow", maybe_billed=True)
            step = step.then
        return step

    async def complete(self, ask: Ask, *, timeout_s: float) -> Completion:
        step = await self._come(self._next(ask, timeout_s), timeout_s)
        if isinstance(step, Failure):
            raise step
        if isinstance(step, Completion):
            return step
        return Completion(step if isinstance(step, str) else "", usage=USAGE)

    async def stream(self, ask: Ask, *, timeout_s: float, idle_s: float) -> AsyncIterator[Delta]:
        step = await self._come(self._next(ask, timeout_s), timeout_s)
        if isinstance(step, Failure):
            raise step
        pieces = (step,) if isinstance(step, str) else step
        assert isinstance(pieces, Sequence)
        for piece in pieces:
            come = await self._come(piece, idle_s) if isinstance(piece, Late) else piece
            if isinstance(come, Failure):
                raise come
            yield come if isinstance(come, Delta) else Delta(text=str(come))
        if not isinstance(pieces[-1], Delta):
            yield Delta(finish="stop", usage=USAGE)

    async def embed(self, texts: Sequence[str], model: str, *, timeout_s: float) -> Vectors:
        step = await self._come(self._next(Ask(model, ()), timeout_s), timeout_s)
        if isinstance(step, Failure):
            raise step
        return Vectors(tuple((float(len(text)), 1.0) for text in texts), Usage(len(texts)), model)

    async def list_models(self, *, timeout_s: float) -> tuple[str, ...]:
        return ()


def provider(name: str, **more: Any) -> Provider:
    """A provider whose calls cost nothing, with models `usual` and `small`."""
    given = {"model": "usual", "economy": "small", "embedding": "vectors", **more}
    return Provider(name, f"Fake {name}.", open=lambda _http, _read: None, **given)


@dataclass(slots=True)
class Stage:
    """A gateway and what it stands on."""

    gateway: Gateway
    clock: FakeClock
    controls: Controls
    database: Database
    meters: Meters
    tasks: Tasks
    url: str

    async def run(self, work: Coroutine[Any, Any, T], *, step_s: float = 0.02) -> T:
        """What `work` gives; time passes only while it waits for the clock."""
        task = asyncio.ensure_future(work)
        try:
            for _ in range(20_000):
                await asyncio.sleep(0.001)
                if task.done():
                    return task.result()
                if self.clock.sleeping:
                    await self.clock.advance(step_s)
            raise AssertionError("it never ends")
        finally:
            task.cancel()

    async def ask(self, call: Call) -> Answer:
        return await self.run(self.gateway.ask(call))

    async def stream(self, call: Call) -> tuple[list[Delta], Answer | None]:
        """The pieces, and the Answer at the end."""

        async def read() -> list[Delta | Answer]:
            return [piece async for piece in self.gateway.stream(call)]

        got = await self.run(read())
        answers = [piece for piece in got if isinstance(piece, Answer)]
        return [piece for piece in got if isinstance(piece, Delta)], answers[0] if answers else None

    async def quiet(self) -> None:
        """Wait until what was begun beside calls has ended."""
        for _ in range(5000):
            if len(self.tasks) == 0:
                return
            await asyncio.sleep(0.001)
        raise AssertionError("it is never quiet here")

    def count(self, meter: str, **labels: str) -> float:
        return self.meters.registry.get_sample_value(meter, labels) or 0.0


@contextlib.asynccontextmanager
async def open_stage(
    database_url: str,
    clock: FakeClock,
    providers: Sequence[Provider],
    clients: Mapping[str, FakeClient],
    **switches: object,
) -> AsyncIterator[Stage]:
    """A gateway over those clients. Switches are written `model__retries=0`."""
    database = Database(database_url, connections=4)
    await database.open()
    first = {name.replace("__", "."): value for name, value in switches.items()}
    controls, meters, tasks = Controls(clock, first), Meters(), Tasks()
    parts = Parts(
        database=database,
        clock=clock,
        controls=controls,
        meters=meters,
        tasks=tasks,
        process_id=ProcessId("test"),
        providers={one.name: one for one in providers},
        clients=clients,
    )
    gateway = Gateway(parts)
    try:
        yield Stage(gateway, clock, controls, database, meters, tasks, database_url)
    finally:
        await tasks.close(5.0)
        await gateway.close()
        await database.close()


def call(text: str = "hello", **more: Any) -> Call:
    """A call of the tenant harbor for an answer."""
    given = {"purpose": "answer", "scope": Scope(HARBOR), **more}
    return Call(messages=(Message("user", text),), **given)


def limited(after_s: float | None = None) -> Failure:
    return Failure("rate_limited", "too many", after_s=after_s)


def broken() -> Failure:
    return Failure("server_error", "500")


def finish(text: str = "", *, left: Allowance | None = None) -> Delta:
    return Delta(text=text, finish="stop", usage=USAGE, allowance=left)


async def ledger(stage: Stage) -> list[tuple[str, str]]:
    """Provider and outcome of each row; call it after `gateway.close`."""
    async with await psycopg.AsyncConnection.connect(stage.url) as connection:
        found = await connection.execute("select provider, outcome from model_calls")
        return [(str(provider), str(outcome)) for provider, outcome in await found.fetchall()]
