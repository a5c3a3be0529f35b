"""The password file, connection URLs, and the settings file."""

from pathlib import Path

from psycopg.conninfo import conninfo_to_dict

from frontdesk.ground.store.embedded import passwords, places, tuning


def test_saved_passwords_are_loaded(tmp_path: Path) -> None:
    where = places.Places(tmp_path)
    made = passwords.make(where)

    assert passwords.load(where) == made
    assert set(made) == {"postgres", "frontdesk"}
    assert where.passfile.stat().st_mode & 0o777 == 0o600


def test_missing_passwords_load_as_none(tmp_path: Path) -> None:
    assert passwords.load(places.Places(tmp_path)) == {}


def test_odd_paths_survive_the_url(tmp_path: Path) -> None:
    where = places.Places(tmp_path / "a b&c=ü%?'")
    parts = conninfo_to_dict(passwords.url(where, "/run/x y", role="frontdesk", database="d b"))

    assert parts == {
        "user": "frontdesk",
        "dbname": "d b",
        "host": "/run/x y",
        "port": "5432",
        "passfile": str(where.passfile),
    }


def test_settings_of_the_caller_win(tmp_path: Path) -> None:
    text = tuning.render(places.Places(tmp_path), {"fsync": "off"})

    assert "fsync = 'off'" in text
    assert "fsync = 'on'" not in text
    assert "listen_addresses = ''" in text


def test_operator_file_comes_last(tmp_path: Path) -> None:
    where = places.Places(tmp_path / "it's")
    last = tuning.render(where, {}).splitlines()[-1]

    assert last == f"include_if_exists '{tmp_path}/it''s/postgres.conf.user'"
