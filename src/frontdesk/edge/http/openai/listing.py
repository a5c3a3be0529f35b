"""What can be asked for by name turned into the objects of `/v1/models`; costs no call of a vendor."""

import orjson

from frontdesk.edge.http.openai.asking import OWN, Asker
from frontdesk.flow.conversation.line import Line
from frontdesk.ground.words.problems import BadInput
from frontdesk.ground.words.reading import Json

CREATED = 1735689600
"""Clients want a time for each model; vendors' names carry none, so it is the same for all."""


def render_list(line: Line, asker: Asker) -> bytes:
    """The house's own choice first, then aliases and the usual models of each provider."""
    return orjson.dumps(
        {"object": "list", "data": [_render(name) for name in list_names(line, asker)]}
    )


def render_one(line: Line, asker: Asker, name: str) -> bytes:
    """One of the list; BadInput 404 for a name that is not on it."""
    if name in list_names(line, asker):
        return orjson.dumps(_render(name))
    raise BadInput(
        "gateway.unknown_model",
        f"the model {name[:100]!r} is not known here",
        field="model",
        fix="see GET /v1/models",
        status=404,
    )


def list_names(line: Line, asker: Asker) -> tuple[str, ...]:
    """Names that requests may carry in `model`."""
    return (OWN, *line.gateway.list_models(asker.caller.tenant_id))


def _render(name: str) -> dict[str, Json]:
    owner = name.split("/", 1)[0] if "/" in name else OWN
    return {"id": name, "object": "model", "created": CREATED, "owned_by": owner}
