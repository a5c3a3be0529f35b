"""What was offered is taken by a yes, or by praise of it and of nothing else."""

from datetime import UTC, datetime

import pytest

from frontdesk.ability import language
from frontdesk.flow.conversation.slots import approval

NOW = datetime(2031, 5, 1, 12, tzinfo=UTC)


def takes(text: str) -> bool:
    return approval.takes_offer(language.read(text, language.Context(now=NOW, asked="confirm")))


@pytest.mark.parametrize(
    "text",
    [
        "yes please",
        "That sounds really nice",
        "I'll take it",
        "that one looks perfect, thanks",
        "I like that place. When can I move in?",
        "please book me a viewing",
        "it will do",
    ],
)
def test_praise_takes_the_offer(text: str) -> None:
    assert takes(text)


@pytest.mark.parametrize(
    "text",
    [
        "no thanks",
        "do you have another one?",
        "that's nice but it's too far",
        "looks good, what else do you have?",
        "what's the rent?",
        "hmm",
    ],
)
def test_other_words_leave_it_open(text: str) -> None:
    assert not takes(text)
