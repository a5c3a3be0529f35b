"""Every route is sealed, and health and metrics tell what is, also when the database is gone."""

from collections.abc import AsyncIterator

import psycopg
import pytest
from psycopg import sql

from frontdesk.ground.kit.clock import SystemClock
from testing import database as servers
from tests.story import api_door, web_desk
from tests.story.api_door import Door

pytestmark = pytest.mark.store

SEALS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "x-frame-options": "DENY",
}
PATIENCE_S = 30.0


@pytest.fixture
async def door(database_url: str) -> AsyncIterator[Door]:
    async with api_door.open_door(database_url) as opened:
        yield opened


async def test_every_route_is_sealed(database_url: str) -> None:
    async with web_desk.open_desk(database_url) as desk:
        described = await (await desk.ask("GET", "/openapi.json")).json()
        asked = [
            (method.upper(), path.replace("{", "").replace("}", ""))
            for path, methods in described["paths"].items()
            for method in methods
        ]
        asked += [("GET", "/"), ("GET", "/nowhere"), ("PUT", "/health"), ("GET", "/docs")]
        for method, path in asked:
            origin = {"origin": "https://evil.example"}
            answer = await desk.ask(method, path, headers=origin)
            found = {name: answer.headers.get(name) for name in SEALS}
            assert found == SEALS, (method, path)
            policy = answer.headers["content-security-policy"]
            assert "default-src 'none'" in policy, (method, path)
            assert "unsafe" not in policy, (method, path)
            assert answer.headers.get("access-control-allow-origin") not in ("*", origin["origin"])
            assert answer.status != 500, (method, path)
        assert len(asked) > 10


async def test_no_page_needs_another_machine(door: Door) -> None:
    """The usual documentation page would load scripts from elsewhere: there is none."""
    docs, told, _ = await door.ask("GET", "/docs")
    described, page, _ = await door.ask("GET", "/openapi.json")
    assert (docs, told["error"]["fix"]) == (404, "see /openapi.json")
    assert described == 200
    assert "contact" in str(page["paths"]["/api/v1/messages"]["post"]["requestBody"])


async def test_health_follows_the_database(postgres: servers.Server, door: Door) -> None:
    name = str(psycopg.conninfo.conninfo_to_dict(door.home.database_url)["dbname"])
    well = await door.ask("GET", "/health", scope=None)
    _let_in(postgres, name, allowed=False)
    gone = await _until(door, 503)
    status, told, answer = await door.post(b'{"contact": "anna", "text": "hello"}')
    _let_in(postgres, name, allowed=True)
    back = await _until(door, 200)
    again, _, _ = await door.post(b'{"contact": "anna", "text": "hello"}')
    assert well[:2] == (200, {"status": "ok", "version": well[1]["version"]})
    assert (gone["status"], back["status"]) == ("down", "ok")
    assert (status, told["error"]["code"].split(".")[0]) == (503, "store")
    assert int(answer.headers["retry-after"]) >= 1
    assert again == 200


def _let_in(postgres: servers.Server, name: str, *, allowed: bool) -> None:
    """Close the database to everybody and end their connections, or open it again."""
    with psycopg.connect(postgres.url, autocommit=True) as owner:
        owner.execute(
            sql.SQL("alter database {} with allow_connections {}").format(
                sql.Identifier(name), sql.Literal(allowed)
            )
        )
        if not allowed:
            owner.execute(
                "select pg_terminate_backend(pid) from pg_stat_activity where datname = %s", [name]
            )


async def _until(door: Door, wanted: int) -> dict[str, str]:
    clock = SystemClock()
    deadline = clock.monotonic() + PATIENCE_S
    while clock.monotonic() < deadline:
        status, told, _ = await door.ask("GET", "/health", scope=None)
        if status == wanted:
            found: dict[str, str] = told
            return found
        await clock.sleep(0.1)
    raise AssertionError(f"/health never answered {wanted}")


async def test_detailed_health_names_every_part(door: Door) -> None:
    door.home.carrier.plan("unreachable")
    await door.home.says("+15550123", "hello")
    status, told, _ = await door.ask("GET", "/health/detailed", scope="operator")
    assert (status, told["database"]["ok"]) == (200, True)
    assert told["waiting"]["outbox"] == 1
    assert told["channels"]["sms"] == {"mode": "push", "ready": True}
    assert told["bots"] == ["echo"]
    assert told["processes"] == []
    assert told["models"]["rungs"]["read"] == {"rung": "rules", "reason": "no_model"}


async def test_metrics_count_what_happened(door: Door) -> None:
    await door.say("hello", message_id="m1")
    await door.say("hello", message_id="m1")
    await door.say("boom")
    answer = await door.http.get(f"{door.url}/metrics")
    text = await answer.text()
    assert answer.content_type == "text/plain"
    for line in (
        'frontdesk_inbound_total{channel="api",outcome="accepted"} 2.0',
        'frontdesk_inbound_total{channel="api",outcome="duplicate"} 1.0',
        'frontdesk_turns_total{bot="echo",outcome="ask",rung="rules"} 1.0',
        'frontdesk_turns_total{bot="echo",outcome="escalate",rung="rules"} 1.0',
        'frontdesk_turn_seconds_count{bot="echo"} 2.0',
        'http_requests_total{method="POST",route="/api/v1/messages",status="200"} 3.0',
        'frontdesk_waiting{queue="turns"} 0.0',
    ):
        assert line in text
    assert 'frontdesk_sql_calls_total{statement="inbox.accept"} 3.0' in text


async def test_what_is_turned_away_is_logged(door: Door, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level("WARNING", logger="edge.http.shell"):
        await door.ask("GET", "/health/detailed", scope=None)
        await door.ask("GET", "/nowhere")
    (line,) = [one for one in caplog.records if one.name == "edge.http.shell"]
    assert line.getMessage().startswith("401 GET /health/detailed after ")
