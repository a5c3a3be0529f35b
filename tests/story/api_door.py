"""A database turned into a house whose API a program outside can call, with a key of every scope."""

import contextlib
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from typing import Any

import aiohttp
import orjson

from frontdesk.ability import identity
from testing import house
from testing.clock import FakeClock
from testing.house import Home

MESSAGES = "/api/v1/messages"
JSON = "application/json"


@dataclass(frozen=True, slots=True)
class Door:
    """The API as a program outside meets it."""

    home: Home
    url: str
    http: aiohttp.ClientSession
    keys: Mapping[str, str]

    async def ask(
        self, method: str, path: str, *, scope: str | None = "customer", **more: Any
    ) -> tuple[int, Any, aiohttp.ClientResponse]:
        headers = dict(more.pop("headers", {}))
        if scope is not None:
            headers.setdefault("authorization", f"Bearer {self.keys[scope]}")
        answer = await self.http.request(method, self.url + path, headers=headers, **more)
        body = await answer.read()
        return answer.status, orjson.loads(body) if body else None, answer

    async def post(self, body: bytes, **more: Any) -> tuple[int, Any, aiohttp.ClientResponse]:
        headers = {"content-type": JSON, **more.pop("headers", {})}
        return await self.ask("POST", MESSAGES, data=body, headers=headers, **more)

    async def say(self, text: str, contact: str = "anna", **more: str) -> tuple[int, Any]:
        body = orjson.dumps({"contact": contact, "text": text, **more})
        status, told, _ = await self.post(body)
        return status, told


@contextlib.asynccontextmanager
async def open_door(
    database_url: str, *, tenant: Mapping[str, object] | None = None
) -> AsyncIterator[Door]:
    """Serve the house on a clock of the test."""
    async with (
        house.open_house(database_url, clock=FakeClock(), tenant=tenant) as home,
        house.serve(home.house) as url,
        aiohttp.ClientSession() as http,
    ):
        keys = {str(scope): await home.key(scope) for scope in identity.SCOPES}
        yield Door(home, url, http, keys)
