"""An Ask turned into the body of a chat completions request.

Source: OpenAI's API reference, "Create chat completion".
"""

from dataclasses import dataclass

from frontdesk.ability.gateway import Ask, Message, Schema, Tool
from frontdesk.edge.vendors.models.shapes import JsonMap, list_of, map_of
from frontdesk.ground.words.reading import Json


@dataclass(frozen=True, slots=True)
class Dialect:
    """How one account writes what servers write differently. `limit` is the name of the longest
    answer's field; `effort` how long models that think may do so, "" to leave it to the vendor;
    `sampling` whether temperature and top_p may be sent."""

    limit: str = "max_tokens"
    effort: str = ""
    sampling: bool = True


def render_body(ask: Ask, dialect: Dialect, *, stream: bool) -> dict[str, Json]:
    """The whole request."""
    body: dict[str, Json] = {
        "model": ask.model,
        "messages": [render_message(message) for message in ask.messages],
    }
    _add_sampling(body, ask, dialect)
    if ask.schema is not None:
        body["response_format"] = {"type": "json_schema", "json_schema": render_schema(ask.schema)}
    elif ask.any_json:
        body["response_format"] = {"type": "json_object"}
    if ask.tools:
        body["tools"] = [{"type": "function", "function": render_tool(tool)} for tool in ask.tools]
        body["tool_choice"] = render_choice(ask.tool_choice)
        if ask.parallel_tools is not None:
            body["parallel_tool_calls"] = ask.parallel_tools
    if stream:
        body["stream"] = True
        body["stream_options"] = {"include_usage": True}
    return body


def _add_sampling(body: dict[str, Json], ask: Ask, dialect: Dialect) -> None:
    sampling = ask.sampling
    if dialect.sampling and sampling.temperature is not None:
        body["temperature"] = sampling.temperature
    if dialect.sampling and sampling.top_p is not None:
        body["top_p"] = sampling.top_p
    if sampling.max_tokens is not None:
        body[dialect.limit] = sampling.max_tokens
    if sampling.stop:
        body["stop"] = sampling.stop
    if sampling.seed is not None:
        body["seed"] = sampling.seed
    if dialect.effort:
        body["reasoning_effort"] = dialect.effort


def render_message(message: Message) -> JsonMap:
    """One message, with its images, tool calls, or the call it answers."""
    content: Json = message.text
    if message.images:
        parts: list[Json] = [{"type": "text", "text": message.text}] if message.text else []
        for image in message.images:
            parts.append(
                {"type": "image_url", "image_url": {"url": image.url, "detail": image.detail}}
            )
        content = parts
    told: dict[str, Json] = {"role": message.role, "content": content}
    if message.tool_calls:
        told["content"] = message.text or None
        told["tool_calls"] = [
            {
                "id": call.id,
                "type": "function",
                "function": {"name": call.name, "arguments": call.arguments},
            }
            for call in message.tool_calls
        ]
    if message.role == "tool":
        told["tool_call_id"] = message.answers
    return told


def render_schema(schema: Schema) -> dict[str, Json]:
    """A named schema; strict only where its every object says so, else the vendor refuses it."""
    strict = schema.strict and is_closed(schema.schema)
    return {"name": schema.name, "schema": schema.schema, "strict": strict}


def render_tool(tool: Tool) -> dict[str, Json]:
    told: dict[str, Json] = {
        "name": tool.name,
        "parameters": tool.parameters or {"type": "object", "properties": {}},
    }
    if tool.description:
        told["description"] = tool.description
    if tool.strict and is_closed(tool.parameters):
        told["strict"] = True
    return told


def render_choice(choice: str) -> Json:
    if choice in ("auto", "none", "required"):
        return choice
    return {"type": "function", "function": {"name": choice}}


def is_closed(schema: JsonMap) -> bool:
    """Whether every object of a schema requires all it has and allows nothing else."""
    if "properties" in schema or schema.get("type") == "object":
        properties = map_of(schema.get("properties"))
        if schema.get("additionalProperties") is not False:
            return False
        if set(properties) != set(map(str, list_of(schema.get("required")))):
            return False
        if not all(is_closed(map_of(one)) for one in properties.values()):
            return False
    inner = [schema.get("items"), *list_of(schema.get("anyOf"))]
    inner += list(map_of(schema.get("$defs")).values())
    return all(is_closed(map_of(one)) for one in inner if one is not None)
