"""The `messages` of a chat request turned into the gateway's messages, or refused by place."""

from typing import Literal

from frontdesk.ability.gateway import Image, Message, ToolCall
from frontdesk.edge.http.openai import fields
from frontdesk.ground.words.problems import BadInput
from frontdesk.ground.words.reading import Json

MOST = 2048
DETAILS: tuple[Literal["auto", "low", "high"], ...] = ("auto", "low", "high")
PICTURES = ("https://", "http://", "data:image/")
ROLES = ("system", "developer", "user", "assistant", "tool")


def parse_messages(value: Json) -> tuple[Message, ...]:
    """The conversation so far. Every tool call must be answered before anything else is said, and
    every tool message must answer one: vendors refuse the rest, each in its own words."""
    parsed = []
    open_calls: set[str] = set()
    for number, item in enumerate(fields.read_list(value, "messages", most=MOST)):
        where = f"messages.[{number}]"
        body = fields.read_object(item, where)
        message = _parse_message(body, where)
        _check_order(message, open_calls, where)
        parsed.append(message)
    if open_calls:
        raise _unanswered(open_calls, "messages")
    return tuple(parsed)


def _check_order(message: Message, open_calls: set[str], where: str) -> None:
    if message.role == "tool":
        if message.answers not in open_calls:
            raise BadInput(
                "openai.invalid_value",
                f"{where} answers the tool call {message.answers[:60]!r}, which was not made",
                field=f"{where}.tool_call_id",
            )
        open_calls.discard(message.answers)
        return
    if open_calls:
        raise _unanswered(open_calls, where)
    open_calls.update(call.id for call in message.tool_calls)


def _unanswered(calls: set[str], field: str) -> BadInput:
    return BadInput(
        "openai.invalid_value",
        f"no tool message answers the call {min(calls)[:60]!r}",
        field=field,
        fix="follow an assistant message with one tool message for each of its tool_calls",
    )


def _parse_message(body: fields.Body, where: str) -> Message:
    role = fields.read_choice(body.get("role"), f"{where}.role", ROLES)
    content = body.get("content")
    if role == "user":
        if isinstance(content, str):
            return Message("user", content)
        return _from_parts(content, f"{where}.content")
    if role == "assistant":
        return _parse_assistant(body, where)
    text = _read_words(content, f"{where}.content", kinds=("text",))
    if role == "tool":
        return Message("tool", text, answers=_read_id(body.get("tool_call_id"), where))
    return Message("system", text)


def _read_id(value: Json, where: str) -> str:
    return fields.read_text(value, f"{where}.tool_call_id")


def _parse_assistant(body: fields.Body, where: str) -> Message:
    for name in ("audio", "function_call"):
        if body.get(name) is not None:
            raise fields.unsupported(f"{where}.{name}", f"{name} cannot be replayed here")
    content, refusal, asked = body.get("content"), body.get("refusal"), body.get("tool_calls")
    calls = () if asked is None else _parse_calls(asked, f"{where}.tool_calls")
    words = content if content is not None else refusal
    if words is None:
        if calls:
            return Message("assistant", tool_calls=calls)
        raise fields.wrong_type(f"{where}.content", "text or a list of parts", None)
    text = _read_words(words, f"{where}.content", kinds=("text", "refusal"))
    return Message("assistant", text, tool_calls=calls)


def _parse_calls(value: Json, field: str) -> tuple[ToolCall, ...]:
    parsed = []
    for number, item in enumerate(fields.read_list(value, field, most=128)):
        where = f"{field}[{number}]"
        body = fields.read_object(item, where)
        fields.read_choice(body.get("type", "function"), f"{where}.type", ("function",))
        function = fields.read_object(body.get("function"), f"{where}.function")
        parsed.append(
            ToolCall(
                id=fields.read_text(body.get("id"), f"{where}.id"),
                name=fields.read_name(function.get("name"), f"{where}.function.name"),
                arguments=fields.read_text(
                    function.get("arguments"), f"{where}.function.arguments"
                ),
            )
        )
    return tuple(parsed)


def _read_words(content: Json, field: str, *, kinds: tuple[str, ...]) -> str:
    """Text given whole, or as parts that hold nothing else."""
    if isinstance(content, str):
        return content
    texts = []
    for number, item in enumerate(_parts(content, field)):
        where = f"{field}.[{number}]"
        part = fields.read_object(item, where)
        kind = fields.read_choice(part.get("type"), f"{where}.type", kinds)
        texts.append(fields.read_text(part.get(kind), f"{where}.{kind}"))
    return "\n".join(texts)


def _from_parts(content: Json, field: str) -> Message:
    """A user's parts: texts joined by lines, and pictures."""
    texts, images = [], []
    for number, item in enumerate(_parts(content, field)):
        where = f"{field}.[{number}]"
        part = fields.read_object(item, where)
        kind = part.get("type")
        if kind == "text":
            texts.append(fields.read_text(part.get("text"), f"{where}.text"))
        elif kind == "image_url":
            images.append(_parse_image(part.get("image_url"), f"{where}.image_url"))
        elif kind in ("input_audio", "file"):
            raise fields.unsupported(where, f"parts of type {kind!r} cannot be sent to models here")
        else:
            raise fields.wrong_value(f"{where}.type", "'text' or 'image_url'", kind)
    return Message("user", "\n".join(texts), images=tuple(images))


def _parse_image(value: Json, field: str) -> Image:
    body = fields.read_object(value, field)
    url = fields.read_text(body.get("url"), f"{field}.url")
    if not url.startswith(PICTURES):
        raise fields.wrong_value(f"{field}.url", "an https:, http: or data:image/ address", url)
    detail = body.get("detail")
    if detail is None:
        return Image(url)
    return Image(url, fields.read_choice(detail, f"{field}.detail", DETAILS))


def _parts(content: Json, field: str) -> list[Json]:
    if not isinstance(content, list):
        raise fields.wrong_type(field, "text or a list of parts", content)
    return fields.read_list(content, field, most=MOST)
