"""What the gateway answers goes out with every field that a strict client expects."""

from typing import Any

import orjson
import pytest

from frontdesk.ability.gateway import Answer, Finish, ToolCall, ToolDelta, Usage
from frontdesk.edge.http.openai import answers

ANSWER = Answer(
    "Hello",
    model="openai/gpt",
    rung="full",
    reason="asked",
    usage=Usage(10, 5, 4, 0, 2),
    cost_micro=12,
)


def render(answer: Answer) -> Any:
    return orjson.loads(answers.render_completion(answer, id_="chatcmpl-1", created=7))


def test_a_completion_has_every_field() -> None:
    assert render(ANSWER) == {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 7,
        "model": "gpt",
        "choices": [
            {
                "index": 0,
                "message": {
                    "role": "assistant",
                    "content": "Hello",
                    "refusal": None,
                    "annotations": [],
                },
                "logprobs": None,
                "finish_reason": "stop",
            }
        ],
        "usage": {
            "prompt_tokens": 10,
            "completion_tokens": 5,
            "total_tokens": 15,
            "prompt_tokens_details": {"cached_tokens": 4, "audio_tokens": 0},
            "completion_tokens_details": {
                "reasoning_tokens": 2,
                "audio_tokens": 0,
                "accepted_prediction_tokens": 0,
                "rejected_prediction_tokens": 0,
            },
        },
        "service_tier": "default",
        "system_fingerprint": answers.FINGERPRINT,
    }


@pytest.mark.parametrize(
    ("finish", "named"),
    [
        ("stop", "stop"),
        ("length", "length"),
        ("tool_calls", "tool_calls"),
        ("filtered", "content_filter"),
    ],
)
def test_each_finish_has_its_name(finish: Finish, named: str) -> None:
    answer = Answer("x", model="m", rung="full", reason="r", finish=finish)
    assert render(answer)["choices"][0]["finish_reason"] == named


def test_content_is_null_where_nothing_is_said() -> None:
    call = ToolCall("c1", "look_up", '{"a": 1}')
    calls = render(Answer("", model="m", rung="full", reason="r", tool_calls=(call,)))
    refusal = render(Answer("", model="m", rung="full", reason="r", refusal="I will not"))
    silent = render(Answer("", model="m", rung="full", reason="r", finish="length"))
    message = calls["choices"][0]["message"]
    assert message["content"] is None
    assert message["tool_calls"] == [
        {"id": "c1", "type": "function", "function": {"name": "look_up", "arguments": '{"a": 1}'}}
    ]
    assert refusal["choices"][0]["message"]["refusal"] == "I will not"
    assert refusal["choices"][0]["message"]["content"] is None
    assert silent["choices"][0]["message"]["content"] == ""


def test_an_answer_by_schema_is_bare_json() -> None:
    answer = Answer('```json\n{"a":1}\n```', model="m", rung="full", reason="r", parsed={"a": 1})
    assert render(answer)["choices"][0]["message"]["content"] == '{"a":1}'


def test_an_unknown_cost_is_said_so() -> None:
    known = dict(answers.render_headers(ANSWER))
    unknown = dict(
        answers.render_headers(
            Answer("x", model="m", rung="cached", reason="r", via="cache_exact", cost_micro=None)
        )
    )
    assert known == {
        b"x-frontdesk-rung": b"full",
        b"x-frontdesk-model": b"openai/gpt",
        b"x-frontdesk-cost-micro": b"12",
        b"x-frontdesk-cache": b"none",
    }
    assert (unknown[b"x-frontdesk-cost-micro"], unknown[b"x-frontdesk-cache"]) == (
        b"unknown",
        b"exact",
    )


def event(raw: bytes) -> Any:
    assert raw.startswith(b"data: ")
    assert raw.endswith(b"\n\n")
    return orjson.loads(raw[6:])


def test_each_chunk_is_one_json_event() -> None:
    chunks = answers.Chunks(id_="chatcmpl-1", created=7, model="gpt", include_usage=True)
    piece = chunks.tools((ToolDelta(0, "c1", "look_up", ""), ToolDelta(0, arguments='{"a"')))
    frame = {
        "id": "chatcmpl-1",
        "object": "chat.completion.chunk",
        "created": 7,
        "model": "gpt",
        "service_tier": "default",
        "system_fingerprint": answers.FINGERPRINT,
    }
    deltas = [
        (chunks.role(), {"role": "assistant", "content": "", "refusal": None}, None),
        (chunks.text('a "quote"\n'), {"content": 'a "quote"\n'}, None),
        (chunks.refusal("no"), {"refusal": "no"}, None),
        (
            piece,
            {
                "tool_calls": [
                    {
                        "index": 0,
                        "id": "c1",
                        "type": "function",
                        "function": {"name": "look_up", "arguments": ""},
                    },
                    {"index": 0, "function": {"arguments": '{"a"'}},
                ]
            },
            None,
        ),
        (chunks.finish("filtered"), {}, "content_filter"),
    ]
    for raw, delta, finish in deltas:
        choice = {"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish}
        assert event(raw) == {**frame, "choices": [choice], "usage": None}
    counted = event(chunks.usage(Usage(1, 2)))
    assert (counted["choices"], counted["usage"]["total_tokens"]) == ([], 3)
    plain = answers.Chunks(id_="x", created=1, model="m", include_usage=False)
    assert "usage" not in event(plain.text("a"))
