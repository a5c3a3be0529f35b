"""`frontdesk logs` finds the lines of every process by time, level, bot and pattern, and counts them."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import Result

from frontdesk.app.cli.operations import logs
from frontdesk.ground.words.problems import BadInput

Cli = Callable[..., Result]


def write(home: Path, name: str, *lines: dict[str, object]) -> None:
    folder = home / "logs"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text("".join(json.dumps(line) + "\n" for line in lines) + '{"at": "cut')


def line(minutes: float, level: str, say: str, **facts: object) -> dict[str, object]:
    # The command reads the machine's clock: a line is as old as it says when the test begins, not the file.
    at = (datetime.now(UTC) - timedelta(minutes=minutes)).isoformat(timespec="milliseconds")
    return {"at": at, "level": level, "room": "gateway", "say": say, **facts}


@pytest.fixture
def written(tmp_path: Path) -> Path:
    home = tmp_path / "home"
    write(
        home,
        "serve-20310501T000000-7-1.jsonl",
        line(90, "error", "long ago"),
        line(9, "info", "turn", bot="lead", ms=12),
        line(4, "warning", "an attempt failed: 429", model_provider="openai"),
        line(2, "warning", "circuit_breaker of gpt: closed -> open"),
    )
    write(
        home,
        "work-20310501T000000-8-1.jsonl",
        line(3, "error", "loop watch: step failed (1 in a row)"),
        line(1, "error", "loop watch: step failed (2 in a row)"),
    )
    return home


def said(cli: Cli, *arguments: str) -> list[str]:
    found = cli("logs", "--json", *arguments)
    assert found.exit_code == 0, found.output
    return [json.loads(one)["say"] for one in found.output.splitlines()]


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("--since", "5m"), ["429", "(1 in", "breaker", "(2 in"]),
        (("--since", "5m", "--level", "error"), ["(1 in", "(2 in"]),
        (("--bot", "lead"), ["turn"]),
        (("--grep", "429|circuit_breaker"), ["429", "breaker"]),
        (("--grep", "model_provider"), ["429"]),
        (("--since", "2h", "--grep", "long ago"), ["long ago"]),
    ],
)
def test_lines_of_all_processes_are_sifted(
    bare_cli: Cli, written: Path, arguments: tuple[str, ...], expected: list[str]
) -> None:
    found = said(bare_cli, *arguments)
    assert [part in one for part, one in zip(expected, found, strict=True)] == [True] * len(found)


def test_repeated_messages_are_counted(bare_cli: Cli, written: Path) -> None:
    found = bare_cli("logs", "--top", "--level", "error", "--json")
    (top,) = json.loads(found.output)
    assert (top["count"], top["say"]) == (2, "loop watch: step failed (* in a row)")


def test_names_and_statuses_are_no_figures(bare_cli: Cli, tmp_path: Path) -> None:
    """Lines that differ in figures only are one; a percentile's name and an answer's status stay."""
    lines = [
        line(3, "error", f"gpt-4o: p95={ms} ms, p99={ms}.5 ms, {ms}ms; 429 after {ms} s")
        for ms in (12, 429, 5000)
    ]
    write(tmp_path / "home", "serve-20310501T000000-7-1.jsonl", *lines)
    found = bare_cli("logs", "--top", "--json")
    (top,) = json.loads(found.output)
    assert (top["count"], top["say"]) == (3, "gpt-4o: p95=* ms, p99=* ms, *ms; 429 after * s")


def test_a_person_reads_time_level_and_facts(bare_cli: Cli, written: Path) -> None:
    found = bare_cli("logs", "--bot", "lead")
    assert found.output.rstrip().endswith("INFO    gateway: turn  bot=lead ms=12")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--since", "yesterday"), "5m, 2h, 1d"),
        (("--grep", "("), "is no regular expression"),
        (("--bot", "nobody"), "there is no bot 'nobody'"),
        (("--level", "loud"), "'loud' is not one of"),
    ],
)
def test_bad_input_is_named(
    bare_cli: Cli, written: Path, arguments: tuple[str, ...], says: str
) -> None:
    refused = bare_cli("logs", *arguments)
    assert refused.exit_code != 0
    assert says in refused.output


def test_no_log_files_say_what_to_do(bare_cli: Cli) -> None:
    refused = bare_cli("logs")
    assert refused.exit_code == 1
    assert "FRONTDESK_LOG_DAYS" in refused.output


def test_since_is_a_span_or_a_time() -> None:
    at = datetime(2031, 5, 1, 12, tzinfo=UTC)
    assert logs.parse_since("90s", at) == at - timedelta(seconds=90)
    assert logs.parse_since("2031-05-01T10:00:00+00:00", at) == at - timedelta(hours=2)
    with pytest.raises(BadInput):
        logs.parse_since("", at)
