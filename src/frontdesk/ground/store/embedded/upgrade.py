"""Turns the data directory of one PostgreSQL major into one of a later major of the wheel."""

import contextlib
import os
import shutil
from collections.abc import Callable
from pathlib import Path

from frontdesk.ground.store.embedded import account as accounts
from frontdesk.ground.store.embedded import (
    binaries,
    cluster,
    membership,
    passwords,
    places,
    postmaster,
)
from frontdesk.ground.store.embedded.account import Runner
from frontdesk.ground.store.embedded.places import Places
from frontdesk.ground.words import problems

_LIMIT_S = 24 * 3600.0


def run_upgrade(home: Path, *, to: int = binaries.MAJOR, progress: Callable[[str], None]) -> Path:
    """Copy the data into the format of major `to` by pg_upgrade; gives where the former ones are.

    Nobody may be using the home. Until the copy is whole the former data stay in place, and a
    crash at any moment leaves either them or the upgraded ones to start with.
    """
    where = places.below(home)
    account = accounts.choose(None, where.owner_uid())
    with membership.gate(where.root, timeout_s=5.0, waiting=lambda: None) as held:
        lock = membership.take_server(where.root) if held else None
        try:
            if lock is None or postmaster.check_pid_file(where):
                raise problems.NotNow(
                    "store.embedded.in_use",
                    "The database is running.",
                    after_s=10.0,
                    fix="Stop every frontdesk process of this home first.",
                )
            cluster.finish_upgrade(where)
            written = _check_upgradable(where, to)
            folders = [binaries.programs(written), binaries.programs(to), where.root]
            search = accounts.needs_search(account, folders)
            runner = Runner(account, search, lock)
            _copy(where, runner, written=written, to=to, progress=progress)
            cluster.finish_upgrade(where)
        finally:
            if lock is not None:
                os.close(lock)
    return _former(where, written)


def _former(where: Places, written: int) -> Path:
    return where.root / f"data.{written}"


def _check_upgradable(where: Places, to: int) -> int:
    written = cluster.load_major(where)
    if written == to:
        raise problems.BadInput(
            "store.embedded.same_major", f"The data are of PostgreSQL {to} already.", field="to"
        )
    if written > to or _former(where, written).exists():
        raise problems.BadInput(
            "store.embedded.cannot_upgrade",
            f"PostgreSQL {written} cannot become {to}, or {_former(where, written)} is in the way.",
            fix="Choose a later major; move former data away.",
        )
    return written


def _copy(
    where: Places, runner: Runner, *, written: int, to: int, progress: Callable[[str], None]
) -> None:
    old, new = binaries.programs(written), binaries.programs(to)
    password = passwords.load(where).get(passwords.SUPERUSER)
    if password is None:
        raise problems.Problem(
            "store.embedded.passwords_lost",
            f"{where.passfile} is lost.",
            fix=f"Start once with major {written}: that makes it again.",
        )
    progress(f"making an empty database of PostgreSQL {to}")
    draft = cluster.make_draft(where, runner, password=password, major=to, durable=True)
    progress(f"copying the data of PostgreSQL {written}")
    program = [
        str(new / "pg_upgrade"),
        f"--old-bindir={old}",
        f"--new-bindir={new}",
        f"--old-datadir={where.cluster}",
        f"--new-datadir={draft}",
        f"--username={passwords.SUPERUSER}",
        f"--socketdir={places.make_socket_folder(where, runner.account)}",
    ]
    ended = runner.run(
        program,
        environment={**cluster.environment(), "PGPASSWORD": password},
        limit_s=_LIMIT_S,
        folder=str(where.log),
    )
    if ended.returncode != 0:
        said = " / ".join((ended.stdout + ended.stderr).strip().splitlines()[-8:])
        raise problems.Problem(
            "store.embedded.upgrade_failed",
            f"pg_upgrade refused: {said}",
            fix=f"The data are untouched. Its own log is in {draft}/pg_upgrade_output.d.",
        )
    shutil.rmtree(draft / "pg_upgrade_output.d", ignore_errors=True)
    with contextlib.suppress(FileNotFoundError):
        (where.log / "delete_old_cluster.sh").unlink()
    os.rename(draft, where.root / cluster.UPGRADED)
