"""The environment turned into typed settings; what is unknown or malformed refuses the start."""

from pathlib import Path

import pytest

from frontdesk.app import settings
from frontdesk.ground.words.problems import BadInput
from frontdesk.ground.words.settings import Setting

VENDOR = (
    Setting("ACME_BASE_URL", "url", "Where.", "https://api.acme.example"),
    Setting("ACME_TOKEN", "text", "Proof.", secret=True),
    Setting("ACME_RATE", "float", "How much.", 1.5, least=0, most=10),
    Setting("ACME_ON", "bool", "Whether.", False),
    Setting("ACME_NAMES", "list", "Who."),
)


def load(**environment: str) -> settings.Settings:
    return settings.load_settings((*settings.HOUSE, *VENDOR), environment)


def test_defaults_hold_where_nothing_is_set() -> None:
    found = load()
    assert (found.number("FRONTDESK_PORT"), found.url) == (8000, "http://127.0.0.1:8000")


def test_values_are_read_by_their_kind() -> None:
    found = load(
        FRONTDESK_PORT="8123", ACME_RATE="2", ACME_ON="yes", ACME_NAMES="a, b", APP_ENV="production"
    )
    assert [found.value(setting) for setting in VENDOR[2:]] == [2.0, True, ("a", "b")]
    assert found.number("FRONTDESK_PORT") == 8123


def test_addresses_lose_their_last_slash() -> None:
    found = load(ACME_BASE_URL="http://localhost:9/x/")
    assert found.value(VENDOR[0]) == "http://localhost:9/x"


def test_every_address_is_shown_as_local() -> None:
    assert load(FRONTDESK_HOST="0.0.0.0").url == "http://127.0.0.1:8000"


def test_options_outweigh_the_environment() -> None:
    found = settings.load_settings(
        settings.HOUSE, {"FRONTDESK_PORT": "8001"}, {"FRONTDESK_PORT": "8002"}
    )
    assert found.number("FRONTDESK_PORT") == 8002


def test_variables_of_a_vendors_own_tools_pass() -> None:
    assert load(ACME_LOG="debug").text("ACME_TOKEN") == ""


def test_secret_may_stand_in_a_file(tmp_path: Path) -> None:
    (tmp_path / "token").write_text("s3cret\n")
    assert load(ACME_TOKEN_FILE=str(tmp_path / "token")).text("ACME_TOKEN") == "s3cret"


@pytest.mark.parametrize(
    ("environment", "code", "fix"),
    [
        ({"FRONTDESK_PROT": "1"}, "settings.unknown", "did you mean FRONTDESK_PORT?"),
        ({"FRONTDESK_QQQQQQQQQQQQQQQQQQQQQQQQQQQ": "9"}, "settings.unknown", "unset it"),
        ({"ACME_TOKENN": "9"}, "settings.unknown", "did you mean ACME_TOKEN?"),
        ({"FRONTDESK_PORT": "http"}, "settings.malformed", "give a number"),
        ({"FRONTDESK_PORT": "70000"}, "settings.malformed", "give a number from 1 to 65535"),
        ({"APP_ENV": "prod"}, "settings.malformed", "give one of development, test"),
        ({"ACME_BASE_URL": "acme.example"}, "settings.malformed", "give an address that starts"),
        ({"ACME_ON": "maybe"}, "settings.malformed", "give true or false"),
        ({"ACME_TOKEN_FILE": "/no/such"}, "settings.no_file", "name a readable file"),
        ({"ACME_TOKEN": "a", "ACME_TOKEN_FILE": "b"}, "settings.twice", "set one of them"),
    ],
)
def test_mistakes_refuse_with_field_and_fix(
    environment: dict[str, str], code: str, fix: str
) -> None:
    with pytest.raises(BadInput) as refused:
        load(**environment)
    assert refused.value.code == code
    assert refused.value.fix.startswith(fix)
    assert refused.value.field in environment


def test_refusal_never_shows_a_secret() -> None:
    secret = Setting("ACME_PIN", "int", "Proof.", secret=True)
    with pytest.raises(BadInput) as refused:
        settings.load_settings((secret,), {"ACME_PIN": "hunter2"})
    assert "hunter2" not in str(refused.value)


def test_strangers_variables_are_left_alone() -> None:
    assert load(PATH="/bin", OTHER_THING="1").number("FRONTDESK_PORT") == 8000


def test_trials_share_the_one_database() -> None:
    url = "postgresql://db.example/frontdesk"
    both = {"AB_TESTING_DB_CONNECTION_STRING": url, "DATABASE_URL": url}
    assert load(**both).text("AB_TESTING_DB_CONNECTION_STRING") == url


@pytest.mark.parametrize("other", ["", "postgresql://db.example/another"])
def test_a_second_database_is_refused(other: str) -> None:
    with pytest.raises(BadInput, match=r"settings\.two_databases") as refused:
        load(AB_TESTING_DB_CONNECTION_STRING="postgresql://db.example/x", DATABASE_URL=other)
    assert refused.value.field == "AB_TESTING_DB_CONNECTION_STRING"
