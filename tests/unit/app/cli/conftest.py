"""A command line in this process, on a database of the test's own, with logging put back after it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from frontdesk.app.cli import main

Cli = Callable[..., Result]


@pytest.fixture
def bare_cli(tmp_path: Path) -> Cli:
    """`bare_cli("keys", "list")` in an empty home without any database."""

    def run(*arguments: str, given: str | None = None, **variables: str) -> Result:
        environment: dict[str, str | None] = {
            "FRONTDESK_HOME": str(tmp_path / "home"),
            "DATABASE_URL": None,
            **variables,
        }
        return CliRunner().invoke(main, arguments, input=given, env=environment)

    return run


@pytest.fixture
def cli(bare_cli: Cli, database_url: str) -> Cli:
    """The same on a migrated database that holds one tenant, `harbor`."""

    def run(*arguments: str, given: str | None = None, **variables: str) -> Result:
        return bare_cli(*arguments, given=given, **{"DATABASE_URL": database_url, **variables})

    made = run("tenants", "create", "harbor", "--settings", '{"business": "Harbor Realty"}')
    assert made.exit_code == 0, made.output
    return run
