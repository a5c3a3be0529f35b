"""What every command shares: spans of time, objects, tables, and errors as one line with a fix."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from click.testing import Result

from frontdesk.app.cli import options
from frontdesk.ground.words.problems import BadInput
from testing.database import Server

NOW = datetime(2031, 5, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("90s", 90), ("30m", 1800), ("2h", 7200), ("1.5d", 129600), ("1w", 604800)],
)
def test_expiry_is_a_span_from_now(text: str, seconds: float) -> None:
    assert options.parse_expiry(text, NOW) == NOW + timedelta(seconds=seconds)


def test_expiry_is_a_time_with_offset() -> None:
    at = options.parse_expiry("2031-05-01T14:00:00+00:00", NOW)
    assert at == NOW + timedelta(hours=2)


def test_no_expiry_stays_none() -> None:
    assert options.parse_expiry(None, NOW) is None


@pytest.mark.parametrize("text", ["soon", "2 fortnights", "2031-05-01T14:00:00", "-2h"])
def test_odd_expiry_is_refused_with_fix(text: str) -> None:
    with pytest.raises(BadInput) as refused:
        options.parse_expiry(text, NOW)
    assert (refused.value.code, "30m" in refused.value.fix) == ("app.bad_expiry", True)


@pytest.mark.parametrize("text", ["", "[1]", "7", "{broken"])
def test_only_an_object_is_an_object(text: str) -> None:
    with pytest.raises(BadInput) as refused:
        options.parse_object(text, "settings")
    assert refused.value.field == "settings"


def test_long_cells_are_cut_on_one_line() -> None:
    assert options.shorten("a  b\n" + "c" * 80) == "a b " + "c" * 55 + "…"


def test_missing_installation_is_one_clear_line(bare_cli: Callable[..., Result]) -> None:
    found = bare_cli("keys", "list")
    first, second = found.stderr.splitlines()
    assert found.exit_code == 1
    assert first.startswith("frontdesk: there is no installation in ")
    assert second == "  fix: start one with `frontdesk serve`, or name its home with --home"


def test_unreachable_database_names_the_setting(bare_cli: Callable[..., Result]) -> None:
    found = bare_cli("keys", "list", DATABASE_URL="postgresql://x@127.0.0.1:1/x")
    assert found.exit_code == 1
    assert "the database does not answer" in found.stderr
    assert "DATABASE_URL" in found.stderr


def test_empty_database_asks_for_migration(
    bare_cli: Callable[..., Result], postgres: Server
) -> None:
    with postgres.database() as url:
        found = bare_cli("keys", "list", DATABASE_URL=url)
    assert found.exit_code == 1
    assert "fix: run `frontdesk migrate`" in found.stderr


def test_several_tenants_must_be_told_apart(cli: Callable[..., Result]) -> None:
    cli("tenants", "create", "other")
    found = cli("keys", "list")
    assert found.exit_code == 1
    assert "--tenant with one of harbor, other" in found.stderr
