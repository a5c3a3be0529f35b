"""Turns a customer's words into the plainest conversation: a bot that says back what it hears.

"boom" makes it raise; "wait ..." makes it use a tool that answers when the test opens its gate.
"""

import asyncio
from collections import defaultdict
from dataclasses import dataclass

from frontdesk.ability.language import SlotShape
from frontdesk.flow.conversation.contracts.bot import Bot, Facts, Slot, Target, Words
from frontdesk.flow.conversation.contracts.tool import Tool, ToolContext
from frontdesk.ground.words.decision import Decision, Finding, Request


@dataclass(frozen=True, slots=True)
class Pause(Request):
    """Wait for the gate called `word`."""

    word: str

    @property
    def key(self) -> str:
        return self.word


class Gates:
    """Opened by the test, by name; the tool `pause` waits at them."""

    def __init__(self) -> None:
        self._gates: defaultdict[str, asyncio.Event] = defaultdict(asyncio.Event)
        self._reached: defaultdict[str, asyncio.Event] = defaultdict(asyncio.Event)

    def open(self, word: str) -> None:
        self._gates[word].set()

    async def reached(self, word: str) -> None:
        """Wait until a turn stands before the gate."""
        async with asyncio.timeout(30.0):
            await self._reached[word].wait()

    def tool(self) -> Tool[Pause]:
        async def run(request: Pause, _context: ToolContext) -> Finding:
            self._reached[request.word].set()
            await self._gates[request.word].wait()
            return Finding("Pause", "opened")

        return Tool(name="pause", fulfils=Pause, run=run, timeout_s=60.0)


def decide(_bot: Bot, facts: Facts) -> Decision:
    said = facts.reading.text.replace("\n", " + ")
    if "boom" in said:
        raise RuntimeError("the bot was told to break")
    if said.startswith("wait") and not facts.findings:
        return Decision("act", "told_to_wait", request=Pause(said))
    return Decision("ask", "echo", say=("echo",), facts={"said": said}, asked="more")


ECHO = Bot(
    name="echo",
    purpose="Says back what it hears.",
    slots=(Slot(SlotShape("more", "number"), "more"),),
    words={"echo": Words(("got {said}",)), "more": Words(("More?",))},
    decide=decide,
    tools=(Pause,),
    targets=(Target("process", 300, 1500, 2000),),
)
