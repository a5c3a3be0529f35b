"""A model's answer turned into the JSON it holds, or into a Failure that says what is wrong with it."""

import json
import re
from collections.abc import Iterator

import orjson

from frontdesk.ability.gateway.failures import Failure
from frontdesk.ability.gateway.nouns import Schema
from frontdesk.ability.gateway.structured import pieces
from frontdesk.ability.gateway.structured.schemas import find_wrong, root_types
from frontdesk.ground.words.reading import Json

_BRACKETS = (("object", "{"), ("array", "["))
_LONG_NUMBER = re.compile(r"\d{16,}")


class _NoJsonError(ValueError):
    """Text that is not JSON; its message says why, for the second asking."""


def parse_answer(text: str, schema: Schema | None) -> Json:
    """The JSON of an answer, fenced, chatty or without its last brackets as it may be.

    With a schema the value meets it; without one any JSON object (or a text that is JSON as a whole)
    serves. Raises Failure `off_schema` naming the path of what is wrong; where two different values
    would serve, too, since nothing says which is meant. Time is linear in the text.
    """
    stripped = text.strip().removeprefix("\ufeff")
    if not stripped:
        raise _off("the answer is empty")
    try:
        value = _load(stripped)
    except _NoJsonError as error:
        return _search(stripped, schema, first=str(error))
    wrong = _wrong(value, schema)
    if wrong:
        raise _off(wrong)
    return value


def _search(text: str, schema: Schema | None, *, first: str) -> Json:
    """The one value inside a text that is no JSON as a whole."""
    found: dict[bytes, Json] = {}
    wrongs: list[str] = []
    opens = _opens(schema)
    for part in (*pieces.fenced(text), text):
        for value, wrong in _read_part(part, schema, opens):
            if wrong:
                wrongs.append(wrong)
            else:
                found[orjson.dumps(value, option=orjson.OPT_SORT_KEYS)] = value
        if found:
            break
    if len(found) > 1:
        raise _off("the answer holds two different JSON values")
    if not found:
        raise _off(wrongs[0] if wrongs else f"the answer is no JSON: {first}")
    return next(iter(found.values()))


def _opens(schema: Schema | None) -> str:
    """The brackets an answer may begin with: a list only where the schema does not exclude one."""
    if schema is None:
        return "{"
    kinds = root_types(schema) or {"object", "array"}
    return "".join(bracket for kind, bracket in _BRACKETS if kind in kinds)


def _read_part(part: str, schema: Schema | None, opens: str) -> Iterator[tuple[Json, str]]:
    """Each value that can be read in a part of the text, with what is wrong with it ("" if nothing)."""
    for piece in pieces.find_pieces(part, opens):
        if piece.open and (piece.cut or schema is None):
            yield None, "the answer breaks off before its end"
            continue
        try:
            value = _load(piece.text + piece.open)
        except _NoJsonError as error:
            yield None, f"the answer is no JSON: {error}"
        else:
            yield value, _wrong(value, schema)


def _load(text: str) -> Json:
    try:
        value: Json = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise _NoJsonError(str(error)[:120]) from error
    try:
        orjson.dumps(value)
    except TypeError as error:
        raise _NoJsonError("it is nested too deep") from error
    if _LONG_NUMBER.search(text) and not _same_numbers(text, value):
        raise _NoJsonError("a number has more digits than can be kept")
    return value


def _same_numbers(text: str, value: Json) -> bool:
    """Whether no whole number lost digits on the way."""
    try:
        return bool(json.loads(text) == value)
    except (ValueError, RecursionError):
        return False


def _wrong(value: Json, schema: Schema | None) -> str:
    return "" if schema is None else find_wrong(value, schema)


def _off(says: str) -> Failure:
    return Failure("off_schema", says)
