"""The fake Twilio keeps its record as a process of its own, and hides what is new for a while."""

import asyncio
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from frontdesk.edge.vendors import twilio as vendor
from frontdesk.ground.kit.http import HttpClient
from frontdesk.ground.words.problems import NotNow
from testing import twilio, twilio_answers

ROOT = Path(__file__).parents[2]
ANNA = "+15550123"


@asynccontextmanager
async def running(*arguments: str) -> AsyncIterator[tuple[vendor.Account, Process]]:
    command = (sys.executable, "-m", "testing.twilio", *arguments)
    process = await asyncio.create_subprocess_exec(*command, cwd=ROOT, stdout=PIPE)
    try:
        assert process.stdout is not None
        url = (await process.stdout.readline()).decode().strip()
        async with HttpClient() as http:
            yield vendor.Account(http, twilio.ACCOUNT_SID, twilio.AUTH_TOKEN, url), process
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


async def send(account: vendor.Account, body: str) -> None:
    await account.send_message(to=ANNA, sender=twilio.NUMBER, body=body, status_callback=None)


async def test_the_record_outlives_the_process(tmp_path: Path) -> None:
    record = tmp_path / "accepted.jsonl"
    async with running("--record", str(record)) as (account, _):
        await send(account, "one\ntwo")
    async with running("--record", str(record), "--fault", "lose_response=1") as (account, process):
        with pytest.raises(NotNow):
            await send(account, "three")
        listed = await account.load_messages(to=ANNA, sender=twilio.NUMBER)
        process.terminate()
        assert await process.wait() == 0
    assert [item.body for item in listed] == ["three", "one\ntwo"]
    kept = twilio_answers.load_record(record)
    assert [(item.body, item.fault) for item in kept] == [
        ("one\ntwo", "ok"),
        ("three", "lose_response"),
    ]


async def test_a_planned_fault_reaches_another_process() -> None:
    async with running() as (account, _):
        url = f"{account.base_url}/fake/plan"
        await account.http.send_request("POST", url, timeout_s=5, json=["too_many"])
        with pytest.raises(NotNow):
            await send(account, "one")
        await send(account, "two")
        shown = await account.http.send_request(
            "GET", f"{account.base_url}/fake/accepted", timeout_s=5
        )
    assert b'"body": "two"' in shown.body
    assert b'"body": "one"' not in shown.body


async def test_what_is_new_hides_in_the_list() -> None:
    hidden = twilio.Behaviour(list_delay_s=(3600.0, 3600.0))
    async with twilio.FakeTwilio(behaviour=hidden) as fake, HttpClient() as http:
        account = vendor.Account(http, fake.account_sid, fake.token, fake.url)
        await send(account, "one")
        assert await account.load_messages(to=ANNA, sender=twilio.NUMBER) == []
        fake.accepted[0].visible_at -= 7200
        assert len(await account.load_messages(to=ANNA, sender=twilio.NUMBER)) == 1


async def test_a_hanging_carrier_is_given_up() -> None:
    async with twilio.FakeTwilio() as fake, HttpClient() as http:
        url = f"{fake.url}/2010-04-01/Accounts/{fake.account_sid}/Messages.json"
        form = {"To": ANNA, "From": twilio.NUMBER, "Body": "hi"}
        fake.plan("hang", "hang_after")
        for taken in (0, 1):
            with pytest.raises(NotNow) as problem:
                await http.send_request(
                    "POST", url, timeout_s=0.3, form=form, auth=(fake.account_sid, fake.token)
                )
            assert problem.value.maybe_done
            assert len(fake.accepted) == taken


async def test_the_same_seed_draws_the_same_faults() -> None:
    async def faults(seed: int) -> list[str]:
        rates = {"drop": 0.3, "error_before": 0.3, "lose_response": 0.2}
        behaviour = twilio.Behaviour(rates=rates)
        async with twilio.FakeTwilio(behaviour=behaviour, seed=seed) as fake, HttpClient() as http:
            account = vendor.Account(http, fake.account_sid, fake.token, fake.url)
            for count in range(20):
                try:
                    await send(account, str(count))
                except NotNow:
                    continue
            return [fault for fault, _ in fake.requests]

    assert await faults(1) == await faults(1)
    assert await faults(1) != await faults(2)
