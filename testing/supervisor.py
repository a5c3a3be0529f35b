"""Turns a home into a process that uses its database until it is told to leave, or killed."""

import os
import signal
import subprocess
import sys
from pathlib import Path

from frontdesk.ground.store.embedded import account as accounts

_PROGRAM = """
import pathlib, sys
from frontdesk.ground.store.embedded import Embedded
from frontdesk.ground.words import problems
try:
    with Embedded(pathlib.Path(sys.argv[1]), durable=False) as server:
        print(server.url(), flush=True)
        sys.stdin.readline()
except problems.Problem as problem:
    print(problem.code, flush=True)
"""


def copy_home(made: Path, to: Path) -> Path:
    """A copy of a home whose server is stopped, owners included: quicker than making another."""
    subprocess.run(["cp", "-a", str(made), str(to)], check=True)
    return to


class Supervisor:
    """A process of its own, in a session of its own, that has a home's database started.

    `preparation` is Python that runs there first. `account` names a system account to run as,
    which only root may ask for.
    """

    def __init__(self, home: Path, *, account: str | None = None, preparation: str = "") -> None:
        command = [sys.executable, "-c", preparation + _PROGRAM, str(home)]
        if account:
            command = accounts.command(accounts.choose(account, None), command, search=True)
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd="/",
            start_new_session=True,
        )

    def said(self) -> str:
        """The URL once the database answers, or the code of the problem."""
        assert self._process.stdout is not None
        return self._process.stdout.readline().strip()

    def leave(self) -> int:
        """Let it end by itself; gives the exit code."""
        self._process.communicate(timeout=60)
        return self._process.returncode

    def kill(self) -> None:
        """End it as a crash would."""
        self._process.kill()
        self._process.communicate(timeout=60)

    def press_ctrl_c(self) -> None:
        """Interrupt its whole process group, as a terminal does."""
        os.killpg(self._process.pid, signal.SIGINT)
        self._process.communicate(timeout=60)
