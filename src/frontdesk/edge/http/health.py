"""`/health`, `/health/detailed` and `/metrics`: what is measured now, never a constant."""

import orjson
from fastapi import APIRouter, Request, Response
from prometheus_client import generate_latest

from frontdesk import __version__
from frontdesk.ability import telemetry
from frontdesk.edge import callers
from frontdesk.edge.door import Door
from frontdesk.flow.conversation.line import Line
from frontdesk.ground.words.reading import Json

PROBE_S = 2.0


def routes(line: Line) -> APIRouter:
    """The routes of this surface."""
    router = APIRouter(tags=["operations"])
    operator = callers.keyed(line, "operator", "agent")

    @router.get("/health")
    async def health() -> Response:
        """200 while this process can reach its database within two seconds, else 503."""
        checked = await telemetry.check_database(line.database, line.clock, PROBE_S)
        body: dict[str, Json] = {
            "status": "ok" if checked.ok else "down",
            "version": __version__,
        }
        return _answer(body, ok=checked.ok)

    @router.get("/health/detailed")
    async def detailed(request: Request) -> Response:
        """Every part with its own finding; needs a key of scope operator or agent."""
        await operator(request)
        parts = await telemetry.check_parts(line.database, line.clock, PROBE_S)
        parts["channels"] = {
            name: {"mode": channel.mode, "ready": channel.mode == "answer" or name in line.senders}
            for name, channel in line.channels.items()
        }
        parts["bots"] = sorted(line.bots)
        parts["version"] = __version__
        ok = bool(parts["ok"])
        return _answer({"status": "ok" if ok else "down", **parts}, ok=ok)

    @router.get("/metrics")
    async def metrics() -> Response:
        """Prometheus text format."""
        await telemetry.collect_gauges(line.database, line.meters, line.clock, PROBE_S)
        text = generate_latest(line.meters.registry)
        return Response(text, media_type="text/plain; version=0.0.4; charset=utf-8")

    return router


def _answer(body: dict[str, Json], *, ok: bool) -> Response:
    return Response(
        orjson.dumps(body), status_code=200 if ok else 503, media_type="application/json"
    )


DOOR = Door(name="health", routes=routes)
