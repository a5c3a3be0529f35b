"""Where a turn's one model call goes: to reading what was read weakly, else to wording."""

from dataclasses import replace
from datetime import date

import pytest

from frontdesk.content.bots.real_estate import lead
from frontdesk.flow.conversation.contracts.interview import OTHER_SIDE
from frontdesk.flow.conversation.proposals.weak import decide_weak
from frontdesk.flow.conversation.state import State
from frontdesk.ground.words.reading import Intent, Reading, Urgency, Value

TODAY = date(2026, 3, 2)
TEXT = "we were sort of thinking about the other thing"


def weak(reading: Reading, asked: str | None = None) -> str | None:
    return decide_weak(lead.BOT, State(bot="lead", asked=asked), reading, TODAY)


def wishes(*scores: tuple[str, float]) -> Reading:
    return Reading(TEXT, intents=tuple(Intent(name, score, (0, 4)) for name, score in scores))


@pytest.mark.parametrize(
    ("reading", "asked", "expected"),
    [
        (Reading(TEXT), None, "no_intent"),
        (Reading(TEXT), "timeline", "asked_unfilled"),
        (Reading(TEXT, language="other"), None, "other_language"),
        (replace(wishes(("sell", 0.95)), doubts=("intent: sell or rent",)), None, "doubts"),
        (wishes(("sell", 0.65)), "timeline", "asked_unfilled"),
        (wishes(("none", 1.0)), None, "no_intent"),
        (wishes(("thanks", 0.75), ("bye", 0.7)), None, "close_scores"),
        (Reading(TEXT), OTHER_SIDE, "asked_unfilled"),
        (Reading("ok thanks", intents=(Intent("thanks", 0.9, (3, 9)),)), "timeline", None),
        (wishes(("thanks", 0.9)), "timeline", "asked_unfilled"),
        (wishes(("ask_info", 0.9)), "timeline", None),
        (wishes(("dont_know", 0.9)), "timeline", None),
        (Reading("no thank you", reply="no"), OTHER_SIDE, None),
        (wishes(("greet", 0.95)), None, None),
        (Reading("Davis", values=(Value("address", {"city": "Davis"}, (0, 5)),)), "area", None),
    ],
)
def test_weak_readings_are_named(reading: Reading, asked: str | None, expected: str | None) -> None:
    assert weak(reading, asked) == expected


@pytest.mark.parametrize(
    "reading",
    [
        Reading("STOP", opt="out"),
        Reading("help me", opt="help"),
        Reading(TEXT, asks_for_person=True),
        Reading(TEXT, urgency=Urgency("emergency")),
        Reading(""),
        Reading(" ... ?!"),
    ],
)
def test_consent_danger_and_people_stay_local(reading: Reading) -> None:
    assert (weak(reading), weak(reading, "timeline")) == (None, None)
