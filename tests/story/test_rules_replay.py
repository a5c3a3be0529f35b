"""Fifty conversations with every provider down: all are answered, on the rules rung, and say so."""

import json
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from frontdesk.ability.evals.script import Recorded, Scripted, parse_conversation
from frontdesk.app import controls, registry, replay, settings
from frontdesk.app.replay import Stage
from frontdesk.app.replay.played import Played, render_played
from testing.database import Server

CONVERSATIONS = 50
FILES = sorted((Path(__file__).parents[1] / "evals" / "conversations").glob("*.jsonl"))
DOWN = "http://127.0.0.1:9"
AWAY = {
    "OPENAI_BASE_URL": f"{DOWN}/v1",
    "ANTHROPIC_API_KEY": "away",
    "ANTHROPIC_BASE_URL": DOWN,
    "GEMINI_API_KEY": "away",
    "GEMINI_BASE_URL": DOWN,
    "LOCAL_MODEL_BASE_URL": f"{DOWN}/v1",
    # Recorded minutes pass at once here: let a breaker that opened stay open.
    "CIRCUIT_BREAKER_TIME_WINDOW": "3600",
    "CIRCUIT_BREAKER_RECOVERY_TIME": "86400",
}
# Turns whose words no model may choose, whether it is there or not.
OWN_WORDS = ("verbatim", "nothing_said", "consent", "calls_a_person", "urgent", "other_language")


def scripts() -> list[Recorded | Scripted]:
    """As many conversations of each shipped bot as there are of the others, fifty in all."""
    lines = [file.read_text().splitlines() for file in FILES]
    mixed = [line for row in zip(*lines, strict=False) for line in row]
    return [parse_conversation(json.loads(line)) for line in mixed[:CONVERSATIONS]]


@pytest.fixture
async def stage(postgres: Server) -> AsyncIterator[Stage]:
    kinds = registry.scan()
    declared = (*settings.HOUSE, *kinds.settings(), *controls.list_settings(kinds))
    tree = settings.load_settings(declared, AWAY)
    async with replay.open_stage(tree, kinds, postgres.url) as opened:
        yield opened


@pytest.mark.store
async def test_fifty_conversations_need_no_model(stage: Stage) -> None:
    assert stage.line.gateway.configured
    played = [await replay.play_conversation(stage, script) for script in scripts()]
    found = replay.summarise(played)
    assert (len(played), found.broken) == (CONVERSATIONS, 0)
    assert found.rungs == {"rules": found.turns}
    _check_reasons(played)


def _check_reasons(played: list[Played]) -> None:
    """Each turn says why it stood on the rules rung: the model did not answer, or was not needed."""
    reasons = [turn.why_rung for one in played for turn in one.turns]
    kinds = Counter("own words" if why in OWN_WORDS else "away" for why in reasons if why)
    assert kinds.total() == len(reasons)
    assert kinds["away"] > 0
    told = {why.split()[0].strip(":") for why in reasons if why not in OWN_WORDS}
    assert told <= {"unreachable", "breaker_open", "read,"}
    for one in played:
        shown = "\n".join(render_played(one))
        assert shown.count("rung      rules (") == len(one.turns)
