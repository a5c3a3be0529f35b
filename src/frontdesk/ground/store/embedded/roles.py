"""Turns a fresh server into one with the owner's role, the owner's database and pgvector."""

import psycopg
from psycopg import sql

from frontdesk.ground.store.embedded import binaries, cluster, passwords
from frontdesk.ground.store.embedded.account import Runner
from frontdesk.ground.store.embedded.places import Places
from frontdesk.ground.words import problems

_SINGLE_USER_LIMIT_S = 3600.0
_COMPLETE = "made by frontdesk"


def make(superuser_url: str, places: Places) -> None:
    """Bring role, database and extension to what they should be; does nothing when they are.

    The owner is no superuser: it may make roles and databases and sees all rows (dumps need
    that), but reaches no file and no program of the system. pgvector is not a trusted extension,
    so it is made here, in `template1` too, for every database made later.
    """
    try:
        _make(superuser_url, places)
    except psycopg.Error as reason:
        raise problems.Problem(
            "store.embedded.roles_failed",
            f"The role and database {passwords.OWNER!r} could not be made: {reason}",
            fix=f"See {places.log} and {places.start_log}.",
        ) from reason


def _make(superuser_url: str, places: Places) -> None:
    with psycopg.connect(superuser_url, autocommit=True) as connection:
        if _is_complete(connection):
            return
        connection.execute("set log_statement = 'none'; set log_min_duration_statement = -1")
        _make_role(connection, passwords.load(places)[passwords.OWNER])
        _make_database(connection)
        for database in ("template1", passwords.OWNER):
            with psycopg.connect(superuser_url, dbname=database, autocommit=True) as inside:
                inside.execute("create extension if not exists vector")
        connection.execute(
            sql.SQL("comment on database {} is {}").format(
                sql.Identifier(passwords.OWNER), sql.Literal(_COMPLETE)
            )
        )


def reset_password(places: Places, runner: Runner, *, major: int) -> None:
    """With the server down and the password file lost: make new passwords, by single-user mode."""
    made = passwords.make(places)
    lines = [
        f"do $$ begin if exists (select from pg_roles where rolname = '{role}')"
        f" then alter role {role} password '{password}'; end if; end $$;"
        for role, password in made.items()
    ]
    program = [
        str(binaries.binary("postgres", major)),
        "--single",
        "-D",
        str(places.cluster),
        "-c",
        f"config_file={places.config}",
        "-c",
        "logging_collector=off",
        "-c",
        "exit_on_error=on",
        "postgres",
    ]
    ended = runner.run(
        program,
        environment=cluster.environment(),
        limit_s=_SINGLE_USER_LIMIT_S,
        given="\n".join(lines) + "\n",
    )
    if ended.returncode != 0:
        places.passfile.unlink(missing_ok=True)
        raise problems.Problem(
            "store.embedded.passwords_lost",
            f"{places.passfile} is lost and could not be made again: {ended.stderr.strip()}",
            fix="Restore it from a backup.",
        )


def _is_complete(connection: psycopg.Connection) -> bool:
    row = connection.execute(
        "select shobj_description(oid, 'pg_database') from pg_database where datname = %s",
        (passwords.OWNER,),
    ).fetchone()
    return row is not None and row[0] == _COMPLETE


def _make_role(connection: psycopg.Connection, password: str) -> None:
    found = connection.execute(
        "select 1 from pg_roles where rolname = %s", (passwords.OWNER,)
    ).fetchone()
    verb = sql.SQL("alter role" if found else "create role")
    connection.execute(
        sql.SQL("{} {} login createdb createrole bypassrls password {}").format(
            verb, sql.Identifier(passwords.OWNER), sql.Literal(password)
        )
    )


def _make_database(connection: psycopg.Connection) -> None:
    found = connection.execute(
        "select 1 from pg_database where datname = %s", (passwords.OWNER,)
    ).fetchone()
    if not found:
        connection.execute(
            sql.SQL("create database {0} owner {0}").format(sql.Identifier(passwords.OWNER))
        )
