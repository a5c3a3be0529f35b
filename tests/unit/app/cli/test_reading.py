"""`frontdesk read` prints one Reading per line and refuses what it cannot use."""

import json
from collections.abc import Callable

import pytest
from click.testing import Result

Cli = Callable[..., Result]


def test_each_line_gives_one_reading(bare_cli: Cli) -> None:
    printed = bare_cli("read", given="I want to sell my house\nSTOP\n").stdout.splitlines()
    first, second = (json.loads(line) for line in printed)
    assert first["intents"][0]["name"] == "sell"
    assert second["opt"] == "out"


def test_bot_gives_its_slots_to_the_reading(bare_cli: Cli) -> None:
    line = bare_cli(
        "read", "--bot", "seller", "--asked", "condition", given="move-in ready\n"
    ).stdout
    kinds = [value["kind"] for value in json.loads(line)["values"]]
    assert "choice" in kinds


def test_now_and_zone_place_relative_days(bare_cli: Cli) -> None:
    line = bare_cli(
        "read", "--now", "2031-05-01T23:30:00", "--tz", "America/Denver", given="tomorrow\n"
    ).stdout
    assert json.loads(line)["values"][0]["value"] == "2031-05-02"


def test_why_explains_every_value(bare_cli: Cli) -> None:
    line = bare_cli("read", "--why", "--asked", "budget", given="300k\n").stdout
    assert all(value["why"] for value in json.loads(line)["values"])


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--bot", "nobody"], "there is no bot 'nobody'"),
        (["--tz", "Mars/North"], "'Mars/North' is no time zone"),
        (["--now", "noonish"], "'noonish' is no time"),
    ],
)
def test_unusable_options_are_refused(bare_cli: Cli, arguments: list[str], said: str) -> None:
    found = bare_cli("read", *arguments, given="hello\n")
    assert (found.exit_code, said in found.stderr) == (1, True)


def test_bytes_that_are_no_text_are_read(bare_cli: Cli) -> None:
    found = bare_cli("read", given="caf\udce9 tomorrow".encode("utf-8", "surrogateescape"))
    assert found.exit_code == 0
