"""A low rate of kept answers is told from real traffic: programs that ask the gateway over HTTP."""

import contextlib
import hashlib
from collections.abc import AsyncIterator
from dataclasses import dataclass

import aiohttp
import pytest

from testing import house, watched
from testing.models.openai import FakeOpenAI
from testing.watched import Desk

pytestmark = pytest.mark.store
RULE = "low_cache_hit_rate"
WARM_S = 3700.0  # then an hour was measured whole
HELD_S = 75.0  # the rule wants it to last a minute


@dataclass(slots=True)
class Program:
    """Asks questions that may be kept, and counts how many of the answers were."""

    desk: Desk
    http: aiohttp.ClientSession
    asked: int = 0
    kept: int = 0

    async def ask(self, question: str) -> None:
        body = {"model": "gpt-4o", "messages": [{"role": "user", "content": question}]}
        async with self.http.post("/v1/chat/completions", json=body) as answer:
            assert answer.status == 200
            self.asked += 1
            self.kept += answer.headers["x-frontdesk-cache"] != "none"
        await self.desk.home.quiet()
        await self.desk.home.line.gateway.refresh()

    async def ask_anew(self, count: int) -> None:
        """So many questions that nobody asked before."""
        for number in range(self.asked, self.asked + count):
            words = hashlib.sha256(str(number).encode()).hexdigest().translate(LETTERS)
            await self.ask(f"{words[:9]} {words[9:20]} {words[20:32]}?")

    async def ask_again(self, count: int) -> None:
        """So often what was asked before."""
        for _ in range(count):
            await self.ask("Which paint dries without smell?")


LETTERS = str.maketrans("0123456789", "ghijklmnop")


@contextlib.asynccontextmanager
async def program(database_url: str) -> AsyncIterator[Program]:
    async with FakeOpenAI() as vendor:
        environment = {"OPENAI_BASE_URL": vendor.url, "OPENAI_API_KEY": "sk-fake"}
        opened = watched.open_watched(database_url, rules=(RULE,), environment=environment)
        async with opened as desk, house.serve(desk.home.house) as url:
            headers = {
                "authorization": f"Bearer {await desk.home.key('operator')}",
                "x-frontdesk-cache": "allow",
            }
            async with aiohttp.ClientSession(url, headers=headers) as http:
                yield Program(desk, http)


async def test_a_low_rate_is_told_and_ends(database_url: str) -> None:
    async with program(database_url) as outside:
        desk = outside.desk
        await outside.ask_again(1)
        await desk.live(WARM_S, step_s=100)
        await outside.ask_anew(40)
        await outside.ask_again(12)
        assert outside.kept == 12
        await desk.live(50)
        assert desk.told(RULE) == []  # it has not lasted a minute
        await desk.live(HELD_S - 50)
        assert desk.told(RULE) == ["firing"]
        assert desk.severities(RULE) == {"critical"}
        await outside.ask_again(60)
        await desk.live(60)
        assert desk.told(RULE) == ["firing", "resolved"]


async def test_enough_kept_answers_tell_nobody(database_url: str) -> None:
    """Just above the warning, of more than enough lookups."""
    async with program(database_url) as outside:
        await outside.ask_again(1)
        await outside.desk.live(WARM_S, step_s=100)
        await outside.ask_anew(24)
        await outside.ask_again(38)
        assert 0.60 < outside.kept / (outside.asked - 1) < 0.63
        await outside.desk.live(HELD_S)
        assert outside.desk.pages(RULE) == []


async def test_few_lookups_tell_nobody(database_url: str) -> None:
    async with program(database_url) as outside:
        await outside.ask_again(1)
        await outside.desk.live(WARM_S, step_s=100)
        await outside.ask_anew(48)
        await outside.desk.live(HELD_S)
        assert outside.desk.pages(RULE) == []


async def test_a_cache_that_fills_tells_nobody(database_url: str) -> None:
    """In the first hour nothing was there to be found; then it counts."""
    async with program(database_url) as outside:
        await outside.ask_anew(60)
        await outside.desk.live(3400, step_s=20)
        assert outside.desk.pages(RULE) == []
        await outside.ask_anew(60)
        await outside.desk.live(300, step_s=1)
        assert outside.desk.told(RULE) == ["firing"]
