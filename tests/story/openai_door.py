"""A house turned into what a program with OpenAI's own client meets, with a scripted gateway if wanted."""

import contextlib
import dataclasses
import io
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass, field

import aiohttp
import openai
import orjson

from frontdesk.ability import identity
from frontdesk.ability.gateway import (
    Answer,
    Call,
    Delta,
    Embedded,
    Gateway,
    Parts,
    Scope,
    Usage,
    Vectors,
)
from frontdesk.ground.kit.clock import Clock, SystemClock
from frontdesk.ground.words.reading import Json
from testing import house
from testing.house import Home

CHAT = "/v1/chat/completions"
HELLO: Json = [{"role": "user", "content": "hello"}]
HI = Answer(
    "Hi there", model="openai/gpt-4o", rung="full", reason="asked", usage=Usage(5, 2), cost_micro=7
)
Step = Delta | Answer | Exception | float


class Scripted(Gateway):
    """Says what `steps` holds: pieces and answers are given, exceptions raised, numbers slept."""

    def __init__(self, clock: Clock, parts: Parts) -> None:
        super().__init__(parts)
        self._clock = clock
        self.steps: list[Step] = [HI]
        self.calls: list[Call] = []
        self.cancelled = 0

    async def ask(self, call: Call) -> Answer:
        async with contextlib.aclosing(self.stream(call)) as steps:
            async for step in steps:
                if isinstance(step, Answer):
                    return step
        raise AssertionError("the script holds no answer")

    async def stream(self, call: Call) -> AsyncGenerator[Delta | Answer, None]:
        self.calls.append(call)
        try:
            for step in self.steps:
                if isinstance(step, Exception):
                    raise step
                if isinstance(step, float):
                    await self._clock.sleep(step)
                else:
                    yield step
        except BaseException:
            self.cancelled += 1
            raise

    async def embed(
        self,
        texts: Sequence[str],
        scope: Scope,
        *,
        model: str = "",
        deadline_at: float | None = None,
    ) -> Embedded:
        vectors = tuple((float(len(text)), 0.25) for text in texts)
        return Embedded(Vectors(vectors), "openai/small", Usage(tokens_in=len(texts)), 3, 1.0)


@dataclass(frozen=True, slots=True)
class Program:
    """A program outside: plain HTTP by `post`, OpenAI's client by `sdk`."""

    home: Home
    url: str
    http: aiohttp.ClientSession
    keys: Mapping[str, str]
    script: Scripted | None = None
    closing: list[openai.AsyncOpenAI] = field(default_factory=list)

    def sdk(self, scope: str = "operator", **more: str) -> openai.AsyncOpenAI:
        """OpenAI's own client, which is told nothing but the address and a key."""
        client = openai.AsyncOpenAI(
            base_url=f"{self.url}/v1",
            api_key=self.keys.get(scope, scope),
            max_retries=0,
            default_headers=more,
        )
        self.closing.append(client)
        return client

    async def post(
        self, body: "Json | bytes", path: str = CHAT, *, scope: str = "operator", **headers: str
    ) -> tuple[int, bytes, Mapping[str, str]]:
        raw = body if isinstance(body, bytes) else orjson.dumps(body)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        named.setdefault("authorization", f"Bearer {self.keys.get(scope, scope)}")
        async with self.http.post(self.url + path, data=io.BytesIO(raw), headers=named) as answer:
            return answer.status, await answer.read(), answer.headers

    async def chat(self, **more: Json) -> tuple[int, bytes, Mapping[str, str]]:
        return await self.post({"model": "gpt-4o", "messages": HELLO, **more})


@contextlib.asynccontextmanager
async def open_program(
    database_url: str,
    *,
    clock: Clock | None = None,
    environment: Mapping[str, str] | None = None,
    script: bool = False,
    prepare: Callable[[Home], object] | None = None,
) -> AsyncIterator[Program]:
    """Serve a house; with `script` its gateway says what a test wants."""
    clock = clock or SystemClock()
    async with contextlib.AsyncExitStack() as stack:
        home = await stack.enter_async_context(
            house.open_house(database_url, clock=clock, environment=environment)
        )
        scripted = None
        served = home.house
        if script:
            line = home.line
            parts = Parts(
                line.database, clock, line.controls, line.meters, line.tasks, line.process_id
            )
            scripted = Scripted(clock, parts)
            served = dataclasses.replace(served, line=dataclasses.replace(line, gateway=scripted))
        if prepare is not None:
            prepare(home)
        url = await stack.enter_async_context(house.serve(served))
        http = await stack.enter_async_context(aiohttp.ClientSession())
        keys = {str(scope): await home.key(scope) for scope in identity.SCOPES}
        program = Program(home, url, http, keys, scripted)
        try:
            yield program
        finally:
            for client in program.closing:
                await client.close()


def read_events(raw: bytes) -> list[str]:
    """The data of each event of a stream, comments left out."""
    blocks = raw.decode().split("\n\n")
    return [block.removeprefix("data: ") for block in blocks if block.startswith("data: ")]
