"""How long a start is waited for: by what the server says of itself, and while it lives."""

import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from frontdesk.ground.store.embedded import places, readiness
from frontdesk.ground.store.embedded.places import Places
from frontdesk.ground.store.embedded.postmaster import Patience
from frontdesk.ground.words import problems

SHORT = Patience(answer_s=0.2, recovery_s=0.6)


@pytest.fixture
def home(tmp_path: Path) -> Places:
    where = places.below(tmp_path)
    where.cluster.mkdir(parents=True)
    where.log.mkdir()
    return where


@pytest.fixture
def alive() -> Iterator["subprocess.Popen[bytes]"]:
    with subprocess.Popen(["sleep", "60"]) as process:
        yield process
        process.kill()


def says(home: Places, pid: int, state: str) -> None:
    home.pid_file.write_text(f"{pid}\n{home.cluster}\n1\n5432\n{home.root}\n\n 1 1\n{state}\n")


def test_recovery_gets_the_longer_patience(home: Places, alive: "subprocess.Popen[bytes]") -> None:
    says(home, alive.pid, "starting")
    began = time.monotonic()

    with pytest.raises(readiness.StillRecovering):
        readiness.wait(home, alive, patience=SHORT, progress=lambda _: None)
    assert time.monotonic() - began >= SHORT.recovery_s


def test_silent_server_gets_the_shorter(home: Places, alive: "subprocess.Popen[bytes]") -> None:
    says(home, alive.pid, "ready")

    with pytest.raises(problems.Problem, match="no_answer"):
        readiness.wait(home, alive, patience=SHORT, progress=lambda _: None)


def test_long_wait_tells_last_words(home: Places, alive: "subprocess.Popen[bytes]") -> None:
    says(home, alive.pid, "starting")
    (home.log / "a.log").write_text("LOG: begins\nLOG: redo in progress, elapsed time: 2.00 s\n")
    told: list[str] = []

    with pytest.raises(readiness.StillRecovering):
        readiness.wait(home, alive, patience=Patience(1.0, 2.5), progress=told.append)
    assert told == ["LOG: redo in progress, elapsed time: 2.00 s"]


def test_ended_server_gives_its_last_words(home: Places) -> None:
    home.start_log.write_text("FATAL: the disk is full\n")
    with subprocess.Popen(["false"]) as process:
        process.wait()

    with pytest.raises(problems.Problem, match=r"did_not_start.*disk is full"):
        readiness.wait(home, process, patience=SHORT, progress=lambda _: None)


def test_joined_server_that_ends_is_none(home: Places) -> None:
    assert readiness.wait(home, None, patience=SHORT, progress=lambda _: None) is None
