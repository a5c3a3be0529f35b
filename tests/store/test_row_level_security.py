"""Tenant A reads, changes and removes nothing of tenant B, whatever the statement says."""

import uuid
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from typing import Any

import psycopg
import pytest
from psycopg import sql

from frontdesk.ground.store import inspection
from frontdesk.ground.store.db import APP_ROLE, Database, Statement
from frontdesk.ground.words.ids import TenantId
from testing import database as servers
from testing import house

pytestmark = pytest.mark.store

A, B = TenantId("tenant-a"), TenantId("tenant-b")
NOW = datetime(2026, 3, 2, 20, tzinfo=UTC)
# What each question asked before the tenant is known may give back, and nothing more.
TOLD = {
    "find_tenants": {"id", "name", "settings"},
    "find_front_door": {"find_front_door"},
    "find_key": {"id", "tenant_id", "name", "scope"},
    "find_session": {"id", "tenant_id", "bot"},
    "find_sign_in": {"key_id", "tenant_id", "name", "scope"},
    "find_controls": {"tenant_id", "name", "value", "expires_at"},
    "find_due_turns": {"tenant_id", "contact_id"},
    "find_due_sends": {"tenant_id", "contact_id"},
    "find_due_timers": {"tenant_id", "id"},
    "count_waiting": {"queue", "rows"},
    "find_spend_windows": {
        "tenant_id",
        "scope",
        "span",
        "starts_at",
        "spent",
        "leased",
        "unsure",
    },
    "find_orphan_spenders": {"tenant_id", "process_id", "touched", "buried"},
    "free_leases": {"free_leases"},
    "find_due_pages": {"tenant_id", "due"},
    "find_firing_in_house": {"find_firing_in_house"},
    # Measurements carry no customer's words; one process folds those of every tenant.
    "take_measurements": {"take_measurements"},
    "note_measurements": {"note_measurements"},
    "measure_call": {"measure_call"},
    "find_slots": {"find_slots"},
    "save_slots": {"save_slots"},
    "drop_slots": {"drop_slots"},
    "forget_calls": {"forget_calls"},  # how many of the tenant's own
}
_CLOSED = """
  select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where n.nspname = 'public' and c.relkind in ('r', 'p') and c.relname <> all(%s)
  order by 1
"""
_KEYS = """
  select conrelid::regclass::text, conname from pg_constraint
  where contype = 'f' and connamespace = 'public'::regnamespace
"""


@pytest.fixture(scope="module")
def both(postgres: servers.Server) -> Iterator[str]:
    """A database in which A and B have one row in every tenant table."""
    with postgres.database(template="schema") as url:
        with psycopg.connect(url, autocommit=True) as owner:
            for table, key in owner.execute(_KEYS).fetchall():
                drop = sql.SQL("alter table {} drop constraint {}")
                owner.execute(drop.format(sql.Identifier(table), sql.Identifier(key)))
            owner.execute("alter table model_calls disable trigger user")  # no row makes another
            for tenant in (A, B):
                _fill(owner, tenant)
        yield url


def tables(url: str) -> list[str]:
    with psycopg.connect(url) as owner:
        shared = list(inspection.SHARED_TABLES)
        return [row[0] for row in owner.execute(_CLOSED, [shared])]


def _fill(owner: psycopg.Connection[Any], tenant: str) -> None:
    """One made-up row in every table, whatever its columns."""
    names = owner.execute(_CLOSED, [list(inspection.SHARED_TABLES)]).fetchall()
    for (table,) in names:
        columns = owner.execute(
            "select column_name, data_type from information_schema.columns"
            " where table_schema = 'public' and table_name = %s and is_nullable = 'NO'"
            " and is_identity = 'NO' and (column_default is null or column_name = 'tenant_id')",
            [table],
        ).fetchall()
        values = {name: _value(table, name, kind, tenant) for name, kind in columns}
        if table == "tenants":
            values["id"] = tenant
        owner.execute(
            sql.SQL("insert into {} ({}) values ({})").format(
                sql.Identifier(table),
                sql.SQL(", ").join(map(sql.Identifier, values)),
                sql.SQL(", ").join(sql.Placeholder() * len(values)),
            ),
            list(values.values()),
        )


