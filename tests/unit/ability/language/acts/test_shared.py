"""The dialogue acts that every bot understands."""

from datetime import UTC, datetime

import pytest

from frontdesk.ability import language
from frontdesk.ability.language.acts import shared

NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)


def names(text: str) -> set[str]:
    found = language.read(text, language.Context(now=NOW, bot="dispatch")).intents
    return {intent.name for intent in found if intent.name in shared.NAMES}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("hello there", "greet"),
        ("thx!", "thanks"),
        ("ok bye", "bye"),
        ("are you a bot?", "are_you_bot"),
        ("who is this", "who_are_you"),
        ("I don't know", "dont_know"),
        ("sorry, I meant Tuesday", "correction"),
        ("can you repeat that?", "repeat"),
        ("how much do you charge?", "question_price"),
        ("how are you today", "smalltalk"),
        ("what are your hours?", "ask_info"),
        ("that's too expensive for us", "objection"),
        ("please delete all my data", "erase_me"),
        ("erase everything you know about me", "erase_me"),
        ("no Mexicans in the neighborhood please", "fair_housing"),
    ],
)
def test_each_act_is_read(text: str, name: str) -> None:
    assert name in names(text)


@pytest.mark.parametrize(
    "text",
    [
        "we've had no serious buyers so far",
        "I don't want lowball cash buyers",
        "a single family home, single story",
        "the kids room is small",
    ],
)
def test_fair_housing_is_not_cried_at_ordinary_words(text: str) -> None:
    assert "fair_housing" not in names(text)


@pytest.mark.parametrize("text", ["3", "450k", "yes", "June", "my wife and I"])
def test_a_short_fact_is_not_a_stall(text: str) -> None:
    assert not names(text) & {"dont_know", "objection", "repeat"}


def test_how_to_talk_on_a_call_is_no_wish_to_call() -> None:
    text = "how do I handle the cost objection on this call?"
    assert not language.read(text, language.Context(now=NOW, bot="ivy")).asks_for_person
