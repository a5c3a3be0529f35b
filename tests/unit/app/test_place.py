"""The note a server leaves in its home, and homes that hold nothing."""

import os
import stat
from pathlib import Path

import pytest

from frontdesk.app import place, settings
from frontdesk.ground.words.problems import BadInput, Broken
from testing import ports


def at(home: Path) -> settings.Settings:
    return settings.load_settings(settings.HOUSE, {"FRONTDESK_HOME": str(home)})


def test_note_is_read_back(tmp_path: Path) -> None:
    found = at(tmp_path)
    place.save_note(found, "fd_key", loop="uvloop")
    note = place.load_note(found)
    assert (note["url"], note["key"], note["pid"]) == (found.url, "fd_key", os.getpid())


def test_note_is_for_our_eyes_only(tmp_path: Path) -> None:
    found = at(tmp_path)
    place.save_note(found, "fd_key", loop="uvloop")
    assert stat.S_IMODE(place.note_path(found).stat().st_mode) == 0o600


@pytest.mark.parametrize("text", ["", "{", "[]", '{"url": "x"}'])
def test_broken_note_counts_as_none(tmp_path: Path, text: str) -> None:
    (tmp_path / "serving.json").write_text(text)
    with pytest.raises(Broken) as refused:
        place.load_note(at(tmp_path))
    assert refused.value.code == "app.not_serving"


def test_empty_home_is_no_installation(tmp_path: Path) -> None:
    with pytest.raises(Broken) as refused, place.reach_database(at(tmp_path / "new")):
        pass
    assert refused.value.code == "app.no_installation"
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("url", ["nonsense", "mysql://somebody@somewhere/x"])
def test_url_of_no_postgresql_is_refused(tmp_path: Path, url: str) -> None:
    found = settings.load_settings(
        settings.HOUSE, {"FRONTDESK_HOME": str(tmp_path), "DATABASE_URL": url}
    )
    with pytest.raises(BadInput) as refused, place.open_database(found):
        pass
    assert (refused.value.code, refused.value.field) == ("app.bad_database_url", "DATABASE_URL")


def test_silent_database_says_where_to_look(tmp_path: Path) -> None:
    url = f"postgresql://nobody@127.0.0.1:{ports.free_port()}/none"
    found = settings.load_settings(
        settings.HOUSE, {"FRONTDESK_HOME": str(tmp_path), "DATABASE_URL": url}
    )
    with pytest.raises(Broken) as refused, place.open_database(found):
        pass
    assert refused.value.code == "app.no_database"
    assert "Connection refused" in refused.value.public
