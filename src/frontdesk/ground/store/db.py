"""The pool: named statements run under a tenant, alone, as one batch, or in a transaction.

Every transaction sets `app.tenant` before anything else, and runs as the role frontdesk_app, for
which row-level security hides all other tenants' rows whatever the WHERE says.
"""

import contextlib
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Any

import orjson
import psycopg
from psycopg import pq
from psycopg.abc import Buffer
from psycopg.adapt import Loader
from psycopg.rows import DictRow, dict_row, scalar_row
from psycopg.types.json import set_json_dumps, set_json_loads
from psycopg_pool import AsyncConnectionPool, PoolTimeout

from frontdesk.ground.store import named
from frontdesk.ground.store.lane import Connection, Lane
from frontdesk.ground.store.wire import Wire
from frontdesk.ground.words.ids import TenantId
from frontdesk.ground.words.problems import Broken, NotNow

Row = DictRow
Params = Mapping[str, Any]

APP_ROLE = "frontdesk_app"
OURS = "FD"  # states raised by our own functions
LOST_LEASE = "FD002"
RECEIVED_TWICE = "FD001"
_SET_TENANT = "select set_config('app.tenant', %s, true)"


class UuidText(Loader):
    """UUIDs stay text: ids are strings everywhere in the house."""

    format = pq.Format.TEXT

    def load(self, data: Buffer) -> str:
        return bytes(data).decode()


@dataclass(frozen=True, slots=True)
class Statement:
    """A named statement with its parameters, for a batch."""

    name: str
    params: Params


class Database:
    """One process's connections. Open it once; every method may be called concurrently."""

    def __init__(self, url: str, *, connections: int = 12, wait_s: float = 5.0) -> None:
        self._url = url
        self._wait_s, self._most = wait_s, connections
        self._sql = named.statements()
        self.timings: dict[str, named.Timing] = {}
        self._pool: AsyncConnectionPool[Connection] = AsyncConnectionPool(
            url,
            min_size=min(2, connections),
            max_size=connections,
            open=False,
            connection_class=Wire,
            timeout=wait_s,
            kwargs={"autocommit": True, "row_factory": dict_row, "prepare_threshold": 2},
            configure=_configure,
            name="frontdesk",
        )
        self._lane = Lane(self._pool, most=connections, wait_s=wait_s)

    async def open(self) -> None:
        """Connect; raises Broken `store.unreachable` when the database does not answer."""
        set_json_dumps(orjson.dumps)
        set_json_loads(orjson.loads)
        try:
            await self._pool.open(wait=True, timeout=30.0)
        except PoolTimeout as error:
            await self._pool.close()
            raise Broken(
                "store.unreachable",
                "the database does not answer",
                fix="check DATABASE_URL, or run `frontdesk doctor`",
            ) from error

    async def close(self) -> None:
        await self._lane.close()
        await self._pool.close()

    async def call(self, name: str, params: Params) -> Any:
        """Run a function of ours that sets the tenant itself; gives its one value."""
        async with _Use(self, name) as connection:
            cursor = connection.cursor(row_factory=scalar_row)
            await cursor.execute(self._sql[name], params)
            return await cursor.fetchone()

    async def fetch(self, name: str, params: Params, *, tenant: TenantId | None) -> list[Row]:
        """Run one statement and give its rows. `tenant=None` only for the `find_` functions and
        for statements that set the tenant themselves."""
        if tenant is None:
            async with _Use(self, name) as connection:
                cursor = await connection.execute(self._sql[name], params)
                return await cursor.fetchall() if cursor.description else []
        rows = await self.run(tenant, [Statement(name, params)])
        return rows[0]

    async def fetch_one(self, name: str, params: Params, *, tenant: TenantId | None) -> Row | None:
        rows = await self.fetch(name, params, tenant=tenant)
        return rows[0] if rows else None

    async def run(
        self, tenant: TenantId, batch: Sequence[Statement], *, label: str = ""
    ) -> list[list[Row]]:
        """Run a batch as one transaction in one round trip; all of it holds, or none of it.

        Statements cannot see each other's results in Python; where one must stop the rest it
        raises in SQL (`timers.hold`). Gives each statement's rows, in order.
        """
        async with _Use(self, label or batch[0].name) as connection:
            cursors = []
            try:
                async with connection.pipeline():
                    await connection.execute(_SET_TENANT, (tenant,))
                    for statement in batch:
                        cursors.append(
                            await connection.execute(self._sql[statement.name], statement.params)
                        )
            except psycopg.Error:
                # psycopg may take for prepared what the server skipped after the failure; another
                # user of this connection would trip over it.
                await connection.close()
                raise
            return [await cursor.fetchall() if cursor.description else [] for cursor in cursors]

    @contextlib.asynccontextmanager
    async def transaction(self, tenant: TenantId) -> AsyncIterator["Transaction"]:
        """A transaction whose statements depend on each other's results."""
        async with _Use(self, "transaction") as connection, connection.transaction():
            await connection.execute(_SET_TENANT, (tenant,))
            yield Transaction(connection, self._sql)

    def pool_use(self) -> Mapping[str, int]:
        """Connections of this process: `used`, `idle`, callers `waiting` for one, and the `most`
        there may be."""
        return {**self._lane.use(), "most": self._most}


class Transaction:
    """Statements inside one open transaction."""

    def __init__(self, connection: Connection, sql: Mapping[str, str]) -> None:
        self._connection, self._sql = connection, sql

    async def fetch(self, name: str, params: Params) -> list[Row]:
        cursor = await self._connection.execute(self._sql[name], params)
        return await cursor.fetchall() if cursor.description else []

    async def fetch_one(self, name: str, params: Params) -> Row | None:
        rows = await self.fetch(name, params)
        return rows[0] if rows else None


class _Use:
    """One connection for the length of a `with` block, timed under a statement's name."""

    __slots__ = ("_connection", "_database", "_name", "_started")

    def __init__(self, database: Database, name: str) -> None:
        self._database, self._name = database, name
        self._started = time.perf_counter()
        self._connection: Connection | None = None

    async def __aenter__(self) -> Connection:
        try:
            self._connection = await self._database._lane.take()
        except (PoolTimeout, psycopg.OperationalError) as error:
            raise NotNow("store.busy", "no database connection is free", after_s=1.0) from error
        return self._connection

    async def __aexit__(
        self,
        _kind: type[BaseException] | None,
        error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        if self._connection is not None:
            await self._database._lane.give(self._connection)
        timing = self._database.timings.setdefault(self._name, named.Timing())
        timing.calls += 1
        timing.seconds += time.perf_counter() - self._started
        if error is None:
            return
        timing.failures += 1
        if isinstance(error, psycopg.OperationalError) and not sqlstate(error).startswith(OURS):
            raise NotNow(
                "store.connection_lost", "the connection to the database was lost", after_s=1.0
            ) from error


async def _configure(connection: Connection) -> None:
    connection.adapters.register_loader("uuid", UuidText)
    await connection.execute(f"set role {APP_ROLE}")


def sqlstate(error: psycopg.Error) -> str:
    """The five-letter state of a database error; ours start with FD."""
    return error.sqlstate or ""
