"""Odd characters out, offsets kept."""

from hypothesis import given
from hypothesis import strategies as st

from frontdesk.ability.language.values.plain import plain


def test_twins_become_plain_characters() -> None:
    assert plain("I’m — “４５０”").text == 'I\'m - "450"'


def test_invisible_characters_keep_offsets() -> None:
    flat = plain("a\u200bbc")
    assert (flat.text, flat.span((1, 3))) == ("abc", (2, 4))


@given(st.text(max_size=80))
def test_spans_stay_inside_the_message(text: str) -> None:
    flat = plain(text)
    for start in range(len(flat.text)):
        low, high = flat.span((start, len(flat.text)))
        assert 0 <= low < high <= len(text)
        assert flat.inner((low, high)) == (start, len(flat.text))
