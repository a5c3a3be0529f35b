"""The CONTROLS that rooms declare turned into one checked list, with the names only the registry knows."""

import importlib
import itertools
import pkgutil
from collections.abc import Iterator, Mapping
from dataclasses import replace

from frontdesk import ability, flow
from frontdesk.ability import handoff
from frontdesk.ability.controls import BOT_MARK, Control, check_value, parse_value
from frontdesk.app.registry import Registry
from frontdesk.app.settings import Settings
from frontdesk.flow.conversation import line
from frontdesk.ground.words.problems import BadInput, Broken
from frontdesk.ground.words.reading import Json
from frontdesk.ground.words.settings import Setting, SettingKind, SettingValue

AnyControl = Control[Json]


def scan(registry: Registry) -> Mapping[str, AnyControl]:
    """Every control by name: the `CONTROLS` of each ability and of each file of a flow.

    Values that name bots, channels or routes are narrowed to those that are installed.
    """
    found: dict[str, AnyControl] = {}
    for control in _declared():
        if control.name in found:
            raise Broken(
                "app.control_twice",
                f"two controls are named {control.name!r}",
                fix="choose another name for one of them",
            )
        found[control.name] = _narrowed(control, registry)
    return dict(sorted(found.items()))


def find(declared: Mapping[str, AnyControl], name: str) -> AnyControl:
    """The control of that name; BadInput lists the names there are."""
    if name not in declared:
        raise BadInput(
            "app.unknown_control",
            f"there is no control {name!r}",
            field="name",
            fix="use one of " + ", ".join(declared),
        )
    return declared[name]


def parse_name(
    declared: Mapping[str, AnyControl], registry: Registry, text: str
) -> tuple[AnyControl, str]:
    """`active_model` or `active_model@lead` as a control and a bot ("" for all)."""
    name, _, bot = text.partition(BOT_MARK)
    if bot and bot not in registry.bots:
        raise BadInput(
            "app.unknown_bot",
            f"there is no bot {bot!r}",
            field="name",
            fix="use one of " + ", ".join(sorted(registry.bots)),
        )
    return find(declared, name), bot


def list_settings(registry: Registry) -> tuple[Setting, ...]:
    """The environment variables that give controls their first values, for all and per bot."""
    found: dict[str, Setting] = {}
    for control in scan(registry).values():
        for variable in control.variables:
            found[variable] = _setting(control, variable)
            if control.per_bot:
                for bot in registry.bots:
                    name = scoped(variable, bot)
                    found[name] = _setting(control, name)
    return tuple(found.values())


def first_values(settings: Settings, registry: Registry) -> Mapping[str, Json]:
    """What the environment says of each control, by name, and by `name@bot`."""
    found: dict[str, Json] = {}
    for control in scan(registry).values():
        for bot in ("", *(registry.bots if control.per_bot else ())):
            names = [scoped(variable, bot) for variable in control.variables]
            said = [settings.values.get(name) for name in names]
            raw = next((value for value in said if value is not None), None)
            if raw is not None:
                named = f"{control.name}{BOT_MARK}{bot}" if bot else control.name
                found[named] = _first(control, raw)
    return found


def scoped(variable: str, bot: str) -> str:
    """The variable of one bot: `LEAD__MODEL_NAME`."""
    return f"{bot.upper()}__{variable}" if bot else variable


def _first(control: AnyControl, raw: SettingValue) -> Json:
    return parse_value(control, raw) if isinstance(raw, str) else check_value(control, raw)


def _setting(control: AnyControl, name: str) -> Setting:
    kinds: Mapping[str, SettingKind] = {"flag": "bool", "number": "float", "words": "list"}
    return Setting(
        name,
        kinds.get(control.kind, "text"),
        f"First value of the control `{control.name}`: {control.doc}",
        choices=tuple(control.choices) if control.kind == "word" else (),
        least=control.least,
        most=control.most,
    )


def _declared() -> Iterator[AnyControl]:
    rooms = [f"{ability.__name__}.{room.name}" for room in pkgutil.iter_modules(ability.__path__)]
    files = [file.name for file in pkgutil.walk_packages(flow.__path__, f"{flow.__name__}.")]
    for name in (*rooms, *files):
        yield from vars(importlib.import_module(name)).get("CONTROLS", ())


def _narrowed(control: AnyControl, registry: Registry) -> AnyControl:
    bots, channels = sorted(registry.bots), sorted(registry.channels)
    routes = [f"{a}->{b}" for a, b in itertools.permutations(bots, 2)]
    known = {
        line.bots_paused.name: bots,
        line.sending_paused.name: channels,
        handoff.thresholds.name: routes,
    }
    return replace(control, choices=tuple(known.get(control.name, control.choices)))
