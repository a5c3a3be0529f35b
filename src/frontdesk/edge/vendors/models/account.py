"""One vendor's account: a path and a JSON body turned into the vendor's JSON, or into a Failure."""

import contextlib
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import orjson

from frontdesk.ability.gateway import Allowance, Failure
from frontdesk.edge.vendors.models import failing, limits
from frontdesk.edge.vendors.models.events import Events
from frontdesk.edge.vendors.models.shapes import JsonMap
from frontdesk.ground.kit.http import HttpClient, Streamed
from frontdesk.ground.words.problems import NotNow
from frontdesk.ground.words.reading import Json


@dataclass(slots=True)
class Account:
    """Who we are to a vendor. `base_url` has no slash at its end; `headers` carry the key; `query`
    is added to every address. `secret` never stands in what a Failure says."""

    http: HttpClient
    vendor: str
    base_url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    query: str = ""
    secret: str = ""

    async def post(
        self, path: str, body: Mapping[str, Json], *, timeout_s: float
    ) -> tuple[JsonMap, Allowance]:
        """The vendor's JSON object, and what its headers say is left."""
        return await self._send("POST", path, body, timeout_s)

    async def get(self, path: str, *, timeout_s: float) -> JsonMap:
        """The vendor's JSON object of a call that changes and costs nothing."""
        found, _ = await self._send("GET", path, None, timeout_s)
        return found

    @contextlib.asynccontextmanager
    async def stream(
        self, path: str, body: Mapping[str, Json], *, timeout_s: float
    ) -> AsyncIterator["Stream"]:
        """The vendor's events, while the `with` block lasts."""
        try:
            async with self.http.open_stream(
                self.url(path), timeout_s=timeout_s, idle_s=None, json=body, headers=self.headers
            ) as answer:
                await self._check_stream(answer)
                yield Stream(self.vendor, answer, limits.read_allowance(answer.headers))
        except NotNow as problem:
            raise failing.explain_not_now(self.vendor, problem) from problem

    def url(self, path: str) -> str:
        if not self.query:
            return f"{self.base_url}{path}"
        return f"{self.base_url}{path}{'&' if '?' in path else '?'}{self.query}"

    @property
    def bare(self) -> bool:
        """Whether the address names a server only, without a path."""
        return urlsplit(self.base_url).path in ("", "/")

    async def _send(
        self, method: str, path: str, body: Mapping[str, Json] | None, timeout_s: float
    ) -> tuple[JsonMap, Allowance]:
        try:
            answer = await self.http.send_request(
                method, self.url(path), timeout_s=timeout_s, headers=self.headers, json=body
            )
        except NotNow as problem:
            raise failing.explain_not_now(self.vendor, problem) from problem
        if answer.status != 200:
            raise self._explain(answer.status, answer.headers, answer.body)
        try:
            found: Json = orjson.loads(answer.body)
        except orjson.JSONDecodeError as error:
            raise self._explain(200, answer.headers, answer.body) from error
        if not isinstance(found, dict):
            raise failing.fail(self.vendor, "bad_answer", "the answer is no JSON object")
        if found.get("error"):  # some servers answer 200 to everything
            raise failing.explain_error(self.vendor, found, headers=answer.headers)
        return found, limits.read_allowance(answer.headers)

    async def _check_stream(self, answer: Streamed) -> None:
        kind = answer.headers.get("content-type", "")
        if answer.status == 200 and not kind.startswith(("application/json", "text/html")):
            return
        body = b""
        while piece := await answer.read():
            body += piece
        raise self._explain(answer.status, answer.headers, body)

    def _explain(self, status: int, headers: Mapping[str, str], body: bytes) -> Failure:
        failure = failing.explain_answer(self.vendor, status, headers, body)
        if len(self.secret) >= 8:  # some servers repeat the key that they refuse
            failure.vendor_says = failure.vendor_says.replace(self.secret, "***")
        if status == 200 and failure.kind == "server_error":
            return failing.fail(self.vendor, "bad_answer", failure.vendor_says)
        return failure


class Stream:
    """An answer that comes in events. Set `finished` when the vendor said why it ended: whatever
    breaks after that is no loss. Set `over` at its end mark: nothing after that is read."""

    def __init__(self, vendor: str, answer: Streamed, allowance: Allowance) -> None:
        self.allowance = allowance
        self.finished = self.over = False
        self._events = Events(vendor)
        self._answer = answer

    def started(self, idle_s: float) -> None:
        """The first words came: from now on a silence of `idle_s` is a stall. Before them only the
        whole time counts, because models think first."""
        self._answer.idle_s = idle_s

    async def events(self) -> AsyncIterator[tuple[str, JsonMap]]:
        """Each event's name and JSON object; to be read to the end, or until `over`."""
        while piece := await self._read():
            for event in self._events.take(piece):
                yield event
                if self.over:
                    await self._answer.drain()
                    return
        for event in self._events.close():
            yield event

    async def _read(self) -> bytes:
        try:
            return await self._answer.read()
        except NotNow:
            if self.finished:
                return b""
            raise
