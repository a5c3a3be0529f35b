"""Names of models as people write them lead to one model, or are refused with the fix."""

import pytest

from frontdesk.ability.gateway.names import Known, find_model, list_models
from frontdesk.ground.words.problems import BadInput
from frontdesk.ground.words.settings import Setting
from tests.unit.ability.gateway.stage import provider

OPENAI = provider("openai", prefixes=("gpt-", "o3"), model="gpt-5-mini", order=10)
CLAUDE = provider(
    "anthropic",
    prefixes=("claude-",),
    settings=(Setting("ANTHROPIC_API_KEY", "text", "The key."),),
    order=20,
)
OWN = provider("own", model="", economy="", embedding="", order=30)
ALL = {one.name: one for one in (OWN, CLAUDE, OPENAI)}
KNOWN = Known.of(ALL, {"own": None, "openai": None})


@pytest.mark.parametrize(
    ("name", "model"),
    [
        ("openai/gpt-5", "openai/gpt-5"),
        ("gpt-5", "openai/gpt-5"),
        ("openai", "openai/gpt-5-mini"),
        ("fast", "openai/gpt-5-mini"),
        ("own/meta/llama-3", "own/meta/llama-3"),
        ("openai/", None),
        ("own", None),
        ("claude-9", None),
        ("anthropic/claude-9", None),
        ("mistral-7b", None),
        ("meta/llama-3", None),
        ("", None),
    ],
)
def test_each_name_leads_to_one_model(name: str, model: str | None) -> None:
    if model is not None:
        assert find_model(name, KNOWN, {"fast": "openai"}) == model
        return
    with pytest.raises(BadInput) as refused:
        find_model(name, KNOWN, {})
    assert (refused.value.code, refused.value.status) == ("gateway.unknown_model", 404)
    assert refused.value.fix


def test_a_missing_key_is_named_as_the_fix() -> None:
    with pytest.raises(BadInput, match="ANTHROPIC_API_KEY"):
        find_model("claude-9", KNOWN, {})


def test_bare_names_may_belong_to_one() -> None:
    assert find_model("qwen:7b", KNOWN, {}, otherwise="own") == "own/qwen:7b"


def test_providers_are_asked_in_their_order() -> None:
    assert KNOWN.configured == ("openai", "own")


def test_what_can_be_asked_for_is_listed() -> None:
    listed = list_models(KNOWN, {"fast": "openai"})
    assert listed == ("fast", "openai/gpt-5-mini", "openai/small", "openai/vectors")
