"""Bars stay inside their picture, whatever the lengths."""

import re

import pytest

from frontdesk.edge.console import chart


def drawn(markup: str) -> list[tuple[float, float]]:
    return [
        (float(left), float(width))
        for left, width in re.findall(r'x="([\d.]+)" width="([\d.]+)"', markup)
    ]


@pytest.mark.parametrize(
    ("start", "length", "total", "expected"),
    [
        (0.0, 5.0, 10.0, (0.0, 50.0)),
        (5.0, 5.0, 10.0, (50.0, 50.0)),
        (10.0, 0.0, 10.0, (99.4, 0.6)),
        (0.0, 0.0, 0.0, (0.0, 0.6)),
    ],
)
def test_a_bar_stands_at_its_share(
    start: float, length: float, total: float, expected: tuple[float, float]
) -> None:
    assert drawn(chart.render_bar(start, length, total)) == [expected]


def test_stacked_bars_fill_the_width() -> None:
    markup = chart.render_stack((("queued", 30.0), ("processing", 10.0)))
    assert drawn(markup) == [(0.0, 75.0), (75.0, 25.0)]


def test_nothing_to_stack_draws_nothing_wide() -> None:
    assert drawn(chart.render_stack((("queued", 0.0), ("processing", 0.0)))) == [
        (0.0, 0.0),
        (0.0, 0.0),
    ]
