"""A turn writes one log line that says who, where and why, without the customer's words."""

import logging

import pytest

from frontdesk.ground.kit import logs
from testing.house import open_house

pytestmark = pytest.mark.store


async def test_a_turn_writes_one_marked_line(
    database_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, logger="flow.conversation.run"):
        async with open_house(database_url) as home:
            await home.asks("anna", "hello there")
    (line,) = [entry for entry in caplog.records if entry.getMessage() == "turn"]
    told = vars(line)
    assert {"tenant", "conversation", "turn", "trace", "decision", "reason"} <= set(told)
    assert isinstance(told["said"], logs.Content)
