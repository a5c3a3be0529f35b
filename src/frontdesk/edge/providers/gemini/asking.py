"""An Ask turned into the body of a generateContent request.

Source: Google's API reference, "GenerateContent", "Function calling", "Structured output",
"Thinking", "Thought signatures".
"""

import re

import orjson

from frontdesk.ability.gateway import Ask, Image, Message, Tool
from frontdesk.edge.vendors.models.shapes import JsonMap
from frontdesk.ground.words.reading import Json

_DATA_URL = re.compile(r"data:([\w/+.-]+);base64,(.*)", re.S)
_THIRD = re.compile(r"gemini-(?:[3-9]|\d\d)")
# From Gemini 3 on a call in the past needs the thought it came with; this word, Google's own, stands
# for one that another model had.
_NO_SIGNATURE = "skip_thought_signature_validator"
_MODES = {"auto": "AUTO", "none": "NONE", "required": "ANY"}


def render_body(ask: Ask) -> dict[str, Json]:
    """The whole request; the model stands in its address."""
    body: dict[str, Json] = {"contents": _render_contents(ask)}
    system = [{"text": message.text} for message in ask.messages if message.role == "system"]
    if system:
        body["systemInstruction"] = {"parts": system}
    config = _render_config(ask)
    if config:
        body["generationConfig"] = config
    if ask.tools:
        body["tools"] = [{"functionDeclarations": [_render_tool(tool) for tool in ask.tools]}]
        body["toolConfig"] = {"functionCallingConfig": _render_choice(ask.tool_choice)}
    return body


def _render_config(ask: Ask) -> dict[str, Json]:
    sampling = ask.sampling
    told: dict[str, Json | None] = {
        "temperature": sampling.temperature,
        "topP": sampling.top_p,
        "maxOutputTokens": sampling.max_tokens,
        "stopSequences": sampling.stop or None,
        "seed": sampling.seed,
        "thinkingConfig": _at_once(ask.model),
    }
    if ask.schema is not None:
        told["responseMimeType"] = "application/json"
        told["responseJsonSchema"] = ask.schema.schema
    elif ask.any_json:
        told["responseMimeType"] = "application/json"
    return {name: value for name, value in told.items() if value is not None}


def _at_once(model: str) -> JsonMap | None:
    """What keeps a model from thinking long first, which a customer would wait for."""
    if model.startswith("gemini-2.5-flash"):
        return {"thinkingBudget": 0}
    return {"thinkingLevel": "low"} if _THIRD.match(model) else None


def _render_tool(tool: Tool) -> JsonMap:
    told: dict[str, Json] = {"name": tool.name, "description": tool.description or tool.name}
    if tool.parameters:
        told["parametersJsonSchema"] = tool.parameters
    return told


def _render_choice(choice: str) -> JsonMap:
    mode = _MODES.get(choice)
    return {"mode": mode} if mode else {"mode": "ANY", "allowedFunctionNames": [choice]}


def _render_contents(ask: Ask) -> list[Json]:
    """All but the system's messages; what one side says in a row becomes one content."""
    names = {call.id: call.name for message in ask.messages for call in message.tool_calls}
    signed = bool(_THIRD.match(ask.model))
    contents: list[tuple[str, list[Json]]] = []
    for message in ask.messages:
        if message.role == "system":
            continue
        role = "model" if message.role == "assistant" else "user"
        parts = _render_parts(message, names, signed=signed)
        if contents and contents[-1][0] == role:
            contents[-1][1].extend(parts)
        else:
            contents.append((role, parts))
    return [{"role": role, "parts": parts} for role, parts in contents]


def _render_parts(message: Message, names: dict[str, str], *, signed: bool) -> list[Json]:
    if message.role == "tool":
        name = names.get(message.answers, message.answers)
        answer: Json = {"name": name, "response": {"result": message.text}}
        return [{"functionResponse": answer}]
    parts: list[Json] = [_render_image(image) for image in message.images]
    if message.text:
        parts.append({"text": message.text})
    for number, call in enumerate(message.tool_calls):
        part: dict[str, Json] = {
            "functionCall": {"name": call.name, "args": _arguments(call.arguments)}
        }
        if signed and not number:
            part["thoughtSignature"] = _NO_SIGNATURE
        parts.append(part)
    return parts or [{"text": " "}]


def _render_image(image: Image) -> Json:
    held = _DATA_URL.match(image.url)
    if held is None:
        return {"fileData": {"fileUri": image.url}}
    return {"inlineData": {"mimeType": held[1], "data": held[2]}}


def _arguments(text: str) -> Json:
    """A call's arguments as the object that they were; empty when they were none."""
    try:
        parsed: Json = orjson.loads(text or "{}")
    except orjson.JSONDecodeError:
        return {}
    return parsed if isinstance(parsed, dict) else {}
