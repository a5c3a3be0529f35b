"""Requests over HTTP and rounds of loops are measured: how many, how long, and how they end."""

import asyncio
from collections.abc import AsyncIterator

import aiohttp
import pytest

from frontdesk.ability import telemetry
from frontdesk.ability.telemetry import Tally, Windows, slots
from frontdesk.ability.telemetry.slots import HOUSE, Taking
from frontdesk.app import loops
from frontdesk.edge.http import shell
from frontdesk.flow.conversation.beside import timers
from frontdesk.flow.operations import collect
from frontdesk.flow.operations.measured import stats, views
from frontdesk.ground.kit import tasks
from frontdesk.ground.kit.tasks import Tasks
from frontdesk.ground.store.db import Database
from frontdesk.ground.words.problems import NotNow
from testing import house
from testing.clock import FakeClock
from testing.house import TENANT, Home

pytestmark = pytest.mark.store


@pytest.fixture
async def home(database_url: str) -> AsyncIterator[Home]:
    async with house.open_house(database_url, clock=FakeClock()) as opened:
        yield opened


async def windows(home: Home) -> Windows:
    await home.line.tally.flush(home.line.database)
    return await telemetry.load_windows(home.line.database, HOUSE, "5m", home.clock.now())


async def test_each_request_is_measured_by_route(home: Home) -> None:
    """Answered, refused and broken ones apart; what no route takes is one thing, whatever its address."""
    async with house.serve(home.house) as url, aiohttp.ClientSession(url) as http:
        for method, path in (("GET", "/health"), ("GET", "/health"), ("GET", "/a"), ("PUT", "/b")):
            await (await http.request(method, path)).read()
        await (await http.post("/api/v1/messages", json={})).read()
    found = await windows(home)
    assert found.get("http", "/health", "GET").codes == {"200": 2}
    assert found.get("http", "/health").ms.count == 2
    assert found.get("http", "/api/v1/messages", "POST").outcomes == {"refused": 1}
    assert dict.fromkeys(name for name, _ in found.listed("http")) == dict.fromkeys(
        ("/api/v1/messages", "/health", "other")
    )


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (200, "ok"),
        (304, "ok"),
        (401, "refused"),
        (429, "limited"),
        (500, "error"),
        (504, "timeout"),
    ],
)
def test_answers_have_classes(status: int, outcome: str) -> None:
    assert shell.decide_outcome(status) == outcome


async def test_each_round_of_a_loop_is_measured(home: Home) -> None:
    """Those that break, too: by what they raised."""
    clock, running = FakeClock(), Tasks()
    raises: list[Exception | None] = [
        None,
        NotNow("store.busy", "no", after_s=1.0),
        ValueError(),
        TimeoutError(),
    ]

    async def step() -> None:
        await clock.sleep(0.25)
        if raises and (error := raises.pop(0)) is not None:
            raise error

    ended = loops.measuring(home.line.tally)
    running.start(tasks.run_every(1.0, step, clock=clock, name="sweep", ended=ended), name="loop")
    for _ in range(200):
        await asyncio.sleep(0)
        await clock.advance(0.25)
    await running.close(0.0)
    found = (await windows(home)).get("job", "sweep", "run")
    assert {name: found.outcomes[name] for name in ("error", "timeout")} == {
        "error": 2,
        "timeout": 1,
    }
    assert found.codes == {"store.busy": 1, "ValueError": 1, "TimeoutError": 1}
    assert found.outcomes["ok"] >= 2
    assert found.ms.quantile(0.5) == pytest.approx(250.0)


async def test_standing_loops_of_a_process_are_measured(database_url: str) -> None:
    async with house.open_house(database_url, standing=True) as home:
        for _ in range(400):
            await asyncio.sleep(0.01)
            found = await windows(home)
            if {"beat", "sweep.turns", "watch"} <= {name for name, _ in found.listed("job")}:
                break
        assert found.get("job", "sweep.turns", "run").outcomes["ok"] >= 1


