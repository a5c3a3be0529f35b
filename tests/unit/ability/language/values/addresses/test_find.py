"""Addresses alone, in sentences, with typos, and what only looks like one."""

from datetime import UTC, datetime

import pytest

from frontdesk.ability.language.context import Context
from frontdesk.ability.language.values.addresses import find_addresses
from frontdesk.ground.words.reading import Json

HERE = Context(now=datetime(2026, 3, 2, tzinfo=UTC))


def read(text: str, asked: str | None = None) -> tuple[str, dict[str, Json]]:
    context = Context(now=HERE.now, asked=asked)
    (value,) = find_addresses(text, context)
    parts = value.value if isinstance(value.value, dict) else {}
    return text[value.span[0] : value.span[1]], {k: v for k, v in parts.items() if v is not None}


@pytest.mark.parametrize(
    ("text", "span", "parts"),
    [
        (
            "I live at 2418 larkspur lane, apt 3b, Fontana, CA 92336 now",
            "2418 larkspur lane, apt 3b, Fontana, CA 92336",
            {
                "number": "2418",
                "street": "Larkspur Lane",
                "unit": "apt 3b",
                "city": "Fontana",
                "state": "CA",
                "postal_code": "92336",
            },
        ),
        (
            "the blue one on Maple Street in Fremont",
            "Maple Street in Fremont",
            {"street": "Maple Street", "city": "Fremont"},
        ),
        ("leak at 123 Mian Stret!", "123 Mian Stret", {"number": "123", "street": "Mian Street"}),
        (
            "905 East 12th Street, Kansas City, MO 64106",
            "905 East 12th Street, Kansas City, MO 64106",
            {
                "number": "905",
                "street": "East 12th Street",
                "city": "Kansas City",
                "state": "MO",
                "postal_code": "64106",
            },
        ),
        (
            "send it to p.o. box 77, Crestline CA 92325",
            "p.o. box 77, Crestline CA 92325",
            {"street": "PO Box 77", "city": "Crestline", "state": "CA", "postal_code": "92325"},
        ),
        (
            "our farm on County Road 12 burned",
            "County Road 12",
            {"street": "County Road 12"},
        ),
        (
            "unit 3 at 1520 Garfield Ave please",
            "unit 3 at 1520 Garfield Ave",
            {"number": "1520", "street": "Garfield Ave", "unit": "unit 3"},
        ),
        ("do you cover Boise, Idaho?", "Boise, Idaho", {"city": "Boise", "state": "ID"}),
        (
            "one twenty two Maple Street",
            "one twenty two Maple Street",
            {"number": "122", "street": "Maple Street"},
        ),
        (
            "62 Hazel Pl St Louis, MO",
            "62 Hazel Pl St Louis, MO",
            {"number": "62", "street": "Hazel Pl", "city": "St Louis", "state": "MO"},
        ),
    ],
)
def test_parts_and_span_are_exact(text: str, span: str, parts: dict[str, Json]) -> None:
    assert read(text) == (span, parts)


def test_asked_address_needs_no_street_type() -> None:
    assert read("340 locust", "address")[1] == {"number": "340", "street": "Locust"}


@pytest.mark.parametrize(
    "text",
    [
        "I want 3 bedrooms on the way",
        "5 min drive",
        "court date on the 5th",
        "the boxes are in the way",
        "a house on a quiet street",
        "from march 1st to 3rd",
        "Dr. Patel said 3 weeks",
        "it is a one way street",
        "10 minute walk to the park",
        "2 car garage and a big drive way",
        "$100 High",
    ],
)
def test_ordinary_words_are_no_address(text: str) -> None:
    assert find_addresses(text, HERE) == ()
