"""Causes and consequences in any order, first looks, and repeats shared by processes, on a chosen clock."""

import asyncio
from itertools import permutations

import pytest

from frontdesk.flow.operations import lookout as lookouts
from testing import watching
from testing.clock import FakeClock
from testing.watching import Watch, verdict

pytestmark = pytest.mark.store
BAD, OK = verdict("critical"), verdict("ok")
PAIR = ("cause", "p95")


def told(watch: Watch) -> set[str]:
    return {said[4] for said in watch.timeline()}


@pytest.mark.parametrize("order", list(permutations(PAIR)))
@pytest.mark.parametrize("apart_s", [0, 1, 5])
async def test_a_consequence_is_quiet_whichever_comes_first(
    database_url: str, order: tuple[str, str], apart_s: int
) -> None:
    """[14]: a cause that is seen before, with or after its consequence keeps it quiet from then on;
    what a consequence said before its cause was there is said once and goes no further."""
    async with watching.open_watch(database_url, rules=PAIR, silenced_by=("cause",)) as watch:
        for rule in order:
            watch.says(BAD, rule=rule)
            await watch.for_seconds(apart_s)
        await watch.for_seconds(1200)
        of_p95 = [said for said in watch.timeline() if said[4] == "p95"]
        first = order[0] == "p95" and apart_s > 0
        assert [said[:4] for said in of_p95] == (
            [(0.0, "email", "firing", 1), (0.0, "slack", "firing", 1)] if first else []
        )


async def test_a_first_look_pages_no_consequence(database_url: str) -> None:
    """[12]: a process comes up while both have been bad for long; only the cause is told."""
    clock = FakeClock()
    for number in range(2):
        async with watching.open_watch(
            database_url,
            rules=PAIR,
            silenced_by=("cause",),
            clock=clock,
            process=f"serve-{number}",
        ) as watch:
            for rule in reversed(PAIR):
                watch.says(BAD, rule=rule)
            await watch.look()
            assert told(watch) <= {"cause"}
            await watch.for_seconds(30)
            assert told(watch) <= {"cause"}
        await clock.advance(3600)


async def test_a_repeated_policy_is_counted_once_by_all(database_url: str) -> None:
    """[6]: two processes, a policy that starts again twice; each level of each round leaves once."""
    async with (
        watching.open_watch(database_url) as first,
        watching.open_watch(
            database_url, clock=first.clock, pagers=first.pagers, process="serve-2"
        ) as second,
    ):
        for watch in (first, second):
            await watch.set_control(lookouts.repeats, 2.0)
            await watch.set_control(lookouts.repeat_after, 300.0)
            watch.says(BAD)
        for _ in range(960):
            await asyncio.gather(first.look(), second.look())
            await first.clock.advance(5.0)
        said = [one[1:4] for one in first.timeline()]
    assert sorted(said) == sorted(set(said))
    assert [level for name, _, level in said if name == "slack"] == [1, 2, 11, 12, 21, 22]


async def test_leases_of_the_watch_are_raced_hundreds_of_times(database_url: str) -> None:
    """[2]: an alert that comes and goes each round, looked at by two processes at the same moment."""
    async with (
        watching.open_watch(database_url, cooldown_s=0.0) as first,
        watching.open_watch(
            database_url, clock=first.clock, pagers=first.pagers, process="serve-2", cooldown_s=0.0
        ) as second,
    ):
        for number in range(150):
            for bad in (True, False):
                for watch in (first, second):
                    watch.says(verdict("critical" if bad else "ok", bot=f"bot{number}"))
                await asyncio.gather(first.look(), second.look())
                await first.clock.advance(31.0)
        pages = first.pagers["slack"].pages
    keys = [(page.key, page.kind) for page in pages]
    assert len(keys) == len(set(keys))
    assert len({key for key, kind in keys if kind == "firing"}) == 150
