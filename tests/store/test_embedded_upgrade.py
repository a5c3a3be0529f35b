"""Data of another major are refused with a command, and that command works."""

import os
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from frontdesk.ground.store.embedded import Embedded
from frontdesk.ground.words import problems

pytestmark = pytest.mark.store


def upgrade(home: Path) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "frontdesk.ground.store.embedded", "upgrade", str(home)],
        capture_output=True,
        text=True,
        check=False,
    )


def test_refused_major_upgrades_and_keeps_rows(tmp_path: Path) -> None:
    with Embedded(tmp_path, major=16, durable=False) as old:
        with psycopg.connect(old.url()) as connection:
            connection.execute("create table kept (n int, v vector(2))")
            connection.execute("insert into kept values (5, '[1,2]')")
        assert "store.embedded.in_use" in upgrade(tmp_path).stderr
    with pytest.raises(problems.Problem, match=r"other_major.*upgrade") as refusal:
        Embedded(tmp_path, major=18).start()
    assert f"frontdesk.ground.store.embedded upgrade {tmp_path}" in refusal.value.fix

    done = upgrade(tmp_path)

    assert (done.returncode, done.stderr) == (0, "")
    with Embedded(tmp_path, durable=False) as new, psycopg.connect(new.url()) as connection:
        assert connection.execute("select n, v::text from kept").fetchall() == [(5, "[1,2]")]
        assert new.status().major == 18
    assert (tmp_path / "postgres" / "data.16" / "PG_VERSION").read_text() == "16\n"
    with pytest.raises(problems.Problem, match=r"other_major.*cannot go back"):
        Embedded(tmp_path, major=16).start()
    assert "store.embedded.same_major" in upgrade(tmp_path).stderr


def test_upgrade_cut_short_is_finished(tmp_path: Path) -> None:
    with Embedded(tmp_path, durable=False):
        pass
    # As after a crash between the last two renames.
    os.rename(tmp_path / "postgres" / "data", tmp_path / "postgres" / "data.upgraded")

    with Embedded(tmp_path, durable=False) as server:
        assert server.status().state == "running"
    assert not (tmp_path / "postgres" / "data.upgraded").exists()
