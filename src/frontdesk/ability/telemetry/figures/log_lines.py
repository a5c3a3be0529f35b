"""Log records of level error turned into a count."""

import contextlib
import logging
from collections.abc import Iterator


class LogCounter(logging.Handler):
    """Counts what is logged at level error or worse; writes nothing."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.errors = 0

    def emit(self, record: logging.LogRecord) -> None:
        self.errors += record.levelno >= logging.ERROR

    @contextlib.contextmanager
    def listening(self) -> Iterator[None]:
        """Count everything this process logs meanwhile."""
        root = logging.getLogger()
        root.addHandler(self)
        try:
            yield
        finally:
            root.removeHandler(self)
