"""Alerts on a clock that a test moves: what is paged, to whom, when, and what is not. Any other message
than those listed fails the test. Numbers in brackets are complaints of users of such systems."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest

from frontdesk.flow.operations import answers
from frontdesk.flow.operations.quiet import silences
from frontdesk.flow.operations.quiet.matchers import Matcher
from frontdesk.ground.words.problems import NotNow, Refused
from testing import watching
from testing.watching import TENANT, Watch, verdict

pytestmark = pytest.mark.store
BAD, WARN, OK, NOTHING = (verdict(level) for level in ("critical", "warning", "ok", "no_data"))
L1 = [(0.0, "email", "firing", 1, "p95"), (0.0, "slack", "firing", 1, "p95")]


@pytest.fixture
async def watch(database_url: str) -> AsyncIterator[Watch]:
    async with watching.open_watch(database_url) as opened:
        yield opened


async def acknowledge(watch: Watch, who: str = "dana") -> None:
    (alert, *_) = await watch.alerts()
    await answers.save_answer(
        watch.lookout.database,
        TENANT,
        alert.id,
        "acknowledge",
        who=who,
        source="cli",
        now=watch.clock.now(),
    )


async def silence(watch: Watch, seconds: float, label: str = "rule", value: str = "p95") -> None:
    now = watch.clock.now()
    made = silences.make_silence(
        [Matcher(label, value)], now, now + timedelta(seconds=seconds), who="dana", why="deploy"
    )
    await silences.save_silence(watch.lookout.database, TENANT, made, now)


async def test_levels_come_at_their_times(watch: Watch) -> None:
    """L1 at once on the rule's channels, L2 at 300 s, L3 at 900 s, each once [28]."""
    await watch.for_seconds(1200, BAD)
    assert watch.timeline() == [
        *L1,
        (300.0, "email", "firing", 2, "p95"),
        (300.0, "slack", "firing", 2, "p95"),
        (300.0, "webhook", "firing", 2, "p95"),
        (900.0, "opsgenie", "firing", 3, "p95"),
        (900.0, "pagerduty", "firing", 3, "p95"),
    ]


async def test_acknowledging_stops_what_is_to_come(watch: Watch) -> None:
    """An acknowledgement between two levels stops the next, and tells who was paged [25, 26]."""
    await watch.for_seconds(120, BAD)
    await acknowledge(watch)
    await watch.for_seconds(1200)
    assert watch.timeline() == [
        *L1,
        (120.0, "email", "acknowledged", 1, "p95"),
        (120.0, "slack", "acknowledged", 1, "p95"),
    ]


async def test_taking_it_back_lets_the_rest_come(watch: Watch) -> None:
    await watch.for_seconds(10, BAD)
    await acknowledge(watch)
    (alert,) = await watch.alerts()
    await answers.save_answer(
        watch.lookout.database,
        TENANT,
        alert.id,
        "unacknowledge",
        who="eli",
        source="http",
        now=watch.clock.now(),
    )
    await watch.for_seconds(300)
    assert [said for said in watch.timeline() if said[3] == 2] == [
        (300.0, "email", "firing", 2, "p95"),
        (300.0, "slack", "firing", 2, "p95"),
        (300.0, "webhook", "firing", 2, "p95"),
    ]


async def test_a_resolve_reaches_who_was_told(watch: Watch) -> None:
    """Whoever was paged hears that it is over, on the same key [7, 53]."""
    await watch.for_seconds(60, BAD)
    await watch.for_seconds(60, OK)
    assert watch.timeline() == [
        *L1,
        (60.0, "email", "resolved", 1, "p95"),
        (60.0, "slack", "resolved", 1, "p95"),
    ]
    fired, ended = watch.pagers["slack"].pages
    assert (ended.key, ended.thread) == (fired.key, f"t{fired.key}")


async def test_warnings_are_told_once_and_do_not_climb(watch: Watch) -> None:
    await watch.for_seconds(1200, WARN)
    assert watch.timeline() == [(0.0, "slack", "firing", 0, "p95")]


async def test_a_warning_that_gets_worse_pages_again(watch: Watch) -> None:
    await watch.for_seconds(100, WARN)
    await watch.for_seconds(100, BAD)
    assert watch.timeline() == [
        (0.0, "slack", "firing", 0, "p95"),
        (100.0, "email", "firing", 1, "p95"),
        (100.0, "slack", "firing", 1, "p95"),
    ]


