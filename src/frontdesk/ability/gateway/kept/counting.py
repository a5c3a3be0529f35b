"""Lookups turned into meters at once, and into rows twice a second."""

from datetime import timedelta
from typing import Literal

from frontdesk.ability.gateway.calls import Scope
from frontdesk.ability.gateway.kept.counts import Stats, Tally, Waiting
from frontdesk.ability.gateway.kept.index import MOST_IN_PARTITION, Entry
from frontdesk.ability.gateway.kept.keys import Keys
from frontdesk.ability.telemetry import Measurement, Meters, Recorder
from frontdesk.ground.kit.clock import Clock
from frontdesk.ground.store.db import Database, Statement
from frontdesk.ground.words.ids import TenantId
from frontdesk.ground.words.problems import Problem

Found = Literal["exact", "similar"]
PURGE_S = 60.0
EXPIRED_KEPT = timedelta(days=1)  # so that what was asked most can be asked again


class Counting:
    """The counts of one process, and the figures of all."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        meters: Meters | None,
        recorder: Recorder | None = None,
    ) -> None:
        self._database, self._clock, self._meters = database, clock, meters
        self._recorder = recorder
        self._waiting = Waiting()
        self._purged_s: dict[TenantId, float] = {}

    def passed(self, scope: Scope, reason: str) -> None:
        """A call that may not be kept, though its caller allowed it."""
        self._meter(scope, reason)

    def hit(self, scope: Scope, keys: Keys, entry: Entry, found: Found) -> None:
        tally = self._tally(scope)
        if found == "exact":
            tally.exact += 1
        else:
            tally.similar += 1
        tally.saved_micro += entry.cost_micro
        self._waiting.hit(scope.tenant, keys.partition, entry.exact)
        self._meter(scope, found)
        self._note(scope, found)

    def miss(self, scope: Scope) -> None:
        self._tally(scope).missed += 1
        self._meter(scope, "miss")
        self._note(scope, "miss")

    async def flush(self) -> None:
        """Write down what was counted, and remove what is over. What cannot be written now is
        written the next time."""
        waiting, self._waiting = self._waiting, Waiting()
        for tenant in waiting.tenants():
            try:
                await self._database.run(tenant, self._batch(tenant, waiting))
            except Problem:
                self._waiting.add(waiting)
                raise
            waiting.drop(tenant)

    async def load_stats(self, tenant: TenantId, bot: str | None, days: int) -> Stats:
        await self.flush()
        now, chosen = self._clock.now(), {"tenant": tenant, "bot": bot}
        since = now.date() - timedelta(days=days - 1)
        counts, answers = await self._database.run(
            tenant,
            [
                Statement("kept.load_counts", {**chosen, "since": since}),
                Statement("kept.count_answers", {**chosen, "now": now}),
            ],
        )
        return Stats(**counts[0], entries=answers[0]["answers"])

    async def load_frequent(
        self, tenant: TenantId, bot: str, most: int
    ) -> tuple[tuple[str, int], ...]:
        await self.flush()
        wanted = {"tenant": tenant, "bot": bot, "most": most}
        found = await self._database.fetch("kept.load_frequent", wanted, tenant=tenant)
        return tuple((row["question"], row["hits"]) for row in found)

    def _batch(self, tenant: TenantId, waiting: Waiting) -> list[Statement]:
        batch = [
            Statement("kept.add_counts", {"tenant": tenant, "bot": bot, "day": day, **tally.row()})
            for bot, day, tally in waiting.days_of(tenant)
        ]
        hits = waiting.hits_of(tenant)
        if hits:
            partitions, exacts, counts = (list(column) for column in zip(*hits, strict=True))
            given = {"partitions": partitions, "exacts": exacts, "hits": counts}
            batch.append(Statement("kept.count_hits", {"tenant": tenant, **given}))
        now_s = self._clock.monotonic()
        if now_s - self._purged_s.get(tenant, now_s - PURGE_S) >= PURGE_S:
            self._purged_s[tenant] = now_s
            over = {"now": self._clock.now() - EXPIRED_KEPT, "most": MOST_IN_PARTITION}
            batch.append(Statement("kept.forget", {"tenant": tenant, **over}))
        return batch

    def _tally(self, scope: Scope) -> Tally:
        return self._waiting.tally(scope.tenant, scope.bot, self._clock.now().date())

    def _note(self, scope: Scope, came: str) -> None:
        if self._recorder is not None:
            lookup = Measurement(
                tenant=scope.tenant,
                subject="cache",
                name=scope.bot or "none",
                operation="lookup",
                outcome="ok",
                code=came,
                at=self._clock.now(),
                ms=0.0,
                cacheable=True,
                cached=came != "miss",
            )
            self._recorder.note(lookup)

    def _meter(self, scope: Scope, outcome: str) -> None:
        if self._meters is not None:
            self._meters.model_cache.labels(scope.bot, outcome).inc()
