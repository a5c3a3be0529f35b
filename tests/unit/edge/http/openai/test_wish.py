"""A chat request is taken whole, or refused by the name of its first wrong field."""

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from frontdesk.ability.gateway import Image, Message, Sampling, Schema, Tool, ToolCall
from frontdesk.edge.http.openai.wish import Wish, parse_wish
from frontdesk.ground.words.problems import BadInput
from frontdesk.ground.words.reading import Json

HELLO: Json = [{"role": "user", "content": "hello"}]
TOOL: Json = {"type": "function", "function": {"name": "look_up", "parameters": {"type": "object"}}}
CALL: Json = {"id": "c1", "type": "function", "function": {"name": "look_up", "arguments": "{}"}}


def parse(**body: Json) -> Wish:
    return parse_wish(orjson.dumps({"model": "m", "messages": HELLO, **body}))


def refused(raw: bytes) -> tuple[str, str]:
    with pytest.raises(BadInput) as caught:
        parse_wish(raw)
    assert caught.value.status == 400
    return caught.value.code.removeprefix("openai."), caught.value.field


def test_the_smallest_request_is_enough() -> None:
    assert parse() == Wish("m", (Message("user", "hello"),))


def test_every_honoured_parameter_arrives() -> None:
    schema: Json = {"type": "object", "properties": {}}
    wish = parse(
        temperature=0.5,
        top_p=0.9,
        max_completion_tokens=50,
        stop=["END", "STOP"],
        seed=7,
        tools=[TOOL],
        tool_choice={"type": "function", "function": {"name": "look_up"}},
        parallel_tool_calls=False,
        response_format={
            "type": "json_schema",
            "json_schema": {"name": "found", "schema": schema, "strict": True},
        },
        stream=True,
        stream_options={"include_usage": True, "include_obfuscation": False},
    )
    assert wish == Wish(
        "m",
        (Message("user", "hello"),),
        sampling=Sampling(0.5, 0.9, 50, ("END", "STOP"), 7),
        schema=Schema("found", {"type": "object", "properties": {}}, strict=True),
        tools=(Tool("look_up", parameters={"type": "object"}),),
        tool_choice="look_up",
        parallel_tools=False,
        stream=True,
        include_usage=True,
    )


def test_every_role_and_part_is_read() -> None:
    talk: Json = [
        {
            "role": "developer",
            "content": [{"type": "text", "text": "be"}, {"type": "text", "text": "kind"}],
        },
        {
            "role": "user",
            "name": "ann",
            "content": [
                {"type": "text", "text": "what is this?"},
                {
                    "type": "image_url",
                    "image_url": {"url": "data:image/png;base64,AA", "detail": "low"},
                },
            ],
        },
        {"role": "assistant", "content": None, "tool_calls": [CALL]},
        {"role": "tool", "tool_call_id": "c1", "content": "a boat"},
        {"role": "assistant", "content": [{"type": "refusal", "refusal": "no"}]},
    ]
    assert parse(messages=talk).messages == (
        Message("system", "be\nkind"),
        Message("user", "what is this?", images=(Image("data:image/png;base64,AA", "low"),)),
        Message("assistant", tool_calls=(ToolCall("c1", "look_up", "{}"),)),
        Message("tool", "a boat", answers="c1"),
        Message("assistant", "no"),
    )


def test_what_asks_for_nothing_is_let_through() -> None:
    plain = parse()
    wish = parse(
        n=1,
        logprobs=False,
        top_logprobs=None,
        frequency_penalty=0,
        presence_penalty=0.0,
        logit_bias={},
        modalities=["text"],
        audio=None,
        functions=[],
        tools=None,
        user="u-1",
        store=True,
        metadata={"a": "b"},
        service_tier="auto",
        safety_identifier="x",
        prompt_cache_key="y",
    )
    assert wish == plain


def said(*items: Json) -> dict[str, Json]:
    return {"messages": list(items)}


