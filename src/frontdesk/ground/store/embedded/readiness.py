"""Turns a server that was started into one that answers, or into the reason why not."""

import subprocess
import time
from collections.abc import Callable

import psycopg

from frontdesk.ground.store.embedded import account as accounts
from frontdesk.ground.store.embedded import membership, passwords, postmaster
from frontdesk.ground.store.embedded.places import Places
from frontdesk.ground.store.embedded.postmaster import Patience
from frontdesk.ground.words import problems

_TELL_EVERY_S = 2.0
_SLOWEST_LOOK_S = 0.25


class StillRecovering(problems.NotNow):
    """The server is alive and repairing itself after a crash, for longer than we may wait."""


def wait(
    places: Places,
    process: "subprocess.Popen[bytes] | None",
    *,
    patience: Patience,
    progress: Callable[[str], None],
) -> str | None:
    """Wait until the server answers `select 1`; gives the folder of its socket.

    `process` is the server we started, None for one found running: if that ends, None is given.
    While the server says it is starting (it replays its log after a crash) the longer patience
    applies, and its last words go to `progress`.
    """
    began = told_at = time.monotonic()
    pause_s, failure = 0.005, ""
    while True:
        if _ended(places, process):
            return None
        found = postmaster.load_pid_file(places)
        starting = found is not None and found.state == "starting"
        theirs = process is not None and found is not None and found.pid != process.pid
        if found is not None and found.socket_folder and not starting and not theirs:
            failure = _ask(places, found.socket_folder)
            if not failure:
                return found.socket_folder
        now = time.monotonic()
        _check_patience(places, now - began, starting=starting, patience=patience, failure=failure)
        if now - told_at > _TELL_EVERY_S:
            told_at = now
            progress((postmaster.last_words(places, 1) or ["the database is starting"])[0])
        time.sleep(pause_s)
        pause_s = min(pause_s * 1.3, _SLOWEST_LOOK_S)


def _ended(places: Places, process: "subprocess.Popen[bytes] | None") -> bool:
    if process is None:
        found = postmaster.load_pid_file(places)
        foreign = found is not None and postmaster.is_ours(found.pid, places)
        return not foreign and not membership.server_alive(places.root)
    code = process.poll()
    if code is None:
        return False
    said = " / ".join(postmaster.last_words(places))
    accounts.check_switched(said)
    raise problems.Problem(
        "store.embedded.did_not_start",
        f"The database server ended at its start ({code}): {said}",
        fix=f"The whole log is in {places.log} and {places.start_log}.",
    )


def _ask(places: Places, folder: str) -> str:
    """Empty when the server answered, otherwise why not."""
    url = passwords.url(places, folder, role=passwords.SUPERUSER, database="postgres")
    try:
        with psycopg.connect(url, connect_timeout=5) as connection:
            connection.execute("select 1")
    except psycopg.Error as reason:
        if "password authentication failed" in str(reason):
            raise problems.Problem(
                "store.embedded.wrong_password",
                f"The database does not take the password in {places.passfile}.",
                fix="Stop every frontdesk process, remove that file, and start again.",
            ) from reason
        return str(reason)
    return ""


def _check_patience(
    places: Places, waited_s: float, *, starting: bool, patience: Patience, failure: str
) -> None:
    if starting and waited_s > patience.recovery_s:
        raise StillRecovering(
            "store.embedded.still_recovering",
            "The database is still repairing itself after a crash; it goes on by itself.",
            after_s=60.0,
            fix=f"Wait and start again; {places.log} shows how far it is.",
        )
    if not starting and waited_s > patience.answer_s:
        raise problems.Problem(
            "store.embedded.no_answer",
            f"The database server does not answer: {failure or 'no socket'}",
            fix=f"See {places.log} and {places.start_log}.",
        )
