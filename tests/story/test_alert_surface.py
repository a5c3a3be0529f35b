"""Alerts and silences over HTTP: ours, and in the language of Alertmanager's clients; amtool proves it."""

import asyncio
import json
import os
import shutil
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from frontdesk.ground.words.ids import TenantId
from tests.story import web_desk
from tests.story.web_desk import Desk

pytestmark = pytest.mark.store
DISK = {"alertname": "DiskFull", "severity": "critical", "host": "db1"}


@pytest.fixture
async def desk(database_url: str) -> AsyncIterator[Desk]:
    async with web_desk.open_desk(database_url) as opened:
        yield opened


class Client:
    """A program with a key."""

    def __init__(self, desk: Desk, key: str) -> None:
        self.desk, self.key = desk, key

    async def ask(self, method: str, path: str, sent: object = None) -> tuple[int, Any]:
        answer = await self.desk.ask(
            method,
            path,
            headers={"authorization": f"Bearer {self.key}"},
            data=json.dumps(sent) if sent is not None else None,
        )
        text = await answer.text()
        body: Any = json.loads(text) if text else None
        return answer.status, body["error"] if answer.status >= 400 else body


@pytest.fixture
async def client(desk: Desk) -> Client:
    return Client(desk, await desk.key("operator"))


async def send(client: Client, **labels: str) -> int:
    status, _ = await client.ask(
        "POST",
        "/api/v2/alerts",
        [{"labels": {**DISK, **labels}, "annotations": {"summary": "97 % used"}}],
    )
    return status


async def test_an_alert_of_another_monitor_lives_like_ours(desk: Desk, client: Client) -> None:
    for _ in range(2):  # the second time it is only refreshed
        assert await send(client) == 200
    status, listed = await client.ask("GET", "/api/v1/alerts")
    (alert,) = listed["alerts"]
    assert (status, alert["rule"], alert["severity"]) == (200, "DiskFull", "critical")
    path = f"/api/v1/alerts/{alert['id']}"
    status, after = await client.ask("POST", f"{path}/acknowledge", {"note": "cleaning up"})
    assert (status, after["acknowledged_by"], after["acknowledged_from"]) == (
        200,
        "night operator",
        "http",
    )
    status, whole = await client.ask("GET", path)
    moments = [(one["kind"], one["source"], one["says"]) for one in whole["timeline"]]
    assert moments[0] == ("firing", "received", "97 % used")
    assert [kind for kind, _, _ in moments].count("firing") == 1
    assert moments[-1][:2] == ("acknowledged", "http")
    status, after = await client.ask("POST", f"{path}/resolve")
    assert (status, after["state"], after["resolved_by"]) == (200, "resolved", "night operator")
    assert (await client.ask("GET", "/api/v1/alerts"))[1]["alerts"] == []


async def test_a_whole_batch_of_prometheus_is_taken(desk: Desk, client: Client) -> None:
    """Two hundred and fifty-six alerts with long words: more than a body may have elsewhere."""
    batch = [
        {"labels": {**DISK, "n": str(n)}, "annotations": {"summary": "x" * 600}} for n in range(256)
    ]
    assert (await client.ask("POST", "/api/v2/alerts", batch))[0] == 200
    (row,) = await desk.rows("select count(*) from alerts where source = 'received'")
    assert row["count"] == 256
    status, problem = await client.ask("POST", "/api/v2/silences", batch)
    assert (status, problem["code"]) == (413, "http.body_too_large")


def message(status: str, ends_at: str) -> dict[str, object]:
    """What an Alertmanager's webhook posts."""
    alert = {
        "status": status,
        "labels": DISK,
        "annotations": {"summary": "97 % used"},
        "startsAt": "2026-03-02T20:00:00Z",
        "endsAt": ends_at,
        "generatorURL": "http://prometheus:9090/graph",
        "fingerprint": "c1a5e7f1a2b3c4d5",
    }
    return {
        "version": "4",
        "groupKey": '{}:{alertname="DiskFull"}',
        "truncatedAlerts": 0,
        "status": status,
        "receiver": "frontdesk",
        "groupLabels": {"alertname": "DiskFull"},
        "commonLabels": DISK,
        "commonAnnotations": {},
        "externalURL": "http://alertmanager:9093",
        "alerts": [alert],
    }


async def test_an_alertmanager_forwards_and_ends_its_alerts(desk: Desk, client: Client) -> None:
    """Nothing is heard for longer than a Prometheus may be silent: it still fires, until it is said
    to be over."""
    path = "/api/v1/alertmanager"
    firing = message("firing", "0001-01-01T00:00:00Z")
    assert (await client.ask("POST", path, firing))[0] == 200
    async with await psycopg.AsyncConnection.connect(desk.database_url) as owner:
        await owner.execute("update alerts set seen_at = seen_at - interval '1 hour'")
    await asyncio.sleep(2.5)
    (open_now,) = (await client.ask("GET", "/api/v1/alerts"))[1]["alerts"]
    assert (open_now["rule"], open_now["state"]) == ("DiskFull", "firing")
    assert (await client.ask("POST", path, message("resolved", "2026-03-02T21:00:00Z")))[0] == 200
    for _ in range(30):
        if not (await client.ask("GET", "/api/v1/alerts"))[1]["alerts"]:
            break
        await asyncio.sleep(0.1)
    (row,) = await desk.rows("select state from alerts where rule = 'DiskFull'")
    assert row["state"] == "resolved"
    status, problem = await client.ask("POST", path, {"alerts": [{"labels": {}}]})
    assert (status, problem["code"], problem["field"]) == (
        400, "alertmanager.bad_body", "alerts.0.labels",
    )  # fmt: skip


