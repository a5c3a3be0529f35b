"""The language a conversation is answered in."""

import pytest

from frontdesk.ability import language
from frontdesk.ability.language import surface
from frontdesk.ground.words.reading import Reading


@pytest.mark.parametrize(
    ("known", "text", "expected"),
    [
        ("en", "hola, quiero vender mi casa", "es"),
        ("en", "no", "en"),
        ("en", "no idea", "en"),
        ("en", "450k", "en"),
        ("en", "¿cuánto?", "es"),
        ("es", "450k", "es"),
        ("es", "no", "es"),
        ("es", "12 Oak Street, Davis", "es"),
        ("es", "ok", "es"),
        ("es", "I would like to speak English please", "en"),
        ("other", "I want to buy a house", "en"),
        ("en", "Ich möchte ein Haus kaufen und nicht mieten", "other"),
    ],
)
def test_figures_and_streets_change_no_language(known: str, text: str, expected: str) -> None:
    reading = Reading(text, language=surface.detect_language(text))
    assert language.decide_language(known, reading) == expected
