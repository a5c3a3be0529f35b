"""The schema goes up, one step down and up again, and is the same afterwards."""

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from frontdesk.app import place, settings
from frontdesk.ground.store import migrate
from frontdesk.ground.store.db import APP_ROLE
from testing import database as servers

pytestmark = pytest.mark.store

ROOT = Path(__file__).parents[2]
# Everything that makes a schema: columns, keys, indexes, functions, policies, rights, triggers.
_DESCRIBED = """
  select 'column', table_name || '.' || column_name, data_type || ' ' || is_nullable || ' '
    || coalesce(column_default, '') || is_identity
  from information_schema.columns where table_schema = 'public'
  union all select 'constraint', conrelid::regclass::text || '.' || conname,
    pg_get_constraintdef(oid) from pg_constraint where connamespace = 'public'::regnamespace
  union all select 'index', indexname, indexdef from pg_indexes where schemaname = 'public'
  union all select 'function', p.oid::regprocedure::text,
    md5(pg_get_functiondef(p.oid)) || coalesce(p.proacl::text, '')
  from pg_proc p where p.pronamespace = 'public'::regnamespace and p.prokind = 'f'
    and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e')
  union all select 'policy', tablename || '.' || policyname, coalesce(qual, '') || roles::text
  from pg_policies where schemaname = 'public'
  union all select 'right', table_name, grantee || ' ' || string_agg(privilege_type, ' '
    order by privilege_type)
  from information_schema.role_table_grants where table_schema = 'public' group by table_name, grantee
  union all select 'trigger', tgrelid::regclass::text || '.' || tgname, pg_get_triggerdef(oid)
  from pg_trigger where not tgisinternal
  union all select 'table', relname, relrowsecurity::text || coalesce(reloptions::text, '')
  from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'S')
"""


@pytest.fixture
def empty(postgres: servers.Server) -> Iterator[str]:
    with postgres.database() as url:
        yield url


def describe(url: str) -> set[tuple[str, str, str]]:
    with psycopg.connect(url) as connection:
        return {(kind, name, said) for kind, name, said in connection.execute(_DESCRIBED)}


def test_down_one_and_up_again_changes_nothing(database_url: str) -> None:
    before = describe(database_url)
    migrate.run_downgrade(database_url)
    lowered = migrate.load_version(database_url)
    migrate.run_upgrade(database_url)
    assert lowered is not None
    assert lowered < migrate.newest()
    assert describe(database_url) == before


def test_down_to_nothing_leaves_nothing(database_url: str) -> None:
    before = describe(database_url)
    migrate.run_downgrade(database_url, to="base")
    left = {name for kind, name, _ in describe(database_url) if kind in ("table", "function")}
    migrate.run_upgrade(database_url)
    assert left == {"alembic_version"}
    assert describe(database_url) == before


def test_an_older_database_is_brought_up(empty: str, database_url: str) -> None:
    migrate.run_upgrade(empty, to="0001")
    with psycopg.connect(empty, autocommit=True) as owner:
        owner.execute("insert into tenants (id, name) values ('harbor', 'Harbor')")
    assert migrate.load_version(empty) == "0001"
    migrate.run_upgrade(empty)
    with psycopg.connect(empty) as owner:
        kept = owner.execute("select name from tenants").fetchall()
    assert kept == [("Harbor",)]
    assert describe(empty) == describe(database_url)


def test_an_empty_database_has_no_version(empty: str) -> None:
    assert migrate.load_version(empty) is None


def test_two_processes_migrate_once(empty: str) -> None:
    failures: list[BaseException] = []

    def upgrade() -> None:
        try:
            migrate.run_upgrade(empty)
        except BaseException as error:
            failures.append(error)
            raise

    both = [threading.Thread(target=upgrade) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert failures == []
    assert migrate.load_version(empty) == migrate.newest()


def test_newest_tables_wait_for_no_upgrade(database_url: str, tmp_path: Path) -> None:
    soon = make_conninfo(database_url, options="-c lock_timeout=1000")
    given = {"FRONTDESK_HOME": str(tmp_path), "DATABASE_URL": soon}
    with psycopg.connect(database_url, autocommit=True) as other:
        other.execute("select pg_advisory_lock(%s)", (migrate.LOCK,))
        with place.open_database(settings.load_settings(settings.HOUSE, given)) as url:
            assert migrate.load_version(url) == migrate.newest()


def test_older_tables_are_brought_up(empty: str, tmp_path: Path) -> None:
    migrate.run_upgrade(empty, to="0001")
    given = {"FRONTDESK_HOME": str(tmp_path), "DATABASE_URL": empty}
    with place.open_database(settings.load_settings(settings.HOUSE, given)) as url:
        assert migrate.load_version(url) == migrate.newest()


def test_alembics_own_commands_work(empty: str) -> None:
    alembic = [str(Path(sys.executable).parent / "alembic")]
    environment = {**os.environ, "DATABASE_URL": empty}
    for arguments in (["upgrade", "head"], ["downgrade", "-1"], ["upgrade", "head"]):
        done = subprocess.run(
            [*alembic, *arguments], cwd=ROOT, env=environment, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr
    assert migrate.load_version(empty) == migrate.newest()


@pytest.mark.parametrize("table", ["consent_ledger", "audit_log"])
@pytest.mark.parametrize("statement", ["update {} set at = now()", "truncate {}"])
def test_ledgers_are_append_only_for_everyone(
    database_url: str, table: str, statement: str
) -> None:
    with psycopg.connect(database_url) as owner, pytest.raises(psycopg.errors.RestrictViolation):
        owner.execute(statement.format(table).encode())


@pytest.mark.parametrize("statement", ["update {} set at = now()", "delete from {}", "truncate {}"])
@pytest.mark.parametrize("table", ["consent_ledger", "audit_log", "measurements"])
def test_the_application_may_only_append(database_url: str, table: str, statement: str) -> None:
    with psycopg.connect(database_url) as app:
        app.execute(f"set role {APP_ROLE}".encode())
        column = statement.format(table)
        with pytest.raises(
            (psycopg.errors.InsufficientPrivilege, psycopg.errors.RestrictViolation)
        ):
            app.execute(column.encode())
