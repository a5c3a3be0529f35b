"""What an Ask becomes in each vendor's own words."""

import pytest

from frontdesk.ability.gateway import Ask, Image, Message, Sampling, Schema, Tool, ToolCall
from frontdesk.edge.providers.anthropic import asking as anthropic
from frontdesk.edge.providers.gemini import asking as gemini
from frontdesk.edge.providers.openai import response_words
from frontdesk.edge.vendors.models.chat import asking as chat
from frontdesk.edge.vendors.models.chat.asking import Dialect
from frontdesk.edge.vendors.models.shapes import JsonMap
from frontdesk.ground.words.reading import Json

CITY: Json = {"city": {"type": "string"}}
CLOSED: JsonMap = {
    "type": "object",
    "properties": CITY,
    "required": ["city"],
    "additionalProperties": False,
}
OPEN: JsonMap = {"type": "object", "properties": CITY}
PNG, REMOTE = Image("data:image/png;base64,AAAA"), Image("https://example.com/a.png", "high")
TALK = (
    Message("system", "Be brief."),
    Message("user", "Which city?", images=(PNG, REMOTE)),
    Message("assistant", "Let me see.", tool_calls=(ToolCall("c1", "find", '{"q": 1}'),)),
    Message("tool", "Lima", answers="c1"),
    Message("user", "Sure?"),
    Message("system", "In English."),
)
WARM = Sampling(temperature=1.4, top_p=0.9, max_tokens=60, stop=("END",), seed=7)


def test_a_schema_is_strict_only_when_closed() -> None:
    found = [
        chat.render_schema(Schema("home", one))["strict"]
        for one in (CLOSED, OPEN, {**CLOSED, "required": []}, {**CLOSED, "properties": {"a": OPEN}})
    ]
    assert found == [True, False, False, False]


def test_a_call_without_parameters_is_an_object() -> None:
    assert chat.render_tool(Tool("now"))["parameters"] == {"type": "object", "properties": {}}


def test_responses_get_items_and_no_store() -> None:
    body = response_words.render_body(Ask("m", TALK, WARM), Dialect(), stream=False)
    items = body["input"]
    assert isinstance(items, list)
    assert [item.get("type", item.get("role")) for item in items] == [
        "system",
        "user",
        "assistant",
        "function_call",
        "function_call_output",
        "user",
        "system",
    ]
    assert (body["store"], body["max_output_tokens"]) == (False, 60)
    assert not {"stop", "seed"} & set(body)


@pytest.mark.parametrize(
    ("model", "sent"),
    [
        ("claude-3-5-haiku-latest", {"temperature": 1.0}),
        ("claude-haiku-4-5-20251001", {"temperature": 1.0}),
        ("claude-opus-4-6", {"temperature": 1.0}),
        ("claude-opus-4-7", {}),
        ("claude-sonnet-5", {}),
        ("claude-haiku-5-5", {}),
        ("claude-nobody-9", {}),
    ],
)
def test_claude_gets_a_temperature_while_it_takes_one(model: str, sent: JsonMap) -> None:
    body = anthropic.render_body(Ask(model, TALK, WARM), stream=False)
    assert {name: body[name] for name in ("temperature", "top_p") if name in body} == sent
    assert (body["max_tokens"], body["stop_sequences"]) == (60, ("END",))


def test_claude_hears_one_side_after_the_other() -> None:
    body = anthropic.render_body(Ask("claude-haiku-5-5", TALK), stream=True)
    assert body["system"] == "Be brief.\n\nIn English."
    assert body["messages"] == [
        {
            "role": "user",
            "content": [
                {
                    "type": "image",
                    "source": {"type": "base64", "media_type": "image/png", "data": "AAAA"},
                },
                {"type": "image", "source": {"type": "url", "url": "https://example.com/a.png"}},
                {"type": "text", "text": "Which city?"},
            ],
        },
        {
            "role": "assistant",
            "content": [
                {"type": "text", "text": "Let me see."},
                {"type": "tool_use", "id": "c1", "name": "find", "input": {"q": 1}},
            ],
        },
        {
            "role": "user",
            "content": [
                {"type": "tool_result", "tool_use_id": "c1", "content": "Lima"},
                {"type": "text", "text": "Sure?"},
            ],
        },
    ]
    assert (body["stream"], body["max_tokens"]) == (True, 4096)


