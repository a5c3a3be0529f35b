"""Rooms, sizes and bare numbers."""

from datetime import UTC, datetime

import pytest

from frontdesk.ability.language import values
from frontdesk.ability.language.context import Context
from frontdesk.ground.words.reading import Json


def counts(text: str, asked: str | None = None) -> list[tuple[str | None, Json]]:
    context = Context(now=datetime(2026, 3, 2, tzinfo=UTC), asked=asked)
    found, _ = values.find_values(text, context)
    return [(value.grain, value.value) for value in found if value.kind in {"number", "range"}]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3 bed 2 bath", [("bed", 3), ("bath", 2)]),
        ("two-bedroom", [("bed", 2)]),
        ("4br/2.5ba", [("bed", 4), ("bath", 2.5)]),
        ("3/2 house", [("bed", 3), ("bath", 2)]),
        ("2-3 bedrooms", [("bed", {"min": 2, "max": 3})]),
        ("3+ beds", [("bed", {"min": 3, "max": None})]),
        ("1,800 sq. ft.", [("sqft", 1800)]),
        ("two and a half baths", [("bath", 2.5)]),
        ("studio", [("bed", 0)]),
        ("3 recámaras y 2 baños", [("bed", 3), ("bath", 2)]),
        ("no more than 3 bedrooms", [("bed", {"min": None, "max": 3})]),
    ],
)
def test_rooms_carry_their_unit(text: str, expected: list[tuple[str, Json]]) -> None:
    assert counts(text) == expected


def test_bare_answer_takes_asked_unit() -> None:
    assert counts("3 or 4", "beds") == [("bed", {"min": 3, "max": 4})]


@pytest.mark.parametrize("text", ["no one called", "the one I like", "at 18:30", "the 3rd one"])
def test_words_and_clocks_are_no_numbers(text: str) -> None:
    assert counts(text) == []