async def test_it_must_hold_as_long_as_it_says(database_url: str) -> None:
    async with watching.open_watch(database_url, for_s=30.0) as watch:
        await watch.for_seconds(29, BAD)
        await watch.for_seconds(5, OK)
        assert watch.timeline() == []
        await watch.for_seconds(40, BAD)
        assert [said[0] for said in watch.timeline()] == [64.0, 64.0]


async def test_time_nobody_watched_does_not_count(database_url: str) -> None:
    """Our own downtime neither completes a `for` nor resolves anything [16, 21, 45]."""
    async with watching.open_watch(database_url, for_s=30.0, keep_s=30.0) as watch:
        await watch.for_seconds(10, BAD)
        await watch.clock.advance(7200)
        await watch.look()
        assert watch.timeline() == []
        await watch.for_seconds(25)
        assert len(watch.timeline()) == 2
        await watch.for_seconds(5, OK)
        await watch.clock.advance(7200)
        await watch.look()
        assert [said[2] for said in watch.timeline()] == ["firing", "firing"]


async def test_pending_survives_a_restart(database_url: str) -> None:
    """A rule half-way through its `for` goes on where it was [15, 17]."""
    async with watching.open_watch(database_url, for_s=30.0) as first:
        await first.for_seconds(20, BAD)
        clock, pagers = first.clock, first.pagers
    async with watching.open_watch(
        database_url, clock=clock, pagers=pagers, for_s=30.0, process="serve-2"
    ) as second:
        second.began = first.began
        await second.for_seconds(5, BAD)  # the first one's hold on the watch runs out
        await second.for_seconds(14, BAD)
        assert [said[0] for said in second.timeline()] == [pytest.approx(32, abs=4)] * 2


async def test_no_data_is_neither_good_nor_bad(watch: Watch) -> None:
    """Silence fires nothing, and resolves nothing that fires [64]."""
    await watch.for_seconds(120, NOTHING)
    assert watch.timeline() == []
    await watch.for_seconds(10, BAD)
    await watch.for_seconds(600, NOTHING)
    assert [said[2] for said in watch.timeline()] == ["firing"] * 5
    (alert,) = await watch.alerts()
    assert alert.standing.state == "firing"
    await watch.for_seconds(400)
    (alert,) = await watch.alerts()
    assert alert.standing.state == "no_data"


async def test_recovery_must_last(database_url: str) -> None:
    """What flaps pages once, and is held longer each time [42]."""
    async with watching.open_watch(database_url, keep_s=30.0) as watch:
        for _ in range(4):
            await watch.for_seconds(10, BAD)
            await watch.for_seconds(20, OK)
        assert watch.timeline() == L1
        (alert,) = await watch.alerts()
        assert alert.standing.flaps == 3
        await watch.for_seconds(140, OK)
        assert [said[2] for said in watch.timeline()][2:] == ["resolved", "resolved"]


async def test_cooldown_waits_between_two_episodes(watch: Watch) -> None:
    await watch.for_seconds(10, BAD)
    await watch.for_seconds(60, OK)
    await watch.for_seconds(400, BAD)
    fired = [said for said in watch.timeline() if said[2] == "firing" and said[3] == 1]
    assert [said[0] for said in fired] == [0.0, 0.0, 300.0, 300.0]


async def test_a_page_that_failed_burns_no_cooldown(watch: Watch) -> None:
    for pager in watch.pagers.values():
        pager.failures = [Refused("notify.gone", "no such channel")] * 3
    await watch.for_seconds(10, BAD)
    await watch.for_seconds(10, OK)
    for pager in watch.pagers.values():
        pager.failures = []
    await watch.for_seconds(10, BAD)
    assert [said[0] for said in watch.timeline()] == [20.0, 20.0]


async def test_a_short_second_episode_inside_cooldown_pages_nobody(watch: Watch) -> None:
    """Fired and over before it was due: nothing is sent, neither firing nor resolved [48]."""
    await watch.for_seconds(10, BAD)
    await watch.for_seconds(60, OK)
    await watch.for_seconds(60, BAD)
    await watch.for_seconds(600, OK)
    assert [said[2] for said in watch.timeline()] == ["firing"] * 2 + ["resolved"] * 2


async def test_busy_receivers_are_tried_again_when_they_say(watch: Watch) -> None:
    """A 429 with Retry-After is waited for, and the page arrives in the end [50]."""
    watch.pagers["slack"].failures = [NotNow("slack.busy", "slow down", after_s=30.0)]
    await watch.for_seconds(60, BAD)
    slack = [said for said in watch.timeline() if said[1] == "slack"]
    assert slack == [(30.0, "slack", "firing", 1, "p95")]


