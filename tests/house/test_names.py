"""Names say what a thing is or does; footguns are named with what to use instead."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src/frontdesk"
BANNED = re.compile(
    r"(^|_)(utils?|helpers?|common|misc|base|manager|service|handler|processor|engine|data|info"
    r"|new|old|v2|final|advanced|enhanced|smart|optimized)(_|$)"
)
# A verb or field that happens to hold a banned word and says exactly what it means.
ALLOWED = {"new_id", "field_service"}
TIME_CALLS = {
    "datetime.now",
    "time.time",
    "asyncio.sleep",
    "asyncio.create_task",
    "datetime.utcnow",
}

pytestmark = pytest.mark.house


def trees() -> Iterator[tuple[Path, ast.Module]]:
    for path in sorted(SOURCE.rglob("*.py")):
        yield path, ast.parse(path.read_text())


def test_no_name_says_nothing() -> None:
    bad = []
    for path, tree in trees():
        if "sdk" in path.parts:
            continue
        names = [path.stem, *path.relative_to(SOURCE).parts[:-1]]
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                names.append(re.sub(r"(?<!^)(?=[A-Z])", "_", node.name).lower())
        bad += [
            f"{path.relative_to(ROOT)}: {n}" for n in names if BANNED.search(n) and n not in ALLOWED
        ]
    assert bad == []


def test_decisions_are_pure() -> None:
    waiting = [
        f"{path.relative_to(ROOT)}: {node.name}"
        for path, tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.AsyncFunctionDef) and node.name.startswith("decide_")
    ]
    assert waiting == []


def test_shared_words_never_wait() -> None:
    waiting = [
        str(path.relative_to(ROOT))
        for path in (SOURCE / "ground/words").glob("*.py")
        if "async " in path.read_text()
    ]
    assert waiting == []


def test_time_and_tasks_come_from_the_kit() -> None:
    naked = []
    for path, tree in trees():
        if "kit" in path.parts or "embedded" in path.parts:
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in TIME_CALLS:
                naked.append(f"{path.relative_to(ROOT)}:{node.lineno} {ast.unparse(node.func)}")
    assert naked == []


def test_only_the_guard_catches_everything() -> None:
    broad = []
    for path, tree in trees():
        if path.relative_to(SOURCE).as_posix() == "ground/kit/tasks.py":
            continue
        for node in ast.walk(tree):
            if not isinstance(node, ast.ExceptHandler):
                continue
            everything = node.type is None or ast.unparse(node.type) in (
                "Exception",
                "BaseException",
            )
            if everything and not any(isinstance(inner, ast.Raise) for inner in ast.walk(node)):
                broad.append(f"{path.relative_to(ROOT)}:{node.lineno}")
    assert broad == []


def test_imports_stand_at_the_top() -> None:
    hidden = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path, tree in trees()
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    assert hidden == []


def test_named_sql_is_used_and_known() -> None:
    written = set()
    for path in (SOURCE / "ground/store/queries").glob("*.sql"):
        written |= set(re.findall(r"^-- name: (\S+)$", path.read_text(), re.MULTILINE))
    text = "\n".join(path.read_text() for path in SOURCE.rglob("*.py"))
    used = {name for name in written if f'"{name}"' in text}
    assert written - used == set()
