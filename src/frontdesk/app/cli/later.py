"""Turns names of commands into the commands themselves, each loaded from its file when it is asked for.

A server need not load what prints reports, and a short command need not load a server: that is most
of the time a person waits for one.
"""

from collections.abc import Iterator, Mapping, MutableMapping
from importlib import import_module

import click


class Later(MutableMapping[str, click.Command]):
    """Commands by name. `homes` maps each name to the module that holds it, `module:attribute` where
    the attribute is not the name with underscores. Raises KeyError for a name it does not hold."""

    def __init__(self, homes: Mapping[str, str]) -> None:
        self._homes = dict(homes)
        self._loaded: dict[str, click.Command] = {}

    def __getitem__(self, name: str) -> click.Command:
        if name not in self._loaded:
            module, _, attribute = self._homes[name].partition(":")
            found = getattr(import_module(module), attribute or name.replace("-", "_"))
            assert isinstance(found, click.Command), f"{module} holds no command {name}"
            self._loaded[name] = found
        return self._loaded[name]

    def __setitem__(self, name: str, command: click.Command) -> None:
        self._homes[name] = ""
        self._loaded[name] = command

    def __delitem__(self, name: str) -> None:
        del self._homes[name]
        self._loaded.pop(name, None)

    def __iter__(self) -> Iterator[str]:
        return iter(self._homes)

    def __len__(self) -> int:
        return len(self._homes)
