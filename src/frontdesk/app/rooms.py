"""A path turned into its place in the house: the room's card, its neighbours by import, its tests."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import frontdesk
from frontdesk.ground.words.problems import BadInput
from frontdesk.ground.words.reading import Json

PACKAGE = Path(frontdesk.__file__).resolve().parent
ROOT = PACKAGE.parent.parent


@dataclass(frozen=True, slots=True)
class Place:
    """Where a file or room stands. `imports` and `imported_by` are modules of the product."""

    module: str
    room: str
    card: str
    says: str
    imports: tuple[str, ...]
    imported_by: tuple[str, ...]
    tests: tuple[str, ...]

    def as_json(self) -> dict[str, Json]:
        return {
            "module": self.module,
            "room": self.room,
            "card": self.card.splitlines(),
            "says": self.says,
            "imports": list(self.imports),
            "imported_by": list(self.imported_by),
            "tests": list(self.tests),
        }


def find_place(path: Path) -> Place:
    """The place of a file or folder, given as a path, or as below `src/frontdesk`.

    For a folder its files are looked at together. Raises BadInput for what is not in the house.
    """
    file = _resolve(path)
    folder = file if file.is_dir() else file.parent
    module = _module(file)
    inside = f"{module}." if file.is_dir() else "\0"
    known = _imports()
    of_it = [name for name in known if name == module or name.startswith(inside)]
    imports = {found for name in of_it for found in known[name] if found not in of_it}
    return Place(
        module=module,
        room=_module(folder),
        card=_docstring(folder / "__init__.py"),
        says=(_docstring(file) if file.is_file() else "").split("\n")[0],
        imports=tuple(sorted(imports)),
        imported_by=tuple(
            sorted(name for name in known if name not in of_it and known[name] & set(of_it))
        ),
        tests=tuple(_tests(file, set(of_it))),
    )


def render_place(place: Place) -> Iterator[str]:
    """A place as lines of text."""
    yield place.module
    if place.says and place.module != place.room:
        yield f"  {place.says}"
    yield ""
    yield from place.card.splitlines()
    for title, names in (
        ("Imported by", place.imported_by),
        ("Imports", place.imports),
        ("Tests", place.tests),
    ):
        yield ""
        yield f"{title}:" if names else f"{title}: none"
        yield from (f"  {name}" for name in names)


def _resolve(path: Path) -> Path:
    for candidate in (path, PACKAGE / path, PACKAGE / f"{path}.py"):
        found = candidate.resolve()
        inside = found == PACKAGE or PACKAGE in found.parents
        if (
            inside
            and (found.suffix == ".py" or (found / "__init__.py").is_file())
            and found.exists()
        ):
            return found.parent if found.name == "__init__.py" else found
    raise BadInput(
        "app.no_such_room",
        f"{str(path)!r} is no file or room of the house",
        field="path",
        fix="give a path below src/frontdesk, such as flow/conversation/turn.py",
    )


def _module(file: Path) -> str:
    parts = [PACKAGE.name, *file.relative_to(PACKAGE).with_suffix("").parts]
    return ".".join(part for part in parts if part != "__init__")


def _docstring(file: Path) -> str:
    return (ast.get_docstring(ast.parse(file.read_text())) or "") if file.is_file() else ""


@cache
def _imports() -> dict[str, frozenset[str]]:
    """Each module of the product with the modules of the product that it imports."""
    files = {_module(file): file for file in sorted(PACKAGE.rglob("*.py"))}
    return {name: frozenset(_imported(file, set(files))) for name, file in files.items()}


def _imported(file: Path, known: set[str]) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in known)
        elif isinstance(node, ast.ImportFrom) and node.module in known:
            for alias in node.names:
                whole = f"{node.module}.{alias.name}"
                yield whole if whole in known else node.module


def _tests(file: Path, of_it: set[str]) -> Iterator[str]:
    """The mirrored unit test, and every test that imports the place; none outside a checkout."""
    folder = ROOT / "tests"
    if not folder.is_dir():
        return
    below = file.relative_to(PACKAGE)
    mirrored = folder / "unit" / below.parent / f"test_{below.stem}.py"
    for test in sorted(folder.rglob("*.py")):
        if test == mirrored or set(_imported(test, of_it)):
            yield str(test.relative_to(ROOT))
