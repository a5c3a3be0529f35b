"""Rules fire from real traffic and real faults, end by themselves, and stay silent where it nearly fires."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace

import psycopg
import pytest

from frontdesk.content.bots.real_estate import buyer, lead, seller
from frontdesk.flow.conversation.contracts.bot import Bot, Facts
from frontdesk.ground.words.decision import Decision
from testing import bots as fakes
from testing import watched
from testing.bots import ECHO
from testing.watched import Desk

pytestmark = pytest.mark.store
REAL = (lead.BOT, buyer.BOT, seller.BOT)
SELL, BUY = "I want to sell my house", "I want to buy a house instead, not sell"
OVER_S = 430.0  # until what happened has left the five-minute windows, which begin with a minute
END_S = 40.0  # keep-firing, and a little


async def turns(desk: Desk, count: int, text: str = "hello", *, named: str = "c") -> None:
    """So many customers, a message each."""
    for number in range(count):
        await desk.home.asks(f"{named}{number}-{desk.clock.monotonic():.0f}", text)


async def slow_turns(desk: Desk, count: int, seconds: float) -> None:
    """Turns that really take so long: they stand before a gate while time passes."""
    for number in range(count):
        word = f"wait {number} {desk.clock.monotonic():.2f}"
        asked = asyncio.ensure_future(desk.home.asks(f"slow{number}-{seconds}", word))
        await desk.home.gates.reached(word)
        await desk.clock.advance(seconds)
        desk.home.gates.open(word)
        await asked


@pytest.mark.parametrize(
    ("seconds", "severities"), [(1.4, set()), (1.6, {"warning"}), (2.1, {"critical"})]
)
async def test_slow_turns_violate_their_level(
    database_url: str, seconds: float, severities: set[str]
) -> None:
    async with watched.open_watched(database_url, rules=("sla_violation",)) as desk:
        await slow_turns(desk, 20, seconds)
        await desk.live(10)
        assert desk.severities("sla_violation") == severities
        if severities:
            await desk.live(OVER_S, step_s=10)
            await turns(desk, 20)
            await desk.live(END_S)
            assert desk.told("sla_violation") == ["firing", "resolved"]


@pytest.mark.parametrize(("broken", "told"), [(2, []), (3, ["firing"])])
async def test_broken_turns_are_an_error_rate(
    database_url: str, broken: int, told: list[str]
) -> None:
    async with watched.open_watched(database_url, rules=("high_error_rate",)) as desk:
        await turns(desk, 20 - broken)
        await turns(desk, broken, "boom", named="b")
        await desk.live(10)
        assert desk.told("high_error_rate") == told
        if told:
            await desk.live(OVER_S, step_s=10)
            await turns(desk, 20)
            await desk.live(END_S)
            assert desk.told("high_error_rate") == ["firing", "resolved"]


async def hand_offs(desk: Desk, count: int, *, named: str) -> None:
    """So many contacts that the lead bot passes on at their first message."""
    for number in range(count):
        await desk.home.asks(f"{named}{number}", "hello", bot="lead")
        await desk.home.asks(f"{named}{number}", SELL)


def allow(desk: Desk, word: str) -> None:
    """Let the application reach the locks of hand-offs, or not: a fault of the real database."""
    with psycopg.connect(desk.home.database_url, autocommit=True) as owner:
        side = "to" if word == "grant" else "from"
        owner.execute(f"{word} all on handoff_locks {side} frontdesk_app".encode())


@pytest.mark.parametrize(("failing", "told"), [(0, []), (2, ["firing"])])
async def test_hand_offs_that_fail_are_told(
    database_url: str, failing: int, told: list[str]
) -> None:
    async with watched.open_watched(database_url, bots=REAL, rules=("handoff_failure",)) as desk:
        await hand_offs(desk, 20 - failing, named="good")
        if failing:
            allow(desk, "revoke")
            await hand_offs(desk, failing, named="bad")
            allow(desk, "grant")
        await desk.live(10)
        assert desk.told("handoff_failure") == told
        if told:
            await desk.live(3700, step_s=100)
            await hand_offs(desk, 20, named="later")
            await desk.live(END_S)
            assert desk.told("handoff_failure") == ["firing", "resolved"]


@pytest.mark.parametrize(("contacts", "told"), [(5, []), (12, ["firing"])])
async def test_cycling_contacts_are_a_spike(
    database_url: str, contacts: int, told: list[str]
) -> None:
    rules = ("circular_handoff_spike", "handoff_failure")
    async with watched.open_watched(database_url, bots=REAL, rules=rules) as desk:
        for number in range(contacts):
            for text in (SELL, f"Actually {BUY}", f"Actually {SELL}"):
                await desk.home.asks(f"loop{number}", text)
        await desk.live(10)
        assert desk.told("circular_handoff_spike") == told
        assert desk.told("handoff_failure") == []
        if told:
            await desk.live(3700, step_s=100)
            await desk.live(END_S)
            assert desk.told("circular_handoff_spike") == ["firing", "resolved"]


@pytest.mark.parametrize(("limited", "told"), [(2, []), (3, ["firing"])])
async def test_a_carrier_that_answers_429_is_told(
    database_url: str, limited: int, told: list[str]
) -> None:
    async with watched.open_watched(database_url, rules=("rate_limit_breach",)) as desk:
        for _ in range(limited):
            desk.home.carrier.plan("too_many")
        for number in range(20):
            await desk.home.says(f"+155501{number:02}", "hello")
        await desk.live(10)
        assert desk.told("rate_limit_breach") == told
        if told:
            await desk.live(OVER_S, step_s=10)
            for number in range(20):
                await desk.home.says(f"+155502{number:02}", "hello")
            await desk.live(END_S)
            assert desk.told("rate_limit_breach") == ["firing", "resolved"]


@dataclass(slots=True)
class Pulse:
    """A bot that lives until it is told to die; then its decision raises, for pings and customers."""

    dead: bool = False

    def decide(self, bot: Bot, facts: Facts) -> Decision:
        if self.dead:
            raise RuntimeError("this bot is dead")
        return fakes.decide(bot, facts)

    def bots(self) -> Sequence[Bot]:
        return (replace(ECHO, decide=self.decide),)


async def test_a_dead_bot_pages_within_five_minutes(database_url: str) -> None:
    """Without any customer: a warning after three minutes, a page after five, and its end."""
    pulse = Pulse()
    async with watched.open_watched(database_url, bots=pulse.bots()) as desk:
        await desk.live(60, step_s=5)
        pulse.dead = True
        died = desk.clock.now()
        await desk.live(175, step_s=5)
        assert desk.pages() == []
        await desk.live(100, step_s=5)
        await desk.live(30)
        first = next(page for page in desk.pages("bot_unresponsive") if page.severity == "critical")
        assert 285 <= (first.at - died).total_seconds() <= 305
        assert first.labels == {"bot": "echo"}
        assert {name for name, pager in desk.pagers.items() if pager.pages} == {
            "email", "slack", "webhook",
        }  # fmt: skip
        pulse.dead = False
        await desk.live(60)
        assert desk.told("bot_unresponsive") == ["firing", "resolved"]


async def test_a_bot_away_for_a_moment_pages_nobody(database_url: str) -> None:
    pulse = Pulse()
    async with watched.open_watched(database_url, bots=pulse.bots()) as desk:
        pulse.dead = True
        await desk.live(160, step_s=5)
        pulse.dead = False
        await desk.live(60, step_s=5)
        assert desk.pages("bot_unresponsive") == []


async def test_an_idle_installation_raises_nothing(database_url: str) -> None:
    """A whole house with every rule and the real bots, and nobody there, for 24 hours."""
    async with watched.open_watched(database_url, bots=REAL) as desk:
        await desk.live(24 * 3600, step_s=300)
        assert desk.pages() == []
        assert await desk.home.column("select rule from alerts") == []
