"""Texts that readers by substrings and by single words get wrong, each read as it is meant."""

from datetime import UTC, datetime

import pytest

from frontdesk.ability import language
from frontdesk.ground.words.reading import Json, Reading

NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)


def read(text: str, asked: str | None = None, bot: str | None = None) -> Reading:
    return language.read(text, language.Context(now=NOW, asked=asked, bot=bot))


def wanted(text: str) -> set[str]:
    return {i.name for i in read(text, bot="lead").intents if i.wanted and i.score >= 0.7}


def addresses(text: str) -> list[Json]:
    return [value.value for value in read(text).of_kind("address")]


@pytest.mark.parametrize("text", ["I want to sell", "sell my house", "Quiero vender mi casa"])
def test_one_phrase_of_a_seller_is_enough(text: str) -> None:
    assert "sell" in wanted(text)


def test_words_of_the_bot_are_no_wish() -> None:
    said = (language.Said("bot", "Do you want to sell your house this year or buy one?"),)
    context = language.Context(now=NOW, bot="lead", history=said)
    assert language.read("no idea, who is this?", context).intent("sell") is None


@pytest.mark.parametrize(
    "text",
    ["pre-approved for 400k", "we have a VA loan ready", "got preapproved by my credit union"],
)
def test_financing_speaks_for_a_buyer(text: str) -> None:
    assert "buy" in wanted(text)


@pytest.mark.parametrize(
    "text",
    [
        "my husband makes the decisions",
        "MY SPOUSE DECIDES THAT",
        "I would have to run it by my Wife",
        "my partner needs to agree",
        "tengo que preguntarle a mi esposa",
    ],
)
def test_somebody_else_who_decides_is_an_objection(text: str) -> None:
    assert read(text).intent("objection") is not None


@pytest.mark.parametrize(
    "text",
    [
        "that is way over our budget",
        "rates are too high right now",
        "I already have a realtor",
        "not ready yet, want to think it over",
        "another agent offered less",
    ],
)
def test_objections_of_buyers_are_read(text: str) -> None:
    assert read(text).intent("objection") is not None


@pytest.mark.parametrize(
    "text",
    [
        "stop by Saturday",
        "the bus stop is close",
        "can we end at 5",
        "I want to cancel my appointment",
        "please don't stop looking",
        "not interested in FHA",
    ],
)
def test_everyday_words_opt_nobody_out(text: str) -> None:
    assert read(text).opt is None


@pytest.mark.parametrize(
    "text",
    [
        "a single family home with a yard",
        "is it good for families with children",
        "no serious buyers so far",
        "we are a family of five",
        "there are no other buyers",
    ],
)
def test_family_homes_break_no_fair_housing_rule(text: str) -> None:
    assert read(text).intent("fair_housing") is None


def test_steering_by_a_protected_class_is_heard() -> None:
    assert read("is it mostly a white neighborhood?").intent("fair_housing") is not None


@pytest.mark.parametrize(
    "text",
    ["delete all my data", "erase everything you know about me", "borren mis datos por favor"],
)
def test_a_wish_to_be_forgotten_is_heard(text: str) -> None:
    assert read(text).intent("erase_me") is not None


@pytest.mark.parametrize(
    ("text", "asked"), [("3", "beds"), ("2019", None), ("450k", "budget"), ("Davis", None)]
)
def test_a_short_fact_is_no_objection(text: str, asked: str | None) -> None:
    reading = read(text, asked=asked)
    assert (reading.intent("objection"), reading.intent("dont_know")) == (None, None)


@pytest.mark.parametrize(
    "text",
    ["does Isla play the trumpet?", "what are the entry requirements for a broker license?"],
)
def test_letters_inside_a_word_mean_nothing(text: str) -> None:
    reading = read(text)
    assert not reading.values
    assert reading.urgency.level == "none"


@pytest.mark.parametrize(
    "text",
    ["how do I handle the cost objection on this call?", "was that email from you?"],
)
def test_a_word_like_call_asks_for_nobody(text: str) -> None:
    assert not read(text).asks_for_person


