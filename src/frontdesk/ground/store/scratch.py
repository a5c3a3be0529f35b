"""A server's URL turned into a database of its own for a while: made, migrated, dropped again."""

import contextlib
import uuid
from collections.abc import Iterator

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from frontdesk.ground.kit.clock import SystemClock
from frontdesk.ground.store import migrate
from frontdesk.ground.words.problems import Broken

PREFIX = "frontdesk_scratch_"
_FORGOTTEN_S = 86400
_CREATE = sql.SQL("create database {}")
_DROP = sql.SQL("drop database if exists {} with (force)")


@contextlib.contextmanager
def scratch_database(server_url: str) -> Iterator[str]:
    """The URL of an empty database at the newest version, on the server of `server_url`.

    Nothing in it can be seen by, or can reach, the database that `server_url` names. Raises Broken
    `store.cannot_create_database` when the role may not.
    """
    _drop_forgotten(server_url)
    name = f"{PREFIX}{_now_s()}_{uuid.uuid4().hex[:8]}"
    try:
        _run(server_url, _CREATE, name)
    except psycopg.errors.InsufficientPrivilege as error:
        raise Broken(
            "store.cannot_create_database",
            "the role in DATABASE_URL may not create a database to replay in",
            fix="ALTER ROLE ... CREATEDB, or unset DATABASE_URL for this command",
        ) from error
    try:
        url = make_conninfo(server_url, dbname=name)
        migrate.run_upgrade(url)
        yield url
    finally:
        _run(server_url, _DROP, name)


def _drop_forgotten(server_url: str) -> None:
    """Drop what a killed run left behind a day ago or longer."""
    with psycopg.connect(server_url, autocommit=True) as connection:
        owner = conninfo_to_dict(server_url).get("user")
        rows = connection.execute(
            "select datname from pg_database where starts_with(datname, %s)"
            " and pg_get_userbyid(datdba) = coalesce(%s, current_user)",
            [PREFIX, owner],
        ).fetchall()
    for (name,) in rows:
        made_at = str(name).removeprefix(PREFIX).split("_")[0]
        if made_at.isdigit() and _now_s() - int(made_at) > _FORGOTTEN_S:
            _run(server_url, _DROP, str(name))


def _run(server_url: str, statement: sql.SQL, name: str) -> None:
    with psycopg.connect(server_url, autocommit=True) as connection:
        connection.execute(statement.format(sql.Identifier(name)))


def _now_s() -> int:
    return int(SystemClock().now().timestamp())
