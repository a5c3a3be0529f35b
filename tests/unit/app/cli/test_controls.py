"""Controls are set with a reason and an expiry, cleared, and every change is logged."""

import json
from collections.abc import Callable

import pytest
from click.testing import Result

Cli = Callable[..., Result]


def standing(cli: Cli, name: str) -> dict[str, object]:
    rows = json.loads(cli("controls", "list", "--json").stdout)
    found: dict[str, object] = next(row for row in rows if row["name"] == name)
    return found


def test_every_declared_control_is_listed(cli: Cli) -> None:
    rows = json.loads(cli("controls", "list", "--json").stdout)
    names = [row["name"] for row in rows]
    assert names == sorted(names)
    assert {"bots.paused", "sending.paused", "rung.max", "handoff.thresholds"} <= set(names)


def test_set_control_keeps_who_and_why(cli: Cli) -> None:
    cli("controls", "set", "rung.max", "rules", "--why", "model is slow", "--who", "ann")
    row = standing(cli, "rung.max")
    assert (row["value"], row["who"], row["why"]) == ("rules", "ann", "model is slow")


def test_expiry_gives_the_default_back(cli: Cli) -> None:
    assert cli(
        "controls", "set", "handoff.hourly_limit", "9", "--why", "busy day", "--expires", "2h"
    ).stdout.count("expires_at")
    assert standing(cli, "handoff.hourly_limit")["expires_at"] is not None


def test_clear_gives_the_default_back(cli: Cli) -> None:
    cli("controls", "set", "rung.max", "rules", "--why", "slow")
    cli("controls", "clear", "rung.max", "--why", "fast again")
    row = standing(cli, "rung.max")
    assert (row["value"], row["set"]) == ("full", False)


def test_log_tells_changes_newest_first(cli: Cli) -> None:
    cli("controls", "set", "rung.max", "rules", "--why", "slow", "--who", "ann")
    cli("controls", "set", "bots.paused", "lead", "--why", "typo in its words", "--who", "bob")
    cli("controls", "clear", "rung.max", "--why", "fast again", "--who", "ann")
    rows = json.loads(cli("controls", "log", "--json").stdout)
    assert [(row["who"], row["action"], row["name"]) for row in rows] == [
        ("ann", "control.clear", "rung.max"),
        ("bob", "control.set", "bots.paused"),
        ("ann", "control.set", "rung.max"),
    ]
    of_one = json.loads(cli("controls", "log", "bots.paused", "--json").stdout)
    assert [row["detail"]["why"] for row in of_one] == ["typo in its words"]


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("rung.min", "rules", "there is no control 'rung.min'"),
        ("rung.max", "warp", "'warp' is no value for the control rung.max"),
        ("bots.paused", "selller", "'selller' is no value for the control bots.paused"),
        ("sending.paused", "pigeon", "'pigeon' is no value"),
        ("handoff.thresholds", '{"lead->byer": 0.5}', "'lead->byer' is no value"),
        ("handoff.thresholds", '{"lead->buyer": 2}', "2.0 is no value"),
        ("handoff.hourly_limit", "many", "'many' is no value"),
    ],
)
def test_bad_values_are_refused_with_fix(cli: Cli, name: str, value: str, said: str) -> None:
    found = cli("controls", "set", name, value, "--why", "trying")
    assert found.exit_code == 1
    assert said in found.stderr
    assert "  fix: " in found.stderr


def test_change_needs_a_reason(cli: Cli) -> None:
    found = cli("controls", "set", "rung.max", "rules", "--why", "  ")
    assert (found.exit_code, "a change needs a reason" in found.stderr) == (1, True)


def test_past_expiry_is_refused(cli: Cli) -> None:
    found = cli(
        "controls", "set", "rung.max", "rules", "--why", "x", "--expires", "2001-01-01T00:00:00Z"
    )
    assert (found.exit_code, "the expiry lies in the past" in found.stderr) == (1, True)
