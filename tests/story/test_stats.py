"""Figures per bot and operation, asked for by HTTP and by command, are those that were measured."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from frontdesk.ability.gateway.money.budgets import Budgets
from frontdesk.ability.telemetry import Measurement, Subject
from frontdesk.app.cli import main
from frontdesk.flow.operations import collect
from frontdesk.ground.words.ids import ProcessId, TenantId
from tests.spending import CALL
from tests.story import web_desk
from tests.story.web_desk import TENANT, Desk

pytestmark = pytest.mark.store


@pytest.fixture
async def desk(database_url: str) -> AsyncIterator[Desk]:
    async with web_desk.open_desk(database_url) as opened:
        yield opened


async def measure(
    desk: Desk,
    *ms: float,
    subject: Subject = "turn",
    name: str = "lead",
    operation: str = "process",
    **more: Any,
) -> None:
    line = desk.line
    for figure in ms:
        line.recorder.note(
            Measurement(
                tenant=more.get("tenant", TENANT),
                subject=subject,
                name=name,
                operation=operation,
                outcome=more.get("outcome", "ok"),
                code=more.get("code", ""),
                at=line.clock.now(),
                ms=figure,
                waited_ms=more.get("waited", figure + 1000),
                rung="rules",
                cacheable=more.get("cacheable", False),
                cached=more.get("cached", False),
                cost_micro=more.get("cost", 0),
            )
        )
    await line.recorder.flush(line.database)
    while (await desk.rows("select count(*) as waiting from measurements"))[0]["waiting"]:
        await collect.run_collect(line.database)  # or the watch of the house has them just now


async def ask(desk: Desk, path: str, tenant: TenantId = TENANT) -> tuple[int, Any]:
    key = await desk.key("operator", tenant)
    answer = await desk.ask("GET", path, headers={"authorization": f"Bearer {key}"})
    body = await answer.json()
    return answer.status, body.get("error", body)


async def command(desk: Desk, tmp_path: Path, *words: str) -> Any:
    """What a command prints as JSON, run as an own process would run it."""
    environment = {"DATABASE_URL": desk.database_url, "FRONTDESK_HOME": str(tmp_path)}

    def run() -> Any:
        done = CliRunner().invoke(main, ["stats", *words, "--json"], env=environment)
        assert done.exit_code == 0, done.output
        return json.loads(done.stdout)

    return await asyncio.to_thread(run)


async def test_bot_and_operation_have_their_own_figures(desk: Desk) -> None:
    await measure(desk, *(float(ms) for ms in range(1, 101)))
    await measure(desk, 900.0, operation="full_qualification")
    await measure(desk, 5.0, outcome="error", code="broken:decide")
    status, body = await ask(desk, "/api/v1/stats?bot=lead&operation=process&window=1h")
    (row,) = body["stats"]
    assert status == 200
    assert (row["count"], row["p50_ms"], row["min_ms"], row["max_ms"]) == (101, 50.0, 1.0, 100.0)
    assert (row["p95_ms"], row["p99_ms"]) == (95.0, 99.0)
    assert row["outcomes"] == {"ok": 100, "error": 1}
    assert row["rungs"] == {"rules": 101}
    assert row["waited"]["p95_ms"] == 1095.0


async def test_command_and_page_say_the_same(desk: Desk, tmp_path: Path) -> None:
    await measure(desk, 10.0, 20.0, 30.0, name="buyer")
    _, body = await ask(desk, "/api/v1/stats?window=1h&bot=buyer")
    told = await command(desk, tmp_path, "bots", "--window", "1h", "--bot", "buyer")
    assert told["rows"] == body["stats"]


async def test_service_levels_are_kept_broken_or_unknown(desk: Desk) -> None:
    await measure(desk, *[100.0] * 90, *[2100.0] * 10)
    await measure(desk, 50.0, subject="handoff", name="lead->seller", operation="execute")
    _, body = await ask(desk, "/api/v1/stats?window=5m")
    levels = {(row["bot"], row["operation"]): row for row in body["sla"]}
    assert len(levels) == 7
    assert levels["lead", "process"]["compliant"] == "no"
    assert levels["lead", "process"]["violations"] == [
        "p95 2,100 ms is over 1,500 ms",
        "p99 2,100 ms is over 2,000 ms",
    ]
    assert levels["handoff", "execute"]["compliant"] == "yes"
    assert levels["buyer", "full_qualification"]["compliant"] == "no data"


async def test_blocked_hand_offs_are_no_failures(desk: Desk, tmp_path: Path) -> None:
    handoff: dict[str, Any] = {"subject": "handoff", "name": "lead->buyer", "operation": "execute"}
    await measure(desk, 5.0, 6.0, 7.0, **handoff)
    await measure(desk, 5.0, outcome="blocked", code="would_cycle", **handoff)
    await measure(desk, 5.0, outcome="error", **handoff)
    rows = (await command(desk, tmp_path, "handoffs", "--window", "1h"))["rows"]
    assert [row["route"] for row in rows] == ["lead->buyer", "all"]
    assert (rows[0]["executed"], rows[0]["blocked"], rows[0]["success_rate"]) == (3, 1, 0.75)


async def test_cache_counts_cacheable_lookups_only(desk: Desk, tmp_path: Path) -> None:
    model: dict[str, Any] = {"subject": "model", "name": "openai/a", "operation": "read"}
    await measure(desk, 400.0, 500.0, cost=1500, **model)
    lookup: dict[str, Any] = {"subject": "cache", "operation": "lookup", "cacheable": True}
    await measure(desk, 0.0, code="miss", **lookup)
    await measure(desk, 0.0, 0.0, 0.0, code="exact", cached=True, **lookup)
    rows = (await command(desk, tmp_path, "cache"))["rows"]
    assert [row["bot"] for row in rows] == ["lead", "all"]
    assert (rows[-1]["lookups"], rows[-1]["misses"], rows[-1]["hit_rate"]) == (4, 1, 0.75)
    (provider,) = (await command(desk, tmp_path, "providers"))["rows"]
    assert (provider["count"], provider["cost_usd"]) == (2, 0.003)
    assert provider["p50_ms"] == 450.0


async def test_kept_answers_of_the_ledger_are_no_rate(desk: Desk, tmp_path: Path) -> None:
    """The ledger knows hits but no misses: only lookups tell how often the cache answers."""
    line = desk.line
    budgets = Budgets(line.database, line.clock, line.controls, ProcessId("other"))
    row = replace(CALL, tenant=TENANT, at=line.clock.now())
    budgets.note(replace(row, model="a"))
    budgets.note(replace(row, provider="", model="", via="cache_exact"))
    budgets.note(replace(row, provider="", model="", via="local"))
    await budgets.flush()
    (provider_row,) = (await command(desk, tmp_path, "providers"))["rows"]
    assert (provider_row["model"], provider_row["count"]) == ("openai/a", 1)
    _, body = await ask(desk, "/api/metrics")
    whole = body["metrics"]["model.answer"]
    assert (whole["count"], whole["cache_hit_rate"]) == (3, None)


async def test_queues_are_counted_now(desk: Desk, tmp_path: Path) -> None:
    rows = (await command(desk, tmp_path, "queues"))["rows"]
    assert {row["queue"] for row in rows} == {"dead", "outbox", "pages", "timers", "turns"}


async def test_metrics_have_names_size_and_time(desk: Desk) -> None:
    await measure(desk, 10.0, 30.0)
    status, body = await ask(desk, "/api/metrics")
    metric = body["metrics"]["turn.lead.process"]
    assert status == 200
    assert (metric["count"], metric["mean"], metric["min"], metric["max"]) == (2, 20.0, 10.0, 30.0)
    assert body["cache_size"] == 0
    assert "timestamp" in body


async def test_metrics_are_gathered_once_an_interval(desk: Desk) -> None:
    await ask(desk, "/api/metrics")
    await measure(desk, 10.0)
    _, again = await ask(desk, "/api/metrics")
    assert "turn.lead.process" not in again["metrics"]


@pytest.mark.parametrize(
    ("query", "code", "field"),
    [
        ("window=2h", "telemetry.bad_window", "window"),
        ("bot=nobody", "operations.unknown_bot", "bot"),
        ("operation=nothing", "operations.unknown_operation", "operation"),
    ],
)
async def test_bad_questions_name_field_and_fix(
    desk: Desk, query: str, code: str, field: str
) -> None:
    status, problem = await ask(desk, f"/api/v1/stats?{query}")
    assert (status, problem["code"], problem["field"]) == (400, code, field)
    assert problem["fix"]


async def test_tenants_see_their_own_figures(desk: Desk) -> None:
    other = TenantId("other")
    await desk.save_tenant(other)
    await measure(desk, 10.0)
    _, body = await ask(desk, "/api/v1/stats?window=5m", other)
    assert body["stats"] == []


async def test_strangers_see_no_figures(desk: Desk) -> None:
    assert (await desk.ask("GET", "/api/v1/stats")).status == 401
    key = await desk.key("customer")
    answer = await desk.ask("GET", "/api/metrics", headers={"authorization": f"Bearer {key}"})
    assert answer.status == 403


def test_a_view_refuses_what_it_does_not_know(tmp_path: Path) -> None:
    done = CliRunner().invoke(main, ["stats", "cache", "--bot", "lead", "--home", str(tmp_path)])
    assert (done.exit_code, "cache is not told apart by bot" in done.output) == (1, True)
