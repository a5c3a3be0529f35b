"""What every registered channel must hold to, whoever wrote it."""

import inspect
from collections.abc import AsyncIterator, Mapping

import pytest

from frontdesk.app import registry
from frontdesk.edge.door import Door
from frontdesk.flow.conversation import review, run
from frontdesk.flow.conversation.contracts.channel import Channel
from frontdesk.ground.kit.http import HttpClient
from frontdesk.ground.words.message import Inbound
from frontdesk.ground.words.settings import Setting, SettingValue
from testing import house
from testing.clock import FakeClock
from testing.house import TENANT, Home

FOUND = registry.scan()
CHANNELS = [pytest.param(channel, id=name) for name, channel in sorted(FOUND.channels.items())]
DOORS: Mapping[str, Door] = {door.name: door for door in FOUND.doors}
ADDRESS = "+15550123"
NAMES_A_SECRET = ("TOKEN", "SECRET", "KEY", "PASSWORD")


@pytest.mark.parametrize("channel", CHANNELS)
def test_its_promise_is_a_sentence(channel: Channel) -> None:
    assert channel.promise[0].isupper()
    assert channel.promise.endswith(".")
    assert len(channel.promise.split()) >= 10


@pytest.mark.parametrize("channel", CHANNELS)
def test_its_limits_make_sense(channel: Channel) -> None:
    assert channel.mode in ("answer", "push")
    assert 0 <= channel.settle_s <= 5
    assert channel.max_characters >= 100
    assert channel.max_segments is None or channel.max_segments >= 1
    assert channel.attempts >= 2
    assert channel.reconcile_after_s >= 0


@pytest.mark.parametrize("channel", CHANNELS)
@pytest.mark.parametrize("address", [ADDRESS, "anna@example.com", "visitor-1", "", "🏠"])
def test_each_address_has_one_kind(channel: Channel, address: str) -> None:
    kinds = {channel.address_kind(address) for _ in range(3)}
    assert len(kinds) == 1
    assert kinds <= {"phone", "email", "web", "contact"}


@pytest.mark.parametrize("channel", CHANNELS)
def test_its_door_leads_in_and_out(channel: Channel) -> None:
    door = DOORS[channel.name]
    assert door.routes is not None
    if channel.mode == "push":
        assert door.open_sender is not None
        assert door.check is not None


@pytest.mark.parametrize("channel", CHANNELS)
def test_its_settings_are_told_and_kept(channel: Channel) -> None:
    for setting in DOORS[channel.name].settings:
        assert setting.doc.endswith(".")
        assert setting.secret or not setting.name.endswith(NAMES_A_SECRET), setting.name


@pytest.mark.parametrize("channel", CHANNELS)
async def test_without_settings_it_opens_nothing(channel: Channel) -> None:
    def read(setting: Setting) -> SettingValue:
        return setting.default

    door = DOORS[channel.name]
    async with HttpClient() as http:
        assert door.open_sender is None or door.open_sender(http, read) is None
        if door.check is not None:
            assert "not set up" in await door.check(http, read)


@pytest.mark.parametrize("channel", CHANNELS)
def test_its_sender_fulfils_the_contract(channel: Channel) -> None:
    door = DOORS[channel.name]
    if door.open_sender is None:
        return
    kind = inspect.signature(door.open_sender).return_annotation
    for name in ("send", "find_sent"):
        method = getattr(kind.__args__[0], name)
        assert inspect.iscoroutinefunction(method)


@pytest.mark.parametrize("channel", CHANNELS)
@pytest.mark.parametrize("text", ["x" * 20_000, "word " * 4_000, "Sí. " * 4_000, "🏠" * 5_000])
def test_long_replies_are_fitted_whole(channel: Channel, text: str) -> None:
    texts = review.check_reply(text, channel).texts
    assert all(len(one) <= channel.max_characters for one in texts)
    assert "".join(texts).replace(" ", "") == text.replace(" ", "")


@pytest.fixture
async def home(database_url: str) -> AsyncIterator[Home]:
    settle = {"settle_s": dict.fromkeys(FOUND.channels, 0.0)}
    async with house.open_house(
        database_url, clock=FakeClock(), tenant=settle, channels=FOUND.channels
    ) as opened:
        yield opened


async def hear(home: Home, channel: Channel, text: str, vendor_id: str) -> None:
    await run.receive(home.line, Inbound(TENANT, channel.name, vendor_id, ADDRESS, text))
    await home.quiet()
    await home.later(60)


@pytest.mark.store
@pytest.mark.parametrize("channel", CHANNELS)
async def test_the_line_answers_on_it_once(home: Home, channel: Channel) -> None:
    if channel.mode == "push":
        home.carrier.plan("unreachable", "lose")
    for vendor_id in ("m1", "m2", "m1"):
        await hear(home, channel, f"hello {vendor_id}" if vendor_id == "m2" else "hello", vendor_id)
    for _ in range(3):
        await home.later(60)
    rows = await home.rows("select text, status from outbox order by position")
    assert [row["text"] for row in rows] == ["got hello", "got hello m2"]
    if channel.mode == "push":
        assert home.carrier.bodies(ADDRESS) == ["got hello", "got hello m2"]
        assert {row["status"] for row in rows} <= {"sent", "delivered"}
    else:
        assert home.carrier.taken == []
        assert {row["status"] for row in rows} <= {"offered", "delivered"}


@pytest.mark.store
@pytest.mark.parametrize("channel", CHANNELS)
async def test_an_opt_out_on_it_holds_everywhere(home: Home, channel: Channel) -> None:
    await hear(home, channel, "STOP", "m1")
    for other in FOUND.channels.values():
        if other.address_kind(ADDRESS) == channel.address_kind(ADDRESS):
            await hear(home, other, "anyone?", f"{other.name}-2")
    replies = await home.rows("select purpose, status from outbox")
    assert [row["purpose"] for row in replies] == ["consent"]
    assert set((await home.column("select reason from ai_responses order by id"))[1:]) <= {
        "opted_out"
    }
