"""A bot, a channel and a tool are one file each; a mistake in one refuses the start by file and fix."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import frontdesk

ROOT = Path(__file__).parents[2]
PACKAGE = Path(frontdesk.__file__).parent

BOT = '''"""Customers who only want to be greeted turned into greeted ones."""

from frontdesk.ability.language import SlotShape
from frontdesk.ability.records import ReportQualified
from frontdesk.flow.conversation.contracts.bot import Bot, Facts, Slot, Target, Words
from frontdesk.ground.words.decision import Decision


def decide(_bot: Bot, facts: Facts) -> Decision:
    if not facts.findings:
        report = ReportQualified(facts.conversation_id, "greeter", {}, {})
        return Decision("act", "greets", request=report)
    noted = facts.findings[-1].outcome == "noted"
    return Decision("answer", "greeted", say=("noted" if noted else "later",))


WORDS = {
    "noted": Words(("Good day, noted.",), ("Buenos dias, anotado.",)),
    "later": Words(("Good day.",), ("Buenos dias.",)),
    "name": Words(("Who is there?", "Your name?"), ("Quien habla?", "Su nombre?")),
}
BOT = Bot(
    name="greeter",
    purpose="Greets whoever comes.",
    slots=(Slot(SlotShape("name", "name"), "name"),),
    words=WORDS,
    decide=decide,
    tools=(ReportQualified,),
    targets=(Target("process", 300, 1500, 2000), Target("full_qualification", 300, 1500, 2000)),
)
'''
TOOL = '''"""A qualified conversation turned into a note in this process."""

from frontdesk.ability.records import ReportQualified
from frontdesk.flow.conversation.contracts.tool import Tool, ToolContext
from frontdesk.ground.words.decision import Finding


async def run(request: ReportQualified, _context: ToolContext) -> Finding:
    return Finding("ReportQualified", "noted")


TOOL = Tool(name="take_note", fulfils=ReportQualified, run=run)
'''
CHANNEL = '''"""A line shouted through the window turned into a turn, and its answer into the response."""

from fastapi import APIRouter, Request

from frontdesk.edge.door import Door
from frontdesk.flow.conversation import run
from frontdesk.flow.conversation.contracts.channel import Channel
from frontdesk.flow.conversation.line import Line
from frontdesk.ground.words.message import Inbound


def address_kind(_address: str) -> str:
    return "contact"


CHANNEL = Channel(
    name="window",
    mode="answer",
    address_kind=address_kind,
    promise="Whoever shouts is answered once, in the order in which people shout.",
)


def routes(line: Line) -> APIRouter:
    router = APIRouter()

    @router.post("/channels/window")
    async def shout(request: Request) -> list[str]:
        text = (await request.body()).decode()
        tenant = line.tenants.all()[0].id
        inbound = Inbound(tenant, "window", text, "passer-by", text, bot="greeter")
        _, record = await run.answer(line, inbound)
        return list(record.replies)

    return router


DOOR = Door(name="window", routes=routes)
'''
LOOK = """
import asyncio, json, sys
import aiohttp
from frontdesk.app import build, demo, kinds, reference, registry, settings
from testing import house

async def main(url):
    found = registry.scan()
    tree = settings.load_settings((*settings.HOUSE, *found.settings()), {"FRONTDESK_HOME": sys.argv[2]})
    async with build.open_house(tree, found, url, kind="serve", work=False, standing=False) as home:
        await demo.prepare(tree, home.line)
        async with house.serve(home) as address, aiohttp.ClientSession() as http:
            answer = await http.post(address + "/channels/window", data="hello")
            said = await answer.json()
    listed = [[kind.kind, kind.name] for kind in kinds.list_kinds(found)]
    print(json.dumps({"said": said, "listed": listed, "page": reference.render_kinds(found)}))

asyncio.run(main(sys.argv[1]))
"""


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The package with one more bot and channel, and another tool in place of the shipped one."""
    place = tmp_path_factory.mktemp("kinds")
    shutil.copytree(PACKAGE, place / "frontdesk", ignore=shutil.ignore_patterns("__pycache__"))
    package = place / "frontdesk"
    (package / "edge/tools/report_qualified.py").unlink()
    (package / "content/bots/real_estate/greeter.py").write_text(BOT)
    (package / "edge/tools/take_note.py").write_text(TOOL)
    window = package / "edge/channels/window"
    window.mkdir()
    (window / "__init__.py").write_text('"""Room: the window."""\n')
    (window / "channel.py").write_text(CHANNEL)
    yield place
    shutil.rmtree(place)


