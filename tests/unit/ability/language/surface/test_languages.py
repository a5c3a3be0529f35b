"""English, Spanish, and the rest."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontdesk.ability.language.surface import detect_language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("I want to sell my house", "en"),
        ("ok thanks", "en"),
        ("STOP", "en"),
        ("450k", "en"),
        ("no", "en"),
        ("", "en"),
        ("quiero vender mi casa", "es"),
        ("hola, cuánto cuesta?", "es"),
        ("sí gracias", "es"),
        ("necesito un plomero", "es"),
        ("bonjour, je voudrais vendre ma maison", "other"),
        ("Привет, как дела", "other"),
        ("我想卖房子", "other"),
    ],
)
def test_frequent_words_tell_the_language(text: str, language: str) -> None:
    assert detect_language(text) == language


@given(st.text(max_size=300))
def test_any_text_has_one_language(text: str) -> None:
    assert detect_language(text) in {"en", "es", "other"}
