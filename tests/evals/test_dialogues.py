"""Conversations of the measuring data keep to their floors, on a part that is quick to play."""

from pathlib import Path

import pytest

from frontdesk.app import registry, replay, settings
from frontdesk.ground.words.reading import Json
from testing.database import Server
from tests.evals import dialogues, sgd

PART = 25


@pytest.mark.data
@pytest.mark.parametrize("service", dialogues.SERVICES, ids=lambda service: str(service[0]))
async def test_goals_stay_above_their_floors(
    postgres: Server, measuring_data: Path, service: tuple[str, str, str, str]
) -> None:
    found = registry.scan(dialogues.HERE / "bots")
    tree = settings.load_settings((*settings.HOUSE, *found.settings()), {})
    async with replay.open_stage(tree, found, postgres.url) as stage:
        goals = await dialogues.play_service(
            stage,
            measuring_data / "dialogue",
            file=service[1],
            service=service[2],
            bot=service[3],
            limit=PART,
            show="",
        )
    assert goals.conversations == PART
    assert goals.average >= dialogues.LEAST_AVERAGE
    assert goals.joint >= dialogues.LEAST_JOINT


@pytest.mark.parametrize(
    ("kind", "values", "filled", "text"),
    [
        ("area", ["san jose"], "San Jose, CA", "San Jose, CA"),
        ("beds", ["3"], 3, "three"),
        ("beds", ["4"], {"min": 4, "max": None}, "at least four"),
        ("flag", ["True"], True, "with a garage"),
        ("date", ["March 4th"], "2019-03-04", "next monday"),
        ("time", ["half past 2 in the afternoon"], "14:30", "2:30 pm"),
        ("choice", ["Family Counselor"], "family_counselor", "counsellor"),
    ],
)
def test_same_meaning_counts_as_right(
    kind: str, values: list[str], filled: Json, text: str
) -> None:
    assert sgd.is_right(kind, values, filled, text)


@pytest.mark.parametrize(
    ("kind", "values", "filled", "text"),
    [
        ("area", ["San Jose"], "San Mateo", "San Mateo"),
        ("beds", ["3"], 2, "two"),
        ("date", ["March 4th"], "2019-03-05", "tuesday"),
        ("flag", ["True"], False, "no garage"),
    ],
)
def test_other_meaning_counts_as_wrong(
    kind: str, values: list[str], filled: Json, text: str
) -> None:
    assert not sgd.is_right(kind, values, filled, text)
