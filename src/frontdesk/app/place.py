"""A home turned into a database to talk to: the embedded one, or the one of DATABASE_URL."""

import contextlib
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TypedDict

import psycopg
from psycopg.conninfo import conninfo_to_dict

from frontdesk.app.settings import Settings
from frontdesk.ground.store import migrate
from frontdesk.ground.store.embedded import Embedded
from frontdesk.ground.words.problems import BadInput, Broken


class Note(TypedDict):
    """What a serving process leaves in its home; `loop` is the event loop it really runs on."""

    url: str
    pid: int
    key: str
    loop: str


@contextlib.contextmanager
def open_database(settings: Settings) -> Iterator[str]:
    """The URL of this installation's database, running and at the newest version."""
    url = settings.text("DATABASE_URL")
    if url:
        direct = settings.text("DATABASE_DIRECT_URL") or url
        _bring_up(direct)
        yield url
        return
    with Embedded(settings.home, progress=say) as embedded:
        _bring_up(embedded.url())
        yield embedded.url()


def _bring_up(url: str) -> None:
    """Where the newest version stands, it is committed, and there is nobody to wait for."""
    if load_version(url) != migrate.newest():
        migrate.run_upgrade(url)


@contextlib.contextmanager
def reach_database(settings: Settings, *, direct: bool = False) -> Iterator[str]:
    """The URL of the database this installation has, as it is: nothing is made or migrated.

    `direct` prefers DATABASE_DIRECT_URL. Raises Broken `app.no_installation` for an empty home.
    """
    url = settings.text("DATABASE_URL")
    if url:
        yield (settings.text("DATABASE_DIRECT_URL") if direct else "") or url
        return
    embedded = Embedded(settings.home, progress=say)
    if embedded.status().state == "absent":
        raise Broken(
            "app.no_installation",
            f"there is no installation in {str(settings.home)!r}",
            fix="start one with `frontdesk serve`, or name its home with --home",
        )
    with embedded:
        yield embedded.url()


@contextlib.contextmanager
def join_database(settings: Settings) -> Iterator[str]:
    """`reach_database`, with the tables this code was written for; Broken where they are not."""
    with reach_database(settings) as url:
        found = load_version(url)
        if found != migrate.newest():
            raise Broken(
                "app.not_migrated",
                f"the tables are at version {found or 'none'}, this program needs {migrate.newest()}",
                fix="run `frontdesk migrate`"
                if found is None or found < migrate.newest()
                else "use the program that made them, or a later one",
            )
        yield url


def load_version(url: str) -> str | None:
    """The version of a database's tables; Broken `app.no_database` where it does not answer."""
    try:
        conninfo_to_dict(url)
    except psycopg.ProgrammingError as error:
        raise BadInput(
            "app.bad_database_url",
            "DATABASE_URL is no address of a PostgreSQL database",
            field="DATABASE_URL",
            fix="give one such as postgresql://user:password@host:5432/name",
        ) from error
    try:
        return migrate.load_version(url)
    except psycopg.OperationalError as error:
        raise Broken(
            "app.no_database",
            f"the database does not answer: {' '.join(str(error).split()) or 'no word of why'}",
            fix="check DATABASE_URL and that the server runs",
        ) from error


def say(line: str) -> None:
    """A line for the person at the terminal."""
    print(line, file=sys.stderr, flush=True)


def note_path(settings: Settings) -> Path:
    return settings.home / "serving.json"


def save_note(settings: Settings, key: str, *, loop: str) -> None:
    """Leave word in the home where this server is reached, and by which demo key."""
    path = note_path(settings)
    settings.home.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".draft")
    note = Note(url=settings.url, pid=os.getpid(), key=key, loop=loop)
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        json.dump(note, file)
    draft.replace(path)


def load_note(settings: Settings) -> Note:
    """Where the server of this home is reached; Broken when none was started."""
    try:
        found = json.loads(note_path(settings).read_text())
        return Note(
            url=str(found["url"]),
            pid=int(found["pid"]),
            key=str(found.get("key", "")),
            loop=str(found.get("loop", "")),
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise Broken(
            "app.not_serving",
            f"no server was started with the home {str(settings.home)!r}",
            fix="start one with `frontdesk serve`, or name its home with --home",
        ) from error
