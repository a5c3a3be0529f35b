"""The CONTROLS that rooms declare turned into one checked list, with the names only the registry knows."""

import importlib
import itertools
import pkgutil
from collections.abc import Iterator, Mapping
from dataclasses import replace

from frontdesk import ability, flow
from frontdesk.ability import handoff
from frontdesk.ability.controls import Control
from frontdesk.app.registry import Registry
from frontdesk.flow.conversation import line
from frontdesk.ground.words.problems import BadInput, Broken
from frontdesk.ground.words.reading import Json

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
