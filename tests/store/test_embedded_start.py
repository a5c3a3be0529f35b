"""The embedded PostgreSQL is made, started and refused as promised."""

import contextlib
import os
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from frontdesk.ground.store.embedded import Embedded, binary
from frontdesk.ground.words import problems
from testing.supervisor import copy_home

pytestmark = pytest.mark.store


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made")
    with Embedded(folder, durable=False):
        return folder


@pytest.fixture
def ready_home(made: Path, tmp_path: Path) -> Path:
    return copy_home(made, tmp_path / "ready")


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Embedded]:
    with Embedded(tmp_path_factory.mktemp("running"), durable=False) as server:
        yield server


def ask(url: str, question: str) -> object:
    with psycopg.connect(url) as connection:
        row = connection.execute(question.encode()).fetchone()
    return row[0] if row else None


@pytest.mark.parametrize("major", [16, 18])
def test_both_majors_start_and_answer(home: Path, major: int) -> None:
    with Embedded(home, major=major) as server:
        url = server.url()
        facts = ask(
            url,
            "select concat_ws(' ', current_setting('server_version_num')::int / 10000,"
            " current_setting('data_checksums'), current_setting('server_encoding'),"
            " current_setting('fsync'), lower('ÄÉ'), '[1,2]'::vector)",
        )

        assert facts == f"{major} on UTF8 on äé [1,2]"
    assert server.status().state == "stopped"


def test_second_start_is_far_quicker(home: Path) -> None:
    took = []
    for _ in range(2):
        began = time.monotonic()
        server = Embedded(home, durable=False)
        server.start()
        took.append(time.monotonic() - began)
        server.stop()

    assert took[1] < took[0] / 2


def test_owner_is_no_superuser(running: Embedded) -> None:
    assert ask(running.url(), "select rolsuper from pg_roles where rolname = current_user") is False


def test_owner_makes_and_takes_roles(running: Embedded) -> None:
    with psycopg.connect(running.url()) as connection:
        connection.execute("create role some_app nologin nobypassrls")
        connection.execute("grant some_app to current_user")
        connection.execute("set role some_app")
        row = connection.execute("select current_user::text").fetchone()
        connection.rollback()

    assert row == ("some_app",)


def test_connection_without_password_is_refused(running: Embedded) -> None:
    folder = running.status().socket_folder
    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(host=folder, user="postgres", dbname="postgres", passfile="/dev/null")


def test_password_stays_out_of_url(running: Embedded) -> None:
    secrets = [line.split(":")[4] for line in running.places.passfile.read_text().splitlines()]

    assert [secret for secret in secrets if secret in running.url()] == []
    assert running.places.passfile.stat().st_mode & 0o777 == 0o600


def test_socket_folder_is_closed_to_others(running: Embedded) -> None:
    folder = running.status().socket_folder
    assert folder is not None

    assert Path(folder).stat().st_mode & 0o777 == 0o700


@pytest.mark.skipif(not Path("/proc/net/tcp").exists(), reason="reads /proc")
def test_server_opens_no_tcp_port(running: Embedded) -> None:
    held = {os.readlink(entry) for entry in Path(f"/proc/{running.status().pid}/fd").iterdir()}
    listening = set()
    for table in ("tcp", "tcp6"):
        for line in Path("/proc/net", table).read_text().splitlines()[1:]:
            listening.add(f"socket:[{line.split()[9]}]")

    assert held & listening == set()
    assert [name for name in held if name.startswith("socket:")] != []


def test_two_homes_run_side_by_side(running: Embedded, ready_home: Path) -> None:
    with Embedded(ready_home, durable=False) as other:
        folders = {ask(s.url(role="postgres"), "show data_directory") for s in (running, other)}

    assert len(folders) == 2


def test_long_home_gets_short_socket(tmp_path: Path) -> None:
    home = tmp_path.joinpath(*["a long name in Malmö's archive" for _ in range(12)])
    server = Embedded(home, durable=False)
    url = server.start()
    folder = server.status().socket_folder or ""

    assert ask(url, "select 1") == 1
    assert len(folder) < 90
    server.stop()
    assert not Path(folder).exists()