async def test_each_timer_is_a_job_of_its_tenant(home: Home) -> None:
    await home.asks("anna", "hello")
    await home.line.database.fetch(
        "timers.find_due", {"now": home.clock.now(), "limit": 9}, tenant=None
    )
    (timer,) = await home.rows("select id::text as id, kind from timers")
    assert isinstance(home.clock, FakeClock)
    await home.clock.advance(90_000)
    await timers.fire(home.line, TENANT, timer["id"])
    await home.line.recorder.flush(home.line.database)
    await collect.run_collect(home.line.database)
    found = await telemetry.load_windows(home.line.database, TENANT, "5m", home.clock.now())
    assert found.get("job", f"timer.{timer['kind']}").outcomes == {"ok": 1}


async def test_figures_of_a_tenant_show_the_house_s(home: Home) -> None:
    home.line.tally.note("http", "/chat", "GET", outcome="error", ms=12.0, code="500")
    home.line.tally.note("job", "watch", "run", outcome="ok", ms=3.0)
    await home.line.tally.flush(home.line.database)
    figures = await stats.load_figures(
        home.line.database, home.line.controls, TENANT, home.clock.now(), window="5m"
    )
    (request,), (job,) = views.list_requests(figures), views.list_jobs(figures)
    assert (request["route"], request["method"], request["p95_ms"]) == ("/chat", "GET", 12.0)
    assert (job["job"], job["count"], job["error_rate"]) == ("watch", 1, 0.0)
    metrics = views.render_metrics(figures, 0)["metrics"]
    assert isinstance(metrics, dict)
    assert set(metrics) == {"http./chat.GET", "job.watch.run"}


async def test_two_processes_add_to_one_slot(home: Home) -> None:
    """Also across a minute, and with rows that are folded at the same time."""
    database, clock = home.line.database, home.clock
    assert isinstance(clock, FakeClock)
    both = (Tally(clock), Tally(clock))
    for _ in range(3):
        for one in both:
            for _ in range(50):
                one.note("job", "watch", "run", outcome="ok", ms=10.0)
        await asyncio.gather(
            *(one.flush(database) for one in both), slots.fold(database, wait=True)
        )
        await clock.advance(61)
    found = await telemetry.load_windows(database, HOUSE, "5m", clock.now())
    assert (found.get("job").count, found.get("job").ms.count) == (300, 300)
    hours = await telemetry.load_windows(database, HOUSE, "24h", clock.now())
    assert hours.get("job").count == 300


async def test_what_could_not_be_written_is_written_later(home: Home) -> None:
    tally = Tally(home.clock)
    tally.note("job", "watch", "run", outcome="ok", ms=10.0)
    away = Database("postgresql://nobody@127.0.0.1:9/none", connections=1)
    with pytest.raises(NotNow):
        await tally.flush(away)
    tally.note("job", "watch", "run", outcome="error", ms=20.0)
    assert await tally.flush(home.line.database) == 1
    assert await tally.flush(home.line.database) == 0
    found = await telemetry.load_windows(home.line.database, HOUSE, "5m", home.clock.now())
    assert found.get("job", "watch").outcomes == {"ok": 1, "error": 1}


async def test_switches_hold_for_the_house_too(home: Home) -> None:
    """From the next flush on: nothing, only counts, or only times."""
    taking = [Taking(counts=False, times=False), Taking(times=False), Taking(counts=False)]
    tally = Tally(home.clock, lambda: taking[0])
    for outcome in ("nothing", "counted", "timed"):
        tally.note("job", outcome, "run", outcome="ok", ms=5.0)
        taking = taking[1:] or taking
        await tally.flush(home.line.database)
    found = await telemetry.load_windows(home.line.database, HOUSE, "5m", home.clock.now())
    seen = {name: found.get("job", name) for name, _ in found.listed("job")}
    assert {name: (one.count, one.ms.count) for name, one in seen.items()} == {
        "counted": (1, 0),
        "timed": (0, 1),
    }