async def test_one_target_failing_holds_no_other_up(watch: Watch) -> None:
    """A row per target: who was served is not served again [55]."""
    watch.pagers["email"].failures = [NotNow("email.down", "no", after_s=1.0)] * 3
    await watch.for_seconds(30, BAD)
    assert [said[:2] for said in watch.timeline()] == [(0.0, "slack"), (7.0, "email")]


async def test_silence_set_while_pending_stops_the_first_message(database_url: str) -> None:
    """[34]; and when the silence is over, what still fires is paged."""
    async with watching.open_watch(database_url, for_s=30.0) as watch:
        await watch.for_seconds(20, BAD)
        await silence(watch, 100)
        await watch.for_seconds(90)
        assert watch.timeline() == []
        await watch.for_seconds(20)
        assert [said[0] for said in watch.timeline()] == [120.0, 120.0]


async def test_a_silence_of_something_else_changes_nothing(watch: Watch) -> None:
    await silence(watch, 100, value="other")
    await watch.for_seconds(10, BAD)
    assert watch.timeline() == L1


async def test_cause_keeps_its_consequences_quiet(database_url: str) -> None:
    """While the cause fires the symptom is tracked but not paged; in either order [12, 14]."""
    async with watching.open_watch(
        database_url, rules=("cause", "p95"), silenced_by=("cause",)
    ) as watch:
        watch.says(BAD, rule="cause")
        await watch.for_seconds(60, BAD)
        assert {said[4] for said in watch.timeline()} == {"cause"}
        await watch.for_seconds(60, OK, rule="cause")
        assert {said[4] for said in watch.timeline() if said[2] == "firing"} == {"cause", "p95"}


async def test_two_workers_page_once(database_url: str) -> None:
    """[1, 2, 3, 6]: two processes run the same rounds, at the same time."""
    async with (
        watching.open_watch(database_url) as first,
        watching.open_watch(
            database_url, clock=first.clock, pagers=first.pagers, process="serve-2"
        ) as second,
    ):
        for bad in (True, False, True):
            for watch in (first, second):
                watch.says(BAD if bad else OK)
            for _ in range(40):
                await asyncio.gather(first.look(), second.look())
                await first.clock.advance(1.0)
        kinds = [said[1:3] for said in first.timeline()]
        assert sorted(kinds) == sorted(set(kinds))


async def test_a_rule_that_breaks_changes_nothing(watch: Watch) -> None:
    await watch.for_seconds(10, BAD)
    watch.words["p95"].error = ValueError("no such thing")
    await watch.for_seconds(60)
    assert watch.timeline() == L1


async def test_a_rule_switched_off_ends_its_alerts(watch: Watch) -> None:
    await watch.for_seconds(10, BAD)
    watch.lookout = replace(watch.lookout, rules={})
    await watch.for_seconds(2)
    (alert,) = await watch.alerts()
    assert (alert.standing.state, alert.resolved_by) == ("resolved", "rule off")
    assert [said[2] for said in watch.timeline()] == ["firing"] * 2 + ["resolved"] * 2


async def test_many_alerts_of_one_cause_travel_together(watch: Watch) -> None:
    many = [verdict("critical", bot=f"bot{n}") for n in range(300)]
    await watch.for_seconds(20, *many)
    assert watch.timeline() == L1
    assert watch.pagers["slack"].pages[0].count == 300


async def test_more_of_the_group_wait_for_its_interval(watch: Watch) -> None:
    await watch.for_seconds(5, verdict("critical", bot="a"))
    await watch.for_seconds(60, verdict("critical", bot="a"), verdict("critical", bot="b"))
    assert [said[0] for said in watch.timeline()] == [0.0, 0.0, 30.0, 30.0]


async def test_a_missing_notifier_is_never_called_sent(database_url: str) -> None:
    async with watching.open_watch(database_url, pagers={}) as watch:
        await watch.for_seconds(5, BAD)
        rows = await watch.lookout.database.fetch(
            "pages.load", {"id": (await watch.alerts())[0].id}, tenant=TENANT
        )
        told = [
            (row["notifier"], row["status"], row["problem"]) for row in rows if row["level"] == 1
        ]
        assert told == [
            ("email", "refused", "this notifier is not set up"),
            ("slack", "refused", "this notifier is not set up"),
        ]


async def test_an_idle_day_raises_nothing(watch: Watch) -> None:
    for _ in range(24 * 12):
        await watch.look()
        await watch.clock.advance(300.0)
    assert watch.timeline() == []
