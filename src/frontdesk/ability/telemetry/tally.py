"""What the house itself does (requests over HTTP, rounds of loops) added up, and now and then in slots.

It happens too often for a row of its own each time: an idle process makes a score of rounds a second.
What a process has added up and not yet written is lost with it; that is at most `FLUSH_S`.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Literal

from frontdesk.ability.telemetry import slots
from frontdesk.ability.telemetry.slots import GRAINS, HOUSE, WHOLE, Key, Slot, Taking
from frontdesk.ground.kit.clock import Clock
from frontdesk.ground.store.db import Database

FLUSH_S = 5.0
MOST = 5_000  # things and minutes kept while the database is away; later ones are dropped
HouseSubject = Literal["http", "job"]
Minute = tuple[int, HouseSubject, str, str]


class Tally:
    """`note` costs a few microseconds and never waits; `flush` is called by a loop of app. How much is
    kept is asked at each flush, not at each note."""

    def __init__(self, clock: Clock, taking: Callable[[], Taking] = lambda: WHOLE) -> None:
        self._clock = clock
        self._ask = taking
        self._taking = taking()
        self._slots: dict[Minute, Slot] = {}
        self.dropped = 0

    def note(
        self,
        subject: HouseSubject,
        name: str,
        operation: str,
        *,
        outcome: str,
        ms: float,
        code: str = "",
    ) -> None:
        """Count one and its time; outcome and code as in a Measurement."""
        taking = self._taking
        timed = taking.draw()
        if not (timed or taking.counts):
            return
        at = self._clock.now()
        minute: Minute = (int(at.timestamp()) // 60, subject, name, operation)
        slot = self._slots.get(minute)
        if slot is None:
            if len(self._slots) >= MOST:
                self.dropped += 1
                return
            slot = self._slots[minute] = Slot()
        slot.see(at)
        if taking.counts:
            slot.add(outcome, code)
        if timed:
            slot.window.ms.insert(ms)

    async def flush(self, database: Database) -> int:
        """Add everything to its slots, whole or not at all; gives how many things and minutes."""
        self._taking = self._ask()
        noted, self._slots = self._slots, {}
        if not noted:
            return 0
        try:
            async with database.transaction(HOUSE) as transaction:
                await transaction.fetch("measures.wait_lock", {})
                await slots.save_added(transaction, _sort(noted))
        except BaseException:
            for minute, slot in self._slots.items():
                slots.merge_window(noted.setdefault(minute, Slot()).window, slot.window)
            self._slots = noted
            raise
        return len(noted)


def _sort(noted: dict[Minute, Slot]) -> dict[Key, Slot]:
    """The slots of the house that they belong to, as copies: adding what is stored changes them."""
    added: dict[Key, Slot] = {}
    for (minute, subject, name, operation), slot in noted.items():
        at = datetime.fromtimestamp(minute * 60, UTC)
        for grain in GRAINS:
            key = Key(HOUSE, subject, name, operation, grain, slots.begin(at, grain))
            slots.merge_window(added.setdefault(key, Slot()).window, slot.window)
    return added
