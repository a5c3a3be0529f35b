"""The folders of kinds turned into checked, linked lists; a mistake refuses the start with file and fix."""

import importlib
import importlib.util
import pkgutil
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any, TypeVar

from frontdesk import content, edge
from frontdesk.edge.door import Door
from frontdesk.flow.conversation.contracts.bot import Bot
from frontdesk.flow.conversation.contracts.channel import Channel
from frontdesk.flow.conversation.contracts.phrases import HOUSE_KEYS, Phrases
from frontdesk.flow.conversation.contracts.tool import Tool
from frontdesk.ground.words.decision import Request
from frontdesk.ground.words.problems import Broken
from frontdesk.ground.words.settings import Setting

K = TypeVar("K")


@dataclass(frozen=True, slots=True)
class Registry:
    """Every kind that is installed, by name."""

    bots: Mapping[str, Bot]
    channels: Mapping[str, Channel]
    doors: tuple[Door, ...]
    tools: Mapping[type[Request], Tool[Any]]
    phrases: Phrases

    def settings(self) -> tuple[Setting, ...]:
        """What the kinds read from the environment."""
        declared = [setting for door in self.doors for setting in door.settings]
        declared += [setting for tool in self.tools.values() for setting in tool.settings]
        return tuple({setting.name: setting for setting in declared}.values())


def scan(extra_bots: Path | None = None) -> Registry:
    """Import every kind file and check it: type, name = file name, links. `extra_bots` is one more
    folder (or file) of bots, for evals."""
    bots = _by_name(_find(content, "bots", "BOT", Bot))
    bots = {**bots, **_extra(extra_bots)}
    channels = _by_name(_find(edge, "channels", "CHANNEL", Channel))
    tools = _by_name(_find(edge, "tools", "TOOL", Tool))
    doors = tuple(
        door
        for room in ("channels", "console", "http")
        for _, door in _find(edge, room, "DOOR", Door)
    )
    phrases: dict[str, Any] = {}
    for _, found in _find(content, "policies", "PHRASES", dict):
        phrases.update(found)
    registry = Registry(bots, channels, doors, _by_request(tools), phrases)
    check_links(registry)
    return registry


def check_links(registry: Registry) -> None:
    """Every hand-off leads to a bot, every request has one tool, every channel has its door."""
    for bot in registry.bots.values():
        _check_bot(registry, bot)
    doors = {door.name for door in registry.doors}
    for name in registry.channels:
        if name not in doors:
            raise _wrong(name, "is a channel without a DOOR", "add DOOR beside CHANNEL")
    for key in HOUSE_KEYS:
        if key not in registry.phrases:
            raise _wrong("phrases", f"lacks {key!r}", "add it to content/policies/phrases.py")
    defaults = [bot.name for bot in registry.bots.values() if bot.default]
    if len(defaults) > 1:
        raise _wrong(defaults[1], "is a second default bot", "set default on one bot only")


def _check_bot(registry: Registry, bot: Bot) -> None:
    for rule in bot.hands_off:
        if rule.to not in registry.bots:
            raise _wrong(bot.name, f"hands off to {rule.to!r}, which is no bot", "name a bot")
    for request in bot.tools:
        if request not in registry.tools:
            raise _wrong(bot.name, f"needs {request.__name__}, which no tool fulfils", "add a tool")
    for slot in bot.slots:
        if slot.ask not in bot.words:
            raise _wrong(bot.name, f"has no words {slot.ask!r}", "add them to its words")


def _find(
    floor: ModuleType, room: str, constant: str, kind: type[K]
) -> Iterator[tuple[ModuleType, K]]:
    package = importlib.import_module(f"{floor.__name__}.{room}")
    for info in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        module = importlib.import_module(info.name)
        if constant not in vars(module):
            continue
        found = vars(module)[constant]
        if not isinstance(found, kind):
            raise _wrong(info.name, f"{constant} is no {kind.__name__}", "give it that type")
        yield module, found


def _by_name(found: Iterator[tuple[ModuleType, K]]) -> dict[str, K]:
    named: dict[str, K] = {}
    for module, kind in found:
        name = str(getattr(kind, "name", ""))
        expected = _expected_name(module)
        if name != expected:
            raise _wrong(
                module.__name__, f"is named {name!r}", f"name it {expected!r}, like its file"
            )
        if name in named:
            raise _wrong(module.__name__, f"uses the name {name!r} again", "choose another name")
        named[name] = kind
    return named


def _expected_name(module: ModuleType) -> str:
    parts = module.__name__.split(".")
    return parts[-2] if parts[-1] in ("channel", "page") else parts[-1]


def _by_request(tools: Mapping[str, Tool[Any]]) -> dict[type[Request], Tool[Any]]:
    linked: dict[type[Request], Tool[Any]] = {}
    for name, tool in tools.items():
        if tool.fulfils in linked:
            raise _wrong(name, f"fulfils {tool.fulfils.__name__} a second time", "keep one tool")
        linked[tool.fulfils] = tool
    return linked


def _extra(path: Path | None) -> dict[str, Bot]:
    if path is None:
        return {}
    files = [path] if path.is_file() else sorted(path.glob("*.py"))
    bots = {}
    for file in files:
        spec = importlib.util.spec_from_file_location(f"frontdesk_extra_{file.stem}", file)
        if spec is None or spec.loader is None:
            raise _wrong(str(file), "cannot be imported", "give a Python file")
        module = importlib.util.module_from_spec(spec)
        sys.modules[spec.name] = module
        spec.loader.exec_module(module)
        bot = vars(module).get("BOT")
        if not isinstance(bot, Bot) or bot.name != file.stem:
            raise _wrong(
                str(file),
                "holds no BOT of its own name",
                f"define BOT = Bot(name={file.stem!r}, ...)",
            )
        bots[bot.name] = bot
    return bots


def _wrong(where: str, what: str, fix: str) -> Broken:
    return Broken("registry.bad_kind", f"{where}: {what}.", fix=fix)
