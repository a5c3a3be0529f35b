"""Control rows turned into one in-memory snapshot that every turn of the process reads.

The snapshot is refreshed twice a second by a loop of app, so a change is seen by the next turn of
every process within a second; expiry is judged at each reading.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar, cast

from frontdesk.ability.controls.catalogue import BOT_MARK, Control
from frontdesk.ground.kit.clock import Clock
from frontdesk.ground.store.db import Database
from frontdesk.ground.words.ids import TenantId

T = TypeVar("T")
EVERYONE = TenantId("*")
REFRESH_S = 0.5


@dataclass(frozen=True, slots=True)
class _Set:
    value: object
    expires_at: datetime | None


class Controls:
    """The live values: a row of the tenant, then one of the whole installation, then the first value
    from the environment, then the default; for a bot, what is set for that bot before all."""

    def __init__(self, clock: Clock, first_values: Mapping[str, object] | None = None) -> None:
        self._clock = clock
        self._rows: Mapping[tuple[str, str], _Set] = {}
        self._first = dict(first_values or {})
        self._refreshing = asyncio.Lock()  # an older answer never replaces a newer one
        self.generation = 0
        """Grows with every reading: what was derived from an older one is to be derived again."""

    async def refresh(self, database: Database) -> None:
        """Read all rows again, of all tenants."""
        async with self._refreshing:
            await self._read(database)

    async def _read(self, database: Database) -> None:
        rows = await database.fetch("controls.find_all", {}, tenant=None)
        self._rows = {
            (row["tenant_id"], row["name"]): _Set(row["value"], row["expires_at"]) for row in rows
        }
        self.generation += 1

    def value(self, tenant: TenantId, control: Control[T], bot: str = "") -> T:
        """What the control says now for this tenant, and for one bot of it."""
        scoped = (f"{control.name}{BOT_MARK}{bot}",) if bot and control.per_bot else ()
        for name in (*scoped, control.name):
            for owner in (tenant, EVERYONE):
                row = self._rows.get((owner, name))
                if row is not None and (
                    row.expires_at is None or row.expires_at > self._clock.now()
                ):
                    return cast(T, tuple(row.value) if isinstance(row.value, list) else row.value)
            if name in self._first:
                return cast(T, self._first[name])
        return control.default
