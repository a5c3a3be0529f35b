"""A fake turned into the client that its provider opens on it."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import web

from frontdesk.ability.gateway import Ask, Client, Completion, Message, Provider, Sampling
from frontdesk.ground.kit.http import HttpClient
from frontdesk.ground.words.reading import Json
from frontdesk.ground.words.settings import Setting, SettingValue


def open_on(provider: Provider, http: HttpClient, **given: SettingValue) -> Client:
    """The provider's client with these settings."""

    def read(setting: Setting) -> SettingValue:
        return given.get(setting.name, setting.default)

    client = provider.open(http, read)
    assert client is not None
    return client


async def complete(
    client: Client, model: str, *, sampling: Sampling | None = None, text: str = "Ann"
) -> Completion:
    ask = Ask(model, (Message("user", text),), sampling=sampling or Sampling())
    return await client.complete(ask, timeout_s=5)


@asynccontextmanager
async def saying(*chunks: Json, then_s: float = 0.0) -> AsyncIterator[str]:
    """A server that streams just these events (texts go as they are), waits, and closes."""

    async def stream(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"content-type": "text/event-stream"})
        await response.prepare(request)
        for chunk in chunks:
            told = chunk if isinstance(chunk, str) else json.dumps(chunk)
            await response.write(f"data: {told}\n\n".encode())
        await asyncio.sleep(then_s)
        return response

    app = web.Application()
    app.router.add_post("/v1/chat/completions", stream)
    runner = web.AppRunner(app, shutdown_timeout=0.1, handler_cancellation=True)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/v1"
    finally:
        await runner.cleanup()
