"""Turns "who am I" into the account the server runs as, and a command into one run by it."""

import os
import stat
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from frontdesk.ground.store.embedded import drop
from frontdesk.ground.words import problems

if sys.platform != "win32":
    import pwd

_DROP = Path(drop.__file__)
_CANDIDATES = ("postgres", "nobody")


@dataclass(frozen=True, slots=True)
class Account:
    """The system account of the server; `switched` when it is not the account we run as."""

    name: str
    uid: int
    gid: int
    switched: bool

    def give(self, path: Path, mode: int) -> None:
        """Hand something we have just made to the account, with exactly these rights."""
        path.chmod(mode)
        if self.switched:
            os.chown(path, self.uid, self.gid, follow_symlinks=False)


@dataclass(frozen=True, slots=True)
class Runner:
    """How PostgreSQL's own programs are run on one home.

    `search` keeps the capability to pass closed folders. `lock` is the server's lock, held by
    each program for as long as it lives: whoever starts it may be killed, and the next must wait.
    """

    account: Account
    search: bool
    lock: int

    def run(
        self,
        program: list[str],
        *,
        environment: dict[str, str],
        limit_s: float,
        given: str = "",
        folder: str = "/",
    ) -> "subprocess.CompletedProcess[str]":
        """Run to the end, out of reach of the terminal's Ctrl-C; never raises for its exit code."""
        return subprocess.run(
            command(self.account, program, search=self.search),
            env=environment,
            cwd=folder,
            input=given,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=limit_s,
            start_new_session=True,
            pass_fds=(self.lock,),
            check=False,
        )


def choose(asked: str | None, owner_uid: int | None) -> Account:
    """The account for a data directory owned by `owner_uid` (None: not made yet).

    Ordinary accounts run the server themselves. Root may not (PostgreSQL refuses it), so it takes
    the owner of the data, else the one asked for, else `postgres` or `nobody`; none is created.
    """
    own = os.geteuid()
    if own != 0:
        return _checked_own(own, owner_uid)
    found = _by_name(asked) if asked else _first_candidate()
    if owner_uid is not None and owner_uid != found.uid:
        if asked:
            raise problems.Problem(
                "store.embedded.other_owner",
                f"The data belong to account {owner_uid}, not to {asked!r}.",
                fix=f"Start without naming {asked!r}, or change the owner of the data directory.",
            )
        found = _by_uid(owner_uid)
    if found.uid == 0:
        raise problems.Problem(
            "store.embedded.root_owner",
            "PostgreSQL does not run as root, and the data directory belongs to root.",
            fix="Give the data directory to an ordinary account (chown -R postgres).",
        )
    return found


def closed_to(account: Account, paths: Iterable[Path]) -> Path | None:
    """The first folder on the way to one of `paths` that the account may not pass through."""
    for path in paths:
        for folder in reversed([path, *path.parents]):
            if folder.is_dir() and not _may_pass(account, folder.stat()):
                return folder
    return None


def needs_search(account: Account, paths: Iterable[Path]) -> bool:
    """Whether the server must be allowed through folders that are closed to its account."""
    return account.switched and closed_to(account, [path.resolve() for path in paths]) is not None


def check_switched(said: str) -> None:
    """Raise when what a program said is that it could not run as the account at all."""
    if drop.REFUSAL in said:
        raise problems.Problem(
            "store.embedded.cannot_switch_account",
            f"The server cannot be run as an ordinary account: {said}",
            fix=(
                "Run frontdesk as an ordinary account, or choose a FRONTDESK_HOME (and a place of"
                " the installation) that other accounts may pass through, such as one in /var/lib."
            ),
        )


def command(account: Account, program: list[str], *, search: bool) -> list[str]:
    """The command line that runs `program` as the account; `search` keeps the one capability."""
    if not account.switched:
        return program
    drop = [sys.executable, "-I", "-S", str(_DROP), str(account.uid), str(account.gid)]
    return [*drop, "1" if search else "0", *program]


def _may_pass(account: Account, folder: os.stat_result) -> bool:
    if folder.st_uid == account.uid:
        return bool(folder.st_mode & stat.S_IXUSR)
    if folder.st_gid == account.gid:
        return bool(folder.st_mode & stat.S_IXGRP)
    return bool(folder.st_mode & stat.S_IXOTH)


def _checked_own(own: int, owner_uid: int | None) -> Account:
    if owner_uid is not None and owner_uid != own:
        raise problems.Problem(
            "store.embedded.other_owner",
            f"The data directory belongs to account {owner_uid}; this is account {own}.",
            fix="Run as the account that made it, or choose another FRONTDESK_HOME.",
        )
    try:
        entry = pwd.getpwuid(own)
    except KeyError as missing:
        raise problems.Problem(
            "store.embedded.nameless_account",
            f"Account {own} has no entry in the account list, which PostgreSQL needs.",
            fix="Add one to /etc/passwd, or set DATABASE_URL.",
        ) from missing
    return Account(entry.pw_name, own, os.getegid(), switched=False)


def _first_candidate() -> Account:
    for name in _CANDIDATES:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(name, entry.pw_uid, entry.pw_gid, switched=True)
    raise problems.Problem(
        "store.embedded.no_account",
        "PostgreSQL does not run as root, and there is no account `postgres` or `nobody`.",
        fix="Run frontdesk as an ordinary account, or set DATABASE_URL.",
    )


def _by_name(name: str) -> Account:
    try:
        entry = pwd.getpwnam(name)
    except KeyError as missing:
        raise problems.BadInput(
            "store.embedded.no_account", f"There is no account {name!r}.", field="user"
        ) from missing
    return Account(name, entry.pw_uid, entry.pw_gid, switched=True)


def _by_uid(uid: int) -> Account:
    try:
        entry = pwd.getpwuid(uid)
    except KeyError as missing:
        raise problems.Problem(
            "store.embedded.nameless_account",
            f"The data belong to account {uid}, which has no entry in the account list.",
            fix="Add one to /etc/passwd, or change the owner of the data directory.",
        ) from missing
    return Account(entry.pw_name, uid, entry.pw_gid, switched=True)
