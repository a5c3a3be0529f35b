"""What a room of edge declares to be mounted on the one web server: its routes, and what opens it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from fastapi import APIRouter

from frontdesk.flow.conversation.contracts.channel import Sender
from frontdesk.flow.conversation.line import Line
from frontdesk.ground.kit.http import HttpClient
from frontdesk.ground.words.settings import ReadSetting, Setting


@dataclass(frozen=True, slots=True)
class Door:
    """The outside half of a channel or surface, beside its `CHANNEL` or alone.

    `routes` builds the HTTP routes on a running line (None: no routes); `open_sender` gives what a
    push channel sends through, or None while its settings are missing; `check` is what
    `frontdesk doctor` asks of the vendor: it returns a sentence, or raises a Problem with the fix.
    """

    name: str
    routes: Callable[[Line], APIRouter] | None = None
    settings: tuple[Setting, ...] = ()
    open_sender: Callable[[HttpClient, ReadSetting], Sender | None] | None = None
    check: Callable[[HttpClient, ReadSetting], Awaitable[str]] | None = None
