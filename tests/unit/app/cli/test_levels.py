"""Promised levels of a file are kept, listed, judged and forgotten, from the command line."""

import asyncio
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from frontdesk.ability.telemetry import Promise
from frontdesk.flow.operations.slo import rows
from frontdesk.ground.store.db import Database
from tests.unit.flow.operations.test_openslo import RATIO

Cli = Callable[..., Result]
pytestmark = pytest.mark.store


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "levels.yml"
    path.write_text(RATIO)
    return path


def test_an_imported_level_is_listed_and_forgotten(cli: Cli, file: Path) -> None:
    assert cli("alerts", "import-slo", str(file)).stdout == "leads/answered: 99.500%\n"
    cli("alerts", "import-slo", str(file))
    assert [one["name"] for one in json.loads(cli("alerts", "slos", "--json").stdout)] == [
        "answered"
    ]
    assert cli("alerts", "forget-slo", "leads", "answered").stdout == "forgotten\n"
    assert cli("alerts", "forget-slo", "leads", "answered").stdout.startswith("there is none")
    assert json.loads(cli("alerts", "slos", "--json").stdout) == []


def test_what_was_imported_is_what_is_judged(cli: Cli, file: Path, database_url: str) -> None:
    cli("alerts", "import-slo", str(file))
    assert asyncio.run(load(database_url)) == (
        Promise("answered", "leads", "turn", "lead", "process", 0.995),
    )


async def load(database_url: str) -> tuple[Promise, ...]:
    database = Database(database_url, connections=2)
    await database.open()
    try:
        return await rows.load_promises(database)
    finally:
        await database.close()


def test_a_file_that_is_refused_changes_nothing(cli: Cli, file: Path) -> None:
    file.write_text(RATIO.replace("Occurrences", "Timeslices"))
    ended = cli("alerts", "import-slo", str(file))
    assert ended.exit_code != 0
    assert "document 2.spec.budgetingMethod is 'Timeslices'" in ended.stderr
    assert json.loads(cli("alerts", "slos", "--json").stdout) == []
