"""The registry turned into a list for people: every kind, what it is, and what it lacks."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from frontdesk.ability.language.acts import model as models
from frontdesk.app import controls
from frontdesk.app.registry import Registry
from frontdesk.edge.door import Door
from frontdesk.flow.conversation.contracts.bot import Bot
from frontdesk.flow.conversation.contracts.channel import Channel
from frontdesk.flow.conversation.contracts.tool import Tool
from frontdesk.ground.words.reading import Json


@dataclass(frozen=True, slots=True)
class Kind:
    """One registered thing. `lacks` names what it would be better with; links are never lacking."""

    kind: str
    name: str
    says: str
    lacks: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Json]:
        return {"kind": self.kind, "name": self.name, "says": self.says, "lacks": list(self.lacks)}


def list_kinds(registry: Registry) -> list[Kind]:
    """Every registered kind, sorted by kind and name."""
    return [
        *(_bot(bot) for _, bot in sorted(registry.bots.items())),
        *(_channel(registry, channel) for _, channel in sorted(registry.channels.items())),
        *(_door(door) for door in sorted(registry.doors, key=lambda door: door.name)),
        *(_tool(tool) for tool in sorted(registry.tools.values(), key=lambda tool: tool.name)),
        *(Kind("provider", name, one.says) for name, one in sorted(registry.providers.items())),
        *(Kind("prompt", one.mark, one.says) for _, one in sorted(registry.prompts.items())),
        *(Kind("rule", name, one.says) for name, one in sorted(registry.rules.items())),
        *(Kind("notifier", name, one.says) for name, one in sorted(registry.notifiers.items())),
        *(Kind("control", name, found.doc) for name, found in controls.scan(registry).items()),
        *_phrases(registry),
    ]


def _bot(bot: Bot) -> Kind:
    english = sorted(key for key, words in bot.words.items() if not words.es)
    lacks = []
    if not bot.targets:
        lacks.append("service levels (targets)")
    if bot.intents and not is_trained(bot):
        lacks.append("training of its intents: run `frontdesk train`")
    if english:
        lacks.append(f"Spanish for {', '.join(english)}")
    slots = ", ".join(slot.name for slot in bot.slots)
    hands = ", ".join(rule.to for rule in bot.hands_off) or "nobody"
    return Kind(
        "bot", bot.name, f"{bot.purpose} Finds out {slots}; hands off to {hands}.", tuple(lacks)
    )


def is_trained(bot: Bot) -> bool:
    """Whether the model knows each intent that the bot has examples for."""
    learnt = models.shipped().sets.get(bot.name)
    names = {intent.name for intent in bot.intents} - {"none"}
    return learnt is not None and set(learnt.names) == names


def _channel(registry: Registry, channel: Channel) -> Kind:
    door = next(door for door in registry.doors if door.name == channel.name)
    lacks = []
    if channel.mode == "push" and door.open_sender is None:
        lacks.append("a sender, so nothing can leave by it")
    if channel.mode == "push" and door.check is None:
        lacks.append("a check for frontdesk doctor")
    return Kind("channel", channel.name, channel.promise, tuple(lacks))


def _door(door: Door) -> Kind:
    opened = door.routes is not None or door.surface is not None
    routes = "with routes" if opened else "without routes"
    settings = ", ".join(setting.name for setting in door.settings) or "no settings"
    return Kind("door", door.name, f"{routes}, {settings}")


def _tool(tool: Tool[Any]) -> Kind:
    return Kind("tool", tool.name, f"fulfils {tool.fulfils.__name__} within {tool.timeout_s:g} s")


def _phrases(registry: Registry) -> Iterator[Kind]:
    for key, words in sorted(registry.phrases.items()):
        yield Kind("phrase", key, words.en[0], () if words.es else ("Spanish",))
