"""Tenants are made and set up with clear refusals of what nothing reads."""

import json
from collections.abc import Callable

import pytest
from click.testing import Result

Cli = Callable[..., Result]


def settings(cli: Cli) -> object:
    return json.loads(cli("tenants", "list", "--json").stdout)[0]["settings"]


def test_set_changes_only_what_is_named(cli: Cli) -> None:
    cli("tenants", "set", "harbor", '{"nudge_after_s": 60}')
    assert settings(cli) == {"business": "Harbor Realty", "nudge_after_s": 60}


def test_null_gives_a_default_back(cli: Cli) -> None:
    cli("tenants", "set", "harbor", '{"business": null}')
    assert settings(cli) == {}


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ('{"buzz": 1}', "a tenant has no setting 'buzz'"),
        ('{"timezone": "Mars/North"}', "timezone is 'Mars/North'"),
        ('{"nudge_after_s": -1}', "nudge_after_s is -1"),
        ('{"disclose": "yes"}', "disclose is 'yes'"),
        ('{"origins": "https://a.example"}', "origins is 'https://a.example'"),
        ('{"origins": ["a.example"]}', "origins is ('a.example',)"),
        ('{"locale": "english"}', "locale is 'english'"),
        ('{"default_bot": "nobody"}', "there is no bot 'nobody'"),
        ('{"settle_s": {"pigeon": 1}}', "settle_s names 'pigeon', which is no channel"),
        ("not json", "'not json' is no JSON object"),
    ],
)
def test_bad_settings_are_refused_with_fix(cli: Cli, given: str, said: str) -> None:
    found = cli("tenants", "set", "harbor", given)
    assert found.exit_code == 1
    assert said in found.stderr
    assert "  fix: " in found.stderr


def test_tenant_is_not_made_twice(cli: Cli) -> None:
    found = cli("tenants", "create", "harbor")
    assert (found.exit_code, "there is a tenant 'harbor' already" in found.stderr) == (1, True)


def test_odd_tenant_ids_are_refused(cli: Cli) -> None:
    found = cli("tenants", "create", "Harbor Realty")
    assert (found.exit_code, "cannot be a tenant's id" in found.stderr) == (1, True)


def test_unknown_tenant_cannot_be_set(cli: Cli) -> None:
    found = cli("tenants", "set", "nobody", "{}")
    assert (found.exit_code, "there is no tenant 'nobody'" in found.stderr) == (1, True)
