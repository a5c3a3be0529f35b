"""A message of Alertmanager's webhook (version 4) turned into alerts of ours.

An Alertmanager repeats its messages after hours, not minutes, and says when an alert is over: what
came this way lasts until then, however long nothing is heard of it.
"""

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from pydantic import BaseModel, ConfigDict, ValidationError

from frontdesk.ability.identity import Caller
from frontdesk.edge import callers
from frontdesk.edge.door import Door
from frontdesk.edge.http.watch.alertmanager import MOST_BYTES, AlertIn, bad_body, parse_received
from frontdesk.flow.conversation.line import Line
from frontdesk.flow.operations import received
from frontdesk.flow.operations.received import Received

PATH = "/api/v1/alertmanager"


class MessageIn(BaseModel):
    """One message: the alerts of a group, those that fire and those that are over."""

    model_config = ConfigDict(extra="ignore")

    alerts: list[AlertIn]


def routes(line: Line) -> APIRouter:
    """Where an Alertmanager's `webhook_configs` leads, with a key of scope operator."""
    router = APIRouter(tags=["alertmanager"])
    acts = callers.keyed(line, "operator")

    @router.post(PATH)
    async def take(request: Request, caller: Annotated[Caller, Depends(acts)]) -> Response:
        """Take the alerts of a message; all of them, or none."""
        sent = parse_message(await request.body())
        await received.save_received(line.database, caller.tenant_id, sent, line.clock.now())
        return Response(status_code=200)

    return router


def parse_message(body: bytes) -> list[Received]:
    """The alerts of a message; BadInput names the first thing wrong with it."""
    try:
        message = MessageIn.model_validate_json(body)
    except ValidationError as error:
        raise bad_body(error) from error
    found = (parse_received(one, at) for at, one in enumerate(message.alerts))
    return [replace(one, told_end=True) for one in found]


DOOR = Door(name="alertmanager.webhook", routes=routes, largest={PATH: MOST_BYTES})
