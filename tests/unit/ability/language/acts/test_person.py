"""Asking for a person, complaints, matters of law, moods."""

from datetime import UTC, datetime

import pytest

from frontdesk.ability import language
from frontdesk.ground.words.reading import Reading

NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)


def read(text: str) -> Reading:
    return language.read(text, language.Context(now=NOW))


@pytest.mark.parametrize(
    "text",
    [
        "let me talk to a human",
        "agent please",
        "transfer me to your manager",
        "can someone call me?",
        "quiero hablar con una persona",
        "I don't want to talk to a bot",
    ],
)
def test_asking_for_a_person_is_heard(text: str) -> None:
    assert read(text).asks_for_person


@pytest.mark.parametrize(
    "text",
    [
        "are you a real person?",
        "I already talked to my agent",
        "no need to call me",
        "the person who lives there is my aunt",
    ],
)
def test_speaking_of_people_is_not_asking(text: str) -> None:
    assert not read(text).asks_for_person


@pytest.mark.parametrize("text", ["we are in foreclosure", "ask my attorney", "mi abogado"])
def test_matters_of_law_are_an_intent(text: str) -> None:
    assert read(text).intent("legal") is not None


def test_a_complaint_is_an_intent() -> None:
    assert read("your technician never showed up").intent("complaint") is not None


@pytest.mark.parametrize(
    ("text", "mood"),
    [
        ("this is bullshit", "angry"),
        ("I already told you that twice", "frustrated"),
        ("I'm really worried about the house", "anxious"),
        ("I don't understand", "confused"),
        ("that's great, thank you", "positive"),
        ("3 bedrooms", "neutral"),
    ],
)
def test_moods_are_told_apart(text: str, mood: str) -> None:
    assert read(text).mood == mood
