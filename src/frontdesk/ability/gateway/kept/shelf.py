"""Partitions of the store turned into what this process holds of them, half a second old at most."""

import asyncio
from collections import OrderedDict

from frontdesk.ability.gateway.calls import Call
from frontdesk.ability.gateway.kept import rows
from frontdesk.ability.gateway.kept.index import Entry, Index, Part
from frontdesk.ability.gateway.kept.keys import Keys
from frontdesk.ground.kit.clock import Clock
from frontdesk.ground.store.db import Database
from frontdesk.ground.words.ids import TenantId

FRESH_S = 0.5  # how long a process answers from what it has read of a partition
_NEVER = 2**62  # no clearing is known that an answer could be older than
_REMEMBERED = 5_000


class Shelf:
    """Reads and writes partitions, and holds them by an Index."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database, self._clock = database, clock
        self.index = Index()
        self._reading: dict[bytes, asyncio.Lock] = {}
        self._missed: OrderedDict[bytes, int] = OrderedDict()

    async def part(self, keys: Keys, tenant: TenantId) -> Part:
        """The partition as it was at most FRESH_S ago; one reader at a time asks the store."""
        part = self.index.part(tenant, keys.partition)
        if self._fresh(part):
            return part
        lock = self._reading.setdefault(keys.partition, asyncio.Lock())
        async with lock:
            if not self._fresh(part):
                await self._read(part, keys.partition)
        if not lock.locked():
            self._reading.pop(keys.partition, None)
        return part

    def missed(self, keys: Keys, part: Part) -> None:
        """Remember how the partition stood when a request was not found in it."""
        self._missed[keys.exact] = part.cleared
        self._missed.move_to_end(keys.exact)
        while len(self._missed) > _REMEMBERED:
            self._missed.popitem(last=False)

    async def save(self, call: Call, keys: Keys, entry: Entry) -> bool:
        """Keep an answer, unless the partition was cleared since its request was not found."""
        cleared = self._missed.pop(keys.exact, _NEVER)
        version = await rows.save_entry(self._database, call, keys, entry, cleared=cleared)
        if version is not None:
            self.index.part(call.scope.tenant, keys.partition).put(entry.at(version))
            self.index.trim()
        return version is not None

    def _fresh(self, part: Part) -> bool:
        return part.read_s is not None and self._clock.monotonic() - part.read_s < FRESH_S

    async def _read(self, part: Part, partition: bytes) -> None:
        started, now = self._clock.monotonic(), self._clock.now()
        version, cleared, entries = await rows.load_part(
            self._database, part.tenant, partition, known=part.version, now=now
        )
        if version < part.version:  # the store was set back: nothing that was known holds
            part.empty()
            version, cleared, entries = await rows.load_part(
                self._database, part.tenant, partition, known=0, now=now
            )
        elif cleared > part.cleared:
            part.empty()
        for entry in entries:
            part.put(entry)
        part.version, part.cleared, part.read_s = version, cleared, started
        self.index.trim()
