"""Values in a customer's words."""

import pytest

from frontdesk.flow.conversation.contracts import shown
from frontdesk.ground.words.reading import Json

USD = {"currency": "USD"}


@pytest.mark.parametrize(
    ("value", "language", "words"),
    [
        ({"amount_minor": 45000000, **USD}, "en", "$450,000"),
        ({"amount_minor": 199950, **USD}, "en", "$1,999.50"),
        ({"amount_minor": 45000000, "currency": "CHF"}, "en", "450,000 CHF"),
        ({"min": None, "max": 50000000, **USD}, "en", "up to $500,000"),
        ({"min": None, "max": 50000000, **USD}, "es", "hasta $500,000"),
        ({"min": 30000000, "max": None, **USD}, "en", "$300,000 or more"),
        ({"min": 30000000, "max": 40000000, **USD}, "es", "de $300,000 a $400,000"),
        ({"min": 30000000, "max": 30000000, **USD}, "fr", "$300,000"),
        ("a fair price", "en", "a fair price"),
    ],
)
def test_money_is_shown_as_people_write_it(value: Json, language: str, words: str) -> None:
    assert shown.show_money(value, language) == words


@pytest.mark.parametrize(
    ("value", "kind", "language", "words"),
    [
        (1, "beds", "en", "1 bedroom"),
        (3, "beds", "en", "3 bedrooms"),
        (2.5, "baths", "en", "2.5 baths"),
        ({"min": 2, "max": 3}, "beds", "en", "2 to 3 bedrooms"),
        ({"min": 3, "max": None}, "beds", "es", "3 o más recámaras"),
        (7, "number", "en", "7"),
    ],
)
def test_counts_name_what_they_count(value: Json, kind: str, language: str, words: str) -> None:
    assert shown.show_count(value, kind, language) == words


def test_addresses_show_what_is_known() -> None:
    address: Json = {"number": "12", "street": "Oak St", "unit": None, "city": "Davis"}
    assert shown.show_address(address) == "12 Oak St, Davis"
    assert shown.show_address({"street": "Oak St"}) == "Oak St"
    assert shown.show_address("the blue house") == "the blue house"


def test_places_show_town_before_street() -> None:
    assert shown.show_place({"street": "Oak St", "city": "Davis", "state": "CA"}) == "Davis, CA"
    assert shown.show_place({"street": "Oak St", "city": None}) == "Oak St"
    assert shown.show_place({"postal_code": "95618"}) == "95618"
