"""One wish turned into one answer of an account, sent again only where something was learned from a no.

What can be learned is a name or a parameter: never luck. Retries belong to the gateway.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace

from frontdesk.ability.gateway import Allowance, Delta, Failure, Finish
from frontdesk.edge.vendors.models import failing
from frontdesk.edge.vendors.models.account import Account, Stream
from frontdesk.edge.vendors.models.quirks import Body
from frontdesk.edge.vendors.models.shapes import JsonMap

Render = Callable[[], Body]
Learn = Callable[[Body, Failure, float], Awaitable[bool]]
"""Whether the next body will differ, by what this refusal said; the float is the time left."""

_MOST_SENT = 3


async def send(
    account: Account, path: str, render: Render, learn: Learn, *, timeout_s: float
) -> tuple[JsonMap, Allowance]:
    """The vendor's JSON object, and what its headers say is left."""
    clock = asyncio.get_running_loop().time
    until = clock() + timeout_s
    for count in range(1, _MOST_SENT + 1):
        body = render()
        try:
            return await account.post(path, body, timeout_s=until - clock())
        except Failure as failure:
            if count == _MOST_SENT or not await learn(body, failure, until - clock()):
                raise
    raise failing.fail(account.vendor, "bad_request")


@contextlib.asynccontextmanager
async def open_stream(
    account: Account, path: str, render: Render, learn: Learn, *, timeout_s: float
) -> AsyncIterator[Stream]:
    """The vendor's events while the `with` block lasts."""
    clock = asyncio.get_running_loop().time
    until = clock() + timeout_s
    for count in range(1, _MOST_SENT + 1):
        body = render()
        async with contextlib.AsyncExitStack() as stack:
            opened = account.stream(path, body, timeout_s=until - clock())
            try:
                stream = await stack.enter_async_context(opened)
            except Failure as failure:
                if count == _MOST_SENT or not await learn(body, failure, until - clock()):
                    raise
                continue
            yield stream
            return


class Heard:
    """What a stream has said so far, to judge its end by."""

    def __init__(self, vendor: str, stream: Stream, idle_s: float) -> None:
        self.finish: Finish | None = None
        self._begun = self._said = self._visible = False
        self._vendor = vendor
        self._stream = stream
        self._idle_s = idle_s

    def note(self, delta: Delta) -> Delta:
        """The same delta, counted. The first one carries what the headers said; the first one with
        words starts the watch on silence."""
        if not self._begun:
            self._begun = True
            delta = replace(delta, allowance=self._stream.allowance)
        if delta.text or delta.tools or delta.refusal:
            if not self._said:
                self._said = True
                self._stream.started(self._idle_s)
            if not self._visible:
                self._visible = bool(delta.text.strip() or delta.tools or delta.refusal)
        if delta.finish is not None:
            self.finish = delta.finish
            self._stream.finished = True
        return delta

    def end(self, *, marked: bool, choices: bool = True) -> None:
        """The stream is over. Raises `cut` when the vendor's end mark did not come, `bad_answer`
        when it never had a choice, `filtered` or `empty` when there was no word."""
        if not marked:
            raise failing.fail(self._vendor, "cut", "the stream ended without its end mark")
        if not choices:
            raise failing.fail(self._vendor, "bad_answer", "the stream had no choices")
        if not self._visible:
            raise failing.nothing_said(self._vendor, self.finish or "stop")
