"""A page is our own by its host, never by a likeness of it."""

import pytest

from frontdesk.edge.channels.webchat import origins


@pytest.mark.parametrize(
    ("origin", "host", "expected"),
    [
        ("https://desk.example", "desk.example", True),
        ("http://127.0.0.1:8000", "127.0.0.1:8000", True),
        ("https://desk.example", "DESK.example", True),
        ("https://desk.example.evil.example", "desk.example", False),
        ("https://evil.example", "desk.example", False),
        ("null", "desk.example", False),
        ("null", "", False),
        ("", "desk.example", False),
        ("file://", "", False),
    ],
)
def test_own_pages_share_the_host(origin: str, host: str, expected: bool) -> None:
    assert origins.is_own(origin, host) is expected
