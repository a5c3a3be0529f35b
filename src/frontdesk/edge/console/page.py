"""What a page of the console declares: its views (path, loader, template) and what can be pressed.

A page is one folder in `edge/console/pages` with `page.py` (PAGE), its templates, and `page.css`.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from frontdesk.ability.identity import Caller, Scope
from frontdesk.flow.conversation.line import Line


@dataclass(frozen=True, slots=True)
class Visit:
    """One look at a page: who looks, and what the address asks for."""

    line: Line
    caller: Caller
    path: Mapping[str, str]
    query: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class View:
    """`load` gives the view model, a frozen dataclass that the template knows as `view`; it raises
    Problems. `path` is below /console."""

    path: str
    template: str
    load: Callable[[Visit], Awaitable[object]]


@dataclass(frozen=True, slots=True)
class Action:
    """Something a form of the page does. `run` gets the visit and the form's fields, and gives the
    address below /console to go to; it raises Problems. `scopes` may press it, and admins."""

    path: str
    run: Callable[[Visit, Mapping[str, str]], Awaitable[str]]
    scopes: tuple[Scope, ...] = ("operator",)


@dataclass(frozen=True, slots=True)
class Page:
    """One page. Its first view stands in the menu."""

    name: str
    title: str
    views: tuple[View, ...]
    actions: tuple[Action, ...] = ()
