"""The database by hand: up and down, and programs told where it is without a password in sight."""

from collections.abc import Callable

from click.testing import Result

from frontdesk.app.cli import database
from frontdesk.ground.store import migrate
from testing.database import Server

Cli = Callable[..., Result]


def test_migrate_goes_up_and_down(bare_cli: Cli, postgres: Server) -> None:
    with postgres.database() as url:
        up = bare_cli("migrate", DATABASE_URL=url).stdout
        down = bare_cli("migrate", "--down", DATABASE_URL=url).stdout
        again = bare_cli("migrate", DATABASE_URL=url).stdout
    newest = f"the tables are at version {migrate.newest()}\n"
    assert (up, again) == (newest, newest)
    assert down != newest


def test_nothing_to_take_back_is_said(bare_cli: Cli, postgres: Server) -> None:
    with postgres.database() as url:
        found = bare_cli("migrate", "--down", DATABASE_URL=url)
    assert (found.exit_code, found.stdout) == (0, "there are no tables to take back\n")


def test_address_goes_by_environment() -> None:
    told = database.variables("postgresql://ann:secret@db.example:6543/desk?sslmode=require")
    assert told == {
        "PGUSER": "ann",
        "PGPASSWORD": "secret",
        "PGHOST": "db.example",
        "PGPORT": "6543",
        "PGDATABASE": "desk",
        "PGSSLMODE": "require",
    }
