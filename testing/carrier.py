"""Turns replies into the record of a carrier that can lose, delay and refuse them, on any clock."""

import asyncio
from collections import deque
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from frontdesk.ground.kit.clock import Clock
from frontdesk.ground.words.message import Outgoing, Sent
from frontdesk.ground.words.problems import NotNow, Refused

Fault = Literal[
    "lose",  # taken; the answer never comes back
    "busy",  # not taken; try again after `busy_s`
    "too_many",  # not taken: the vendor answers 429
    "unreachable",  # not taken
    "refuse",  # never
    "opted_out",  # never: the carrier knows that the person said STOP
    "break",  # the sender itself fails in a way nobody foresaw
]


@dataclass(frozen=True, slots=True)
class Taken:
    """One message as a phone would show it."""

    vendor_id: str
    to: str
    body: str
    at: datetime


class FakeCarrier:
    """Fulfils the line's Sender. `taken` is the carrier's record, in order."""

    def __init__(self, clock: Clock, *, list_lag_s: float = 0.0, busy_s: float = 30.0) -> None:
        self._clock = clock
        self._planned: deque[Fault] = deque()
        self._open = asyncio.Event()
        self._open.set()
        self._tried = asyncio.Event()
        self.list_lag = timedelta(seconds=list_lag_s)
        self.busy_s = busy_s
        self.taken: list[Taken] = []
        self.tries = 0

    def plan(self, *faults: Fault) -> None:
        """What the next tries meet, in order; after them all is well."""
        self._planned.extend(faults)

    def hold(self) -> None:
        """Let every try wait until `release`."""
        self._open.clear()

    def release(self) -> None:
        self._open.set()

    async def reached(self) -> None:
        """Wait for the first try."""
        async with asyncio.timeout(30.0):
            await self._tried.wait()

    def bodies(self, to: str) -> list[str]:
        """What one phone was sent, in order."""
        return [message.body for message in self.taken if message.to == to]

    async def send(self, message: Outgoing) -> Sent:
        self.tries += 1
        self._tried.set()
        await self._open.wait()
        fault = self._planned.popleft() if self._planned else None
        if fault == "busy":
            raise NotNow("carrier.busy", "too many messages", after_s=self.busy_s)
        if fault == "too_many":
            raise NotNow("carrier.too_many", "slow down", after_s=self.busy_s, status=429)
        if fault == "unreachable":
            raise NotNow("http.unreachable", "no connection", after_s=1.0)
        if fault == "refuse":
            raise Refused("carrier.bad_number", "there is no such number")
        if fault == "opted_out":
            raise Refused("carrier.opted_out", "this person said STOP")
        if fault == "break":
            raise KeyError("sid")
        vendor_id = f"SM{len(self.taken) + 1}"
        self.taken.append(Taken(vendor_id, message.address, message.text, self._clock.now()))
        if fault == "lose":
            raise NotNow("carrier.no_answer", "no answer", after_s=1.0, maybe_done=True)
        return Sent(vendor_id)

    async def find_sent(
        self, message: Outgoing, *, tried_at: datetime, known: frozenset[str]
    ) -> Sent | None:
        visible_at = self._clock.now() - self.list_lag
        for item in self.taken:
            same = (item.to, item.body) == (message.address, message.text)
            if same and item.vendor_id not in known and tried_at <= item.at <= visible_at:
                return Sent(item.vendor_id)
        return None
