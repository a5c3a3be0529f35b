"""The watch watched: promises that end, policies that repeat, programs that report, and the auditor."""

import logging
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest
from aiohttp import web

from frontdesk.content.rules.programs import heartbeat_missing, watch_behind
from frontdesk.flow.operations import lookout as lookouts
from frontdesk.flow.operations import notify
from frontdesk.flow.operations import watch as watches
from frontdesk.flow.operations.lookout import HOUSE
from frontdesk.flow.operations.upkeep import audit, heartbeats, promises
from frontdesk.ground.kit.http import HttpClient
from frontdesk.ground.words.problems import BadInput
from testing import watching
from testing.watching import TENANT, Watch, verdict

pytestmark = pytest.mark.store
BAD, OK = verdict("critical"), verdict("ok")
Asked = list[tuple[str, str, str]]


@pytest.fixture
async def watch(database_url: str) -> AsyncIterator[Watch]:
    async with watching.open_watch(database_url) as opened:
        yield opened


@pytest.fixture
async def outside() -> AsyncIterator[tuple[str, Asked]]:
    """A receiver of heartbeats: its address, and what it was asked."""
    asked: Asked = []

    async def take(request: web.Request) -> web.Response:
        asked.append((request.method, request.path, await request.text()))
        return web.Response(text="OK")

    app = web.Application()
    app.router.add_route("*", "/{tail:.*}", take)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    assert runner.addresses
    yield f"http://127.0.0.1:{runner.addresses[0][1]}/beat", asked
    await runner.cleanup()


async def test_acknowledgement_is_asked_after_and_taken_back(watch: Watch) -> None:
    """Reminder, no answer, and the alert goes on as if nobody had acknowledged."""
    await watch.set_control(promises.holds_for, 600.0)
    await watch.set_control(promises.asks_before, 120.0)
    await watch.for_seconds(60, BAD)
    await watch.answer("acknowledge")
    await watch.for_seconds(660)
    told = [said for said in watch.timeline() if said[1] == "slack"]
    assert told == [
        (0.0, "slack", "firing", 1, "p95"),
        (60.0, "slack", "acknowledged", 1, "p95"),
        (540.0, "slack", "acknowledged", -1, "p95"),
        (660.0, "slack", "firing", 2, "p95"),
    ]
    assert watch.pagers["slack"].pages[2].title.startswith("STILL ON IT, dana?")


async def test_acknowledging_again_renews_the_promise(watch: Watch) -> None:
    await watch.set_control(promises.holds_for, 600.0)
    await watch.for_seconds(1, BAD)
    first = await watch.answer("acknowledge")
    await watch.for_seconds(350)
    again = await watch.answer("acknowledge", "eli")
    assert (again.acknowledged_by, again.acknowledged_at) == ("dana", first.acknowledged_at)
    await watch.for_seconds(500)
    assert [said[2] for said in watch.timeline() if said[3] == 2] == []
    (alert,) = await watch.alerts()
    assert alert.acknowledged_by == "dana"


async def test_without_the_control_a_promise_holds_for_good(watch: Watch) -> None:
    """[27]: acknowledged long ago, and nobody is told of it months later."""
    await watch.for_seconds(5, BAD)
    await watch.answer("acknowledge")
    await watch.for_seconds(1)
    before = watch.timeline()
    assert {said[2] for said in before} == {"firing", "acknowledged"}
    for _ in range(130):
        await watch.clock.advance(86_400)
        await watch.look()
    assert watch.timeline() == before


async def test_steps_months_late_tell_nobody(watch: Watch) -> None:
    """[27]: what should have been paged more than a day ago is called off, with its reason."""
    await watch.for_seconds(5, BAD)
    await watch.clock.advance(120 * 86_400)
    await watch.for_seconds(60, BAD)
    assert {said[3] for said in watch.timeline()} == {1}
    (alert,) = await watch.alerts()
    rows = await watch.lookout.database.fetch("pages.load", {"id": alert.id}, tenant=TENANT)
    late = {(row["status"], row["problem"]) for row in rows if row["level"] > 1}
    assert late == {("called_off", "too late")}


