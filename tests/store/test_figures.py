"""What a process gathers is there for the rules, and says what really is."""

import asyncio
import logging
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from frontdesk.ability.telemetry import Meters, gauges
from frontdesk.ability.telemetry.figures import GAUGES, Figures, Machine, Reach, certificate
from frontdesk.ability.telemetry.figures.machine import read_machine
from frontdesk.ability.telemetry.figures.trail import Trail
from frontdesk.ability.telemetry.processes import Process
from frontdesk.ground.store.db import Database
from frontdesk.ground.words.ids import ProcessId, TenantId
from testing.clock import FakeClock

pytestmark = pytest.mark.store
PROCESS = Process(ProcessId("serve-1"), "serve", "one", 1)


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    opened = Database(database_url, connections=4)
    await opened.open()
    yield opened
    await opened.close()


@pytest.fixture
def figures(database: Database, tmp_path: Path) -> Figures:
    return Figures(
        database,
        Meters(),
        FakeClock(),
        PROCESS,
        tmp_path,
        read=lambda _home: Machine(0.5, 0.6, 0.02, 0.7),
    )


async def load(figures: Figures) -> dict[str, list[float]]:
    await figures.run()
    found = await gauges.load(figures.database, figures.clock.now())
    return {name: [value for _, value in values] for name, values in found.items()}


async def test_gathered_figures_are_those_of_the_catalogue(figures: Figures) -> None:
    found = await load(figures)
    assert set(found) <= set(GAUGES)
    assert (found["cpu_share"], found["disk_used_share"]) == ([0.5], [0.7])
    assert found["lock_waiting_share"] == [0.0]
    assert found["pool_used_share"][0] <= 1.0
    assert found["database_ms"][0] >= 0


async def test_figures_of_a_dead_process_fade(figures: Figures) -> None:
    await figures.run()
    later = figures.clock.now() + timedelta(seconds=21)
    assert await gauges.load(figures.database, later) == {}


async def test_answers_and_refusals_are_counted_lately(figures: Figures) -> None:
    await figures.run()
    meters = figures.meters
    for status, route in (("200", "/a"), ("503", "/a"), ("500", "/b"), ("503", "/health")):
        meters.http_requests.labels("GET", route, status).inc()
    meters.refusals.labels("identity.bad_key").inc(3)
    meters.refusals.labels("http.not_found").inc(3)
    found = await load(figures)
    assert (found["http_answers"], found["http_failures"]) == ([3], [2])
    assert found["auth_failures"] == [3]
    await FakeClock.advance(figures.clock, 299)  # type: ignore[arg-type] # it is the fake one
    assert (await load(figures))["auth_failures"] == [3]
    await FakeClock.advance(figures.clock, 2)  # type: ignore[arg-type] # it is the fake one
    assert (await load(figures))["auth_failures"] == [0]


async def test_lines_of_level_error_are_counted(figures: Figures) -> None:
    await figures.run()
    with figures.log.listening():
        logging.getLogger("a").error("it broke")
        logging.getLogger("a").warning("it bends")
    logging.getLogger("a").error("nobody listens")
    assert (await load(figures))["log_errors"] == [1]


async def test_waiting_locks_are_seen(figures: Figures) -> None:
    harbor, key = TenantId("harbor"), "measures.lock"
    database = figures.database
    async with database.transaction(harbor) as holder:
        await holder.fetch(key, {})
        waiting = asyncio.ensure_future(wait_for_lock(database))
        share = 0.0
        for _ in range(200):
            share = (await load(figures))["lock_waiting_share"][0]
            if share > 0:
                break
        assert share > 0
    await waiting


async def wait_for_lock(database: Database) -> None:
    async with database.transaction(TenantId("harbor")) as transaction:
        await transaction._connection.execute(
            "select pg_advisory_xact_lock(hashtext('frontdesk.measures.fold'))"
        )


async def test_another_version_is_a_change(figures: Figures) -> None:
    await figures.note_version()
    assert "version_age_s" not in await load(figures)
    await figures.database.fetch(
        "figures.note_version",
        {"version": "99.0", "now": figures.clock.now()},
        tenant=None,
    )
    await FakeClock.advance(figures.clock, 40)  # type: ignore[arg-type] # it is the fake one
    assert (await load(figures))["version_age_s"] == [40]


async def test_messages_given_up_count_from_now_on(figures: Figures) -> None:
    assert (await load(figures))["dead_last_hour"] == [0]


def test_outage_is_measured_from_first_to_last() -> None:
    reach = Reach()
    for at, ok in ((0, True), (5, False), (10, False), (30, True), (35, True)):
        reach.note(at, ok=ok)
    assert (reach.away_s, reach.back_at, reach.away_since) == (25, 30, None)


def test_a_total_that_begins_anew_grew_by_nothing() -> None:
    trail = Trail(60)
    assert [trail.grew(at, {"a": total})["a"] for at, total in ((0, 5), (30, 9), (61, 2))] == [
        0,
        4,
        0,
    ]


@pytest.mark.parametrize(
    ("address", "days"),
    [("https://desk.example", [29.5]), ("http://desk.example", []), ("", []), ("https://gone", [])],
)
async def test_days_of_a_certificate_are_those_left(address: str, days: list[float]) -> None:
    now = datetime(2031, 5, 4, tzinfo=UTC)

    async def end(host: str, _port: int) -> datetime | None:
        return now + timedelta(days=29.5) if host == "desk.example" else None

    found = await certificate.load_figures(address, now, end)
    assert [one.value for one in found] == days


def test_this_machine_can_be_read(tmp_path: Path) -> None:
    machine = read_machine(tmp_path / "not" / "yet")
    assert 0 < machine.process_memory_share < machine.memory_share <= 1
    assert 0 < machine.disk_used_share <= 1
    assert 0 <= machine.cpu_share <= 1
