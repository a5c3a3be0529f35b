"""Percentiles of played turns, interpolated between neighbours."""

import pytest

from frontdesk.app.replay.summary import percentile


@pytest.mark.parametrize(
    ("times", "share", "expected"),
    [
        ([], 0.5, 0.0),
        ([7.0], 0.95, 7.0),
        ([1.0, 2.0, 3.0], 0.5, 2.0),
        ([4.0, 1.0, 3.0, 2.0], 0.5, 2.5),
        ([float(at) for at in range(101)], 0.95, 95.0),
    ],
)
def test_percentile_lies_between_neighbours(
    times: list[float], share: float, expected: float
) -> None:
    assert percentile(times, share) == expected
