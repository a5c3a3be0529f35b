"""E-mail addresses as typed and as said."""

from datetime import UTC, datetime

import pytest

from frontdesk.ability.language.context import Context
from frontdesk.ability.language.values.emails import find_emails

HERE = Context(now=datetime(2026, 3, 2, tzinfo=UTC))


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("dana.w+home@example.co.uk", "dana.w+home@example.co.uk"),
        ("JOE_SMITH@YAHOO.COM.", "joe_smith@yahoo.com"),
        ("dana at gmail dot com", "dana@gmail.com"),
        ("kim underscore lee at outlook dot com", "kim_lee@outlook.com"),
        ("luis arroba hotmail punto com", "luis@hotmail.com"),
    ],
)
def test_addresses_become_lower_case(text: str, address: str) -> None:
    assert [value.value for value in find_emails(text, HERE)] == [address]


@pytest.mark.parametrize(
    "text", ["look at zillow.com", "class at 12.00", "a @ b", "me at home dot"]
)
def test_other_words_are_no_address(text: str) -> None:
    assert find_emails(text, HERE) == ()
