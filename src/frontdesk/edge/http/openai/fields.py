"""Values of a request body turned into checked Python values, or into a refusal that names the field.

The part of a problem's code behind `openai.` is the `code` that OpenAI's clients know.
"""

import re
from collections.abc import Collection, Mapping
from typing import TypeAlias, TypeVar

from frontdesk.ground.words.problems import BadInput
from frontdesk.ground.words.reading import Json

Body: TypeAlias = "dict[str, Json]"
T = TypeVar("T", bound=str)

NAMED = re.compile(r"[a-zA-Z0-9_-]{1,64}")


def wrong_type(field: str, wanted: str, value: Json) -> BadInput:
    """The value is of another JSON type than `wanted`."""
    return BadInput(
        "openai.invalid_type", f"{field} must be {wanted}, not {_kind(value)}", field=field
    )


def wrong_value(field: str, wanted: str, value: Json) -> BadInput:
    """The value has the right type and cannot be meant."""
    return BadInput(
        "openai.invalid_value", f"{field} must be {wanted}, not {_shown(value)}", field=field
    )


def unsupported(field: str, says: str) -> BadInput:
    """OpenAI knows the parameter; the models behind this door are not all able to honour it."""
    return BadInput("openai.unsupported_parameter", says, field=field, fix="leave it out")


def check_body(value: Json) -> Body:
    """A JSON object."""
    if not isinstance(value, dict):
        raise wrong_type("body", "a JSON object", value)
    return value


def check_known(body: Mapping[str, Json], known: Collection[str]) -> None:
    """BadInput for the first parameter that nobody knows."""
    for name in body:
        if name not in known:
            raise BadInput(
                "openai.unknown_parameter", f"there is no parameter {name[:60]!r}", field=name[:60]
            )


def read_required(body: Mapping[str, Json], name: str, fix: str) -> Json:
    """The value of a parameter that cannot be left out."""
    if body.get(name) is None:
        raise BadInput(
            "openai.missing_required_parameter", f"{name} is missing", field=name, fix=fix
        )
    return body[name]


def read_object(value: Json, field: str) -> Body:
    """A JSON object inside the body."""
    if not isinstance(value, dict):
        raise wrong_type(field, "an object", value)
    return value


def read_list(value: Json, field: str, *, most: int) -> list[Json]:
    """A list of one to `most` things."""
    if not isinstance(value, list):
        raise wrong_type(field, "a list", value)
    if not value:
        raise BadInput("openai.empty_array", f"{field} is empty", field=field)
    if len(value) > most:
        raise BadInput(
            "openai.array_above_max_length",
            f"{field} holds {len(value)} things, and may hold {most}",
            field=field,
        )
    return value


def read_text(value: Json, field: str) -> str:
    """Text, which may be empty."""
    if not isinstance(value, str):
        raise wrong_type(field, "text", value)
    return value


def read_name(value: Json, field: str) -> str:
    """1 to 64 letters, digits, `_` and `-`."""
    name = read_text(value, field)
    if not NAMED.fullmatch(name):
        raise wrong_value(field, "1 to 64 letters, digits, _ or -", name)
    return name


def read_choice(value: Json, field: str, choices: Collection[T]) -> T:
    """One of a few words."""
    for choice in choices:
        if value == choice:
            return choice
    wanted = "one of " + ", ".join(repr(choice) for choice in choices)
    raise (wrong_value if isinstance(value, str) else wrong_type)(field, wanted, value)


def read_flag(value: Json, field: str) -> bool:
    """true or false."""
    if not isinstance(value, bool):
        raise wrong_type(field, "true or false", value)
    return value


def read_optional_text(value: Json, field: str) -> str:
    """Text; "" for null."""
    return "" if value is None else read_text(value, field)


def read_optional_flag(value: Json, field: str) -> bool:
    """true or false; false for null."""
    return value is not None and read_flag(value, field)


def read_number(value: Json, field: str, *, least: float, most: float) -> float:
    """A number within bounds."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise wrong_type(field, "a number", value)
    _check_bounds(value, field, least, most)
    return value


def read_whole(value: Json, field: str, *, least: int, most: int) -> int:
    """A whole number within bounds."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise wrong_type(field, "a whole number", value)
    _check_bounds(value, field, least, most)
    return value


def _check_bounds(value: float, field: str, least: float, most: float) -> None:
    if value < least:
        raise BadInput(
            "openai.number_below_min_value",
            f"{field} is {value:g}, and the least is {least:g}",
            field=field,
        )
    if value > most:
        raise BadInput(
            "openai.number_above_max_value",
            f"{field} is {value:g}, and the most is {most:g}",
            field=field,
        )


def _kind(value: Json) -> str:
    if value is None:
        return "null"
    kinds = ((bool, "a flag"), (int | float, "a number"), (str, "text"), (list, "a list"))
    return next((name for kind, name in kinds if isinstance(value, kind)), "an object")


def _shown(value: Json) -> str:
    shown = repr(value)
    return shown if len(shown) <= 60 else shown[:57] + "..."
