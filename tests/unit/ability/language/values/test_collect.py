"""Whole texts in, each stretch read in one way only."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from frontdesk.ability.language import values
from frontdesk.ability.language.context import Context, Option, SlotShape
from frontdesk.ground.words.reading import Value

SLOTS = (
    SlotShape("budget", "money"),
    SlotShape("home_type", "choice", (Option("condo", ("condominium",)), Option("house"))),
    SlotShape("garage", "flag", (), ("garage",)),
)
ASKED = (None, "budget", "rent", "beds", "sqft", "address", "name", "phone", "confirm")
CONTEXTS = tuple(
    Context(now=datetime(2026, 3, 2, tzinfo=UTC), asked=asked, slots=slots)
    for asked in ASKED
    for slots in ((), SLOTS)
)
TYPICAL = (
    "450k|$1.2M|between|300|and|400|thousand|under|half|a|million|mid|500s|low|to|high|four|fifty|"
    "3|bed|2.5|baths|3/2|1,800|sq|ft|12|Oak|St|Apt|4B|Fremont|CA|94536|PO Box|9|my name is|Ana|"
    "Ruiz|512-867-5309|ext|jo|at|mail|dot|com|a@b.co|no|garage|condo|€|pesos|mil|medio|millón|"
    "entre|y|hasta|#|,|.|-|/|'|(|)|\u200b|😀|\x00|\n|١٢|½|İ|ß|999999999999999999"
)
PIECES = st.one_of(
    st.sampled_from(TYPICAL.split("|")),
    st.integers(0, 10**7).map(str),
)
PHRASES = st.lists(PIECES, max_size=14).map(" ".join)


def read(text: str, asked: str | None = None) -> list[Value]:
    context = Context(now=datetime(2026, 3, 2, tzinfo=UTC), asked=asked)
    return list(values.find_values(text, context)[0])


def meaning(text: str, context: Context) -> list[tuple[str, str]]:
    found, _ = values.find_values(text, context)
    return [(value.kind, json.dumps(value.value).lower()) for value in found]


@given(st.one_of(st.text(max_size=200), PHRASES))
@settings(max_examples=300, deadline=None)
def test_any_text_reads_without_error(text: str) -> None:
    for context in CONTEXTS:
        found, doubts = values.find_values(text, context)
        assert all(0 <= v.span[0] < v.span[1] <= len(text) for v in found)
        assert all(0 < v.confidence <= 1 and v.why for v in found)
        assert all(doubts)
        json.dumps([value.value for value in found])


@given(PHRASES)
@settings(max_examples=200, deadline=None)
def test_same_text_gives_same_values(text: str) -> None:
    for context in CONTEXTS:
        assert values.find_values(text, context) == values.find_values(text, context)


STABLE = (
    "between 300 and 400 thousand",
    "3 bed 2.5 baths under 450k",
    "my budget is $1.2M",
    "call 512-867-5309",
    "jo.smith@mail.com",
    "12 oak street, apt 4b",
    "entre 300 y 400 mil",
    "1,800 sq ft",
    "mid 500s",
    "up to 2,500 a month",
)


@pytest.mark.parametrize("text", STABLE)
def test_letter_case_changes_no_value(text: str) -> None:
    for context in CONTEXTS:
        assert meaning(text.upper(), context) == meaning(text, context)


@pytest.mark.parametrize("text", STABLE)
@pytest.mark.parametrize("ending", [".", "!", "?", " ...", ";"])
def test_trailing_punctuation_changes_no_value(text: str, ending: str) -> None:
    for context in CONTEXTS:
        assert meaning(text + ending, context) == meaning(text, context)


def test_number_inside_other_value_is_silent() -> None:
    text = "I'm at 12 Oak St Apt 4, call 512-867-5309, asking $450,000"
    assert [value.kind for value in read(text)] == ["address", "phone", "money"]


def test_taken_spans_hold_no_numbers() -> None:
    text = "3 people on 5/12 at 4"
    context = Context(now=datetime(2026, 3, 2, tzinfo=UTC))
    found, _ = values.find_values(text, context, taken=[(12, 21)])
    assert [(value.value, value.grain) for value in found] == [(3, "person")]


def test_number_words_stay_the_price_asked() -> None:
    context = Context(now=datetime(2026, 3, 2, tzinfo=UTC), asked="budget")
    found, _ = values.find_values("four fifty", context, taken=[(0, 10)])
    assert [value.value for value in found] == [{"amount_minor": 45_000_000, "currency": "USD"}]


def test_spans_count_invisible_characters() -> None:
    text = "pay 4\u200b50k now"
    (value,) = read(text)
    assert text[value.span[0] : value.span[1]] == "4\u200b50k"


def test_ten_thousand_characters_are_read() -> None:
    assert len(read("12 oak st, " * 900)) == 900