WRONG: list[tuple[dict[str, Json], str, str]] = [
    ({"model": None}, "missing_required_parameter", "model"),
    ({"model": 3}, "invalid_type", "model"),
    ({"model": " "}, "invalid_value", "model"),
    ({"model": "openai/a\r\nx-other: b"}, "invalid_value", "model"),
    ({"model": "m" * 201}, "invalid_value", "model"),
    ({"messages": None}, "missing_required_parameter", "messages"),
    ({"messages": []}, "empty_array", "messages"),
    ({"messages": "hello"}, "invalid_type", "messages"),
    (said("hello"), "invalid_type", "messages.[0]"),
    (said({"content": "x"}), "invalid_type", "messages.[0].role"),
    (said({"role": "owner", "content": "x"}), "invalid_value", "messages.[0].role"),
    (said({"role": "function", "content": "x"}), "invalid_value", "messages.[0].role"),
    (said({"role": "user"}), "invalid_type", "messages.[0].content"),
    (said({"role": "user", "content": []}), "empty_array", "messages.[0].content"),
    (said({"role": "user", "content": 4}), "invalid_type", "messages.[0].content"),
    (said({"role": "assistant"}), "invalid_type", "messages.[0].content"),
    (
        said({"role": "user", "content": [{"type": "input_audio", "input_audio": {}}]}),
        "unsupported_parameter",
        "messages.[0].content.[0]",
    ),
    (
        said({"role": "user", "content": [{"type": "video"}]}),
        "invalid_value",
        "messages.[0].content.[0].type",
    ),
    (
        said(
            {
                "role": "user",
                "content": [{"type": "image_url", "image_url": {"url": "file:///etc"}}],
            }
        ),
        "invalid_value",
        "messages.[0].content.[0].image_url.url",
    ),
    (
        said(
            {
                "role": "system",
                "content": [{"type": "image_url", "image_url": {"url": "https://x"}}],
            }
        ),
        "invalid_value",
        "messages.[0].content.[0].type",
    ),
    (
        said({"role": "tool", "content": "x", "tool_call_id": "c9"}),
        "invalid_value",
        "messages.[0].tool_call_id",
    ),
    (said({"role": "tool", "content": "x"}), "invalid_type", "messages.[0].tool_call_id"),
    (
        said({"role": "assistant", "tool_calls": [CALL]}, {"role": "user", "content": "x"}),
        "invalid_value",
        "messages.[1]",
    ),
    (said({"role": "assistant", "tool_calls": [CALL]}), "invalid_value", "messages"),
    (
        said({"role": "assistant", "function_call": {"name": "f", "arguments": ""}}),
        "unsupported_parameter",
        "messages.[0].function_call",
    ),
    ({"temperature": 2.1}, "number_above_max_value", "temperature"),
    ({"temperature": -0.1}, "number_below_min_value", "temperature"),
    ({"temperature": "hot"}, "invalid_type", "temperature"),
    ({"temperature": True}, "invalid_type", "temperature"),
    ({"top_p": 1.5}, "number_above_max_value", "top_p"),
    ({"max_tokens": 0}, "number_below_min_value", "max_tokens"),
    ({"max_completion_tokens": 1.5}, "invalid_type", "max_completion_tokens"),
    ({"max_tokens": 5, "max_completion_tokens": 5}, "invalid_parameter_combination", "max_tokens"),
    ({"seed": "7"}, "invalid_type", "seed"),
    ({"stop": ["a", "b", "c", "d", "e"]}, "array_above_max_length", "stop"),
    ({"stop": ["a", 1]}, "invalid_type", "stop.[1]"),
    ({"n": 2}, "unsupported_parameter", "n"),
    ({"n": True}, "unsupported_parameter", "n"),
    ({"logprobs": True}, "unsupported_parameter", "logprobs"),
    ({"top_logprobs": 2}, "unsupported_parameter", "top_logprobs"),
    ({"audio": {"voice": "x"}}, "unsupported_parameter", "audio"),
    ({"modalities": ["text", "audio"]}, "unsupported_parameter", "modalities"),
    ({"logit_bias": {"50256": -100}}, "unsupported_parameter", "logit_bias"),
    ({"frequency_penalty": 0.5}, "unsupported_parameter", "frequency_penalty"),
    ({"presence_penalty": 0.5}, "unsupported_parameter", "presence_penalty"),
    ({"functions": [{"name": "f"}]}, "unsupported_parameter", "functions"),
    ({"function_call": "auto"}, "unsupported_parameter", "function_call"),
    ({"reasoning_effort": "high"}, "unsupported_parameter", "reasoning_effort"),
    ({"web_search_options": {}}, "unsupported_parameter", "web_search_options"),
    ({"prompt": "x"}, "unknown_parameter", "prompt"),
    ({"stream": "yes"}, "invalid_type", "stream"),
    (
        {"stream_options": {"include_usage": True}},
        "invalid_parameter_combination",
        "stream_options",
    ),
    ({"stream": True, "stream_options": {"x": 1}}, "unknown_parameter", "x"),
    ({"tools": []}, "empty_array", "tools"),
    ({"tools": [{"type": "custom"}]}, "invalid_value", "tools.[0].type"),
    ({"tools": [{"type": "function"}]}, "invalid_type", "tools.[0].function"),
    (
        {"tools": [{"type": "function", "function": {"name": "a b"}}]},
        "invalid_value",
        "tools.[0].function.name",
    ),
    ({"tool_choice": "required"}, "invalid_parameter_combination", "tool_choice"),
    ({"tools": [TOOL], "tool_choice": "any"}, "invalid_value", "tool_choice"),
    (
        {"tools": [TOOL], "tool_choice": {"type": "function", "function": {"name": "other"}}},
        "invalid_value",
        "tool_choice.function.name",
    ),
    ({"parallel_tool_calls": True}, "invalid_parameter_combination", "parallel_tool_calls"),
    ({"response_format": "json"}, "invalid_type", "response_format"),
    ({"response_format": {"type": "xml"}}, "invalid_value", "response_format.type"),
    ({"response_format": {"type": "json_schema"}}, "invalid_type", "response_format.json_schema"),
    (
        {"response_format": {"type": "json_schema", "json_schema": {"name": "x"}}},
        "invalid_type",
        "response_format.json_schema.schema",
    ),
]


@pytest.mark.parametrize(("change", "code", "field"), WRONG)
def test_a_wrong_field_is_named(change: dict[str, Json], code: str, field: str) -> None:
    body = orjson.dumps({"model": "m", "messages": HELLO, **change})
    assert refused(body) == (code, field)


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"", "invalid_json"),
        (b"{", "invalid_json"),
        (b"model=m", "invalid_json"),
        (b'{"model": "\xff"}', "invalid_json"),
        (b"[" * 5000, "invalid_json"),
        (b"[]", "invalid_type"),
        (b"null", "invalid_type"),
    ],
)
def test_what_is_no_object_is_refused(raw: bytes, code: str) -> None:
    assert refused(raw) == (code, "body")


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
NAMES = st.sampled_from(
    ["model", "messages", "tools", "tool_choice", "response_format", "stop", "n", "stream", "other"]
)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=60)
@given(st.dictionaries(NAMES, JSON, max_size=5))
def test_any_body_is_taken_or_refused(body: dict[str, Json]) -> None:
    try:
        told = parse_wish(orjson.dumps(body)).model
    except BadInput as problem:
        told = problem.field if problem.code.startswith("openai.") else ""
    assert told
