"""compatcanary, a published scanner of OpenAI-compatible servers, finds nothing missing for chat clients."""

import asyncio
import json
import os
from pathlib import Path
from typing import Any

import pytest

from testing.models.openai import FakeOpenAI
from tests.story import openai_door
from tests.story.openai_door import Program

pytestmark = pytest.mark.store

ROOT = Path(__file__).parents[2]
TOOL = ROOT / ".venv/node/node_modules/.bin/compatcanary"


@pytest.fixture(autouse=True)
def installed() -> None:
    if TOOL.exists():
        return
    why = "needs compatcanary: scripts/install_node_tools"
    if os.environ.get("CI") == "true":
        pytest.fail(why)
    pytest.skip(why)


async def scan(program: Program, model: str) -> tuple[int, Any]:
    """Its exit code, and its report."""
    process = await asyncio.create_subprocess_exec(
        *(str(TOOL), "scan", "--base-url", f"{program.url}/v1", "--model", model),
        *("--profile", "chat", "--format", "json"),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env={
            "PATH": f"{os.environ['PATH']}:{ROOT / '.venv/bin'}",
            "OPENAI_API_KEY": program.keys["operator"],
        },
    )
    out, err = await process.communicate()
    assert process.returncode is not None
    assert out, err.decode()
    return process.returncode, json.loads(out)


async def test_the_door_passes_compatcanary(database_url: str) -> None:
    async with FakeOpenAI() as fake:
        environment = {"OPENAI_API_KEY": "sk-fake", "OPENAI_BASE_URL": fake.url}
        async with openai_door.open_program(database_url, environment=environment) as program:
            code, report = await scan(program, "frontdesk")
            fake.behaviour.rates = {"bad_json": 1.0}
            broken, _ = await scan(program, "openai/gpt-4o-mini")
    found = {one["id"]: one["status"] for one in report["results"]}
    assert found == dict.fromkeys(
        (
            *("models.list", "chat.basic", "chat.streaming"),
            *("chat.tool_call", "chat.structured_output"),
        ),
        "pass",
    )
    assert (code, broken != 0) == (0, True)
