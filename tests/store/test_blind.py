"""A database that is really stopped: each machine pages once without it, and says when it is back."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from frontdesk.app import registry
from frontdesk.flow.operations import blind
from frontdesk.flow.operations.blind import Blind
from frontdesk.ground.store import migrate
from frontdesk.ground.store.db import Database
from frontdesk.ground.words.problems import NotNow
from testing import database, watching
from testing.clock import FakeClock
from testing.pagers import FakePager
from testing.watching import Watch

pytestmark = pytest.mark.store
NAMES = ("email", "slack", "webhook", "pagerduty", "opsgenie", "sms")
TOLD = ("email", "opsgenie", "pagerduty", "slack", "webhook")


@pytest.fixture
def server() -> Iterator[database.Server]:
    with database.running_server() as own:
        own.make_template("schema", migrate.run_upgrade)
        yield own


@pytest.fixture
async def watch(server: database.Server) -> AsyncIterator[Watch]:
    pagers = {name: FakePager(name) for name in NAMES}
    url = server.fresh_database(template="schema")
    async with watching.open_watch(url, pagers=pagers) as opened:
        impatient = Database(url, connections=2, wait_s=0.2)
        await impatient.open()
        rules = {"database_down": registry.scan().rules["database_down"]}
        opened.lookout = replace(opened.lookout, database=impatient, rules=rules)
        yield opened
        await impatient.close()


async def look(watch: Watch, *views: Blind, seconds: int) -> None:
    """Every process of the machine looks once in each five seconds."""
    for _ in range(0, seconds, 5):
        for view in views:
            await blind.run_blind(watch.lookout, view)
        await clock(watch).advance(5.0)


def clock(watch: Watch) -> FakeClock:
    return watch.clock


def kinds(watch: Watch) -> dict[str, list[str]]:
    return {name: list(pager.kinds()) for name, pager in watch.pagers.items() if pager.pages}


async def until_back(watch: Watch, view: Blind) -> None:
    """The pool connects again by itself, within its own time."""
    for _ in range(100):
        await blind.run_blind(watch.lookout, view)
        if view.reach.away_since is None:
            return
    raise AssertionError("it never came back")


async def test_one_page_per_outage_and_its_end(
    server: database.Server, watch: Watch, tmp_path: Path
) -> None:
    """Two processes of a machine; the end is told by one of them, to whom the page went."""
    first, second = Blind(tmp_path / "outage.json"), Blind(tmp_path / "outage.json")
    await look(watch, first, second, seconds=10)
    server.embedded.stop()
    await look(watch, first, second, seconds=15)
    assert kinds(watch) == {}
    await look(watch, first, second, seconds=120)
    assert kinds(watch) == {name: ["firing"] for name in TOLD}
    server.embedded.start()
    await until_back(watch, second)
    await until_back(watch, first)
    assert kinds(watch) == {name: ["firing", "resolved"] for name in TOLD}
    fired, ended = watch.pagers["slack"].pages
    assert (ended.key, ended.thread) == (fired.key, f"t{fired.key}")
    assert (fired.rule, fired.severity, fired.priority) == ("database_down", "critical", "P0")
    assert not first.file.exists()


async def test_a_short_absence_pages_nobody(
    server: database.Server, watch: Watch, tmp_path: Path
) -> None:
    view = Blind(tmp_path / "outage.json")
    server.embedded.stop()
    await look(watch, view, seconds=10)
    server.embedded.start()
    await until_back(watch, view)
    assert kinds(watch) == {}
    assert view.reach.away_s == 10


async def test_who_died_over_its_page_is_followed(
    server: database.Server, watch: Watch, tmp_path: Path
) -> None:
    """A process that claimed the page and was killed leaves an empty file: another one pages."""
    view = Blind(tmp_path / "outage.json")
    view.file.touch()
    server.embedded.stop()
    await look(watch, view, seconds=70)
    assert kinds(watch) == {}
    await look(watch, view, seconds=15)
    assert kinds(watch) == {name: ["firing"] for name in TOLD}


async def test_a_restart_meanwhile_pages_nobody_again(
    server: database.Server, watch: Watch, tmp_path: Path
) -> None:
    server.embedded.stop()
    await look(watch, Blind(tmp_path / "outage.json"), seconds=30)
    await look(watch, Blind(tmp_path / "outage.json"), seconds=120)
    assert kinds(watch) == {name: ["firing"] for name in TOLD}
    server.embedded.start()
    await until_back(watch, Blind(tmp_path / "outage.json", mine=True))
    assert kinds(watch) == {name: ["firing", "resolved"] for name in TOLD}


async def test_a_page_nobody_took_is_tried_again(
    server: database.Server, watch: Watch, tmp_path: Path
) -> None:
    view = Blind(tmp_path / "outage.json")
    for pager in watch.pagers.values():
        pager.failures = [NotNow("x.down", "no", after_s=1.0)]
    server.embedded.stop()
    await look(watch, view, seconds=40)
    assert kinds(watch) == {}
    await look(watch, view, seconds=20)
    assert kinds(watch) == {name: ["firing"] for name in TOLD}


async def test_a_home_that_cannot_be_written_still_pages_once(
    server: database.Server, watch: Watch, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("no folder")
    view = Blind(tmp_path / "file" / "outage.json")
    server.embedded.stop()
    await look(watch, view, seconds=120)
    assert kinds(watch) == {name: ["firing"] for name in TOLD}
    server.embedded.start()
    await until_back(watch, view)
    assert kinds(watch) == {name: ["firing", "resolved"] for name in TOLD}
