"""Folders of kinds turned into linked lists; a mistake names the file and the fix."""

from dataclasses import replace
from pathlib import Path

import pytest

from frontdesk.app import kinds, registry
from frontdesk.flow.conversation.contracts.bot import HandsOff
from frontdesk.ground.words.problems import Broken

BOT = """
from frontdesk.ability.language import SlotShape
from frontdesk.flow.conversation.contracts.bot import Bot, Slot, Words
from frontdesk.ground.words.decision import Decision
BOT = Bot(
    name="{name}", purpose="Tries.", slots=(Slot(SlotShape("x", "text"), "ask.x"),),
    words={{"{key}": Words(en=("X?",))}}, decide=lambda bot, facts: Decision("ask", "x"),
)
"""


def test_one_file_adds_a_bot(tmp_path: Path) -> None:
    (tmp_path / "trial.py").write_text(BOT.format(name="trial", key="ask.x"))
    assert "trial" in registry.scan(tmp_path).bots
    assert "trial" in registry.scan(tmp_path / "trial.py").bots


def test_bot_must_be_named_like_its_file(tmp_path: Path) -> None:
    (tmp_path / "trial.py").write_text(BOT.format(name="other", key="ask.x"))
    with pytest.raises(Broken) as refused:
        registry.scan(tmp_path)
    assert "trial.py" in refused.value.public
    assert "name='trial'" in refused.value.fix


def test_question_without_words_is_refused(tmp_path: Path) -> None:
    (tmp_path / "trial.py").write_text(BOT.format(name="trial", key="ask.y"))
    with pytest.raises(Broken) as refused:
        registry.scan(tmp_path)
    assert "has no words 'ask.x'" in refused.value.public


def test_handoff_to_nobody_is_refused() -> None:
    found = registry.scan()
    name, bot = next(iter(found.bots.items()))
    lost = replace(bot, hands_off=(HandsOff("buy", "nobody"),))
    with pytest.raises(Broken) as refused:
        registry.check_links(replace(found, bots={**found.bots, name: lost}))
    assert "hands off to 'nobody'" in refused.value.public


def test_channel_without_door_is_refused() -> None:
    found = registry.scan()
    with pytest.raises(Broken) as refused:
        registry.check_links(replace(found, doors=()))
    assert "is a channel without a DOOR" in refused.value.public


def test_every_kind_is_listed_once() -> None:
    found = registry.scan()
    listed = [(kind.kind, kind.name) for kind in kinds.list_kinds(found)]
    assert len(listed) == len(set(listed))
    assert {("bot", "lead"), ("channel", "api"), ("control", "rung.max")} <= set(listed)


def test_lacking_service_levels_are_told() -> None:
    found = registry.scan()
    bare = replace(found.bots["lead"], targets=())
    listed = kinds.list_kinds(replace(found, bots={"lead": bare}))
    assert "service levels (targets)" in listed[0].lacks
