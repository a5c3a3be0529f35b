"""Lookups turned into counts that wait to be written, and into the figures an operator reads."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from frontdesk.ground.words.ids import TenantId

Day = tuple[TenantId, str, date]
Hit = tuple[TenantId, bytes, bytes]
MOST_WAITING = 20_000  # answers whose hits wait to be written; hits of more are not told apart


@dataclass(frozen=True, slots=True)
class Stats:
    """Cacheable lookups and what came of them; `saved_micro` in millionths of a US dollar."""

    exact: int = 0
    similar: int = 0
    missed: int = 0
    saved_micro: int = 0
    entries: int = 0

    @property
    def hit_rate(self) -> float | None:
        """Hits over cacheable lookups only; None while there were none."""
        lookups = self.exact + self.similar + self.missed
        return (self.exact + self.similar) / lookups if lookups else None


@dataclass(slots=True)
class Tally:
    """What one bot's lookups of a day came to since they were last written."""

    exact: int = 0
    similar: int = 0
    missed: int = 0
    saved_micro: int = 0

    def row(self) -> Mapping[str, int]:
        return {
            "exact": self.exact,
            "similar": self.similar,
            "missed": self.missed,
            "saved_micro": self.saved_micro,
        }

    def add(self, other: "Tally") -> None:
        self.exact += other.exact
        self.similar += other.similar
        self.missed += other.missed
        self.saved_micro += other.saved_micro


@dataclass(slots=True)
class Waiting:
    """Counts that are not written down yet."""

    days: dict[Day, Tally] = field(default_factory=dict)
    hits: Counter[Hit] = field(default_factory=Counter)

    def tally(self, tenant: TenantId, bot: str, day: date) -> Tally:
        return self.days.setdefault((tenant, bot, day), Tally())

    def hit(self, tenant: TenantId, partition: bytes, exact: bytes) -> None:
        if len(self.hits) < MOST_WAITING or (tenant, partition, exact) in self.hits:
            self.hits[tenant, partition, exact] += 1

    def tenants(self) -> list[TenantId]:
        return sorted({*(key[0] for key in self.days), *(key[0] for key in self.hits)})

    def days_of(self, tenant: TenantId) -> Iterator[tuple[str, date, Tally]]:
        """In one order for every process, so that two never wait for each other's rows."""
        for whose, bot, day in sorted(self.days):
            if whose == tenant:
                yield bot, day, self.days[whose, bot, day]

    def hits_of(self, tenant: TenantId) -> list[tuple[bytes, bytes, int]]:
        return sorted(
            (partition, exact, count)
            for (whose, partition, exact), count in self.hits.items()
            if whose == tenant
        )

    def drop(self, tenant: TenantId) -> None:
        """What was written of a tenant waits no more."""
        self.days = {key: tally for key, tally in self.days.items() if key[0] != tenant}
        self.hits = Counter({key: count for key, count in self.hits.items() if key[0] != tenant})

    def add(self, other: "Waiting") -> None:
        for (tenant, bot, day), tally in other.days.items():
            self.tally(tenant, bot, day).add(tally)
        self.hits.update(other.hits)
