"""Names where they are introduced or asked, and nowhere else."""

from datetime import UTC, datetime

import pytest

from frontdesk.ability.language.context import Context
from frontdesk.ability.language.values.names import find_names, titled


def names(text: str, asked: str | None = None) -> list[object]:
    context = Context(now=datetime(2026, 3, 2, tzinfo=UTC), asked=asked)
    return [value.value for value in find_names(text, context)]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("my name is dana whitfield and i need a plumber", "Dana Whitfield"),
        ("Hi, I'm Marcus", "Marcus"),
        ("this is priya calling about the house", "Priya"),
        ("Sarah here, any update?", "Sarah"),
        ("me llamo Lucía Herrera", "Lucía Herrera"),
        ("great, thanks, Ruth", "Ruth"),
    ],
)
def test_introduced_names_are_read(text: str, name: str) -> None:
    assert names(text) == [name]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("it's tom", "Tom"),
        ("Jean-Luc Moreau", "Jean-Luc Moreau"),
        ("maria de la cruz", "Maria de la Cruz"),
        ("JANE DOE", "Jane Doe"),
        ("Mr. Alvarez", "Alvarez"),
    ],
)
def test_asked_name_may_stand_alone(text: str, name: str) -> None:
    assert names(text, "name") == [name]


@pytest.mark.parametrize(
    "text", ["yes", "why do you need it?", "I'd rather not say", "no thanks", "ok", "123"]
)
def test_other_answers_are_no_name(text: str) -> None:
    assert names(text, "name") == []


@pytest.mark.parametrize(
    "text",
    [
        "I'm interested",
        "i'm flexible",
        "this is urgent",
        "call me tomorrow",
        "the company name is KM",
    ],
)
def test_sentences_hold_no_name(text: str) -> None:
    assert names(text) == []


def test_written_capitals_of_names_stay() -> None:
    assert titled("DeShawn McDowell") == "DeShawn McDowell"
