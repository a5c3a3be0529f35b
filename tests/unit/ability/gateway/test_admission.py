"""So many calls at once, tenants in rotation, and a refusal at once where waiting cannot help."""

import asyncio

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from frontdesk.ability.controls import Controls
from frontdesk.ability.gateway.attempts.admission import Admission
from frontdesk.ability.gateway.attempts.pacing import decide_counts, decide_pause, decide_timeout
from frontdesk.ability.gateway.attempts.rates import Rates
from frontdesk.ability.gateway.nouns import Allowance
from frontdesk.ground.kit.tasks import Tasks
from frontdesk.ground.words.ids import TenantId
from frontdesk.ground.words.problems import NotNow
from testing.clock import FakeClock

A, B = TenantId("a"), TenantId("b")


class House:
    """An admission, and calls that each take a second."""

    def __init__(self, most: int = 1, *, queue: bool = True) -> None:
        self.clock, self.tasks = FakeClock(), Tasks()
        first = {"admission.max_concurrent": most, "admission.queue": queue}
        self.admission = Admission(self.clock, Controls(self.clock, first), self.tasks)
        self.order: list[str] = []
        self.inside = self.fullest = 0

    async def call(self, name: str, tenant: TenantId, deadline_at: float = 60.0) -> None:
        async with self.admission.enter("openai", tenant, deadline_at):
            self.order.append(name)
            self.inside += 1
            self.fullest = max(self.fullest, self.inside)
            try:
                await self.clock.sleep(1)
            finally:
                self.inside -= 1

    def start(self, name: str, tenant: TenantId, **more: float) -> asyncio.Task[object]:
        return self.tasks.start(self.call(name, tenant, **more), name=name)

    async def pass_by(self, seconds: int) -> None:
        for _ in range(seconds * 4):
            for _ in range(5):
                await asyncio.sleep(0)
            await self.clock.advance(0.25)
        for _ in range(5):
            await asyncio.sleep(0)


async def test_tenants_take_turns() -> None:
    house = House()
    for name in ("a1", "a2", "a3", "a4"):
        house.start(name, A)
    await asyncio.sleep(0)
    for name in ("b1", "b2"):
        house.start(name, B)
    await house.pass_by(8)
    assert house.order == ["a1", "a2", "b1", "a3", "b2", "a4"]


async def test_no_more_than_allowed_are_inside() -> None:
    house = House(3)
    for number in range(10):
        house.start(str(number), A)
    await house.pass_by(6)
    assert (len(house.order), house.fullest) == (10, 3)


async def test_who_would_come_too_late_is_told_at_once() -> None:
    house = House()
    await asyncio.gather(house.start("first", A), house.pass_by(2))
    for number in range(3):
        house.start(str(number), A)
    await asyncio.sleep(0)
    with pytest.raises(NotNow) as late:
        await house.call("late", B, deadline_at=house.clock.monotonic() + 2)
    assert (late.value.code, late.value.after_s) == ("gateway.too_late", 3.0)
    await house.pass_by(5)


async def test_who_waits_past_the_deadline_leaves() -> None:
    house = House()
    house.start("first", A)
    await asyncio.sleep(0)
    waiting = house.start("second", B, deadline_at=0.5)
    await house.pass_by(3)
    assert isinstance(waiting.exception(), NotNow)
    assert house.order == ["first"]
    assert house.admission.waiting() == {"openai": 0}


async def test_without_a_queue_calls_are_refused() -> None:
    house = House(queue=False)
    house.start("first", A)
    await asyncio.sleep(0)
    with pytest.raises(NotNow) as full:
        await house.call("second", A)
    assert (full.value.code, full.value.after_s) == ("gateway.queue_full", 1.0)
    await house.pass_by(2)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.sampled_from(["start", "cancel", "pass"]), max_size=30), st.integers(1, 3))
async def test_no_place_is_ever_lost(moves: list[str], most: int) -> None:
    house = House(most)
    running: list[asyncio.Task[object]] = []
    for number, move in enumerate(moves):
        if move == "start":
            running.append(house.start(str(number), TenantId(f"t{number % 3}")))
        elif move == "cancel" and running:
            running.pop(number % len(running)).cancel()
        else:
            await house.pass_by(1)
        await asyncio.sleep(0)
    await house.pass_by(len(moves) + 2)
    assert (house.inside, house.admission.waiting().get("openai", 0)) == (0, 0)
    last = [house.start(f"last{number}", A) for number in range(most)]
    await asyncio.sleep(0)
    assert house.inside == most
    await asyncio.gather(*last, house.pass_by(2))


async def test_rate_headers_hold_calls_back_briefly() -> None:
    clock = FakeClock()
    rates = Rates(clock)
    assert rates.wait_s("m", 500) == 0
    rates.saw("m", Allowance(tokens_left=1000, resets_in_s=6.0))
    assert rates.wait_s("m", 600) == 0
    rates.took("m", 600)
    assert rates.wait_s("m", 600) == 6.0
    assert rates.wait_s("m", 300) == 0
    await clock.advance(7)
    assert rates.wait_s("m", 600) == 0
    rates.saw("m", Allowance(requests_left=0, resets_in_s=1.0))
    assert rates.wait_s("m", 1) == 1.0
    rates.saw("m", Allowance(requests_left=0))
    rates.saw("far", Allowance(requests_left=0, resets_in_s=86_400))
    assert rates.wait_s("far", 1) == 0


@given(st.floats(0, 60), st.floats(0.1, 1), st.booleans())
def test_an_attempt_never_has_more_than_is_left(left_s: float, share: float, others: bool) -> None:
    timeout_s = decide_timeout(left_s, share=share, others=others)
    assert 0 <= timeout_s <= left_s
    assert others or timeout_s == left_s


@given(st.integers(1, 20), st.floats(0, 1))
def test_pauses_grow_and_stay_short(tries: int, jitter: float) -> None:
    assert 0 < decide_pause(tries, jitter) <= 1.5
    assert decide_pause(tries + 1, 0.5) >= decide_pause(tries, 0.5)


def test_an_attempt_without_time_says_nothing() -> None:
    assert decide_counts("timeout", timeout_s=4.0, whole_s=7.0)
    assert not decide_counts("timeout", timeout_s=0.5, whole_s=7.0)
    assert decide_counts("server_error", timeout_s=0.5, whole_s=7.0)
