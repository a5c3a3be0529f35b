"""Two serving processes are one door: a limit, a control and a revoked key hold in both within moments."""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import openai
import pytest

from testing import ports
from testing.database import Server as Postgres
from tests.story.processes import Installation, Server

pytestmark = [pytest.mark.store, pytest.mark.crash]

SEEN_WITHIN_S = 15.0
COST_MICRO = 1000  # of each answer: a thousand tokens at a dollar a million
LIMIT_MICRO = 20 * COST_MICRO


@pytest.fixture
def vendor() -> Iterator[str]:
    """A fake OpenAI as a process of its own; gives its address."""
    command = [sys.executable, "-m", "testing.models.openai", "--text", "word " * 799]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        yield process.stdout.readline().strip()
    finally:
        process.terminate()
        process.communicate(timeout=30)


@pytest.fixture
def pair(
    postgres: Postgres, tmp_path: Path, vendor: str
) -> Iterator[tuple[Installation, Server, Server]]:
    """Two processes on one database, whose models cost a dollar for a million tokens."""
    prices = '{"openai/priced:in": 0, "openai/priced:out": 1}'
    own = {"OPENAI_API_KEY": "sk-fake", "OPENAI_BASE_URL": vendor}
    with postgres.database(template="schema") as url:
        installation = Installation(tmp_path, url, own)
        try:
            first = installation.serve(ports.free_port())
            change = ("controls", "set", "spend.prices", prices, "--why", "a test")
            assert installation.run(*change).exit_code == 0
            yield installation, first, installation.serve(ports.free_port(), "--no-worker")
        finally:
            installation.stop()


def ask(server: Server, key: str = "") -> str:
    """The code of the refusal of one call, "" for an answer."""
    client = openai.OpenAI(base_url=f"{server.url}/v1", api_key=key or server.key, max_retries=0)
    try:
        client.chat.completions.create(
            model="openai/priced", messages=[{"role": "user", "content": "hello"}], max_tokens=1000
        )
    except openai.APIStatusError as error:
        return str(error.code)
    finally:
        client.close()
    return ""


def soon(true: Callable[[], bool]) -> bool:
    until = time.monotonic() + SEEN_WITHIN_S
    while time.monotonic() < until:
        if true():
            return True
        time.sleep(0.1)
    return False


def test_two_processes_are_one_door(pair: tuple[Installation, Server, Server]) -> None:
    installation, first, second = pair
    key = installation.run("keys", "create", "reports", "--scope", "agent").stdout.split()[-1]
    servers = (first, second)

    def both(code: str) -> Callable[[], bool]:
        return lambda: {ask(server, key) for server in servers} == {code}

    assert soon(both(""))
    limit = ("controls", "set", "spend.hourly_limit", str(LIMIT_MICRO / 1e6), "--why", "a test")
    assert installation.run(*limit).exit_code == 0
    assert soon(both("insufficient_quota"))
    spent = int(installation.run_apart("psql", "-Atc", SPENT).stdout)
    assert LIMIT_MICRO / 2 < spent <= LIMIT_MICRO
    assert (
        installation.run("controls", "clear", "spend.hourly_limit", "--why", "a test").exit_code
        == 0
    )
    assert soon(both(""))
    off = ("controls", "set", "rung.max", "rules", "--why", "a test")
    assert installation.run(*off).exit_code == 0
    assert soon(both("no_model"))
    assert installation.run("controls", "clear", "rung.max", "--why", "a test").exit_code == 0
    assert soon(both(""))
    assert installation.run("keys", "revoke", "reports").exit_code == 0
    assert soon(both("invalid_api_key"))


SPENT = "select coalesce(sum(charged_micro), 0) from model_calls"
