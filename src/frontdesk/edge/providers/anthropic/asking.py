"""An Ask turned into the body of a Messages request.

Source: Anthropic's API reference, "Create a Message", "Structured outputs", "Extended thinking", and
the pages "What's new" of each model. Models take parameters away (sampling from Opus 4.7 and Sonnet 5
on, forced tools from Sonnet 5.5 on), so only names known to take one are sent it.
"""

import re

import orjson

from frontdesk.ability.gateway import Ask, Image, Message, Schema, Tool
from frontdesk.edge.vendors.models.chat.asking import is_closed
from frontdesk.edge.vendors.models.shapes import JsonMap
from frontdesk.ground.words.reading import Json

MAX_TOKENS = 4096
_OLDER = re.compile(r"claude-(?:[123]|instant|v1|[a-z]+-4(?:-[0-6])?(?:-\d{8})?$)")
_WITHOUT_FORMAT = re.compile(r"claude-(?:[123]|instant|v1|[a-z]+-4(?:-[01])?(?:-\d{8})?$)")
# What keeps a model from thinking first, which a customer would wait for.
_AT_ONCE: tuple[tuple[str, JsonMap], ...] = (
    ("claude-sonnet-5-5", {"thinking": {"type": "between_tools"}}),
    ("claude-haiku-5", {"thinking": {"type": "disabled"}}),
    ("claude-opus-5-", {"output_config": {"effort": "low"}}),
    ("claude-opus-5", {"thinking": {"type": "disabled"}}),
    ("claude-sonnet-5", {"thinking": {"type": "disabled"}}),
    ("claude-fable-5", {"output_config": {"effort": "low"}}),
    ("claude-mythos-5", {"output_config": {"effort": "low"}}),
)
_PLAIN_JSON = "Answer with one JSON object and nothing else."
_DATA_URL = re.compile(r"data:([\w/+.-]+);base64,(.*)", re.S)


def render_body(ask: Ask, *, stream: bool) -> dict[str, Json]:
    """The whole request."""
    system = [message.text for message in ask.messages if message.role == "system"]
    if ask.any_json and ask.schema is None:
        system.append(_PLAIN_JSON)
    body: dict[str, Json] = {
        "model": ask.model,
        "max_tokens": ask.sampling.max_tokens or MAX_TOKENS,
        "messages": _render_messages(ask.messages),
    }
    if system:
        body["system"] = "\n\n".join(system)
    _add_sampling(body, ask)
    body |= _at_once(ask.model)
    if ask.tools:
        body["tools"] = [_render_tool(tool) for tool in ask.tools]
        body["tool_choice"] = _render_choice(ask)
    if ask.schema is not None:
        _add_schema(body, ask, ask.schema)
    if stream:
        body["stream"] = True
    return body


def forces_schema(ask: Ask) -> bool:
    """Whether a schema is met by a forced tool call, whose input is then the answer's text."""
    if ask.schema is None or ask.tools:
        return False
    return bool(_WITHOUT_FORMAT.match(ask.model)) or not is_closed(ask.schema.schema)


def _add_sampling(body: dict[str, Json], ask: Ask) -> None:
    sampling = ask.sampling
    if sampling.stop:
        body["stop_sequences"] = sampling.stop
    if not _OLDER.match(ask.model):
        return
    if sampling.temperature is not None:
        body["temperature"] = min(sampling.temperature, 1.0)
    elif sampling.top_p is not None:  # newer ones of these take only one of the two
        body["top_p"] = sampling.top_p


def _at_once(model: str) -> JsonMap:
    return next((given for beginning, given in _AT_ONCE if model.startswith(beginning)), {})


def _add_schema(body: dict[str, Json], ask: Ask, schema: Schema) -> None:
    if forces_schema(ask):
        tool: Json = {
            "name": schema.name,
            "description": "Gives the answer.",
            "input_schema": schema.schema,
        }
        body["tools"] = [tool]
        body["tool_choice"] = {"type": "tool", "name": schema.name}
        return
    config = body.get("output_config")
    kept = config if isinstance(config, dict) else {}
    wanted: Json = {"type": "json_schema", "schema": schema.schema}
    body["output_config"] = {**kept, "format": wanted}


def _render_tool(tool: Tool) -> JsonMap:
    told: dict[str, Json] = {"name": tool.name}
    if tool.description:
        told["description"] = tool.description
    told["input_schema"] = {"type": "object", **tool.parameters}
    return told


def _render_choice(ask: Ask) -> Json:
    kinds = {"auto": "auto", "none": "none", "required": "any"}
    kind = kinds.get(ask.tool_choice)
    choice: dict[str, Json] = {"type": kind} if kind else {"type": "tool", "name": ask.tool_choice}
    if ask.parallel_tools is False and kind != "none":
        choice["disable_parallel_tool_use"] = True
    return choice


def _render_messages(messages: tuple[Message, ...]) -> list[Json]:
    """All but the system's; what one side says in a row becomes one message."""
    rendered: list[tuple[str, list[Json]]] = []
    for message in messages:
        if message.role == "system":
            continue
        role = "assistant" if message.role == "assistant" else "user"
        blocks = _render_blocks(message)
        if rendered and rendered[-1][0] == role:
            rendered[-1][1].extend(blocks)
        else:
            rendered.append((role, blocks))
    return [{"role": role, "content": blocks} for role, blocks in rendered]


def _render_blocks(message: Message) -> list[Json]:
    if message.role == "tool":
        result: Json = {
            "type": "tool_result",
            "tool_use_id": message.answers,
            "content": message.text,
        }
        return [result]
    blocks: list[Json] = [_render_image(image) for image in message.images]
    if message.text:
        blocks.append({"type": "text", "text": message.text})
    for call in message.tool_calls:
        given: Json = _arguments(call.arguments)
        blocks.append({"type": "tool_use", "id": call.id, "name": call.name, "input": given})
    return blocks or [{"type": "text", "text": " "}]


def _render_image(image: Image) -> Json:
    held = _DATA_URL.match(image.url)
    if held is None:
        return {"type": "image", "source": {"type": "url", "url": image.url}}
    source: Json = {"type": "base64", "media_type": held[1], "data": held[2]}
    return {"type": "image", "source": source}


def _arguments(text: str) -> Json:
    """A call's arguments as the object that they were; empty when they were none."""
    try:
        parsed: Json = orjson.loads(text or "{}")
    except orjson.JSONDecodeError:
        return {}
    return parsed if isinstance(parsed, dict) else {}
