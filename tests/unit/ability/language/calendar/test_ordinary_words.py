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
