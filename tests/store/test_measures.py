"""Measurements are folded exactly once, cache hits never flatter latency, windows read alike everywhere."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from frontdesk.ability import telemetry
from frontdesk.ability.controls import Controls
from frontdesk.ability.gateway import Answer, Caching, Call, Message, Scope, Usage
from frontdesk.ability.gateway.kept import Kept
from frontdesk.ability.telemetry import Measurement, Recorder, Taking, Windows, slots
from frontdesk.flow.operations import collect
from frontdesk.ground.store.db import Database
from frontdesk.ground.words.ids import TenantId
from testing.clock import FakeClock

pytestmark = pytest.mark.store
HARBOR, OTHER = TenantId("harbor"), TenantId("other")
NOW = datetime(2031, 5, 4, 10, 30, 20, tzinfo=UTC)


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    opened = Database(database_url, connections=4)
    await opened.open()
    yield opened
    await opened.close()


def turn(ms: float, *, at: datetime = NOW, cached: bool = False, **more: str) -> Measurement:
    return Measurement(
        tenant=TenantId(more.get("tenant", HARBOR)),
        subject="turn",
        name=more.get("name", "lead"),
        operation=more.get("operation", "process"),
        outcome=more.get("outcome", "ok"),
        at=at,
        ms=ms,
        cacheable=cached,
        cached=cached,
    )


async def note(database: Database, *measured: Measurement) -> None:
    recorder = Recorder(FakeClock())
    for one in measured:
        recorder.note(one)
    assert await recorder.flush(database) == len(measured)


async def windows(database: Database, span: telemetry.Span = "5m") -> Windows:
    return await telemetry.load_windows(database, HARBOR, span, NOW)


async def test_figures_come_back_as_quantiles(database: Database) -> None:
    await note(database, *(turn(float(ms)) for ms in range(1, 101)))
    assert await collect.run_collect(database) == 100
    window = (await windows(database)).get("turn", "lead", "process")
    assert window.count == 100
    assert window.ms.quantile(0.95) == pytest.approx(95.05)


async def test_folding_at_once_counts_each_once(database: Database) -> None:
    await note(database, *(turn(5.0) for _ in range(300)))
    folded = await asyncio.gather(*(collect.run_collect(database) for _ in range(4)))
    await note(database, *(turn(7.0) for _ in range(50)))
    await collect.run_collect(database)
    assert sum(folded) == 300
    assert (await windows(database)).get("turn").count == 350


async def test_cache_hits_never_flatter_latency(database: Database) -> None:
    await note(database, turn(1000.0), *(turn(0.0, cached=True) for _ in range(9)))
    await collect.run_collect(database)
    window = (await windows(database)).get("turn")
    assert (window.count, window.cached, window.cacheable) == (10, 9, 9)
    assert window.ms.quantile(0.5) == 1000.0


async def test_spans_hold_what_falls_into_them(database: Database) -> None:
    ages = {"now": 0, "ten minutes": 600, "two hours": 7200, "two days": 172_800}
    await note(database, *(turn(1.0, at=NOW - timedelta(seconds=s)) for s in ages.values()))
    await collect.run_collect(database)
    counts = [(await windows(database, span)).get("turn").count for span in telemetry.SPANS]
    assert counts == [1, 2, 2, 3, 3, 4, 4]


async def test_tenants_see_their_own_only(database: Database) -> None:
    await note(database, turn(1.0), turn(2.0, tenant=OTHER), turn(3.0, tenant=OTHER))
    await collect.run_collect(database)
    assert (await windows(database)).get("turn").count == 1


async def test_operations_are_told_apart(database: Database) -> None:
    await note(database, turn(10.0), turn(900.0, operation="full_qualification"))
    await collect.run_collect(database)
    found = await windows(database)
    assert found.get("turn", "lead", "process").ms.quantile(1) == 10.0
    assert list(found.listed("turn")) == [("lead", "full_qualification"), ("lead", "process")]


async def test_nothing_measured_is_not_zero(database: Database) -> None:
    window = (await windows(database)).get("turn", "lead")
    assert (window.count, window.share("error"), window.ms.quantile(0.95)) == (0, None, None)


async def test_old_slots_are_forgotten(database: Database) -> None:
    await note(database, turn(1.0, at=NOW - timedelta(hours=4)), turn(1.0))
    await collect.run_collect(database)
    await slots.forget_before(database, NOW, timedelta(days=1))
    assert (await windows(database, "1h")).get("turn").count == 1
    assert (await windows(database, "24h")).get("turn").count == 2


async def test_measurements_survive_a_lost_database(database_url: str) -> None:
    gone = Database(database_url, connections=1, wait_s=0.2)
    recorder = Recorder(FakeClock())
    recorder.note(turn(1.0))
    await gone.open()
    async with gone.transaction(HARBOR):
        with pytest.raises(Exception, match=r"store\.busy"):
            await recorder.flush(gone)
    assert await recorder.flush(gone) == 1
    await gone.close()


async def test_a_sample_of_times_counts_all(database: Database) -> None:
    await note(database, *(turn(5.0) for _ in range(2_000)))
    await collect.run_collect(database, Taking(rate=0.25))
    window = (await windows(database)).get("turn", "lead")
    assert (window.count, window.outcomes) == (2_000, {"ok": 2_000})
    assert window.ms.count == pytest.approx(500, abs=120)
    assert window.ms.mean == 5.0


async def test_without_timing_only_counts_are_kept(database: Database) -> None:
    await note(database, turn(5.0), turn(7.0, outcome="error"))
    await collect.run_collect(database, Taking(times=False))
    window = (await windows(database)).get("turn", "lead")
    assert (window.count, window.share("error"), window.ms.count) == (2, 0.5, 0)


async def test_without_counting_only_times_are_kept(database: Database) -> None:
    await note(database, turn(5.0), turn(7.0, outcome="error"))
    await collect.run_collect(database, Taking(counts=False))
    window = (await windows(database)).get("turn", "lead")
    assert (window.count, window.share("error"), window.ms.count) == (0, None, 2)


async def test_nothing_wanted_leaves_nothing(database: Database) -> None:
    await note(database, turn(5.0))
    await collect.run_collect(database, Taking(counts=False, times=False))
    assert (await windows(database)).parts == {}


def test_an_unwanted_measurement_is_not_noted() -> None:
    recorder, clock = Recorder(FakeClock(), lambda: False), FakeClock()
    recorder.note(turn(1.0, at=clock.now()))
    assert recorder.waiting == 0


async def test_each_lookup_of_kept_answers_is_measured(database: Database) -> None:
    recorder, clock = Recorder(FakeClock(NOW)), FakeClock(NOW)
    kept = Kept(database, clock, Controls(clock), recorder=recorder)
    question = "What time do you open on Saturdays?"
    call = Call(
        "answer",
        Scope(HARBOR, "lead", permissions="public"),
        (Message("user", question),),
        caching=Caching(True, question, None),
        prompt="faq@1",
    )
    answer = Answer("At nine.", model="openai/a", rung="full", reason="asked", usage=Usage(5, 2))
    assert await kept.find(call) is None
    await kept.keep(call, answer)
    assert await kept.find(call) is not None
    await recorder.flush(database)
    await collect.run_collect(database)
    looked = (await windows(database, "1h")).get("cache", "lead")
    assert (looked.cacheable, looked.cached, looked.codes) == (2, 1, {"miss": 1, "exact": 1})


async def test_a_week_of_ten_thousand_a_minute_adds_up(database: Database) -> None:
    """Slots are written as folding would have left them: a sketch per hour, merged at reading."""
    rows, merged = [], 0
    for hour in range(24 * 7):
        slot = slots.Slot()
        at = NOW - timedelta(hours=hour)
        for ms in range(1, 601):
            slot.window.ms.insert(float(ms))
        slot.window.count, slot.window.outcomes = 600_000, {"ok": 600_000}
        slot.window.last_at = at
        merged += slot.window.count
        key = slots.Key(HARBOR, "turn", "lead", "process", 3600, slots.begin(at, 3600))
        rows.append(slots.slot_row(key, slot.window))
    await slots.save(database, rows)
    window = (await windows(database, "7d")).get("turn")
    assert window.count == merged
    assert window.ms.quantile(0.95) == pytest.approx(570, rel=0.011)
