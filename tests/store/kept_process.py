"""A process of its own with its own view of kept answers: one JSON line in, one out.

`python -m tests.store.kept_process DATABASE_URL`; lines are {"do": "find" | "keep" | "clear" | "stats",
"tenant": ..., "question": ..., "text": ...}.
"""

import asyncio
import json
import sys
from collections.abc import Mapping
from typing import Any

from frontdesk.ability.controls import Controls
from frontdesk.ability.gateway import Answer, Caching, Call, Message, Scope
from frontdesk.ability.gateway.kept import Kept
from frontdesk.ground.kit.clock import SystemClock
from frontdesk.ground.store.db import Database
from frontdesk.ground.words.ids import TenantId


def call_of(told: Mapping[str, Any]) -> Call:
    question = str(told["question"])
    scope = Scope(TenantId(told["tenant"]), "knowledge", permissions="public")
    caching = Caching(True, question)
    return Call("answer", scope, (Message("user", question),), caching=caching, prompt="faq@1")


async def do(kept: Kept, told: Mapping[str, Any]) -> object:
    """What came of one line."""
    if told["do"] == "find":
        found = await kept.find(call_of(told))
        return None if found is None else [found.text, found.via]
    if told["do"] == "keep":
        await kept.keep(call_of(told), Answer(told["text"], "m", "full", "usual", cost_micro=700))
        return None
    if told["do"] == "clear":
        return await kept.clear(TenantId(told["tenant"]), who="test", why="test")
    stats = await kept.load_stats(TenantId(told["tenant"]))
    return [stats.exact, stats.similar, stats.missed, stats.entries, stats.saved_micro]


async def main(url: str) -> None:
    database, clock = Database(url, connections=2), SystemClock()
    await database.open()
    kept = Kept(database, clock, Controls(clock))
    loop = asyncio.get_running_loop()
    while line := await loop.run_in_executor(None, sys.stdin.readline):
        print(json.dumps(await do(kept, json.loads(line))), flush=True)
    await database.close()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
