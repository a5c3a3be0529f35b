"""What goes over the wire of `/v1`: shapes, orders, errors and ends, whatever the gateway says."""

import asyncio
import logging
from collections.abc import AsyncIterator
from typing import Any

import orjson
import pytest

from frontdesk.ability.controls import save_control
from frontdesk.ability.gateway import Answer, Caching, Delta, ToolCall, ToolDelta, Usage, switches
from frontdesk.edge.http.openai import wire
from frontdesk.ground.kit.clock import SystemClock
from frontdesk.ground.words.problems import BadInput, Broken, NotNow
from frontdesk.ground.words.reading import Json
from testing.clock import FakeClock
from testing.house import TENANT
from tests.story import openai_door
from tests.story.openai_door import CHAT, HELLO, HI, Program, Scripted, read_events

pytestmark = pytest.mark.store


@pytest.fixture
async def program(database_url: str) -> AsyncIterator[Program]:
    async with openai_door.open_program(database_url, script=True) as opened:
        yield opened


def script(program: Program) -> Scripted:
    assert program.script is not None
    return program.script


def pieces(raw: bytes) -> list[Any]:
    return [orjson.loads(one) for one in read_events(raw) if one != "[DONE]"]


def deltas(raw: bytes) -> list[Any]:
    return [one["choices"][0]["delta"] for one in pieces(raw) if one["choices"]]


async def test_an_answer_carries_what_it_came_by(program: Program) -> None:
    status, raw, headers = await program.chat()
    told = orjson.loads(raw)
    assert (status, told["choices"][0]["message"]["content"]) == (200, "Hi there")
    assert (told["model"], told["usage"]["total_tokens"]) == ("gpt-4o", 7)
    assert told["id"] == f"chatcmpl-{headers['x-request-id']}"
    expected = {
        "x-frontdesk-rung": "full",
        "x-frontdesk-model": "openai/gpt-4o",
        "x-frontdesk-cost-micro": "7",
        "x-frontdesk-cache": "none",
        "x-ratelimit-limit-requests": "50",
        "x-ratelimit-remaining-requests": "49",
        "x-content-type-options": "nosniff",
        "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
    }
    assert {name: headers[name] for name in expected} == expected


async def test_a_call_belongs_to_its_key(program: Program) -> None:
    await program.post({"model": "frontdesk", "messages": HELLO}, x_frontdesk_bot="echo")
    await program.post({"model": "fast", "messages": HELLO}, x_frontdesk_cache="allow")
    own, named = script(program).calls
    assert (own.model, named.model, own.purpose) == ("", "fast", "chat")
    assert (own.scope.tenant, own.scope.bot, named.scope.bot) == (TENANT, "echo", "")
    assert own.scope.key is not None
    assert own.scope.permissions == f"key:{own.scope.key}"
    assert (own.caching, named.caching) == (Caching(), Caching(allowed=True, question="hello"))


async def test_a_stream_has_one_order(program: Program) -> None:
    usage = Usage(5, 2)
    script(program).steps = [
        Delta(text="Hi", model="openai/gpt-4o"),
        Delta(text=" there"),
        Delta(finish="stop", usage=usage),
        HI,
    ]
    status, raw, headers = await program.chat(stream=True, stream_options={"include_usage": True})
    events = pieces(raw)
    assert (status, headers["content-type"]) == (200, "text/event-stream; charset=utf-8")
    assert deltas(raw) == [
        {"role": "assistant", "content": "", "refusal": None},
        {"content": "Hi"},
        {"content": " there"},
        {},
    ]
    assert [one["choices"][0]["finish_reason"] for one in events[:-1]] == [None, None, None, "stop"]
    assert [one["usage"] for one in events[:-1]] == [None] * 4
    assert (events[-1]["choices"], events[-1]["usage"]["total_tokens"]) == ([], 7)
    assert read_events(raw).count("[DONE]") == 1
    assert raw.endswith(b"data: [DONE]\n\n")
    assert {one["model"] for one in events} == {"gpt-4o"}


