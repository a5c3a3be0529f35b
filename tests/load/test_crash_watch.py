"""Processes killed at every window of an alert's life: no page lost or doubled, nothing forgotten."""

import asyncio
import os
import shutil

import pytest

from tests.load import crash_watch

pytestmark = [pytest.mark.crash, pytest.mark.timeout(1200)]


def test_kills_in_an_alert_s_life_lose_nothing() -> None:
    verdict = asyncio.run(crash_watch.run(14, seed=3, most_s=400.0))
    assert verdict.faults == []
    assert sum(verdict.kills.values()) >= 14


def test_alertmanager_can_be_set_beside_it() -> None:
    """What it loses is its own affair; here only that it was measured alike."""
    binary = shutil.which("prometheus-alertmanager")
    if binary is None:
        reason = "needs prometheus-alertmanager"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    verdict = asyncio.run(crash_watch.run_alertmanager(binary, 3, seed=3, patience_s=20.0))
    assert verdict.messages > 0
