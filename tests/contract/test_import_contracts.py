"""Each import contract breaks when somebody plants the import it forbids."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PLANTED = [
    ("Imports go down", "ground/words/ids.py", "import frontdesk.app.settings"),
    ("Imports go down", "content/policies/__init__.py", "import frontdesk.edge.door"),
    ("Abilities stand in layers", "ability/telemetry/steps.py", "import frontdesk.ability.handoff"),
    ("The two lines never import", "flow/conversation/gate.py", "import frontdesk.flow.operations"),
    (
        "Rooms of edge are independent",
        "edge/tools/report_qualified.py",
        "import frontdesk.edge.http.health",
    ),
    (
        "Channels do not know each other",
        "edge/channels/api/channel.py",
        "import frontdesk.edge.channels.sms",
    ),
    (
        "Bots do not know each other",
        "content/bots/real_estate/lead.py",
        "import frontdesk.content.bots.real_estate.seller",
    ),
    ("Only flow and ability touch the store", "edge/door.py", "import frontdesk.ground.store.db"),
    ("Inside ground", "ground/words/ids.py", "import frontdesk.ground.kit.clock"),
    ("No mocks", "flow/conversation/word.py", "import unittest"),
    ("Database drivers", "edge/callers.py", "import psycopg"),
]


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("planted")
    shutil.copytree(
        ROOT / "src/frontdesk", place / "frontdesk", ignore=shutil.ignore_patterns("__pycache__")
    )
    operations = place / "frontdesk/flow/operations"
    operations.mkdir(exist_ok=True)
    (operations / "__init__.py").touch()
    shutil.copy(ROOT / ".importlinter", place / ".importlinter")
    return place


def lint(place: Path) -> subprocess.CompletedProcess[str]:
    code = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))"
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=place,
        env={"PYTHONPATH": str(place), "PATH": "", "NO_COLOR": "1", "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(("contract", "file", "line"), PLANTED)
def test_a_planted_import_breaks_its_contract(
    copy: Path, contract: str, file: str, line: str
) -> None:
    path = copy / "frontdesk" / file
    before = path.read_text()
    path.write_text(f"{before}\n{line}\n")
    try:
        found = lint(copy)
    finally:
        path.write_text(before)
    broken = [row for row in found.stdout.splitlines() if row.strip().endswith("BROKEN")]
    assert found.returncode == 1
    assert any(row.startswith(contract) for row in broken), found.stdout
