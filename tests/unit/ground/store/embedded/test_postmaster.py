"""What the server's pid file says, and whose process it names."""

import os
from pathlib import Path

import pytest

from frontdesk.ground.store.embedded import places, postmaster

WHOLE = "4711\n/home/x/data\n1700000000\n5432\n/run/x\n\n  1234  77\nready   \n"


def test_whole_pid_file_is_read() -> None:
    found = postmaster.parse_pid_file(WHOLE)

    assert found == postmaster.PidFile(4711, "/run/x", "ready")


@pytest.mark.parametrize("lines", range(1, 8))
def test_pid_file_in_the_making_is_read(lines: int) -> None:
    found = postmaster.parse_pid_file("\n".join(WHOLE.splitlines()[:lines]))

    assert found is not None
    assert (found.pid, found.state) == (4711, "")


@pytest.mark.parametrize("text", ["", "\n", "no number\n", "\0\0\0"])
def test_other_text_is_no_pid_file(text: str) -> None:
    assert postmaster.parse_pid_file(text) is None


def test_single_user_server_counts_by_number() -> None:
    assert postmaster.parse_pid_file("-4711\n") == postmaster.PidFile(4711, "", "")


def test_this_process_is_no_server(tmp_path: Path) -> None:
    assert postmaster.is_ours(os.getpid(), places.below(tmp_path)) is False
