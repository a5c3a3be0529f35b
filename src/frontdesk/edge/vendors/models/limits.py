"""What a vendor's headers and errors say about limits, turned into seconds and an Allowance.

Sources: RFC 9110 §10.2.3 (Retry-After); OpenAI "Rate limits" (`x-ratelimit-*`, durations as Go
writes them); Anthropic "Rate limits" (`anthropic-ratelimit-*`, RFC 3339 times); Google
`google.rpc.RetryInfo`.
"""

import math
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from frontdesk.ability.gateway import Allowance
from frontdesk.ground.kit.clock import SystemClock

_NOTHING = Allowance()
_PART = re.compile(r"(\d+(?:\.\d+)?)(ms|h|m|s|d)")
_UNITS = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0, "d": 86_400.0}
_TRY_AGAIN = re.compile(r"try again in ((?:\d+(?:\.\d+)?(?:ms|h|m|s|d))+)", re.I)


def parse_duration(text: str) -> float | None:
    """`6m0s`, `1.5s`, `20ms`, `34s` or a bare number turned into seconds; None for anything else."""
    bare = text.strip()
    try:
        seconds = float(bare)
    except ValueError:
        parts = _PART.findall(bare)
        if not parts or "".join(number + unit for number, unit in parts) != bare:
            return None
        seconds = sum(float(number) * _UNITS[unit] for number, unit in parts)
    return seconds if math.isfinite(seconds) and seconds >= 0 else None


def retry_after_s(headers: Mapping[str, str], says: str = "") -> float | None:
    """When the vendor wants to be asked again, in seconds: its header, its hints, its own words."""
    if given := headers.get("retry-after-ms"):
        milliseconds = parse_duration(given)
        if milliseconds is not None:
            return milliseconds / 1000
    if given := headers.get("retry-after"):
        seconds = parse_duration(given)
        return seconds if seconds is not None else _until(given, headers)
    hint = read_allowance(headers)
    if hint.resets_in_s is not None and 0 in (hint.requests_left, hint.tokens_left):
        return hint.resets_in_s
    told = _TRY_AGAIN.search(says)
    return parse_duration(told[1]) if told else None


def read_allowance(headers: Mapping[str, str]) -> Allowance:
    """What is left of the account's limits; the reset is the one of what ran out, else the later."""
    if "x-ratelimit-remaining-requests" in headers or "x-ratelimit-remaining-tokens" in headers:
        return _allowance(headers, "x-ratelimit-remaining-{}", "x-ratelimit-reset-{}")
    if "anthropic-ratelimit-requests-remaining" in headers:
        return _allowance(
            headers, "anthropic-ratelimit-{}-remaining", "anthropic-ratelimit-{}-reset"
        )
    return _NOTHING


def _allowance(headers: Mapping[str, str], left: str, reset: str) -> Allowance:
    requests, tokens = (
        _count(headers.get(left.format(what), "")) for what in ("requests", "tokens")
    )
    resets = [_reset(headers.get(reset.format(what), ""), headers) for what in _COUNTED]
    out = [at for at, count in zip(resets, (requests, tokens), strict=True) if count == 0]
    known = [at for at in (out or resets) if at is not None]
    return Allowance(requests, tokens, max(known, default=None))


_COUNTED = ("requests", "tokens")


def _count(text: str) -> int | None:
    return int(text) if text.isdigit() else None


def _reset(text: str, headers: Mapping[str, str]) -> float | None:
    if not text:
        return None
    seconds = parse_duration(text)
    return seconds if seconds is not None else _until(text, headers)


def _until(text: str, headers: Mapping[str, str]) -> float | None:
    """Seconds from the vendor's own `Date` (ours where it sends none) to a point in time."""
    at = _point(text)
    if at is None:
        return None
    now = _point(headers.get("date", "")) or SystemClock().now()
    return max((at - now).total_seconds(), 0.0)


def _point(text: str) -> datetime | None:
    """An HTTP date or an RFC 3339 time."""
    for read in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            at = read(text)
        except ValueError:
            continue
        return at if at.tzinfo else at.replace(tzinfo=UTC)
    return None
