"""The buyer's interview: place and needs before money, several answers at once, out of order."""

import pytest

from frontdesk.ground.words.reading import Json
from tests.unit.content.talk import Talk


def told(*texts: str) -> Talk:
    talk = Talk(bot="buyer")
    for text in texts:
        talk.say(text)
    return talk


def test_place_and_needs_come_before_money() -> None:
    talk, asked = Talk(bot="buyer"), []
    for text in ("I want to buy", "Davis", "3 bed 2 bath", "no", "500k", "cash", "2 months"):
        talk.say(text)
        asked.append(talk.decision.asked)
    assert asked == ["area", "beds", "must_haves", "budget", "financing", "timeline", None]


def test_one_message_fills_all_it_tells() -> None:
    talk = told("Looking for a 4 bed 3 bath in Roseville under 800k, paying cash")
    values = talk.values()
    assert (values["area"], values["beds"], values["baths"]) == ("Roseville", 4, 3)
    assert values["budget"] == {"min": None, "max": 80000000, "currency": "USD"}
    assert (values["financing"], talk.decision.asked) == ("cash", "must_haves")


def test_learned_things_are_repeated_in_words() -> None:
    talk = told("looking for a 3 bed 2 bath in elk grove under 500k")
    assert "Elk Grove, 3 bedrooms, 2 baths, up to $500,000" in talk.reply


@pytest.mark.parametrize(
    ("text", "financing"),
    [
        ("I'm pre-approved", "pre_approved"),
        ("preapproved", "pre_approved"),
        ("cash", "cash"),
        ("I'm not pre-approved", "needs_lender"),
        ("not yet", "needs_lender"),
        ("need a lender", "needs_lender"),
        ("ya estoy preaprobado", "pre_approved"),
    ],
)
def test_financing_is_read_in_many_words(text: str, financing: str) -> None:
    talk = told("buy a home", "Davis", "3", "no", "500k", text)
    assert talk.values()["financing"] == financing


@pytest.mark.parametrize(
    ("text", "area"),
    [
        ("Elk Grove", "Elk Grove"),
        ("we're thinking Auburn or Loomis", "Auburn or Loomis"),
        ("somewhere near davis please", "Davis"),
        ("95618", "95618"),
        ("anywhere in Yolo county", "Yolo county"),
        ("en Sacramento", "Sacramento"),
    ],
)
def test_areas_lose_the_words_around_them(text: str, area: str) -> None:
    assert told("I want to buy a house", text).values()["area"] == area


@pytest.mark.parametrize(
    "text",
    ["we owe 200k on our place", "we can put 100k down", "we pay 2500 a month now"],
)
def test_other_amounts_are_no_budget(text: str) -> None:
    assert "budget" not in told("I want to buy a house", text).values()


@pytest.mark.parametrize("text", ["I got approved last week", "we've lived here for 3 years"])
def test_times_gone_by_are_no_timeline(text: str) -> None:
    assert "timeline" not in told("I want to buy", "Davis", "3", "no", "500k", text).values()


def test_a_question_does_not_overwrite_an_answer() -> None:
    talk = told("buy a house in Davis", "3", "no", "500k", "would 300k be enough?")
    assert talk.values()["budget"] == {"amount_minor": 50000000, "currency": "USD"}


def test_named_features_are_not_asked_for() -> None:
    talk = told("I want a house with a pool in Davis", "3")
    assert (talk.values()["pool"], talk.decision.asked) == (True, "budget")


def test_no_preference_skips_the_question() -> None:
    talk = told("buy a house in Davis", "doesn't matter")
    assert (talk.state.skipped, talk.decision.asked) == (("beds",), "must_haves")


def test_a_neighborhood_is_not_picked_by_people() -> None:
    talk = told("buy a house in Davis", "is it mostly white people there?")
    assert "Fair-housing law" in talk.reply
    assert talk.decision.asked == "beds"


def test_selling_in_an_answer_waits_for_the_end() -> None:
    talk = told("buy a house in Davis", "3", "no", "500k", "cash from selling our condo")
    assert (talk.bot, talk.state.other_side) == ("buyer", "seller")
    talk.say("2 months")
    assert "You also mentioned selling" in talk.reply


def test_selling_first_hands_over_and_remembers_buying() -> None:
    talk = told("buy a house in Davis", "actually I need to sell my house first")
    assert (talk.bot, talk.state.other_side, talk.decision.asked) == ("seller", "buyer", "address")


def test_readiness_is_explained_by_its_points() -> None:
    talk = told("buy a house in Davis", "3", "no", "500k", "cash", "in 3 weeks")
    summary: dict[str, Json] = dict(talk.state.summary)
    assert summary == {
        "score": 100,
        "temperature": "hot",
        "because": [
            {"reason": "named an area", "points": 10},
            {"reason": "knows the size", "points": 10},
            {"reason": "named a budget", "points": 15},
            {"reason": "pays cash", "points": 25},
            {"reason": "wants to move within 30 days", "points": 40},
        ],
    }


def test_listings_are_not_invented() -> None:
    talk = told("I want to buy a house, send me listings")
    assert "can't pull up listings here" in talk.reply
