"""A score that explains itself."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontdesk.flow.conversation.contracts import score


@pytest.mark.parametrize(
    ("points", "temperature"),
    [(0, "cold"), (39, "cold"), (40, "warm"), (79, "warm"), (80, "hot"), (100, "hot")],
)
def test_temperatures_begin_at_their_scores(points: int, temperature: str) -> None:
    assert score.temperature_of(points) == temperature


def test_reasons_carry_their_points() -> None:
    assert score.summarise_points([("named an area", 15), ("wants to sell", 30)]) == {
        "score": 45,
        "temperature": "warm",
        "because": [
            {"reason": "named an area", "points": 15},
            {"reason": "wants to sell", "points": 30},
        ],
    }


@given(st.lists(st.tuples(st.text(max_size=5), st.integers(-50, 120)), max_size=8))
def test_points_add_up_within_bounds(reasons: list[tuple[str, int]]) -> None:
    summary = score.summarise_points(reasons)
    because = summary["because"]
    assert isinstance(because, list)
    assert sum(item["points"] for item in because) == summary["score"]
    assert isinstance(summary["score"], int)
    assert 0 <= summary["score"] <= 100


def test_sooner_moves_weigh_more() -> None:
    points = [score.time_points(days) for days in (5, 60, 150, 300, 900)]
    assert [point[1] for point in points if point] == [40, 30, 20, 10, 5]
    assert score.time_points(None) is None
