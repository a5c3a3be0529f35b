"""Tokens with true offsets for any text."""

from hypothesis import given
from hypothesis import strategies as st

from frontdesk.ability.language.values.scan import lower, masked, scan_text


def test_numbers_words_and_signs_are_apart() -> None:
    tokens = scan_text("$1,200.50/mo, don't!").tokens
    assert [token.text for token in tokens] == ["$", "1,200.50", "/", "mo", ",", "don't", "!"]


def test_masked_tokens_lie_in_spans() -> None:
    assert masked(scan_text("one two three"), [(4, 7)]) == frozenset({1})


@given(st.text(max_size=120))
def test_tokens_stand_where_they_say(text: str) -> None:
    scan = scan_text(text)
    low = lower(text)
    assert len(low) == len(text)
    assert all(low[token.start : token.end] == token.text for token in scan.tokens)
