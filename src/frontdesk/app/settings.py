"""The environment turned into one typed tree, read once; what is unknown or malformed refuses the start."""

import difflib
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from frontdesk.edge.vendors import otlp
from frontdesk.ground.words.problems import BadInput
from frontdesk.ground.words.settings import Setting, SettingValue

LOG_CONTENT = Setting(
    "FRONTDESK_LOG_CONTENT",
    "bool",
    "Write customers' words into log lines and traces instead of redacting them.",
    False,
)
HOUSE = (
    Setting(
        "FRONTDESK_HOME",
        "path",
        "Folder of this installation: embedded database, keys, logs.",
        "~/.frontdesk",
    ),
    Setting("FRONTDESK_HOST", "text", "Address the web server listens on.", "127.0.0.1"),
    Setting("FRONTDESK_PORT", "int", "Port of the web server.", 8000, least=1, most=65535),
    Setting(
        "FRONTDESK_PUBLIC_URL",
        "url",
        "Address under which the outside reaches this server; signatures are checked against it.",
    ),
    Setting(
        "DATABASE_URL",
        "text",
        "PostgreSQL to use instead of the embedded one (16 or later).",
        secret=True,
    ),
    Setting(
        "DATABASE_DIRECT_URL",
        "text",
        "The same database without a pooler between, for migrations; default DATABASE_URL.",
        secret=True,
    ),
    Setting(
        "AB_TESTING_DB_CONNECTION_STRING",
        "text",
        "Accepted where it equals DATABASE_URL: trials live in the one database.",
        secret=True,
    ),
    Setting(
        "FRONTDESK_DB_CONNECTIONS",
        "int",
        "Most database connections of one process.",
        12,
        least=2,
        most=200,
    ),
    Setting(
        "FRONTDESK_ADMIN_KEY",
        "text",
        "A first key of scope admin for the first tenant (16 characters or more).",
        secret=True,
    ),
    Setting(
        "APP_ENV",
        "text",
        "`production` creates no demo tenant.",
        "development",
        choices=("development", "test", "staging", "production"),
    ),
    Setting(
        "FRONTDESK_LOG_LEVEL",
        "text",
        "Least severe log lines that are written.",
        "INFO",
        choices=("DEBUG", "INFO", "WARNING", "ERROR"),
    ),
    LOG_CONTENT,
    Setting(
        "FRONTDESK_LOG_FILE_MB",
        "float",
        "Megabytes of a log file before the next one begins.",
        20.0,
        least=0.001,
        most=10_000,
    ),
    Setting(
        "FRONTDESK_LOG_FILES",
        "int",
        "Most closed log files that are kept, of all processes of a home together.",
        20,
        least=1,
        most=10_000,
    ),
    Setting(
        "FRONTDESK_LOG_DAYS",
        "float",
        "Days that closed log files are kept; 0 writes no files at all.",
        7.0,
        least=0,
        most=3650,
    ),
    Setting(
        "HEARTBEAT_URL",
        "url",
        "Address outside that is asked every minute while the watch is well, and alarms when it is "
        "not asked any more (the protocol of Healthchecks).",
        secret=True,
    ),
    *otlp.SETTINGS,
    Setting(
        "FRONTDESK_EVAL_DATA",
        "path",
        "Folder of measuring data for evals; what needs it is skipped without.",
    ),
)
# A variable that starts so and is declared by nobody is a mistake, not somebody else's.
OURS = ("FRONTDESK_",)
SLIP = 0.85  # similarity from which a vendor's variable is taken for a mistyped one of ours


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings of one process. `value` gives any declared one by its declaration."""

    values: Mapping[str, SettingValue]
    declared: tuple[Setting, ...]

    def value(self, setting: Setting) -> SettingValue:
        return self.values[setting.name]

    def text(self, name: str) -> str:
        return str(self.values.get(name) or "")

    def number(self, name: str) -> int:
        return int(cast(int, self.values[name]))

    def real(self, name: str) -> float:
        return float(cast(float, self.values[name]))

    @property
    def home(self) -> Path:
        return Path(self.text("FRONTDESK_HOME")).expanduser().resolve()

    @property
    def url(self) -> str:
        """Where this server is reached from the same machine."""
        host = self.text("FRONTDESK_HOST")
        shown = "127.0.0.1" if host in ("0.0.0.0", "::") else host
        return f"http://{shown}:{self.number('FRONTDESK_PORT')}"


def load_settings(
    declared: Iterable[Setting],
    environment: Mapping[str, str] | None = None,
    overrides: Mapping[str, str] | None = None,
) -> Settings:
    """Read every declared setting, a secret also from the file named by `<NAME>_FILE`.

    Raises BadInput `settings.*` that names the variable and the fix.
    """
    declared = tuple(declared)
    found = {**(os.environ if environment is None else environment), **(overrides or {})}
    check_unknown(declared, found)
    values = {setting.name: parse_setting(setting, _raw(setting, found)) for setting in declared}
    check_one_database(values)
    return Settings(values, declared)


def check_one_database(values: Mapping[str, SettingValue]) -> None:
    """Refuse another database for trials: assignments and conversations are committed together."""
    second = "AB_TESTING_DB_CONNECTION_STRING"
    if values.get(second) and values[second] != values.get("DATABASE_URL"):
        raise BadInput(
            "settings.two_databases",
            f"{second} names another database than DATABASE_URL",
            field=second,
            fix="unset it, or set it to the value of DATABASE_URL",
        )


def check_unknown(declared: tuple[Setting, ...], environment: Mapping[str, str]) -> None:
    """Refuse a variable with our prefix that nothing reads, and one with the prefix of a vendor
    that looks like a slip of the pen for one we read (a vendor's own tools read others)."""
    names = {setting.name for setting in declared}
    vendors = tuple({f"{name.split('_')[0]}_" for name in names if name.endswith("_BASE_URL")})
    for name in environment:
        if name in names or name.removesuffix("_FILE") in names:
            continue
        if not name.startswith((*OURS, *vendors)):
            continue  # somebody else's: to compare it with all of ours takes longest of all this
        near = difflib.get_close_matches(name, names, n=1)
        slip = difflib.get_close_matches(name, names, 1, SLIP)
        if name.startswith(OURS) or slip:
            raise BadInput(
                "settings.unknown",
                f"nothing reads the variable {name}",
                field=name,
                fix=f"did you mean {near[0]}?" if near else "unset it",
            )


def _raw(setting: Setting, environment: Mapping[str, str]) -> str | None:
    direct, file = environment.get(setting.name), environment.get(f"{setting.name}_FILE")
    if direct and file:
        raise BadInput(
            "settings.twice",
            f"{setting.name} is set both directly and by {setting.name}_FILE",
            field=setting.name,
            fix="set one of them",
        )
    if not file:
        return direct or None
    try:
        return Path(file).read_text().strip() or None
    except OSError as error:
        raise BadInput(
            "settings.no_file",
            f"{setting.name}_FILE names {file!r}, which cannot be read",
            field=f"{setting.name}_FILE",
            fix="name a readable file",
        ) from error


def parse_setting(setting: Setting, raw: str | None) -> SettingValue:
    """One value of its kind; BadInput `settings.malformed` says what would be accepted."""
    if raw is None:
        return setting.default
    if setting.kind in ("int", "float"):
        return _number(setting, raw)
    if setting.kind == "bool":
        return _flag(setting, raw)
    if setting.kind == "list":
        return tuple(item.strip() for item in raw.split(",") if item.strip())
    if setting.kind == "url" and not raw.startswith(("http://", "https://")):
        raise _malformed(setting, raw, "an address that starts with http:// or https://")
    if setting.choices and raw not in setting.choices:
        raise _malformed(setting, raw, "one of " + ", ".join(setting.choices))
    return raw.rstrip("/") if setting.kind == "url" else raw


def _number(setting: Setting, raw: str) -> SettingValue:
    try:
        value = int(raw) if setting.kind == "int" else float(raw)
    except ValueError:
        raise _malformed(setting, raw, "a number") from None
    low, high = setting.least, setting.most
    if (low is not None and value < low) or (high is not None and value > high):
        raise _malformed(setting, raw, f"a number from {low:g} to {high:g}")
    return value


def _flag(setting: Setting, raw: str) -> bool:
    words = {"1": True, "true": True, "yes": True, "on": True}
    words |= {"0": False, "false": False, "no": False, "off": False}
    if raw.lower() not in words:
        raise _malformed(setting, raw, "true or false")
    return words[raw.lower()]


def _malformed(setting: Setting, raw: str, wanted: str) -> BadInput:
    shown = "its value" if setting.secret else repr(raw)
    return BadInput(
        "settings.malformed",
        f"{setting.name}: {shown} cannot be used",
        field=setting.name,
        fix=f"give {wanted}",
    )