async def test_its_sender_ends_it(desk: Desk, client: Client) -> None:
    await send(client)
    ended = [{"labels": DISK, "endsAt": "2020-01-01T00:00:00Z", "startsAt": "2019-01-01T00:00:00Z"}]
    assert (await client.ask("POST", "/api/v2/alerts", ended))[0] == 200
    for _ in range(3):
        await asyncio.sleep(1.1)
        if not (await client.ask("GET", "/api/v2/alerts"))[1]:
            return
    raise AssertionError("it goes on")


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "code"),
    [
        ("GET", "/api/v1/alerts/nothing", None, 404, "operations.no_alert"),
        ("POST", "/api/v1/alerts/nothing/acknowledge", {}, 404, "operations.no_alert"),
        ("GET", "/api/v1/alerts?limit=0", None, 400, "operations.bad_limit"),
        ("POST", "/api/v1/silences", {"matchers": ["bot=lead"], "why": "x"}, 400, "operations.no_end"),
        ("POST", "/api/v1/silences", {"why": "x", "for_s": 5}, 422, "operations.bad_body"),
        (
            "POST",
            "/api/v1/silences",
            {"matchers": ["bot=~.*"], "why": "x", "for_s": 5},
            400,
            "operations.matches_all",
        ),
        (
            "POST",
            "/api/v1/silences",
            {"matchers": ["bot=a", "bot=b"], "why": "x", "for_s": 5},
            400,
            "operations.matches_none",
        ),
        ("POST", "/api/v1/silences", {"matchers": ["bot"], "why": "x", "for_s": 5}, 400,
         "operations.bad_matcher"),
        ("DELETE", "/api/v1/silences/nothing", None, 404, "operations.no_silence"),
        ("POST", "/api/v2/alerts", [{"labels": {}}], 400, "alertmanager.bad_body"),
        ("POST", "/api/v2/alerts", [{"labels": {"1x": "y"}}], 400, "alertmanager.bad_label"),
        ("POST", "/api/v2/alerts", {"no": "list"}, 400, "alertmanager.bad_body"),
    ],
)  # fmt: skip
async def test_bad_input_names_field_and_fix(
    client: Client, method: str, path: str, body: object, status: int, code: str
) -> None:
    got, problem = await client.ask(method, path, body)
    assert (got, problem["code"]) == (status, code)
    assert problem["field"]
    assert problem["fix"]


async def test_an_unknown_deed_is_refused(client: Client) -> None:
    await send(client)
    (alert,) = (await client.ask("GET", "/api/v1/alerts"))[1]["alerts"]
    status, problem = await client.ask("POST", f"/api/v1/alerts/{alert['id']}/ignore")
    assert (status, problem["code"]) == (404, "operations.no_deed")
    status, problem = await client.ask("POST", f"/api/v1/alerts/{alert['id']}/snooze")
    assert (status, problem["code"]) == (400, "operations.no_end")


async def test_only_operators_act(desk: Desk) -> None:
    agent = Client(desk, await desk.key("agent"))
    assert (await agent.ask("GET", "/api/v1/alerts"))[0] == 200
    assert await send(agent) == 403
    assert (await Client(desk, await desk.key("customer")).ask("GET", "/api/v2/alerts"))[0] == 403


async def test_tenants_see_their_own_alerts(desk: Desk, client: Client) -> None:
    await send(client)
    await desk.save_tenant(TenantId("other"))
    other = Client(desk, await desk.key("operator", TenantId("other")))
    assert (await other.ask("GET", "/api/v2/alerts"))[1] == []
    (alert,) = (await client.ask("GET", "/api/v1/alerts"))[1]["alerts"]
    assert (await other.ask("GET", f"/api/v1/alerts/{alert['id']}"))[0] == 404


@pytest.fixture(scope="session")
def amtool() -> str:
    found = shutil.which("amtool")
    if found:
        return found
    reason = "needs amtool: install prometheus-alertmanager"
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


async def test_amtool_works_against_us(
    desk: Desk, client: Client, amtool: str, tmp_path: Path
) -> None:
    config = tmp_path / "http.yml"
    config.write_text(f"authorization:\n  credentials: {client.key}\n")

    async def run(*arguments: str) -> str:
        process = await asyncio.create_subprocess_exec(
            amtool,
            f"--alertmanager.url={desk.url}",
            f"--http.config.file={config}",
            *arguments,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        out, error = await process.communicate()
        assert process.returncode == 0, error.decode()
        return out.decode()

    await run("alert", "add", "alertname=DiskFull", "host=db1", "severity=critical")
    assert "DiskFull" in await run("alert", "query", "alertname=DiskFull")
    assert "DiskFull" not in await run("alert", "query", "alertname=Other")
    silence = (
        await run("silence", "add", "host=db1", "-a", "dana", "-c", "new disk", "-d", "1h")
    ).strip()
    assert "new disk" in await run("silence", "query")
    assert "DiskFull" not in await run("alert", "query")
    assert "DiskFull" in await run("alert", "query", "--silenced")
    await run("silence", "expire", silence)
    assert "new disk" not in await run("silence", "query")
    assert "DiskFull" in await run("alert", "query", "-o", "json")
    assert "frontdesk" in await run("config", "show")
    await run("cluster", "show")
