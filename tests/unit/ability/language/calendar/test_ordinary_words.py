"""Sentences that only look like they name a time in, nothing out."""

from datetime import UTC, datetime

import pytest

from frontdesk.ability.language import calendar
from frontdesk.ability.language.context import Context

HERE = Context(now=datetime(2026, 4, 15, 14, 20, tzinfo=UTC))


@pytest.mark.parametrize(
    "text",
    [
        "I may march on with the sale",
        "the sun room where we sat",
        "hold on a second please",
        "give me just a minute",
        "I have 2 kids and a dog",
        "three beds and 2 baths under 450k",
        "my number is 312-555-0147",
        "it costs $300 or so",
        "I live at 1220 5th Ave apt 3",
        "are you open 24/7",
        "room 305",
        "a 3 bedroom house",
        "no more than 600k",
        "between 300 and 400 thousand",
        "from 3 to 4 bedrooms",
        "1,500 sq ft on 5th street",
        "good morning, is anyone there?",
        "my second house and first offer",
        "she is 25 years old",
        "this is June speaking",
        "I'd pay 1200 to 1400",
        "have a nice day and a great weekend!",
        "the second floor at first glance",
        "past due by a lot",
        "we have 5 to 10 offers",
        "look at 3 houses",
        "version 2.5.1 on 192.168.1.1",
        "zip 90210",
        "I second that",
        "nine out of ten",
    ],
)
def test_ordinary_words_are_no_times(text: str) -> None:
    assert calendar.find_times(text, HERE) == ((), ())


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("between 2 and 4", "beds"),
        ("3", "beds"),
        ("around 1500", "sqft"),
        ("450", "budget"),
        ("from 300 to 400", "price"),
        ("at 350", "budget"),
    ],
)
def test_numbers_answer_what_was_asked(text: str, asked: str) -> None:
    context = Context(now=HERE.now, asked=asked)
    assert calendar.find_times(text, context) == ((), ())


@pytest.mark.parametrize(
    "text",
    [
        "the ATM ate my card",
        "what is the apr on this loan",
        "are you being a good boy",
        "this may have happened before",
        "150p per text",
        "we have 3 offers at 350 each",
        "a 3/2.5 with a pool",
        "he is 2 years older than me",
    ],
)
def test_look_alikes_are_no_times(text: str) -> None:
    assert calendar.find_times(text, HERE) == ((), ())
