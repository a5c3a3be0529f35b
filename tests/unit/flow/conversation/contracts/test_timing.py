"""How far ahead a timeline is."""

from datetime import UTC, datetime

import pytest

from frontdesk.flow.conversation.contracts.timing import PACE_DAYS, PACES, days_ahead
from frontdesk.ground.words.reading import Json

NOW = datetime(2026, 3, 2, 18, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "days"),
    [
        ("2026-03-12", 10),
        ("2026-03-12T09:00:00-08:00", 10),
        ("2026-02-01", 0),
        ("P6W", 42),
        ("P2M", 61),
        ("P1Y6M", 547),
        ("P10D", 10),
        ("PT3H", None),
        ("asap", 14),
        ("no_rush", 365),
        ({"start": "2026-03-02", "end": "2026-06-01"}, 91),
        ({"start": "2026-03-20", "end": "2026-06-21"}, 18),
        ({"start": None, "end": "2026-03-12"}, 10),
        ({"start": "2026-03-12", "end": None}, 10),
        ({"start": None, "end": None}, None),
        ("when it suits", None),
        (None, None),
    ],
)
def test_timelines_become_days_from_now(value: Json, days: int | None) -> None:
    assert days_ahead(value, NOW) == days


def test_every_pace_has_its_days() -> None:
    assert {pace.name for pace in PACES} == set(PACE_DAYS)
