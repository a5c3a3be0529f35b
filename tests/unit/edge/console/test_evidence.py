"""A reading's evidence is marked in the customer's own words, overlaps included."""

import pytest

from frontdesk.edge.console.pages.conversation import evidence
from frontdesk.edge.console.pages.conversation.evidence import Piece
from frontdesk.ground.words.reading import Json

TEXT = "sell it for 850k, not rent"
READING: dict[str, Json] = {
    "language": "en",
    "intents": [
        {"name": "rent", "score": 0.6, "span": [18, 26], "negated": True},
        {"name": "sell", "score": 0.98, "span": [0, 16], "why": "wants to sell"},
    ],
    "values": [
        {
            "kind": "money",
            "value": {"amount_minor": 85000000, "currency": "USD"},
            "span": [12, 16],
            "confidence": 0.95,
        }
    ],
    "mood": "neutral",
    "urgency": {"level": "none"},
    "doubts": ["rough_amount"],
}


def test_overlapping_spans_stay_visible() -> None:
    shown = evidence.show_evidence(TEXT, READING)
    assert shown.pieces == (
        Piece("sell it for ", "intent", "sell"),
        Piece("850k", "both", "sell, money"),
        Piece(", ", "plain", ""),
        Piece("not rent", "intent", "rent"),
    )


def test_the_strongest_wish_stands_first() -> None:
    shown = evidence.show_evidence(TEXT, READING)
    assert [(wish.name, wish.percent, wish.state) for wish in shown.wishes] == [
        ("sell", 98, ""),
        ("rent", 60, "negated"),
    ]


def test_only_what_is_remarkable_is_noted() -> None:
    shown = evidence.show_evidence(TEXT, READING)
    assert shown.notes == (("language", "en"), ("doubts", "rough_amount"))


def test_spans_beyond_the_text_are_cut() -> None:
    shown = evidence.show_evidence("hi", {"intents": [{"name": "sell", "span": [1, 99]}]})
    assert "".join(piece.text for piece in shown.pieces) == "hi"


def test_an_empty_reading_shows_plain_words() -> None:
    assert evidence.show_evidence("hello", {}).pieces == (Piece("hello", "plain", ""),)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"amount_minor": 1250, "currency": "USD"}, "12.50 USD"),
        ({"min": 50000000, "max": 65000000, "currency": "USD"}, "500,000 to 650,000 USD"),
        ({"min": None, "max": 65000000, "currency": "USD"}, "up to 650,000 USD"),
        ({"min": 10000, "max": None, "currency": "EUR"}, "100 EUR or more"),
        (
            {"number": "4", "street": "Elm St", "unit": None, "city": "Reno", "state": "NV"},
            "4 Elm St, Reno, NV",
        ),
        ({"min": 2, "max": 3}, "min 2, max 3"),
        ({"points": 20, "reason": "gave the address"}, "+20 gave the address"),
        (["a", "b"], "a; b"),
        (True, "yes"),
        (None, "unknown"),
        (1500, "1,500"),
        ("x" * 400, "x" * 300 + "…"),
    ],
)
def test_canonical_values_read_like_words(value: Json, expected: str) -> None:
    assert evidence.show_value(value) == expected
