"""A JSON Schema turned into a compiled check, once per schema; and a value into what is wrong with it.

Schemas may come from other programs by the door, so checking one reaches no network and no file, and
its patterns run in linear time.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import Protocol

import jsonschema_rs
import orjson

from frontdesk.ability.gateway.nouns import Schema
from frontdesk.ground.words.problems import BadInput
from frontdesk.ground.words.reading import Json

LONGEST_WRONG = 240
_KEPT_SCHEMAS = 256


class Wrong(Protocol):
    """What the compiled check says of a value."""

    message: str

    @property
    def instance_path(self) -> list[str | int]: ...


def check_schema(schema: Schema) -> None:
    """Raises BadInput `gateway.bad_schema` for what is no JSON Schema, or points outside itself."""
    _compiled(_bytes_of(schema))


def find_wrong(value: Json, schema: Schema) -> str:
    """The first thing in `value` that the schema does not allow, by its path; empty: all is well."""
    wrong: Wrong | None = next(_compiled(_bytes_of(schema)).iter_errors(value), None)
    if wrong is None:
        return ""
    place = "$" + "".join(_step(step) for step in wrong.instance_path)
    return f"{place}: {wrong.message}"[:LONGEST_WRONG]


def root_types(schema: Schema) -> frozenset[str]:
    """The types that the schema names for the whole answer; empty where it names none."""
    kind = schema.schema.get("type")
    kinds = (kind,) if isinstance(kind, str) else kind
    return frozenset(str(one) for one in kinds) if isinstance(kinds, tuple | list) else frozenset()


def _step(step: str | int) -> str:
    return f"[{step}]" if isinstance(step, int) else f".{step}"


def _bytes_of(schema: Schema) -> bytes:
    try:
        return orjson.dumps(schema.schema, default=_plain, option=orjson.OPT_SORT_KEYS)
    except TypeError as error:
        raise _bad(schema.name, str(error)) from error


def _plain(value: object) -> object:
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(f"{type(value).__name__} is no JSON")


@lru_cache(maxsize=_KEPT_SCHEMAS)
def _compiled(schema: bytes) -> jsonschema_rs.Validator:
    try:
        return jsonschema_rs.validator_for(
            orjson.loads(schema),
            mask="what stands there",
            pattern_options=jsonschema_rs.RegexOptions(),
            offline=True,
        )
    except (jsonschema_rs.ValidationError, jsonschema_rs.ReferencingError, ValueError) as error:
        said = (str(error).splitlines() or ["it cannot be read"])[0]
        raise _bad("", said) from error


def _bad(name: str, says: str) -> BadInput:
    return BadInput(
        "gateway.bad_schema",
        f"the schema {name} is no JSON Schema: {says[:LONGEST_WRONG]}",
        field="schema",
        fix="give a JSON Schema whose references stay inside it",
    )
