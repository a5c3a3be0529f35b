"""Pages that follow a rotation: whom they reach, what they say, and that nobody on duty is no silence."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from frontdesk.ability import identity
from frontdesk.flow.operations import listing
from frontdesk.flow.operations import lookout as lookouts
from frontdesk.flow.operations.oncall import plans
from frontdesk.flow.operations.oncall.plan import Override, Person
from frontdesk.ground.words.problems import BadInput
from frontdesk.ground.words.reading import Json
from testing import watching
from testing.watching import TENANT, Watch, verdict

pytestmark = pytest.mark.store
BAD, OK = verdict("critical"), verdict("ok")
PLAN: dict[str, Json] = {
    "zone": "America/Los_Angeles",
    "since": "2026-02-23",
    "people": [
        {"name": "Dana", "email": "dana@example.com", "phone": "+15550100001"},
        {"name": "Eli", "email": "eli@example.com"},
    ],
}


@pytest.fixture
async def watch(database_url: str) -> AsyncIterator[Watch]:
    async with watching.open_watch(database_url) as opened:
        yield opened


async def use_plan(watch: Watch, name: str = "night") -> None:
    await watch.set_control(lookouts.on_call, {"every": name})


async def save_plan(watch: Watch) -> None:
    await plans.save_plan(
        watch.lookout.database, TENANT, "night", PLAN, who="t", now=watch.clock.now()
    )


def mailed(watch: Watch) -> list[tuple[str, str]]:
    return [(page.kind, page.target) for page in watch.pagers["email"].pages]


async def test_page_reaches_who_is_on_call_and_names_them(watch: Watch) -> None:
    await save_plan(watch)
    await use_plan(watch)
    await watch.for_seconds(5, BAD)
    (page,) = watch.pagers["email"].pages  # Monday noon: the second week has begun
    assert page.target == "eli@example.com"
    assert page.facts["on call"] == "Eli (night)"
    assert "on call: Eli (night)" in page.text
    (slack,) = watch.pagers["slack"].pages
    assert (slack.target, slack.facts["on call"]) == ("", "Eli (night)")
    (alert,) = await watch.alerts()
    whole = await listing.load_whole(watch.lookout.database, TENANT, alert.id)
    told = {one.notifier: one.target for one in whole.told if one.status == "sent"}
    assert told == {
        "email": "eli@example.com (Eli, on call: night)",
        "slack": "(Eli, on call: night)",
    }
    assert "Eli" in next(one.says for one in whole.timeline if one.kind == "paged")


async def test_the_end_reaches_who_was_told_not_who_is_on_duty_then(watch: Watch) -> None:
    """The hand-over lies between; the second level goes to the next person, the end to both."""
    await save_plan(watch)
    await use_plan(watch)
    monday = datetime.fromisoformat("2026-03-09T15:58:00+00:00")  # 08:58 in Los Angeles
    await watch.clock.advance((monday - watch.clock.now()).total_seconds())
    await watch.for_seconds(310, BAD)
    await watch.for_seconds(5, OK)
    assert sorted(mailed(watch)) == [
        ("firing", "dana@example.com"),
        ("firing", "eli@example.com"),
        ("resolved", "dana@example.com"),
        ("resolved", "eli@example.com"),
    ]


async def test_override_is_paged_instead(watch: Watch) -> None:
    await save_plan(watch)
    await use_plan(watch)
    now = watch.clock.now()
    held = Override(Person("Gus", "gus@example.com"), now, now + timedelta(hours=2), "swap", "t")
    await plans.save_override(watch.lookout.database, TENANT, "night", held, now=now)
    await watch.for_seconds(5, BAD)
    assert mailed(watch) == [("firing", "gus@example.com")]


async def test_an_override_without_length_is_refused(watch: Watch) -> None:
    await save_plan(watch)
    now = watch.clock.now()
    over = Override(Person("Gus"), now - timedelta(hours=2), now - timedelta(hours=1))
    with pytest.raises(BadInput, match="over before it begins"):
        await plans.save_override(watch.lookout.database, TENANT, "night", over, now=now)


async def test_without_a_plan_somebody_is_paged_and_it_says_so(watch: Watch) -> None:
    await use_plan(watch, "gone")
    await watch.for_seconds(5, BAD)
    (page,) = watch.pagers["email"].pages
    assert (page.target, page.facts["on call"]) == ("", "nobody (no plan gone)")


async def test_page_shows_the_contact_of_the_business(watch: Watch) -> None:
    database = watch.lookout.database
    contact = "Maria Lopez, +15550100009"
    await identity.save_tenant(database, TENANT, "Harbor", {"contact": contact})
    await watch.lookout.tenants.refresh(database)
    await watch.for_seconds(5, BAD)
    (page,) = watch.pagers["email"].pages
    assert page.facts["client contact"] == contact
    assert f"client contact: {contact}" in page.text


async def test_setting_a_plan_again_keeps_overrides_and_key(watch: Watch) -> None:
    await save_plan(watch)
    now, database = watch.clock.now(), watch.lookout.database
    held = Override(Person("Gus"), now, now + timedelta(hours=2), "swap", "t")
    before = await plans.save_override(database, TENANT, "night", held, now=now)
    await save_plan(watch)
    after = await plans.load_plan(database, TENANT, "night")
    assert after == before == replace(after, overrides=(held,))
    assert len(after.key) == 40


async def test_no_such_plan_says_what_to_do(watch: Watch) -> None:
    with pytest.raises(BadInput) as refused:
        await plans.load_plan(watch.lookout.database, TENANT, "gone")
    assert (refused.value.code, refused.value.status) == ("operations.no_plan", 404)
