"""On-call rotations are shown, set, overridden and exported from the command line."""

import json
from collections.abc import Callable
from pathlib import Path

import icalendar
import pytest
from click.testing import Result

Cli = Callable[..., Result]
PLAN = {
    "zone": "Europe/Berlin",
    "since": "2026-01-05",
    "people": [{"name": "Dana", "email": "dana@example.com"}, {"name": "Eli"}],
}
pytestmark = pytest.mark.store


def set_plan(cli: Cli) -> Result:
    made = cli("oncall", "set", "night", json.dumps(PLAN))
    assert made.exit_code == 0, made.output
    return made


def test_plan_set_is_shown(cli: Cli) -> None:
    set_plan(cli)
    shown = json.loads(cli("oncall", "show", "--json").stdout)
    assert {one["person"] for one in shown} == {"Dana", "Eli"}
    assert len(shown) == 5


def test_plan_comes_from_a_file(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "plan.json").write_text(json.dumps(PLAN))
    assert cli("oncall", "set", "night", f"@{tmp_path}/plan.json").exit_code == 0
    assert "cannot be read" in cli("oncall", "set", "night", "@gone.json").stderr


def test_override_holds_at_once(cli: Cli) -> None:
    set_plan(cli)
    made = cli("oncall", "override", "night", "Gus", "--for", "2h", "--reach", "gus@example.com")
    assert json.loads(made.stdout)["now"] == "Gus"
    shown = json.loads(cli("oncall", "show", "night", "--json").stdout)
    assert (shown[0]["person"], shown[0]["override"]) == ("Gus", "yes")


def test_stranger_without_contact_is_refused(cli: Cli) -> None:
    set_plan(cli)
    refused = cli("oncall", "override", "night", "Gus", "--for", "2h")
    assert refused.exit_code == 1
    assert "is not in the rotation" in refused.stderr
    assert "Dana, Eli" in refused.stderr


def test_export_is_a_calendar_and_its_address(cli: Cli) -> None:
    made = json.loads(set_plan(cli).stdout)
    text = cli("oncall", "export", "night").stdout
    assert len(icalendar.Calendar.from_ical(text).walk("VEVENT")) >= 5
    url = cli("oncall", "export", "night", "--url").stdout.strip()
    assert url.endswith(made["calendar"])
    assert made["calendar"].startswith("/calendars/harbor/")


def test_unknown_plan_says_what_to_do(cli: Cli) -> None:
    refused = cli("oncall", "show", "gone")
    assert (refused.exit_code, "no on-call plan" in refused.stderr) == (1, True)
    assert "there is no on-call plan yet" in cli("oncall", "show").stdout


def test_the_house_has_plans_of_its_own(cli: Cli) -> None:
    assert cli("oncall", "set", "ops", json.dumps(PLAN), "--tenant", "house").exit_code == 0
    assert json.loads(cli("oncall", "show", "ops", "--json").stdout)[0]["plan"] == "ops"
