"""The folders of kinds turned into checked, linked lists; a mistake refuses the start with file and fix."""

import importlib
import importlib.util
import pkgutil
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any, TypeVar

from frontdesk import content, edge
from frontdesk.ability.gateway import AnyPrompt, Prompt, Provider
from frontdesk.app import watched
from frontdesk.edge.door import Door
from frontdesk.flow.conversation.contracts.bot import Bot
from frontdesk.flow.conversation.contracts.channel import Channel
from frontdesk.flow.conversation.contracts.phrases import HOUSE_KEYS, Phrases
from frontdesk.flow.conversation.contracts.tool import Tool
from frontdesk.flow.operations.contracts.notifier import Notifier
from frontdesk.flow.operations.contracts.rule import Rule
from frontdesk.ground.words.decision import Request
from frontdesk.ground.words.problems import Broken
from frontdesk.ground.words.settings import Setting

K = TypeVar("K")
# Rooms in which each file is of the kind; in others a file may be a part of one.
ONE_EACH = ("BOT", "TOOL", "PROMPT", "RULE", "NOTIFIER")


@dataclass(frozen=True, slots=True)
class Registry:
    """Every kind that is installed, by name; `files` says which file each bot, channel and tool
    came from."""

    bots: Mapping[str, Bot]
    channels: Mapping[str, Channel]
    doors: tuple[Door, ...]
    tools: Mapping[type[Request], Tool[Any]]
    phrases: Phrases
    providers: Mapping[str, Provider] = field(default_factory=dict)
    prompts: Mapping[str, AnyPrompt] = field(default_factory=dict)
    rules: Mapping[str, Rule] = field(default_factory=dict)
    notifiers: Mapping[str, Notifier] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)

    def settings(self) -> tuple[Setting, ...]:
        """What the kinds read from the environment."""
        declared = [setting for door in self.doors for setting in door.settings]
        declared += [setting for tool in self.tools.values() for setting in tool.settings]
        declared += [setting for one in self.providers.values() for setting in one.settings]
        declared += [setting for one in self.notifiers.values() for setting in one.settings]
        return tuple({setting.name: setting for setting in declared}.values())


def scan(extra_bots: Path | None = None) -> Registry:
    """Import every kind file and check it: type, name = file name, links. `extra_bots` is one more
    folder (or file) of bots, for evals."""
    files: dict[str, str] = {}
    bots = _by_name(_find(content, "bots", "BOT", Bot), files)
    bots = {**bots, **_extra(extra_bots, files)}
    channels = _by_name(_find(edge, "channels", "CHANNEL", Channel), files)
    tools = _by_name(_find(edge, "tools", "TOOL", Tool), files)
    doors = tuple(
        door
        for room in ("channels", "console", "http", "notifiers")
        for _, door in _find(edge, room, "DOOR", Door)
    )
    phrases: dict[str, Any] = {}
    for _, found in _find(content, "policies", "PHRASES", dict):
        phrases.update(found)
    registry = Registry(
        bots,
        channels,
        doors,
        _by_request(tools, files),
        phrases,
        _by_name(_find(edge, "providers", "PROVIDER", Provider), files),
        _by_name(_find(content, "prompts", "PROMPT", Prompt), files),
        _by_name(_find(content, "rules", "RULE", Rule), files),
        _by_name(_find(edge, "notifiers", "NOTIFIER", Notifier), files),
        files,
    )
    check_links(registry)
    return registry


def check_links(registry: Registry) -> None:
    """Every hand-off leads to a bot, every request has one tool, every channel has its door, every
    rule reads what is written."""
    watched.check_rules(registry.rules, registry.files, _wrong)
    for bot in registry.bots.values():
        _check_bot(registry, bot)
    doors = {door.name for door in registry.doors}
    for name in registry.channels:
        if name not in doors:
            where = registry.files.get(name, name)
            raise _wrong(
                where, "is a channel without a DOOR", f"add DOOR = Door(name={name!r}, ...)"
            )
    for key in HOUSE_KEYS:
        if key not in registry.phrases:
            raise _wrong("phrases", f"lacks {key!r}", "add it to content/policies/phrases.py")
    defaults = [bot.name for bot in registry.bots.values() if bot.default]
    if len(defaults) > 1:
        where = registry.files.get(defaults[1], defaults[1])
        raise _wrong(where, "is a second default bot", "set default on one bot only")


