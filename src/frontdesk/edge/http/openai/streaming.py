"""A Call turned into server-sent chunks: role, pieces, finish, counts, and one end mark if it is whole."""

import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass

from frontdesk.ability.gateway import Answer, Call, Delta, switches
from frontdesk.edge.http.openai import answers
from frontdesk.edge.http.openai.answers import DONE, Chunks
from frontdesk.edge.http.openai.wire import Wire
from frontdesk.flow.conversation.line import Line
from frontdesk.ground.words.problems import Broken


@dataclass(frozen=True, slots=True)
class Opened:
    """What every chunk of a stream says."""

    id_: str
    created: int
    include_usage: bool

    def chunks(self, model: str) -> Chunks:
        return Chunks(
            id_=self.id_, created=self.created, model=model, include_usage=self.include_usage
        )


async def send_stream(line: Line, wire: Wire, call: Call, opened: Opened) -> None:
    """Raises as the gateway does, also after the first chunks; only a whole answer is ended here."""
    alive = line.tasks.start(wire.stay_alive(), name="openai.alive")
    try:
        if _comes_whole(line, call):
            await _send_whole(wire, await line.gateway.ask(call), opened)
        else:
            async with contextlib.aclosing(line.gateway.stream(call)) as pieces:
                await _send_pieces(wire, pieces, opened)
    finally:
        alive.cancel()


def _comes_whole(line: Line, call: Call) -> bool:
    """Whether the answer is sent in one piece: streaming is off, or it must meet a form, which is
    only known of the whole."""
    tenant, bot = call.scope.tenant, call.scope.bot
    whole = call.schema is not None or call.any_json
    return whole or not line.controls.value(tenant, switches.streaming, bot)


async def _send_whole(wire: Wire, answer: Answer, opened: Opened) -> None:
    chunks = opened.chunks(answers.plain_model(answer.model))
    if not wire.started:
        wire.headers += answers.render_headers(answer)
    speaks = answers.content_of(answer) is not None
    await wire.events(chunks.role(speaks=speaks), *_whole(chunks, answer))
    await wire.end(*_closing(chunks, answer, opened))


async def _send_pieces(wire: Wire, pieces: AsyncIterator[Delta | Answer], opened: Opened) -> None:
    chunks, shown = None, False
    async for piece in pieces:
        if isinstance(piece, Answer):
            if chunks is None:
                await _send_whole(wire, piece, opened)
                return
            rest = () if shown else _whole(chunks, piece)
            await wire.end(*rest, *_closing(chunks, piece, opened))
            return
        if not (piece.text or piece.tools or piece.refusal):
            continue
        written = b""
        if chunks is None:
            chunks = opened.chunks(answers.plain_model(piece.model))
            written = chunks.role(speaks=bool(piece.text))
        shown = True
        if piece.text:
            written += chunks.text(piece.text)
        if piece.tools:
            written += chunks.tools(piece.tools)
        if piece.refusal:
            written += chunks.refusal(piece.refusal)
        await wire.events(written)
    raise Broken("openai.cut_stream", "the stream ended without its answer")


def _whole(chunks: Chunks, answer: Answer) -> tuple[bytes, ...]:
    """A whole answer as chunks: text, refusal and tool calls, each where there is one."""
    content = answers.content_of(answer)
    written = [chunks.text(content)] if content else []
    if answer.refusal:
        written.append(chunks.refusal(answer.refusal))
    if answer.tool_calls:
        written.append(chunks.calls(answer.tool_calls))
    return tuple(written)


def _closing(chunks: Chunks, answer: Answer, opened: Opened) -> tuple[bytes, ...]:
    counts = (chunks.usage(answer.usage),) if opened.include_usage else ()
    return (chunks.finish(answer.finish), *counts, DONE)
