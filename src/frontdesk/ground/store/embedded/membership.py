"""Turns lock files into answers: is a server alive on this home, and is anybody else using it.

Three files, all locked by `flock`, so a killed process lets go by itself:

    gate     held alone while one process starts or stops the server
    members  held shared by every process that uses the server
    server   held alone by the server itself (and by initdb, pg_upgrade): it inherits the open
             file, and every process of the server keeps it, so neither a stale nor a reused
             process id can mislead us
"""

import contextlib
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

if sys.platform != "win32":
    import fcntl

Gate = AbstractContextManager[bool]
_LOOK_AGAIN_S = 0.02


def server_alive(root: Path) -> bool:
    """Whether any process of a server we started on this home is alive, in any container."""
    held = take_server(root)
    if held is None:
        return True
    os.close(held)
    return False


def take_server(root: Path) -> int | None:
    """The server's lock as an open file to hand on; None while a server holds it."""
    handle = _open(root / "server.lock")
    if _lock(handle, fcntl.LOCK_EX):
        return handle
    os.close(handle)
    return None


def wait_for_server(root: Path, *, timeout_s: float) -> int | None:
    """`take_server`, waiting for programs that are about to end."""
    until = time.monotonic() + timeout_s
    handle = take_server(root)
    while handle is None and time.monotonic() < until:
        time.sleep(_LOOK_AGAIN_S)
        handle = take_server(root)
    return handle


@contextlib.contextmanager
def gate(root: Path, *, timeout_s: float, waiting: Callable[[], None]) -> Iterator[bool]:
    """Hold the gate; yields False when another process kept it for the whole `timeout_s`."""
    handle = _open(root / "gate.lock")
    try:
        until = time.monotonic() + timeout_s
        held = _lock(handle, fcntl.LOCK_EX)
        while not held and time.monotonic() < until:
            waiting()
            time.sleep(_LOOK_AGAIN_S)
            held = _lock(handle, fcntl.LOCK_EX)
        yield held
    finally:
        os.close(handle)


class Member:
    """One process's use of the server, from `join` to `leave`."""

    def __init__(self, root: Path) -> None:
        self._path = root / "members.lock"
        self._handle: int | None = None

    @property
    def joined(self) -> bool:
        return self._handle is not None

    def join(self) -> None:
        """Count ourselves in; only under the gate."""
        if self._handle is None:
            self._handle = _open(self._path)
            fcntl.flock(self._handle, fcntl.LOCK_SH)

    def leave(self) -> None:
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None

    def is_last(self) -> bool:
        """Whether nobody else is counted in; only under the gate, and only on the way out."""
        return self._handle is not None and _lock(self._handle, fcntl.LOCK_EX)


def _open(path: Path) -> int:
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)


def _lock(handle: int, kind: int) -> bool:
    try:
        fcntl.flock(handle, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
