"""Folding keeps the way back to the message."""

from hypothesis import given
from hypothesis import strategies as st

from frontdesk.ability.language.acts.fold import fold


def test_case_accents_and_quotes_are_plain() -> None:
    assert fold("¿CUÁNDO? “Don’t”").text == '¿cuando? "don\'t"'


def test_what_cannot_be_seen_is_left_out() -> None:
    folded = fold("ST\u200bOP\x00")
    assert folded.text == "stop"
    assert folded.span(0, 4) == (0, 5)


def test_stretched_words_are_shortened() -> None:
    folded = fold("stooooop it")
    assert folded.text == "stoop it"
    assert folded.span(6, 8) == (9, 11)


def test_a_misspelt_key_word_is_mended() -> None:
    folded = fold("my hosue is big")
    assert folded.text == "my house is big"
    assert folded.span(3, 8) == (3, 8)


@given(st.text(max_size=300))
def test_every_span_lies_in_the_message(text: str) -> None:
    folded = fold(text)
    start, end = folded.span(0, len(folded.text))
    assert 0 <= start <= end <= len(text)
