"""`/api/v1/heartbeats`: programs report that they live, with a key or by an address nobody can guess."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from frontdesk.ability.identity import Caller
from frontdesk.edge import callers
from frontdesk.edge.door import Door
from frontdesk.edge.http.watch.alerts import answer
from frontdesk.flow.conversation.line import Line
from frontdesk.flow.operations.upkeep import heartbeats
from frontdesk.flow.operations.upkeep.heartbeats import Heartbeat
from frontdesk.ground.words.ids import TenantId
from frontdesk.ground.words.reading import Json

MOST_SAID = 1000


def routes(line: Line) -> APIRouter:
    """The routes of this surface. GET and POST report alike, so that the plainest program can."""
    router = APIRouter(prefix="/api/v1/heartbeats", tags=["operations"])
    looks = callers.keyed(line, "operator", "agent")
    acts = callers.keyed(line, "operator")

    @router.get("")
    async def list_all(caller: Annotated[Caller, Depends(looks)]) -> Response:
        """Every program that reports, and how late each is."""
        found = await heartbeats.load_heartbeats(line.database, caller.tenant_id)
        return answer({"heartbeats": [render(one, line) for one in found]})

    @router.post("", status_code=201)
    async def make(
        label: str, every_s: float, caller: Annotated[Caller, Depends(acts)], grace_s: float = 60.0
    ) -> Response:
        """Make one with an address of its own, which needs no key: give it to the program."""
        made = await heartbeats.save_heartbeat(
            line.database,
            caller.tenant_id,
            heartbeats.make_name(label),
            now=line.clock.now(),
            every_s=every_s,
            grace_s=grace_s,
        )
        path = f"/api/v1/heartbeats/{caller.tenant_id}/{made.name}"
        return answer({**render(made, line), "name": made.name, "path": path}, status=201)

    @router.get("/{name}")
    @router.post("/{name}")
    async def report(
        name: str,
        request: Request,
        caller: Annotated[Caller, Depends(acts)],
        every_s: float | None = None,
        grace_s: float | None = None,
    ) -> Response:
        """Report with a key; the first report makes it known."""
        seen = await heartbeats.save_heartbeat(
            line.database,
            caller.tenant_id,
            name,
            now=line.clock.now(),
            every_s=every_s,
            grace_s=grace_s,
            says=await _said(request),
        )
        return answer(render(seen, line))

    @router.delete("/{name}")
    async def forget(name: str, caller: Annotated[Caller, Depends(acts)]) -> Response:
        """Wait for it no longer."""
        gone = await heartbeats.remove_heartbeat(line.database, caller.tenant_id, name)
        return answer({"name": name, "removed": gone})

    _add_open(router, line)
    return router


def _add_open(router: APIRouter, line: Line) -> None:
    @router.get("/{owner}/{name}")
    @router.post("/{owner}/{name}")
    async def report(owner: str, name: str, request: Request) -> Response:
        """Report by an address that nobody can guess."""
        check_secret(name)
        seen = await heartbeats.save_heartbeat(
            line.database,
            TenantId(owner),
            name,
            now=line.clock.now(),
            says=await _said(request),
            known_only=True,
        )
        return answer(render(seen, line))

    @router.get("/{owner}/{name}/fail")
    @router.post("/{owner}/{name}/fail")
    async def fail(owner: str, name: str, request: Request) -> Response:
        """Report a failure: it counts as late at once."""
        check_secret(name)
        said = await _said(request)
        seen = await heartbeats.save_failure(
            line.database, TenantId(owner), name, now=line.clock.now(), says=said
        )
        return answer(render(seen, line))


def check_secret(name: str) -> None:
    """Only a name that holds a secret may report without a key; others do not exist here."""
    if not heartbeats.SECRET.fullmatch(name):
        raise heartbeats.unknown()


async def _said(request: Request) -> str:
    body = await request.body()
    return body[: 4 * MOST_SAID].decode(errors="replace").replace("\0", "")[:MOST_SAID]


def render(one: Heartbeat, line: Line) -> dict[str, Json]:
    """A heartbeat as JSON; its secret is shown to nobody after it was made."""
    late_s = one.late_s(line.clock.now())
    return {
        "name": one.shown,
        "every_s": one.every_s,
        "grace_s": one.grace_s,
        "seen_at": one.seen_at.isoformat(),
        "late": late_s > 0,
        "late_s": round(max(0.0, late_s), 1),
        "says": one.says,
    }


DOOR = Door(name="heartbeats", routes=routes)
