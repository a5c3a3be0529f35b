"""What a pager's service calls us with, turned into fields, and into refusals where it is not believed."""

from collections.abc import Mapping
from datetime import datetime

import orjson

from frontdesk.ground.words.problems import BadInput, NotNow, Refused
from frontdesk.ground.words.reading import Json


def not_set_up(who: str, variable: str) -> NotNow:
    """The answer while nobody can prove to be `who`."""
    return NotNow(
        "paging.no_secret",
        f"answers from {who} are not set up",
        after_s=60.0,
        fix=f"set {variable} to the secret that {who} shows",
    )


def not_believed(who: str, variable: str) -> Refused:
    """The answer to a request that does not prove to come from `who`."""
    return Refused(
        "paging.not_believed",
        f"the request is not signed by {who}, or too old",
        fix=f"only {who} may call this address; check {variable} and the clock",
        status=403,
    )


def parse_object(body: bytes) -> Mapping[str, Json]:
    """A JSON object; BadInput for anything else."""
    try:
        parsed = orjson.loads(body)
    except orjson.JSONDecodeError:
        parsed = None
    if not isinstance(parsed, dict):
        raise BadInput(
            "paging.bad_body",
            "the body is no JSON object",
            field="body",
            fix="send what is documented",
        )
    return parsed


def inner(value: Json, *names: str) -> Mapping[str, Json]:
    """The object found by following names; an empty one where there is none."""
    for name in names:
        value = value.get(name) if isinstance(value, dict) else None
    return value if isinstance(value, dict) else {}


def text(found: Mapping[str, Json], *names: str) -> str:
    """The first of these fields that says something."""
    return next((str(found[name]) for name in names if found.get(name)), "")


def parse_time(stamp: str) -> datetime | None:
    """A moment with its offset in ISO 8601; None for anything else."""
    try:
        found = datetime.fromisoformat(stamp)
    except ValueError:
        return None
    return found if found.tzinfo is not None else None
