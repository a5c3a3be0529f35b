"""llm-comply, a published suite, finds chat completions to be as OpenAI describes them, without a warning."""

import asyncio
import json
import os
import sys
from typing import Any

import pytest

from testing.models.openai import FakeOpenAI
from testing.models.script import Asked, Reply
from tests.story import openai_door
from tests.story.openai_door import Program

pytestmark = pytest.mark.store

# Parameters that the suite sends to models that think; this one is not tried by it for others.
LEFT_OUT = {"chat-reasoning-summary"}


async def run_suite(program: Program, *more: str) -> tuple[int, Any, str]:
    """Its exit code, and what it found as JSON."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "llm_comply.cli", "--format", "openai-chat", "--json"),
        *("--base-url", f"{program.url}/v1", "--api-key", program.keys["operator"]),
        *("--model", "openai/gpt-4o-mini", "--timeout", "30", *more),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env={"PATH": os.environ["PATH"]},
    )
    out, err = await process.communicate()
    assert process.returncode is not None
    return process.returncode, json.loads(out or b"{}"), err.decode()


async def test_the_door_passes_llm_comply(database_url: str) -> None:
    async with FakeOpenAI() as fake:
        environment = {"OPENAI_API_KEY": "sk-fake", "OPENAI_BASE_URL": fake.url}
        async with openai_door.open_program(database_url, environment=environment) as program:
            code, found, said = await run_suite(program)
    results = {one["id"]: one for one in found["results"]}
    failing = {
        name: one
        for name, one in results.items()
        if one["status"] != "passed" or one.get("errors") or one.get("warnings")
    }
    assert failing.keys() == LEFT_OUT, failing
    assert results["chat-reasoning-summary"]["status"] == "skipped"
    assert (code, len(results)) == (0, 9), said
    assert len(fake.requests) == 7


async def test_the_suite_can_fail(database_url: str) -> None:
    """An upstream that ends every answer early is found out."""

    def cut_short(_: Asked) -> Reply:
        return Reply("one two", finish="length")

    async with FakeOpenAI(answer=cut_short) as fake:
        environment = {"OPENAI_API_KEY": "sk-fake", "OPENAI_BASE_URL": fake.url}
        async with openai_door.open_program(database_url, environment=environment) as program:
            code, _, _ = await run_suite(program, "--filter", "chat-basic-response")
    assert code == 1
