"""Telephone numbers as written and as said."""

from datetime import UTC, datetime

import pytest

from frontdesk.ability.language.context import Context
from frontdesk.ability.language.values import find_values
from frontdesk.ability.language.values.phones import find_phones

HERE = Context(now=datetime(2026, 3, 2, tzinfo=UTC))
ASKED = Context(now=datetime(2026, 3, 2, tzinfo=UTC), asked="phone")


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("512-867-5309", "+15128675309"),
        ("my cell is (512) 867 5309", "+15128675309"),
        ("+52 55 1234 5678", "+525512345678"),
        ("0044 20 7946 0958", "+442079460958"),
        ("five one two eight six seven five three oh nine", "+15128675309"),
    ],
)
def test_numbers_become_e164(text: str, number: str) -> None:
    assert [value.value for value in find_phones(text, ASKED)] == [number]


def test_extension_is_the_grain() -> None:
    (value,) = find_phones("1 800 222 1222 ext 5", HERE)
    assert (value.value, value.grain) == ("+18002221222", "ext 5")


@pytest.mark.parametrize(
    "text",
    ["2026-03-02", "03/02/2026", "123-45-6789", "4111 1111 1111 1111", "91701-1234", "450000"],
)
def test_other_digits_are_no_phone(text: str) -> None:
    assert find_phones(text, HERE) == ()


def test_undiallable_number_is_a_doubt() -> None:
    found, doubts = find_values("my number is 07700 900095", HERE)
    assert [value.kind for value in found] == []
    assert doubts == ("undiallable_phone",)