async def test_tool_calls_are_streamed_in_pieces(program: Program) -> None:
    call = ToolCall("c1", "look_up", '{"a":1}')
    script(program).steps = [
        Delta(tools=(ToolDelta(0, "c1", "look_up"),), model="m"),
        Delta(tools=(ToolDelta(0, arguments='{"a":1}'),)),
        Answer(
            "", model="openai/m", rung="full", reason="r", tool_calls=(call,), finish="tool_calls"
        ),
    ]
    _, raw, _ = await program.chat(stream=True)
    function = {"name": "look_up", "arguments": ""}
    assert deltas(raw)[1:] == [
        {"tool_calls": [{"index": 0, "id": "c1", "type": "function", "function": function}]},
        {"tool_calls": [{"index": 0, "function": {"arguments": '{"a":1}'}}]},
        {},
    ]
    assert pieces(raw)[-1]["choices"][0]["finish_reason"] == "tool_calls"


async def test_a_cut_answer_never_ends_well(program: Program) -> None:
    for last in (NotNow("gateway.no_model", "no model", after_s=5), None):
        script(program).steps = [Delta(text="Hi", model="m"), *([last] if last else [])]
        status, raw, _ = await program.chat(stream=True)
        *_, error = pieces(raw)
        assert (status, set(error)) == (200, {"error"})
        assert set(error["error"]) == {"message", "type", "param", "code"}
        assert "[DONE]" not in read_events(raw)
        assert not [one for one in pieces(raw)[:-1] if one["choices"][0]["finish_reason"]]


async def test_a_failure_before_any_piece_is_a_status(program: Program) -> None:
    script(program).steps = [NotNow("gateway.queue_full", "full", after_s=3.2)]
    for stream in (True, False):
        status, raw, headers = await program.chat(stream=stream)
        assert (status, headers["retry-after"]) == (429, "4")
        assert orjson.loads(raw)["error"]["code"] == "rate_limit_exceeded"


async def test_what_breaks_inside_is_sealed(
    program: Program, caplog: pytest.LogCaptureFixture
) -> None:
    for wrong in (RuntimeError("hunter2"), Broken("x.y", "hunter2")):
        script(program).steps = [wrong]
        with caplog.at_level(logging.CRITICAL, "edge.http.openai"):
            whole = await program.chat()
            streamed = await program.chat(stream=True)
        for status, raw, headers in (whole, streamed):
            assert (status, orjson.loads(raw)["error"]["type"]) == (500, "server_error")
            assert b"hunter2" not in raw
            assert headers["x-frame-options"] == "DENY"
    script(program).steps = [Delta(text="Hi", model="m"), RuntimeError("hunter2")]
    with caplog.at_level(logging.CRITICAL, "edge.http.openai"):
        _, raw, _ = await program.chat(stream=True)
    assert pieces(raw)[-1]["error"]["type"] == "server_error"
    assert b"hunter2" not in raw
    assert "[DONE]" not in read_events(raw)


async def test_an_answer_by_schema_comes_whole(program: Program) -> None:
    script(program).steps = [
        Answer('Sure: {"a": 1}', model="openai/m", rung="full", reason="r", parsed={"a": 1})
    ]
    form: Json = {"type": "json_schema", "json_schema": {"name": "x", "schema": {"type": "object"}}}
    _, raw, headers = await program.chat(stream=True, response_format=form)
    assert [one.get("content") for one in deltas(raw)] == ["", '{"a":1}', None]
    assert headers["x-frontdesk-model"] == "openai/m"


async def test_streaming_switched_off_gives_one_piece(program: Program) -> None:
    line = program.home.line
    await save_control(
        line.database,
        TENANT,
        switches.streaming,
        False,
        who="dana",
        why="a test",
        now=line.clock.now(),
    )
    await line.controls.refresh(line.database)
    script(program).steps = [Delta(text="Hi", model="m"), Delta(text=" there"), HI]
    _, raw, _ = await program.chat(stream=True)
    assert [one.get("content") for one in deltas(raw)] == ["", "Hi there", None]
    assert raw.endswith(b"data: [DONE]\n\n")


@pytest.mark.parametrize("stream", [True, False])
async def test_a_hang_up_ends_the_call(program: Program, stream: bool) -> None:
    script(program).steps = [Delta(text="Hi", model="m"), 60.0, HI]
    asking = asyncio.ensure_future(program.chat(stream=stream))
    await _until(lambda: script(program).calls)
    await asyncio.sleep(0.05)
    asking.cancel()
    await _until(lambda: script(program).cancelled)
    counted = {
        status: program.home.count("http_requests_total", method="POST", route=CHAT, status=status)
        for status in ("200", "499")
    }
    assert counted == {"200": float(stream), "499": float(not stream)}


