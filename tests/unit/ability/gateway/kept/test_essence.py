"""Questions that differ in a word that counts have another essence; mere wording changes nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontdesk.ability.gateway.kept.essence import even, find_essence
from frontdesk.ability.gateway.kept.lexical import SIZE, embed_by_rules, nearness

SAME = [
    ("What time do you open on Saturday?", "when do you open on Saturdays, please"),
    ("What are your opening hours?", "When do you open?"),
    ("When are you open on sat", "At what time are you open on Saturday?"),
    ("How much does a roof inspection cost?", "how much is a roof inspection"),
    ("Do I have to bring two forms?", "Must I bring 2 forms?"),
    ("Don't you take cash?", "Do you not take cash?"),
    ("¿A qué hora abren el sábado?", "cuándo abren el sábado"),
]
OTHER = [
    ("Are you open on Saturday?", "Are you open on Sunday?"),
    ("Are you open on Saturday?", "Are you closed on Saturday?"),
    ("Are you open on Saturday?", "Are you not open on Saturday?"),
    ("Do you take cash?", "Don't you take cash?"),
    ("Is a deposit of 100 dollars enough?", "Is a deposit of 1000 dollars enough?"),
    ("Do you have 2 bedrooms?", "Do you have three bedrooms?"),
    ("Is 1,500 enough?", "Is 1.5 enough?"),
    ("Do you serve Folsom?", "Do you serve Sacramento?"),
    ("do you serve folsom?", "do you serve sacramento?"),
    ("Is Mr. Ortega in charge?", "Is Mr. Delgado in charge?"),
    ("Can I cancel?", "Can you cancel?"),
    ("Does the buyer pay the seller?", "Does the seller pay the buyer?"),
    ("Can I fly from Reno to Boise?", "Can I fly from Boise to Reno?"),
    ("Where do you meet buyers?", "When do you meet buyers?"),
    ("Do you buy houses?", "Do you sell houses?"),
    ("Is it free before noon?", "Is it free after noon?"),
    ("Do you allow dogs?", "Do you allow cats?"),
    ("Can I pay with a card?", "Must I pay with a card?"),
    ("Do you ship to the US?", "Do you ship to us?"),
    ("Is the heater 40 degrees?", "Is the heater -40 degrees?"),
    ("Do you teach C?", "Do you teach C++?"),
    ("Is there a fee with a permit?", "Is there a fee without a permit?"),
    ("¿Abren el sábado?", "¿Abren el domingo?"),
    ("¿Aceptan perros?", "¿No aceptan perros?"),
    ("¿Dónde están?", "¿Cuándo están?"),
    ("Where are you?", "¿Dónde están?"),
    ("Is parking free?", "Is the park free?"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_other_wording_has_the_same_essence(one: str, other: str) -> None:
    assert find_essence(one) == find_essence(other) != ()
    assert nearness(embed_by_rules(one), embed_by_rules(other)) >= 0.85


@pytest.mark.parametrize(("one", "other"), OTHER)
def test_a_word_that_counts_changes_the_essence(one: str, other: str) -> None:
    assert find_essence(one) != find_essence(other)


@pytest.mark.parametrize("question", ["", "?", "hello there", "Could you tell me please?", "a"])
def test_mere_function_words_have_no_essence(question: str) -> None:
    assert find_essence(question) == ()


@given(st.text())
def test_any_text_has_some_form(text: str) -> None:
    assert isinstance(find_essence(text), tuple)
    assert len(embed_by_rules(text)) == SIZE
    assert even(even(text)) == even(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Do you  open\nearly?", "do you open early"),
        ("WHAT?", "WHAT?"),
        ("¿Abren temprano?", "¿abren temprano"),
        ("Can I pay?", "can I pay"),
    ],
)
def test_case_and_blanks_make_no_difference(one: str, other: str) -> None:
    assert even(one) == even(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("ship to US?", "ship to us?"), ("open in May", "open in may"), ("IT?", "it?"), ("a b", "ab")],
)
def test_case_that_may_matter_is_left(one: str, other: str) -> None:
    assert even(one) != even(other)
