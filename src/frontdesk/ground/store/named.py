"""Named SQL: `queries/*.sql` turned into statements by name, each with its own count and timing.

A statement starts at a line `-- name: room.verb_noun` and ends at the next one.
"""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "queries"
_MARK = re.compile(r"^-- name: ([a-z_]+\.[a-z_]+)\s*$", re.MULTILINE)


@dataclass(slots=True)
class Timing:
    """Calls, failures and seconds spent waiting for one named statement in this process."""

    calls: int = 0
    failures: int = 0
    seconds: float = 0.0


@cache
def statements() -> dict[str, str]:
    """All statements by name; a name that stands twice is a mistake in the files."""
    found: dict[str, str] = {}
    for path in sorted(FOLDER.glob("*.sql")):
        parts = _MARK.split(path.read_text())
        for name, body in zip(parts[1::2], parts[2::2], strict=True):
            if name in found or name.split(".")[0] != path.stem:
                raise ValueError(f"{path.name}: {name} stands twice or in the wrong file")
            found[name] = body.strip().rstrip(";")
    return found
