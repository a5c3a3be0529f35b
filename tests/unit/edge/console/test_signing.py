"""Where signing in leads to is a page of the console, whatever the address asks for."""

import pytest

from frontdesk.edge.console import signing


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ("/console/conversations/x?a=1", "/console/conversations/x?a=1"),
        ("", "/console"),
        ("https://evil.example/console", "/console"),
        ("//evil.example", "/console"),
        ("/console\r\nset-cookie: a=b", "/console"),
        ("/console\\@evil.example", "/console"),
        ("/chat", "/console"),
    ],
)
def test_only_console_pages_follow_a_sign_in(wanted: str, expected: str) -> None:
    assert signing.parse_next(wanted) == expected
