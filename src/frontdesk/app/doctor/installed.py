"""What is installed turned into findings: kinds linked, settings that somebody reads, vendors, disk."""

import ast
import re
import shutil
from collections.abc import AsyncIterator, Iterable, Iterator
from functools import cache
from pathlib import Path

import frontdesk
from frontdesk.app.doctor.finding import Finding, failed, judge
from frontdesk.app.registry import Registry
from frontdesk.app.settings import Settings
from frontdesk.ground.kit.http import HttpClient
from frontdesk.ground.words.problems import Problem
from frontdesk.ground.words.settings import Setting

LEAST_FREE_BYTES = 1024**3
SOURCE = Path(frontdesk.__file__).parent


def examine_registry(registry: Registry) -> Iterator[Finding]:
    """What the registry found; it has checked every link, else there would be none."""
    counts = {
        "bots": len(registry.bots),
        "channels": len(registry.channels),
        "doors": len(registry.doors),
        "tools": len(registry.tools),
        "providers": len(registry.providers),
        "prompts": len(registry.prompts),
    }
    said = ", ".join(f"{count} {name}" for name, count in counts.items()) + ", all links good"
    yield judge("kinds", bool(registry.bots), said, "add a bot to content/bots")


def examine_settings(declared: Iterable[Setting]) -> Iterator[Finding]:
    """Whether each declared setting is read by some file."""
    names = {setting.name.rpartition("__")[2] for setting in declared}  # LEAD__MODEL_NAME too
    idle = sorted(name for name in names if not find_readers(name))
    said = f"nothing reads {', '.join(idle)}" if idle else "every declared setting has a reader"
    yield judge("settings", not idle, said, "read it, or take its declaration away")


@cache
def find_readers(name: str) -> tuple[str, ...]:
    """Files of the product that read a setting: by its name, or by the constant that declares it."""
    readers: set[str] = set()
    for constant, path in _declarations(name):
        readers |= set(_uses(constant, path))
    for path, text in _sources().items():
        if f'"{name}"' in text and _reads_name(text, name):
            readers.add(path)
    return tuple(sorted(readers))


def _declarations(name: str) -> Iterator[tuple[str, str]]:
    shape = re.compile(rf'^(\w+)(?:: \w+)? = Setting\(\s*"{re.escape(name)}"', re.MULTILINE)
    for path, text in _sources().items():
        for match in shape.finditer(text):
            yield match[1], path


def _uses(constant: str, path: str) -> Iterator[str]:
    """Files with a call that takes the constant: `read(twilio.TOKEN)`, `line.setting(FROM)`."""
    module = Path(path).stem
    home = re.compile(rf"\w\(\s*{constant}\b")
    away = re.compile(rf"\w\(\s*{module}\.{constant}\b")
    for other, text in _sources().items():
        if (home if other == path else away).search(text):
            yield other


def _reads_name(text: str, name: str) -> bool:
    """Whether the name stands anywhere but as the first argument of `Setting(...)`."""
    tree = ast.parse(text)
    declared = {
        id(call.args[0])
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "Setting" and call.args
    }
    return any(
        isinstance(node, ast.Constant) and node.value == name and id(node) not in declared
        for node in ast.walk(tree)
    )


@cache
def _sources() -> dict[str, str]:
    return {str(path.relative_to(SOURCE)): path.read_text() for path in SOURCE.rglob("*.py")}


async def examine_vendors(
    registry: Registry, settings: Settings, http: HttpClient
) -> AsyncIterator[Finding]:
    """Each door that reaches a vendor asks it something harmless."""
    for door in registry.doors:
        if door.check is None:
            continue
        try:
            yield Finding(door.name, True, await door.check(http, settings.value))
        except Problem as problem:
            yield failed(door.name, problem)


def examine_disk(home: Path) -> Iterator[Finding]:
    """Free space where the home is."""
    there = next(folder for folder in (home, *home.parents) if folder.exists())
    free = shutil.disk_usage(there).free
    said = f"{free / 1024**3:.1f} GB free at {there}"
    yield judge("disk", free >= LEAST_FREE_BYTES, said, "make room: at least 1 GB should be free")
