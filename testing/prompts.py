"""Turns the inputs of a prompt into examples of them: every field filled with something of its type.

sample(prompt.inputs, "hello")      # each text is "hello"; lists have two items, options are left out
"""

import dataclasses
import inspect
import types
import typing
from collections.abc import Collection, Mapping
from datetime import UTC, date, datetime
from enum import Enum
from typing import Any

NOW = datetime(2026, 3, 2, 20, tzinfo=UTC)
SIMPLE: Mapping[type, object] = {bool: True, int: 3, float: 0.5, datetime: NOW, date: NOW.date()}


def sample(inputs: type[Any], words: str, *, bare: bool = False) -> Any:
    """An instance of a dataclass. With `bare` what may be empty is: texts, lists, options."""
    hints = _hints(inputs)
    return inputs(
        **{
            field.name: _value(hints[field.name], words, bare)
            for field in dataclasses.fields(inputs)
            if field.init
        }
    )


def _hints(inputs: type[Any]) -> Mapping[str, Any]:
    try:
        return typing.get_type_hints(inputs)
    except NameError:  # a type that refers to itself, such as Json, which another file defines
        return {field.name: field.type for field in dataclasses.fields(inputs)}


def _value(hint: Any, words: str, bare: bool) -> object:
    origin, arguments = typing.get_origin(hint) or hint, typing.get_args(hint)
    if origin in (types.UnionType, typing.Union):
        options = [one for one in arguments if one is not type(None)]
        return None if bare and len(options) < len(arguments) else _value(options[0], words, bare)
    if origin is typing.Literal:
        return arguments[0]
    if inspect.isclass(origin):
        return _of_class(origin, arguments, words, bare)
    return "" if bare else words  # a NewType of text, or anything at all


def _of_class(kind: type[Any], arguments: tuple[Any, ...], words: str, bare: bool) -> object:
    if dataclasses.is_dataclass(kind):
        return sample(kind, words, bare=bare)
    if issubclass(kind, Enum):
        return next(iter(kind))
    if issubclass(kind, Mapping):
        return {} if bare else {"key": _value(arguments[1], words, bare)}
    if issubclass(kind, tuple) and arguments and arguments[-1] is not Ellipsis:
        return tuple(_value(one, words, bare) for one in arguments)
    if issubclass(kind, Collection) and not issubclass(kind, str):
        item = arguments[0] if arguments else str
        many = () if bare else (_value(item, words, bare), _value(item, words, bare))
        return frozenset(many) if issubclass(kind, set | frozenset) else many
    if kind in SIMPLE:
        return SIMPLE[kind]
    return "" if bare else words
