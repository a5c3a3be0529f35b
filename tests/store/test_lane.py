"""Connections at hand: shared in turn, replaced when broken, never lost."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Generator
from types import SimpleNamespace
from typing import cast

import psycopg
import pytest
import uvloop
from psycopg import waiting
from psycopg.pq import ConnStatus
from psycopg.pq.abc import PGconn
from psycopg.rows import dict_row
from psycopg.waiting import Ready, Wait
from psycopg_pool import AsyncConnectionPool, PoolTimeout

from frontdesk.ground.store.lane import Connection, Lane
from frontdesk.ground.store.wire import Wire

pytestmark = pytest.mark.store


@pytest.fixture
async def lane(database_url: str) -> AsyncIterator[Lane]:
    pool: AsyncConnectionPool[Connection] = AsyncConnectionPool(
        database_url,
        min_size=1,
        max_size=2,
        open=False,
        connection_class=Wire,
        kwargs={"autocommit": True, "row_factory": dict_row},
    )
    async with pool:
        lane = Lane(pool, most=2, wait_s=0.2)
        yield lane
        await lane.close()


def use(lane: Lane) -> dict[str, int]:
    return {name: lane.use()[name] for name in ("used", "idle", "waiting")}


async def test_who_waited_longest_is_next(lane: Lane) -> None:
    first, second = await lane.take(), await lane.take()
    order: list[int] = []

    async def wait(number: int) -> None:
        connection = await lane.take()
        order.append(number)
        await lane.give(connection)

    waiting = [asyncio.ensure_future(wait(number)) for number in range(4)]
    await asyncio.sleep(0)
    await lane.give(first)
    late = asyncio.ensure_future(wait(9))
    await asyncio.gather(*waiting, late)
    await lane.give(second)
    assert order == [0, 1, 2, 3, 9]
    assert use(lane) == {"used": 0, "idle": 2, "waiting": 0}


async def test_nobody_waits_for_ever(lane: Lane) -> None:
    held = [await lane.take(), await lane.take()]
    with pytest.raises(PoolTimeout):
        await lane.take()
    for connection in held:
        await lane.give(connection)
    assert use(lane) == {"used": 0, "idle": 2, "waiting": 0}
    assert lane.use()["waits"] == 1
    assert lane.use()["wait_ms"] >= 150


async def test_a_cancelled_waiter_loses_no_place(lane: Lane) -> None:
    held = [await lane.take(), await lane.take()]
    waiter = asyncio.ensure_future(lane.take())
    await asyncio.sleep(0)
    await lane.give(held[0])
    waiter.cancel()
    await asyncio.gather(waiter, return_exceptions=True)
    again = await lane.take()
    await lane.give(again)
    await lane.give(held[1])
    assert lane.use()["used"] == 0


async def test_a_broken_connection_is_replaced(lane: Lane) -> None:
    connection = await lane.take()
    pid = connection.info.backend_pid
    with pytest.raises(psycopg.OperationalError):
        await connection.execute("select pg_terminate_backend(pg_backend_pid())")
    await lane.give(connection)
    fresh = await lane.take()
    row = await (await fresh.execute("select 1 as one")).fetchone()
    assert (row, fresh.info.backend_pid != pid) == ({"one": 1}, True)
    await lane.give(fresh)


def test_the_last_words_of_a_failed_socket_are_read_to_the_end() -> None:
    """libuv tells once of a socket whose other end died before it had read everything."""

    async def run() -> bytes:
        ours, theirs = socket.socketpair()
        ours.setblocking(False)
        ours.send(b"a query nobody read")
        theirs.send(b"no")
        broken = SimpleNamespace(socket=ours.fileno(), status=ConnStatus.BAD, finish=ours.close)

        def answer() -> Generator[Wait, Ready | int, bytes]:
            said = b""
            while len(said) < 4:
                yield waiting.WAIT_R
                said += ours.recv(1)
                if said == b"no":
                    asyncio.get_running_loop().call_later(0.01, die)
            return said

        def die() -> None:
            theirs.send(b"ne")
            theirs.close()

        async with asyncio.timeout(5.0):
            wire = Wire(cast("PGconn", broken))
            said = await wire.wait(answer())
        ours.close()
        return said

    assert uvloop.run(run()) == b"none"


def test_connections_killed_under_load_are_replaced(database_url: str) -> None:
    """In the event loop that serves: sockets closed by libpq must not be waited on again."""

    async def work(lane: Lane, until: float) -> int:
        answered = 0
        while asyncio.get_running_loop().time() < until:
            connection = await lane.take()
            with contextlib.suppress(psycopg.OperationalError):
                await connection.execute("select pg_sleep(0.001)")
                answered += 1
            await lane.give(connection)
        return answered

    async def run() -> list[int]:
        pool: AsyncConnectionPool[Connection] = AsyncConnectionPool(
            database_url,
            min_size=2,
            max_size=4,
            open=False,
            connection_class=Wire,
            kwargs={"autocommit": True, "row_factory": dict_row},
        )
        async with (
            pool,
            await psycopg.AsyncConnection.connect(database_url, autocommit=True) as killer,
        ):
            lane = Lane(pool, most=4, wait_s=5.0)
            until = asyncio.get_running_loop().time() + 3.0
            tasks = [asyncio.ensure_future(work(lane, until)) for _ in range(12)]
            for _ in range(10):
                await asyncio.sleep(0.2)
                await killer.execute(
                    "select pg_terminate_backend(pid) from pg_stat_activity"
                    " where datname = current_database() and pid <> pg_backend_pid()"
                )
            async with asyncio.timeout(100):  # the pool waits longer after each failure
                await asyncio.gather(*tasks, return_exceptions=True)
                afterwards = [
                    await work(lane, asyncio.get_running_loop().time() + 0.2) for _ in range(8)
                ]
            await lane.close()
            return afterwards

    assert min(uvloop.run(run())) > 0
