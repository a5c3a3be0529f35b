"""A connection URL turned into what is true of that database now: version, roles, closed tables, clock."""

import uuid
from dataclasses import dataclass

import psycopg
from psycopg import sql

from frontdesk.ground.kit.clock import SystemClock
from frontdesk.ground.store.db import APP_ROLE

# The schema's version, the running processes and the breakers belong to the installation.
SHARED_TABLES = ("alembic_version", "processes", "breakers", "watch_state")
_OPEN_TABLES = """
select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
where n.nspname = 'public' and c.relkind in ('r', 'p') and not (c.relname = any(%s))
  and (not c.relrowsecurity or not exists (select from pg_policy p where p.polrelid = c.oid))
order by c.relname
"""
_CLOSED_TABLES = """
select count(*) from pg_class c join pg_namespace n on n.oid = c.relnamespace
where n.nspname = 'public' and c.relkind in ('r', 'p') and c.relrowsecurity
"""


@dataclass(frozen=True, slots=True)
class Role:
    """What the role that every turn runs as may do."""

    exists: bool
    superuser: bool = False
    bypasses_rls: bool = False
    owns_tables: bool = False


@dataclass(frozen=True, slots=True)
class Inspected:
    """`open_tables` are tenants' tables without row-level security; `skew_s` is how far the
    database's clock is ahead of ours, less the way there."""

    version: int
    version_text: str
    role: Role
    open_tables: tuple[str, ...]
    closed_tables: int
    skew_s: float


def inspect(url: str) -> Inspected:
    """Look at the database; psycopg.Error when it does not let us."""
    with psycopg.connect(url, autocommit=True, connect_timeout=10) as connection:
        text = connection.info.parameter_status("server_version") or ""
        return Inspected(
            version=connection.info.server_version // 10000,
            version_text=text,
            role=_role(connection),
            open_tables=tuple(
                str(row[0]) for row in connection.execute(_OPEN_TABLES, [list(SHARED_TABLES)])
            ),
            closed_tables=_count(connection, _CLOSED_TABLES),
            skew_s=_skew_s(connection),
        )


def prove_isolation(url: str) -> str | None:
    """Try, as the application, to read and to write another tenant's rows.

    Two tenants and a contact are made and undone in one transaction that never commits. Gives
    what leaked, or None when nothing did.
    """
    a, b = (f"proof-{side}-{uuid.uuid4().hex[:12]}" for side in "ab")
    with psycopg.connect(url, connect_timeout=10) as connection:
        try:
            return _prove(connection, a, b)
        finally:
            connection.rollback()


def _prove(connection: psycopg.Connection, a: str, b: str) -> str | None:
    connection.execute(sql.SQL("set local role {}").format(sql.Identifier(APP_ROLE)))
    for tenant in (a, b):
        _act_as(connection, tenant)
        connection.execute("insert into tenants (id, name) values (%s, %s)", [tenant, tenant])
    contact = uuid.uuid4()
    made = "insert into contacts (id, tenant_id, created_at) values (%s, %s, now())"
    connection.execute(made, [contact, b])
    if _count(connection, "select count(*) from contacts where tenant_id = %s", b) != 1:
        return "a tenant cannot read its own contact"
    _act_as(connection, a)
    if _count(connection, "select count(*) from contacts where tenant_id = %s", b):
        return "one tenant read a contact of another"
    if connection.execute("update contacts set name = 'x' where id = %s", [contact]).rowcount:
        return "one tenant changed a contact of another"
    try:
        with connection.transaction():
            connection.execute(made, [uuid.uuid4(), b])
    except psycopg.errors.InsufficientPrivilege:
        return None
    return "one tenant wrote a contact for another"


def _act_as(connection: psycopg.Connection, tenant: str) -> None:
    connection.execute("select set_config('app.tenant', %s, true)", [tenant])


def _role(connection: psycopg.Connection) -> Role:
    row = connection.execute(
        "select rolsuper, rolbypassrls, exists (select from pg_class c"
        " join pg_namespace n on n.oid = c.relnamespace"
        " where n.nspname = 'public' and c.relkind = 'r' and c.relowner = r.oid)"
        " from pg_roles r where rolname = %s",
        [APP_ROLE],
    ).fetchone()
    return Role(True, *(bool(flag) for flag in row)) if row else Role(exists=False)


def _count(connection: psycopg.Connection, query: str, *values: str) -> int:
    row = connection.execute(query.encode(), values or None).fetchone()
    return int(row[0]) if row else 0


def _skew_s(connection: psycopg.Connection) -> float:
    clock = SystemClock()
    before = clock.now()
    row = connection.execute("select clock_timestamp()").fetchone()
    after = clock.now()
    assert row is not None
    return float((row[0] - (before + (after - before) / 2)).total_seconds())
