"""A decided request turned into a finding, by the tool that fulfils it, within its time."""

import asyncio

from frontdesk.ability.telemetry import Measurement
from frontdesk.flow.conversation.contracts.tool import ToolContext
from frontdesk.flow.conversation.line import Line
from frontdesk.flow.conversation.load import Turn
from frontdesk.ground.words.decision import Finding, Request
from frontdesk.ground.words.problems import NotNow, Refused

OUTCOMES = {
    "no_tool": "error",
    "timed_out": "timeout",
    "not_now": "limited",
    "refused": "refused",
}


async def run_request(line: Line, turn: Turn, request: Request) -> Finding:
    """Do one request outside. What goes wrong there is a finding, never an exception: the bot
    decides what to tell the customer."""
    started = line.clock.monotonic()
    finding = await _run(line, turn, request)
    line.recorder.note(
        Measurement(
            tenant=turn.tenant.id,
            subject="tool",
            name=finding.request,
            operation="run",
            outcome=OUTCOMES.get(finding.outcome, "ok"),
            at=line.clock.now(),
            ms=(line.clock.monotonic() - started) * 1000,
            code=str(finding.facts.get("code", "")),
        )
    )
    return finding


async def _run(line: Line, turn: Turn, request: Request) -> Finding:
    name = type(request).__name__
    tool = line.tools.get(type(request))
    if tool is None:
        return Finding(name, "no_tool")
    context = ToolContext(
        http=line.http,
        tenant_id=turn.tenant.id,
        setting=line.setting,
        deadline_s=tool.timeout_s,
        now_s=int(line.clock.now().timestamp()),
    )
    try:
        async with asyncio.timeout(tool.timeout_s):
            return await tool.run(request, context)
    except TimeoutError:
        return Finding(name, "timed_out")
    except NotNow as problem:
        return Finding(name, "not_now", {"code": problem.code})
    except Refused as problem:
        return Finding(name, "refused", {"code": problem.code})
