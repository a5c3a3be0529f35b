"""Anybody's JSON turned into the type that was hoped for, or an empty one."""

from collections.abc import Mapping, Sequence
from typing import TypeAlias

from frontdesk.ground.words.reading import Json

JsonMap: TypeAlias = Mapping[str, Json]
_NONE: JsonMap = {}


def map_of(value: Json) -> JsonMap:
    return value if isinstance(value, Mapping) else _NONE


def list_of(value: Json) -> Sequence[Json]:
    return value if isinstance(value, Sequence) and not isinstance(value, str) else ()


def text_of(value: Json) -> str:
    return value if isinstance(value, str) else ""


def count_of(value: Json) -> int:
    return int(value) if isinstance(value, int | float) else 0
