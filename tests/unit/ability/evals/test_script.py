"""Lines of a conversation file and what is refused in them."""

import pytest

from frontdesk.ability.evals import script
from frontdesk.ground.words.problems import BadInput
from frontdesk.ground.words.reading import Json

SCRIPTED: dict[str, Json] = {
    "id": "one",
    "bot": "seller",
    "opening": "hi",
    "goal": {"price": {"say": ["450k", "450,000"], "value": {"amount_minor": 45000000}}},
}


def test_a_goal_makes_a_scripted_customer() -> None:
    parsed = script.parse_conversation(SCRIPTED)
    assert isinstance(parsed, script.Scripted)
    assert parsed.goal["price"] == script.Answer(("450k", "450,000"), {"amount_minor": 45000000})


def test_turns_make_a_recorded_conversation() -> None:
    raw: dict[str, Json] = {
        "id": "two",
        "bot": "buyer",
        "turns": [
            {"speaker": "bot", "text": "How many?", "asked": "beds"},
            {"speaker": "customer", "text": "3", "expect": {"beds": 3}},
        ],
    }
    parsed = script.parse_conversation(raw)
    assert isinstance(parsed, script.Recorded)
    assert [line.asked for line in parsed.turns] == ["beds", None]
    assert parsed.turns[1].expect == {"beds": 3}


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"oppening": "hi"}, "oppening"),
        ({"goal": {"price": "450k"}}, "goal.price"),
        ({"quirks": [{"say": "hm"}]}, "quirks"),
        (
            {"quirks": [{"when_asked": "price", "say": "hm", "then": "later"}]},
            "quirks.then",
        ),
        ({"expect": {"owner": "seller"}}, "expect.owner"),
        ({"opening": 3}, "opening"),
        ({"volunteers": "price"}, "volunteers"),
        ({"expect": "close"}, "expect"),
    ],
)
def test_a_malformed_line_names_its_field(change: dict[str, Json], field: str) -> None:
    with pytest.raises(BadInput) as refused:
        script.parse_conversation({**SCRIPTED, **change})
    assert refused.value.field == field


def test_a_line_without_goal_and_turns_is_refused() -> None:
    with pytest.raises(BadInput) as refused:
        script.parse_conversation({"id": "x", "bot": "lead"})
    assert refused.value.field == "goal"


def test_an_unknown_speaker_is_refused() -> None:
    with pytest.raises(BadInput) as refused:
        script.parse_conversation({"id": "x", "bot": "lead", "turns": [{"speaker": "dog"}]})
    assert refused.value.field == "turns"
