"""Turns a data directory into a running server process, its pid file into facts, and stops it."""

import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from frontdesk.ground.store.embedded import account as accounts
from frontdesk.ground.store.embedded import binaries, cluster, membership
from frontdesk.ground.store.embedded.account import Runner
from frontdesk.ground.store.embedded.places import PORT, Places
from frontdesk.ground.words import problems

State = Literal["absent", "stopped", "starting", "running", "stopping"]
_LOOK_AGAIN_S = 0.02
_LAST_WAIT_S = 15.0


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait, in seconds: for an answer, for crash recovery, and for a stop."""

    answer_s: float = 60.0
    recovery_s: float = 3600.0
    stop_s: float = 60.0


@dataclass(frozen=True, slots=True)
class Status:
    """What is known of the server of one home. `major` is that of the data, `pid` the server's."""

    state: State
    places: Places
    major: int | None = None
    pid: int | None = None
    socket_folder: str | None = None


@dataclass(frozen=True, slots=True)
class PidFile:
    """What the server wrote about itself in `postmaster.pid`."""

    pid: int
    socket_folder: str
    state: str


def parse_pid_file(text: str) -> PidFile | None:
    """The lines pid, directory, start time, port, socket folder, address, memory key, state.

    A server that has just begun has not written all of them. None: not a pid file.
    """
    lines = [line.strip() for line in text.splitlines()]
    if not lines or not lines[0].lstrip("-").isdigit():
        return None
    lines += [""] * (8 - len(lines))
    return PidFile(abs(int(lines[0])), lines[4], lines[7])


def load_pid_file(places: Places) -> PidFile | None:
    try:
        return parse_pid_file(places.pid_file.read_text(encoding="utf-8", errors="replace"))
    except OSError:
        return None


def is_ours(pid: int, places: Places) -> bool:
    """Whether that process is the PostgreSQL server of our data directory."""
    process = Path("/proc") / str(pid)
    if not Path("/proc/self").exists():
        return _is_ours_by_ps(pid, places)
    try:
        if not process.joinpath("comm").read_text().startswith("postgres"):
            return False
        return os.path.samefile(process / "cwd", places.cluster)
    except PermissionError:
        return process.stat().st_uid == places.owner_uid()
    except OSError:
        return False


def check_pid_file(places: Places) -> bool:
    """With the server's lock free: whether a server somebody else started holds the directory.

    A process id that a stranger reuses is replaced by our own: PostgreSQL takes its parent's for
    stale, and still looks at the shared memory the file names before it removes it.
    """
    found = load_pid_file(places)
    if found is None or not _alive(found.pid):
        return False
    if is_ours(found.pid, places):
        return True
    handle = os.open(places.pid_file, os.O_RDWR | os.O_NOFOLLOW)
    with os.fdopen(handle, "r+", encoding="utf-8", errors="surrogateescape") as file:
        rest = file.read().split("\n", 1)[1:]
        file.seek(0)
        file.truncate()
        file.write("\n".join([str(os.getpid()), *rest]))
    return False


def spawn(
    places: Places, runner: Runner, *, major: int, socket_folder: Path
) -> subprocess.Popen[bytes]:
    """Start the server in a session of its own, holding its lock; a thread reaps it when it ends."""
    program = [
        str(binaries.binary("postgres", major)),
        "-D",
        str(places.cluster),
        "-c",
        f"config_file={places.config}",
        "-k",
        str(socket_folder),
        "-p",
        str(PORT),
    ]
    handle = os.open(places.start_log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o600)
    try:
        process = subprocess.Popen(
            accounts.command(runner.account, program, search=runner.search),
            env=cluster.environment(),
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=handle,
            stderr=handle,
            pass_fds=(runner.lock,),
            start_new_session=True,
        )
    finally:
        os.close(handle)
    threading.Thread(target=process.wait, name="postgres-reaper", daemon=True).start()
    return process


def stop(places: Places, *, patience: Patience) -> bool:
    """Fast shutdown; after `stop_s` an immediate one, which the next start recovers from.

    False when a server is alive that this process cannot see: one in another container.
    """
    for number, limit_s in ((signal.SIGINT, patience.stop_s), (signal.SIGQUIT, _LAST_WAIT_S)):
        if not _signal(places, number):
            return _gone(places, _LAST_WAIT_S)  # what a killed server leaves behind ends soon
        if _gone(places, limit_s):
            return True
    raise problems.Problem(
        "store.embedded.does_not_stop",
        "The database server does not stop.",
        fix=f"See {places.log}; its process id is in {places.pid_file}.",
    )


def last_words(places: Places, lines: int = 12) -> list[str]:
    """The end of the newest log, oldest line first: what the server said last."""
    try:
        logs = [places.start_log, *places.log.glob("*.log")]
        newest = max((log for log in logs if log.exists()), key=lambda log: log.stat().st_mtime_ns)
        text = newest.read_bytes()[-8192:].decode("utf-8", "replace")
    except (OSError, ValueError):
        return []
    return text.splitlines()[-lines:]


def wait_until(done: Callable[[], bool], limit_s: float) -> bool:
    until = time.monotonic() + limit_s
    while not done():
        if time.monotonic() > until:
            return False
        time.sleep(_LOOK_AGAIN_S)
    return True


def _gone(places: Places, limit_s: float) -> bool:
    def gone() -> bool:
        found = load_pid_file(places)
        return not membership.server_alive(places.root) and (
            found is None or not is_ours(found.pid, places)
        )

    return wait_until(gone, limit_s)


def _signal(places: Places, number: signal.Signals) -> bool:
    """Signal the server; False when it is not there, or not really ours."""
    found = load_pid_file(places)
    if found is None or not is_ours(found.pid, places):
        return False
    try:
        os.kill(found.pid, number)
    except ProcessLookupError:
        return False
    return True


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        pass
    return True


def _is_ours_by_ps(pid: int, places: Places) -> bool:
    shown = subprocess.run(
        ["ps", "-o", "command=", "-p", str(pid)], capture_output=True, text=True, check=False
    )
    return "postgres" in shown.stdout and str(places.cluster) in shown.stdout
