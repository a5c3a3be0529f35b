"""A database that lacks tables turned into one that has them; and which version it is at."""

import importlib
import logging
from pathlib import Path
from typing import Protocol, cast

import psycopg

from frontdesk.ground.words.problems import Broken

FOLDER = Path(__file__).parent / "migrations"
LOCK = 72656701  # who holds it upgrades; another process waits for it
log = logging.getLogger("store.migrate")


class Upgrading(Protocol):
    """The module that stands on Alembic."""

    def upgrade(self, url: str, folder: str, to: str) -> None: ...
    def downgrade(self, url: str, folder: str, to: str) -> None: ...


def _load() -> Upgrading:
    """Loaded when it is needed: at nearly every start the database is up to date."""
    return cast(Upgrading, importlib.import_module("frontdesk.ground.store.upgrading"))


def newest() -> str:
    """The version this code was written for."""
    return max(path.name.split("_")[0] for path in (FOLDER / "versions").glob("[0-9]*.py"))


def load_version(url: str) -> str | None:
    """The version a database is at; None when it holds no schema yet."""
    with psycopg.connect(url, autocommit=True) as connection:
        found = connection.execute("select to_regclass('alembic_version')").fetchone()
        if found is None or found[0] is None:
            return None
        row = connection.execute("select version_num from alembic_version").fetchone()
        return str(row[0]) if row else None


def run_upgrade(url: str, *, to: str = "head") -> str:
    """Bring a database to version `to`; a second process doing the same waits for the first.

    The role in `url` must own the schema and may need CREATEROLE once, for the role frontdesk_app.
    """
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("select pg_advisory_lock(%s)", (LOCK,))
        try:
            if to != "head" or load_version(url) != newest():
                _load().upgrade(url, str(FOLDER), to)
        except psycopg.errors.InsufficientPrivilege as error:
            said = str(error).splitlines()[0]
            raise Broken(
                "store.cannot_create_role",
                f"the role in DATABASE_URL may not make the tables: {said}",
                fix="as a superuser: CREATE ROLE frontdesk_app NOLOGIN NOBYPASSRLS (where it is "
                "missing); GRANT frontdesk_app TO the role in DATABASE_URL WITH ADMIN OPTION; and let "
                "that role own the database",
            ) from error
    return newest()


def run_downgrade(url: str, *, to: str = "-1") -> None:
    """Take the newest migration back (`alembic downgrade -1`)."""
    _load().downgrade(url, str(FOLDER), to)
