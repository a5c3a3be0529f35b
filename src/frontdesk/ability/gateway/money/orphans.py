"""Slices whose process is no more, turned into calls booked as lost and room for the others.

From the moment its process is gone a slice counts as spent. After a grace without any sign of life
the calls that were under way stay spent, and the rest goes back. Time is measured here, from when
this process first saw the slice orphaned, so no clock of another machine can shorten it.
"""

from frontdesk.ground.kit.clock import Clock
from frontdesk.ground.store.db import Database
from frontdesk.ground.words.ids import ProcessId

GRACE_S = 60.0
EVERY_S = 2.0


class Orphans:
    """What one process has seen of other processes' orphaned slices."""

    def __init__(self, database: Database, clock: Clock, process_id: ProcessId) -> None:
        self._database, self._clock, self._process_id = database, clock, process_id
        self._seen: dict[tuple[str, str], tuple[int, float]] = {}
        self._next_s = 0.0

    async def reconcile(self) -> None:
        """Bury who is newly gone, and reconcile who was silent for the whole grace."""
        now_s = self._clock.monotonic()
        if now_s < self._next_s:
            return
        self._next_s = now_s + EVERY_S
        seen: dict[tuple[str, str], tuple[int, float]] = {}
        for row in await self._database.fetch("spend.find_orphans", {}, tenant=None):
            key, touched = (row["tenant_id"], row["process_id"]), row["touched"]
            if row["process_id"] == self._process_id:
                continue
            before = self._seen.get(key)
            since_s = before[1] if before and before[0] == touched else now_s
            seen[key] = (touched, since_s)
            named = {"tenant": row["tenant_id"], "process": row["process_id"]}
            if not row["buried"]:
                await self._database.call("spend.bury", named)
            elif now_s - since_s >= GRACE_S:
                await self._database.call("spend.reconcile", {**named, "touched": touched})
        self._seen = seen
