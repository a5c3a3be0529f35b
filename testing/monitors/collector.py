"""A collector of OpenTelemetry over HTTP that keeps what it is sent, and fails as it is told to."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self

import orjson
from aiohttp import web

Attributes = Mapping[str, str | int | float | bool]


@dataclass(slots=True)
class Received:
    """One span as it arrived."""

    span: Mapping[str, Any]
    resource: Attributes

    @property
    def name(self) -> str:
        return str(self.span["name"])

    @property
    def facts(self) -> Attributes:
        return read_attributes(self.span["attributes"])


@dataclass(slots=True)
class FakeCollector:
    """`statuses` are what the next requests get, in order; then 200. `rejects` spans of each."""

    statuses: list[int] = field(default_factory=list)
    rejects: int = 0
    spans: list[Received] = field(default_factory=list)
    headers: list[Mapping[str, str]] = field(default_factory=list)
    raw: list[bytes] = field(default_factory=list)
    requests: int = 0
    url: str = ""
    _runner: web.AppRunner | None = None

    async def __aenter__(self) -> Self:
        app = web.Application(client_max_size=8 * 1024 * 1024)
        app.router.add_post("/v1/traces", self._take)
        self._runner = web.AppRunner(app)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        host, port = self._runner.addresses[0][:2]
        self.url = f"http://{host}:{port}"
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._runner is not None:
            await self._runner.cleanup()

    async def _take(self, request: web.Request) -> web.Response:
        self.requests += 1
        if self.statuses and (status := self.statuses.pop(0)) != 200:
            return web.Response(status=status, headers={"retry-after": "7"})
        body = await request.read()
        self.raw.append(body)
        self.headers.append({name.lower(): value for name, value in request.headers.items()})
        for part in orjson.loads(body)["resourceSpans"]:
            resource = read_attributes(part["resource"]["attributes"])
            for scope in part["scopeSpans"]:
                self.spans += [Received(span, resource) for span in scope["spans"]]
        partial = {"rejectedSpans": str(self.rejects)} if self.rejects else {}
        return web.json_response({"partialSuccess": partial} if partial else {})


def read_attributes(written: list[Any]) -> Attributes:
    """Attributes of the JSON mapping as plain values."""
    found: dict[str, str | int | float | bool] = {}
    for one in written:
        ((kind, value),) = one["value"].items()
        found[one["key"]] = int(value) if kind == "intValue" else value
    return found
