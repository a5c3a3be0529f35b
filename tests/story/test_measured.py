"""What the house does is measured as it does it, and read the same by every process."""

from collections.abc import AsyncIterator
from typing import cast

import pytest

from frontdesk.ability import experiments, telemetry
from frontdesk.ability.controls import Control
from frontdesk.ability.telemetry import Windows, pings
from frontdesk.content.bots.real_estate import buyer, lead, seller
from frontdesk.flow.conversation.beside import ping
from frontdesk.flow.operations import collect
from frontdesk.flow.operations.measured import switches
from testing import house
from testing.clock import FakeClock
from testing.house import TENANT, Home

pytestmark = pytest.mark.store
BOTS = (lead.BOT, buyer.BOT, seller.BOT)


@pytest.fixture
async def home(database_url: str) -> AsyncIterator[Home]:
    async with house.open_house(database_url, clock=FakeClock(), bots=BOTS) as opened:
        yield opened


async def windows(home: Home) -> Windows:
    database = home.line.database
    await home.line.recorder.flush(database)
    await collect.run_collect(database)
    return await telemetry.load_windows(database, TENANT, "5m", home.clock.now())


async def test_turns_steps_and_sends_are_measured(home: Home) -> None:
    await home.says("+15550123", "Hello, I want to sell my house")
    found = await windows(home)
    assert found.get("turn", operation="process").outcomes == {"ok": 1}
    assert found.get("step", operation="decide").count == 1
    assert found.get("send", "sms").outcomes == {"ok": 1}


async def test_hand_offs_are_measured_with_their_reasons(home: Home) -> None:
    await home.asks("anna", "I want to sell my house")
    await home.asks("anna", "actually I want to buy a house instead, not sell")
    found = await windows(home)
    assert found.get("handoff", "lead->seller").outcomes == {"ok": 1}


async def test_a_whole_interview_is_the_sum_of_its_turns(home: Home) -> None:
    answers = ("hello", "I am not interested, thanks, bye", "no", "no thanks", "goodbye")
    for text in answers:
        await home.asks("anna", text)
    whole = (await windows(home)).get("turn", operation="full_qualification")
    done = await home.column("select count(*) from conversations where state ->> 'done' = 'true'")
    assert whole.count == done[0]


async def test_every_bot_answers_its_ping(home: Home) -> None:
    assert await ping.ping_bots(home.line) == len(BOTS)
    ages = await pings.load_ages(home.line.database, home.clock.now())
    assert {one.labels["bot"]: one.value for one in ages} == {"lead": 0, "buyer": 0, "seller": 0}


MEASURED = {
    "PERFORMANCE_TRACKING_ENABLED": "false",
    "PERFORMANCE_TRACKING_SAMPLE_RATE": "0.5",
    "PERFORMANCE_TRACKING_RETENTION_DAYS": "14",
    "PERFORMANCE_TRACKING_ROLLING_WINDOW_HOURS": "48",
    "BOT_METRICS_ENABLED": "false",
    "BOT_METRICS_COLLECTION_INTERVAL": "30",
    "BOT_METRICS_RETENTION_DAYS": "7",
    "MODEL_CALLS_RETENTION_DAYS": "90",
}
TRIALS = {
    "AB_TESTING_ENABLED": "false",
    "AB_TESTING_DEFAULT_TRAFFIC_SPLIT": "0.4",
    "AB_TESTING_MIN_SAMPLE_SIZE": "250",
    "AB_TESTING_SIGNIFICANCE_LEVEL": "0.01",
    "AB_TESTING_STATISTICAL_POWER": "0.9",
}


async def test_variables_switched_off_stop_recording(database_url: str) -> None:
    async with house.open_house(
        database_url, clock=FakeClock(), bots=BOTS, environment=MEASURED
    ) as home:
        await home.says("+15550123", "Hello, I want to sell my house")
        assert home.line.recorder.waiting == 0
        await collect.run_collect(home.line.database, switches.decide_taking(home.line.controls))
        found = await telemetry.load_windows(home.line.database, TENANT, "5m", home.clock.now())
        assert found.parts == {}


async def test_variables_are_first_values_of_controls(database_url: str) -> None:
    async with house.open_house(
        database_url, clock=FakeClock(), environment={**MEASURED, **TRIALS}
    ) as home:
        said = [
            home.line.controls.value(TENANT, cast(Control[object], control))
            for control in (*switches.CONTROLS, *experiments.CONTROLS)
        ]
    assert said == [False, False, 0.5, 48, 14, 7, 30, 90, False, 0.4, 250, 0.01, 0.9]