def run(place: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("FRONTDESK_", "COVERAGE_", "TWILIO_"))
    }
    environment |= {"PYTHONPATH": f"{place}{os.pathsep}{ROOT}", "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, env=environment, capture_output=True, text=True
    )


@pytest.mark.store
def test_new_kinds_are_routed_listed_and_documented(
    copy: Path, database_url: str, tmp_path: Path
) -> None:
    done = run(copy, "-c", LOOK, database_url, str(tmp_path))
    assert done.returncode == 0, done.stderr
    told: dict[str, Any] = json.loads(done.stdout)
    assert "noted" in " ".join(told["said"])
    added = [["bot", "greeter"], ["channel", "window"], ["door", "window"], ["tool", "take_note"]]
    assert [kind for kind in told["listed"] if kind in added] == added
    assert all(name in told["page"] for name in ("greeter", "window", "take_note"))


@pytest.mark.store
def test_new_kinds_stand_under_their_contracts(copy: Path) -> None:
    files = [f"tests/contract/test_{kind}.py" for kind in ("bot", "channel", "tool")]
    chosen = "(greeter or window or take_note) and not line and not opt_out"
    done = run(copy, "-m", "pytest", *files, "-k", chosen, "-vv", "--no-header")
    assert done.returncode == 0, done.stdout
    for name in ("greeter", "window", "take_note"):
        assert f"[{name}] PASSED" in done.stdout


GREETER = "content/bots/real_estate/greeter.py"
NOTE = "edge/tools/take_note.py"
WINDOW = "edge/channels/window/channel.py"
# What is changed in which file, into what, and the fix that is told.
MISTAKES: dict[str, tuple[str, str, str, str]] = {
    "a bot named otherwise": (GREETER, 'name="greeter"', 'name="hello"', "name it 'greeter'"),
    "a bot that is no Bot": (GREETER, "BOT = Bot(", "BOT = dict(", "define BOT = Bot(...)"),
    "a bot under another name": (GREETER, "BOT = Bot(", "Greeter = Bot(", "define BOT = Bot(...)"),
    "a question without words": (GREETER, '"name": Words', '"nme": Words', "add them to its words"),
    "a bot that cannot be read": (GREETER, "def decide(", "def decide((", "mend it"),
    "a tool named otherwise": (NOTE, 'name="take_note"', 'name="note"', "name it 'take_note'"),
    "a tool that is no Tool": (NOTE, "TOOL = Tool(", "TOOL = dict(", "define TOOL = Tool(...)"),
    "no tool in its file": (NOTE, "TOOL = Tool(", "_ = dict(", "define TOOL = Tool(...)"),
    "a channel named otherwise": (
        WINDOW,
        'name="window",\n    mode',
        'name="door",\n    mode',
        "name it 'window'",
    ),
    "a channel without its door": (
        WINDOW,
        'DOOR = Door(name="window"',
        'DOOR = Door(name="gate"',
        "add DOOR = Door(name='window'",
    ),
    "no channel in its file": (
        WINDOW,
        "CHANNEL = Channel(",
        "_ = dict(",
        "define CHANNEL = Channel(...)",
    ),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_refuses_by_file_and_fix(copy: Path, name: str) -> None:
    path, right, wrong, fix = MISTAKES[name]
    file = copy / "frontdesk" / path
    good = file.read_text()
    assert right in good
    file.write_text(good.replace(right, wrong))
    try:
        done = run(copy, "-c", "from frontdesk.app import registry; registry.scan()")
    finally:
        file.write_text(good)
    last = done.stderr.strip().splitlines()[-1]
    assert done.returncode == 1
    assert f"registry.bad_kind: frontdesk/{path}" in last
    assert fix in last


def test_a_missing_tool_names_the_bot_that_needs_it(copy: Path) -> None:
    file = copy / "frontdesk/edge/tools/take_note.py"
    good = file.read_text()
    file.unlink()
    try:
        done = run(copy, "-c", "from frontdesk.app import registry; registry.scan()")
    finally:
        file.write_text(good)
    last = done.stderr.strip().splitlines()[-1]
    assert "frontdesk/content/bots/real_estate/" in last
    assert "edge/tools" in last
    assert "ReportQualified" in last
