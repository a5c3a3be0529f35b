"""A fake model told what to propose, and a house whose bots ask it: for stories of turns with models."""

import asyncio
import contextlib
import json
import re
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from frontdesk.app import registry
from frontdesk.flow.conversation.contracts.bot import Bot
from frontdesk.ground.words.reading import Json
from testing.models.openai import FakeOpenAI
from testing.models.script import Asked, Reply

_QUOTED = re.compile(r"<<<words [0-9a-f]+\n(.*?)\nwords [0-9a-f]+>>>", re.S)
NOTHING: Mapping[str, Json] = {
    "intents": [],
    "values": [],
    "reply": {"kind": "none", "quote": ""},
    "asks_for_person": {"said": False, "quote": ""},
    "mood": {"kind": "neutral", "quote": ""},
    "urgency": {"level": "none", "quote": ""},
}
Word = Callable[[str], str]


def same(text: str) -> str:
    """A model that changes nothing."""
    return text


@dataclass(slots=True)
class Model:
    """What the fake proposes: `reads` is its JSON, `words` what it makes of a decided reply."""

    words: Word = same
    reads: Mapping[str, Json] | str = field(default_factory=dict)

    def answer(self, asked: Asked) -> Reply | str:
        if asked.schema is None:
            return self.words(quoted(asked))
        if isinstance(self.reads, str):
            return self.reads
        return json.dumps({**NOTHING, **self.reads})


def quoted(asked: Asked) -> str:
    """The words that were set apart for the model."""
    found = _QUOTED.search(asked.last)
    assert found is not None, asked.last
    return found[1]


def purposes(fake: FakeOpenAI) -> list[str]:
    """What each request was for."""
    return ["word" if one.schema is None else "read" for one in fake.requests]


def shipped_bots() -> Sequence[Bot]:
    """The bots of this installation, the one that answers anybody first."""
    return sorted(registry.scan().bots.values(), key=lambda bot: not bot.default)


def intent(name: str, quote: str, score: float = 0.9) -> Mapping[str, Json]:
    claim: Json = {"name": name, "score": score, "negated": False, "done": False, "quote": quote}
    return {"intents": [claim]}


def value(slot: str, quote: str, option: str = "") -> Mapping[str, Json]:
    return {"values": [{"slot": slot, "option": option, "quote": quote}]}


@contextlib.contextmanager
def in_a_thread(*fakes: FakeOpenAI) -> Iterator[None]:
    """Fakes that answer while the test itself waits for a process, in a loop of their own."""
    started, stopping = threading.Event(), asyncio.Event()
    loops: list[asyncio.AbstractEventLoop] = []

    async def run() -> None:
        loops.append(asyncio.get_running_loop())
        async with contextlib.AsyncExitStack() as stack:
            for fake in fakes:
                await stack.enter_async_context(fake)
            started.set()
            await stopping.wait()

    thread = threading.Thread(target=asyncio.run, args=(run(),))
    thread.start()
    assert started.wait(30.0)
    try:
        yield
    finally:
        loops[0].call_soon_threadsafe(stopping.set)
        thread.join(30.0)
