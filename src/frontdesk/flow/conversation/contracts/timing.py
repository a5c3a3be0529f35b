"""A customer's timeline turned into days from now, and the paces people name instead of a date."""

import re
from collections.abc import Mapping
from datetime import date, datetime

from frontdesk.ability.language.context import Option
from frontdesk.ground.words.reading import Json

PACES = (
    Option(
        "asap",
        (
            "right away",
            "immediately",
            "as soon as possible",
            "urgently",
            "lo antes posible",
            "cuanto antes",
            "de inmediato",
            "ahora mismo",
            "ya mismo",
        ),
    ),
    Option("soon", ("pretty soon", "very soon", "soon", "pronto", "muy pronto")),
    Option(
        "no_rush",
        (
            "not in a rush",
            "not in a hurry",
            "no hurry",
            "not anytime soon",
            "not any time soon",
            "take our time",
            "take my time",
            "just looking",
            "just browsing",
            "someday",
            "eventually",
            "sin prisa",
            "no tengo prisa",
            "no hay prisa",
            "sin apuro",
            "solo mirando",
            "algún día",
        ),
    ),
    Option(
        "flexible",
        (
            "whenever",
            "i'm flexible",
            "pretty flexible",
            "depends",
            "when i find the right one",
            "when we find the right one",
            "cuando sea",
            "depende",
            "somos flexibles",
        ),
    ),
)
PACE_DAYS = {"asap": 14, "soon": 45, "flexible": 180, "no_rush": 365}
_DURATION = re.compile(
    r"P(?:(\d+(?:\.\d+)?)Y)?(?:(\d+(?:\.\d+)?)M)?(?:(\d+(?:\.\d+)?)W)?(?:(\d+(?:\.\d+)?)D)?(?:T.*)?$"
)
_UNIT_DAYS = (365.0, 30.4, 7.0, 1.0)


def days_ahead(value: Json, now: datetime) -> int | None:
    """Days from `now` to what a timeline names; None where it names no time.

    Takes a pace, an ISO 8601 duration, a date or date-time, or `{start, end}`: there the start
    counts when it is still to come (\"next spring\"), else the end (\"by June\").
    """
    if isinstance(value, Mapping):
        start = _days_to(str(value.get("start") or ""), now)
        end = _days_to(str(value.get("end") or ""), now)
        return start if start is not None and (start > 1 or end is None) else end
    text = str(value)
    if text in PACE_DAYS:
        return PACE_DAYS[text]
    duration = _DURATION.match(text)
    if duration and any(duration.groups()):
        parts = zip(duration.groups(), _UNIT_DAYS, strict=True)
        return round(sum(float(count) * days for count, days in parts if count))
    return _days_to(text, now)


def _days_to(text: str, now: datetime) -> int | None:
    try:
        return max(0, (date.fromisoformat(text[:10]) - now.date()).days)
    except ValueError:
        return None
