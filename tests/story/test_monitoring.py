"""A real Prometheus scrapes a house with customers: every query of the dashboards has an answer in it."""

import asyncio
import contextlib
import json
import re
import shutil
from collections.abc import AsyncIterator, Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import aiohttp
import pytest
import yaml

from frontdesk.app import registry, rooms
from frontdesk.app.monitoring import dashboards, rules
from frontdesk.flow.operations import collect
from frontdesk.flow.operations.measured import shown
from frontdesk.ground.kit.clock import SystemClock
from testing import ports
from testing.models.openai import FakeOpenAI
from tests.story import web_desk
from tests.story.model_desk import Model
from tests.story.web_desk import Desk

pytestmark = pytest.mark.store
PROMETHEUS = rooms.ROOT / "deploy/prometheus"
PATIENCE_S = 60.0
# Queries as operators have them in their runbooks.
KNOWN = (
    'rate(http_requests_total{status=~"2.."}[5m]) / rate(http_requests_total[5m])',
    "histogram_quantile(0.95, rate(http_request_duration_seconds_bucket[5m]))",
    "(node_memory_MemTotal_bytes - node_memory_MemAvailable_bytes) / node_memory_MemTotal_bytes",
    '100 - (avg by (instance) (rate(node_cpu_seconds_total{mode="idle"}[5m])) * 100)',
)
NAME = re.compile(r"\b((?:frontdesk|http|node|process)_\w+)")
THEIRS = {"up"}


def tool(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"needs {name}: install prometheus")
    return found


def queries() -> Iterator[tuple[str, str]]:
    """Every query of every dashboard with the panel it stands in."""
    for dashboard in dashboards.list_dashboards():
        for panel in dashboard.panels:
            for query in panel.queries:
                yield f"{dashboard.slug}: {panel.title}", query.expr


def plain(expr: str) -> str:
    """A query as Grafana would send it."""
    return expr.replace("$__rate_interval", "1m").replace("$bot", ".+")


async def call(*command: str, cwd: Path | None = None) -> tuple[int, str]:
    process = await asyncio.create_subprocess_exec(
        *command, cwd=cwd, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT
    )
    said, _ = await process.communicate()
    return process.returncode or 0, said.decode()


async def test_rules_are_as_promtool_wants_them() -> None:
    checked = await call(tool("promtool"), "check", "rules", str(PROMETHEUS / "rules.yml"))
    assert checked[0] == 0, checked[1]
    tested = await call(tool("promtool"), "test", "rules", "rules_test.yml", cwd=PROMETHEUS)
    assert tested[0] == 0, tested[1]


async def test_configuration_is_as_promtool_wants_it() -> None:
    checked = await call(tool("promtool"), "check", "config", str(PROMETHEUS / "prometheus.yml"))
    assert checked[0] == 0, checked[1]


def test_rules_in_prometheus_are_rules_of_ours() -> None:
    ours = registry.scan().rules
    written = yaml.safe_load((PROMETHEUS / "rules.yml").read_text())["groups"][1]["rules"]
    assert {one["alert"] for one in written} == set(ours) - set(rules.list_unsaid(ours))
    assert len(rules.list_unsaid(ours)) <= 6
    for alert in written:
        assert "{limit}" not in alert["expr"]
        assert "{samples}" not in alert["expr"]


@pytest.fixture
async def desk(database_url: str) -> AsyncIterator[Desk]:
    async with (
        FakeOpenAI(answer=Model().answer) as model,
        web_desk.open_desk(database_url, {"OPENAI_BASE_URL": model.url}) as opened,
    ):
        yield opened


async def work(desk: Desk) -> None:
    """Customers who change their minds, and an alert that somebody answers and ends."""
    customer = {"authorization": f"Bearer {await desk.key('customer')}"}
    operator = {"authorization": f"Bearer {await desk.key('operator')}"}
    said = ("hello", "I want to sell my house", "Actually I want to buy a house")
    for number, text in enumerate((*said, "Actually I want to sell my house")):
        answer = await desk.ask(
            "POST",
            "/api/v1/messages",
            headers=customer,
            json={"contact": "anna", "text": text, "message_id": f"m{number}"},
        )
        assert answer.status == 200
    labels = {"alertname": "DiskFull", "severity": "critical"}
    await desk.ask("POST", "/api/v2/alerts", headers=operator, json=[{"labels": labels}])
    listed = await (await desk.ask("GET", "/api/v1/alerts", headers=operator)).json()
    path = f"/api/v1/alerts/{listed['alerts'][0]['id']}"
    for deed in ("acknowledge", "resolve"):
        assert (await desk.ask("POST", f"{path}/{deed}", headers=operator)).status == 200
    await desk.line.recorder.flush(desk.line.database)
    await desk.line.gateway.refresh()
    await collect.run_collect(desk.line.database)
    await shown.run_showing(desk.lookout)


