"""`/metrics` tells of requests, turns, hand-offs, statements, alerts and the machine; promtool agrees."""

import asyncio
import re
import shutil
import subprocess
from collections.abc import AsyncIterator

import psycopg
import pytest
from prometheus_client.parser import text_string_to_metric_families
from psycopg import sql

from frontdesk.ability.telemetry import meters
from frontdesk.app import registry
from frontdesk.flow.conversation.contracts.bot import list_targets
from frontdesk.flow.operations import collect
from frontdesk.flow.operations.measured import shown
from testing import database as servers
from tests.story import web_desk
from tests.story.web_desk import Desk

pytestmark = pytest.mark.store
Samples = dict[tuple[str, tuple[tuple[str, str], ...]], float]


@pytest.fixture
async def desk(database_url: str) -> AsyncIterator[Desk]:
    async with web_desk.open_desk(database_url) as opened:
        yield opened


async def talk(desk: Desk) -> None:
    key = await desk.key("customer")
    for number, text in enumerate(("hello", "I want to sell my house", "what is an escrow?")):
        answer = await desk.ask(
            "POST",
            "/api/v1/messages",
            headers={"authorization": f"Bearer {key}"},
            json={"contact": "anna", "text": text, "message_id": f"m{number}"},
        )
        assert answer.status == 200
    await desk.line.recorder.flush(desk.line.database)
    await collect.run_collect(desk.line.database)
    await shown.run_showing(desk.lookout)


async def scrape(desk: Desk) -> str:
    return await (await desk.ask("GET", "/metrics")).text()


def samples(text: str) -> Samples:
    return {
        (sample.name, tuple(sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def names(text: str) -> set[str]:
    return {name for name, _ in samples(text)}


def value(found: Samples, metric: str, /, **labels: str) -> float:
    """The sum of the samples that have these labels."""
    matching = [
        figure
        for (known, of), figure in found.items()
        if known == metric and labels.items() <= dict(of).items()
    ]
    assert matching != [], (metric, labels)
    return sum(matching)


async def test_metrics_cover_what_is_watched(desk: Desk) -> None:
    await talk(desk)
    found = samples(await scrape(desk))
    assert value(found, "http_requests_total", status="200", route="/api/v1/messages") == 3
    assert value(found, "http_request_duration_seconds_bucket", le="+Inf") >= 3
    assert value(found, "frontdesk_turns_total") == 3
    assert value(found, "frontdesk_handoffs_total", outcome="ok", target="seller") == 1
    assert value(found, "frontdesk_handoff_seconds_count", source="lead", target="seller") == 1
    assert value(found, "frontdesk_sql_calls_total", statement="inbox.accept") == 3
    assert value(found, "frontdesk_sql_seconds_total", statement="inbox.accept") > 0
    assert value(found, "frontdesk_database_up") == 1
    assert value(found, "frontdesk_pool_connections") >= 1
    assert value(found, "frontdesk_operation_calls", subject="turn", operation="process") == 3
    assert value(found, "frontdesk_target_seconds", bot="lead", level="p95") > 1.5
    assert value(found, "frontdesk_alerts", rule="high_error_rate", state="firing") == 0
    assert 0 <= value(found, "frontdesk_ping_age_seconds", bot="lead") < 60
    total = value(found, "frontdesk_machine_memory_bytes", state="total")
    assert 0 < value(found, "frontdesk_machine_memory_bytes", state="available") < total
    assert value(found, "node_cpu_seconds_total", mode="idle") > 0
    assert value(found, "process_resident_memory_bytes") > 10_000_000


async def test_quantiles_are_those_of_the_sketches(desk: Desk) -> None:
    await talk(desk)
    rows = await desk.rows("select processing_ms from ai_responses where bot = 'seller'")
    slowest_s = max(row["processing_ms"] for row in rows) / 1000
    found = samples(await scrape(desk))
    labels = {"subject": "turn", "name": "seller", "operation": "process", "level": "p99"}
    assert value(found, "frontdesk_operation_seconds", **labels) == pytest.approx(
        slowest_s, rel=0.25
    )


async def test_promtool_finds_nothing_to_say(desk: Desk, promtool: str) -> None:
    await talk(desk)
    text = await scrape(desk)
    checked = await asyncio.to_thread(
        subprocess.run,
        [promtool, "check", "metrics"],
        input=text,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (checked.stdout + checked.stderr, checked.returncode) == ("", 0)


@pytest.fixture
def promtool() -> str:
    found = shutil.which("promtool")
    if found is None:
        pytest.skip("needs promtool: install prometheus")
    return found


async def test_scrape_answers_without_the_database(postgres: servers.Server, desk: Desk) -> None:
    await talk(desk)
    name = str(psycopg.conninfo.conninfo_to_dict(desk.database_url)["dbname"])
    let_in(postgres, name, allowed=False)
    text = await scrape(desk)
    let_in(postgres, name, allowed=True)
    while (await desk.ask("GET", "/health")).status != 200:
        await desk.line.clock.sleep(0.1)
    found = samples(text)
    assert value(found, "frontdesk_database_up") == 0
    assert value(found, "frontdesk_turns_total") == 3
    assert "frontdesk_operation_seconds" not in names(text)


def let_in(postgres: servers.Server, name: str, *, allowed: bool) -> None:
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


async def test_alerts_are_counted_by_state(desk: Desk) -> None:
    async with await psycopg.AsyncConnection.connect(desk.database_url) as owner:
        for number, (state, acknowledged) in enumerate(
            [("firing", "now()"), ("firing", "null"), ("pending", "null")]
        ):
            await owner.execute(
                "insert into alerts (id, tenant_id, rule, fingerprint, labels, state, severity,"
                " priority, since, fired_at, seen_at, acknowledged_at, group_key) values"
                " (gen_random_uuid(), 'harbor', 'high_error_rate', %s, '{}', %s, 'critical', 'P1',"
                f" now(), now() - interval '90 s', now(), {acknowledged}, 'g')".encode(),
                (str(number), state),
            )
    await shown.run_showing(desk.lookout)
    found = samples(await scrape(desk))
    told = {"rule": "high_error_rate", "severity": "critical"}
    states = {
        state: value(found, "frontdesk_alerts", state=state, **told)
        for state in ("firing", "acknowledged", "pending")
    }
    assert states == {"firing": 1, "acknowledged": 1, "pending": 1}
    answered_s = value(found, "frontdesk_alert_acknowledge_seconds", **told)
    assert answered_s == pytest.approx(90, abs=10)


async def test_percentiles_stand_in_the_log(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    await talk(desk)
    with caplog.at_level("INFO", logger="telemetry.exposed"):
        await shown.run_telling(desk.lookout)
    said = [line.getMessage() for line in caplog.records if line.name == "telemetry.exposed"]
    assert [re.sub(r"\d+", "#", line) for line in said if line.startswith("seller process")] == [
        "seller process: p#=# ms p#=# ms p#=# ms over # in # minutes"
    ]
    assert "p95=" in said[0]


def test_bucket_edges_answer_within_target() -> None:
    """Whether a promise is kept is read off a bucket, with no guess between two edges."""
    promised = list_targets(registry.scan().bots.values())
    wanted = {
        ms / 1000
        for one in promised
        for ms in (one.p50_ms, one.p95_ms, one.p99_ms, one.warns_at, one.pages_at)
    }
    elsewhere = {1.5, 3.0, 2.2, 4.0, 5.0, 8.0, 2.0, 0.5}  # of bots that are still to come
    assert (wanted | elsewhere) - set(meters.EDGES_S) == set()
