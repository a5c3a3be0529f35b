"""The seller's interview: order, corrections, questions on the side, the other side."""

import pytest

from frontdesk.ground.words.reading import Json
from tests.unit.content.talk import Talk

USD: dict[str, Json] = {"currency": "USD"}


def told(*texts: str, **changes: str) -> Talk:
    talk = Talk(bot="seller", **changes)  # type: ignore[arg-type]  # only texts are changed here
    for text in texts:
        talk.say(text)
    return talk


def test_questions_come_in_the_owners_order() -> None:
    talk, asked = Talk(bot="seller"), []
    for text in ("I want to sell", "12 Oak St, Davis", "new job", "Reno", "yes", "needs work"):
        talk.say(text)
        asked.append(talk.decision.asked)
    assert asked == ["address", "motivation", "moving_to", "sale_soon", "condition", "price"]


def test_everything_in_one_message_leaves_little_to_ask() -> None:
    talk = told("Selling 12 Oak St, Davis asap, it's move-in ready, I want 450k")
    assert talk.decision.asked == "motivation"
    values = talk.values()
    assert values["price"] == {"amount_minor": 45000000, **USD}
    assert values["condition"] == "move_in_ready"


def test_one_answer_can_tell_reason_and_place() -> None:
    talk = told("sell my house", "12 Oak St, Davis", "new job, we're moving to Austin")
    assert (talk.values()["moving_to"], talk.decision.asked) == ("Austin", "sale_soon")


def test_a_correction_replaces_the_price() -> None:
    talk = told("sell", "12 Oak St", "new job", "Reno", "yes", "needs work", "450k")
    talk.say("actually 500k")
    assert talk.values()["price"] == {"amount_minor": 50000000, **USD}
    assert talk.state.slots["price"].how == "corrected"
    assert "Updated: $500,000" in talk.reply


def test_a_slower_seller_is_asked_for_a_time() -> None:
    talk = told("sell", "12 Oak St", "new job", "Reno", "no, too fast")
    assert talk.decision.asked == "timeline"
    talk.say("in six months")
    assert talk.state.summary["sale_within_45_days"] is False


def test_a_told_date_answers_the_45_days() -> None:
    talk = told("I want to sell my house in the next 3 weeks", "12 Oak St", "new job", "Reno")
    assert talk.decision.asked == "condition"
    assert talk.state.summary["sale_within_45_days"] is True


def test_an_inherited_home_has_nobody_moving() -> None:
    talk = told("sell", "12 Oak St", "we inherited it")
    assert talk.decision.asked == "sale_soon"


def test_no_value_of_a_home_is_given() -> None:
    talk = told("sell", "12 Oak St, Davis", "what is my home worth?")
    assert "can't put a price on a home by text" in talk.reply
    assert not any(char in talk.reply for char in "$%")
    assert talk.values()["wants_valuation"] is True


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("what's your commission?", "Fees depend on the agreement"),
        ("is it a good time to sell?", "don't guess about markets"),
        ("can someone come look at it?", "can't book a visit myself"),
        ("whats the process", "over it with you|for a person at Harbor Realty"),
        ("do you like pizza?", "for a person at Harbor Realty|over it with you|doing|good"),
    ],
)
def test_questions_on_the_side_return_to_the_open_one(text: str, words: str) -> None:
    talk = told("I want to sell", text)
    assert any(part in talk.reply for part in words.split("|"))
    assert (talk.decision.asked, talk.reply[-1]) == ("address", "?")


def test_a_repeated_question_has_other_words() -> None:
    talk = told("I want to sell")
    first = talk.reply
    second = talk.say("hm")
    third = talk.say("hm hm")
    questions = {text.rsplit(". ", 1)[-1] for text in (first, second, third)}
    assert len(questions) == 3


def test_a_street_called_court_is_no_legal_topic() -> None:
    talk = told("I want to sell", "77 Alder Court, Davis")
    assert (talk.decision.kind, talk.decision.asked) == ("ask", "motivation")


def test_buying_in_an_answer_is_kept_for_the_end() -> None:
    talk = told("I want to sell", "12 Oak St", "we want to buy something bigger")
    assert (talk.bot, talk.state.other_side) == ("seller", "buyer")
    for text in ("around here", "yes", "great shape", "600k"):
        talk.say(text)
    assert "You also mentioned buying" in talk.reply
    talk.say("yes please")
    assert (talk.bot, talk.decision.asked) == ("buyer", "area")


def test_a_clear_change_of_mind_hands_over() -> None:
    talk = told("I want to sell", "forget it, I want to buy a house")
    assert talk.bot == "buyer"


@pytest.mark.parametrize(
    ("outcome", "words"),
    [("reported", "I've passed this on to"), ("not_linked", "will see this in their inbox here")],
)
def test_the_closing_promises_only_what_happened(outcome: str, words: str) -> None:
    texts = ("sell", "12 Oak St", "new job", "Reno", "yes", "needs work", "450k")
    assert words in told(*texts, report=outcome).reply


def test_a_ready_seller_is_hot_and_says_why() -> None:
    talk = told("sell", "12 Oak St", "new job", "Reno", "yes", "needs work", "450k")
    summary = talk.state.summary
    assert (summary["score"], summary["temperature"]) == (100, "hot")
    assert {"reason": "a sale within 45 days suits", "points": 35} in summary["because"]  # type: ignore[operator]  # a list


def test_spanish_is_kept_through_figures_and_streets() -> None:
    talk = Talk(bot="seller")
    replies = [talk.say(text) for text in ("quiero vender mi casa", "12 Oak St, Davis", "no sé")]
    assert all("¿" in reply for reply in replies)


def test_stop_ends_it_at_once() -> None:
    talk = told("I want to sell", "STOP")
    assert (talk.decision.kind, talk.decision.reason) == ("close", "opted_out")
