"""Keys are made once, listed without the secret, and revoked by name."""

import json
from collections.abc import Callable

from click.testing import Result

Cli = Callable[..., Result]


def test_made_key_is_shown_once(cli: Cli) -> None:
    secret = cli("keys", "create", "desk", "--scope", "operator").stdout.strip()
    listed = cli("keys", "list", "--json").stdout
    assert secret.startswith("fd_")
    assert secret not in listed
    assert [(row["name"], row["scope"], row["hint"]) for row in json.loads(listed)] == [
        ("desk", "operator", secret[-4:])
    ]


def test_made_key_prints_as_json(cli: Cli) -> None:
    made = json.loads(cli("keys", "create", "desk", "--json").stdout)
    assert (made["name"], made["scope"]) == ("desk", "customer")


def test_revoked_key_keeps_its_row(cli: Cli) -> None:
    cli("keys", "create", "desk")
    assert cli("keys", "revoke", "desk").stdout == "revoked 1\n"
    assert json.loads(cli("keys", "list", "--json").stdout)[0]["revoked_at"] is not None


def test_unknown_key_cannot_be_revoked(cli: Cli) -> None:
    found = cli("keys", "revoke", "nobody")
    assert (found.exit_code, "there is no key called 'nobody'" in found.stderr) == (1, True)


def test_no_keys_say_how_to_make_one(cli: Cli) -> None:
    assert cli("keys", "list").stdout == "no keys: make one with `frontdesk keys create`\n"