def _check_bot(registry: Registry, bot: Bot) -> None:
    where = registry.files.get(bot.name, bot.name)
    for rule in bot.hands_off:
        if rule.to not in registry.bots:
            known = ", ".join(sorted(registry.bots))
            raise _wrong(
                where, f"hands off to {rule.to!r}, which is no bot", f"name one of {known}"
            )
    for request in bot.tools:
        if request not in registry.tools:
            fix = f"add a file to edge/tools whose TOOL fulfils {request.__name__}"
            raise _wrong(where, f"needs {request.__name__}, which no tool fulfils", fix)
    for slot in bot.slots:
        if slot.ask not in bot.words:
            raise _wrong(where, f"has no words {slot.ask!r}", "add them to its words")


def _find(
    floor: ModuleType, room: str, constant: str, kind: type[K]
) -> Iterator[tuple[ModuleType, K]]:
    package = importlib.import_module(f"{floor.__name__}.{room}")
    for found_module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        module = _import(found_module.name)
        if constant not in vars(module):
            _check_nothing_meant(module, constant, kind, of_a_kind=not found_module.ispkg)
            continue
        found = vars(module)[constant]
        if not isinstance(found, kind):
            fix = f"define {constant} = {kind.__name__}(...)"
            raise _wrong(_file(module), f"{constant} is no {kind.__name__}", fix)
        yield module, found


def _import(name: str) -> ModuleType:
    try:
        return importlib.import_module(name)
    except (ImportError, SyntaxError) as error:
        raise _wrong(
            name.replace(".", "/") + ".py", f"cannot be imported: {error}", "mend it"
        ) from error


def _check_nothing_meant(
    module: ModuleType, constant: str, kind: type[K], *, of_a_kind: bool
) -> None:
    """Refuse a file that was surely meant to hold a kind: by its place, or under another name."""
    last = module.__name__.rsplit(".", 1)[1]
    alone = constant in ONE_EACH or last == constant.lower()
    other = next((name for name, value in vars(module).items() if isinstance(value, kind)), None)
    if (other is not None and constant != "PHRASES") or (of_a_kind and alone):
        what = f"calls its {kind.__name__} {other}" if other else f"defines no {constant}"
        raise _wrong(_file(module), what, f"define {constant} = {kind.__name__}(...)")


def _by_name(found: Iterator[tuple[ModuleType, K]], files: dict[str, str]) -> dict[str, K]:
    named: dict[str, K] = {}
    for module, kind in found:
        name, where = str(getattr(kind, "name", "")), _file(module)
        expected = _expected_name(module)
        if name != expected:
            raise _wrong(where, f"is named {name!r}", f"name it {expected!r}, like its file")
        if name in named:
            raise _wrong(where, f"uses the name {name!r} again", "choose another name")
        named[name] = kind
        files[name] = where
    return named


def _file(module: ModuleType) -> str:
    """Where a module stands, from the package down: `frontdesk/edge/tools/report_qualified.py`."""
    parts = Path(module.__file__ or module.__name__).parts
    return "/".join(parts[len(parts) - parts[::-1].index("frontdesk") - 1 :])


def _expected_name(module: ModuleType) -> str:
    parts = module.__name__.split(".")
    return parts[-2] if parts[-1] in ("channel", "page", "provider") else parts[-1]


def _by_request(
    tools: Mapping[str, Tool[Any]], files: Mapping[str, str]
) -> dict[type[Request], Tool[Any]]:
    linked: dict[type[Request], Tool[Any]] = {}
    for name, tool in tools.items():
        if tool.fulfils in linked:
            what = f"fulfils {tool.fulfils.__name__} a second time"
            raise _wrong(files[name], what, f"keep one of {linked[tool.fulfils].name} and {name}")
        linked[tool.fulfils] = tool
    return linked


def _extra(path: Path | None, known: dict[str, str]) -> dict[str, Bot]:
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
        known[bot.name] = str(file)
    return bots


def _wrong(where: str, what: str, fix: str) -> Broken:
    return Broken("registry.bad_kind", f"{where}: {what}.", fix=fix)
