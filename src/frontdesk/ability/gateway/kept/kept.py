"""A call turned into the answer it may have again; an answer into one that others may have."""

import logging
from dataclasses import replace
from datetime import timedelta

from psycopg.types.json import Jsonb

from frontdesk.ability.controls import Controls
from frontdesk.ability.gateway import bounds
from frontdesk.ability.gateway.calls import Answer, Call, Scope, Via
from frontdesk.ability.gateway.kept.cacheable import decide_cacheable, keepable
from frontdesk.ability.gateway.kept.counting import Counting
from frontdesk.ability.gateway.kept.counts import Stats
from frontdesk.ability.gateway.kept.essence import find_essence
from frontdesk.ability.gateway.kept.flight import Flights, Make
from frontdesk.ability.gateway.kept.index import Entry, Part
from frontdesk.ability.gateway.kept.keys import Keys, find_keys
from frontdesk.ability.gateway.kept.lexical import RULES
from frontdesk.ability.gateway.kept.likeness import Embed, Likeness
from frontdesk.ability.gateway.kept.shelf import Shelf
from frontdesk.ability.telemetry import Meters, Recorder
from frontdesk.ground.kit.clock import Clock
from frontdesk.ground.store.db import Database, Statement
from frontdesk.ground.words.ids import TenantId
from frontdesk.ground.words.problems import Problem

log = logging.getLogger("gateway.kept")


class Kept:
    """What a process knows of kept answers. Nothing here fails a call: without the store nothing is
    found and nothing is kept. `flush` is to be called twice a second."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        controls: Controls,
        embed: Embed | None = None,
        *,
        meters: Meters | None = None,
        recorder: Recorder | None = None,
    ) -> None:
        self._database, self._clock, self._controls = database, clock, controls
        self._likeness = Likeness(clock, embed)
        self._shelf = Shelf(database, clock)
        self._counting = Counting(database, clock, meters, recorder)
        self._flights = Flights()

    async def find(self, call: Call) -> Answer | None:
        """The kept answer to this call, free of charge, on the rung `cached`: of the same request, or
        of one that asks the same in other words. None where there is none, or may be none."""
        if not self._open_to(call, count=True):
            return None
        keys = find_keys(call)
        try:
            part = await self._shelf.part(keys, call.scope.tenant)
        except Problem as problem:
            log.warning("kept answers cannot be read: %s", problem.code)
            return None
        entry = part.use(keys.exact)
        if entry is not None and self._alive(entry, call):
            self._counting.hit(call.scope, keys, entry, "exact")
            return _given(entry, "cache_exact", "same_request")
        entry = await self._similar(part, keys, call)
        if entry is not None:
            self._counting.hit(call.scope, keys, entry, "similar")
            return _given(entry, "cache_similar", "similar_question")
        self._counting.miss(call.scope)
        self._shelf.missed(keys, part)
        return None

    async def keep(self, call: Call, answer: Answer) -> None:
        """Keep a whole answer of a model for those who may have it, until its time is over. What was
        looked for before a clearing is not kept after it."""
        if not keepable(answer) or not self._open_to(call):
            return
        keys, now = find_keys(call), self._clock.now()
        placed = None
        if find_essence(keys.question) and self._least(call.scope) < 1:
            placed = await self._likeness.place(keys.question, call.scope, call.deadline_at)
        by_model = placed is not None and placed.embedder != RULES
        entry = Entry(
            exact=keys.exact,
            setting=keys.setting,
            version=0,
            question=keys.question,
            embedder=placed.embedder if placed is not None else RULES,
            vector=placed.vector if placed is not None and by_model else None,
            answer=Answer(answer.text, answer.model, "cached", "kept", parsed=answer.parsed),
            cost_micro=answer.cost_micro or 0,
            kept_at=now,
            expires_at=now + timedelta(seconds=self._ttl_s(call)),
        )
        try:
            await self._shelf.save(call, keys, entry)
        except Problem as problem:
            log.warning("an answer could not be kept: %s", problem.code)

    async def alone(self, call: Call, make: Make) -> Answer:
        """What `make` gives; equal calls that may be kept and come meanwhile wait for the same."""
        if not self._open_to(call):
            return await make()
        left_s = None
        if call.deadline_at is not None:
            left_s = max(call.deadline_at - self._clock.monotonic(), 0.0)
        return await self._flights.alone(find_keys(call).exact, make, left_s=left_s)

    def only(self, scope: Scope) -> bool:
        """Whether no model is to be asked, so that a miss is the end of this rung."""
        return self._controls.value(scope.tenant, bounds.cache_only, scope.bot)

    async def clear(self, tenant: TenantId, bot: str | None = None, *, who: str, why: str) -> int:
        """Forget all answers of a tenant, or of one bot; how many there were. No process gives any of
        them after half a second more."""
        audit = {
            "tenant": tenant,
            "who": who,
            "action": "cache.clear",
            "subject": bot or "",
            "detail": Jsonb({"bot": bot, "why": why}),
            "now": self._clock.now(),
        }
        batch = [
            Statement("kept.clear", {"tenant": tenant, "bot": bot}),
            Statement("audit.append", audit),
        ]
        gone, _ = await self._database.run(tenant, batch)
        self._shelf.index.forget(tenant)
        return int(gone[0]["answers"])

    async def load_stats(self, tenant: TenantId, bot: str | None = None, *, days: int = 1) -> Stats:
        """Lookups of the last `days` UTC days, today included, by every process that has written them
        down, and the answers that are held now."""
        return await self._counting.load_stats(tenant, bot, days)

    async def load_frequent(
        self, tenant: TenantId, bot: str, *, most: int = 20
    ) -> tuple[tuple[str, int], ...]:
        """The questions whose answers were given again most often, and how often. Those that are
        over are among them for one more day."""
        return await self._counting.load_frequent(tenant, bot, most)

    async def flush(self) -> None:
        """Write down what was counted, and remove what is over. Raises NotNow while the store is
        away; the counts then wait."""
        await self._counting.flush()

    async def _similar(self, part: Part, keys: Keys, call: Call) -> Entry | None:
        least = self._least(call.scope)
        among = [entry for entry in part.alike(keys) if self._alive(entry, call)]
        if least >= 1 or not among:
            return None
        return await self._likeness.nearest(
            keys.question, call.scope, among, least=least, deadline_at=call.deadline_at
        )

    def _open_to(self, call: Call, *, count: bool = False) -> bool:
        """Whether answers to this call are kept at all, by the call itself and by the switches."""
        reason = decide_cacheable(call)
        if reason is not None:
            if count and reason != "not_allowed":
                self._counting.passed(call.scope, reason)
            return False
        tenant, bot = call.scope.tenant, call.scope.bot
        return self._controls.value(tenant, bounds.cache_on, bot) or self.only(call.scope)

    def _alive(self, entry: Entry, call: Call) -> bool:
        """A lifetime that was shortened since holds for what was kept before, too."""
        now = self._clock.now()
        return now < entry.expires_at and now < entry.kept_at + timedelta(seconds=self._ttl_s(call))

    def _ttl_s(self, call: Call) -> float:
        own = call.caching.ttl_s
        scope = call.scope
        if own is not None:
            return own
        return self._controls.value(scope.tenant, bounds.cache_ttl_s, scope.bot)

    def _least(self, scope: Scope) -> float:
        return self._controls.value(scope.tenant, bounds.cache_similar, scope.bot)


def _given(entry: Entry, via: Via, reason: str) -> Answer:
    """A kept answer as it is given again."""
    return replace(entry.answer, via=via, reason=reason, saved_micro=entry.cost_micro)
