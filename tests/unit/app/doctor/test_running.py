"""Heartbeats turned into findings: somebody serves, nobody has gone silent, all of one version."""

from datetime import UTC, datetime, timedelta

from frontdesk import __version__
from frontdesk.app.doctor.running import judge_processes
from frontdesk.ground.store.db import Row

NOW = datetime(2031, 5, 1, 12, tzinfo=UTC)


def beat(kind: str, *, ago_s: float = 1.0, version: str = __version__) -> Row:
    seen_at = NOW - timedelta(seconds=ago_s)
    return {"kind": kind, "pid": 7, "host": "here", "version": version, "seen_at": seen_at}


def verdicts(*rows: Row) -> list[tuple[str, bool]]:
    return [(finding.name, finding.ok) for finding in judge_processes(rows, NOW)]


def test_living_server_is_enough() -> None:
    assert verdicts(beat("serve")) == [("processes", True)]


def test_worker_alone_does_not_serve() -> None:
    assert verdicts(beat("work")) == [("processes", False)]


def test_no_process_at_all_fails() -> None:
    assert verdicts() == [("processes", False)]


def test_silent_process_is_named() -> None:
    findings = judge_processes([beat("serve"), beat("work", ago_s=60)], NOW)
    assert [(finding.ok, "last seen" in finding.said) for finding in findings] == [
        (True, False),
        (False, True),
    ]


def test_other_version_is_told() -> None:
    assert verdicts(beat("serve", version="0.0.1"))[-1] == ("versions", False)
