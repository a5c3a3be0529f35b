"""The ledger turned into how each model did lately: answers, failures by class, and its latencies."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from frontdesk.ability.telemetry import Sketch
from frontdesk.ground.store.db import Database
from frontdesk.ground.words.ids import TenantId


@dataclass(frozen=True, slots=True)
class Behaviour:
    """One model in one period, from every process's calls. `latency` is of its answers, in ms."""

    model: str
    answered: int
    failures: Mapping[str, int]
    cost_micro: int
    unpriced: int
    last_at: datetime
    latency: Sketch = field(default_factory=Sketch)

    @property
    def calls(self) -> int:
        return self.answered + sum(self.failures.values())


async def load_behaviour(
    database: Database, tenant: TenantId, *, since: datetime
) -> list[Behaviour]:
    """Every model that was asked since then, the most asked first."""
    rows = await database.fetch("spend.load_behaviour", {"since": since}, tenant=tenant)
    found = [
        Behaviour(
            model=row["model"],
            answered=row["answered"],
            failures={name: count for name, count in row["failures"].items() if count},
            cost_micro=row["cost_micro"],
            unpriced=row["unpriced"],
            last_at=row["last_at"],
            latency=Sketch(row["latencies"]),
        )
        for row in rows
    ]
    return sorted(found, key=lambda one: (-one.calls, one.model))
