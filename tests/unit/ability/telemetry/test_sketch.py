"""Quantiles are exact while figures are few and within 1 % when they are many, however merged."""

import random

import numpy
import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontdesk.ability.telemetry.sketch import ALPHA, EXACT, Sketch, merge_all, parse_sketch

FIGURES = st.lists(st.floats(min_value=0, max_value=1e7), max_size=80)
SHARES = (0.0, 0.25, 0.5, 0.95, 0.99, 1.0)


def waits(count: int, seed: int = 1) -> list[float]:
    """Latencies like those of bots: two humps and a long tail, in milliseconds."""
    luck = random.Random(seed)
    return [
        min(luck.lognormvariate(luck.choice((5.9, 7.2)), 0.4) + luck.paretovariate(3), 120_000)
        for _ in range(count)
    ]


@given(FIGURES.filter(bool), st.floats(min_value=0, max_value=1))
def test_few_figures_interpolate_like_numpy(figures: list[float], share: float) -> None:
    assert Sketch(figures).quantile(share) == pytest.approx(
        float(numpy.quantile(figures, share)), rel=1e-9, abs=1e-9
    )


@pytest.mark.parametrize("share", SHARES)
def test_many_figures_stay_within_one_percent(share: float) -> None:
    figures = waits(40_000)
    exact = float(numpy.quantile(figures, share, method="lower"))
    assert Sketch(figures).quantile(share) == pytest.approx(exact, rel=ALPHA * 1.0001)


@given(st.lists(st.sampled_from(waits(3 * EXACT)), max_size=3 * EXACT), st.integers(1, 7))
def test_parts_merged_say_what_the_whole_says(figures: list[float], parts: int) -> None:
    whole = Sketch(figures)
    merged = merge_all(Sketch(figures[part::parts]) for part in range(parts))
    assert merged.count == whole.count == len(figures)
    assert [merged.quantile(s) for s in SHARES] == [whole.quantile(s) for s in SHARES]
    assert merged.total == pytest.approx(whole.total)


@given(st.integers(0, 2 * EXACT))
def test_a_row_brings_it_back(count: int) -> None:
    sketch = Sketch(waits(count))
    again = parse_sketch(sketch.as_json())
    assert again.as_json() == sketch.as_json()
    assert [again.quantile(s) for s in SHARES] == [sketch.quantile(s) for s in SHARES]


def test_no_figures_have_no_quantile() -> None:
    empty = Sketch()
    assert (empty.quantile(0.95), empty.mean, empty.share_below(1), empty.count) == (
        None,
        None,
        None,
        0,
    )


def test_zero_is_a_figure() -> None:
    assert Sketch([0.0] * (EXACT + 1)).quantile(0.5) == 0.0


@pytest.mark.parametrize("count", [100, 5_000])
def test_share_below_a_target(count: int) -> None:
    figures = [float(n) for n in range(1, count + 1)]
    assert Sketch(figures).share_below(count * 0.9) == pytest.approx(0.9, abs=0.012)


def test_merging_leaves_the_other_as_it_was() -> None:
    other = Sketch([1.0, 2.0])
    Sketch(waits(EXACT + 1)).merge(other)
    assert other.as_json() == {"few": [1.0, 2.0]}
