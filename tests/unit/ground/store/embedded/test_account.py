"""Who runs the server, and which folders are closed to them."""

import sys
import tempfile
from pathlib import Path

import pytest

from frontdesk.ground.store.embedded import account
from frontdesk.ground.words import problems

STRANGER = account.Account("stranger", 54321, 54321, switched=True)


def test_first_closed_folder_is_named() -> None:
    with tempfile.TemporaryDirectory() as name:
        closed = Path(name).resolve()
        (closed / "inner").mkdir(mode=0o755)

        assert account.closed_to(STRANGER, [closed / "inner"]) == closed


def test_system_programs_are_open_to_all() -> None:
    assert account.closed_to(STRANGER, [Path("/usr/bin").resolve()]) is None


def test_own_programs_run_as_they_are() -> None:
    plain = account.Account("self", 1000, 1000, switched=False)

    assert account.command(plain, ["/bin/true"], search=True) == ["/bin/true"]


def test_switched_programs_pass_by_the_script() -> None:
    shown = account.command(STRANGER, ["/bin/true", "-x"], search=True)

    assert shown[:3] == [sys.executable, "-I", "-S"]
    assert shown[4:] == ["54321", "54321", "1", "/bin/true", "-x"]


def test_failed_change_of_account_names_the_way_out() -> None:
    with pytest.raises(problems.Problem, match="cannot_switch_account") as refusal:
        account.check_switched("cannot become account 101: Operation not permitted")

    assert "ordinary account" in refusal.value.fix
