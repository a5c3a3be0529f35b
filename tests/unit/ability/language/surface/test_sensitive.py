"""What must not reach logs is marked, recall first."""

from datetime import UTC, datetime
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from frontdesk.ability.language import values
from frontdesk.ability.language.context import Context
from frontdesk.ability.language.surface import find_sensitive
from frontdesk.ability.language.surface.sensitive import luhn_valid, ssn_valid

HERE = Context(now=datetime(2026, 3, 2, tzinfo=UTC))


def marked(text: str) -> list[tuple[str, str]]:
    return [(item.kind, text[slice(*item.span)]) for item in find_sensitive(text, HERE)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("SSN 123-45-6789", [("ssn", "123-45-6789")]),
        ("my social is 123456789", [("ssn", "123456789")]),
        ("last 4 of my social 6789", [("ssn", "6789")]),
        ("card 4111 1111 1111 1111 ok", [("card", "4111 1111 1111 1111")]),
        ("378282246310005", [("card", "378282246310005")]),
        ("dob 03/04/1985", [("dob", "03/04/1985")]),
        ("I was born on May 4, 1979", [("dob", "May 4, 1979")]),
        ("nací el 4 de mayo de 1979", [("dob", "4 de mayo de 1979")]),
        ("call 555-123-4567", [("phone", "555-123-4567")]),
        ("jo@mail.com", [("email", "jo@mail.com")]),
        ("I'm Maria Gomez, 12 Oak St", [("name", "Maria Gomez"), ("address", "12 Oak St")]),
        ("UK cell 07700 900095", [("phone", "07700 900095")]),
    ],
)
def test_private_spans_are_marked(text: str, expected: list[tuple[str, str]]) -> None:
    assert marked(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "order 4111 1111 1111 1112",
        "000-12-3456",
        "666-12-3456",
        "3 beds under 450k",
        "see you on 03/04/2026",
        "do you cover Boise, Idaho?",
    ],
)
def test_checks_let_other_numbers_pass(text: str) -> None:
    assert [kind for kind, _ in marked(text) if kind in {"card", "ssn", "dob", "address"}] == []


def test_card_check_digit_is_luhn() -> None:
    assert [luhn_valid("4242424242424242"), luhn_valid("4242424242424241")] == [True, False]


def test_social_security_rules_hold() -> None:
    numbers = [("123", "45", "6789"), ("900", "45", "6789"), ("123", "00", "6789")]
    assert [ssn_valid(*number) for number in numbers] == [True, False, False]


@given(st.text(alphabet=st.sampled_from("0123456789-() .@abIm'Oak St\u200b,/"), max_size=80))
@settings(max_examples=300, deadline=None)
def test_spans_are_inside_and_apart(text: str) -> None:
    found, _ = values.find_values(text, HERE)
    for given_values in (None, found):
        spans = [item.span for item in find_sensitive(text, HERE, values=given_values)]
        assert all(0 <= start < end <= len(text) for start, end in spans)
        assert all(one[1] <= two[0] for one, two in pairwise(spans))


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("I spoke with Maria Gomez yesterday", ["Maria Gomez"]),
        ("cindy yates", ["cindy yates"]),
        ("Will you call?", []),
        ("yes please", []),
        ("The Grace period ended", ["Grace"]),
    ],
)
def test_people_named_in_passing_are_marked(text: str, names: list[str]) -> None:
    assert [span for kind, span in marked(text) if kind == "name"] == names


def test_named_card_needs_no_check_digit() -> None:
    assert marked("my card is 7391 8564 2198 7460") == [("card", "7391 8564 2198 7460")]
