"""Measurements of this process turned into rows, some at a time, beside the work they measure."""

from collections.abc import Callable

import orjson
from psycopg.types.json import Jsonb

from frontdesk.ability.telemetry.measure import Measurement
from frontdesk.ground.kit.clock import Clock
from frontdesk.ground.store.db import Database

FLUSH_S = 0.5
MOST = 50_000  # kept while the database is away; the oldest go first


class Recorder:
    """`note` costs microseconds and never waits; `flush` is called by a loop of app.

    Turns are not noted here: they are measured in the transaction that commits them. While
    `wanted` says no, nothing is noted.
    """

    def __init__(self, clock: Clock, wanted: Callable[[], bool] = lambda: True) -> None:
        self._clock = clock
        self._wanted = wanted
        self._noted: list[Measurement] = []
        self.dropped = 0

    @property
    def waiting(self) -> int:
        """Measurements that are not written down yet."""
        return len(self._noted)

    def note(self, measurement: Measurement) -> None:
        if not self._wanted():
            return
        self._noted.append(measurement)
        if len(self._noted) > MOST:
            self.dropped += len(self._noted) - MOST // 2
            del self._noted[: -MOST // 2]

    async def flush(self, database: Database) -> int:
        """Write what was noted, whole or not at all; gives how many."""
        noted, self._noted = self._noted, []
        if not noted:
            return 0
        try:
            rows = Jsonb([_row(one) for one in noted], dumps=orjson.dumps)
            await database.fetch("measures.note", {"rows": rows}, tenant=None)
        except BaseException:
            self._noted = [*noted, *self._noted]
            raise
        return len(noted)


def _row(one: Measurement) -> dict[str, object]:
    return {
        "tenant": one.tenant,
        "subject": one.subject,
        "name": one.name,
        "operation": one.operation,
        "outcome": one.outcome,
        "code": one.code,
        "rung": one.rung,
        "ms": one.ms,
        "waited_ms": one.waited_ms,
        "cacheable": one.cacheable,
        "cached": one.cached,
        "cost_micro": one.cost_micro,
        "at": one.at,
    }
