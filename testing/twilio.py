"""Turns requests for Twilio into what the real one may do with them: take, lose, refuse, report.

async with twilio.FakeTwilio(numbers=("+15550100",)) as fake:
    ...                       # TWILIO_BASE_URL is fake.url
    fake.plan("lose_response")
    fake.accepted[0].body     # the carrier's record: what a phone would have shown

`python -m testing.twilio --port 9001 --record FILE` runs it as a process of its own, whose record
outlives whatever is killed around it.
"""

import argparse
import asyncio
import base64
import contextlib
import json
import random
import signal
import uuid
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Literal, Self, get_args

import aiohttp
from aiohttp import web

from frontdesk.ground.kit.clock import SystemClock
from frontdesk.ground.kit.tasks import Tasks
from testing.twilio_answers import (
    Accepted,
    find_mistake,
    load_record,
    render_account,
    render_error,
    render_message,
    render_page,
)
from testing.twilio_webhooks import Answer, Caller, status_fields

ACCOUNT_SID = "AC" + "0f" * 16
AUTH_TOKEN = "fake-auth-token"
NUMBER = "+15550100"

Fault = Literal[
    "ok",
    "lose_response",  # taken; the connection is closed without an answer
    "cut_response",  # taken; half of the answer arrives
    "error_after",  # taken; the answer is a 502 page
    "hang_after",  # taken; no answer until the client gives up
    "drop",  # not taken; the connection is closed
    "error_before",  # not taken; 503
    "hang",  # not taken; no answer until the client gives up
    "too_many",  # not taken; 429 with Retry-After
    "refuse",  # not taken; 400 with the code of `refusal`
    "opted_out",  # not taken; 400 with 21610
]
FAULTS: tuple[Fault, ...] = get_args(Fault)
Callbacks = Literal["none", "ordered", "chaos"]
_REPORTS = ("queued", "sent", "delivered")


@dataclass(slots=True)
class Behaviour:
    """How the fake misbehaves. `rates` gives each fault its share of all create requests."""

    rates: Mapping[str, float] = field(default_factory=dict)
    list_delay_s: tuple[float, float] = (0.0, 0.0)
    callbacks: Callbacks = "none"
    retry_after_s: int = 1
    refusal: int = 21211
    hang_s: float = 60.0


