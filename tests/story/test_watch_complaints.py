"""What users of such systems complain of, one story each, on a clock that a test moves. Numbers in
brackets are complaints; anything sent beside what is listed fails the story."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

import pytest

from frontdesk.flow.operations import collect, notify, received
from frontdesk.flow.operations import watch as watches
from frontdesk.flow.operations.contracts.notifier import Page, Sent
from frontdesk.flow.operations.quiet import silences
from frontdesk.flow.operations.quiet.matchers import Matcher
from frontdesk.flow.operations.received import Received
from frontdesk.ground.kit.tasks import Tasks
from frontdesk.ground.words.problems import NotNow
from testing import watching
from testing.clock import FakeClock
from testing.pagers import FakePager
from testing.watching import TENANT, Said, Watch, verdict

pytestmark = [pytest.mark.store, pytest.mark.timeout(300)]
BAD, OK = verdict("critical"), verdict("ok")
L1 = [(0.0, "email", "firing", 1, "p95"), (0.0, "slack", "firing", 1, "p95")]
HOUR, DAY = 3600.0, 86_400.0
FAR = datetime(9999, 12, 31, tzinfo=UTC)


@pytest.fixture
async def watch(database_url: str) -> AsyncIterator[Watch]:
    async with watching.open_watch(database_url) as opened:
        yield opened


def of(watch: Watch, name: str) -> list[Said]:
    return [said for said in watch.timeline() if said[1] == name]


async def test_a_restart_each_second_sends_nothing_more(database_url: str) -> None:
    """[5, 10, 13, 18, 20]: forty processes one after another; one set of pages, no resolve, and the
    second level at its time."""
    clock, pagers = FakeClock(), {name: FakePager(name) for name in ("email", "slack")}
    began = clock.now().timestamp()
    for number in range(40):
        async with watching.open_watch(
            database_url, clock=clock, pagers=pagers, process=f"serve-{number}"
        ) as one:
            one.says(BAD)
            one.began = began
            await one.look()
            await clock.advance(8.0)
            said = one.timeline()
    assert said == [
        *L1,
        (304.0, "email", "firing", 2, "p95"),
        (304.0, "slack", "firing", 2, "p95"),
    ]


async def test_pages_that_wait_survive_their_process(database_url: str) -> None:
    """[9]: judged by a process that dies before it sends; the next one sends, once."""
    async with watching.open_watch(database_url) as first:
        first.says(BAD)
        await watches.run_look(first.lookout)
        clock, pagers = first.clock, first.pagers
    async with watching.open_watch(
        database_url, clock=clock, pagers=pagers, process="serve-2"
    ) as second:
        second.says(BAD)
        await second.for_seconds(20)
        assert second.timeline() == L1


async def test_a_new_process_knows_who_acknowledged(database_url: str) -> None:
    """[5]: it reads before it sends."""
    async with watching.open_watch(database_url) as first:
        await first.for_seconds(10, BAD)
        await first.answer("acknowledge")
        clock, began = first.clock, first.began
    async with watching.open_watch(database_url, clock=clock, process="serve-2") as second:
        second.began = began
        await second.for_seconds(1000, BAD)
        assert {said[2] for said in second.timeline()} == {"acknowledged"}


@dataclass(slots=True)
class Hanging(FakePager):
    """Takes the page, and never says so."""

    taken: asyncio.Event = field(default_factory=asyncio.Event)

    async def send(self, page: Page) -> Sent:
        self.pages.append(page)
        self.taken.set()
        await asyncio.Event().wait()
        raise AssertionError


async def cut_off(watch: Watch, hanging: Hanging) -> None:
    """The process dies between handing a page over and hearing of it."""
    watch.says(BAD)
    tasks = Tasks()
    tasks.start(watch.look(), name="cut")
    await hanging.taken.wait()
    await tasks.close(0.0)


async def test_cut_off_while_sending_the_page_keeps_its_id(database_url: str) -> None:
    """[8, 11, 51]: nobody knows whether it arrived: once more, same id, same words, and no third."""
    hanging = Hanging("slack")
    async with watching.open_watch(database_url, pagers={"slack": hanging}) as first:
        await cut_off(first, hanging)
        clock = first.clock
    slack = FakePager("slack")
    async with watching.open_watch(
        database_url, clock=clock, pagers={"slack": slack}, process="serve-2"
    ) as second:
        await second.for_seconds(100, BAD)
    (taken,), (again,) = hanging.pages, slack.pages
    assert (again.id, again.key, again.title, again.text) == (
        taken.id, taken.key, taken.title, taken.text,
    )  # fmt: skip


async def test_who_may_have_been_paged_hears_the_end(database_url: str) -> None:
    """[8]: cut off while sending and acknowledged meanwhile: the page does not come again, and its end
    reaches whoever may have it."""
    hanging = Hanging("slack")
    async with watching.open_watch(database_url, pagers={"slack": hanging}) as first:
        await cut_off(first, hanging)
        await first.answer("acknowledge")
        clock = first.clock
    slack = FakePager("slack")
    async with watching.open_watch(
        database_url, clock=clock, pagers={"slack": slack}, process="serve-2"
    ) as second:
        await second.for_seconds(60, BAD)
        await second.for_seconds(60, OK)
    assert slack.kinds() == ["acknowledged", "resolved"]


@dataclass(slots=True)
class Deaf(FakePager):
    """Takes every page and answers that it is busy."""

    async def send(self, page: Page) -> Sent:
        self.pages.append(page)
        raise NotNow("slack.busy", "busy", after_s=1.0, maybe_done=True)


async def test_a_receiver_that_takes_and_denies_is_not_flooded(database_url: str) -> None:
    """[51]: the tries are bounded, and all carry one id and one text."""
    deaf = Deaf("slack")
    async with watching.open_watch(database_url, pagers={"slack": deaf}) as watch:
        watch.says(verdict("warning"))
        for _ in range(400):
            await watch.look()
            await watch.clock.advance(30.0)
    assert len(deaf.pages) == notify.MOST_ATTEMPTS
    assert len({(page.id, page.text) for page in deaf.pages}) == 1


@pytest.mark.parametrize("apart_s", [15.0, -15.0])
async def test_workers_whose_clocks_differ_page_once(database_url: str, apart_s: float) -> None:
    """[4]: two machines a quarter of a minute apart."""
    ahead = FakeClock(FakeClock().now() + timedelta(seconds=apart_s))
    async with (
        watching.open_watch(database_url) as first,
        watching.open_watch(
            database_url, clock=ahead, pagers=first.pagers, process="serve-2"
        ) as second,
    ):
        for _ in range(60):
            for one in (first, second):
                one.says(BAD)
                await one.look()
                await one.clock.advance(1.0)
        kinds = [said[1:4] for said in first.timeline()]
    assert sorted(kinds) == [("email", "firing", 1), ("slack", "firing", 1)]


async def test_one_acknowledgement_stops_every_target(watch: Watch) -> None:
    """[30]: whoever acknowledges does so for all; that is our decision, and it is told to all."""
    await watch.for_seconds(310, BAD)
    await watch.answer("acknowledge")
    await watch.for_seconds(900)
    assert {said[1] for said in watch.timeline() if said[2] == "acknowledged"} == {
        "email", "slack", "webhook",
    }  # fmt: skip
    assert not of(watch, "pagerduty")


async def test_levels_missed_while_down_are_one_message_each(database_url: str) -> None:
    """[31]: nobody was sending for twenty minutes; no target gets two pages of one alert."""
    async with watching.open_watch(database_url) as watch:
        watch.says(BAD)
        await watches.run_look(watch.lookout)
        await watch.clock.advance(1200.0)
        await watch.for_seconds(5)
        said = [(one[1], one[3]) for one in watch.timeline()]
    assert sorted(said) == [
        ("email", 2), ("opsgenie", 3), ("pagerduty", 3), ("slack", 2), ("webhook", 2),
    ]  # fmt: skip


async def test_thousands_of_alerts_and_a_hundred_silences_leak_nothing(database_url: str) -> None:
    """[35]: every alert is silenced by one of a hundred silences; not one page leaves."""
    async with watching.open_watch(database_url) as watch:
        until = watch.clock.now() + timedelta(hours=2)
        for number in range(100):
            await watch.silence(until, Matcher("part", f"p{number}"))
        sent = [
            Received({"alertname": "Storm", "part": f"p{n % 100}", "n": str(n), "severity": "page"})
            for n in range(2_500)
        ]
        await received.save_received(watch.lookout.database, TENANT, sent, watch.clock.now())
        for _ in range(8):  # each look escalates some of them
            await watch.look()
            await watch.clock.advance(3.0)
        assert watch.timeline() == []
        rows = await watch.lookout.database.fetch(
            "alerts.load_latest", {"active": True, "rule": None, "limit": 20_000}, tenant=TENANT
        )
        assert len(rows) == 2_500, "they are known all the same"


@pytest.mark.parametrize("far", [FAR, datetime(2030, 1, 1, tzinfo=UTC)])
async def test_a_silence_that_ends_far_away_holds(watch: Watch, far: datetime) -> None:
    """[36]: to the end of the calendar, by a pattern, over weeks and restarts of the look."""
    await watch.silence(far, Matcher("bot", "le.*", regex=True))
    for _ in range(50):
        watch.says(BAD)
        await watch.look()
        await watch.clock.advance(DAY)
    assert watch.timeline() == []


async def test_an_expired_silence_stays_expired(database_url: str) -> None:
    """[38, 39]: ended early here; a process that comes up afterwards pages."""
    async with watching.open_watch(database_url) as first:
        now = first.clock.now()
        made = await first.silence(now + timedelta(hours=9), Matcher("rule", "p95"))
        await first.for_seconds(10, BAD)
        await silences.expire_silence(
            first.lookout.database, TENANT, made.id, who="eli", now=first.clock.now()
        )
        clock = first.clock
    async with watching.open_watch(database_url, clock=clock, process="serve-2") as second:
        await second.for_seconds(60, BAD)
        assert {said[1] for said in second.timeline()} == {"email", "slack"}


async def test_a_silence_holds_in_every_process_at_once(database_url: str) -> None:
    """[39, 40]: kept before it is answered; a process started the moment after knows it."""
    async with watching.open_watch(database_url) as first:
        await first.silence(first.clock.now() + timedelta(hours=1), Matcher("rule", "p95"))
        clock, began = first.clock, first.began
    for number in range(3):
        async with watching.open_watch(
            database_url, clock=clock, process=f"serve-{number + 2}"
        ) as later:
            later.began = began
            await later.for_seconds(20, BAD)
            assert later.timeline() == []


async def test_old_silences_and_alerts_are_collected(watch: Watch) -> None:
    """[41]: kept as long as the control says, and then gone."""
    now = watch.clock.now()
    await watch.silence(now + timedelta(hours=1), Matcher("rule", "other"))
    await watch.for_seconds(5, BAD)
    await watch.for_seconds(5, OK)
    await watch.clock.advance(29 * DAY)
    await collect.run_cleaning(watch.lookout)
    assert len(await watch.alerts()) == 1
    await watch.clock.advance(2 * DAY)
    await collect.run_cleaning(watch.lookout)
    long_ago = now - timedelta(days=365)
    kept = await silences.load_silences(watch.lookout.database, TENANT, long_ago, ended=True)
    assert (await watch.alerts(), kept) == ([], [])


async def test_looks_rarer_than_the_cooldown_resolve_nothing(database_url: str) -> None:
    """[44]: one look in ten minutes; what is bad stays one alert."""
    async with watching.open_watch(database_url, keep_s=30.0) as watch:
        for _ in range(30):
            watch.says(BAD)
            await watch.look()
            await watch.clock.advance(600.0)
        assert {said[2] for said in watch.timeline()} == {"firing"}
        assert [said[3] for said in of(watch, "slack")] == [1, 2]


async def test_a_month_of_trouble_is_one_set_of_pages(watch: Watch) -> None:
    """[46]: thirty days; no message comes again because some memory of it ran out."""
    await watch.for_seconds(1000, BAD)
    before = watch.timeline()
    for _ in range(30 * 8):
        await watch.look()
        await watch.clock.advance(3 * HOUR)
    assert watch.timeline() == before


async def test_alerts_of_one_rule_have_keys_of_their_own(watch: Watch) -> None:
    """[54]: one key per thing and episode: one of them ending ends no other."""
    both = (verdict("critical", bot="a"), verdict("critical", bot="b"))
    await watch.for_seconds(1, both[0])
    await watch.for_seconds(40, *both)
    await watch.for_seconds(40, verdict("ok", bot="a"), both[1])
    pages = watch.pagers["slack"].pages
    fired = {page.key for page in pages if page.kind == "firing"}
    ended = [page.key for page in pages if page.kind == "resolved"]
    assert (len(fired), len(ended), ended[0] in fired) == (2, 1, True)


async def test_flapping_pages_few_times(database_url: str) -> None:
    """[42, 43]: up and down every half minute; and the episode after it is paged again."""
    async with watching.open_watch(database_url, keep_s=30.0) as watch:
        for _ in range(15):
            await watch.for_seconds(30, BAD)
            await watch.for_seconds(30, OK)
        firing = [said for said in of(watch, "slack") if said[2:4] == ("firing", 1)]
        assert len(firing) == 1
        await watch.for_seconds(700, OK)
        await watch.for_seconds(60, BAD)
        again = [said for said in of(watch, "slack") if said[2:4] == ("firing", 1)]
        assert len(again) == 2


@pytest.mark.parametrize("jump_s", [HOUR, DAY])
async def test_a_clock_set_forward_sends_nothing_twice(watch: Watch, jump_s: float) -> None:
    """[57]: what became due by it is sent, once; nothing resolves."""
    await watch.for_seconds(60, BAD)
    await watch.clock.advance(jump_s - 1200.0)
    await watch.for_seconds(1200)
    said = of(watch, "slack")
    assert [(one[2], one[3]) for one in said] == [("firing", 1), ("firing", 2)]
    assert len(of(watch, "pagerduty")) == 1


@pytest.mark.parametrize("jump_s", [HOUR, DAY])
async def test_a_clock_set_back_keeps_every_distance(database_url: str, jump_s: float) -> None:
    """[57]: set back a minute into the alert; `for`, levels, silence of a group and cooldown go on
    as if the clock had always been so."""
    async with watching.open_watch(database_url, for_s=30.0) as first:
        await first.for_seconds(100, BAD)
        pagers, before = first.pagers, len(first.timeline())
        back = FakeClock(first.clock.now() - timedelta(seconds=jump_s))
    async with watching.open_watch(
        database_url, clock=back, pagers=pagers, for_s=30.0, process="serve-2"
    ) as second:
        second.began = back.now().timestamp()
        await second.for_seconds(900, BAD)
        later = [said for said in second.timeline() if said[0] >= 0 and said[3] > 1]
        assert [(said[1], said[3]) for said in later] == [
            ("email", 2), ("slack", 2), ("webhook", 2), ("opsgenie", 3), ("pagerduty", 3),
        ]  # fmt: skip
        assert later[0][0] == pytest.approx(230.0, abs=6)
        assert later[-1][0] == pytest.approx(830.0, abs=6)
        assert before == 2
        await second.for_seconds(40, OK)
        await second.for_seconds(400, BAD)
        assert len([said for said in second.timeline() if said[2] == "firing"]) == 9


async def test_a_sender_s_wrong_clock_is_only_told(watch: Watch) -> None:
    """[58, 59]: begun hours ago or tomorrow by its sender's clock: it is open by ours, from now."""
    now = watch.clock.now()
    hours = {"behind": -7, "ahead": 24}
    for _ in range(30):
        sent = [
            Received(
                {"alertname": name, "severity": "page"}, starts_at=now + timedelta(hours=ahead)
            )
            for name, ahead in hours.items()
        ]
        await received.save_received(watch.lookout.database, TENANT, sent, watch.clock.now())
        await watch.for_seconds(10)
    assert {said[2] for said in watch.timeline()} == {"firing"}
    open_now = await watch.alerts()
    assert {one.rule: one.standing.state for one in open_now} == dict.fromkeys(hours, "firing")
    assert all(one.facts["starts_at"] for one in open_now)


