"""A control is changed with a reason, holds from the next turn on, and gives way by itself."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from frontdesk.ability import controls, handoff
from frontdesk.ability.controls import Control, live
from frontdesk.ability.gateway import rung_max
from frontdesk.app import controls as switches
from frontdesk.app import registry
from frontdesk.flow.conversation.line import bots_paused, sending_paused
from frontdesk.ground.words.ids import TenantId
from frontdesk.ground.words.problems import BadInput
from testing import house
from testing.clock import FakeClock
from testing.house import TENANT, Home

KNOWN = switches.scan(registry.scan())


@pytest.fixture
async def home(database_url: str) -> AsyncIterator[Home]:
    async with house.open_house(database_url, clock=FakeClock()) as opened:
        yield opened


async def change(home: Home, value: tuple[str, ...], *, expires_s: float | None = None) -> None:
    now = home.clock.now()
    await controls.save_control(
        home.line.database,
        TENANT,
        bots_paused,
        value,
        who="dana",
        why="it repeats itself",
        now=now,
        expires_at=now + timedelta(seconds=expires_s) if expires_s is not None else None,
    )
    await home.line.controls.refresh(home.line.database)


async def reason(home: Home) -> str:
    _, record = await home.asks("anna", "hello")
    return record.decision.reason


@pytest.mark.store
async def test_the_next_turn_obeys(home: Home) -> None:
    said = [await reason(home)]
    await change(home, ("echo",))
    said.append(await reason(home))
    await change(home, ())
    said.append(await reason(home))
    assert said == ["echo", "bot_paused", "echo"]


@pytest.mark.store
async def test_a_paused_bots_messages_are_kept(home: Home) -> None:
    await change(home, ("echo",))
    _, record = await home.asks("anna", "hello")
    assert (record.decision.kind, record.replies) == ("stay_silent", ())
    assert await home.column("select text from conversation_messages") == ["hello"]


@pytest.mark.store
async def test_another_process_sees_it_within_a_second(home: Home, database_url: str) -> None:
    """The refreshing loop of every process is at most half a second apart."""
    async with house.open_house(database_url, clock=home.clock, standing=True) as other:
        before = await reason(other)
        await change(home, ("echo",))
        assert isinstance(home.clock, FakeClock)
        await home.clock.advance(live.REFRESH_S)
        await other.quiet()
        after = await reason(other)
    assert (before, after) == ("echo", "bot_paused")
    assert live.REFRESH_S <= 0.5


@pytest.mark.store
async def test_an_expired_control_gives_way(home: Home) -> None:
    await change(home, ("echo",), expires_s=60)
    paused = await reason(home)
    assert isinstance(home.clock, FakeClock)
    await home.clock.advance(60)
    assert (paused, await reason(home)) == ("bot_paused", "echo")


@pytest.mark.store
async def test_one_tenants_control_binds_no_other(home: Home) -> None:
    await home.rows(
        "insert into tenants (id, name, settings) select 'other', 'O', settings from tenants"
    )
    await home.line.tenants.refresh(home.line.database)
    await change(home, ("echo",))
    _, record = await home.asks("anna", "hello", tenant=TenantId("other"))
    assert record.replies == ("got hello",)


@pytest.mark.store
async def test_every_change_says_who_and_why(home: Home) -> None:
    await change(home, ("echo",), expires_s=60)
    await controls.clear_control(
        home.line.database, TENANT, bots_paused, who="eli", why="fixed", now=home.clock.now()
    )
    log = await controls.load_log(home.line.database, TENANT, name=bots_paused.name)
    assert [(row["who"], row["action"], row["detail"]["why"]) for row in log] == [
        ("eli", "control.clear", "fixed"),
        ("dana", "control.set", "it repeats itself"),
    ]
    assert log[1]["detail"]["value"] == ["echo"]


@pytest.mark.store
@pytest.mark.parametrize(("why", "expires_s", "field"), [(" ", None, "why"), ("x", -1, "expires")])
async def test_a_change_needs_a_reason_and_a_future(
    home: Home, why: str, expires_s: float | None, field: str
) -> None:
    now = home.clock.now()
    with pytest.raises(BadInput) as caught:
        await controls.save_control(
            home.line.database,
            TENANT,
            bots_paused,
            (),
            who="dana",
            why=why,
            now=now,
            expires_at=now + timedelta(seconds=expires_s) if expires_s else None,
        )
    assert caught.value.field == field
    assert await home.column("select count(*) from audit_log where action like 'control%'") == [0]


@pytest.mark.store
async def test_the_human_rung_calls_a_person(home: Home) -> None:
    await controls.save_control(
        home.line.database, TENANT, rung_max, "human", who="dana", why="storm", now=home.clock.now()
    )
    await home.line.controls.refresh(home.line.database)
    _, record = await home.asks("anna", "hello")
    assert (record.decision.kind, record.decision.reason) == ("escalate", "rung_human")
    assert len(record.replies) == 1


@pytest.mark.parametrize(
    ("control", "typed", "fix"),
    [
        (KNOWN["bots.paused"], "nobody", "buyer, lead, seller"),
        (KNOWN["sending.paused"], "fax", "sms"),
        (rung_max, "higher", "full, economy, cached, rules, human"),
        (handoff.hourly_limit, "many", "a number"),
        (handoff.hourly_limit, "-1", "a number from 0"),
        (handoff.hourly_limit, "NaN", "a number"),
        (handoff.hourly_limit, "true", "a number"),
        (KNOWN["handoff.thresholds"], '{"lead->sellr": 0.5}', "lead->seller"),
        (KNOWN["handoff.thresholds"], '{"lead->seller": 1.5}', "from 0.0 to 1.0"),
        (KNOWN["handoff.thresholds"], "0.5", "an object"),
    ],
)
def test_a_bad_value_names_what_fits(control: Control[object], typed: str, fix: str) -> None:
    with pytest.raises(BadInput) as caught:
        controls.parse_value(control, typed)
    assert control.name in caught.value.public
    assert fix in caught.value.fix


@pytest.mark.parametrize(
    ("control", "typed", "value"),
    [
        (sending_paused, "sms, api", ("sms", "api")),
        (sending_paused, '["sms"]', ("sms",)),
        (sending_paused, "", ()),
        (rung_max, "human", "human"),
        (handoff.hourly_limit, "5", 5.0),
        (handoff.thresholds, '{"lead->seller": 1}', {"lead->seller": 1.0}),
    ],
)
def test_typed_values_become_their_kind(
    control: Control[object], typed: str, value: object
) -> None:
    assert controls.parse_value(control, typed) == value