async def _until(true: Any) -> None:
    clock = SystemClock()
    deadline = clock.monotonic() + 20
    while not true():
        assert clock.monotonic() < deadline
        await clock.sleep(0.01)


async def test_a_silent_stream_stays_alive(database_url: str) -> None:
    clock = FakeClock()
    async with openai_door.open_program(database_url, clock=clock, script=True) as program:
        script(program).steps = [Delta(text="Hi", model="m"), 25.0, HI]
        asking = asyncio.ensure_future(program.chat(stream=True))
        for _ in range(5):
            await _until(lambda: clock.sleeping >= 2 or asking.done())
            await clock.advance(5.0)
        _, raw, _ = await asking
    assert raw.count(wire.COMMENT) == 2
    assert [one.get("content") for one in deltas(raw)] == ["", "Hi", None]


@pytest.mark.parametrize(
    ("headers", "status", "code"),
    [
        ({"authorization": ""}, 401, "invalid_api_key"),
        ({"authorization": "Basic x"}, 401, "invalid_api_key"),
        ({"authorization": "Bearer fd_unknown-key-unknown"}, 401, "invalid_api_key"),
        ({"x_frontdesk_bot": "nobody"}, 400, "unknown_bot"),
        ({"x_frontdesk_cache": "maybe"}, 400, "bad_cache"),
    ],
)
async def test_a_wrong_header_is_refused(
    program: Program, headers: dict[str, str], status: int, code: str
) -> None:
    got, raw, _ = await program.post({"model": "m", "messages": HELLO}, **headers)
    assert (got, orjson.loads(raw)["error"]["code"]) == (status, code)
    assert script(program).calls == []


async def test_only_people_and_programs_ask(program: Program) -> None:
    found = {scope: (await program.post({}, scope=scope))[0] for scope in program.keys}
    assert found == {"customer": 403, "agent": 400, "operator": 400, "admin": 400}


async def test_a_wrong_address_is_told_in_the_same_shape(program: Program) -> None:
    for method, path, status, code in (
        ("POST", "/v1/nothing", 404, "unknown_url"),
        ("GET", CHAT, 405, "method_not_supported"),
        ("POST", "/v1/models", 405, "method_not_supported"),
        ("GET", "/v1/models/nothing", 404, "model_not_found"),
    ):
        headers = {"authorization": f"Bearer {program.keys['operator']}"}
        async with program.http.request(method, program.url + path, headers=headers) as answer:
            told = orjson.loads(await answer.read())
            assert (answer.status, told["error"]["code"]) == (status, code)
            assert set(told["error"]) == {"message", "type", "param", "code"}
    async with program.http.get(program.url + "/nothing") as answer:
        assert set((await answer.json())["error"]) == {"code", "message", "fix"}


async def test_a_body_over_the_limit_is_refused(program: Program) -> None:
    async def endless() -> AsyncIterator[bytes]:
        for _ in range(wire.LARGEST_BODY // 2**20 + 1):
            yield b"x" * 2**20

    declared, raw, _ = await program.post(b"x" * (wire.LARGEST_BODY + 1))
    headers = {"authorization": f"Bearer {program.keys['operator']}"}
    async with program.http.post(program.url + CHAT, data=endless(), headers=headers) as answer:
        undeclared = answer.status
    under, _, _ = await program.post(b"x" * (wire.LARGEST_BODY - 1))
    assert (declared, undeclared, under) == (413, 413, 400)
    assert orjson.loads(raw)["error"]["code"] == "request_too_large"


async def test_a_bad_body_never_reaches_the_gateway(program: Program) -> None:
    script(program).steps = [BadInput("gateway.never", "never")]
    status, raw, _ = await program.chat(n=2)
    error = orjson.loads(raw)["error"]
    assert (status, error["param"], error["code"]) == (400, "n", "unsupported_parameter")
    assert script(program).calls == []
    counted = program.home.count("frontdesk_refusals_total", code="openai.unsupported_parameter")
    assert counted == 1
