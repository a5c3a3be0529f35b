"""Service levels of bots at work: each within its promise, and the cache above its own."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from frontdesk.content.bots.real_estate import buyer, lead, seller
from frontdesk.edge.sdk.bot_metrics_collector import BotMetricsCollector
from frontdesk.edge.sdk.performance_tracker import PerformanceTracker
from testing import house
from testing.house import Home
from tests.story import sdk_desk

pytestmark = pytest.mark.store
BOTS = (lead.BOT, buyer.BOT, seller.BOT)
LINES = ("Hello there", "I am not sure yet", "What do you need from me?", "Next spring maybe")
WISHES = {"lead": (), "buyer": ("I want to buy a house",), "seller": ("I want to sell my house",)}


@pytest.fixture
async def home(database_url: str) -> AsyncIterator[Home]:
    async with house.open_house(database_url, bots=BOTS) as opened:
        yield opened


async def worked(home: Home) -> dict[str, dict[str, Any]]:
    """What the tracker says of twelve conversations with each bot and their hand-offs."""
    for bot, wishes in WISHES.items():
        for contact in range(12):
            for text in (*wishes, *LINES):
                await home.asks(f"{bot}-{contact}", text)
    await home.line.recorder.flush(home.line.database)
    async with sdk_desk.open_desk(home.database_url) as desk:
        # the desk's clock stands where its tests begin: ask at the time of the work
        await desk.clock.advance((home.clock.now() - desk.clock.now()).total_seconds())
        stats: Any = await PerformanceTracker(desk.access).get_all_stats("1h")
    return dict(stats)


@pytest.mark.parametrize(
    ("bot", "limit_ms"),
    [("lead_bot", 2000), ("buyer_bot", 2500), ("seller_bot", 2500), ("handoff", 500)],
)
async def test_p95_is_below_its_limit(home: Home, bot: str, limit_ms: float) -> None:
    stats = (await worked(home))[bot]
    assert stats["count"] >= 12
    assert 0 < stats["p95"] < limit_ms


async def test_the_cache_hit_rate_counts_real_lookups(database_url: str) -> None:
    async with sdk_desk.open_desk(database_url) as desk:
        collector = BotMetricsCollector(desk.access)
        for number in range(10):
            await collector.record_bot_interaction("lead", 10.0, cache_hit=number > 1)
        found: Any = await collector.collect_metrics()
    assert found["cache"]["hit_rate"] == 0.8
    assert found["cache"]["hit_rate"] > 0.7
