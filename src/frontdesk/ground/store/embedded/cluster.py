"""Turns an empty home into a data directory, once, and refuses one that we cannot run."""

import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

from frontdesk.ground.store.embedded import account as accounts
from frontdesk.ground.store.embedded import binaries, passwords
from frontdesk.ground.store.embedded.account import Account, Runner
from frontdesk.ground.store.embedded.places import Places
from frontdesk.ground.words import problems

UPGRADED = "data.upgraded"
_INITDB_LIMIT_S = 600.0
_BUILTIN_LOCALE_SINCE = 17


def check_major(places: Places, major: int) -> None:
    """Raise when the data directory is of another major, or is none at all."""
    written = load_major(places)
    if written == major:
        return
    home = shlex.quote(str(places.root.parent))
    if major > written and written in binaries.installed():
        fix = (
            f"Stop frontdesk, then upgrade: `{sys.executable} -m frontdesk.ground.store.embedded"
            f" upgrade {home}` (pg_upgrade; the former directory is kept as data.{written})."
        )
    elif written in binaries.installed():
        fix = f"Start it with major {written}; PostgreSQL cannot go back to an earlier major."
    else:
        fix = (
            f"With the installation that wrote it, run pg_dumpall into a file; then move"
            f" {places.cluster} away, start again, and load the file with psql."
        )
    raise problems.Problem(
        "store.embedded.other_major",
        f"The data in {places.cluster} belong to PostgreSQL {written}, not {major}.",
        fix=fix,
    )


def load_major(places: Places) -> int:
    """The major that wrote the data directory; a Problem where it is not a data directory."""
    try:
        text = (places.cluster / "PG_VERSION").read_text(encoding="ascii").strip()
        whole = (places.cluster / "global" / "pg_control").is_file()
    except PermissionError as reason:
        raise problems.Problem(
            "store.embedded.unreadable",
            f"{places.cluster} cannot be read by this account.",
            fix="Run as the account that made it, or choose another FRONTDESK_HOME.",
        ) from reason
    except (OSError, UnicodeDecodeError):
        text, whole = "", False
    if not text.isdigit() or not whole:
        raise problems.Problem(
            "store.embedded.not_a_database",
            f"{places.cluster} exists but is not a complete PostgreSQL data directory.",
            fix="Restore it from a backup, or move it away to start with an empty database.",
        )
    return int(text)


def make(places: Places, runner: Runner, *, major: int, durable: bool) -> None:
    """Run initdb beside the final place and rename: a crash leaves nothing half-made.

    The passwords are saved before the rename, so data never exist without them.
    """
    password = passwords.make(places)[passwords.SUPERUSER]
    draft = make_draft(places, runner, password=password, major=major, durable=durable)
    os.rename(draft, places.cluster)
    _sync_folder(places.root)


def make_draft(places: Places, runner: Runner, *, password: str, major: int, durable: bool) -> Path:
    """An empty data directory beside the final place."""
    draft = places.root / "data.making"
    if draft.exists():
        shutil.rmtree(draft)
    draft.mkdir(mode=0o700)
    runner.account.give(draft, 0o700)
    secret = places.root / "initdb.secret"
    secret.unlink(missing_ok=True)
    try:
        _save_secret(secret, runner.account, password)
        _initdb(draft, secret, runner, major=major, durable=durable)
    finally:
        secret.unlink(missing_ok=True)
    return draft


def finish_upgrade(places: Places) -> None:
    """Put upgraded data in place, if there are any: the last steps of an upgrade, or of one that
    was interrupted just there."""
    upgraded = places.root / UPGRADED
    if not upgraded.exists():
        return
    if places.cluster.exists():
        os.rename(places.cluster, places.root / f"data.{load_major(places)}")
    os.rename(upgraded, places.cluster)
    _sync_folder(places.root)


def environment() -> dict[str, str]:
    """What PostgreSQL's programs are told of ours: no PG* variable may steer them."""
    kept = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH") if name in os.environ}
    return {**kept, "LC_ALL": "C", "TZ": "UTC", "PGCLIENTENCODING": "UTF8"}


def _initdb(draft: Path, secret: Path, runner: Runner, *, major: int, durable: bool) -> None:
    told = _run_initdb(_arguments(draft, secret, "C.UTF-8", major), runner, durable=durable)
    if "invalid locale" in told and major >= _BUILTIN_LOCALE_SINCE:
        # The system has no C.UTF-8; the server brings its own, and sorts and folds by that.
        told = _run_initdb(_arguments(draft, secret, "C", major), runner, durable=durable)
    accounts.check_switched(told)
    if told:
        raise problems.Problem(
            "store.embedded.initdb_failed",
            f"The database could not be made: {told}",
            fix="Mend the reason named, or set DATABASE_URL.",
        )


def _arguments(draft: Path, secret: Path, locale: str, major: int) -> list[str]:
    builtin = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    return [
        str(binaries.binary("initdb", major)),
        f"--pgdata={draft}",
        f"--username={passwords.SUPERUSER}",
        f"--pwfile={secret}",
        "--auth=scram-sha-256",
        "--encoding=UTF8",
        f"--locale={locale}",
        *(builtin if major >= _BUILTIN_LOCALE_SINCE else []),
        "--lc-messages=C",
        "--data-checksums",
    ]


def _run_initdb(arguments: list[str], runner: Runner, *, durable: bool) -> str:
    """Empty when it worked, otherwise what it said."""
    if not durable:
        arguments = [*arguments, "--no-sync"]
    try:
        ended = runner.run(arguments, environment=environment(), limit_s=_INITDB_LIMIT_S)
    except (OSError, subprocess.TimeoutExpired) as reason:
        return str(reason)
    return "" if ended.returncode == 0 else (ended.stderr.strip() or f"exit {ended.returncode}")


def _save_secret(path: Path, account: Account, password: str) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(password + "\n")
    account.give(path, 0o600)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
