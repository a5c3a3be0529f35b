"""Every room introduces itself, and every file says what it turns into what."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src/frontdesk"
LINES = ("Room:", "Comes from:", "Goes to:", "Never:")
WITHOUT_CARD = {SOURCE / "__init__.py"}

pytestmark = pytest.mark.house


def docstring(path: Path) -> str:
    return ast.get_docstring(ast.parse(path.read_text())) or ""


def test_every_room_has_its_card() -> None:
    missing = []
    for path in SOURCE.rglob("__init__.py"):
        lines = docstring(path).splitlines()
        if path not in WITHOUT_CARD and [line.split(" ")[0] for line in lines] != [
            word.split(" ")[0] for word in LINES
        ]:
            missing.append(str(path.relative_to(ROOT)))
    assert missing == []


def test_every_file_introduces_itself() -> None:
    silent = [
        str(path.relative_to(ROOT))
        for path in [
            *SOURCE.rglob("*.py"),
            *(ROOT / "testing").rglob("*.py"),
            *(ROOT / "tests").rglob("*.py"),
        ]
        if path.name != "__init__.py" and not docstring(path)
    ]
    assert silent == []


def test_no_room_is_an_empty_folder() -> None:
    empty = [
        str(path.parent.relative_to(ROOT))
        for path in SOURCE.rglob("__init__.py")
        if path.parent.name not in ("runbooks", "rules", "trials")
        and not [
            other
            for other in path.parent.iterdir()
            if other.name not in ("__init__.py", "__pycache__")
        ]
    ]
    assert empty == []