class FakeTwilio:
    """One fake account on a port of its own. `accepted` is the carrier's record, in order."""

    def __init__(
        self,
        *,
        numbers: Sequence[str] = (NUMBER,),
        account_sid: str = ACCOUNT_SID,
        token: str = AUTH_TOKEN,
        behaviour: Behaviour | None = None,
        seed: int = 0,
        port: int = 0,
        record: Path | None = None,
    ) -> None:
        self.account_sid, self.token = account_sid, token
        self.numbers = set(numbers)
        self.behaviour = behaviour or Behaviour()
        self.account_status = "active"
        self.opted_out: set[str] = set()
        self.accepted: list[Accepted] = []
        self.requests: list[tuple[str, str]] = []
        self.caller = Caller(account_sid, token)
        self.url = ""
        self._port, self._record = port, record
        self._planned: deque[Fault] = deque()
        self._random = random.Random(seed)
        self._clock, self._tasks = SystemClock(), Tasks()
        self._runner = web.AppRunner(
            self._app(), access_log=None, shutdown_timeout=0.2, handler_cancellation=True
        )
        if record is not None and record.exists():
            self.accepted = load_record(record)

    async def __aenter__(self) -> Self:
        await self.caller.__aenter__()
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self._port)
        await site.start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._tasks.close(1.0)
        await self._runner.cleanup()
        await self.caller.__aexit__(kind, error, trace)

    def plan(self, *faults: Fault) -> None:
        """What the next create requests meet, in order; after them, `rates` decide again."""
        self._planned.extend(faults)

    def bodies(self, to: str) -> list[str]:
        """What one phone has been sent, in order."""
        return [message.body for message in self.accepted if message.to == to]

    async def report(
        self, message: Accepted, status: str, *, error_code: int | None = None
    ) -> Answer:
        """Send one status callback of a message to the address it was created with."""
        fields = status_fields(
            account_sid=self.account_sid,
            sid=message.sid,
            sender=message.sender,
            to=message.to,
            status=status,
            error_code=error_code,
        )
        return await self.caller.send(message.callback, fields)

    def _app(self) -> web.Application:
        app = web.Application()
        account = "/2010-04-01/Accounts/{account}"
        app.router.add_post(f"{account}/Messages.json", self._create)
        app.router.add_get(f"{account}/Messages.json", self._list)
        app.router.add_get(f"{account}/Messages/{{sid}}.json", self._fetch)
        app.router.add_get(f"{account}.json", self._account)
        app.router.add_get("/fake/accepted", self._show)
        app.router.add_post("/fake/plan", self._take_plan)
        return app

    async def _create(self, request: web.Request) -> web.StreamResponse:
        form = {name: str(value) for name, value in (await request.post()).items()}
        code = self._denied(request) or find_mistake(
            form, numbers=self.numbers, opted_out=self.opted_out
        )
        if code:
            return render_error(code)
        fault = self._choose()
        self.requests.append((fault, form["To"]))
        if fault in ("drop", "error_before", "hang", "too_many", "refuse", "opted_out"):
            return await self._not_taken(request, fault)
        message = self._take(form, fault)
        if self.behaviour.callbacks != "none" and message.callback:
            early = self.behaviour.callbacks == "chaos" and self._random.random() < 0.3
            if early:
                await self._report_quietly(message, "sent", 0.0)
            self._start_reports(message)
        return await self._taken(request, fault, message)

    async def _not_taken(self, request: web.Request, fault: Fault) -> web.StreamResponse:
        if fault == "too_many":
            return render_error(20429, {"Retry-After": str(self.behaviour.retry_after_s)})
        if fault in ("refuse", "opted_out"):
            return render_error(21610 if fault == "opted_out" else self.behaviour.refusal)
        if fault == "error_before":
            return web.Response(status=503, text="<html>Service Unavailable</html>")
        if fault == "hang":
            await self._clock.sleep(self.behaviour.hang_s)
        return _hang_up(request)

    async def _taken(
        self, request: web.Request, fault: Fault, message: Accepted
    ) -> web.StreamResponse:
        body = json.dumps(render_message(self.account_sid, message))
        if fault == "error_after":
            return web.Response(status=502, text="<html>Bad Gateway</html>")
        if fault == "cut_response":
            return web.Response(status=201, text=body[:40], content_type="application/json")
        if fault == "hang_after":
            await self._clock.sleep(self.behaviour.hang_s)
        if fault in ("lose_response", "hang_after"):
            return _hang_up(request)
        return web.Response(status=201, text=body, content_type="application/json")

    def _take(self, form: Mapping[str, str], fault: Fault) -> Accepted:
        now = self._clock.now().timestamp()
        message = Accepted(
            sid=f"SM{uuid.uuid4().hex}",
            to=form["To"],
            sender=form["From"],
            body=form["Body"],
            callback=form.get("StatusCallback", ""),
            created_at=now,
            visible_at=now + self._random.uniform(*self.behaviour.list_delay_s),
            fault=fault,
        )
        self.accepted.append(message)
        if self._record is not None:
            with self._record.open("a") as file:
                file.write(json.dumps(asdict(message)) + "\n")
        return message

    def _choose(self) -> Fault:
        if self._planned:
            return self._planned.popleft()
        drawn = self._random.random()
        for fault in FAULTS:
            drawn -= self.behaviour.rates.get(fault, 0.0)
            if drawn < 0:
                return fault
        return "ok"

    def _denied(self, request: web.Request) -> int | None:
        pair = base64.b64encode(f"{self.account_sid}:{self.token}".encode()).decode()
        if request.headers.get("Authorization", "") != f"Basic {pair}":
            return 20003
        return None if request.match_info["account"] == self.account_sid else 20404

    def _start_reports(self, message: Accepted) -> None:
        if self.behaviour.callbacks == "ordered":
            self._tasks.start(self._report_all(message), name="twilio.reports")
            return
        reports = [*_REPORTS, *_REPORTS]
        self._random.shuffle(reports)
        for status in reports:
            delay_s = self._random.uniform(0.0, 0.3)
            self._tasks.start(self._report_quietly(message, status, delay_s), name="twilio.report")

    async def _report_all(self, message: Accepted) -> None:
        for status in _REPORTS:
            await self._report_quietly(message, status, 0.01)

    async def _report_quietly(self, message: Accepted, status: str, delay_s: float) -> None:
        await self._clock.sleep(delay_s)
        message.status = status
        with contextlib.suppress(aiohttp.ClientError, TimeoutError):
            await self.report(message, status)

    async def _list(self, request: web.Request) -> web.StreamResponse:
        if code := self._denied(request):
            return render_error(code)
        page = render_page(
            self.account_sid,
            self.accepted,
            path=request.path,
            query=request.query,
            now=self._clock.now().timestamp(),
        )
        return web.json_response(page)

    async def _fetch(self, request: web.Request) -> web.StreamResponse:
        if code := self._denied(request):
            return render_error(code)
        wanted = request.match_info["sid"]
        for message in self.accepted:
            if message.sid == wanted:
                return web.json_response(render_message(self.account_sid, message))
        return render_error(20404)

    async def _account(self, request: web.Request) -> web.StreamResponse:
        if code := self._denied(request):
            return render_error(code)
        body = render_account(self.account_sid, self.token, now=self._clock.now())
        return web.json_response({**body, "status": self.account_status})

    async def _show(self, _request: web.Request) -> web.StreamResponse:
        return web.json_response([asdict(message) for message in self.accepted])

    async def _take_plan(self, request: web.Request) -> web.StreamResponse:
        self.plan(*(await request.json()))
        return web.Response(status=204)