async def test_second_acknowledgement_is_told_too(watch: Watch) -> None:
    await watch.for_seconds(5, BAD)
    for deed in ("acknowledge", "unacknowledge", "acknowledge"):
        await watch.answer(deed)
        await watch.for_seconds(40)
    kinds = [page.kind for page in watch.pagers["slack"].pages]
    assert kinds == ["firing", "acknowledged", "acknowledged"]


async def test_policy_starts_again_as_often_as_it_should(watch: Watch) -> None:
    await watch.set_control(lookouts.repeats, 2.0)
    await watch.set_control(lookouts.repeat_after, 300.0)
    await watch.for_seconds(4800, BAD)
    slack = [said for said in watch.timeline() if said[1] == "slack"]
    assert [(said[0], said[3]) for said in slack] == [
        (0.0, 1), (300.0, 2), (1200.0, 11), (1500.0, 12), (2400.0, 21), (2700.0, 22),
    ]  # fmt: skip


async def test_no_policy_repeats_unasked(watch: Watch) -> None:
    await watch.for_seconds(3000, BAD)
    assert max(said[3] for said in watch.timeline()) == 3


async def test_missing_report_fires_and_the_next_one_ends_it(watch: Watch) -> None:
    """[24]: a program that reports every minute falls silent."""
    watch.lookout = replace(watch.lookout, rules={"heartbeat_missing": heartbeat_missing.RULE})
    database, name = watch.lookout.database, heartbeats.make_name("backup")
    await heartbeats.save_heartbeat(
        database, TENANT, name, now=watch.clock.now(), every_s=60.0, grace_s=30.0
    )
    await watch.for_seconds(85)
    assert watch.timeline() == []
    await watch.for_seconds(15)
    assert {said[:3] for said in watch.timeline()} == {
        (91.0, "email", "firing"),
        (91.0, "slack", "firing"),
        (91.0, "webhook", "firing"),
    }
    (alert,) = await watch.alerts()
    assert alert.labels == {"heartbeat": "backup"}, "its secret is not shown"
    await heartbeats.save_heartbeat(database, TENANT, name, now=watch.clock.now())
    await watch.for_seconds(5)
    assert (await watch.alerts())[0].standing.state == "resolved"


async def test_our_own_outage_is_no_program_s_fault(watch: Watch) -> None:
    """[21]: two hours in which nobody could report to us make no alert."""
    watch.lookout = replace(watch.lookout, rules={"heartbeat_missing": heartbeat_missing.RULE})
    database = watch.lookout.database
    await heartbeats.save_heartbeat(
        database, TENANT, "backup", now=watch.clock.now(), every_s=60.0, grace_s=30.0
    )
    await watch.for_seconds(30)
    await watch.clock.advance(7200)
    await watch.for_seconds(30)
    assert watch.timeline() == []
    await watch.for_seconds(60)
    assert {said[2] for said in watch.timeline()} == {"firing"}


async def test_reported_failure_counts_at_once(watch: Watch) -> None:
    watch.lookout = replace(watch.lookout, rules={"heartbeat_missing": heartbeat_missing.RULE})
    database, now = watch.lookout.database, watch.clock.now()
    await heartbeats.save_heartbeat(database, TENANT, "backup", now=now, every_s=86_400.0)
    await heartbeats.save_failure(database, TENANT, "backup", now=now, says="disk full")
    await watch.for_seconds(3)
    assert {said[0] for said in watch.timeline()} == {0.0}


async def test_unknown_heartbeats_are_refused_without_a_key(watch: Watch) -> None:
    with pytest.raises(BadInput) as refused:
        await heartbeats.save_heartbeat(
            watch.lookout.database, TENANT, "gone", now=watch.clock.now(), known_only=True
        )
    assert refused.value.status == 404


async def auditing(watch: Watch, url: str, http: HttpClient) -> None:
    watch.lookout = replace(
        watch.lookout,
        http=http,
        heartbeat_url=url,
        rules={**watch.lookout.rules, "watch_behind": watch_behind.RULE},
    )


