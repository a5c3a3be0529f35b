"""One documented setting of the environment: its name, type, default, meaning, and secrecy.

Each room or kind declares the settings it reads; `app.settings` reads the environment once, refuses
what is malformed or unknown, and prints the reference page from these declarations.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

SettingKind = Literal["text", "int", "float", "bool", "url", "list", "path"]
SettingValue = str | int | float | bool | tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class Setting:
    """`secret` values may come from a file named by `<NAME>_FILE` and are never printed."""

    name: str
    kind: SettingKind
    doc: str
    default: SettingValue = None
    secret: bool = False
    choices: tuple[str, ...] = ()
    least: float | None = None
    most: float | None = None


ReadSetting = Callable[[Setting], SettingValue]
