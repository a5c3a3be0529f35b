"""The generated reference pages say what the code declares."""

import pytest

from frontdesk.app import reference, rooms

FILES = reference.render_all()


@pytest.mark.parametrize("name", sorted(FILES))
def test_page_is_what_the_code_declares(name: str) -> None:
    path = rooms.ROOT / name
    committed = path.read_text() if path.is_file() else ""
    assert committed == FILES[name], f"{name} is out of date: run make docs"