def test_claude_meets_a_schema_as_the_model_can() -> None:
    def way(model: str, schema: JsonMap, *tools: Tool) -> str:
        ask = Ask(model, TALK, schema=Schema("home", schema), tools=tools)
        body = anthropic.render_body(ask, stream=False)
        assert anthropic.forces_schema(ask) == ("tool_choice" in body and not tools)
        return "format" if "output_config" in body else "tool"

    assert way("claude-sonnet-5-5", CLOSED) == "format"
    assert way("claude-sonnet-5-5", CLOSED, Tool("find")) == "format"
    assert way("claude-3-5-haiku-latest", CLOSED) == "tool"
    assert way("claude-haiku-4-5", CLOSED) == "format"
    assert way("claude-haiku-4-5", OPEN) == "tool"


def test_claude_keeps_its_effort_beside_a_format() -> None:
    ask = Ask("claude-opus-5-5", TALK, schema=Schema("home", CLOSED))
    body = anthropic.render_body(ask, stream=False)
    assert body["output_config"] == {
        "effort": "low",
        "format": {"type": "json_schema", "schema": CLOSED},
    }


def test_claude_may_be_told_one_tool_at_a_time() -> None:
    ask = Ask("claude-haiku-5-5", TALK, tools=(Tool("find"),), tool_choice="required")
    choice = anthropic.render_body(ask, stream=False)["tool_choice"]
    assert choice == {"type": "any"}
    single = Ask("claude-haiku-5-5", TALK, tools=(Tool("find"),), parallel_tools=False)
    choice = anthropic.render_body(single, stream=False)["tool_choice"]
    assert choice == {"type": "auto", "disable_parallel_tool_use": True}


def test_gemini_hears_one_side_after_the_other() -> None:
    body = gemini.render_body(Ask("gemini-3.8-flash", TALK, WARM))
    assert body["systemInstruction"] == {"parts": [{"text": "Be brief."}, {"text": "In English."}]}
    contents = body["contents"]
    assert isinstance(contents, list)
    assert [content["role"] for content in contents] == ["user", "model", "user"]
    assert contents[0]["parts"][:2] == [
        {"inlineData": {"mimeType": "image/png", "data": "AAAA"}},
        {"fileData": {"fileUri": "https://example.com/a.png"}},
    ]
    assert contents[1]["parts"][1]["functionCall"] == {"name": "find", "args": {"q": 1}}
    assert contents[2]["parts"][0]["functionResponse"] == {
        "name": "find",
        "response": {"result": "Lima"},
    }
    assert body["generationConfig"] == {
        "temperature": 1.4,
        "topP": 0.9,
        "maxOutputTokens": 60,
        "stopSequences": ("END",),
        "seed": 7,
        "thinkingConfig": {"thinkingLevel": "low"},
    }


def test_gemini_names_the_tool_it_must_call() -> None:
    ask = Ask("gemini-2.5-flash", TALK, tools=(Tool("find", "", OPEN),), tool_choice="find")
    body = gemini.render_body(ask)
    assert body["toolConfig"] == {
        "functionCallingConfig": {"mode": "ANY", "allowedFunctionNames": ["find"]}
    }
    assert body["tools"] == [
        {
            "functionDeclarations": [
                {"name": "find", "description": "find", "parametersJsonSchema": OPEN}
            ]
        }
    ]
    assert body["generationConfig"] == {"thinkingConfig": {"thinkingBudget": 0}}


def test_arguments_that_are_no_json_are_none() -> None:
    calls = (ToolCall("c1", "find", "{oops"),)
    ask = Ask("m", (Message("assistant", tool_calls=calls),))
    for contents in (
        anthropic.render_body(ask, stream=False)["messages"],
        gemini.render_body(ask)["contents"],
    ):
        assert "oops" not in str(contents)
