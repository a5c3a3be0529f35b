"""`tools`, `tool_choice` and `response_format` of a request turned into what a model is offered."""

from collections.abc import Mapping

from frontdesk.ability.gateway import Schema, Tool
from frontdesk.edge.http.openai import fields
from frontdesk.ground.words.problems import BadInput
from frontdesk.ground.words.reading import Json

CHOICES = ("auto", "none", "required")


def parse_tools(value: Json) -> tuple[Tool, ...]:
    """Functions a model may call; no other kind of tool."""
    parsed = []
    for number, item in enumerate(fields.read_list(value, "tools", most=128)):
        where = f"tools.[{number}]"
        body = fields.read_object(item, where)
        fields.read_choice(body.get("type"), f"{where}.type", ("function",))
        function = fields.read_object(body.get("function"), f"{where}.function")
        parameters = function.get("parameters")
        parsed.append(
            Tool(
                name=fields.read_name(function.get("name"), f"{where}.function.name"),
                description=fields.read_optional_text(
                    function.get("description"), f"{where}.function.description"
                ),
                parameters={}
                if parameters is None
                else fields.read_object(parameters, f"{where}.function.parameters"),
                strict=fields.read_optional_flag(
                    function.get("strict"), f"{where}.function.strict"
                ),
            )
        )
    return tuple(parsed)


def parse_choice(body: Mapping[str, Json], tools: tuple[Tool, ...]) -> str:
    """`auto`, `none`, `required`, or the name of one of the tools."""
    if "tool_choice" not in body:
        return "auto"
    value = body["tool_choice"]
    if isinstance(value, str):
        choice = fields.read_choice(value, "tool_choice", CHOICES)
        if choice != "required" or tools:
            return choice
        raise _without_tools("tool_choice")
    asked = fields.read_object(value, "tool_choice")
    fields.read_choice(asked.get("type"), "tool_choice.type", ("function",))
    function = fields.read_object(asked.get("function"), "tool_choice.function")
    name = fields.read_name(function.get("name"), "tool_choice.function.name")
    if name in CHOICES or name not in {tool.name for tool in tools}:
        raise fields.wrong_value("tool_choice.function.name", "the name of one of tools", name)
    return name


def parse_parallel(body: Mapping[str, Json], tools: tuple[Tool, ...]) -> bool | None:
    """Whether several calls at once are allowed; None leaves it to the model."""
    if "parallel_tool_calls" not in body:
        return None
    if not tools:
        raise _without_tools("parallel_tool_calls")
    return fields.read_flag(body["parallel_tool_calls"], "parallel_tool_calls")


def _without_tools(name: str) -> BadInput:
    return BadInput(
        "openai.invalid_parameter_combination",
        f"{name} means nothing without tools",
        field=name,
        fix="send tools, or leave it out",
    )


def parse_format(value: Json) -> tuple[Schema | None, bool]:
    """The schema an answer must meet, and whether it must be JSON without one."""
    body = fields.read_object(value, "response_format")
    kinds = ("text", "json_object", "json_schema")
    kind = fields.read_choice(body.get("type"), "response_format.type", kinds)
    if kind != "json_schema":
        return None, kind == "json_object"
    where = "response_format.json_schema"
    given = fields.read_object(body.get("json_schema"), where)
    return (
        Schema(
            name=fields.read_name(given.get("name"), f"{where}.name"),
            schema=fields.read_object(given.get("schema"), f"{where}.schema"),
            strict=fields.read_optional_flag(given.get("strict"), f"{where}.strict"),
        ),
        False,
    )
