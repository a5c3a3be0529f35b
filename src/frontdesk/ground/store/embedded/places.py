"""Turns a home into the paths the launcher uses below it, and a safe folder for the socket."""

import contextlib
import hashlib
import os
import socket
import stat
import tempfile
from dataclasses import dataclass
from pathlib import Path

from frontdesk.ground.store.embedded.account import Account
from frontdesk.ground.words import problems

PORT = 5432
_SOCKET_NAME = f".s.PGSQL.{PORT}"
# sun_path holds 108 bytes on Linux and 104 on macOS, one of them the closing zero.
_SOCKET_PATH_BYTES = 103


@dataclass(frozen=True, slots=True)
class Places:
    """Everything the launcher keeps below `<home>/postgres`."""

    root: Path

    @property
    def cluster(self) -> Path:
        return self.root / "data"

    @property
    def log(self) -> Path:
        return self.root / "log"

    @property
    def start_log(self) -> Path:
        return self.root / "start.log"

    @property
    def config(self) -> Path:
        return self.root / "postgres.conf"

    @property
    def user_config(self) -> Path:
        return self.root / "postgres.conf.user"

    @property
    def access(self) -> Path:
        return self.root / "access.conf"

    @property
    def passfile(self) -> Path:
        return self.root / "pgpass"

    @property
    def pid_file(self) -> Path:
        return self.cluster / "postmaster.pid"

    def owner_uid(self) -> int | None:
        """Who owns the data directory; None before it is made."""
        try:
            return self.cluster.lstat().st_uid
        except FileNotFoundError:
            return None


def below(home: Path) -> Places:
    return Places(home.expanduser().resolve() / "postgres")


def make_root(places: Places, account: Account) -> None:
    """Make what is missing; what exists keeps its rights, above all the folders further up.

    Several processes may be at it at once.
    """
    mode = 0o711 if account.switched else 0o700
    missing = [folder for folder in [places.root, *places.root.parents] if not folder.exists()]
    for folder in reversed(missing):
        with contextlib.suppress(FileExistsError):
            folder.mkdir(mode=mode)


def make_log_folder(places: Places, account: Account) -> None:
    """Make the folder of the server's log; only under the gate."""
    _make_owned(places.log, account)


def make_socket_folder(places: Places, account: Account) -> Path:
    """A folder for the socket that only the account enters: below home where the path fits.

    Otherwise one in the runtime or temporary folder, named after the home; such a folder that
    somebody else put there, or left open, is refused.
    """
    inside = places.root / "run"
    if _fits(inside):
        _make_owned(inside, account)
        if _takes_sockets(inside):
            return inside
    for parent in _short_parents(account):
        outside = parent / _outside_name(places)
        if _fits(outside):
            _make_owned(outside, account)
            return outside
    raise problems.Problem(
        "store.embedded.no_socket_folder",
        "No folder with a path short enough for a socket was found.",
        fix="Choose a shorter FRONTDESK_HOME or TMPDIR.",
    )


def clear_socket_folder(places: Places, folder: Path) -> None:
    """Remove the folder of a server that has stopped, if it was one outside of home."""
    if folder.name == _outside_name(places):
        with contextlib.suppress(OSError):
            folder.rmdir()


def _outside_name(places: Places) -> str:
    return "frontdesk-" + hashlib.sha256(os.fsencode(places.root)).hexdigest()[:16]


def _short_parents(account: Account) -> list[Path]:
    """Where a short folder may stand: kept by the system, closed to others, or sticky."""
    runtime = "/run" if account.switched else os.environ.get("XDG_RUNTIME_DIR", "")
    candidates = [runtime, tempfile.gettempdir()] if runtime else [tempfile.gettempdir()]
    return [parent for parent in map(Path, candidates) if _is_guarded(parent)]


def _is_guarded(parent: Path) -> bool:
    """Whether nobody but root and ourselves can rename or remove a folder of ours in `parent`."""
    try:
        seen = parent.stat()
    except OSError:
        return False
    if not stat.S_ISDIR(seen.st_mode) or seen.st_uid not in (0, os.geteuid()):
        return False
    open_to_others = seen.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
    sticky = seen.st_mode & stat.S_ISVTX
    return os.access(parent, os.W_OK) and (not open_to_others or bool(sticky))


def _make_owned(folder: Path, account: Account) -> None:
    with contextlib.suppress(FileExistsError):
        folder.mkdir(mode=0o700)
        account.give(folder, 0o700)
    seen = folder.lstat()
    half_made = account.switched and seen.st_uid == 0 and stat.S_ISDIR(seen.st_mode)
    if half_made:  # we were stopped between making it and giving it away
        account.give(folder, 0o700)
        seen = folder.lstat()
    if not stat.S_ISDIR(seen.st_mode) or seen.st_uid != account.uid or seen.st_mode & 0o077:
        raise problems.Problem(
            "store.embedded.unsafe_folder",
            f"{folder} is not a folder of account {account.name!r} alone.",
            fix="Remove it (find out first who made it) and start again.",
        )


def _fits(folder: Path) -> bool:
    return len(os.fsencode(folder / _SOCKET_NAME)) <= _SOCKET_PATH_BYTES


def _takes_sockets(folder: Path) -> bool:
    """Some file systems (network mounts, folders shared into a virtual machine) hold no sockets."""
    probe = folder / f".p{os.getpid() % 10**7}"
    with socket.socket(socket.AF_UNIX) as ear:
        try:
            ear.bind(str(probe))
        except OSError:
            return False
    probe.unlink(missing_ok=True)
    return True
