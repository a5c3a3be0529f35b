"""What is only asked about is told apart from what is told or wished."""

import pytest

from frontdesk.flow.conversation.slots import questions


def span(text: str, part: str) -> tuple[int, int]:
    start = text.index(part)
    return start, start + len(part)


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("Is it furnished?", "furnished"),
        ("Great. Does it come with a garage?", "garage"),
        ("is the garage heated and is there a pool", "garage"),
        ("Do they take dogs?", "dogs"),
        ("Are dogs allowed there?", "dogs allowed"),
        ("Could you tell me if it has a yard?", "yard"),
        ("Let me know whether the basement is finished", "finished"),
        ("A yard?", "yard"),
        ("Thanks, what can you tell me about the pool?", "pool"),
    ],
)
def test_question_about_a_thing_asks(text: str, part: str) -> None:
    assert questions.asks_whether(text, span(text, part), flag=True)


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("Can you find one with a garage?", "garage"),
        ("Do you have anything with a pool?", "pool"),
        ("Is there anything with a big yard?", "yard"),
        ("I need a garage. Is that ok?", "garage"),
        ("We want a pool", "pool"),
        ("How about something with a yard?", "yard"),
    ],
)
def test_wish_in_question_form_tells(text: str, part: str) -> None:
    assert not questions.asks_whether(text, span(text, part), flag=True)


def test_proposed_day_tells() -> None:
    assert not questions.asks_whether("Is Monday good?", (3, 9), flag=False)


def test_plain_question_requests_nothing() -> None:
    assert questions.asks_only("What would 400k get me?", (11, 15))


def test_request_may_change_what_is_known() -> None:
    assert not questions.asks_only("Could you look for 3 bedrooms?", (19, 29))
