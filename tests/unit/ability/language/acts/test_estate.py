"""Wishes to buy, sell and rent: what counts, what is denied, done, quoted or somebody else's."""

from datetime import UTC, datetime

import pytest

from frontdesk.ability import language
from frontdesk.ground.words.reading import Reading

NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)


def read(text: str, *history: language.Said) -> Reading:
    return language.read(text, language.Context(now=NOW, bot="lead", history=history))


def wanted(text: str, *history: language.Said) -> set[str]:
    found = read(text, *history).intents
    names = {"buy", "sell", "rent", "both_buy_and_sell", "none"}
    return {i.name for i in found if i.wanted and i.score >= 0.7 and i.name in names}


def test_one_plain_phrase_reaches_the_handoff_threshold() -> None:
    intent = read("I want to sell my house").intent("sell")
    assert intent is not None
    assert intent.wanted
    assert intent.score >= 0.7


def test_selling_and_buying_are_both_read() -> None:
    text = "I want to sell my house and buy another"
    assert wanted(text) == {"sell", "buy", "both_buy_and_sell"}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("not looking to buy", "buy"),
        ("we're no longer interested in selling our condo", "sell"),
        ("No quiero comprar", "buy"),
    ],
)
def test_a_denied_wish_is_marked_negated(text: str, name: str) -> None:
    intent = read(text).intent(name)
    assert intent is not None
    assert intent.negated
    assert name not in wanted(text)


@pytest.mark.parametrize(
    ("text", "name"),
    [("I already sold my house", "sell"), ("we bought a place in May", "buy")],
)
def test_a_thing_done_is_no_wish(text: str, name: str) -> None:
    intent = read(text).intent(name)
    assert intent is not None
    assert intent.done
    assert "none" in wanted(text)


def test_quoted_words_of_others_do_not_count() -> None:
    assert wanted("my agent said 'sell now'") == {"none"}


def test_the_bots_own_words_do_not_count() -> None:
    pitch = language.Said("bot", "Do you want to sell your house this spring?")
    assert "sell" not in wanted("do you want to sell your house this spring? lol", pitch)


def test_a_denial_ends_with_its_clause() -> None:
    text = "I'm not looking to buy, I want to sell my condo"
    found = read(text)
    buy, sell = found.intent("buy"), found.intent("sell")
    assert buy is not None
    assert sell is not None
    assert (buy.negated, sell.negated) == (True, False)


@pytest.mark.parametrize(
    "text",
    [
        "my specialist read a bestselling book",
        "Do you sell insurance?",
        "I'd like to buy you a coffee",
    ],
)
def test_words_inside_words_and_other_goods_do_not_count(text: str) -> None:
    assert wanted(text) == {"none"}


def test_evidence_is_the_phrase_that_said_it() -> None:
    text = "Hello! I want to sell my house."
    intent = read(text).intent("sell")
    assert intent is not None
    assert text[slice(*intent.span)] in ("want to sell", "sell my house")


def test_a_financed_buyer_is_heard_in_any_case() -> None:
    assert "buy" in wanted("Pre-Approved for 500K, FHA ok?")


def test_other_bots_hear_no_real_estate() -> None:
    found = language.read("I want to sell my house", language.Context(now=NOW, bot="dispatch"))
    assert found.intent("sell") is None


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("grandpa left us his bungalow and none of us will live in it", {"sell"}),
        ("navy is moving me to Guam and I own a place here", {"sell"}),
        ("my landlord raised it again, done paying him, want to own", {"buy"}),
        ("what's the hoa on the brick one by the creek", {"buy"}),
        ("the folks across the street got a fortune for theirs, wow", {"none"}),
    ],
)
def test_a_wish_in_unlisted_words_is_understood(text: str, names: set[str]) -> None:
    assert wanted(text) & {"buy", "sell", "none"} == names


def test_an_answer_to_another_question_is_no_wish() -> None:
    asked = language.Context(now=NOW, asked="timeline", bot="lead")
    reading = language.read("as soon as the baby is born", asked)
    assert not [i.name for i in reading.intents if i.name in ("buy", "sell") and i.wanted]


@pytest.mark.parametrize(
    "text",
    [
        "how may I contact that property",
        "what number reaches the property",
        "whom can I phone at the house",
        "do you allow dogs at the property",
    ],
)
def test_asking_about_a_place_is_no_wish(text: str) -> None:
    found = language.read(text, language.Context(now=NOW)).intents
    assert [i.name for i in found if i.wanted and i.name in ("buy", "sell", "rent")] == []


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "not looking to buy but want to sell 12 Oak St. smells like gas in the basement",
            {"sell"},
        ),
        ("I want to buy a condo. The outlet here is sparking", {"buy"}),
        ("smells like gas in the basement tho", {"none"}),
        ("the outlet in my kitchen is sparking", {"none"}),
        ("water is pouring through the ceiling", {"none"}),
    ],
)
def test_danger_beside_a_wish_adds_none(text: str, names: set[str]) -> None:
    assert wanted(text) == names
