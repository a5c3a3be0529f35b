"""What models answer and refuse stands in the log by provider, a 429 by its number, no words of anybody."""

import logging

import pytest

from testing.clock import FakeClock
from tests.unit.ability.gateway.stage import FakeClient, call, limited, open_stage, provider

pytestmark = pytest.mark.store


async def test_answers_and_refusals_name_their_provider(
    database_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    clock = FakeClock()
    clients = {
        "one": FakeClient(clock, usual=limited(60.0)),
        "two": FakeClient(clock, usual="second"),
    }
    offers = (provider("one", order=1, economy=""), provider("two", order=2, economy=""))
    with caplog.at_level(logging.INFO, logger="gateway.attempts"):
        async with open_stage(database_url, clock, offers, clients) as stage:
            await stage.gateway.ask(call())
    lines = [(one.getMessage(), vars(one).get("model_provider")) for one in caplog.records]
    failed, answered = lines[0], lines[-1]
    assert ("429 rate_limited" in failed[0], failed[1]) == (True, "one")
    assert (answered[0].startswith("an answer of two/"), answered[1]) == (True, "two")
    assert "second" not in str([vars(one) for one in caplog.records])
