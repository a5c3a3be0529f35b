"""A model that keeps failing is left alone, tried again by few, and let back when they are answered."""

from collections import deque
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontdesk.ability.controls import Controls
from frontdesk.ability.gateway.attempts.breaker import (
    Breakers,
    decide_allowed,
    decide_left,
    decide_opens,
)
from frontdesk.ability.telemetry import Meters
from frontdesk.ground.kit.tasks import Tasks
from frontdesk.ground.store.db import Database
from testing.clock import FakeClock

MODEL = "openai/mini"
NOW = datetime(2026, 3, 2, tzinfo=UTC)


class Process:
    """One process's breakers, on its own clock, with switches of its own."""

    def __init__(self, database: Database, clock: FakeClock, **switches: object) -> None:
        self.clock, self.tasks, self.meters = clock, Tasks(), Meters()
        first = {f"breaker.{name}": value for name, value in switches.items()}
        self.controls = Controls(clock, first)
        self.breakers = Breakers(database, clock, self.controls, self.tasks, self.meters)

    async def fail(self, times: int = 1, *, probe: bool = False) -> None:
        for _ in range(times):
            self.breakers.failed(MODEL, "server_error", probe=probe)
            await self.tasks.close(5.0)

    async def answer(self, ms: float = 1.0, *, probe: bool = False) -> None:
        self.breakers.succeeded(MODEL, ms, probe=probe)
        await self.tasks.close(5.0)

    @property
    def allows(self) -> str:
        return self.breakers.allows(MODEL)


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    opened = Database(database_url, connections=3)
    await opened.open()
    yield opened
    await opened.close()


async def test_five_failures_within_the_window_open(database: Database) -> None:
    one = Process(database, FakeClock())
    await one.fail(4)
    assert one.allows == "closed"
    await one.fail()
    assert one.allows == "open"
    state = one.breakers.states()[0]
    assert (state.state, state.kind, state.failures, state.left_s) == (
        "open",
        "server_error",
        5,
        120,
    )


async def test_failures_far_apart_do_not_open(database: Database) -> None:
    one = Process(database, FakeClock())
    for _ in range(12):
        await one.fail()
        await one.clock.advance(8)
    assert one.allows == "closed"


async def test_failures_of_all_processes_count_together(database: Database) -> None:
    clock = FakeClock()
    one, two = Process(database, clock), Process(database, clock)
    await one.fail(2)
    await two.fail(3)
    assert two.allows == "open"
    await one.breakers.refresh()
    assert one.allows == "open"


async def test_failures_written_out_of_order_count(database: Database) -> None:
    for seconds in (3, 2, 1, 0, 4):
        one = Process(database, FakeClock(NOW + timedelta(seconds=seconds)))
        await one.fail()
    assert one.allows == "open"


async def test_two_probes_are_claimed_and_close(database: Database) -> None:
    clock = FakeClock()
    one, two = Process(database, clock), Process(database, clock)
    await one.fail(5)
    await two.breakers.refresh()
    await clock.advance(119)
    assert (one.allows, two.allows) == ("open", "open")
    await clock.advance(1.1)
    assert (one.allows, two.allows) == ("probe", "probe")
    claims = [await process.breakers.claim_probe(MODEL) for process in (one, two, one)]
    assert claims == [True, True, False]
    await one.answer(probe=True)
    assert one.breakers.states()[0].state == "half_open"
    await two.answer(probe=True)
    assert two.allows == "closed"
    await one.breakers.refresh()
    assert one.allows == "closed"


async def test_a_failed_probe_opens_again(database: Database) -> None:
    one = Process(database, FakeClock())
    await one.fail(5)
    await one.clock.advance(121)
    assert await one.breakers.claim_probe(MODEL)
    await one.fail(probe=True)
    assert one.allows == "open"
    await one.clock.advance(100)
    await one.breakers.refresh()
    assert one.allows == "open"


async def test_a_probe_of_a_dead_process_is_given_up(database: Database) -> None:
    one = Process(database, FakeClock(), probes=1)
    await one.fail(5)
    await one.clock.advance(121)
    assert await one.breakers.claim_probe(MODEL)
    await one.clock.advance(59)
    assert not await one.breakers.claim_probe(MODEL)
    await one.clock.advance(2)
    assert await one.breakers.claim_probe(MODEL)


async def test_a_released_probe_can_be_claimed_again(database: Database) -> None:
    one = Process(database, FakeClock(), probes=1)
    await one.fail(5)
    await one.clock.advance(121)
    assert await one.breakers.claim_probe(MODEL)
    one.breakers.released(MODEL)
    await one.tasks.close(5.0)
    assert await one.breakers.claim_probe(MODEL)


async def test_slow_answers_count_as_failures(database: Database) -> None:
    one = Process(database, FakeClock())
    for _ in range(5):
        await one.answer(20_001)
    assert (one.allows, one.breakers.states()[0].kind) == ("open", "slow")


async def test_late_failures_do_not_prolong_an_open_breaker(database: Database) -> None:
    one = Process(database, FakeClock())
    await one.fail(5)
    await one.clock.advance(60)
    await one.fail(3)
    assert one.breakers.states()[0].left_s == 60


