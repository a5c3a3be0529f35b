"""What can be asked for by name turned into the objects of `/v1/models`; costs no call of a vendor."""

import orjson

from frontdesk.edge.http.openai.asking import OWN, Asker
from frontdesk.flow.conversation.line import Line
from frontdesk.ground.words.reading import Json

CREATED = 1735689600
"""Clients want a time for each model; vendors' names carry none, so it is the same for all."""


def render_list(line: Line, asker: Asker) -> bytes:
    """The house's own choice first, then aliases and the usual models of each provider."""
    return orjson.dumps(
        {"object": "list", "data": [_render(name) for name in list_names(line, asker)]}
    )


def render_one(line: Line, asker: Asker, name: str) -> bytes:
    """One of the list, or any other name that leads to a provider; BadInput 404 for the rest."""
    if name not in list_names(line, asker):
        name = line.gateway.find_model(asker.caller.tenant_id, name)
    return orjson.dumps(_render(name))


def list_names(line: Line, asker: Asker) -> tuple[str, ...]:
    """Names that requests may carry in `model`."""
    return (OWN, *line.gateway.models(asker.caller.tenant_id))


def _render(name: str) -> dict[str, Json]:
    owner = name.split("/", 1)[0] if "/" in name else OWN
    return {"id": name, "object": "model", "created": CREATED, "owned_by": owner}
