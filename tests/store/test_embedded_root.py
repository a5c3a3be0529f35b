"""As root: the server runs as an ordinary account and passes closed folders, changing none."""

import contextlib
import os
import pwd
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from frontdesk.ground.store.embedded import Embedded, binary
from frontdesk.ground.words import problems
from testing.supervisor import Supervisor

pytestmark = [
    pytest.mark.store,
    pytest.mark.skipif(os.geteuid() != 0, reason="only root changes account"),
]
_DAC_READ_SEARCH = 1 << 2


@pytest.fixture
def closed(tmp_path: Path) -> Path:
    folder = tmp_path / "closed"
    folder.mkdir(mode=0o700)
    return folder


@pytest.fixture
def opened() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        yield Path(name)


def rights(path: Path) -> list[tuple[int, int, int]]:
    seen = [folder.stat() for folder in [path, *path.parents]]
    return [(one.st_mode, one.st_uid, one.st_gid) for one in seen]


def process_line(pid: int | None, name: str) -> list[str]:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith(name + ":"):
            return line.split()[1:]
    raise AssertionError(name)


def test_closed_parents_stay_as_they_are(closed: Path) -> None:
    before = rights(closed)
    with Embedded(closed / "home", durable=False) as server, psycopg.connect(server.url()) as open_:
        answer = open_.execute("select 1").fetchone()
        pid = server.status().pid

        assert answer == (1,)
        assert "0" not in process_line(pid, "Uid")
        assert {int(process_line(pid, f"Cap{kind}")[0], 16) for kind in ("Prm", "Eff", "Amb")} == {
            _DAC_READ_SEARCH
        }
        assert process_line(pid, "NoNewPrivs") == ["1"]
    assert rights(closed) == before


def test_open_home_needs_no_capability(opened: Path) -> None:
    with contextlib.ExitStack() as stack:
        server = stack.enter_context(Embedded(opened / "home", durable=False))
        if any(not folder.stat().st_mode & 1 for folder in binary("postgres").resolve().parents):
            pytest.skip("the installation itself is in a closed folder")

        assert int(process_line(server.status().pid, "CapPrm")[0], 16) == 0


def test_installation_in_closed_folder_runs(closed: Path) -> None:
    wheel = binary("postgres").parents[2]
    for folder in (wheel, wheel.with_name(wheel.name + ".libs")):
        shutil.copytree(folder, closed / folder.name, copy_function=link)
    found = f"import sys; sys.path.insert(0, {str(closed)!r})\n"
    first = Supervisor(closed / "home", preparation=found)
    with psycopg.connect(first.said()) as connection:
        pid = Embedded(closed / "home").status().pid

        assert connection.execute("select 1").fetchone() == (1,)
        assert os.readlink(f"/proc/{pid}/exe").startswith(str(closed))
    first.leave()


def link(source: str, target: str) -> None:
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


def test_missing_capability_is_explained(closed: Path) -> None:
    without = "import ctypes; assert ctypes.CDLL(None).prctl(24, 2, 0, 0, 0) == 0\n"
    first = Supervisor(closed / "home", preparation=without)

    assert first.said() == "store.embedded.cannot_switch_account"
    first.leave()


def test_named_account_runs_the_server(closed: Path) -> None:
    with Embedded(closed / "home", durable=False, user="nobody") as server:
        assert process_line(server.status().pid, "Uid")[0] == str(pwd.getpwnam("nobody").pw_uid)


def test_owner_of_data_runs_the_server(closed: Path) -> None:
    with Embedded(closed / "home", durable=False, user="nobody"):
        pass
    with Embedded(closed / "home", durable=False) as server:
        assert process_line(server.status().pid, "Uid")[0] == str(pwd.getpwnam("nobody").pw_uid)


def test_other_account_than_owner_is_refused(closed: Path) -> None:
    with Embedded(closed / "home", durable=False, user="nobody"):
        pass
    with pytest.raises(problems.Problem, match="other_owner"):
        Embedded(closed / "home", user="daemon").start()


def test_data_owned_by_root_are_refused(closed: Path) -> None:
    (closed / "postgres" / "data").mkdir(parents=True)

    with pytest.raises(problems.Problem, match="root_owner"):
        Embedded(closed).start()


def test_ordinary_account_runs_its_own(opened: Path) -> None:
    nobody = pwd.getpwnam("nobody")
    os.chown(opened, nobody.pw_uid, nobody.pw_gid)
    first = Supervisor(opened / "home", account="nobody")
    with psycopg.connect(first.said()) as connection:
        assert connection.execute("select 1").fetchone() == (1,)
    first.leave()

    assert (opened / "home" / "postgres" / "pgpass").stat().st_uid == nobody.pw_uid


def test_ordinary_account_cannot_use_home_of_root(opened: Path) -> None:
    with Embedded(opened / "home", durable=False):
        first = Supervisor(opened / "home", account="nobody")

        assert first.said() == "store.embedded.other_owner"
        first.leave()
