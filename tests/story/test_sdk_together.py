"""The classes for programs with each other, with the bots, and from a program that only has the address."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from frontdesk.content.bots.real_estate import buyer, lead, seller
from frontdesk.edge.sdk.alerting_service import AlertingService
from frontdesk.edge.sdk.bot_metrics_collector import BotMetricsCollector
from frontdesk.edge.sdk.performance_tracker import PerformanceTracker
from frontdesk.flow.operations import lookout
from testing import house
from testing.clock import FakeClock
from testing.watching import TENANT
from tests.story import sdk_desk
from tests.story.sdk_desk import Desk

pytestmark = pytest.mark.store
BOTS = (lead.BOT, buyer.BOT, seller.BOT)


@pytest.fixture
async def desk(database_url: str) -> AsyncIterator[Desk]:
    async with sdk_desk.open_desk(database_url) as opened:
        yield opened


async def test_tracker_and_collector_see_the_same(desk: Desk) -> None:
    tracker, collector = PerformanceTracker(desk.access), BotMetricsCollector(desk.access)
    await tracker.track_operation("lead_bot", "process", 120.0, False)
    summary = await collector.get_bot_summary("lead")
    assert (summary["total_interactions"], summary["error_rate"]) == (1, 1.0)


async def test_slow_operations_raise_an_alert(desk: Desk) -> None:
    tracker, service = PerformanceTracker(desk.access), AlertingService(desk.access)
    for _ in range(25):
        await tracker.track_operation("handoff", "execute", 700.0)
    (alert,) = await service.check_alerts()
    assert alert.performance_stats["bot"] == "handoff"
    rows = {row["bot_name"]: row for row in await tracker.check_sla_compliance()}
    assert rows["handoff"]["compliant"] is False


async def test_the_watch_and_a_program_page_once(desk: Desk) -> None:
    await desk.did("lead", *[5000.0] * 25)
    await desk.watch(3)
    service = AlertingService(desk.access)
    (alert,) = await service.check_alerts()
    assert await service.send_alert(alert) == ["email", "slack", "webhook"]
    assert len(desk.pagers["email"].pages) == 1


async def test_an_acknowledged_alert_climbs_no_further(desk: Desk) -> None:
    await desk.did("lead", *[5000.0] * 25)
    await desk.watch(2)
    service = AlertingService(desk.access)
    (alert,) = await service.get_active_alerts()
    await service.acknowledge_alert(alert.alert_id, "dana")
    await desk.clock.advance(1000)
    await desk.watch(2)
    assert desk.pagers["pagerduty"].pages == []
    assert await service.check_escalations() == []


async def test_handoffs_recorded_are_handoffs_tracked(desk: Desk) -> None:
    collector, tracker = BotMetricsCollector(desk.access), PerformanceTracker(desk.access)
    await collector.record_handoff("lead_bot", "seller_bot", True, 40.0)
    await collector.record_handoff("lead_bot", "buyer_bot", False, 60.0)
    stats = await tracker.get_bot_stats("handoff")
    assert (stats["count"], stats["success_rate"], stats["mean"]) == (2, 0.5, 50.0)


async def test_bots_at_work_are_seen(database_url: str) -> None:
    clock = FakeClock()
    async with house.open_house(database_url, clock=clock, bots=BOTS) as home:
        await home.says("+15550123", "Hello, I want to sell my house")
        await home.line.recorder.flush(home.line.database)
    async with sdk_desk.open_desk(database_url) as desk:
        stats: Any = await PerformanceTracker(desk.access).get_all_stats()
    assert stats["seller_bot"]["count"] + stats["lead_bot"]["count"] == 1
    assert stats["handoff"]["success_count"] == 1


PROGRAM = """
import asyncio
from frontdesk.app.sdk import AlertingService, BotMetricsCollector, PerformanceTracker, connect

tracker = PerformanceTracker()
asyncio.run(tracker.track_operation("lead_bot", "process", 120, True))
stats = asyncio.run(tracker.get_all_stats())
for bot, s in stats.items():
    print(f'{bot}: P50={s["p50"]:.0f}ms')
summary = asyncio.run(BotMetricsCollector().get_system_summary())
print(f"Error rate: {summary.get('error_rate', 0):.1%}")

alerting = AlertingService()
for rule in alerting.rules[:1]:
    rule.cooldown_seconds = 3600

async def run():
    async with connect() as live:
        slow = PerformanceTracker(live)
        for _ in range(25):
            await slow.track_operation("lead_bot", "process", 9000, True)
        await AlertingService(live).check_alerts()
    alerts = await alerting.get_active_alerts()
    for alert in alerts:
        alert.acknowledged = True
    print("sla_violation" in [one.rule_name for one in alerts], len(await alerting.get_active_alerts()))

asyncio.run(run())
"""


async def test_a_program_needs_only_the_address(
    desk: Desk, database_url: str, tmp_path: Path
) -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        PROGRAM,
        env={**os.environ, "DATABASE_URL": database_url, "FRONTDESK_HOME": str(tmp_path)},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, error = await process.communicate()
    assert process.returncode == 0, error.decode()
    said = out.decode().splitlines()
    assert "lead_bot: P50=120ms" in said
    assert said[-2:] == ["Error rate: 0.0%", "True 0"]
    watch = desk.live.lookout
    await watch.controls.refresh(watch.database)
    assert watch.controls.value(TENANT, lookout.cooldowns) == {"sla_violation": 3600.0}
    history = await AlertingService(desk.access).get_alert_history()
    assert {one.acknowledged_by for one in history} == {"sdk"}
