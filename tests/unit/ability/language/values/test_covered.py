"""Covered stretches refuse what touches them."""

from hypothesis import given
from hypothesis import strategies as st

from frontdesk.ability.language.values.covered import Covered

SPANS = st.tuples(st.integers(0, 30), st.integers(1, 6)).map(lambda pair: (pair[0], sum(pair)))


def test_claimed_span_refuses_neighbours_inside() -> None:
    covered = Covered([(5, 9)])
    assert [covered.claim(span) for span in ((0, 5), (8, 12), (9, 12), (1, 2))] == [
        *(True, False, True, False)
    ]


@given(st.lists(SPANS, max_size=8), SPANS)
def test_touching_means_a_shared_character(
    spans: list[tuple[int, int]], asked: tuple[int, int]
) -> None:
    shared = any(asked[0] < end and start < asked[1] for start, end in spans)
    assert Covered(spans).touches(asked) == shared
