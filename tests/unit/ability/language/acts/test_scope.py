"""How a place of a message is meant."""

import pytest

from frontdesk.ability.language.acts.fold import fold
from frontdesk.ability.language.acts.scope import Clauses, Scope


def scope(text: str, word: str) -> Scope:
    folded = fold(text)
    start = folded.text.index(word)
    return Clauses(folded).at(start, start + len(word))


@pytest.mark.parametrize(
    "text", ["not looking to buy", "I don't want to buy", "I'd rather rent than buy, never buy"]
)
def test_a_denial_reaches_to_the_end_of_its_clause(text: str) -> None:
    folded = fold(text)
    start = folded.text.rindex("buy")
    assert Clauses(folded).at(start, start + 3).denied


@pytest.mark.parametrize(
    "text",
    ["no problem, I want to buy", "not only sell but buy", "can't wait to buy", "why not buy"],
)
def test_some_negative_words_deny_nothing(text: str) -> None:
    assert not scope(text, "buy").denied


def test_a_whole_message_in_quotes_is_no_quotation() -> None:
    assert not scope('"I want to sell"', "sell").quoted


def test_doubt_is_noticed() -> None:
    assert scope("not sure if I want to sell", "sell").in_doubt


def test_what_others_do_is_noticed() -> None:
    assert scope("my neighbor is selling his place", "selling").others