def _value(table: str, name: str, kind: str, tenant: str) -> object:
    if name == "tenant_id":
        return tenant
    chosen = {
        ("outbox", "status"): "ready",
        ("consent_ledger", "kind"): "out",
        ("handoffs", "outcome"): "executed",
        ("api_keys", "scope"): "admin",
        ("controls", "name"): "bots.paused",
        ("spend_windows", "span"): "day",
        ("alerts", "state"): "firing",
        ("alerts", "severity"): "critical",
        ("measure_slots", "grain_s"): 60,
        ("pages", "kind"): "firing",
    }
    if (table, name) in chosen:
        return chosen[table, name]
    by_kind: dict[str, object] = {
        "uuid": uuid.uuid4(),
        "jsonb": "[]",
        "bytea": uuid.uuid4().bytes,
        "timestamp with time zone": NOW,
        "date": NOW.date(),
        "boolean": False,
        "text": f"{tenant}'s",
    }
    return by_kind.get(kind, 1)


@pytest.fixture
async def app(both: str) -> AsyncIterator[Database]:
    database = Database(both, connections=2)
    await database.open()
    yield database
    await database.close()


def as_tenant(url: str, tenant: str) -> psycopg.Connection[Any]:
    connection = psycopg.connect(url)
    connection.execute(f"set role {APP_ROLE}".encode())
    connection.execute("select set_config('app.tenant', %s, true)", [tenant])
    return connection


def test_every_tenant_table_is_closed(both: str) -> None:
    found = inspection.inspect(both)
    assert found.open_tables == ()
    assert found.closed_tables == len(tables(both)) > 18


def test_the_application_role_is_nobody_special(both: str) -> None:
    with psycopg.connect(both) as owner:
        row = owner.execute(
            "select rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolcanlogin from pg_roles"
            " where rolname = %s",
            [APP_ROLE],
        ).fetchone()
        owned = owner.execute(
            "select count(*) from pg_class c join pg_roles r on r.oid = c.relowner"
            " where r.rolname = %s",
            [APP_ROLE],
        ).fetchone()
    assert row == (False, False, False, False, False)
    assert owned == (0,)


def test_a_reads_nothing_of_b(both: str) -> None:
    with as_tenant(both, A) as app:
        seen = {}
        for table in tables(both):
            column = "id" if table == "tenants" else "tenant_id"
            query = sql.SQL("select {} from {} where true").format(
                sql.Identifier(column), sql.Identifier(table)
            )
            seen[table] = {row[0] for row in app.execute(query)}
    assert seen == {table: {A} for table in tables(both)}


def test_a_changes_nothing_of_b(both: str) -> None:
    """Every row that A can change or remove is its own, also with `where true`."""
    for table in tables(both):
        column = "id" if table == "tenants" else "tenant_id"
        for statement in (
            "update {table} set {column} = {column} where true",
            "delete from {table}",
        ):
            with as_tenant(both, A) as app:
                composed = sql.SQL(statement).format(
                    table=sql.Identifier(table), column=sql.Identifier(column)
                )
                try:
                    changed = app.execute(composed).rowcount
                except psycopg.errors.InsufficientPrivilege:
                    changed = 0
                app.rollback()
            assert changed <= 1, (table, statement)
    for table in tables(both):
        with psycopg.connect(both) as owner:
            count = owner.execute(sql.SQL("select count(*) from {}").format(sql.Identifier(table)))
            assert count.fetchone() == (2,)


def test_a_writes_nothing_for_b(both: str) -> None:
    with psycopg.connect(both) as owner:
        granted = {
            row[0]
            for row in owner.execute(
                "select table_name from information_schema.role_table_grants"
                " where grantee = %s and privilege_type = 'INSERT'",
                [APP_ROLE],
            )
        } & set(tables(both))
    for table in sorted(granted - {"tenants"}):
        with (
            as_tenant(both, A) as app,
            pytest.raises(psycopg.errors.InsufficientPrivilege) as caught,
        ):
            app.execute(_copy_for(app, table, B))
        assert "row-level security" in str(caught.value), table
    with as_tenant(both, A) as app, pytest.raises(psycopg.errors.InsufficientPrivilege):
        app.execute("insert into tenants (id, name) values ('tenant-c', 'C')")


