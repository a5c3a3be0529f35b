"""The bot that answers first: finds the goal, hands on, and scores."""

import pytest

from tests.unit.content.talk import Talk


@pytest.mark.parametrize(
    ("text", "bot"),
    [
        ("I want to sell my house", "seller"),
        ("hi, I'd like to buy a home", "buyer"),
        ("quiero vender mi casa", "seller"),
        ("I'm not looking to buy, I want to sell my home", "seller"),
        ("looking to rent an apartment", "lead"),
        ("hello", "lead"),
        ("my neighbor sold their house", "lead"),
    ],
)
def test_one_wish_moves_to_its_bot(text: str, bot: str) -> None:
    talk = Talk()
    talk.say(text)
    assert talk.bot == bot


def test_two_wishes_keep_one_owner_and_remember() -> None:
    talk = Talk()
    talk.say("I want to sell my house and buy another")
    assert (talk.bot, talk.state.other_side, talk.decision.kind) == ("seller", "buyer", "hand_off")


def test_a_bare_both_is_asked_which_first() -> None:
    talk = Talk()
    talk.say("hi")
    talk.say("both")
    assert (talk.values()["goal"], talk.decision.asked) == ("both", "first")
    talk.say("selling first")
    assert talk.bot == "seller"


def test_somebody_who_rents_is_asked_where_and_when() -> None:
    talk = Talk(report="reported")
    talk.say("I need a place to rent")
    talk.say("Davis")
    talk.say("June 1st")
    assert talk.reply.endswith("I've passed this on to Harbor Realty.")
    assert {name: talk.values()[name] for name in ("goal", "area", "timeline")} == {
        "goal": "rent",
        "area": "Davis",
        "timeline": "2026-06-01",
    }


@pytest.mark.parametrize(
    ("answers", "temperature"),
    [
        (("both", "at the same time", "Davis", "next month"), "hot"),
        (("renting", "Davis", "in two months"), "warm"),
        (("just looking", "Davis", "no rush"), "cold"),
    ],
)
def test_the_temperature_follows_from_the_score(answers: tuple[str, ...], temperature: str) -> None:
    talk = Talk()
    talk.say("hi")
    for answer in answers:
        talk.say(answer)
    assert talk.state.summary["temperature"] == temperature
    because = talk.state.summary["because"]
    assert isinstance(because, list)
    assert sum(item["points"] for item in because) == talk.state.summary["score"]


def test_a_first_greeting_alone_is_cold() -> None:
    talk = Talk()
    talk.say("hi")
    assert talk.state.summary == {"score": 0, "temperature": "cold", "because": []}


def test_it_says_at_once_that_it_is_a_bot() -> None:
    talk = Talk(disclose=True)
    assert talk.say("hi").startswith("Hi, this is the automated assistant of Harbor Realty.")
    assert "automated assistant" not in talk.say("buy")


def test_it_admits_to_be_a_bot_when_asked() -> None:
    assert "Yes, I'm a bot" in Talk().say("are you a real person?")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("can I talk to a person please", "asks_for_person"),
        ("my lawyer says I must sell", "legal_topic"),
        ("delete everything you know about me", "erasure_asked"),
    ],
)
def test_some_wishes_go_to_a_person(text: str, reason: str) -> None:
    talk = Talk()
    talk.say(text)
    assert (talk.decision.kind, talk.decision.reason) == ("escalate", reason)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("it smells like gas in the basement, what do I do", "touch no switches"),
        ("I want to sell my house. The ceiling is pouring water right now!", "main water valve"),
        ("there's a man breaking into the house", "get to safety and call 911"),
        ("huele a gas en toda la casa", "llame al 911 desde afuera"),
    ],
)
def test_in_danger_what_to_do_comes_first(text: str, says: str) -> None:
    talk = Talk()
    reply = talk.say(text)
    assert (says in reply, talk.decision.reason) == (True, "danger_told")


def test_what_to_do_is_said_once_and_the_talk_goes_on() -> None:
    talk = Talk()
    talk.say("I want to sell my house. The kitchen is on fire right now!")
    talk.say("the kitchen is still on fire")
    assert talk.decision.reason != "danger_told"
    talk.say("it's out now, all fine. 12 Oak St, Sacramento")
    assert (talk.decision.kind, "address" in talk.values()) == ("ask", True)
