"""With every model vendor away, fifty scripted customers are served by the shipped bots all the same,
and the report says of each turn on which rung it was answered and why."""

from pathlib import Path

import pytest

from testing import ports
from testing.database import Server
from tests.story.processes import Installation

pytestmark = pytest.mark.store
CONVERSATIONS = Path(__file__).parent.parent / "evals" / "conversations"
SHIPPED, EACH = ("lead", "buyer", "seller"), 17
# What else a note begins with: what is said as it stands, and why a reading wanted a model.
FURTHER = {"verbatim", "consent", "calls_a_person", "urgent", "no_intent"}


def test_fifty_conversations_end_on_the_rules(postgres: Server, tmp_path: Path) -> None:
    lines = [
        line
        for bot in SHIPPED
        for line in (CONVERSATIONS / f"{bot}.jsonl").read_text().splitlines()[:EACH]
    ]
    file = tmp_path / "fifty.jsonl"
    file.write_text("\n".join(lines))
    nobody = f"http://127.0.0.1:{ports.free_port()}"
    away = {
        **{"OPENAI_BASE_URL": nobody, "LOCAL_MODEL_BASE_URL": nobody},
        **{"ANTHROPIC_BASE_URL": nobody, "ANTHROPIC_API_KEY": "sk-away"},
        **{"GEMINI_BASE_URL": nobody, "GEMINI_API_KEY": "away"},
    }
    with postgres.database(template="schema") as url:
        found = Installation(tmp_path / "home", url, away).run_json("replay", str(file))
    turns = [turn for one in found["conversations"] for turn in one["turns"]]
    assert (len(found["conversations"]), len(SHIPPED) * EACH) == (51, 51)
    assert found["summary"]["rungs"] == {"rules": len(turns)}
    assert (found["summary"]["broken"], found["summary"]["unmet"]) == (0, 0)
    assert found["summary"]["slots_right"] == found["summary"]["slots"]
    assert [turn["text"] for turn in turns if not turn["reply"]] == []
    why = {turn["why_rung"].removeprefix("read, ").split(" ")[0].rstrip(":") for turn in turns}
    assert {"unreachable", "breaker_open"} <= why <= {"unreachable", "breaker_open", *FURTHER}, why
    named = next(turn["why_rung"] for turn in turns if turn["why_rung"].startswith("unreachable"))
    assert all(vendor in named for vendor in ("openai/", "anthropic/", "gemini/", "compatible/"))
