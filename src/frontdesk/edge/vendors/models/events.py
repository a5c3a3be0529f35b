"""The bytes of a server-sent event stream turned into JSON events, one unreadable line skipped.

Source: the WHATWG HTML standard, "Server-sent events", §9.2.6.
"""

from collections.abc import AsyncIterator

import orjson

from frontdesk.edge.vendors.models import failing
from frontdesk.edge.vendors.models.shapes import JsonMap
from frontdesk.ground.words.reading import Json

DONE = "[DONE]"
_MOST_UNREADABLE = 2
_LONGEST_LINE = 8 * 2**20


class Lines:
    """Bytes in, whole events out: each one's name and the lines of its data."""

    def __init__(self) -> None:
        self._buffer, self._name = b"", ""
        self._data: list[bytes] = []

    def take(self, piece: bytes) -> list[tuple[str, list[bytes]]]:
        """The events that this piece completes."""
        lines = (self._buffer + piece).split(b"\n")
        self._buffer = lines.pop()
        ended = []
        for line in lines:
            if line.endswith(b"\r"):
                line = line[:-1]
            if line.startswith(b"data:"):
                self._data.append(line[6:] if line.startswith(b"data: ") else line[5:])
            elif not line:
                ended += self._end()
            elif line.startswith(b"event:"):
                self._name = line[6:].strip().decode("utf-8", "replace")
        return ended

    def close(self) -> list[tuple[str, list[bytes]]]:
        """What was left when the stream ended without an empty line."""
        return [*self.take(b"\n"), *self._end()]

    @property
    def too_long(self) -> bool:
        return len(self._buffer) > _LONGEST_LINE

    def _end(self) -> list[tuple[str, list[bytes]]]:
        ended = [(self._name, self._data)] if self._data else []
        self._name, self._data = "", []
        return ended


async def read_lines(pieces: AsyncIterator[bytes]) -> AsyncIterator[tuple[str, list[bytes]]]:
    """Each event's name and the lines of its data; ends at a line that never ends."""
    lines = Lines()
    async for piece in pieces:
        for event in lines.take(piece):
            yield event
        if lines.too_long:
            return
    for event in lines.close():
        yield event


async def read_events(
    pieces: AsyncIterator[bytes], vendor: str
) -> AsyncIterator[tuple[str, JsonMap]]:
    """Each event's name and JSON object; (DONE, {}) for the end mark of OpenAI's protocol.

    A line that is no JSON is skipped, and so is a second one; a third, or a stream in which nothing
    could be read, is a `bad_answer`.
    """
    unreadable = read = 0
    async for name, data in read_lines(pieces):
        for found in _parse(data):
            if found is None:
                unreadable += 1
                if unreadable > _MOST_UNREADABLE:
                    raise failing.fail(vendor, "bad_answer", "the stream is not JSON")
            elif found == DONE:
                yield DONE, {}
            elif isinstance(found, dict):
                read += 1
                yield name, found
    if unreadable and not read:
        raise failing.fail(vendor, "bad_answer", "the stream is not JSON")


def _parse(data: list[bytes]) -> list[Json]:
    whole = data[0] if len(data) == 1 else b"\n".join(data)
    if whole.strip() == b"[DONE]":
        return [DONE]
    try:
        parsed: Json = orjson.loads(whole)
    except orjson.JSONDecodeError:
        # Some servers forget the empty line between events: then each line is one.
        return [None] if len(data) == 1 else [found for line in data for found in _parse([line])]
    return [parsed]
