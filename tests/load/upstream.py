"""A model vendor that costs almost nothing: canned chat completions, whole and streamed, after a delay.

`python -m tests.load.upstream --port 9101 --delay-ms 300`: measured beside a gateway, what it takes
itself must not show.
"""

import argparse
import asyncio
import json
from typing import cast

import uvloop

WORDS = 20
CHOICE = {"index": 0, "logprobs": None}
USAGE = {"prompt_tokens": 120, "completion_tokens": WORDS, "total_tokens": 120 + WORDS}
FRAME = {"id": "chatcmpl-1", "created": 1, "model": "gpt-4o-mini"}


def _whole() -> bytes:
    message = {"role": "assistant", "content": " word" * WORDS, "refusal": None}
    choice = {**CHOICE, "message": message, "finish_reason": "stop"}
    body = {**FRAME, "object": "chat.completion", "choices": [choice], "usage": USAGE}
    return json.dumps(body).encode()


def _event(delta: dict[str, str], finish: str | None = None) -> bytes:
    choice = {**CHOICE, "delta": delta, "finish_reason": finish}
    body = {**FRAME, "object": "chat.completion.chunk", "choices": [choice], "usage": None}
    return b"data: " + json.dumps(body).encode() + b"\n\n"


def _chunked(*parts: bytes) -> bytes:
    return b"".join(f"{len(part):x}\r\n".encode() + part + b"\r\n" for part in parts)


BODY = _whole()
ANSWER = (
    b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: %d\r\n\r\n" % len(BODY)
) + BODY
COUNTS = {**FRAME, "object": "chat.completion.chunk", "choices": [], "usage": USAGE}
STREAM = (
    b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n"
    + _chunked(
        _event({"role": "assistant", "content": ""}),
        *(_event({"content": " word"}) for _ in range(WORDS)),
        _event({}, "stop"),
        b"data: " + json.dumps(COUNTS).encode() + b"\n\n",
        b"data: [DONE]\n\n",
    )
    + b"0\r\n\r\n"
)


class Vendor(asyncio.Protocol):
    """One connection, one request at a time."""

    def __init__(self, delay_s: float) -> None:
        self._delay_s = delay_s
        self._read = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)  # uvloop's is none by inheritance

    def data_received(self, data: bytes) -> None:
        self._read += data
        head, found, rest = self._read.partition(b"\r\n\r\n")
        if not found:
            return
        length = head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0]
        wanted = int(length or 0)
        if len(rest) < wanted:
            return
        self._read = rest[wanted:]
        streamed = b'"stream":true' in rest or b'"stream": true' in rest
        answer = STREAM if streamed else ANSWER
        if self._delay_s:
            asyncio.get_running_loop().call_later(self._delay_s, self._write, answer)
        else:
            self._write(answer)

    def _write(self, answer: bytes) -> None:
        if not self._transport.is_closing():
            self._transport.write(answer)


async def serve(port: int, delay_s: float) -> None:
    """Until the process is told to leave."""
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Vendor(delay_s), "127.0.0.1", port)
    print("ready", flush=True)
    await server.serve_forever()


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--delay-ms", type=float, default=0.0)
    chosen = parser.parse_args()
    uvloop.run(serve(chosen.port, chosen.delay_ms / 1000))


if __name__ == "__main__":
    main()
