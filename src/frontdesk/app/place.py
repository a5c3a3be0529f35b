"""A home turned into a database to talk to: the embedded one, or the one of DATABASE_URL."""

import contextlib
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from frontdesk.app.settings import Settings
from frontdesk.ground.store import migrate
from frontdesk.ground.store.embedded import Embedded
from frontdesk.ground.words.problems import Broken


@contextlib.contextmanager
def open_database(settings: Settings) -> Iterator[str]:
    """The URL of this installation's database, running and at the newest version."""
    url = settings.text("DATABASE_URL")
    if url:
        migrate.run_upgrade(settings.text("DATABASE_DIRECT_URL") or url)
        yield url
        return
    with Embedded(settings.home, progress=say) as embedded:
        migrate.run_upgrade(embedded.url())
        yield embedded.url()


def say(line: str) -> None:
    """A line for the person at the terminal."""
    print(line, file=sys.stderr, flush=True)


def note_path(settings: Settings) -> Path:
    return settings.home / "serving.json"


def save_note(settings: Settings, key: str) -> None:
    """Leave word in the home where this server is reached, and by which demo key."""
    path = note_path(settings)
    settings.home.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".draft")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        json.dump({"url": settings.url, "pid": os.getpid(), "key": key}, file)
    draft.replace(path)


def load_note(settings: Settings) -> dict[str, str]:
    """Where the server of this home is reached; Broken when none was started."""
    try:
        note: dict[str, str] = json.loads(note_path(settings).read_text())
    except (OSError, ValueError) as error:
        raise Broken(
            "app.not_serving",
            f"no server was started with the home {str(settings.home)!r}",
            fix="start one with `frontdesk serve`, or name its home with --home",
        ) from error
    return note
