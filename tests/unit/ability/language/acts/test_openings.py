"""Rows of wordings tried only where their letters stand: the same matches as a whole search."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from frontdesk.ability.language.acts import openings, table
from frontdesk.ability.language.acts.fold import fold
from frontdesk.ability.language.acts.openings import find_beginnings

ROWS = tuple(table.all_rows())


@pytest.mark.parametrize(
    ("wording", "beginnings"),
    [
        (r"\bsell\b", {"sel"}),
        (r"\b(?:buy|sell)ing\b", {"buy", "sel"}),
        (r"\bi'?m a\b", {"i'm", "im "}),
        (r"\b(?:re)?list\b", {"rel", "lis"}),
        (r"\bty\b", {"ty"}),
        (r"\bno+\w*\b", {"no", "noo"}),
        (r"\ba[bc]{2}\b", {"abb", "abc", "acb", "acc"}),
        (r"(?<!non-)\bstop\b", {"sto"}),
        (r"\b(?=big)(?:big|bad) dog", {"big", "bad"}),
        (r"\bab?c\b", {"abc", "ac"}),
        (r"\bto?\b", {"t", "to"}),
        (r"\b(?:a|do) not\b", {"a n", "do "}),
        (
            r"\b[ab]*end",
            {a + b + c for a in "ab" for b in "ab" for c in "abe"}
            | {a + "en" for a in "ab"}
            | {"end"},
        ),
    ],
)
def test_a_wording_tells_its_first_letters(wording: str, beginnings: set[str]) -> None:
    assert find_beginnings(wording) == beginnings


@pytest.mark.parametrize("wording", ["^sell", "sell", r"\b\w+ sold", r"\b[^a]b", r"(?<!a)b"])
def test_a_wording_without_a_known_start_is_searched(wording: str) -> None:
    assert find_beginnings(wording) == set()


WORDS = sorted(
    {word for row in ROWS for each in row.wordings for word in each.replace("\\b", " ").split()}
)
PLAIN = ["".join(char for char in word if char.isalnum() or char in " '") for word in WORDS]


@settings(deadline=None)  # a row is compiled at its first use
@given(st.lists(st.sampled_from([*PLAIN, ".", ",", "!", "no", "my house", "stop"]), max_size=12))
def test_rows_match_as_in_a_whole_search(words: list[str]) -> None:
    folded = fold(" ".join(words))
    for row in ROWS:
        found = [match.span() for match in folded.each(row)]
        assert found == [match.span() for match in row.pattern.finditer(folded.text)]
        first, searched = folded.first(row), row.pattern.search(folded.text)
        assert (first and first.span()) == (searched and searched.span())


def test_both_parts_of_a_row_keep_their_order() -> None:
    row = table.Row(("x",), "", (r"\bsell it\b", r"(?<=to )sell", r"^\W*it"))
    text = "it is to sell it, to sell"
    places = {row: [at for at in range(len(text)) if text.startswith("sel", at)]}
    found = [match.span() for match in openings.each(row, text, places)]
    assert found == [match.span() for match in row.pattern.finditer(text)]
