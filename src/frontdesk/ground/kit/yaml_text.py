"""YAML turned into values and back; what reads it is loaded at first use, for few commands ever need it."""

import importlib
from collections.abc import Iterator
from typing import Protocol, cast

from frontdesk.ground.words.reading import Json


class _Reading(Protocol):
    """The module that reads and writes YAML."""

    YAMLError: type[Exception]

    def safe_load_all(self, stream: str) -> Iterator[object]: ...
    def safe_dump(self, value: object, *, sort_keys: bool, width: int) -> str: ...


def _load() -> _Reading:
    return cast(_Reading, importlib.import_module("yaml"))


def parse_yaml(text: str) -> list[object]:
    """Every document of a file, None for an empty one. Raises ValueError with what is wrong, and
    where."""
    reading = _load()
    try:
        return list(reading.safe_load_all(text))
    except reading.YAMLError as error:
        raise ValueError(str(error)) from error


def render_yaml(value: Json) -> str:
    """One document, its keys in the order they have."""
    return _load().safe_dump(value, sort_keys=False, width=100)
