"""SMS segments at the borders of both alphabets."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontdesk.ability.language.surface import Segments, count_segments


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", Segments("GSM-7", 0, 0)),
        ("a" * 160, Segments("GSM-7", 160, 1)),
        ("a" * 161, Segments("GSM-7", 161, 2)),
        ("a" * 306, Segments("GSM-7", 306, 2)),
        ("a" * 307, Segments("GSM-7", 307, 3)),
        ("€" * 80, Segments("GSM-7", 160, 1)),
        ("€" * 81, Segments("GSM-7", 162, 2)),
        ("a" * 152 + "€" + "a" * 152, Segments("GSM-7", 306, 3)),
        ("ñ¿é", Segments("GSM-7", 3, 1)),
        ("á" * 70, Segments("UCS-2", 70, 1)),
        ("á" * 71, Segments("UCS-2", 71, 2)),
        ("😀" * 35, Segments("UCS-2", 70, 1)),
        ("😀" * 67, Segments("UCS-2", 134, 3)),
        ("`", Segments("UCS-2", 1, 1)),
    ],
)
def test_borders_of_a_segment(text: str, expected: Segments) -> None:
    assert count_segments(text) == expected


@given(st.text(max_size=400))
def test_segments_hold_all_units(text: str) -> None:
    counted = count_segments(text)
    alone, part = (160, 153) if counted.encoding == "GSM-7" else (70, 67)
    assert counted.units <= max(alone, counted.segments * part)
    assert counted.units >= len(text)
    assert (counted.segments == 0) == (not text)
