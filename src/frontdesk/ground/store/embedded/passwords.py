"""Turns role names into generated passwords, kept in a file in libpq's own format."""

import os
import secrets
from urllib.parse import quote, urlencode

from frontdesk.ground.store.embedded.places import PORT, Places
from frontdesk.ground.words import problems

SUPERUSER = "postgres"
OWNER = "frontdesk"


def load(places: Places) -> dict[str, str]:
    """Role name to password; empty when the file is missing."""
    try:
        text = places.passfile.read_text(encoding="ascii")
    except FileNotFoundError:
        return {}
    except (PermissionError, UnicodeDecodeError) as reason:
        raise problems.Problem(
            "store.embedded.passwords_unreadable",
            f"{places.passfile} cannot be read: {reason}.",
            fix="Run as the account that started the database first.",
        ) from reason
    rows = [line.split(":") for line in text.splitlines()]
    return {row[3]: row[4] for row in rows if len(row) == 5}


def make(places: Places) -> dict[str, str]:
    """Generate and save passwords, readable by us alone; replaces what was there."""
    made = {role: secrets.token_hex(24) for role in (SUPERUSER, OWNER)}
    draft = places.passfile.with_name("pgpass.draft")
    draft.unlink(missing_ok=True)
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        for role, password in made.items():
            file.write(f"*:*:*:{role}:{password}\n")
        file.flush()
        os.fsync(file.fileno())
    os.replace(draft, places.passfile)
    return made


def url(places: Places, socket_folder: str, *, role: str, database: str) -> str:
    """A libpq connection URL; the password stays in the file it names, out of logs and listings."""
    place = urlencode(
        {"host": socket_folder, "port": PORT, "passfile": str(places.passfile)}, quote_via=quote
    )
    return f"postgresql://{quote(role, safe='')}@/{quote(database, safe='')}?{place}"
