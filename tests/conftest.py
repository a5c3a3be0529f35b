"""What every test may use: one throw-away PostgreSQL for the session, a network tripwire, a category."""

import logging
import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from frontdesk.ground.store import migrate
from testing import database

LOCAL = ("127.", "::1", "localhost")

# What a test starts is not traced: that doubles its time, and most of them are killed before they could
# write down what they ran. Coverage is that of the processes that run the tests, which have it on by now.
if "PYTEST_XDIST_WORKER" in os.environ:
    os.environ.pop("COVERAGE_PROCESS_START", None)


@pytest.fixture(scope="session")
def postgres() -> Iterator[database.Server]:
    """A real PostgreSQL whose template database `schema` is at the newest version."""
    with database.running_server() as server:
        server.make_template("schema", migrate.run_upgrade)
        yield server


@pytest.fixture
def database_url(postgres: database.Server) -> Iterator[str]:
    """The owner's URL of a migrated database of this test's own."""
    with postgres.database(template="schema") as url:
        yield url


@pytest.fixture(autouse=True, scope="session")
def network_tripwire() -> Iterator[None]:
    """No test reaches a machine other than this one."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: object) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6):
            host = str(address[0]) if isinstance(address, tuple) else str(address)
            if not host.startswith(LOCAL):
                raise AssertionError(f"a test tried to reach {host}")
        connect(self, address)  # type: ignore[arg-type]  # the address is the caller's own

    setattr(socket.socket, "connect", guarded)  # noqa: B010 - the one place that may
    yield
    setattr(socket.socket, "connect", connect)  # noqa: B010


@pytest.fixture(autouse=True)
def logging_as_before() -> Iterator[None]:
    """What a command does to the logging of its process ends with the test that ran it."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)


@pytest.fixture(scope="session")
def measuring_data() -> Path:
    """The folder of measuring data; skips where it is absent, fails where it must be there."""
    folder = os.environ.get("FRONTDESK_EVAL_DATA", "")
    if folder and Path(folder).is_dir():
        return Path(folder)
    pytest.skip("needs the measuring data: set FRONTDESK_EVAL_DATA to its folder")


SLOW = (
    "tests/load/",
    "tests/story/test_cli.py",
    "tests/story/test_watch_",
    "tests/contract/test_add_a",
)

# Browsers and killed processes share the machine's time with whatever else runs on it.
TRIED_TWICE = (
    "tests/browser/",
    "tests/load/",
    "tests/story/test_cli.py",
    "tests/story/test_flag_drill.py",
    "tests/contract/test_add_a",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Slow folders go first, so that no file is left alone at the end; and luck has a policy: a test
    on real processes or a real browser may be tried once more, and the summary counts it as a rerun.
    Every other test passes the first time or fails."""
    items.sort(key=lambda item: not item.nodeid.startswith(SLOW))
    for item in items:
        if item.nodeid.startswith(TRIED_TWICE):
            item.add_marker(pytest.mark.flaky(reruns=1))
