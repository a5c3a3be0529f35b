"""Chat completions asked over raw HTTP, whole or streamed, turned into latencies; bounded by a time."""

import asyncio
import json
import time
from dataclasses import dataclass, field

from tests.load.client import Taken

PATIENCE_S = 30.0
PROMPT = "Tell a customer of a small shop, in one friendly sentence, when it is open today. " * 6


def body(*, stream: bool, model: str = "gpt-4o-mini") -> bytes:
    """A request of about 480 characters of prompt."""
    asked = {
        "model": model,
        "messages": [
            {"role": "system", "content": PROMPT},
            {"role": "user", "content": "When are you open?"},
        ],
        "stream": stream,
    }
    if stream:
        asked["stream_options"] = {"include_usage": True}
    return json.dumps(asked).encode()


@dataclass
class Chat:
    """What one request came to. `first_ms` is when the first words were there."""

    status: int
    text: bytes
    ms: float
    first_ms: float


class Chatter:
    """One keep-alive connection to one server."""

    def __init__(self, port: int, key: str) -> None:
        self._port, self._key = port, key
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(self, raw: bytes) -> Chat:
        """One request; a broken connection is status 0."""
        began = time.perf_counter()
        try:
            async with asyncio.timeout(PATIENCE_S):
                return await self._ask(raw, began)
        except (OSError, asyncio.IncompleteReadError, TimeoutError, ValueError):
            self.close()
            spent = (time.perf_counter() - began) * 1000
            return Chat(0, b"", spent, spent)

    async def _ask(self, raw: bytes, began: float) -> Chat:
        if self._streams is None:
            self._streams = await asyncio.open_connection("127.0.0.1", self._port, limit=2**20)
        reader, writer = self._streams
        head = (
            f"POST /v1/chat/completions HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json"
            f"\r\nauthorization: Bearer {self._key}\r\ncontent-length: {len(raw)}\r\n\r\n"
        )
        writer.write(head.encode() + raw)
        answer = (await reader.readuntil(b"\r\n\r\n")).lower()
        status = int(answer[9:12])
        first = 0.0
        if b"transfer-encoding: chunked" in answer:
            text = b""
            while size := int(await reader.readuntil(b"\r\n"), 16):
                text += (await reader.readexactly(size + 2))[:-2]
                if not first and b" word" in text:
                    first = (time.perf_counter() - began) * 1000
            await reader.readexactly(2)
        else:
            length = int(answer.split(b"content-length: ")[1].split(b"\r\n")[0])
            text = await reader.readexactly(length)
        ms = (time.perf_counter() - began) * 1000
        return Chat(status, text, ms, first or ms)

    def close(self) -> None:
        if self._streams is not None:
            self._streams[1].close()
            self._streams = None


@dataclass
class Asked:
    """A closed loop of chats: whole latencies, and those of the first words."""

    whole: Taken = field(default_factory=Taken)
    first: Taken = field(default_factory=Taken)


async def closed_loop(
    port: int, key: str, *, at_once: int, seconds: float, stream: bool = False
) -> Asked:
    """So many programs at once, each asking again when it was answered."""
    asked, raw = Asked(), body(stream=stream)
    until = time.perf_counter() + seconds

    async def program() -> None:
        chatter = Chatter(port, key)
        while time.perf_counter() < until:
            chat = await chatter.ask(raw)
            good = chat.status == 200 and (not stream or chat.text.endswith(b"[DONE]\n\n"))
            asked.whole.failures += not good
            if good:
                asked.whole.ms.append(chat.ms)
                asked.first.ms.append(chat.first_ms)
        chatter.close()

    began = time.perf_counter()
    await asyncio.gather(*(program() for _ in range(at_once)))
    asked.whole.seconds = asked.first.seconds = time.perf_counter() - began
    return asked