async def test_few_failures_among_many_may_be_usual(database: Database) -> None:
    one = Process(database, FakeClock(), least_share=0.05)
    for _ in range(400):
        one.breakers.succeeded(MODEL, 1.0)
    await one.fail(12)
    assert one.allows == "closed"
    await one.fail(20)
    assert one.allows == "open"


async def test_what_was_long_ago_excuses_nothing(database: Database) -> None:
    one = Process(database, FakeClock(), least_share=0.05)
    for _ in range(400):
        one.breakers.succeeded(MODEL, 1.0)
    await one.clock.advance(61)
    await one.fail(5)
    assert one.allows == "open"


async def test_settings_are_live(database: Database) -> None:
    clock = FakeClock()
    await Process(database, clock).fail(5)
    quick = Process(database, clock, failures=2, open_s=10)
    await quick.breakers.refresh()
    assert quick.breakers.states()[0].left_s == 10
    off = Process(database, clock, on=False)
    await off.breakers.refresh()
    assert off.allows == "closed"


@pytest.mark.parametrize("named", [MODEL, "openai"])
async def test_a_breaker_can_be_held_by_hand(database: Database, named: str) -> None:
    clock = FakeClock()
    kept_away = Process(database, clock, held={named: "open"})
    assert kept_away.allows == "open"
    let_pass = Process(database, clock, held={named: "closed"})
    await let_pass.fail(5)
    assert let_pass.allows == "closed"


async def test_a_clock_put_back_does_not_hold_it_open(database: Database) -> None:
    one = Process(database, FakeClock(NOW))
    await one.fail(5)
    back = Process(database, FakeClock(NOW - timedelta(hours=5)))
    await back.breakers.refresh()
    assert back.breakers.states()[0].left_s == 120
    await back.clock.advance(121)
    assert back.allows == "probe"
    assert not await back.breakers.claim_probe(MODEL)  # the stored time is shortened
    await back.clock.advance(121)
    assert await back.breakers.claim_probe(MODEL)


async def test_a_clock_put_forward_only_lets_probes_through(database: Database) -> None:
    one = Process(database, FakeClock(NOW))
    await one.fail(5)
    ahead = Process(database, FakeClock(NOW + timedelta(hours=5)))
    await ahead.breakers.refresh()
    assert ahead.allows == "probe"


async def test_a_time_the_vendor_gave_is_shared(database: Database) -> None:
    clock = FakeClock()
    one, two = Process(database, clock), Process(database, clock)
    one.breakers.held(MODEL, 20)
    await one.tasks.close(5.0)
    await two.breakers.refresh()
    assert (one.breakers.held_s(MODEL), two.breakers.held_s(MODEL)) == (20, 20)
    assert (one.allows, two.allows) == ("closed", "closed")
    one.breakers.held(MODEL, 86_400)
    await one.tasks.close(5.0)
    assert one.breakers.held_s(MODEL) == 120


async def test_a_success_asks_the_database_nothing(database: Database) -> None:
    one = Process(database, FakeClock())
    for _ in range(10):
        await one.answer()
    assert "gateway.note_breaker" not in database.timings


async def test_an_unreachable_database_leaves_what_is_known(database: Database) -> None:
    lost = Database("postgresql://nobody@127.0.0.1:1/none", connections=1, wait_s=0.05)
    one = Process(lost, FakeClock())
    one.breakers.failed(MODEL, "cut", probe=True)
    assert one.allows == "open"
    assert not await one.breakers.claim_probe(MODEL)
    await one.tasks.close(5.0)


async def test_the_state_is_a_metric_and_a_log_line(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    one = Process(database, FakeClock())
    await one.fail(5)
    assert one.meters.registry.get_sample_value("frontdesk_model_breaker", {"model": MODEL}) == 2
    said = [record.getMessage() for record in caplog.records]
    assert said == [f"circuit_breaker of {MODEL}: closed -> open (server_error)"]


@given(st.lists(st.floats(0, 100), max_size=30), st.integers(1, 8), st.floats(1, 50))
def test_only_failures_inside_the_window_count(
    times: list[float], limit: int, window_s: float
) -> None:
    ordered, now = sorted(times), 100.0
    inside = [at for at in ordered if at > now - window_s]
    opens = decide_opens(deque(ordered), now, window_s=window_s, limit=limit)
    assert opens == (len(inside) >= limit)


@given(st.timedeltas(timedelta(days=-3), timedelta(days=3)), st.floats(1, 500))
def test_no_stored_time_lies_further_ahead_than_meant(ahead: timedelta, most_s: float) -> None:
    assert 0 <= decide_left(NOW + ahead, NOW, most_s=most_s) <= most_s


@pytest.mark.parametrize(
    ("state", "left_s", "allowed"),
    [("closed", 5, "closed"), ("open", 5, "open"), ("open", 0, "probe"), ("half_open", 0, "probe")],
)
def test_what_each_state_lets_through(state: str, left_s: float, allowed: str) -> None:
    assert decide_allowed(state, open_left_s=left_s) == allowed  # type: ignore[arg-type]  # a table
