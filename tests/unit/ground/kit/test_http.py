"""Streams through the one client session: pieces as they come, silences, cuts, and connections kept."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest
from aiohttp import web

from frontdesk.ground.kit.http import HttpClient, Streamed
from frontdesk.ground.words.problems import NotNow
from testing import ports

Serve = Callable[[web.Request, web.StreamResponse], Awaitable[None]]


@asynccontextmanager
async def serving(serve: Serve) -> AsyncIterator[tuple[str, set[object]]]:
    """A server that streams as told, and the connections that reached it."""
    seen: set[object] = set()

    async def take(request: web.Request) -> web.StreamResponse:
        assert request.transport is not None
        seen.add(request.transport.get_extra_info("peername"))
        response = web.StreamResponse(headers={"X-Name": "one", "Set-Cookie": "a=b"})
        await response.prepare(request)
        await serve(request, response)
        return response

    app = web.Application()
    app.router.add_post("/", take)
    runner = web.AppRunner(app, shutdown_timeout=0.1, handler_cancellation=True)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/", seen
    finally:
        await runner.cleanup()


async def read_all(answer: Streamed) -> bytes:
    whole = b""
    while piece := await answer.read():
        whole += piece
    return whole


async def two_words(_: web.Request, response: web.StreamResponse) -> None:
    await response.write(b"one ")
    await asyncio.sleep(0.05)
    await response.write(b"two")
    await response.write_eof()


async def a_word_and_silence(_: web.Request, response: web.StreamResponse) -> None:
    await response.write(b"one ")
    await asyncio.sleep(30)


async def a_word_and_gone(request: web.Request, response: web.StreamResponse) -> None:
    await response.write(b"one ")
    await asyncio.sleep(0.05)
    assert request.transport is not None
    request.transport.abort()


async def test_pieces_arrive_as_they_are_sent() -> None:
    async with (
        serving(two_words) as (url, _),
        HttpClient() as http,
        http.open_stream(url, timeout_s=10, idle_s=5, json={}) as answer,
    ):
        assert (answer.status, answer.headers["x-name"]) == (200, "one")
        assert await answer.read() == b"one "
        assert await read_all(answer) == b"two"


async def failing_code(serve: Serve, *, timeout_s: float, idle_s: float | None) -> tuple[str, bool]:
    async with serving(serve) as (url, _), HttpClient() as http:
        with pytest.raises(NotNow) as problem:
            async with http.open_stream(url, timeout_s=timeout_s, idle_s=idle_s, json={}) as answer:
                await read_all(answer)
    return problem.value.code, problem.value.maybe_done


async def test_a_silence_is_a_stall() -> None:
    found = await failing_code(a_word_and_silence, timeout_s=30, idle_s=0.1)
    assert found == ("http.stalled", True)


async def test_the_whole_time_bounds_every_silence() -> None:
    found = await failing_code(a_word_and_silence, timeout_s=0.3, idle_s=None)
    assert found == ("http.unanswered", True)


async def test_a_broken_connection_is_a_cut() -> None:
    found = await failing_code(a_word_and_gone, timeout_s=30, idle_s=5)
    assert found == ("http.cut", True)


async def test_nobody_there_is_unreachable() -> None:
    async with HttpClient() as http:
        url = f"http://127.0.0.1:{ports.free_port()}/"
        with pytest.raises(NotNow) as problem:
            async with http.open_stream(url, timeout_s=5, idle_s=1, json={}):
                pass
    assert (problem.value.code, problem.value.maybe_done) == ("http.unreachable", False)


async def test_an_address_that_is_none_is_unreachable() -> None:
    async with HttpClient() as http:
        with pytest.raises(NotNow) as problem:
            await http.send_request("GET", "http://", timeout_s=5)
    assert problem.value.code == "http.unreachable"


async def test_the_readers_own_mistake_stays_his() -> None:
    async with serving(two_words) as (url, _), HttpClient() as http:
        with pytest.raises(TimeoutError):
            async with http.open_stream(url, timeout_s=5, idle_s=1, json={}):
                raise TimeoutError


async def test_a_drained_stream_gives_its_connection_back() -> None:
    async with serving(two_words) as (url, seen), HttpClient() as http:
        for _ in range(3):
            async with http.open_stream(url, timeout_s=5, idle_s=1, json={}) as answer:
                await answer.read()
                await answer.drain(within_s=5)
    assert len(seen) == 1


async def test_a_stream_left_early_is_closed() -> None:
    async with serving(a_word_and_silence) as (url, seen), HttpClient() as http:
        for _ in range(2):
            async with http.open_stream(url, timeout_s=5, idle_s=1, json={}) as answer:
                await answer.read()
                await answer.drain(within_s=0.01)
    assert len(seen) == 2


async def test_no_cookie_is_sent_on() -> None:
    cookies: list[str] = []

    async def bake(request: web.Request, response: web.StreamResponse) -> None:
        cookies.append(request.headers.get("cookie", ""))
        await response.write_eof()

    async with serving(bake) as (url, _), HttpClient() as http:
        for _ in range(2):
            await http.send_request("POST", url, timeout_s=5, json={})
    assert cookies == ["", ""]
