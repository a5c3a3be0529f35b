"""What a second model says after a first broke off reads as one text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontdesk.ability.gateway import Message
from frontdesk.ability.gateway.attempts.joining import Joint, continue_messages

WORDS = ["We", "open", "at", "nine,", "and", "the", "office", "closes", "late.", "Come", "by!"]


def join(said: str, pieces: list[str]) -> str:
    joint = Joint(said)
    return said + "".join(map(joint.feed, pieces)) + joint.end()


@pytest.mark.parametrize(
    ("said", "then", "whole"),
    [
        ("We open at", " nine.", "We open at nine."),
        ("We open at", "nine.", "We open at nine."),
        ("We open at ", "nine.", "We open at nine."),
        ("We open at ", " nine.", "We open at nine."),
        ("We open at n", "nine.", "We open at nine."),
        ("We open at ni", "nine.", "We open at nine."),
        ("We open at nine", ".", "We open at nine."),
        ("We open at nine", ", every day.", "We open at nine, every day."),
        ("We open at nine", "We open at nine, every day.", "We open at nine, every day."),
        ("Yes. We open at", "We open at nine.", "Yes. We open at nine."),
        ("I will be the ", "then we meet.", "I will be the then we meet."),
        ("", "Hello.", "Hello."),
        ("Hello.", "", "Hello."),
    ],
)
def test_the_seam_cannot_be_seen(said: str, then: str, whole: str) -> None:
    assert join(said, list(then)) == whole


@given(st.lists(st.sampled_from(WORDS), min_size=2, max_size=20), st.data())
def test_what_is_repeated_is_taken_off(words: list[str], data: st.DataObject) -> None:
    text = " ".join(words)
    cut = data.draw(st.integers(1, len(words) - 1))
    back = data.draw(st.integers(0, cut))
    said = " ".join(words[:cut])
    then = " ".join(words[back:])
    size = data.draw(st.integers(1, 7))
    joined = join(said, [then[at : at + size] for at in range(0, len(then), size)])
    assert joined.endswith(then[len(" ".join(words[back:cut])) :].lstrip())
    assert len(joined) <= len(text) + 1


@given(st.text(min_size=1, max_size=60), st.text(max_size=60))
def test_pieces_do_not_change_the_joint(said: str, then: str) -> None:
    assert join(said, list(then)) == join(said, [then])


def test_the_next_model_is_told_what_was_said() -> None:
    asked = continue_messages((Message("user", "When?"),), "We open")
    assert [one.role for one in asked] == ["user", "assistant", "user"]
    assert asked[1].text == "We open"
