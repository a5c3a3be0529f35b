"""`PerformanceTracker`: what is tracked is in the installation's figures, and read from them."""

from collections.abc import AsyncIterator

import pytest

from frontdesk.edge.sdk.performance_tracker import PerformanceTracker
from tests.story import sdk_desk
from tests.story.sdk_desk import Desk

pytestmark = pytest.mark.store
KEYS = {
    "p50", "p95", "p99", "mean", "min", "max", "count", "success_count", "error_count",
    "cache_hit_count", "cache_hit_rate", "success_rate",
}  # fmt: skip


@pytest.fixture
async def desk(database_url: str) -> AsyncIterator[Desk]:
    async with sdk_desk.open_desk(database_url) as opened:
        yield opened


@pytest.fixture
def tracker(desk: Desk) -> PerformanceTracker:
    return PerformanceTracker(desk.access)


async def track(tracker: PerformanceTracker, *ms: float, bot: str = "lead_bot") -> None:
    for figure in ms:
        await tracker.track_operation(bot, "process", figure)


async def test_an_operation_is_recorded(tracker: PerformanceTracker) -> None:
    await tracker.track_operation("lead_bot", "process", 123.0, True, cache_hit=False)
    stats = await tracker.get_bot_stats("lead_bot")
    assert (stats["count"], stats["success_count"], stats["p50"]) == (1, 1, 123.0)


@pytest.mark.parametrize("name", ["nobody", "lead_bot_bot", "", "human"])
async def test_a_bad_bot_name_is_refused(tracker: PerformanceTracker, name: str) -> None:
    with pytest.raises(ValueError, match="no bot"):
        await tracker.track_operation(name, "process", 1.0)


async def test_what_happens_inside_is_timed(tracker: PerformanceTracker, desk: Desk) -> None:
    async with tracker.track_async_operation("buyer_bot", "process"):
        await desk.clock.advance(0.25)
    assert (await tracker.get_bot_stats("buyer_bot"))["p50"] == 250.0


async def test_what_raises_is_a_failure(tracker: PerformanceTracker) -> None:
    with pytest.raises(RuntimeError, match="no such house"):
        async with tracker.track_async_operation("seller_bot", "process"):
            raise RuntimeError("no such house")
    stats = await tracker.get_bot_stats("seller_bot")
    assert (stats["error_count"], stats["success_rate"]) == (1, 0.0)


async def test_a_percentile_is_the_share_below(tracker: PerformanceTracker) -> None:
    await track(tracker, *(float(ms) for ms in range(1, 102)))
    found = [await tracker.get_percentile("lead_bot", share) for share in (0, 50, 95, 100)]
    assert found == [1.0, 51.0, 96.0, 101.0]


async def test_stats_have_every_key(tracker: PerformanceTracker) -> None:
    await track(tracker, 10.0, 20.0)
    await tracker.track_operation("lead_bot", "process", 0, True, cache_hit=True)
    await tracker.track_operation("lead_bot", "process", 30.0, False, cache_hit=False)
    stats = await tracker.get_bot_stats("lead_bot")
    assert set(stats) >= KEYS
    assert (stats["mean"], stats["min"], stats["max"]) == (20.0, 10.0, 30.0)
    assert (stats["cache_hit_count"], stats["cache_hit_rate"]) == (1, 0.5)
    assert (stats["success_rate"], stats["p95"]) == (0.75, stats["p95_latency_ms"])


async def test_stats_of_nothing_are_zero(tracker: PerformanceTracker) -> None:
    stats = await tracker.get_bot_stats("lead_bot")
    assert {stats[key] for key in KEYS} == {0}


async def test_stats_are_of_all_bots(tracker: PerformanceTracker) -> None:
    await track(tracker, 5.0, bot="buyer_bot")
    await tracker.track_operation("handoff", "execute", 40.0)
    found = await tracker.get_all_stats()
    assert set(found) >= {"lead_bot", "buyer_bot", "seller_bot", "handoff"}
    assert [found[bot]["count"] for bot in ("lead_bot", "buyer_bot", "handoff")] == [0, 1, 1]


async def test_a_broken_promise_is_named(tracker: PerformanceTracker) -> None:
    await track(tracker, *[4000.0] * 10)
    rows = {
        (row["bot_name"], row["operation"]): row for row in await tracker.check_sla_compliance()
    }
    row = rows["lead_bot", "process"]
    assert (row["compliant"], row["status"], row["p95_target"]) == (False, "no", 1500)
    assert row["violations"] == [
        "p50 4,000 ms is over 300 ms",
        "p95 4,000 ms is over 1,500 ms",
        "p99 4,000 ms is over 2,000 ms",
    ]
    assert rows["lead_bot", "full_qualification"]["status"] == "no data"


async def test_a_kept_promise_is_compliant(tracker: PerformanceTracker) -> None:
    await track(tracker, *[100.0] * 10)
    rows = await tracker.check_sla_compliance()
    assert all(row["compliant"] for row in rows)
    assert [row["status"] for row in rows].count("yes") == 1


async def test_windows_drop_what_is_old(tracker: PerformanceTracker, desk: Desk) -> None:
    await track(tracker, 10.0)
    await desk.clock.advance(2 * 3600)
    await track(tracker, 30.0)
    counts = [
        (await tracker.get_bot_stats("lead_bot", window))["count"] for window in ("1h", "24h")
    ]
    assert counts == [1, 2]


async def test_percentiles_lie_between_neighbours(tracker: PerformanceTracker) -> None:
    await track(tracker, *(float(ms) for ms in range(1, 11)))
    assert await tracker.get_percentile("lead_bot", 95) == 9.55
    with pytest.raises(ValueError, match="no percentile"):
        await tracker.get_percentile("lead_bot", 101)


async def test_a_window_there_is_not_is_refused(tracker: PerformanceTracker) -> None:
    with pytest.raises(ValueError, match="no window"):
        await tracker.get_bot_stats("lead_bot", "2h")


async def test_operations_of_a_bot_are_told_apart(tracker: PerformanceTracker) -> None:
    await tracker.track_operation("lead_bot", "process", 10.0)
    await tracker.track_operation("lead_bot", "full_qualification", 900.0)
    assert await tracker.get_percentile("lead_bot", 50, operation="full_qualification") == 900.0
    stats = await tracker.get_bot_stats("lead_bot")
    assert (stats["count"], stats["max"]) == (1, 10.0)
