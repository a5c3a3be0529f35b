"""Numbers in digits and words, English and Spanish."""

import pytest

from frontdesk.ability.language.values.figures.numerals import find_numerals
from frontdesk.ability.language.values.scan import scan_text


def numbers(text: str) -> list[float]:
    return [float(numeral.value) for numeral in find_numerals(scan_text(text))]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,200,000.5", 1_200_000.5),
        ("six hundred thirty-two thousand and fifteen", 632_015),
        ("minus two million four hundred thousand", -2_400_000),
        ("four fifty", 450),
        ("one twenty two", 122),
        ("twenty five hundred", 2500),
        ("one point two million", 1_200_000),
        ("a million and a half", 1_500_000),
        ("three quarters of a million", 750_000),
        ("2 1/2", 2.5),
        ("two dozen", 24),
        ("thirty-six (36)", 36),
        ("cuatrocientos cincuenta mil dólares", 450_000),
        ("un millón doscientos mil", 1_200_000),
        ("casa de 350 mil", 350_000),
        ("1.500.000", 1_500_000),
        ("1.2 mil", 1_200_000),
    ],
)
def test_numbers_are_read_whole(text: str, value: float) -> None:
    assert numbers(text) == [value]


@pytest.mark.parametrize("text", ["once a week", "9" * 40, "18:30", "media naranja", "half of it"])
def test_other_words_hold_no_number(text: str) -> None:
    assert numbers(text) == []


def test_short_tail_is_kept_apart() -> None:
    (numeral,) = find_numerals(scan_text("a million two fifty"))
    assert (int(numeral.value), int(numeral.short or 0)) == (1_000_250, 1_250_000)
