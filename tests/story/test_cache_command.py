"""`frontdesk cache` speaks of the live installation: what is kept, what it saved, how it is forgotten."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from frontdesk.ability.gateway import Caching, Call, Message, Scope
from frontdesk.app.cli import main
from testing.models.openai import FakeOpenAI
from tests.story import web_desk
from tests.story.web_desk import TENANT, Desk

pytestmark = pytest.mark.store


@pytest.fixture
async def vendor() -> AsyncIterator[FakeOpenAI]:
    async with FakeOpenAI() as fake:
        yield fake


@pytest.fixture
async def desk(database_url: str, vendor: FakeOpenAI) -> AsyncIterator[Desk]:
    async with web_desk.open_desk(database_url, {"OPENAI_BASE_URL": vendor.url}) as opened:
        yield opened


async def run(desk: Desk, home: Path, *words: str) -> tuple[int, str]:
    environment = {"DATABASE_URL": desk.database_url, "FRONTDESK_HOME": str(home)}

    def invoke() -> tuple[int, str]:
        done = CliRunner().invoke(main, ["cache", *words], env=environment)
        return done.exit_code, done.output

    return await asyncio.to_thread(invoke)


async def ask(desk: Desk) -> str:
    question = "Do you have parking?"
    call = Call(
        "answer",
        Scope(TENANT, "lead"),
        (Message("user", question),),
        caching=Caching(allowed=True, question=question),
    )
    answer = await desk.line.gateway.ask(call)
    await desk.line.tasks.close(5.0)
    await desk.line.gateway.refresh()
    return answer.via


async def test_what_is_kept_is_shown_and_forgotten(desk: Desk, tmp_path: Path) -> None:
    assert [await ask(desk), await ask(desk)] == ["model", "cache_exact"]
    code, shown = await run(desk, tmp_path, "stats", "--json")
    assert (code, '"exact": 1' in shown, '"answers": 1' in shown) == (0, True, True)
    code, said = await run(desk, tmp_path, "clear", "--bot", "lead", "--why", "prices changed")
    assert (code, said) == (0, "1 answers forgotten\n")
    (row,) = await desk.rows("select detail from audit_log where action = 'cache.clear'")
    assert row["detail"] == {"bot": "lead", "why": "prices changed"}
    await asyncio.sleep(0.7)
    assert await ask(desk) == "model"


async def test_an_unknown_bot_is_refused(desk: Desk, tmp_path: Path) -> None:
    code, said = await run(desk, tmp_path, "stats", "--bot", "nobody")
    assert (code, "there is no bot 'nobody'" in said) == (1, True)


async def test_a_file_of_questions_is_warmed_once(desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "questions.txt"
    body = '{"model": "gpt-4o", "messages": [{"role": "user", "content": "Is there a lift?"}]}'
    file.write_text(f"Do you have parking?\n\n{body}\n")
    own = ("warm", str(file), "--url", desk.url, "--key", await desk.key(), "--model", "gpt-4o")
    assert await run(desk, tmp_path, *own) == (0, "2 asked, 0 kept already\n")
    await desk.line.tasks.close(5.0)
    await desk.line.gateway.refresh()
    assert await run(desk, tmp_path, *own) == (0, "0 asked, 2 kept already\n")


@pytest.mark.parametrize(
    ("text", "more", "says"),
    [
        ("Do you have parking?", (), "line 1 is a question, and no model is named"),
        ('{"model": ', (), "line 1 is no JSON object"),
        ("{}", (), "after 0 questions the door refused one: "),
    ],
)
async def test_a_file_that_cannot_be_asked_is_refused(
    desk: Desk, tmp_path: Path, text: str, more: tuple[str, ...], says: str
) -> None:
    file = tmp_path / "questions.txt"
    file.write_text(text)
    own = ("warm", str(file), "--url", desk.url, "--key", await desk.key(), *more)
    code, said = await run(desk, tmp_path, *own)
    assert (code, says in said) == (1, True), said
