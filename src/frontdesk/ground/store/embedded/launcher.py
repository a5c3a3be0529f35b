"""Turns a home into a running PostgreSQL and its connection URL; the last user out stops it."""

import os
import subprocess
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from types import TracebackType

from frontdesk.ground.store.embedded import account as accounts
from frontdesk.ground.store.embedded import (
    binaries,
    cluster,
    membership,
    passwords,
    places,
    postmaster,
    readiness,
    roles,
    tuning,
)
from frontdesk.ground.store.embedded.account import Account, Runner
from frontdesk.ground.store.embedded.postmaster import Patience, Status
from frontdesk.ground.words import problems

Progress = Callable[[str], None]
_STOP_GATE_S = 10.0


def silent(_line: str) -> None:
    """Progress that nobody watches."""


class Embedded:
    """The PostgreSQL of one home, shared by every process that starts it.

    `start` makes, starts or joins it; `stop` (or the end of `with`) leaves it, and whoever leaves
    last shuts it down, also when the process that started it is long dead. Calling `start` again
    after the server died brings it back. Calls block: use a thread in async code.

    `user` names the system account of the server when we are root (default: the owner of the
    data, else `postgres`, else `nobody`). `durable=False` is for data nobody will miss.
    `progress` is told, in plain lines, why a start takes long.
    """

    def __init__(
        self,
        home: Path,
        *,
        major: int = binaries.MAJOR,
        user: str | None = None,
        durable: bool = True,
        settings: Mapping[str, str] | None = None,
        patience: Patience | None = None,
        progress: Progress = silent,
    ) -> None:
        self.places = places.below(home)
        self.major = major
        self._user = user
        self._durable = durable
        self._settings = {**({} if durable else tuning.THROW_AWAY), **(settings or {})}
        self._patience = patience or Patience()
        self._progress = progress
        self._member = membership.Member(self.places.root)
        self._joined_by = 0
        self._socket_folder = ""

    def __enter__(self) -> "Embedded":
        self.start()
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _problem: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self.stop()

    def start(self) -> str:
        """Make, start or join the server, wait until it answers a query, and give the owner's URL.

        Raises a Problem `store.embedded.*` that says what to do when that is not possible.
        """
        binaries.programs(self.major)
        try:
            places.make_root(self.places, self._account())
            with self._gate(self._patience.recovery_s) as held:
                if not held:
                    raise _still_starting()
                if not membership.server_alive(self.places.root):
                    cluster.finish_upgrade(self.places)
                # Asked again: whoever had the gate before us may have made the data.
                self._start(self._account())
        except OSError as reason:
            raise problems.Problem(
                "store.embedded.unusable_home",
                f"The home of the database cannot be used: {reason}.",
                fix="Run as the account that made it, make room, or choose another FRONTDESK_HOME.",
            ) from reason
        return self.url()

    def stop(self) -> None:
        """Leave; shut the server down (fast) if nobody else uses it. May be called twice."""
        if not self._member.joined or self._joined_by != os.getpid():
            return  # never joined, or we are a fork of the process that did
        with self._gate(_STOP_GATE_S) as held:
            # Whoever keeps the gate so long is starting, is counted in, and will be last in turn.
            try:
                if held and self._member.is_last():
                    self._shut_down()
            finally:
                self._member.leave()

    def stop_if_abandoned(self) -> bool:
        """Stop a server that outlived every process that used it; False while anybody uses it."""
        if self.places.owner_uid() is None:
            return True
        with self._gate(0.0) as held:
            if not held or self._member.joined:
                return False
            self._member.join()
            try:
                alone = self._member.is_last()
                if alone:
                    self._shut_down()
                return alone
            finally:
                self._member.leave()

    def url(self, *, role: str = passwords.OWNER, database: str = passwords.OWNER) -> str:
        """A connection URL for a role of the password file (`frontdesk`, or `postgres`, who may
        do everything) and a database; only while started."""
        if not self._member.joined:
            raise problems.NotNow(
                "store.embedded.not_started", "The database is not started.", after_s=1.0
            )
        return passwords.url(self.places, self._socket_folder, role=role, database=database)

    def status(self) -> Status:
        """What the home holds and whether its server runs; starts nothing and waits for nothing."""
        if self.places.owner_uid() is None:
            return Status("absent", self.places)
        major = cluster.load_major(self.places)
        found = postmaster.load_pid_file(self.places)
        if found is None or not postmaster.is_ours(found.pid, self.places):
            return Status("stopped", self.places, major)
        states: dict[str, postmaster.State] = {"ready": "running", "stopping": "stopping"}
        state = states.get(found.state, "starting")
        return Status(state, self.places, major, found.pid, found.socket_folder)

    def binary(self, name: str) -> Path:
        """The path of a program of the same major (`psql`, `pg_dump`)."""
        return binaries.binary(name, self.major)

    def _account(self) -> Account:
        return accounts.choose(self._user, self.places.owner_uid())

    def _gate(self, timeout_s: float) -> "membership.Gate":
        return membership.gate(self.places.root, timeout_s=timeout_s, waiting=self._say_waiting())

    def _say_waiting(self) -> Callable[[], None]:
        said_at = time.monotonic()

        def waiting() -> None:
            nonlocal said_at
            if time.monotonic() - said_at > 2.0:
                said_at = time.monotonic()
                self._progress("another process is starting or stopping the database")

        return waiting

    def _start(self, account: Account) -> None:
        """Under the gate: join what runs, or start it."""
        places.make_log_folder(self.places, account)
        self._member.join()
        self._joined_by = os.getpid()
        try:
            if not self._join():
                self._launch(account)
            roles.make(self.url(role=passwords.SUPERUSER, database="postgres"), self.places)
        except readiness.StillRecovering:
            self._member.leave()  # the server goes on by itself; the next start joins it
            raise
        except BaseException:
            if self._member.is_last():
                self._shut_down()
            self._member.leave()
            raise

    def _shut_down(self) -> None:
        if not membership.server_alive(self.places.root):
            return  # none is left, or it is one that somebody started by hand
        found = postmaster.load_pid_file(self.places)
        if not postmaster.stop(self.places, patience=self._patience):
            self._progress("the database runs in another container, and is left running")
            return
        if found is not None and found.socket_folder:
            places.clear_socket_folder(self.places, Path(found.socket_folder))

    def _join(self) -> bool:
        """Whether a server was running, and answers by now."""
        if self.places.owner_uid() is None:
            return False
        cluster.check_major(self.places, self.major)
        if membership.server_alive(self.places.root) or postmaster.check_pid_file(self.places):
            return self._wait(None)
        return False

    def _launch(self, account: Account) -> None:
        # An initdb or a server whose starter was killed may still be ending.
        lock = membership.wait_for_server(self.places.root, timeout_s=self._patience.answer_s)
        if lock is None:
            raise _still_starting()
        try:
            folder = places.make_socket_folder(self.places, account)
            closed = [binaries.programs(self.major), self.places.root, folder]
            runner = Runner(account, accounts.needs_search(account, closed), lock)
            self._make(runner)
            process = postmaster.spawn(self.places, runner, major=self.major, socket_folder=folder)
        finally:
            os.close(lock)
        self._wait(process)

    def _make(self, runner: Runner) -> None:
        """The data directory, its passwords and settings, where they are missing."""
        if self.places.owner_uid() is None:
            self._progress("making the database")
            cluster.make(self.places, runner, major=self.major, durable=self._durable)
        cluster.check_major(self.places, self.major)
        tuning.save(self.places, self._settings)
        if not passwords.load(self.places):
            roles.reset_password(self.places, runner, major=self.major)

    def _wait(self, process: "subprocess.Popen[bytes] | None") -> bool:
        folder = readiness.wait(
            self.places, process, patience=self._patience, progress=self._progress
        )
        self._socket_folder = folder or ""
        return folder is not None


def _still_starting() -> problems.Problem:
    return problems.NotNow(
        "store.embedded.still_starting",
        "Another process is still starting or stopping the database.",
        after_s=5.0,
    )
