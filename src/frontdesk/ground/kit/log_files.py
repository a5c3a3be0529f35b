"""Log lines turned into files of this process under one folder, and the files of all back into lines.

A thread writes: whoever logs only puts a line into a queue. Every process has files of its own, which
it holds locked while it writes them, so that processes never share one and none takes another's away.
"""

import contextlib
import logging
import os
import re
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import IO

if sys.platform != "win32":
    import fcntl

FOLDER = "logs"
SUFFIX = ".jsonl"
MOST_WAITING = 20_000  # lines kept while the disk does not follow; the oldest go first
LONGEST_LINE = 65_536
FLUSH_S = 0.05
SWEEP_S = 3600.0
OPEN_FOR = timedelta(
    days=1
)  # a file is closed after a day, so that its oldest lines can go in time
_NAME = re.compile(r"(?P<kind>[a-z]+)-\d{8}T\d{6}-\d+-\d+\.jsonl")


@dataclass(frozen=True, slots=True)
class Keeping:
    """How much is kept: bytes of a file before the next one begins, closed files, days."""

    file_bytes: int = 20 * 1024 * 1024
    files: int = 20
    days: float = 7.0


class FileSink(logging.Handler):
    """Writes formatted lines to `<folder>/<kind>-<started>-<pid>-<number>.jsonl`."""

    def __init__(
        self,
        folder: Path,
        kind: str,
        keeping: Keeping,
        *,
        now: Callable[[], float] = time.time,
    ) -> None:
        super().__init__()
        self._folder, self._kind, self._keeping, self._now = folder, kind, keeping, now
        self._waiting: deque[str] = deque()
        self._wake, self._stop = threading.Event(), threading.Event()
        self._file: IO[bytes] | None = None
        self._path = folder
        self._opened_at = self._swept_at = 0.0
        self._number = 0
        self._size = 0
        self.dropped = 0
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._open()  # a folder that cannot be written refuses the start, with its name
        self._thread = threading.Thread(target=self._write_on, name="logs", daemon=True)
        self._thread.start()

    @property
    def path(self) -> Path:
        """The file that is written now."""
        return self._path

    def emit(self, record: logging.LogRecord) -> None:
        self._waiting.append(self.format(record))
        if len(self._waiting) > MOST_WAITING:
            with contextlib.suppress(IndexError):  # the thread may have taken it meanwhile
                self._waiting.popleft()
                self.dropped += 1
        if not self._wake.is_set():
            self._wake.set()

    def close(self) -> None:
        """Write what waits, and let the file go."""
        self._stop.set()
        self._wake.set()
        self._thread.join(5.0)
        super().close()

    def _write_on(self) -> None:
        while not self._stop.is_set():
            self._wake.wait(SWEEP_S)
            self._wake.clear()
            self._write_waiting()
            self._stop.wait(FLUSH_S)  # what comes meanwhile goes in one piece
        self._write_waiting()
        if self._file is not None:
            self._file.close()

    def _write_waiting(self) -> None:
        try:
            self._rotate()
            lines = self._take()
            while lines and self._file is not None:
                self._file.write(lines)
                self._file.flush()
                self._size += len(lines)
                self._rotate()
                lines = self._take()
            if self._now() - self._swept_at >= SWEEP_S:
                self._sweep()
        except OSError as error:  # a full disk must not end the process
            self.dropped += 1
            print(f"frontdesk: the log file cannot be written: {error}", file=sys.stderr)

    def _take(self) -> bytes:
        """Waiting lines as one piece, at most as long as a file has room."""
        room = max(1, self._keeping.file_bytes - self._size)
        taken: list[bytes] = []
        while self._waiting and room > 0:
            line = self._waiting.popleft().encode("utf-8", "replace")
            taken.append(line if len(line) <= LONGEST_LINE else _cut(line))
            room -= len(taken[-1]) + 1
        return b"\n".join((*taken, b"")) if taken else b""

    def _rotate(self) -> None:
        old = self._now() - self._opened_at >= OPEN_FOR.total_seconds() and self._size > 0
        if self._file is None or old or self._size >= self._keeping.file_bytes:
            self._open()

    def _open(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None
        while self._file is None:
            self._number += 1
            at = datetime.fromtimestamp(self._now(), UTC)
            name = f"{self._kind}-{at:%Y%m%dT%H%M%S}-{os.getpid()}-{self._number}{SUFFIX}"
            with contextlib.suppress(FileExistsError):  # the same pid in another container
                descriptor = os.open(
                    self._folder / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND, 0o600
                )
                self._file = os.fdopen(descriptor, "ab")
        self._path, self._size, self._opened_at = self._folder / name, 0, self._now()
        hold(self._file)
        self._sweep()

    def _sweep(self) -> None:
        self._swept_at = self._now()
        sweep(self._folder, self._keeping, self._swept_at)


def sweep(folder: Path, keeping: Keeping, now: float) -> int:
    """Take away files that nobody writes and that are too old or too many; gives how many."""
    dated = []
    for path in list_files(folder):
        with contextlib.suppress(OSError):
            if not is_held(path):
                dated.append((path.stat().st_mtime, path))
    dated.sort(reverse=True)
    least = now - timedelta(days=keeping.days).total_seconds()
    gone = [path for at, (since, path) in enumerate(dated) if at >= keeping.files or since < least]
    for path in gone:
        path.unlink(missing_ok=True)
    return len(gone)


def list_files(folder: Path) -> list[Path]:
    """The log files of every process that ever ran on this home, those of the dead too."""
    if not folder.is_dir():
        return []
    return sorted(path for path in folder.iterdir() if _NAME.fullmatch(path.name))


def hold(file: IO[bytes]) -> None:
    """Mark a file as being written, until it is closed or its process ends however it ends."""
    if sys.platform != "win32":
        with contextlib.suppress(OSError):  # a network disk without locks
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


def is_held(path: Path) -> bool:
    """Whether a process writes the file."""
    if sys.platform == "win32":
        return False
    with path.open("rb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except OSError:
            return True
    return False


def read_lines(path: Path, start: int = 0) -> Iterator[tuple[bytes, int]]:
    """The whole lines of a file from a byte on, each with the byte it ends at. A last line that is
    still being written, or that a crash cut off, is left out."""
    with path.open("rb") as file:
        file.seek(start)
        for line in file:
            if not line.endswith(b"\n"):
                return
            start += len(line)
            yield line[:-1], start


def _cut(line: bytes) -> bytes:
    """A line that is too long, as one that is not: a whole JSON object that says so."""
    return (
        b'{"level": "warning", "room": "kit.logs", "say": "a line of %d bytes was left out"}'
        % len(line)
    )
