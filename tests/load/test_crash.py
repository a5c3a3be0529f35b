"""Killed processes and a restarted database: everything answered, nothing doubled, order kept."""

import asyncio

import pytest

from tests.load import crash
from tests.load.victim import WINDOWS

pytestmark = [pytest.mark.crash, pytest.mark.timeout(420)]


def test_kills_in_every_window_lose_nothing() -> None:
    plan = crash.Plan(each=2, kills=14, texters=10, callers=5, most_s=180.0, seed=3)
    verdict = asyncio.run(crash.run(plan))
    assert verdict.faults == []
    assert {window for window in WINDOWS if verdict.kills[window] >= 2} == set(WINDOWS)


def test_a_restarted_database_loses_nothing() -> None:
    plan = crash.Plan(
        each=0, kills=0, restarts=2, texts=40, texters=8, callers=4, most_s=120.0, seed=5
    )
    verdict = asyncio.run(crash.run(plan))
    assert verdict.faults == []
    assert verdict.texts >= 40
