"""A process of its own with a gateway: each line `ask` on its input is answered by a line of JSON.

`DATABASE_URL=… OPENAI_BASE_URL=… LOCAL_MODEL_BASE_URL=… python -m tests.story.breaker_process`
"""

import asyncio
import json
import os
import sys
from typing import Any

from frontdesk.ability.controls import Controls
from frontdesk.ability.gateway import Call, Gateway, Message, Parts, Scope
from frontdesk.ability.telemetry import Meters
from frontdesk.edge.providers import compatible
from frontdesk.edge.providers.openai import provider as openai_provider
from frontdesk.ground.kit.clock import SystemClock
from frontdesk.ground.kit.http import HttpClient
from frontdesk.ground.kit.tasks import Tasks, run_every
from frontdesk.ground.store.db import Database
from frontdesk.ground.words.ids import ProcessId, TenantId
from frontdesk.ground.words.settings import Setting

SWITCHES = {"model.retries": 0, "breaker.open_s": 3}
KINDS = (openai_provider.PROVIDER, compatible.PROVIDER)


def read(setting: Setting) -> Any:
    return os.environ.get(setting.name, setting.default)


async def main() -> None:
    clock, tasks, loops = SystemClock(), Tasks(), Tasks()
    database = Database(os.environ["DATABASE_URL"], connections=2)
    await database.open()
    async with HttpClient() as http:
        clients = {kind.name: client for kind in KINDS if (client := kind.open(http, read))}
        gateway = Gateway(
            Parts(
                database=database,
                clock=clock,
                controls=Controls(clock, SWITCHES),
                meters=Meters(),
                tasks=tasks,
                process_id=ProcessId(f"process-{os.getpid()}"),
                providers={kind.name: kind for kind in KINDS},
                clients=clients,
            )
        )
        loops.start(run_every(0.5, gateway.refresh, clock=clock, name="gateway"), name="refresh")
        print(json.dumps({"ready": True}), flush=True)
        while line := (await asyncio.to_thread(sys.stdin.readline)).strip():
            print(json.dumps(await answer(gateway, line)), flush=True)
        await loops.close(0.0)
        await tasks.close(5.0)
        await gateway.close()
    await database.close()


async def answer(gateway: Gateway, line: str) -> dict[str, object]:
    if line == "states":
        return {one.model: one.state for one in gateway.breakers()}
    call = Call("answer", Scope(TenantId("harbor")), (Message("user", "hello"),))
    found = await gateway.ask(call)
    return {"model": found.model, "reason": found.reason}


if __name__ == "__main__":
    asyncio.run(main())
