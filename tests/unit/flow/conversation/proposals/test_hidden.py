"""What is private is replaced before a model sees it, and put back in what it quotes."""

from hypothesis import given
from hypothesis import strategies as st

from frontdesk.flow.conversation.proposals.hidden import HIDDEN, hide
from frontdesk.ground.words.reading import Json, Sensitive

TEXT = "Ann at 916-555-0134 or jo@mail.com, twice: 916-555-0134"


def spans() -> tuple[Sensitive, ...]:
    return (
        Sensitive("name", (0, 3)),
        Sensitive("phone", (7, 19)),
        Sensitive("email", (23, 34)),
        Sensitive("phone", (43, 55)),
    )


def test_contacts_become_placeholders_and_names_stay() -> None:
    found = hide(TEXT, spans())
    assert found.text == "Ann at [phone 1] or [email 2], twice: [phone 3]"


def test_quotes_come_back_in_the_customers_words() -> None:
    found = hide(TEXT, spans())
    claimed: Json = {"values": [{"quote": "or [email 2]", "score": 1}], "other": None}
    assert found.restore(claimed) == {
        "values": [{"quote": "or jo@mail.com", "score": 1}],
        "other": None,
    }


def test_nothing_private_leaves_a_text_as_it_is() -> None:
    assert hide(TEXT, ()) == hide(TEXT, spans()[:1])


@given(
    st.text(max_size=40),
    st.lists(
        st.tuples(st.sampled_from(HIDDEN), st.integers(0, 40), st.integers(0, 40)), max_size=4
    ),
)
def test_whatever_is_marked_can_be_restored(text: str, marks: list[tuple[str, int, int]]) -> None:
    sensitive = [
        Sensitive(kind, (min(a, b, len(text)), min(max(a, b), len(text))))
        for name, a, b in marks
        for kind in HIDDEN
        if kind == name and a != b
    ]
    found = hide(text, sensitive)
    if "[" not in text:
        assert found.restore(found.text) == text