def test_squatted_socket_folder_is_refused(tmp_path: Path) -> None:
    home = tmp_path.joinpath(*["x" * 60 for _ in range(4)])
    server = Embedded(home, durable=False)
    server.start()
    folder = Path(server.status().socket_folder or "")
    server.stop()
    folder.symlink_to(tmp_path)
    try:
        with pytest.raises(problems.Problem, match="unsafe_folder"):
            server.start()
    finally:
        folder.unlink()


def test_url_before_start_is_refused(home: Path) -> None:
    with pytest.raises(problems.NotNow, match="not_started"):
        Embedded(home).url()


def test_status_tells_each_state(home: Path) -> None:
    server = Embedded(home, durable=False)
    seen = [server.status().state]
    server.start()
    seen.append(server.status().state)
    server.stop()
    seen.append(server.status().state)

    assert seen == ["absent", "running", "stopped"]


def test_stopping_leaves_no_zombie(ready_home: Path) -> None:
    before = zombies()
    with Embedded(ready_home, durable=False):
        pass

    assert zombies() - before == set()


def zombies() -> set[str]:
    ours = set()
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            state, parent = stat.read_text().rpartition(")")[2].split()[:2]
            if state == "Z" and parent == str(os.getpid()):
                ours.add(stat.parent.name)
    return ours


def test_operator_settings_are_read_last(ready_home: Path) -> None:
    (ready_home / "postgres" / "postgres.conf.user").write_text("work_mem = '13MB'\n")
    with Embedded(ready_home, durable=False) as server:
        assert ask(server.url(), "show work_mem") == "13MB"


def test_bad_operator_settings_are_named(ready_home: Path) -> None:
    server = Embedded(ready_home, durable=False)
    server.places.user_config.write_text("work_mem = 'plenty'\n")

    with pytest.raises(problems.Problem, match=r"did_not_start.*work_mem"):
        server.start()
    assert server.status().state == "stopped"


def test_folder_that_is_no_database_is_refused(home: Path) -> None:
    (home / "postgres" / "data").mkdir(parents=True)
    if os.geteuid() == 0:
        os.chown(home / "postgres" / "data", 65534, 65534)

    with pytest.raises(problems.Problem, match="not_a_database"):
        Embedded(home).start()


def test_damaged_control_file_is_named(ready_home: Path) -> None:
    server = Embedded(ready_home, durable=False)
    control = server.places.cluster / "global" / "pg_control"
    control.write_bytes(b"\0" * 8192)

    with pytest.raises(problems.Problem, match=r"did_not_start.*(control|corrupt|incompatible)"):
        server.start()


def test_half_made_data_are_cleared(home: Path) -> None:
    leftover = home / "postgres" / "data.making"
    (leftover / "base").mkdir(parents=True)
    (home / "postgres").chmod(0o711)
    with Embedded(home, durable=False) as server:
        assert ask(server.url(), "select 1") == 1

    assert not leftover.exists()


def test_lost_passwords_are_made_again(ready_home: Path) -> None:
    server = Embedded(ready_home, durable=False)
    server.start()
    before = server.places.passfile.read_text()
    server.stop()
    server.places.passfile.unlink()
    with server:
        assert ask(server.url(), "select 1") == 1

    assert server.places.passfile.read_text() != before


def test_programs_pass_through(running: Embedded) -> None:
    dumped = subprocess.run(
        [running.binary("pg_dump"), "--schema-only", running.url()],
        capture_output=True,
        text=True,
        check=True,
    )

    assert "PostgreSQL database dump complete" in dumped.stdout
    assert binary("psql").name == "psql"


def test_unknown_major_says_what_exists() -> None:
    with pytest.raises(problems.Problem, match=r"no_such_major.*16, 18"):
        Embedded(Path("/nowhere"), major=9).start()
