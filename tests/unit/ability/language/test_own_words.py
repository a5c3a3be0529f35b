"""What of a message answers in the customer's own words."""

from datetime import UTC, datetime

import pytest

from frontdesk.ability import language
from frontdesk.ability.language import own_words
from frontdesk.ground.words.reading import Reading

PLACES = ("in", "near", "around", "en", "por")
MOVES = ("moving to", "nos mudamos a")


def heard(text: str) -> Reading:
    now = datetime(2026, 3, 2, 18, tzinfo=UTC)
    return language.read(text, language.Context(now=now, bot="buyer", asked="area"))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a house in Elk Grove under 500k", "Elk Grove"),
        ("a house in elk grove", "Elk Grove"),
        ("something near Davis or Dixon please", "Davis or Dixon"),
        ("una casa en Sacramento", "Sacramento"),
        ("we want to move in March", None),
        ("in 3 months", None),
        ("I'm in a hurry", None),
        ("actually Woodland is better", "Woodland"),
        ("Actually I'd say 3 bedrooms", None),
        ("in The Woodlands", "Woodlands"),
        ("moving next year", None),
        ("any homes for sale in folsom?", "Folsom"),
        ("looking to buy a house in tracy under 500k", "Tracy"),
        ("looking to buy a house in good shape", None),
        ("i want to buy in cash", None),
    ],
)
def test_places_are_names_behind_in_or_near(text: str, found: str | None) -> None:
    value = own_words.find_place(heard(text), PLACES)
    assert (value.value if value else None) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("we're moving to Austin for work", "Austin"),
        ("moving to a smaller place, maybe", "a smaller place"),
        ("moving to be near the kids", None),
        ("nos mudamos a Houston en mayo", "Houston en mayo"),
        ("staying here", None),
    ],
)
def test_phrases_introduce_what_follows(text: str, found: str | None) -> None:
    value = own_words.find_introduced(heard(text), MOVES)
    assert (value.value if value else None) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Folsom", "Folsom"),
        ("I'm thinking midtown, if possible", "Midtown"),
        ("probably the east side", "East Side"),
        ("Find a Napa apartment", "Napa"),
        ("downtown Sacramento", "downtown Sacramento"),
        ("Davis or maybe Dixon", "Davis or maybe Dixon"),
        ("95618", "95618"),
        ("95618-1234.", "95618-1234"),
        ("what do you mean?", None),
        ("🙃", None),
        ("idk", None),
        ('{"area": 1}', None),
        ("are you a bot", None),
        ("thanks!", None),
    ],
)
def test_whole_answers_lose_their_wrapping(text: str, found: str | None) -> None:
    value = own_words.find_whole_place(heard(text))
    assert (value.value if value else None) == found


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        ("tired of the stairs", True),
        ("my wife's job is moving us", True),
        ("sorry I meant 355 River St", False),
        ("450k", False),
        ("hi there", False),
        ("yes", False),
        ("I'd rather not say", False),
        ("this is ridiculous", False),
        ("can I talk to a person", False),
    ],
)
def test_a_whole_message_is_an_answer_or_not(text: str, taken: bool) -> None:
    assert (own_words.find_whole(heard(text)) is not None) is taken


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ("I don't know", True),
        ("prefer not to say", True),
        ("skip that", True),
        ("doesn't matter", True),
        ("no importa", True),
        ("maybe", True),
        ("maybe a loan from my bank", False),
        ("no", False),
    ],
)
def test_refusals_leave_a_question_open(text: str, refused: bool) -> None:
    assert own_words.refuses(heard(text)) is refused


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("what's the process", True),
        ("why should I tell you", True),
        ("can you call me", True),
        ("cuánto cobran", True),
        ("3 beds?", True),
        ("?", False),
        ("when I retire", False),
        ("what I want is a yard", False),
        ("Davis", False),
    ],
)
def test_questions_are_heard_without_their_mark(text: str, question: bool) -> None:
    assert own_words.asks(heard(text)) is question


def test_a_time_alone_is_no_plan() -> None:
    assert own_words.find_whole(heard("around May")) is None


def test_spans_point_at_the_words() -> None:
    reading = heard("a house in elk grove")
    value = own_words.find_place(reading, PLACES)
    assert value is not None
    assert reading.text[slice(*value.span)] == "elk grove"
