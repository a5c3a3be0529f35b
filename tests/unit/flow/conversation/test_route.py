"""Which bot a wish leads to, and which wish is only remembered."""

from datetime import UTC, datetime

import pytest

from frontdesk.ability import language
from frontdesk.content.bots.real_estate import buyer, lead, seller
from frontdesk.flow.conversation import route
from frontdesk.flow.conversation.contracts.bot import Bot
from frontdesk.flow.conversation.state import Filled, State

BOTS = {bot.name: bot for bot in (lead.BOT, seller.BOT, buyer.BOT)}
THRESHOLDS = {"buyer": 0.7, "seller": 0.8}


def move(bot: Bot, text: str, **state: str) -> tuple[str | None, str | None]:
    """The bot that a text moves to, and the one that is remembered."""
    known = State(bot=bot.name, asked=state.get("asked"), other_side=state.get("other_side"))
    now = datetime(2026, 3, 2, tzinfo=UTC)
    context = language.Context(now=now, asked=known.asked, bot=bot.name, slots=bot.shapes())
    wish, other = route.decide_move(
        bot,
        known,
        language.read(text, context),
        thresholds=THRESHOLDS,
        own=route.serves(BOTS, bot),
    )
    return (wish[0].to if wish else None), other


@pytest.mark.parametrize(
    ("bot", "text", "expected"),
    [
        (lead.BOT, "I want to sell my house", ("seller", None)),
        (lead.BOT, "I want to sell my house and buy another", ("seller", "buyer")),
        (lead.BOT, "I want to buy a house but sell mine too", ("buyer", "seller")),
        (lead.BOT, "good morning", (None, None)),
        (seller.BOT, "I want to buy a house", ("buyer", None)),
        (seller.BOT, "I want to sell my house and buy another", (None, "buyer")),
        (seller.BOT, "I'm not looking to buy", (None, None)),
    ],
)
def test_wishes_lead_to_the_bot_that_serves_them(
    bot: Bot, text: str, expected: tuple[str | None, str | None]
) -> None:
    assert move(bot, text) == expected


def test_a_wish_inside_an_answer_is_remembered() -> None:
    text = "we want to buy something bigger"
    assert move(seller.BOT, text, asked="motivation") == (None, "buyer")


def test_a_wish_that_answers_nothing_is_served() -> None:
    assert move(seller.BOT, "I want to buy a house", asked="price") == ("buyer", None)


def test_taking_something_back_is_served_at_once() -> None:
    text = "actually I want to buy a house instead"
    assert move(seller.BOT, text, asked="motivation") == ("buyer", None)


@pytest.mark.parametrize(("text", "to"), [("yes please", "buyer"), ("no", None), ("hm", None)])
def test_a_yes_to_the_other_side_hands_over(text: str, to: str | None) -> None:
    assert move(seller.BOT, text, asked="other_side", other_side="buyer") == (to, None)


def test_each_bot_serves_the_wishes_others_hand_it() -> None:
    assert {name: route.serves(BOTS, bot) for name, bot in BOTS.items()} == {
        "lead": frozenset(),
        "seller": frozenset({"sell"}),
        "buyer": frozenset({"buy"}),
    }


def test_an_unfinished_interview_is_remembered_by_the_next() -> None:
    state = State(bot="buyer", slots={"area": Filled("Davis", "Davis", 1, "asked")}, asked="beds")
    after = route.hand_over(state, seller.BOT, unfinished=True)
    assert (after.other_side, after.asked, after.slots["area"].value) == ("buyer", None, "Davis")


def test_a_side_that_is_served_now_is_no_longer_remembered() -> None:
    state = State(bot="seller", other_side="buyer", done=True)
    assert route.hand_over(state, buyer.BOT, unfinished=True).other_side is None
