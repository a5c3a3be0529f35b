"""Recorded and scripted conversations go through the real line and reach nobody."""

import json
from collections.abc import AsyncIterator, Mapping
from pathlib import Path

import psycopg
import pytest

from frontdesk.ability.evals.script import Recorded, Scripted, parse_conversation
from frontdesk.app import registry, replay, settings
from frontdesk.app.replay import Stage
from frontdesk.ground.store.scratch import PREFIX
from frontdesk.ground.words.problems import BadInput
from frontdesk.ground.words.reading import Json
from testing.database import Server
from tests.story.processes import Installation

NOW = "2031-05-05T10:00:00-07:00"
RECORDED: Mapping[str, Json] = {
    "id": "recorded",
    "bot": "buyer",
    "now": NOW,
    "turns": [
        {"speaker": "customer", "text": "Hello, we want to buy a home in Folsom"},
        {"speaker": "bot", "text": "How many bedrooms?", "asked": "beds"},
        {"speaker": "customer", "text": "4", "expect": {"beds": 4, "area": "Folsom"}},
        {"speaker": "bot", "text": "Is 700 fine?", "offered": {"budget": {"max": 70000000}}},
        {
            "speaker": "customer",
            "text": "yes",
            "expect": {"budget": {"max": 70000000}, "baths": None},
        },
        {"speaker": "bot", "text": "And the bathrooms?", "asked": "baths"},
        {"speaker": "customer", "text": "2", "expect": {"baths": 3}},
    ],
}
SCRIPTED: Mapping[str, Json] = {
    "id": "scripted",
    "bot": "lead",
    "now": NOW,
    "opening": "I want to sell my house",
    "goal": {
        "address": {"say": ["14 Maple Drive, Folsom"], "value": {"number": "14"}},
        "price": {"say": ["500k"], "value": {"amount_minor": 50000000, "currency": "USD"}},
        "condition": {"say": ["move-in ready"], "value": "needs_work"},
    },
    "expect": {"bot": "seller", "handoff": ["seller"], "kind": "hand_off"},
}


@pytest.fixture
async def stage(postgres: Server) -> AsyncIterator[Stage]:
    tree = settings.load_settings(
        (*settings.HOUSE, *registry.scan().settings()),
        {"LEADS_WEBHOOK_URL": "http://127.0.0.1:1/leads"},
    )
    async with replay.open_stage(tree, registry.scan(), postgres.url) as opened:
        yield opened


def parse(raw: Mapping[str, Json]) -> Recorded | Scripted:
    return parse_conversation(raw)


async def test_recorded_question_is_what_was_asked(stage: Stage) -> None:
    played = await replay.play_conversation(stage, parse(RECORDED))
    assert [turn.asked_before for turn in played.turns] == [None, "beds", None, "baths"]
    assert [turn.compared.right for turn in played.turns] == [
        (),
        ("beds", "area"),
        ("budget", "baths"),
        (),
    ]
    assert played.compared.wrong == ("baths",)


async def test_every_reply_leaves_by_the_carrier(stage: Stage) -> None:
    played = await replay.play_conversation(stage, parse(RECORDED))
    carried = [text for turn in played.turns for text in turn.carried]
    assert carried == [message.text for message in stage.carrier.taken]
    assert all(turn.carried for turn in played.turns)


async def test_scripted_customer_answers_what_is_asked(stage: Stage) -> None:
    played = await replay.play_conversation(stage, parse(SCRIPTED))
    assert [turn.turn.text for turn in played.turns[:2]] == [
        "I want to sell my house",
        "14 Maple Drive, Folsom",
    ]
    assert set(played.compared.right) == {"address", "price"}
    assert played.compared.wrong == ("condition",)
    assert [unmet.split()[0] for unmet in played.unmet] == ["kind"]


async def test_replay_tells_no_receiver_of_leads(stage: Stage) -> None:
    played = await replay.play_conversation(stage, parse(SCRIPTED))
    notes = [str(step["note"]) for step in played.turns[-1].turn.steps if step["name"] == "act"]
    assert notes == ["ReportQualified not_linked"]