@pytest.mark.parametrize(
    ("text", "reply"),
    [
        ("No, can you schedule another time?", "no"),
        ("not ok with that price", "no"),
        ("Yes!", "yes"),
        ("yes, please", "yes"),
        ("sure", "yes"),
        ("2pm works", "yes"),
    ],
)
def test_answers_to_an_offer_are_told_apart(text: str, reply: str) -> None:
    assert read(text, asked="confirm").reply == reply


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("555 W 3rd St", {"number": "555", "street": "W 3rd St"}),
        ("456 Oak AVE 92401", {"street": "Oak Ave", "postal_code": "92401"}),
        ("12 elm st, fresno, ca", {"city": "Fresno", "state": "CA"}),
        (
            "Calle Olmo 45, Sacramento",
            {"number": "45", "street": "Calle Olmo", "city": "Sacramento"},
        ),
    ],
)
def test_addresses_keep_state_and_code(text: str, parts: dict[str, str]) -> None:
    (address,) = addresses(text)
    assert isinstance(address, dict)
    assert {name: address[name] for name in parts} == parts


@pytest.mark.parametrize("text", ["2 leaks in the drive way", "a 5 min drive", "one way street"])
def test_counted_things_are_no_address(text: str) -> None:
    assert addresses(text) == []


def test_a_street_named_like_a_month_is_no_day() -> None:
    reading = read("I live at 12 March Street")
    assert [value.kind for value in reading.values] == ["address"]


@pytest.mark.parametrize(
    ("text", "hazard"),
    [
        ("the CO alarm is going off", "carbon_monoxide"),
        ("rotten egg smell by the stove", "gas"),
        ("sparks from the outlet", "electrical"),
    ],
)
def test_danger_to_life_is_an_emergency(text: str, hazard: str) -> None:
    urgency = read(text).urgency
    assert (urgency.level, hazard in urgency.hazards) == ("emergency", True)


@pytest.mark.parametrize("text", ["I'd like to know your price", "can you help me with a quote"])
def test_a_question_about_price_is_no_emergency(text: str) -> None:
    assert read(text).urgency.level == "none"


@pytest.mark.parametrize("text", ["just looking around", "only looking around for now"])
def test_looking_around_is_no_wish_to_buy(text: str) -> None:
    assert wanted(text) <= {"none"}


def test_looking_around_a_town_is_a_wish_to_buy() -> None:
    assert "buy" in wanted("looking around Temecula for something with a pool")


def test_hundreds_may_be_written_by_their_first_digit() -> None:
    (price,) = read("6-650k").of_kind("money")
    assert price.value == {"min": 60_000_000, "max": 65_000_000, "currency": "USD"}


@pytest.mark.parametrize(
    "text", ["divorce is not it", "no lawyers involved", "it's not a foreclosure"]
)
def test_law_that_is_ruled_out_is_no_matter_of_law(text: str) -> None:
    assert read(text).intent("legal") is None


@pytest.mark.parametrize("text", ["we are getting divorced", "I can't afford a lawyer"])
def test_law_in_a_sentence_of_denial_still_counts(text: str) -> None:
    assert read(text).intent("legal") is not None


def test_a_place_still_for_rent_is_wanted() -> None:
    intent = read("Is the 2 bedroom apartment still for rent?", bot="lead").intent("rent")
    assert intent is not None
    assert intent.wanted


def test_the_holidays_are_days() -> None:
    (value,) = read("we need to be in before the holidays").of_kind("interval")
    assert value.value == {"start": None, "end": "2026-12-24"}


def test_getting_a_phone_number_is_no_opt_out() -> None:
    assert read("tell me more, but first get me the phone number of the agent").opt is None
    assert read("get me off your list").opt == "out"


def test_contacting_a_property_is_no_matter_of_law() -> None:
    assert read("How can I contact the property?").intent("legal") is None


def test_getting_back_to_a_task_asks_for_nobody() -> None:
    assert not read("can you get back and book the car").asks_for_person
    assert read("can you have someone get back to me").asks_for_person