async def test_all_well_is_told_outside_every_minute(
    watch: Watch, outside: tuple[str, Asked]
) -> None:
    """[24]: once a minute, however many processes audit."""
    url, asked = outside
    async with HttpClient() as http:
        await auditing(watch, url, http)
        for _ in range(36):
            await watch.look()
            for _ in range(2):
                await audit.run_audit(watch.lookout)
            await watch.clock.advance(5.0)
    assert asked == [("GET", "/beat", "")] * 3
    assert watch.timeline() == []


async def test_a_watch_that_stands_still_is_alarmed_and_told(
    watch: Watch, outside: tuple[str, Asked], caplog: pytest.LogCaptureFixture
) -> None:
    """[22, 23]: the loop that judges is dead; the auditor alone pages, and says so outside."""
    caplog.set_level(logging.CRITICAL)
    url, asked = outside
    async with HttpClient() as http:
        await auditing(watch, url, http)
        await watch.look()
        await audit.run_audit(watch.lookout)
        for _ in range(16):
            await watch.clock.advance(5.0)
            await audit.run_audit(watch.lookout)
        rules = {said[4] for said in watch.timeline()}
        assert rules == {"watch_behind"}
        method, path, body = asked[-1]
        assert (method, path) == ("POST", "/beat/fail")
        assert "nobody has judged for" in body
        await watch.look()
        await watch.clock.advance(60.0)
        await watch.look()
        await audit.run_audit(watch.lookout)
        await notify.run_notifying(watch.lookout)
    assert asked[-1][:2] == ("GET", "/beat")
    assert "resolved" in {said[2] for said in watch.timeline()}


async def test_a_page_stuck_without_reason_is_found(
    watch: Watch, outside: tuple[str, Asked], caplog: pytest.LogCaptureFixture
) -> None:
    """[19]: a page is due and nobody sends it; the auditor finds it, says so, and sends it."""
    caplog.set_level(logging.CRITICAL)
    url, asked = outside
    async with HttpClient() as http:
        await auditing(watch, url, http)
        watch.says(BAD)
        for _ in range(100):
            await watches.run_look(watch.lookout)
            await watch.clock.advance(1.0)
        assert watch.timeline() == []
        findings = await audit.run_audit(watch.lookout)
    assert findings is not None
    assert [one.what for one in findings if not one.well] == ["pages"]
    assert {said[4] for said in watch.timeline()} == {"p95", "watch_behind"}
    assert asked[-1][1] == "/beat/fail"


async def test_nobody_outside_stops_no_audit(
    watch: Watch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.CRITICAL)
    async with HttpClient() as http:
        await auditing(watch, "http://127.0.0.1:9/beat", http)
        await watch.look()
        findings = await audit.run_audit(watch.lookout)
    assert findings is not None
    assert all(one.well for one in findings)


async def test_the_watch_switched_off_is_no_fault(watch: Watch) -> None:
    await watch.set_control(lookouts.alerting_on, False)
    await watch.look()
    await watch.clock.advance(3600)
    found = await audit.load_findings(watch.lookout, watch.clock.now())
    assert "looking" not in {one.what for one in found}
    assert HOUSE == "*"
    assert timedelta(seconds=audit.PING_S) == timedelta(minutes=1)


async def test_a_first_start_and_one_after_an_outage_are_no_fault(watch: Watch) -> None:
    """[21]: what nobody could do before this process was there is not held against the watch."""
    began = replace(watch.lookout, began_at=watch.clock.now())
    found = await audit.load_findings(began, watch.clock.now())
    assert [one.behind_s for one in found] == [0.0, 0.0, 0.0]
    await watch.look()
    await watch.clock.advance(7200.0)
    again = replace(watch.lookout, began_at=watch.clock.now())
    assert all(one.well for one in await audit.load_findings(again, watch.clock.now()))
    await watch.clock.advance(16.0)
    late = [one.what for one in await audit.load_findings(again, watch.clock.now()) if not one.well]
    assert late == ["looking"]