async def test_our_outage_ends_nothing_that_others_sent(watch: Watch) -> None:
    """[7, 21]: two hours in which nobody could tell us anything; then its sender speaks again."""
    sent = [Received({"alertname": "Disk", "severity": "page"})]
    await received.save_received(watch.lookout.database, TENANT, sent, watch.clock.now())
    await watch.for_seconds(30)
    await watch.clock.advance(2 * HOUR)
    await watch.for_seconds(60)
    await received.save_received(watch.lookout.database, TENANT, sent, watch.clock.now())
    await watch.for_seconds(60)
    assert {said[2] for said in watch.timeline()} == {"firing"}
    await watch.for_seconds(400)
    assert "resolved" in {said[2] for said in watch.timeline()}, "nobody speaks of it any more"


async def test_resolved_while_we_were_down_is_still_told(database_url: str) -> None:
    """[7, 8]: fired and paged, then down; it is over when we come back, and everybody hears."""
    async with watching.open_watch(database_url) as first:
        await first.for_seconds(10, BAD)
        clock, pagers = first.clock, first.pagers
        began = first.began
    await clock.advance(HOUR)
    async with watching.open_watch(
        database_url, clock=clock, pagers=pagers, process="serve-2"
    ) as second:
        second.began = began
        await second.for_seconds(10, OK)
        kinds = [said[1:3] for said in second.timeline() if said[2] == "resolved"]
    assert kinds == [("email", "resolved"), ("slack", "resolved")]


async def test_another_rule_s_reload_disturbs_nothing(watch: Watch) -> None:
    """[10, 11, 17]: rules are loaded anew while pages wait; nothing fires, resolves or starts over."""
    await watch.for_seconds(100, BAD)
    for _ in range(20):
        rules = dict(watch.lookout.rules)
        watch.lookout = replace(watch.lookout, rules=rules)
        await watch.for_seconds(12)
    assert watch.timeline() == [
        *L1,
        *((300.0, name, "firing", 2, "p95") for name in ("email", "slack", "webhook")),
    ]


async def test_a_boss_is_told_last(watch: Watch) -> None:
    """[33]: each level has its own patience; below it nobody hears of the alert."""
    await watch.for_seconds(250, BAD)
    await watch.for_seconds(400, OK)
    assert {said[1] for said in watch.timeline()} == {"email", "slack"}
