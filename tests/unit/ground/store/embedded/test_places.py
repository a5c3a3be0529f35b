"""Folders below a home, and folders for a socket that must be safe."""

import os
import tempfile
from pathlib import Path

import pytest

from frontdesk.ground.store.embedded import account, places
from frontdesk.ground.words import problems

SELF = account.Account("self", os.geteuid(), os.getegid(), switched=False)


def test_made_folders_are_closed_and_parents_kept(tmp_path: Path) -> None:
    tmp_path.chmod(0o705)
    where = places.below(tmp_path / "new" / "home")
    places.make_root(where, SELF)
    places.make_log_folder(where, SELF)

    modes = [folder.stat().st_mode & 0o777 for folder in (tmp_path, where.root, where.log)]
    assert modes == [0o705, 0o700, 0o700]


def test_short_home_holds_its_socket(tmp_path: Path) -> None:
    where = places.below(tmp_path)
    places.make_root(where, SELF)

    assert places.make_socket_folder(where, SELF) == tmp_path / "postgres" / "run"


@pytest.mark.parametrize("mode", [0o770, 0o707, 0o755])
def test_socket_folder_left_open_is_refused(tmp_path: Path, mode: int) -> None:
    where = places.below(tmp_path)
    places.make_root(where, SELF)
    (where.root / "run").mkdir()
    (where.root / "run").chmod(mode)

    with pytest.raises(problems.Problem, match="unsafe_folder"):
        places.make_socket_folder(where, SELF)


def test_linked_socket_folder_is_refused() -> None:
    with tempfile.TemporaryDirectory() as short:  # below a long path the socket stands elsewhere
        where = places.below(Path(short) / "home")
        places.make_root(where, SELF)
        (Path(short) / "elsewhere").mkdir(mode=0o700)
        (where.root / "run").symlink_to(Path(short) / "elsewhere")

        with pytest.raises(problems.Problem, match="unsafe_folder"):
            places.make_socket_folder(where, SELF)


def test_other_folders_are_not_cleared(tmp_path: Path) -> None:
    where = places.below(tmp_path)
    places.make_root(where, SELF)
    folder = places.make_socket_folder(where, SELF)
    places.clear_socket_folder(where, folder)

    assert folder.is_dir()
