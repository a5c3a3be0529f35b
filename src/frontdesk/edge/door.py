"""What a room of edge declares to be mounted on the one web server: its routes, and what opens it."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field

from fastapi import APIRouter
from starlette.types import ASGIApp

from frontdesk.flow.conversation.contracts.channel import Sender
from frontdesk.flow.conversation.line import Line
from frontdesk.ground.kit.http import HttpClient
from frontdesk.ground.words.settings import ReadSetting, Setting


@dataclass(frozen=True, slots=True)
class Surface:
    """Every path under `prefix`, answered by an application of its own instead of the framework.

    It bounds the bodies it reads and answers its own failures: it never raises. It sets `route` of
    the scope to something whose `path` names the route in the metrics.
    """

    prefix: str
    app: ASGIApp


@dataclass(frozen=True, slots=True)
class Door:
    """The outside half of a channel or surface, beside its `CHANNEL` or alone.

    `routes` builds the HTTP routes on a running line (None: no routes), `surface` what answers raw
    requests beside them, where a route is too hot for the framework; `open_sender` gives what a
    push channel sends through, or None while its settings are missing; `check` is what
    `frontdesk doctor` asks of the vendor: it returns a sentence, or raises a Problem with the fix.
    `largest` are the bytes a body may have at a path, where that is more than elsewhere.
    """

    name: str
    routes: Callable[[Line], APIRouter] | None = None
    settings: tuple[Setting, ...] = ()
    open_sender: Callable[[HttpClient, ReadSetting], Sender | None] | None = None
    check: Callable[[HttpClient, ReadSetting], Awaitable[str]] | None = None
    surface: Callable[[Line], Surface] | None = None
    largest: Mapping[str, int] = field(default_factory=dict)
