"""A customer's message becomes one trace at a collector: the turn, its steps, its model call."""

import pytest

from frontdesk.ground.kit.clock import SystemClock
from testing.models.openai import FakeOpenAI
from testing.monitors.collector import FakeCollector
from tests.story import web_desk
from tests.story.model_desk import Model
from tests.story.web_desk import Desk

pytestmark = pytest.mark.store
PATIENCE_S = 30.0
SAID = "I was thinking about the old place on the hill"


async def say(desk: Desk) -> str:
    answer = await desk.ask(
        "POST",
        "/api/v1/messages",
        headers={"authorization": f"Bearer {await desk.key('customer')}"},
        json={"contact": "anna", "text": SAID, "message_id": "m1"},
    )
    assert answer.status == 200
    rows = await desk.rows("select trace_id from ai_responses")
    return str(rows[0]["trace_id"])


async def test_a_message_is_one_trace(database_url: str) -> None:
    clock = SystemClock()
    async with FakeCollector() as collector, FakeOpenAI(answer=Model().answer) as model:
        environment = {
            "OPENAI_BASE_URL": model.url,
            "OTEL_EXPORTER_OTLP_ENDPOINT": collector.url,
        }
        async with web_desk.open_desk(database_url, environment) as desk:
            trace = await say(desk)
            deadline = clock.monotonic() + PATIENCE_S
            while len(collector.spans) < 5 and clock.monotonic() < deadline:
                await clock.sleep(0.05)
    mine = [one for one in collector.spans if one.span["traceId"] == trace]
    by_kind = {kind: [one for one in mine if one.span["kind"] == kind] for kind in (1, 2, 3)}
    (root,) = by_kind[2]
    assert root.name == "turn lead"
    assert {one.span["parentSpanId"] for one in by_kind[1] + by_kind[3]} == {root.span["spanId"]}
    assert [one.name for one in by_kind[1]][:3] == ["step load", "step gate", "step read"]
    assert by_kind[3][0].facts["gen_ai.provider.name"] == "openai"
    assert int(by_kind[3][0].facts["gen_ai.usage.input_tokens"]) > 0
    assert by_kind[3][0].facts["gen_ai.conversation.id"] == root.facts["gen_ai.conversation.id"]
    assert all(b"hill" not in raw for raw in collector.raw)
    began, ended = (int(root.span[f"{end}TimeUnixNano"]) for end in ("start", "end"))
    for one in by_kind[1]:
        assert began <= int(one.span["startTimeUnixNano"]) <= ended
