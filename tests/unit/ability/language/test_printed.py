"""The printed shape of a reading, and the lines it is made from."""

import json
from datetime import UTC, datetime

from frontdesk.ability import language

NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)
DEFAULTS = language.Context(now=NOW)
KEYS = {
    "text",
    "language",
    "intents",
    "values",
    "reply",
    "urgency",
    "asks_for_person",
    "opt",
    "mood",
    "sensitive",
    "doubts",
}


def test_the_keys_are_the_documented_ones() -> None:
    (printed,) = language.read_lines(["sell my house friday at 3"], DEFAULTS)
    assert set(printed) == KEYS
    json.dumps(printed)


def test_why_adds_a_reason_to_every_item() -> None:
    (printed,) = language.read_lines(["I smell gas, come friday, 909 555 0142"], DEFAULTS, why=True)
    assert set(printed) == KEYS | {"why"}
    found = json.loads(json.dumps(printed))
    assert all(item["why"] for item in [*found["intents"], *found["sensitive"], *found["values"]])
    assert found["why"]["urgency"]


def test_a_json_line_sets_its_own_context() -> None:
    line = json.dumps({"text": "tomorrow", "now": "2026-05-01T08:00:00", "tz": "America/New_York"})
    (printed,) = language.read_lines([line], DEFAULTS)
    found = json.loads(json.dumps(printed))
    assert found["values"][0]["value"] == "2026-05-02"


def test_a_json_object_without_text_is_text() -> None:
    line = '{"message": "STOP"}'
    (printed,) = language.read_lines([line], DEFAULTS)
    assert printed["text"] == line


def test_a_setting_that_cannot_be_used_is_a_doubt() -> None:
    line = json.dumps({"text": "hi", "tz": "Mars/Base", "now": "soon"})
    (printed,) = language.read_lines([line], DEFAULTS)
    assert len(json.loads(json.dumps(printed))["doubts"]) == 2


def test_the_history_of_the_bot_is_no_evidence() -> None:
    history = [{"role": "bot", "text": "do you want to sell your house"}]
    line = json.dumps({"text": "do you want to sell your house??", "history": history})
    (printed,) = language.read_lines([line], DEFAULTS)
    names = {intent["name"] for intent in json.loads(json.dumps(printed))["intents"]}
    assert "sell" not in names


def test_broken_lines_are_read_as_text() -> None:
    lines = ["{broken", "[1, 2]", "", "{" * 2000]
    assert [p["text"] for p in language.read_lines(lines, DEFAULTS)] == lines