def _hang_up(request: web.Request) -> web.StreamResponse:
    """Close the connection under the client's feet."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response()


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one fake as a process until it is told to leave; the first line printed is its address."""
    parser = argparse.ArgumentParser(prog="python -m testing.twilio", description=__doc__)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--record", type=Path, help="file of accepted messages, one JSON a line")
    parser.add_argument("--account-sid", default=ACCOUNT_SID)
    parser.add_argument("--token", default=AUTH_TOKEN)
    parser.add_argument("--number", action="append", help="a number of the account, repeatable")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--callbacks", choices=get_args(Callbacks), default="none")
    parser.add_argument(
        "--list-delay", type=float, default=0.0, help="most seconds a message hides"
    )
    parser.add_argument("--fault", action="append", default=[], help="FAULT=SHARE, repeatable")
    given = parser.parse_args(arguments)
    fake = FakeTwilio(
        numbers=given.number or (NUMBER,),
        account_sid=given.account_sid,
        token=given.token,
        behaviour=Behaviour(
            rates=_parse_rates(given.fault),
            list_delay_s=(0.0, given.list_delay),
            callbacks=given.callbacks,
        ),
        seed=given.seed,
        port=given.port,
        record=given.record,
    )
    asyncio.run(_run(fake))


async def _run(fake: FakeTwilio) -> None:
    leave = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, leave.set)
    async with fake:
        print(fake.url, flush=True)
        await leave.wait()


def _parse_rates(given: Sequence[str]) -> dict[str, float]:
    rates = {name: float(share) for name, _, share in (item.partition("=") for item in given)}
    unknown = sorted(set(rates) - set(FAULTS))
    if unknown:
        raise SystemExit(f"there is no fault {unknown[0]!r}; use one of {', '.join(FAULTS)}")
    return rates


if __name__ == "__main__":
    main()