def _copy_for(app: psycopg.Connection[Any], table: str, tenant: str) -> sql.Composed:
    """The statement that writes a copy of one's own row with another tenant's name on it."""
    columns = app.execute(
        "select attname from pg_attribute where attrelid = %s::regclass and attnum > 0"
        " and attidentity = '' and not attisdropped and attname <> 'tenant_id'",
        [table],
    ).fetchall()
    names = sql.SQL(", ").join(sql.Identifier(name) for (name,) in columns)
    return sql.SQL(
        "insert into {table} (tenant_id, {names}) select {tenant}, {names} from {table}"
    ).format(table=sql.Identifier(table), names=names, tenant=sql.Literal(tenant))


def test_without_a_tenant_nothing_is_seen(both: str) -> None:
    with psycopg.connect(both) as app:
        app.execute(f"set role {APP_ROLE}".encode())
        for table in tables(both):
            query = sql.SQL("select count(*) from {}").format(sql.Identifier(table))
            assert app.execute(query).fetchone() == (0,), table


async def test_a_batch_stays_with_its_tenant(app: Database) -> None:
    load = Statement("controls.load", {})
    first = await app.run(A, [load, load])
    second = await app.run(B, [load])
    assert [[row["who"] for row in rows] for rows in (*first, *second)] == [
        [f"{A}'s"],
        [f"{A}'s"],
        [f"{B}'s"],
    ]


async def test_after_an_error_nothing_leaks(app: Database) -> None:
    """The same connection, after a batch that broke in its middle, serves the next tenant."""
    load = Statement("controls.load", {})
    for _ in range(3):
        for _ in range(4):
            broken = Statement("timers.hold", {"id": uuid.uuid4(), "fence": 1})
            with pytest.raises(psycopg.Error):
                await app.run(B, [broken, load])
        (rows,) = await app.run(A, [load])
        bare = await app.fetch("controls.load", {}, tenant=None)
        assert ([row["who"] for row in rows], bare) == ([f"{A}'s"], [])


async def test_a_transaction_leaves_no_tenant_behind(app: Database) -> None:
    async with app.transaction(B) as open_one:
        assert len(await open_one.fetch("controls.load", {})) == 1
    assert await app.fetch("controls.load", {}, tenant=None) == []


def test_open_questions_tell_only_ids(both: str) -> None:
    """Functions with the owner's rights are few, and their columns are known here."""
    with psycopg.connect(both) as owner:
        rows = owner.execute(
            "select p.proname, p.proargnames, p.proargmodes, p.proconfig from pg_proc p"
            " join pg_namespace n on n.oid = p.pronamespace"
            " where n.nspname = 'public' and p.prosecdef"
        ).fetchall()
    told = {
        name: {arg for arg, mode in zip(args or [], modes or [], strict=False) if mode == "t"}
        or {name}
        for name, args, modes, _ in rows
    }
    assert told == TOLD
    assert {tuple(config) for *_, config in rows} == {("search_path=public",)}


def test_only_the_application_may_ask(both: str) -> None:
    with psycopg.connect(both) as owner:
        open_to_all = owner.execute(
            "select p.proname from pg_proc p join pg_namespace n on n.oid = p.pronamespace"
            " where n.nspname = 'public' and p.prosecdef"
            " and (p.proacl is null or exists (select from aclexplode(p.proacl) a"
            "   where a.grantee = 0))"
        ).fetchall()
    assert open_to_all == []


async def test_equal_addresses_and_ids_do_not_collide(database_url: str) -> None:
    async with house.open_house(database_url) as home:
        other = TenantId("other")
        await home.rows(
            "insert into tenants (id, name, settings) select 'other', 'Other', settings from tenants"
        )
        await home.line.tenants.refresh(home.line.database)
        first, mine = await home.asks("anna", "hello", id="m1")
        second, theirs = await home.asks("anna", "good day", id="m1", tenant=other)
        again, _ = await home.asks("anna", "hello", id="m1")
    assert not second.duplicate
    assert again.duplicate
    assert first.contact_id != second.contact_id
    assert (mine.replies, theirs.replies) == (("got hello",), ("got good day",))


def test_the_doctors_proof_finds_no_leak(both: str) -> None:
    assert inspection.prove_isolation(both) is None


def test_the_doctors_proof_sees_an_open_table(postgres: servers.Server) -> None:
    with postgres.database(template="schema") as url:
        with psycopg.connect(url, autocommit=True) as owner:
            owner.execute("alter table contacts disable row level security")
        assert inspection.prove_isolation(url) is not None
        assert inspection.inspect(url).open_tables == ("contacts",)
