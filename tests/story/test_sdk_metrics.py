"""`BotMetricsCollector`: one look at every bot, gathered from the installation once an interval."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from frontdesk.edge.sdk.alerting_service import AlertingService
from frontdesk.edge.sdk.bot_metrics_collector import BotMetricsCollector
from tests.story import sdk_desk
from tests.story.sdk_desk import Desk

pytestmark = pytest.mark.store


@pytest.fixture
async def desk(database_url: str) -> AsyncIterator[Desk]:
    async with sdk_desk.open_desk(database_url) as opened:
        yield opened


@pytest.fixture
def collector(desk: Desk) -> BotMetricsCollector:
    return BotMetricsCollector(desk.access)


async def collect(collector: BotMetricsCollector) -> Any:
    return await collector.collect_metrics()


async def test_every_bot_is_gathered(collector: BotMetricsCollector, desk: Desk) -> None:
    await desk.did("lead", 10.0)
    await collector.record_bot_interaction("buyer", 20.0)
    await collector.record_handoff("lead", "buyer", True, 5.0)
    found = await collect(collector)
    counts = {bot: one["total_interactions"] for bot, one in found["bots"].items()}
    assert counts == {"lead": 1, "buyer": 1, "seller": 0}
    assert found["handoffs"]["total_handoffs"] == 1


async def test_cache_is_gathered(collector: BotMetricsCollector) -> None:
    await collector.record_bot_interaction("lead", 0.0, cache_hit=True)
    await collector.record_bot_interaction("lead", 90.0, cache_hit=False)
    await collector.record_bot_interaction("lead", 90.0)
    assert (await collect(collector))["cache"] == {"hits": 1, "misses": 1, "hit_rate": 0.5}


async def test_alerts_are_gathered(collector: BotMetricsCollector, desk: Desk) -> None:
    await desk.did("lead", *[5000.0] * 25)
    service = AlertingService(desk.access)
    (alert,) = await service.check_alerts()
    assert (await collect(collector))["alerting"]["active_alerts"] == 1
    await service.acknowledge_alert(alert.alert_id, "dana")
    await desk.clock.advance(61)
    alerting = (await collect(collector))["alerting"]
    assert (alerting["active_alerts"], alerting["unacknowledged"]) == (1, 0)


async def test_bots_add_up(collector: BotMetricsCollector, desk: Desk) -> None:
    await desk.did("lead", 100.0, 200.0)
    await desk.did("buyer", 300.0)
    await desk.did("seller", 400.0, outcome="error")
    found = await collect(collector)
    assert found["overall"] == {
        "total_interactions": 4,
        "success_rate": 0.75,
        "error_rate": 0.25,
        "avg_duration_ms": 250.0,
        "p95_duration_ms": 385.0,
        "cache_hit_rate": 0.0,
    }
    assert (found["error_rate"], found["bots"]["seller"]["error_rate"]) == (0.25, 1.0)


async def test_metrics_have_one_form(collector: BotMetricsCollector) -> None:
    found = await collector.get_metrics()
    assert set(found) == {
        "bots", "handoffs", "overall", "cache", "alerting", "error_rate", "cache_hit_rate",
        "collected_at",
    }  # fmt: skip
    assert await collector.get_metrics() is found


async def test_reset_forgets_what_was(collector: BotMetricsCollector, desk: Desk) -> None:
    await desk.did("lead", 10.0, 20.0)
    assert (await collect(collector))["overall"]["total_interactions"] == 2
    await collector.reset_metrics()
    assert (await collect(collector))["overall"]["total_interactions"] == 0
    await desk.clock.advance(61)
    await desk.did("lead", 30.0)
    assert (await collect(collector))["overall"]["total_interactions"] == 1


async def test_the_installation_keeps_what_is_reset(
    collector: BotMetricsCollector, desk: Desk
) -> None:
    await desk.did("lead", 10.0)
    await collector.reset_metrics()
    assert (await collect(BotMetricsCollector(desk.access)))["overall"]["total_interactions"] == 1


async def test_bots_without_work_are_zero(collector: BotMetricsCollector) -> None:
    summary: Any = await collector.get_system_summary()
    assert {one["total_interactions"] for one in summary["bots"].values()} == {0}
    assert (await collector.get_bot_summary("seller_bot"))["p95_duration_ms"] == 0.0
    with pytest.raises(ValueError, match="no bot"):
        await collector.get_bot_summary("nobody")


async def test_within_the_interval_nothing_is_gathered(
    collector: BotMetricsCollector, desk: Desk
) -> None:
    first = await collect(collector)
    await desk.did("lead", 10.0)
    await desk.clock.advance(59)
    assert (await collect(collector))["collected_at"] == first["collected_at"]
    await desk.clock.advance(1)
    assert (await collect(collector))["overall"]["total_interactions"] == 1
