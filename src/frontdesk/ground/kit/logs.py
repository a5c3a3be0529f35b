"""Log records turned into JSON lines with tenant, conversation, turn and trace.

Customer content must be wrapped in `Content`: it is written as its length unless the operator
switched content on. Values of everything else are written as they are.
"""

import contextlib
import contextvars
import logging
import sys
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from types import MappingProxyType
from typing import TextIO

import orjson

_NOTHING: Mapping[str, str] = MappingProxyType({})
_context: contextvars.ContextVar[Mapping[str, str]] = contextvars.ContextVar(
    "log", default=_NOTHING
)
_PLAIN = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}


class Content(str):
    """Words of a customer: marked, so that no log line shows them by default."""

    __slots__ = ()


@contextlib.contextmanager
def about(**facts: str) -> Iterator[None]:
    """Add facts (tenant, conversation, turn, trace) to every line logged inside."""
    token = _context.set({**_context.get(), **facts})
    try:
        yield
    finally:
        _context.reset(token)


class JsonLines(logging.Formatter):
    """One JSON object per record; `show_content` writes customers' words instead of redacting."""

    def __init__(self, *, show_content: bool) -> None:
        super().__init__()
        self._show_content = show_content
        self._last: tuple[logging.LogRecord | None, str] = (None, "")

    def format(self, record: logging.LogRecord) -> str:
        """The line; asked for the same record by a second sink, the same again without the work."""
        before, text = self._last
        if before is not record:
            text = self._format(record)
            if record.exc_info is None:  # which would keep what failed in memory
                self._last = (record, text)
        return text

    def _format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, UTC)
        line: dict[str, object] = {
            "at": at.isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "room": record.name,
            "say": record.getMessage(),
            **_context.get(),
        }
        for name, value in vars(record).items():
            if name not in _PLAIN:
                line[name] = self._shown(value)
        if record.exc_info:
            line["error"] = self.formatException(record.exc_info)
        return orjson.dumps(line, default=str).decode()

    def _shown(self, value: object) -> object:
        if isinstance(value, Content):
            return str(value) if self._show_content else f"[{len(value)} characters]"
        return value


def configure(
    level: str,
    *,
    show_content: bool,
    stream: TextIO | None = None,
    beside: logging.Handler | None = None,
) -> None:
    """Send all logging of this process to `stream` (standard error) as JSON lines, and the same
    lines to a sink `beside` it."""
    form = JsonLines(show_content=show_content)
    sinks = [logging.StreamHandler(stream or sys.stderr), *([beside] if beside else [])]
    for sink in sinks:
        sink.setFormatter(form)
    root = logging.getLogger()
    root.handlers[:] = sinks
    root.setLevel(level)
    for noisy in ("uvicorn", "alembic", "aiohttp.access", "psycopg"):
        logging.getLogger(noisy).setLevel(max(root.level, logging.WARNING))
    # A query that is cancelled closes its connection, at every stop; a lost one is told by who asked.
    logging.getLogger("psycopg.pool").setLevel(logging.ERROR)
    for name in ("uvicorn.error", "uvicorn.access"):
        logging.getLogger(name).handlers[:] = []
        logging.getLogger(name).propagate = True
