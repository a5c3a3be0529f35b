"""Switches decide which models are asked, in which order, for how long."""

from typing import Any, TypeVar

import pytest

from frontdesk.ability.controls import Control
from frontdesk.ability.gateway import PURPOSES, Purpose, Sampling
from frontdesk.ability.gateway.names import Known
from frontdesk.ability.gateway.policy import (
    Policy,
    decide_models,
    decide_policy,
    decide_sampling,
)
from frontdesk.ground.words.problems import BadInput
from tests.unit.ability.gateway.stage import call, provider

T = TypeVar("T")
ALL = {
    one.name: one
    for one in (
        provider("openai", model="mini", economy="nano", prefixes=("gpt-",), order=10),
        provider("anthropic", model="haiku", economy="", embedding="", order=20),
        provider("local", model="", economy="", embedding="", order=30),
    )
}
KNOWN = Known.of(ALL, dict.fromkeys(ALL))


def policy(purpose: Purpose = "answer", known: Known = KNOWN, **switches: Any) -> Policy:
    set_to = {name.replace("__", "."): value for name, value in switches.items()}

    def read(control: Control[T], /) -> T:
        value: T = set_to.get(control.name, control.default)
        return value

    return decide_policy(purpose, known, read)


def test_nothing_set_asks_every_usual_model() -> None:
    assert policy().models == ("openai/mini", "anthropic/haiku")


def test_nothing_configured_leaves_no_model() -> None:
    found = policy(known=Known.of(ALL, {}))
    assert (found.models, found.economy, found.embedding) == ((), (), "")


@pytest.mark.parametrize(
    ("switches", "models"),
    [
        ({"active_model": "anthropic"}, ("anthropic/haiku", "openai/mini")),
        ({"active_model": "gpt-9"}, ("openai/gpt-9", "anthropic/haiku")),
        ({"active_model": "anthropic", "model__name": "opus"}, ("anthropic/opus",)),
        ({"model__name": "llama:8b"}, ("openai/llama:8b",)),
        ({"active_model": "local", "model__name": "llama:8b"}, ("local/llama:8b",)),
        ({"model__by_purpose": {"answer": "local/x"}, "active_model": "anthropic"}, ("local/x",)),
        ({"model__by_purpose": {"read": "local/x"}}, ("openai/mini",)),
        ({"model__fallback": ("local/y",)}, ("openai/mini", "local/y")),
        ({"model__fallback": ("openai/mini",)}, ("openai/mini",)),
    ],
)
def test_what_is_named_comes_first(switches: dict[str, Any], models: tuple[str, ...]) -> None:
    found = policy(**switches).models
    assert found[: len(models)] == models


def test_a_vendor_that_failed_is_not_its_own_fallback() -> None:
    """A name of one's own is followed by other vendors; the same one's smaller model is the economy
    rung, and its usual one is asked only where model.fallback says so."""
    found = policy(active_model="gpt-9")
    assert (found.models, found.economy) == (("openai/gpt-9", "anthropic/haiku"), ("openai/nano",))
    wanted = policy(active_model="gpt-9", model__fallback=("openai",)).models
    assert wanted == ("openai/gpt-9", "openai/mini")


def test_without_fallback_one_model_remains() -> None:
    assert policy(model__fallback_on=False).models == ("openai/mini",)
    assert policy(model__fallback_on=False, active_model="anthropic").models == ("anthropic/haiku",)


def test_a_slip_in_a_switch_is_passed_over() -> None:
    found = policy(known=Known.of(ALL, {"openai": None}), active_model="anthropic/opus")
    assert found.models == ("openai/mini",)
    assert len(found.mistakes) == 1


def test_the_economy_model_may_be_named() -> None:
    assert policy().economy == ("openai/nano",)
    assert policy(model__economy="anthropic/tiny").economy == ("anthropic/tiny", "openai/nano")


def test_only_one_model_makes_the_vectors() -> None:
    assert policy("embed").embedding == "openai/vectors"
    assert policy("embed", model__embedding="local/bge").embedding == "local/bge"


@pytest.mark.parametrize(
    ("purpose", "temperature"),
    [("read", 0.0), ("judge", 0.0), ("word", 0.4), ("answer", 0.3), ("chat", 0.3)],
)
def test_each_purpose_has_its_own_temperature(purpose: Purpose, temperature: float) -> None:
    assert policy(purpose).sampling.temperature == temperature
    assert policy(purpose, model__temperature=1.1).sampling.temperature == 1.1


@pytest.mark.parametrize("purpose", PURPOSES)
def test_what_helps_must_be_quicker(purpose: Purpose) -> None:
    helps = purpose in ("read", "word", "judge")
    assert policy(purpose).deadline_s == (3.0 if helps else 7.0)
    assert policy(purpose, model__deadline_ms=9000).deadline_s == (3.0 if helps else 9.0)


def test_a_purpose_may_have_figures_of_its_own() -> None:
    own: dict[str, Any] = {
        "model__deadline_by_purpose": {"chat": 60_000},
        "model__temperature_by_purpose": {"chat": 0.0},
        "model__top_p_by_purpose": {"chat": 0.5},
        "model__max_tokens_by_purpose": {"chat": 4000},
        "model__economy_by_purpose": {"chat": "anthropic/tiny"},
    }
    chat, read = policy("chat", **own, model__temperature=1.1), policy("read", **own)
    assert chat.sampling == Sampling(temperature=0.0, top_p=0.5, max_tokens=4000)
    assert (chat.deadline_s, chat.economy[0]) == (60.0, "anthropic/tiny")
    assert read == policy("read")


def test_a_call_may_name_its_model() -> None:
    named = decide_models(policy(), KNOWN, call(model="anthropic/opus"))
    assert named.models == ("anthropic/opus", "openai/mini", "anthropic/haiku")
    alone = decide_models(policy(), KNOWN, call(model="anthropic/opus", fallback=False))
    assert (alone.models, alone.economy) == (("anthropic/opus",), ())
    with pytest.raises(BadInput, match="unknown_model"):
        decide_models(policy(), KNOWN, call(model="nobody"))


def test_a_call_overrules_only_what_it_says() -> None:
    own = Sampling(temperature=0.9, stop=("END",), seed=7)
    sampling = decide_sampling(policy(model__top_p=0.5), own)
    assert sampling == Sampling(0.9, top_p=0.5, max_tokens=800, stop=("END",), seed=7)