async def exported(desk: Desk) -> set[str]:
    """The names of the families at `/metrics`, with and without what has been counted yet."""
    text = await (await desk.ask("GET", "/metrics")).text()
    found = set()
    for name, kind in re.findall(r"^# TYPE (\S+) (\S+)$", text, re.M):
        endings = ("_bucket", "_count", "_sum") if kind == "histogram" else ("",)
        found |= {f"{name}{ending}" for ending in endings}
    return found


async def test_each_query_names_what_is_exported(desk: Desk) -> None:
    await work(desk)
    known = await exported(desk) | THEIRS
    unknown = {
        (where, name)
        for where, expr in queries()
        for name in NAME.findall(expr)
        if name not in known
    }
    assert unknown == set()


async def test_each_rule_names_what_is_exported(desk: Desk) -> None:
    await work(desk)
    known = await exported(desk)
    groups = yaml.safe_load((PROMETHEUS / "rules.yml").read_text())["groups"]
    named = {
        name
        for group in groups
        for one in group["rules"]
        for name in NAME.findall(re.sub(r"frontdesk:\w+(:\w+)?", "", one["expr"]))
    }
    assert named - known == set()


class Prometheus:
    """A running Prometheus and its HTTP API."""

    def __init__(self, url: str, http: aiohttp.ClientSession) -> None:
        self.url, self.http = url, http

    async def ask(self, path: str, **parameters: str) -> Any:
        url = f"{self.url}/api/v1/{path}?{urlencode(parameters)}"
        async with self.http.get(url) as answer:
            body = await answer.json()
        assert body["status"] == "success", body
        return body["data"]

    async def samples(self, expr: str) -> list[Mapping[str, Any]]:
        found: list[Mapping[str, Any]] = (await self.ask("query", query=expr))["result"]
        return found


@contextlib.asynccontextmanager
async def run_prometheus(folder: Path, target: str) -> AsyncIterator[Prometheus]:
    """Our own configuration, but for the target and a scrape a second."""
    config = yaml.safe_load((PROMETHEUS / "prometheus.yml").read_text())
    config["global"] = {"scrape_interval": "1s", "evaluation_interval": "1s"}
    config["scrape_configs"][0]["static_configs"][0]["targets"] = [target]
    (folder / "prometheus.yml").write_text(yaml.safe_dump(config))
    written = (PROMETHEUS / "rules.yml").read_text().replace("interval: 15s", "interval: 1s")
    (folder / "rules.yml").write_text(written)
    port = ports.free_port()
    process = await asyncio.create_subprocess_exec(
        tool("prometheus"),
        f"--config.file={folder / 'prometheus.yml'}",
        f"--storage.tsdb.path={folder / 'stored'}",
        f"--web.listen-address=127.0.0.1:{port}",
        "--log.level=error",
    )
    try:
        async with aiohttp.ClientSession() as http:
            yield Prometheus(f"http://127.0.0.1:{port}", http)
    finally:
        process.terminate()
        await process.wait()


async def load_unanswered(prometheus: Prometheus) -> list[tuple[str, str]]:
    """The queries that have no sample yet."""
    asked = [*queries(), *(("known", expr) for expr in KNOWN)]
    missing = []
    for where, expr in asked:
        try:
            found = await prometheus.samples(plain(expr))
        except aiohttp.ClientError:
            return asked
        if not found:
            missing.append((where, expr))
    return missing


async def test_each_query_has_a_sample_in_prometheus(desk: Desk, tmp_path: Path) -> None:
    clock = SystemClock()
    await work(desk)
    async with run_prometheus(tmp_path, desk.url.removeprefix("http://")) as prometheus:
        deadline = clock.monotonic() + PATIENCE_S
        missing = await load_unanswered(prometheus)
        while missing and clock.monotonic() < deadline:
            await clock.sleep(1.0)
            missing = await load_unanswered(prometheus)
        assert missing == []
        (target,) = (await prometheus.ask("targets"))["activeTargets"]
        assert (target["health"], target["lastError"]) == ("up", "")
        groups = (await prometheus.ask("rules"))["groups"]
        assert {one["health"] for group in groups for one in group["rules"]} == {"ok"}
        kept = await prometheus.samples("max by (bot, operation) (frontdesk_target_kept)")
        assert {"bot": "seller", "operation": "process"} in [one["metric"] for one in kept]
        turns = await prometheus.samples("sum(frontdesk_turns_total)")
        assert json.loads(turns[0]["value"][1]) == 4
