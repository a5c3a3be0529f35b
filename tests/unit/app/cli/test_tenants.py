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


def answers(cli: Cli) -> dict[str, list[str]]:
    listed = json.loads(cli("tenants", "list", "--json").stdout)
    return {tenant["id"]: tenant["answers"] for tenant in listed}


def test_tenant_answers_at_a_number(cli: Cli) -> None:
    found = cli("tenants", "answer", "harbor", "sms", "+1 (555) 010-0123")
    assert (found.exit_code, found.stdout) == (0, "harbor answers at sms +15550100123\n")
    assert answers(cli) == {"harbor": ["sms +15550100123"]}


def test_number_of_another_tenant_stays_theirs(cli: Cli) -> None:
    cli("tenants", "create", "bayside")
    cli("tenants", "answer", "bayside", "sms", "+15550100123")
    found = cli("tenants", "answer", "harbor", "sms", "+15550100123")
    assert (found.exit_code, "the tenant 'bayside' answers at" in found.stderr) == (1, True)
    assert answers(cli) == {"bayside": ["sms +15550100123"], "harbor": []}


def test_number_is_free_after_stop(cli: Cli) -> None:
    cli("tenants", "answer", "harbor", "sms", "+15550100123")
    found = cli("tenants", "answer", "harbor", "sms", "+15550100123", "--stop")
    assert found.stdout == "harbor no longer answers at sms +15550100123\n"
    assert answers(cli) == {"harbor": []}


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (("nobody", "sms", "+15550100123"), "there is no tenant 'nobody'"),
        (("harbor", "pigeon", "+15550100123"), "there is no channel 'pigeon'"),
        (("harbor", "sms", "5550100"), "'5550100' is no phone number with its country code"),
    ],
)
def test_odd_addresses_are_refused_with_fix(
    cli: Cli, given: tuple[str, str, str], said: str
) -> None:
    found = cli("tenants", "answer", *given)
    assert (found.exit_code, said in found.stderr) == (1, True)
