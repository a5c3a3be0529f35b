"""Processes that share a home, die, or leave: the server is joined, recovered and stopped once."""

import os
import signal
import subprocess
import time
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from frontdesk.ground.store.embedded import Embedded
from frontdesk.ground.store.embedded import account as accounts
from testing.supervisor import Supervisor, copy_home

pytestmark = [pytest.mark.store, pytest.mark.crash]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made")
    with Embedded(folder, durable=False):
        return folder


@pytest.fixture
def home(made: Path, tmp_path: Path) -> Iterator[Path]:
    yield copy_home(made, tmp_path / "home")
    Embedded(tmp_path / "home", durable=False).stop_if_abandoned()


@pytest.fixture
def empty_home(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path / "home"
    Embedded(tmp_path / "home", durable=False).stop_if_abandoned()


def run(url: str, statement: str) -> list[tuple[object, ...]]:
    with psycopg.connect(url, autocommit=True) as connection:
        cursor = connection.execute(statement.encode())
        return cursor.fetchall() if cursor.description else []


def running_pid(home: Path) -> int | None:
    status = Embedded(home).status()
    return status.pid if status.state == "running" else None


def soon(fact: Callable[[], bool]) -> bool:
    until = time.monotonic() + 20
    while not fact() and time.monotonic() < until:
        time.sleep(0.02)
    return fact()


def test_stale_pid_file_is_no_obstacle(home: Path) -> None:
    server = Embedded(home, durable=False)
    server.start()
    text = server.places.pid_file.read_text()
    server.stop()
    gone = subprocess.Popen(["true"])
    gone.wait()
    save_pid_file(server, str(gone.pid), text)

    assert run(server.start(), "select 1") == [(1,)]
    server.stop()


def test_reused_process_id_is_no_obstacle(home: Path) -> None:
    server = Embedded(home, durable=False)
    server.start()
    text = server.places.pid_file.read_text()
    server.stop()
    account = accounts.choose(None, server.places.owner_uid())
    stranger = subprocess.Popen(accounts.command(account, ["/bin/sleep", "60"], search=False))
    try:
        save_pid_file(server, str(stranger.pid), text)

        assert run(server.start(), "select 1") == [(1,)]
        server.stop()
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


def save_pid_file(server: Embedded, pid: str, text: str) -> None:
    server.places.pid_file.write_text("\n".join([pid, *text.splitlines()[1:], ""]))
    owner = server.places.cluster.stat()
    os.chown(server.places.pid_file, owner.st_uid, owner.st_gid)
    server.places.pid_file.chmod(0o600)


def test_server_unseen_from_here_is_joined(home: Path) -> None:
    """As from another container, where the process id in the file means nothing."""
    with Embedded(home, durable=False) as server:
        text = server.places.pid_file.read_text()
        gone = subprocess.Popen(["true"])
        gone.wait()
        server.places.pid_file.write_text("\n".join([str(gone.pid), *text.splitlines()[1:], ""]))
        joined = Embedded(home, durable=False)
        url = joined.start()
        joined.stop()
        server.places.pid_file.write_text(text)

        assert "shared memory" not in server.places.start_log.read_text()
        assert url == server.url()
        assert run(url, "select 1") == [(1,)]
        assert running_pid(home) == int(text.split()[0])


def test_killed_server_comes_back_with_rows(home: Path) -> None:
    server = Embedded(home)
    url = server.start()
    run(url, "create table kept (n int); insert into kept values (7)")
    first = running_pid(home)
    assert first is not None
    os.kill(first, signal.SIGKILL)

    assert run(server.start(), "select n from kept") == [(7,)]
    assert running_pid(home) not in (None, first)
    server.stop()
    assert Embedded(home).status().state == "stopped"


def test_killed_supervisor_leaves_server_to_join(home: Path) -> None:
    first = Supervisor(home)
    run(first.said(), "create table kept (n int); insert into kept values (8)")
    pid = running_pid(home)
    first.kill()
    with Embedded(home, durable=False) as server:
        assert run(server.url(), "select n from kept") == [(8,)]
        assert running_pid(home) == pid

    assert Embedded(home).status().state == "stopped"


def test_many_first_starts_make_one_server(empty_home: Path) -> None:
    several = [Supervisor(empty_home / "deep" / "er") for _ in range(4)]

    said = {one.said() for one in several}
    assert [line.split("@")[0] for line in said] == ["postgresql://frontdesk"]
    assert [one.leave() for one in several] == [0, 0, 0, 0]


def test_second_process_joins_running_server(home: Path) -> None:
    first, second = Supervisor(home), Supervisor(home)
    said = {first.said(), second.said()}
    assert len(said) == 1
    pid = running_pid(home)

    assert first.leave() == 0
    assert running_pid(home) == pid
    assert second.leave() == 0
    assert running_pid(home) is None


def test_joined_process_outlives_killed_starter(home: Path) -> None:
    first = Supervisor(home)
    first.said()
    with Embedded(home, durable=False) as joined:
        first.kill()

        assert run(joined.url(), "select 1") == [(1,)]
    assert running_pid(home) is None


def test_ctrl_c_reaches_no_server(home: Path) -> None:
    first = Supervisor(home)
    first.said()
    with Embedded(home, durable=False) as joined, psycopg.connect(joined.url()) as connection:
        first.press_ctrl_c()

        assert connection.execute("select 1").fetchone() == (1,)
        assert running_pid(home) is not None


def test_interrupted_starter_stops_its_server(home: Path) -> None:
    first = Supervisor(home)
    first.said()
    first.press_ctrl_c()

    assert running_pid(home) is None


def test_kill_while_making_leaves_nothing_half(empty_home: Path) -> None:
    first = Supervisor(empty_home)
    assert soon(lambda: any((empty_home / "postgres").glob("data.making")))
    first.kill()
    with Embedded(empty_home, durable=False) as server:
        assert run(server.url(), "select 1") == [(1,)]

    assert list((empty_home / "postgres").glob("data.making")) == []


def test_abandoned_server_can_be_stopped(home: Path) -> None:
    first = Supervisor(home)
    first.said()
    while_used = Embedded(home, durable=False).stop_if_abandoned()
    first.kill()

    assert while_used is False
    assert Embedded(home, durable=False).stop_if_abandoned() is True
    assert running_pid(home) is None


def test_fork_does_not_stop_the_server(home: Path) -> None:
    with Embedded(home, durable=False) as server:
        with warnings.catch_warnings():
            # Later Pythons warn of a fork beside threads, which is what is tried here.
            warnings.simplefilter("ignore", DeprecationWarning)
            child = os.fork()
        if child == 0:
            server.stop()
            os._exit(0)
        os.waitpid(child, 0)

        assert run(server.url(), "select 1") == [(1,)]