async def test_relative_days_count_from_the_recording(stage: Stage) -> None:
    script = parse(
        {
            "id": "days",
            "bot": "buyer",
            "now": NOW,
            "turns": [
                {"speaker": "customer", "text": "hi, we want to buy a place"},
                {"speaker": "bot", "text": "When would you move?", "asked": "timeline"},
                {"speaker": "customer", "text": "tomorrow", "expect": {"timeline": "2031-05-06"}},
            ],
        }
    )
    played = await replay.play_conversation(stage, script)
    assert played.compared.right == ("timeline",)


async def test_two_replays_do_not_meet(stage: Stage) -> None:
    first = await replay.play_conversation(stage, parse(RECORDED))
    second = await replay.play_conversation(stage, parse(RECORDED))
    assert len(first.turns) == len(second.turns)
    assert first.compared == second.compared


async def test_unknown_bot_is_refused(stage: Stage) -> None:
    with pytest.raises(BadInput) as refused:
        await replay.play_conversation(stage, parse(RECORDED), bot="nobody")
    assert refused.value.code == "replay.unknown_bot"


def test_command_prints_turns_and_summary(postgres: Server, tmp_path: Path) -> None:
    file = tmp_path / "conversations.jsonl"
    file.write_text(f"{json.dumps(RECORDED)}\n\n{json.dumps(SCRIPTED)}\n")
    with postgres.database(template="schema") as url:
        installation = Installation(tmp_path / "home", url)
        found = installation.run_json("replay", str(file))
        told = installation.run("replay", str(file), "--mode", "forced")
        with psycopg.connect(url) as connection:
            rows = connection.execute("select count(*) from conversations").fetchone()
            left = connection.execute(
                "select count(*) from pg_database where starts_with(datname, %s)", [PREFIX]
            ).fetchone()
    assert [one["mode"] for one in found["conversations"]] == ["forced", "scripted"]
    turn = found["conversations"][0]["turns"][1]
    assert {"reading", "decision", "reply", "rung", "ms", "state"} <= set(turn)
    assert found["summary"]["slots_right"] == 6
    assert found["summary"]["broken"] == 0
    assert (told.exit_code, "replay.bad_line" in told.stderr) == (1, False)
    assert "conversations.jsonl:3: has a goal, which --mode forced cannot play" in told.stderr
    assert (rows, left) == ((0,), (0,))


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("nonsense", "conversations.jsonl:1: the line is no JSON object"),
        ('{"id": "x"}', "conversations.jsonl:1: a conversation has a bad goal"),
        (
            '{"id": "x", "turns": [], "colour": 1}',
            "conversations.jsonl:1: a conversation has a bad",
        ),
    ],
)
def test_bad_lines_are_named(tmp_path: Path, line: str, said: str) -> None:
    file = tmp_path / "conversations.jsonl"
    file.write_text(line)
    done = Installation(tmp_path / "home", "postgresql://nobody@127.0.0.1:1/x").run(
        "replay", str(file)
    )
    assert (done.exit_code, said in done.stderr) == (1, True)


def test_one_file_adds_a_bot_for_a_replay(postgres: Server, tmp_path: Path) -> None:
    (tmp_path / "parrot.py").write_text(
        "from testing.bots import ECHO\nfrom dataclasses import replace\n"
        "BOT = replace(ECHO, name='parrot', tools=())\n"
    )
    file = tmp_path / "conversations.jsonl"
    file.write_text(
        json.dumps(
            {"id": "x", "bot": "lead", "turns": [{"speaker": "customer", "text": "good morning"}]}
        )
    )
    with postgres.database(template="schema") as url:
        told = Installation(tmp_path / "home", url).run(
            "replay", str(file), "--bots", str(tmp_path / "parrot.py"), "--bot", "parrot"
        )
    assert told.exit_code == 0, told.stderr
    assert "got good morning" in told.stdout
