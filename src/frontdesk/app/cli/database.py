"""`frontdesk migrate`, `psql` and `pg_dump`: the installation's database by hand."""

import os
import signal
import subprocess
import sys

import click
from psycopg.conninfo import conninfo_to_dict

from frontdesk.app import place
from frontdesk.app.cli.options import home_option, load
from frontdesk.ground.store import embedded
from frontdesk.ground.store import migrate as migrations

PASS_ON = {"ignore_unknown_options": True, "help_option_names": []}
passed = click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
# libpq's variables whose names are not PG plus the keyword.
VARIABLES = {"dbname": "PGDATABASE", "application_name": "PGAPPNAME"}


@click.command()
@home_option
@click.option("--down", is_flag=True, help="Take the newest migration back instead.")
def migrate(home: str | None, down: bool) -> None:
    """Bring the tables to the newest version, or one version back with --down."""
    settings, _ = load(home, quiet=True)
    if not down:
        with place.open_database(settings) as url:
            click.echo(f"the tables are at version {place.load_version(url)}")
        return
    with place.reach_database(settings, direct=True) as url:
        if place.load_version(url) is None:
            click.echo("there are no tables to take back")
            return
        migrations.run_downgrade(url)
        click.echo(f"the tables are at version {place.load_version(url) or 'none'}")


@click.command(context_settings=PASS_ON)
@home_option
@passed
def psql(home: str | None, arguments: tuple[str, ...]) -> None:
    """Open psql on the installation's database; arguments pass through."""
    run_program("psql", home, arguments)


@click.command("pg_dump", context_settings=PASS_ON)
@home_option
@passed
def pg_dump(home: str | None, arguments: tuple[str, ...]) -> None:
    """Run pg_dump on the installation's database; arguments pass through."""
    run_program("pg_dump", home, arguments)


def run_program(name: str, home: str | None, arguments: tuple[str, ...]) -> None:
    """Run a PostgreSQL program on the installation's database and exit with its code.

    It runs as a child, so that an embedded database stays up until it has ended. Where the
    database is goes by environment, so that no password stands in a process listing.
    """
    settings, _ = load(home, quiet=True)
    program = embedded.binary(name)
    with place.reach_database(settings, direct=True) as url:
        # Ctrl-C is the program's (it cancels a query), not ours; a handler, unlike SIG_IGN, is not
        # inherited by it.
        signal.signal(signal.SIGINT, lambda _number, _frame: None)
        ended = subprocess.run([program, *arguments], env={**os.environ, **variables(url)})
    sys.exit(ended.returncode)


def variables(url: str) -> dict[str, str]:
    """A connection URL as libpq's environment variables."""
    return {
        VARIABLES.get(keyword, f"PG{keyword.upper()}"): str(value)
        for keyword, value in conninfo_to_dict(url).items()
        if value is not None
    }
