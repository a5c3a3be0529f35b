"""Tokens are reserved on the safe side, and what vendors count corrects the estimate, within bounds."""

from hypothesis import given
from hypothesis import strategies as some

from frontdesk.ability.gateway.money import tokens
from frontdesk.ability.gateway.money.tokens import Factors, estimate_tokens
from frontdesk.ability.gateway.nouns import Image, Message, ToolCall, Usage

LETTER = (Message("system", "Be brief."), Message("user", "When can you come to look at it? " * 20))
# What o200k_base counts for LETTER, with four tokens around each message.
COUNTED = 3 + 4 + 20 * 9 + 4


def test_an_estimate_is_never_below_the_count() -> None:
    assert COUNTED <= estimate_tokens(LETTER, 50)[0] <= 1.6 * COUNTED


def test_out_is_what_the_answer_may_have() -> None:
    assert estimate_tokens(LETTER, 50)[1] == 50


def test_images_and_tools_are_counted() -> None:
    plain = estimate_tokens((Message("user", "look"),), 0)[0]
    seen = Message("user", "look", images=(Image("https://x.test/a.png"),))
    called = Message("assistant", tool_calls=(ToolCall("1", "book", '{"at": "10:00"}' * 30),))
    assert estimate_tokens((seen,), 0)[0] - plain >= tokens.PER_IMAGE["auto"]
    assert estimate_tokens((called,), 0)[0] > 100
    assert estimate_tokens((Message("user", "look"),), 0, beside=3500)[0] - plain >= 1000


def test_wide_scripts_take_more_tokens() -> None:
    assert estimate_tokens((Message("user", "予約したいのですが" * 10),), 0)[0] >= 90
    assert estimate_tokens((Message("user", "¿Cuándo puede venir? " * 10),), 0)[0] < 90


def test_counts_seen_correct_the_model() -> None:
    factors = Factors()
    plain = estimate_tokens(LETTER, 0)[0]
    for _ in range(60):
        factors.learn("openai/gpt-4o", LETTER, Usage(tokens_in=int(plain * 1.5)))
    assert 1.4 < factors.factor("openai/gpt-4o") < 1.8
    assert factors.factor("openai/gpt-4o-mini") == 1.0


@given(some.lists(some.integers(-5, 10**9), max_size=60))
def test_no_count_moves_it_past_its_bounds(counts: list[int]) -> None:
    factors = Factors()
    for count in counts:
        factors.learn("m", LETTER, Usage(tokens_in=count))
    assert tokens.LEAST <= factors.factor("m") <= tokens.MOST


def test_models_from_outside_do_not_pile_up() -> None:
    factors = Factors()
    for number in range(5000):
        factors.learn(f"m{number}", LETTER, Usage(tokens_in=100))
    assert len(factors._known) <= 1000
