"""Rules tried on files in promtool's format: what holds, what fails and how it says so, what is refused."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from frontdesk.app import registry
from frontdesk.app.cli import main
from frontdesk.flow.conversation.contracts.bot import list_targets
from frontdesk.flow.operations import rehearsal
from frontdesk.flow.operations.rehearsal.file import parse_span
from frontdesk.flow.operations.rehearsal.series import parse_series, parse_values
from frontdesk.ground.words.problems import BadInput

FILES = Path(__file__).parent / "rules"
FOUND = registry.scan()


def run(text: str) -> list[tuple[str, list[str]]]:
    suite = rehearsal.parse_suite(text)
    return rehearsal.run_suite(suite, FOUND.rules, list_targets(FOUND.bots.values()))


def test_a_file_that_holds_says_nothing() -> None:
    assert [wrong for _, wrong in run((FILES / "good.yml").read_text())] == [[], [], [], []]


def test_a_file_that_fails_says_what() -> None:
    assert [wrong for _, wrong in run((FILES / "failing.yml").read_text())] == [
        ['memory_high at 600 s: expected {host="one", severity="critical"}, which does not fire'],
        ['disk_full at 600 s: {host="one", severity="warning"} fires, unexpected'],
        [
            "disk_full at 600 s: summary is '92% of the disk is used', expected 'all is well'",
        ],
    ]


@pytest.mark.parametrize(("name", "code", "says"), [("good", 0, "ok"), ("failing", 1, "FAILED")])
def test_the_command_says_it_by_its_exit(name: str, code: int, says: str) -> None:
    ended = CliRunner().invoke(main, ["alerts", "test", str(FILES / f"{name}.yml")])
    assert ended.exit_code == code
    assert ended.output.startswith(says)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("1 2 3", [1, 2, 3]),
        ("1+2x3", [1, 3, 5, 7]),
        ("10-2x2", [10, 8, 6]),
        ("4x2", [4, 4, 4]),
        ("_ 1 _x2 stale", [None, 1, None, None, None]),
        ("0.5+.25x1 1e3", [0.5, 0.75, 1000]),
    ],
)
def test_values_in_the_short_notation(text: str, values: list[float | None]) -> None:
    assert list(parse_values(text, "values")) == values


@pytest.mark.parametrize(
    ("text", "seconds"), [("0", 0), ("90s", 90), ("1h30m", 5400), ("1d", 86400)]
)
def test_spans_of_time(text: str, seconds: float) -> None:
    assert parse_span(text, "x") == seconds


def test_the_name_of_a_thing_is_called_by_its_subject() -> None:
    found = parse_series('model_total{model="openai/m", code="rate_limited"}', "0 1", "x")
    assert (found.subject, found.labels["name"]) == ("model", "openai/m")


@pytest.mark.parametrize(
    ("series", "values", "says"),
    [
        ("rain_total", "1", "is nothing that we measure"),
        ('turn_total{color="red"}', "1", "is no label of turn_total"),
        ("turn_total{bot=lead}", "1", "are no labels"),
        ('turn_total{ms="slow"}', "1", "is no ms"),
        ("turn_total", "1+x", "is no value"),
        ("turn_total", "1x9999999", "makes too many samples"),
        ("{}", "1", "is no series"),
    ],
)
def test_a_series_without_meaning_is_refused(series: str, values: str, says: str) -> None:
    with pytest.raises(BadInput) as refused:
        parse_series(series, values, "tests[0].input_series[0]")
    assert says in refused.value.public
    assert refused.value.field == "tests[0].input_series[0]"


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("a: [", "the file"),
        ("tests: []\n---\ntests: []", "the file"),
        ("[]", "the file"),
        ("tests: 1", "tests"),
        ("rule_files: [x.yml]\ntests: []", "rule_files"),
        ("tests: [{promql_expr_test: []}]", "tests[0].promql_expr_test"),
        ("tests: [{alert_rule_test: [{eval_time: 5m}]}]", "tests[0].alert_rule_test[0].alertname"),
        (
            "tests: [{alert_rule_test: [{eval_time: soon, alertname: cpu_high}]}]",
            "tests[0].alert_rule_test[0].eval_time",
        ),
        (
            "tests: [{alert_rule_test: [{eval_time: 5m, alertname: no_such}]}]",
            "tests[0].alert_rule_test[0].alertname",
        ),
        ("evaluation_interval: 0\ntests: [{alert_rule_test: []}]", "interval"),
    ],
)
def test_a_file_without_meaning_is_refused_by_field(text: str, field: str) -> None:
    with pytest.raises(BadInput) as refused:
        run(text)
    assert refused.value.field == field
