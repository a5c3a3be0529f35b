"""`/health`, `/health/detailed` and `/metrics`: what is measured now, never a constant."""

import orjson
from fastapi import APIRouter, Request, Response
from prometheus_client import generate_latest

from frontdesk import __version__
from frontdesk.ability import telemetry
from frontdesk.ability.gateway import PURPOSES, Gateway
from frontdesk.ability.telemetry.figures import GAUGES
from frontdesk.edge import callers
from frontdesk.edge.door import Door
from frontdesk.flow.conversation.line import Line
from frontdesk.flow.operations import watch
from frontdesk.ground.words.ids import TenantId
from frontdesk.ground.words.reading import Json

PROBE_S = 2.0
WATCH_LATE_S = 3 * watch.LEASE_S


def routes(line: Line) -> APIRouter:
    """The routes of this surface."""
    router = APIRouter(tags=["operations"])
    operator = callers.keyed(line, "operator", "agent")
    line.meters.exposed.help = GAUGES

    @router.get("/health")
    async def health() -> Response:
        """200 while this process can reach its database within two seconds, and while its watch
        goes round where it has one; else 503."""
        checked = await telemetry.check_database(line.database, line.clock, PROBE_S)
        ok = checked.ok and not is_blind(line)
        body: dict[str, Json] = {"status": "ok" if ok else "down", "version": __version__}
        return _answer(body, ok=ok)

    @router.get("/health/detailed")
    async def detailed(request: Request) -> Response:
        """Every part with its own finding; needs a key of scope operator or agent."""
        caller = await operator(request)
        parts = await telemetry.check_parts(line.database, line.clock, PROBE_S)
        parts["channels"] = {
            name: {"mode": channel.mode, "ready": channel.mode == "answer" or name in line.senders}
            for name, channel in line.channels.items()
        }
        parts["bots"] = sorted(line.bots)
        parts["models"] = render_models(line.gateway, caller.tenant_id)
        parts["version"] = __version__
        parts["watch"] = {"ok": not is_blind(line), "last_round_s_ago": watched_s_ago(line)}
        ok = bool(parts["ok"]) and not is_blind(line)
        return _answer({"status": "ok" if ok else "down", **parts}, ok=ok)

    @router.get("/metrics")
    async def metrics() -> Response:
        """Prometheus text format."""
        await telemetry.collect_gauges(line.database, line.meters, line.clock, PROBE_S)
        text = generate_latest(line.meters.registry)
        return Response(text, media_type="text/plain; version=0.0.4; charset=utf-8")

    return router


def render_models(gateway: Gateway, tenant: TenantId) -> dict[str, Json]:
    """The vendors there are, the rung that calls of each purpose begin on now, and every breaker that
    is not closed. A vendor that is away makes nobody unwell: the next rung answers."""
    rungs = {one: gateway.standing(tenant, "", one) for one in PURPOSES if one != "embed"}
    return {
        "configured": [name for name in gateway.configured if name != "rules"],
        "rungs": {name: {"rung": at.rung, "reason": at.reason} for name, at in rungs.items()},
        "breakers": {
            one.model: {
                "state": one.state,
                "after": one.kind,
                "failures": one.failures,
                "left_s": round(one.left_s, 1),
                "hold_s": round(one.hold_s, 1),
                "by_hand": one.by_hand,
            }
            for one in gateway.breakers()
            if one.state != "closed" or one.hold_s or one.by_hand
        },
    }


def watched_s_ago(line: Line) -> float | None:
    """Seconds since this process's watch last went round; None where others watch."""
    age_s = line.rounds.age_s("watch", line.clock.monotonic())
    return None if age_s is None else round(age_s, 1)


def is_blind(line: Line) -> bool:
    """Whether this process should watch, and has not for three intervals of the watch."""
    age_s = watched_s_ago(line)
    return age_s is not None and age_s > WATCH_LATE_S


def _answer(body: dict[str, Json], *, ok: bool) -> Response:
    return Response(
        orjson.dumps(body), status_code=200 if ok else 503, media_type="application/json"
    )


DOOR = Door(name="health", routes=routes)
