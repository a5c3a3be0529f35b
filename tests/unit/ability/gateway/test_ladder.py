"""The rung of a call: the highest that people allow and the world can give, always with a reason."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontdesk.ability.gateway.ladder import RUNGS, Situation, decide_rung, lower


@pytest.mark.parametrize(
    ("at", "rung", "reason"),
    [
        (Situation(), "full", "usual"),
        (Situation(wanted="economy"), "economy", "asked"),
        (Situation(ceiling="economy"), "economy", "rung_max"),
        (Situation(ceiling="human"), "human", "rung_max"),
        (Situation(mode="rules_based"), "rules", "rules_based"),
        (Situation(mode="rules_based", ceiling="human"), "human", "rung_max"),
        (Situation(on=False), "rules", "purpose_off"),
        (Situation(full=0, economy=0), "rules", "no_model"),
        (Situation(cache_only=True), "cached", "cache_only"),
        (Situation(cache_only=True, ceiling="rules"), "rules", "rung_max"),
        (Situation(budget="soft"), "economy", "budget_soft"),
        (Situation(budget="soft", economy=0), "full", "usual"),
        (Situation(budget="hard"), "cached", "budget_hard"),
        (Situation(full_open=1), "economy", "breaker_open"),
        (Situation(full_open=1, economy_open=1), "cached", "breaker_open"),
        (Situation(full=2, full_open=1), "full", "usual"),
        (Situation(ceiling="economy", economy=0), "cached", "no_economy_model"),
        (Situation(left_s=0.01), "cached", "no_time"),
    ],
)
def test_the_rung_follows_from_the_situation(at: Situation, rung: str, reason: str) -> None:
    assert decide_rung(at) == (rung, reason)


SITUATIONS = st.builds(
    Situation,
    wanted=st.sampled_from(RUNGS),
    ceiling=st.sampled_from(RUNGS),
    mode=st.sampled_from(["model", "rules_based"]),
    on=st.booleans(),
    cache_only=st.booleans(),
    full=st.integers(0, 2),
    full_open=st.just(0),
    economy=st.integers(0, 2),
    economy_open=st.just(0),
    budget=st.sampled_from(["free", "soft", "hard"]),
    left_s=st.floats(0, 10),
)


@given(SITUATIONS)
def test_no_rung_is_above_what_is_allowed(at: Situation) -> None:
    chosen = decide_rung(at)
    ceiling = lower(at.wanted, at.ceiling)
    assert lower(chosen.rung, ceiling) == chosen.rung
    assert chosen.reason


@given(SITUATIONS)
def test_a_model_is_only_chosen_where_one_may_answer(at: Situation) -> None:
    chosen = decide_rung(at)
    if chosen.rung in ("full", "economy"):
        assert (at.mode, at.on, at.cache_only) == ("model", True, False)
        assert at.budget != "hard"
        assert at.full if chosen.rung == "full" else at.economy
