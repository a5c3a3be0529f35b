"""What the doctor finds in a database, also in one that somebody has left open."""

import psycopg
import pytest

from frontdesk.app.doctor import database as examination
from frontdesk.ground.store import inspection
from frontdesk.ground.store.scratch import PREFIX, scratch_database
from testing.database import Server


def change(url: str, statement: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(statement.encode())


def failures(url: str) -> set[str]:
    return {finding.name for finding in examination.examine_database(url) if not finding.ok}


def test_fresh_database_is_healthy(database_url: str) -> None:
    assert failures(database_url) == set()


def test_proof_leaves_nothing_behind(database_url: str) -> None:
    assert inspection.prove_isolation(database_url) is None
    with psycopg.connect(database_url) as connection:
        assert connection.execute("select count(*) from tenants").fetchone() == (0,)


@pytest.mark.parametrize(
    ("statement", "part"),
    [
        ("alter table contacts disable row level security", "row security"),
        ("drop policy tenant_only on outbox", "row security"),
        ("update alembic_version set version_num = '0000'", "migrations"),
    ],
)
def test_opened_table_is_found(database_url: str, statement: str, part: str) -> None:
    change(database_url, statement)
    assert part in failures(database_url)


def test_reader_across_tenants_is_caught(database_url: str) -> None:
    change(database_url, "create policy leak on contacts to frontdesk_app using (true)")
    assert inspection.prove_isolation(database_url) == "one tenant read a contact of another"
    assert failures(database_url) == {"tenants apart"}


def test_empty_database_asks_for_migration(postgres: Server) -> None:
    with postgres.database() as url:
        findings = list(examination.examine_database(url))
    assert [(finding.name, finding.ok) for finding in findings] == [
        ("database", True),
        ("migrations", False),
    ]


def test_unreachable_database_is_one_finding() -> None:
    (finding,) = examination.examine_database("postgresql://x@127.0.0.1:1/x")
    assert (finding.name, finding.ok) == ("database", False)


def test_scratch_database_is_gone_afterwards(postgres: Server) -> None:
    with scratch_database(postgres.url) as url:
        assert inspection.prove_isolation(url) is None
    with psycopg.connect(postgres.url) as connection:
        left = connection.execute(
            "select count(*) from pg_database where starts_with(datname, %s)", [PREFIX]
        ).fetchone()
    assert left == (0,)
