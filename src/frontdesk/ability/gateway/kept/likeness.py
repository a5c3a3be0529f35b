"""A question turned into the kept one that asks the same, by vectors of one and the same model."""

from collections import OrderedDict
from collections.abc import Iterable, Sequence
from typing import NamedTuple, Protocol

from frontdesk.ability.gateway.calls import Embedded, Scope
from frontdesk.ability.gateway.kept.index import Entry
from frontdesk.ability.gateway.kept.lexical import RULES, Vector, embed_by_rules, nearness, unit
from frontdesk.ground.kit.clock import Clock
from frontdesk.ground.words.ids import TenantId
from frontdesk.ground.words.problems import Problem

EMBED_S = 1.0  # a lookup is to save time: what embeds slower is not waited for
AGAIN_S = 30.0  # after a failed embedding words are compared by rules for so long
REMEMBERED_S = 60.0
_REMEMBERED = 1_000
_ROUNDING = 1e-6


class Embed(Protocol):
    """The way to embeddings: `Gateway.embed`. Raises a Problem where no model can embed."""

    async def __call__(
        self, texts: Sequence[str], scope: Scope, *, deadline_at: float | None = None
    ) -> Embedded: ...


class Placed(NamedTuple):
    """A question's vector, the model it is of, and when it was made (monotonic)."""

    embedder: str
    vector: Vector
    at_s: float


class Likeness:
    """Vectors of questions, by the model for embeddings where one answers, else by rules."""

    def __init__(self, clock: Clock, embed: Embed | None) -> None:
        self._clock, self._embed = clock, embed
        self._placed: OrderedDict[tuple[TenantId, str], Placed] = OrderedDict()
        self._without_until_s = 0.0

    async def nearest(
        self,
        question: str,
        scope: Scope,
        among: Iterable[Entry],
        *,
        least: float,
        deadline_at: float | None,
    ) -> Entry | None:
        """The nearest entry, if it is as near as `least`. One that was placed by another model is
        compared by rules, as its question is: vectors of two models are never compared."""
        mine = await self.place(question, scope, deadline_at)
        ranked = sorted(
            ((_nearness(question, mine, entry), entry.version, entry) for entry in among),
            key=lambda one: one[:2],
        )
        if not ranked or ranked[-1][0] < least - _ROUNDING:
            return None
        return ranked[-1][2]

    async def place(self, question: str, scope: Scope, deadline_at: float | None) -> Placed:
        """The vector of a question; the one made for its lookup serves when its answer is kept."""
        now, key = self._clock.monotonic(), (scope.tenant, question)
        placed = self._placed.get(key)
        if placed is not None and now - placed.at_s < REMEMBERED_S:
            return placed
        placed = await self._ask(question, scope, deadline_at, now)
        if placed.embedder == RULES:
            return placed  # costs nothing to make again, and a model may answer by then
        self._placed[key] = placed
        self._placed.move_to_end(key)
        while len(self._placed) > _REMEMBERED:
            self._placed.popitem(last=False)
        return placed

    async def _ask(
        self, question: str, scope: Scope, deadline_at: float | None, now: float
    ) -> Placed:
        if self._embed is not None and now >= self._without_until_s:
            until = now + EMBED_S if deadline_at is None else min(deadline_at, now + EMBED_S)
            try:
                found = await self._embed((question,), scope, deadline_at=until)
            except Problem:
                self._without_until_s = now + AGAIN_S
            else:
                return Placed(found.model, unit(found.vectors.vectors[0]), now)
        return Placed(RULES, embed_by_rules(question), now)


def _nearness(question: str, mine: Placed, entry: Entry) -> float:
    if entry.vector is not None and entry.embedder == mine.embedder:
        return nearness(mine.vector, entry.vector)
    return nearness(embed_by_rules(question), embed_by_rules(entry.question))
