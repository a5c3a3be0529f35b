"""Every customer we wrote, played through the shipped bots in memory."""

import json
from datetime import datetime
from pathlib import Path

import pytest

from frontdesk.ability.evals import compare, customer, script
from tests.unit.content.talk import BOTS, Talk

FOLDER = Path(__file__).parents[2] / "evals/conversations"
LEAST_PER_BOT, LEAST_RIGHT = 20, 0.97


def customers(bot: str) -> list[script.Scripted]:
    lines = (FOLDER / f"{bot}.jsonl").read_text(encoding="utf-8").splitlines()
    parsed = [script.parse_conversation(json.loads(line)) for line in lines]
    return [one for one in parsed if isinstance(one, script.Scripted)]


EVERYONE = [pytest.param(one, id=one.id) for bot in BOTS for one in customers(bot)]


def play(one: script.Scripted) -> tuple[Talk, list[str], list[str]]:
    """The talk at its end, the bots it was handed to, and every slot that was asked for."""
    assert one.now is not None
    talk = Talk(bot=one.bot, locale=one.locale, now=datetime.fromisoformat(one.now))
    progress, heard = customer.Progress(), None
    moves: list[str] = []
    asked: list[str] = []
    while True:
        text, progress = customer.next_text(one, progress, heard)
        if text is None:
            return talk, moves, asked
        known = set(talk.values())
        talk.say(text)
        if talk.decision.to:
            moves.append(talk.decision.to)
        if talk.decision.asked:
            assert talk.decision.asked not in known
            asked.append(talk.decision.asked)
        heard = customer.Heard(talk.reply, talk.decision.asked, talk.decision.kind)


@pytest.mark.parametrize("one", EVERYONE)
def test_each_customer_ends_as_expected(one: script.Scripted) -> None:
    talk, moves, asked = play(one)
    expect = one.expect
    assert (talk.bot, talk.decision.kind) == (expect.bot, expect.kind)
    assert moves == list(expect.handoff)
    assert expect.other_side in (None, talk.state.other_side)
    assert not set(asked) & set(one.volunteers)


@pytest.mark.parametrize("bot", sorted(BOTS))
def test_most_slots_come_out_right(bot: str) -> None:
    right = expected = 0
    for one in customers(bot):
        talk, _, _ = play(one)
        meant = {slot: answer.value for slot, answer in one.goal.items()}
        names = [slot.name for slot in BOTS[talk.bot].slots]
        slots = compare.compare_slots(meant, talk.values(), known=names)
        right, expected = right + len(slots.right), expected + slots.expected
    assert right / expected >= LEAST_RIGHT


@pytest.mark.parametrize("bot", sorted(BOTS))
def test_each_bot_has_its_twenty_customers(bot: str) -> None:
    names = [one.id for one in customers(bot)]
    assert len(names) >= LEAST_PER_BOT
    assert len(names) == len(set(names))
