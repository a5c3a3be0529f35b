"""Headers about limits become seconds and what is left."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontdesk.ability.gateway import Allowance
from frontdesk.edge.vendors.models import limits

DATE = "Mon, 02 Mar 2026 12:00:00 GMT"


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("20", 20.0),
        ("1.5", 1.5),
        ("6m0s", 360.0),
        ("1h2m3.5s", 3723.5),
        ("20ms", 0.02),
        ("1d", 86_400.0),
        ("34.07s", 34.07),
        ("", None),
        ("soon", None),
        ("5 apples", None),
        ("-3", None),
        ("nan", None),
        ("inf", None),
    ],
)
def test_durations_are_read_or_not(text: str, seconds: float | None) -> None:
    assert limits.parse_duration(text) == seconds


@pytest.mark.parametrize(
    ("headers", "says", "seconds"),
    [
        ({}, "", None),
        ({"retry-after": "7"}, "", 7.0),
        ({"retry-after": "7", "retry-after-ms": "250"}, "", 0.25),
        ({"retry-after": "junk", "retry-after-ms": "junk"}, "", None),
        ({"retry-after": "Mon, 02 Mar 2026 12:01:30 GMT", "date": DATE}, "", 90.0),
        ({"retry-after": "Mon, 02 Mar 2026 11:00:00 GMT", "date": DATE}, "", 0.0),
        ({"retry-after": "Sun, 06 Nov 1994 08:49:37 GMT"}, "", 0.0),
        ({}, "Rate limit reached. Please try again in 1m2.5s. Thank you.", 62.5),
        (
            {
                "x-ratelimit-remaining-tokens": "0",
                "x-ratelimit-remaining-requests": "9",
                "x-ratelimit-reset-tokens": "2s",
                "x-ratelimit-reset-requests": "8h",
            },
            "",
            2.0,
        ),
        ({"x-ratelimit-remaining-tokens": "4", "x-ratelimit-reset-tokens": "2s"}, "", None),
    ],
)
def test_the_vendor_says_when_to_come_again(
    headers: dict[str, str], says: str, seconds: float | None
) -> None:
    assert limits.retry_after_s(headers, says) == seconds


@given(st.text(), st.text())
def test_no_header_breaks_the_reading(after: str, date: str) -> None:
    seconds = limits.retry_after_s({"retry-after": after, "date": date})
    assert seconds is None or seconds >= 0


def test_anthropic_tells_times_of_day() -> None:
    headers = {
        "anthropic-ratelimit-requests-remaining": "49",
        "anthropic-ratelimit-requests-reset": "2026-03-02T12:00:01Z",
        "anthropic-ratelimit-tokens-remaining": "8000",
        "anthropic-ratelimit-tokens-reset": "2026-03-02T12:00:30Z",
        "date": DATE,
    }
    assert limits.read_allowance(headers) == Allowance(49, 8000, 30.0)


def test_silence_about_limits_is_no_limit() -> None:
    assert limits.read_allowance({"content-type": "text/html"}) == Allowance()
