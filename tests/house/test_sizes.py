"""Files and functions stay small enough to read in one go."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCES = sorted((ROOT / "src").rglob("*.py")) + sorted((ROOT / "testing").rglob("*.py"))
LONGEST_FILE, LONGEST_FUNCTION, FULLEST_ROOM, MOST_WORDS = 400, 60, 15, 12

pytestmark = pytest.mark.house


def test_no_file_is_over_its_stop() -> None:
    long = {
        str(path.relative_to(ROOT)): count
        for path in SOURCES
        if (count := len(path.read_text().splitlines())) > LONGEST_FILE
    }
    assert long == {}


def test_no_function_is_over_its_stop() -> None:
    long = {
        f"{path.relative_to(ROOT)}:{node.lineno} {node.name}": length
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        if (length := (node.end_lineno or 0) - node.lineno + 1) > LONGEST_FUNCTION
    }
    assert long == {}


def test_no_room_is_overfull() -> None:
    rooms: dict[str, int] = {}
    for path in SOURCES:
        if path.name != "__init__.py" and "versions" not in path.parts:
            rooms[str(path.parent.relative_to(ROOT))] = (
                rooms.get(str(path.parent.relative_to(ROOT)), 0) + 1
            )
    assert {room: files for room, files in rooms.items() if files > FULLEST_ROOM} == {}


def test_the_shared_words_stay_few() -> None:
    words = list((ROOT / "src/frontdesk/ground/words").glob("[a-z]*.py"))
    assert len(words) <= MOST_WORDS


def test_the_turn_stays_one_readable_list() -> None:
    tree = ast.parse((ROOT / "src/frontdesk/flow/conversation/turn.py").read_text())
    run = next(
        n for n in ast.walk(tree) if isinstance(n, ast.AsyncFunctionDef) and n.name == "run_turn"
    )
    assert (run.end_lineno or 0) - run.lineno <= 30
