"""A storm of alerts by Alertmanager's protocol: few messages, nothing lost, and no memory for each."""

import json
import tracemalloc
from collections.abc import AsyncIterator

import pytest

from frontdesk.flow.operations import notify, received
from frontdesk.flow.operations import watch as watches
from frontdesk.flow.operations.received import Received
from frontdesk.ground.kit.clock import SystemClock
from testing import watching
from testing.clock import FakeClock
from testing.watching import TENANT, Watch
from tests.story import web_desk
from tests.story.web_desk import Desk

pytestmark = pytest.mark.store
STORM, BATCH, KINDS = 1_500, 75, 5


@pytest.fixture
async def desk(database_url: str) -> AsyncIterator[Desk]:
    async with web_desk.open_desk(database_url, work=False) as opened:
        yield opened


@pytest.fixture
async def watch(database_url: str) -> AsyncIterator[Watch]:
    clock = FakeClock(SystemClock().now())
    async with watching.open_watch(database_url, rules=(), clock=clock) as opened:
        yield opened


def labels(number: int) -> dict[str, str]:
    return {
        "alertname": f"Kind{number % KINDS}",
        "severity": "critical",
        "instance": f"host-{number:05}",
    }


async def pour(desk: Desk, watch: Watch, *, ends: bool = False) -> None:
    """All of them within twenty seconds, in batches, while the watch looks on."""
    key = await desk.key()
    over = {"endsAt": "2020-01-01T00:00:00Z"} if ends else {}
    for first in range(0, STORM, BATCH):
        sent = [{"labels": labels(number), **over} for number in range(first, first + BATCH)]
        answer = await desk.ask(
            "POST",
            "/api/v2/alerts",
            headers={"authorization": f"Bearer {key}"},
            data=json.dumps(sent),
        )
        assert answer.status == 200
        await watch.for_seconds(1)


async def test_a_storm_is_few_messages(desk: Desk, watch: Watch) -> None:
    await pour(desk, watch)
    await watch.for_seconds(70)
    for name in ("email", "slack", "webhook"):
        pages = watch.pagers[name].pages
        assert len(pages) <= 2 * KINDS
        assert sum(page.count for page in pages) == STORM
    told = await desk.rows("""
        select status, count(*) from pages where level = 1 and notifier = 'webhook' group by status
    """)
    assert sum(row["count"] for row in told if row["status"] in ("sent", "grouped")) == STORM
    answer = await desk.ask(
        "GET", "/api/v2/alerts", headers={"authorization": f"Bearer {await desk.key()}"}
    )
    listed = {one["labels"]["instance"] for one in await answer.json()}
    assert len(listed) == STORM


async def test_the_end_of_a_storm_is_few_messages(desk: Desk, watch: Watch) -> None:
    await pour(desk, watch)
    await watch.for_seconds(40)
    for pager in watch.pagers.values():
        pager.pages.clear()
    await pour(desk, watch, ends=True)
    await watch.for_seconds(70)
    pages = watch.pagers["webhook"].pages
    assert {page.kind for page in pages} == {"resolved"}
    assert len(pages) <= 2 * KINDS
    assert sum(page.count for page in pages) == STORM
    left = await desk.rows("select count(*) from alerts where resolved_at is null")
    assert left[0]["count"] == 0


async def test_groups_are_listed_whole(desk: Desk, watch: Watch) -> None:
    await pour(desk, watch)
    answer = await desk.ask(
        "GET",
        '/api/v2/alerts/groups?filter=alertname=~"Kind[01]"',
        headers={"authorization": f"Bearer {await desk.key()}"},
    )
    groups = await answer.json()
    assert [one["labels"]["alertname"] for one in groups] == ["Kind0", "Kind1"]
    assert [len(one["alerts"]) for one in groups] == [STORM // KINDS] * 2


async def test_a_warning_hides_no_alarm_of_its_name(desk: Desk, watch: Watch) -> None:
    """Two rules of one name, as Prometheus users write them, are two alerts, in the words sent."""
    headers = {"authorization": f"Bearer {await desk.key()}"}
    both = [
        {"labels": {"alertname": "Disk", "host": "a", "severity": severity}}
        for severity in ("page", "warning")
    ]
    await desk.ask("POST", "/api/v2/alerts", headers=headers, data=json.dumps(both))
    await watch.for_seconds(5)
    assert [page.severity for page in watch.pagers["email"].pages] == ["critical"]
    answer = await desk.ask("GET", "/api/v2/alerts", headers=headers)
    found = {one["labels"]["severity"] for one in await answer.json()}
    assert found == {"page", "warning"}
    ended = [{**both[0], "endsAt": "2020-01-01T00:00:00Z"}]
    await desk.ask("POST", "/api/v2/alerts", headers=headers, data=json.dumps(ended))
    await watch.for_seconds(5)
    left = await desk.rows("select severity from alerts where resolved_at is null")
    assert [row["severity"] for row in left] == ["warning"]


async def peak_bytes(watch: Watch, alerts: int, named: str) -> int:
    """What sending one message about so many new alerts takes at most, beyond what was there."""
    now = watch.clock.now()
    sent = [Received({**labels(number), "alertname": named}) for number in range(alerts)]
    await received.save_received(watch.lookout.database, TENANT, sent, now)
    while await watch.lookout.database.fetch(
        "alerts.hold_changing",
        {"source": received.SOURCE, "now": now, "unheard": now - received.UNHEARD, "limit": 1},
        tenant=TENANT,
    ):
        await watches.run_look(watch.lookout)
    tracemalloc.start()
    try:
        assert await notify.run_notifying(watch.lookout) == 3
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


async def test_memory_does_not_grow_with_a_group(watch: Watch) -> None:
    """A page of each alert in memory takes ten kilobytes and more."""
    await peak_bytes(watch, 5, "Warm")
    few = await peak_bytes(watch, 200, "Few")
    many = await peak_bytes(watch, 2_000, "Many")
    assert many - few < 1_800 * 1_000
    assert watch.pagers["webhook"].pages[-1].count == 2_000
