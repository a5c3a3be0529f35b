"""`/api/v1/stats` and `/api/metrics`: what was measured, per bot and operation, as JSON."""

from collections.abc import Mapping
from typing import Annotated

import orjson
from fastapi import APIRouter, Depends, Response

from frontdesk.ability.controls import EVERYONE
from frontdesk.ability.gateway.kept.counting import Counting
from frontdesk.ability.identity import Caller
from frontdesk.edge import callers
from frontdesk.edge.door import Door
from frontdesk.flow.conversation.contracts.bot import list_targets
from frontdesk.flow.conversation.line import Line
from frontdesk.flow.operations.measured import levels, stats, switches, views
from frontdesk.ground.words.ids import TenantId
from frontdesk.ground.words.reading import Json


class Gathered:
    """The metrics of each tenant, gathered anew only when they are older than the control says."""

    def __init__(self, line: Line) -> None:
        self._line = line
        self._known: dict[TenantId, tuple[float, Mapping[str, Json]]] = {}

    async def load(self, tenant: TenantId) -> Mapping[str, Json]:
        line = self._line
        now_s = line.clock.monotonic()
        known = self._known.get(tenant)
        every_s = line.controls.value(EVERYONE, switches.gather_every_s)
        if known is not None and now_s - known[0] < every_s:
            return known[1]
        hours = line.controls.value(EVERYONE, switches.bots_kept_days) * 24
        usual = line.controls.value(EVERYONE, switches.window_hours)
        figures = await stats.load_figures(
            line.database, line.controls, tenant, line.clock.now(), hours=min(usual, hours)
        )
        counting = Counting(line.database, line.clock, None)
        kept = await counting.load_stats(tenant, None, 1)
        gathered = views.render_metrics(figures, kept.entries)
        self._known[tenant] = (now_s, gathered)
        return gathered


def routes(line: Line) -> APIRouter:
    """The routes of this surface; they need a key of scope operator or agent."""
    router = APIRouter(prefix="/api", tags=["operations"])
    looks = callers.keyed(line, "operator", "agent")
    gathered = Gathered(line)

    @router.get("/v1/stats")
    async def get_stats(
        caller: Annotated[Caller, Depends(looks)],
        bot: str = "",
        operation: str = "",
        window: str | None = None,
    ) -> Response:
        """Quantiles, outcomes, rungs, cache and cost per bot and operation, and what is promised."""
        now = line.clock.now()
        figures = await stats.load_figures(
            line.database, line.controls, caller.tenant_id, now, window=window
        )
        targets = list_targets(line.bots.values())
        rows = stats.list_rows(figures, targets, bot=bot, operation=operation)
        promised = levels.decide_levels(figures, targets, bot=bot)
        body: dict[str, Json] = {
            "window": figures.window,
            "since": figures.since.isoformat(),
            "at": now.isoformat(),
            "stats": rows,
            "sla": [one.as_json() for one in promised if operation in ("", one.target.operation)],
        }
        return answer(body)

    @router.get("/metrics")
    async def get_metrics(caller: Annotated[Caller, Depends(looks)]) -> Response:
        """Every metric of the usual window by name, gathered anew after a while."""
        return answer(await gathered.load(caller.tenant_id))

    return router


def answer(body: Mapping[str, Json]) -> Response:
    """A JSON answer."""
    return Response(orjson.dumps(body), media_type="application/json")


DOOR = Door(name="stats", routes=routes)
