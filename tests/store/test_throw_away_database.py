"""The throw-away server gives each test a database of its own, quickly, and leaves nothing."""

from collections.abc import Iterator

import psycopg
import pytest

from testing import database

pytestmark = pytest.mark.store


@pytest.fixture(scope="module")
def server() -> Iterator[database.Server]:
    with database.running_server() as running:
        yield running


def count(url: str) -> int:
    with psycopg.connect(url) as connection:
        connection.execute("insert into things default values")
        row = connection.execute("select count(*) from things").fetchone()
    assert row is not None
    return int(row[0])


def test_clones_share_schema_not_rows(server: database.Server) -> None:
    def build(url: str) -> None:
        with psycopg.connect(url) as connection:
            connection.execute("create table things (id int generated always as identity)")

    template = server.make_template("with_things", build)

    with server.database(template=template) as first, server.database(template=template) as second:
        assert [count(first), count(first), count(second)] == [1, 2, 1]


def test_dropped_database_is_gone(server: database.Server) -> None:
    with server.database() as url:
        pass

    with pytest.raises(psycopg.OperationalError, match="does not exist"):
        psycopg.connect(url)


def test_stop_removes_the_folder() -> None:
    server = database.start_server(major=16)
    server.stop()

    assert not server.folder.exists()
