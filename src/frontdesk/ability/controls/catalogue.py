"""What a control is, and text from a person turned into a value of its kind, or refused."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Generic, Literal, TypeVar, cast

import orjson

from frontdesk.ground.words.problems import BadInput
from frontdesk.ground.words.reading import Json

T = TypeVar("T")
ControlKind = Literal["flag", "number", "word", "words", "numbers_by_name", "words_by_name"]
BOT_MARK = "@"  # `active_model@lead` is the control `active_model` for the bot `lead`


@dataclass(frozen=True, slots=True)
class Control(Generic[T]):
    """One switch. Rooms declare the controls they read; `default` holds while no row is set.

    `variables` are environment variables that give its first value, the first one set winning;
    of a control `per_bot` each also as `<BOT>__NAME`, and its rows may be `name@bot`. A control of
    the `house` belongs to the installation: one row holds for every tenant.
    """

    name: str
    kind: ControlKind
    default: T
    doc: str
    choices: tuple[str, ...] = ()
    least: float | None = None
    most: float | None = None
    variables: tuple[str, ...] = ()
    per_bot: bool = False
    house: bool = False


def parse_value(control: Control[T], text: str) -> T:
    """The value a person typed for `control`; BadInput names what would be accepted."""
    try:
        raw: Json = orjson.loads(text)
    except orjson.JSONDecodeError:
        raw = text
    return check_value(control, raw)


def check_value(control: Control[T], raw: Json) -> T:
    """`raw` as a value of `control`, or BadInput `controls.bad_value`."""
    checks = {
        "flag": _flag,
        "number": _number,
        "word": _word,
        "words": _words,
        "numbers_by_name": _numbers_by_name,
        "words_by_name": _words_by_name,
    }
    return cast(T, checks[control.kind](control, raw))


def _flag(control: Control[T], raw: Json) -> Json:
    words = {"on": True, "off": False, "true": True, "false": False, "yes": True, "no": False}
    value = words.get(raw.lower()) if isinstance(raw, str) else raw
    if not isinstance(value, bool):
        raise _bad(control, raw, "on or off")
    return value


def _number(control: Control[T], raw: Json) -> Json:
    if isinstance(raw, bool) or not isinstance(raw, int | float):
        raise _bad(control, raw, "a number")
    return _within(control, float(raw))


def _within(control: Control[T], value: float) -> float:
    low, high = control.least, control.most
    if (low is not None and value < low) or (high is not None and value > high):
        raise _bad(control, value, f"a number from {low} to {high}")
    return value


def _word(control: Control[T], raw: Json) -> Json:
    if not isinstance(raw, str) or (control.choices and raw not in control.choices):
        raise _bad(control, raw, "one of " + ", ".join(control.choices or ("any word",)))
    return raw


def _words(control: Control[T], raw: Json) -> Json:
    items = raw.split(",") if isinstance(raw, str) else raw
    if not isinstance(items, list | tuple) or not all(isinstance(item, str) for item in items):
        raise _bad(control, raw, "words separated by commas")
    named = tuple(str(item).strip() for item in items if str(item).strip())
    unknown = [item for item in named if control.choices and item not in control.choices]
    if unknown:
        raise _bad(control, unknown[0], "any of " + ", ".join(control.choices))
    return named


def _words_by_name(control: Control[T], raw: Json) -> Json:
    values: dict[str, Json] = {}
    for name, value in _named(control, raw, '{"name": "word"}'):
        if not isinstance(value, str):
            raise _bad(control, value, "words")
        values[name] = value
    return values


def _named(control: Control[T], raw: Json, example: str) -> Iterator[tuple[str, Json]]:
    if not isinstance(raw, Mapping):
        raise _bad(control, raw, f"an object such as {example}")
    for name, value in raw.items():
        if control.choices and name not in control.choices:
            raise _bad(control, name, "names among " + ", ".join(control.choices))
        yield name, value


def _numbers_by_name(control: Control[T], raw: Json) -> Json:
    values: dict[str, Json] = {}
    for name, value in _named(control, raw, '{"name": 0.5}'):
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise _bad(control, value, "numbers")
        values[name] = _within(control, float(value))
    return values


def _bad(control: Control[T], raw: object, wanted: str) -> BadInput:
    return BadInput(
        "controls.bad_value",
        f"{raw!r} is no value for the control {control.name}",
        field="value",
        fix=f"give {wanted}",
    )
