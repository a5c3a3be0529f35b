"""Options and flags of a bot's slots, with negation and small misspellings."""

from datetime import UTC, datetime

import pytest

from frontdesk.ability.language.context import Context, Option, SlotShape
from frontdesk.ability.language.values.choices import find_choices
from frontdesk.ground.words.reading import Json

SLOTS = (
    SlotShape(
        "home_type",
        "choice",
        (
            Option("single_family", ("house", "detached home")),
            Option("condo", ("condominium",)),
            Option("townhouse", ("town house",)),
        ),
    ),
    SlotShape("garage", "flag", (), ("garage", "carport")),
    SlotShape("furnished", "flag", (), ("furnished",)),
)
HERE = Context(now=datetime(2026, 3, 2, tzinfo=UTC), slots=SLOTS)


def read(text: str) -> list[tuple[str, Json]]:
    return [(value.kind, value.value) for value in find_choices(text, HERE)]


def option(name: str) -> tuple[str, Json]:
    return "choice", {"slot": "home_type", "option": name}


def flag(slot: str, value: bool) -> tuple[str, Json]:
    return "flag", {"slot": slot, "value": value}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("a condo please", "condo"),
        ("two condos", "condo"),
        ("single family", "single_family"),
        ("town house", "townhouse"),
        ("a townhuose", "townhouse"),
        ("CONDOMINIUM!", "condo"),
    ],
)
def test_phrases_name_their_option(text: str, name: str) -> None:
    assert read(text) == [option(name)]


def test_option_inside_a_word_is_none() -> None:
    assert read("the warehouse") == []


def test_negated_option_is_no_choice() -> None:
    assert read("not a condo, a house") == [option("single_family")]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("with a garage", True),
        ("no garage", False),
        ("I don't need a garage", False),
        ("without garage", False),
        ("garage is not needed", False),
    ],
)
def test_flag_follows_negation(text: str, value: bool) -> None:
    assert read(text) == [flag("garage", value)]


def test_negation_ends_with_its_clause() -> None:
    assert read("not furnished but with a garage") == [
        flag("furnished", False),
        flag("garage", True),
    ]


def test_no_slots_give_no_choices() -> None:
    assert find_choices("a condo", Context(now=HERE.now)) == ()


def test_hyphens_part_words_like_spaces() -> None:
    ready = SlotShape("state", "choice", (Option("ready", ("move in ready",)),))
    context = Context(now=HERE.now, slots=(ready,))
    found = find_choices("it is move-in ready", context)
    assert [value.value for value in found] == [{"slot": "state", "option": "ready"}]
    assert found[0].span == (6, 19)
