"""The bytes of a server-sent event stream turned into JSON events, one unreadable line skipped.

Source: the WHATWG HTML standard, "Server-sent events", §9.2.6.
"""

import orjson

from frontdesk.ability.gateway import Failure
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
    def waiting(self) -> int:
        """How many bytes of a line have come whose end has not."""
        return len(self._buffer)

    def _end(self) -> list[tuple[str, list[bytes]]]:
        ended = [(self._name, self._data)] if self._data else []
        self._name, self._data = "", []
        return ended


class Events:
    """Bytes in, JSON events out: each one's name and object, (DONE, {}) for the end mark of OpenAI's
    protocol.

    A line that is no JSON is skipped, and so is a second one; a third, a line that does not end, or
    a stream in which nothing could be read, is a `bad_answer`.
    """

    def __init__(self, vendor: str) -> None:
        self._vendor = vendor
        self._lines = Lines()
        self._unreadable = self._read = 0

    def take(self, piece: bytes) -> list[tuple[str, JsonMap]]:
        """The events that this piece completes."""
        if self._lines.waiting > _LONGEST_LINE:
            raise self._bad()
        return self._parse(self._lines.take(piece))

    def close(self) -> list[tuple[str, JsonMap]]:
        """What was left when the stream ended."""
        left = self._parse(self._lines.close())
        if self._unreadable and not self._read:
            raise self._bad()
        return left

    def _parse(self, ended: list[tuple[str, list[bytes]]]) -> list[tuple[str, JsonMap]]:
        parsed: list[tuple[str, JsonMap]] = []
        for name, data in ended:
            for found in _parse(data):
                if isinstance(found, dict):
                    self._read += 1
                    parsed.append((name, found))
                elif found == DONE:
                    parsed.append((DONE, {}))
                elif found is None:
                    self._unreadable += 1
        if self._unreadable > _MOST_UNREADABLE:
            raise self._bad()
        return parsed

    def _bad(self) -> Failure:
        return failing.fail(self._vendor, "bad_answer", "the stream is not JSON")


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
