"""A path turned into its card, its neighbours by import and its tests."""

from pathlib import Path

import pytest

from frontdesk.app import rooms
from frontdesk.ground.words.problems import BadInput


def test_file_tells_its_room_and_neighbours() -> None:
    found = rooms.find_place(Path("flow/conversation/turn.py"))
    assert found.module == "frontdesk.flow.conversation.turn"
    assert found.card.startswith("Room: one customer message on its way to an answer")
    assert "frontdesk.flow.conversation.run" in found.imported_by
    assert "frontdesk.flow.conversation.decide" in found.imports


def test_folder_is_looked_at_as_one() -> None:
    found = rooms.find_place(Path("ability/consent"))
    assert found.module == found.room == "frontdesk.ability.consent"
    assert not [name for name in found.imports if name.startswith("frontdesk.ability.consent")]
    assert "frontdesk.flow.conversation.gate" in found.imported_by


def test_suffix_may_be_left_out() -> None:
    assert rooms.find_place(Path("app/rooms")).module == "frontdesk.app.rooms"


def test_mirrored_test_is_found() -> None:
    assert "tests/unit/app/test_rooms.py" in rooms.find_place(Path("app/rooms.py")).tests


def test_lines_hold_card_and_lists() -> None:
    lines = list(rooms.render_place(rooms.find_place(Path("app/rooms.py"))))
    assert lines[0] == "frontdesk.app.rooms"
    assert {"Imported by:", "Imports:", "Tests:"} <= set(lines)


@pytest.mark.parametrize("path", ["nowhere", "/", "../pyproject.toml", "flow/conversation/nope.py"])
def test_path_outside_the_house_is_refused(path: str) -> None:
    with pytest.raises(BadInput) as refused:
        rooms.find_place(Path(path))
    assert refused.value.code == "app.no_such_room"
