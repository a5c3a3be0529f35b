"""`frontdesk alerts test-send` says what was taken, or exactly what to mend."""

import asyncio
import json
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from frontdesk.app.cli import main
from testing.paging import pagerduty
from testing.paging.receiver import FakeReceiver


@pytest.fixture
def loop() -> Iterator[asyncio.AbstractEventLoop]:
    """A loop of its own that serves the fakes while a command runs."""
    running = asyncio.new_event_loop()
    thread = threading.Thread(target=running.run_forever)
    thread.start()
    yield running
    running.call_soon_threadsafe(running.stop)
    thread.join()
    running.close()


@pytest.fixture
def incidents(loop: asyncio.AbstractEventLoop) -> Iterator[pagerduty.FakePagerDuty]:
    fake = pagerduty.FakePagerDuty()
    asyncio.run_coroutine_threadsafe(fake.__aenter__(), loop).result(10)
    yield fake
    asyncio.run_coroutine_threadsafe(fake.__aexit__(None, None, None), loop).result(10)


def run(home: Path, *arguments: str, **environment: str) -> Result:
    found = CliRunner().invoke(
        main,
        ["alerts", "test-send", "--home", str(home), *arguments],
        env={"FRONTDESK_LOG_LEVEL": "ERROR", **environment},
    )
    assert found.exception is None or isinstance(found.exception, SystemExit)
    return found


def test_what_was_taken_is_said(tmp_path: Path, incidents: pagerduty.FakePagerDuty) -> None:
    given = {
        "ALERT_PAGERDUTY_URL": incidents.url,
        "ALERT_PAGERDUTY_API_KEY": pagerduty.ROUTING_KEY,
    }
    found = run(tmp_path, "--channel", "pagerduty", "--json", **given)
    assert found.exit_code == 0
    assert [one["kind"] for one in json.loads(found.output)["taken"]] == ["firing", "resolved"]
    assert list(incidents.incidents.values()) == ["resolved"]
    assert incidents.taken[0].body["payload"]["summary"].startswith("[TEST]")


def test_a_refusal_comes_with_its_fix(tmp_path: Path, incidents: pagerduty.FakePagerDuty) -> None:
    given = {"ALERT_PAGERDUTY_URL": incidents.url, "ALERT_PAGERDUTY_API_KEY": "x" * 32}
    found = run(tmp_path, "--channel", "pagerduty", **given)
    assert found.exit_code == 1
    assert "PagerDuty answered 400" in found.output
    assert "fix: check the integration key (32 characters)" in found.output


def test_what_is_missing_is_named(tmp_path: Path) -> None:
    found = run(tmp_path, "--channel", "email")
    assert (found.exit_code, found.output) == (
        1,
        "frontdesk: email is not set up\n"
        "  fix: set ALERT_EMAIL_SMTP_HOST and ALERT_EMAIL_TO; ALERT_EMAIL_ENABLED must not be false\n",
    )


def test_an_unknown_channel_lists_the_known(tmp_path: Path) -> None:
    found = run(tmp_path, "--channel", "pigeon")
    assert "use one of apprise, email, opsgenie" in found.output


def test_another_target_can_be_tried(tmp_path: Path, loop: asyncio.AbstractEventLoop) -> None:
    fake = FakeReceiver()
    asyncio.run_coroutine_threadsafe(fake.__aenter__(), loop).result(10)
    given = {"ALERT_WEBHOOK_URL": "http://127.0.0.1:9/gone"}
    found = run(tmp_path, "--channel", "webhook", "--to", f"{fake.url}/other", **given)
    asyncio.run_coroutine_threadsafe(fake.__aexit__(None, None, None), loop).result(10)
    assert (found.exit_code, [one.path for one in fake.taken]) == (0, ["/other", "/other"])
