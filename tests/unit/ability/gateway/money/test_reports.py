"""A replay through a cache saves what was asked again in time, and nothing else."""

from datetime import timedelta

from frontdesk.ability.gateway.money.reports import Asked, UsageLine, replay
from tests.spending import NOON

DAY = timedelta(days=1)


def asked(minute: int, what: str = "hours?", prompt: str = "a@1", bot: str = "b") -> Asked:
    return Asked((prompt, bot, what), NOON + timedelta(minutes=minute), 100)


def test_a_second_asking_is_saved() -> None:
    assert replay([asked(0), asked(1), asked(2)], DAY) == {"a@1": (2, 200)}


def test_an_answer_is_kept_from_when_it_was_made() -> None:
    calls = [asked(0), asked(40), asked(70), asked(80)]
    assert replay(calls, timedelta(hours=1)) == {"a@1": (2, 200)}


def test_prompts_bots_and_questions_stay_apart() -> None:
    calls = [asked(0), asked(1, "price?"), asked(2, prompt="a@2"), asked(3, bot="c")]
    assert replay(calls, DAY) == {}


def test_cost_per_conversation_needs_one() -> None:
    assert UsageLine("x", cost_micro=100).cost_per_conversation_micro is None
    assert UsageLine("x", cost_micro=100, conversations=3).cost_per_conversation_micro == 33
