"""The page of models shows what calls really did, and its buttons hold a breaker for every process."""

from collections.abc import AsyncIterator

import pytest

from frontdesk.ability.gateway import Call, Message, Scope, bounds
from frontdesk.ability.gateway.calls import NoModel
from testing.models.openai import FakeOpenAI
from testing.models.script import Behaviour
from tests.story import web_desk
from tests.story.test_console import look, sign_in
from tests.story.web_desk import TENANT, Desk

pytestmark = pytest.mark.store
MODEL = "openai/gpt-4o-mini"


@pytest.fixture
async def vendor() -> AsyncIterator[FakeOpenAI]:
    async with FakeOpenAI() as fake:
        yield fake


@pytest.fixture
async def desk(database_url: str, vendor: FakeOpenAI) -> AsyncIterator[Desk]:
    environment = {
        "OPENAI_BASE_URL": vendor.url,
        "OPENAI_API_KEY": "sk-test",
        "MODEL_NAME": MODEL,
    }
    async with web_desk.open_desk(database_url, environment) as opened:
        yield opened


async def ask(desk: Desk) -> str:
    call = Call("answer", Scope(TENANT), (Message("user", "When are you open?"),))
    try:
        return (await desk.line.gateway.ask(call)).model
    except NoModel as problem:
        return problem.code
    finally:
        await desk.line.gateway.refresh()


async def press(desk: Desk, cookie: str, hold: str, why: str = "it invents prices") -> int:
    answer = await desk.ask(
        "POST",
        "/console/models/breaker",
        data={"model": MODEL, "hold": hold, "why": why},
        headers={"cookie": cookie.partition(";")[0], "origin": desk.url},
    )
    return answer.status


async def test_figures_are_those_of_the_calls(desk: Desk, vendor: FakeOpenAI) -> None:
    assert [await ask(desk) for _ in range(3)] == [MODEL] * 3
    vendor.behaviour = Behaviour(rates={"error_500": 1.0})
    await ask(desk)
    _, cookie, _ = await sign_in(desk, await desk.key("operator"))
    status, page = await look(desk, "/console/models", cookie)
    assert status == 200
    assert MODEL in page
    assert "server error" in page
    assert "breaker closed" in page
    assert "USD of 100.00" in page


async def test_a_button_keeps_calls_away_and_gives_them_back(desk: Desk) -> None:
    _, cookie, _ = await sign_in(desk, await desk.key("operator"))
    assert await ask(desk) == MODEL
    assert await press(desk, cookie, "open") == 303
    assert await ask(desk) not in (MODEL, "gateway.no_model")  # another one steps in
    _, page = await look(desk, "/console/models", cookie)
    assert "held open by hand" in page
    assert await press(desk, cookie, "automatic") == 303
    assert await ask(desk) == MODEL
    log = await desk.rows(
        "select who, detail from audit_log where action = 'control.set' order by id"
    )
    assert [(row["who"], row["detail"]["why"]) for row in log] == [
        ("night operator", "it invents prices")
    ] * 2


@pytest.mark.parametrize(
    ("scope", "hold", "why", "status"),
    [("agent", "open", "x", 403), ("operator", "ajar", "x", 400), ("operator", "open", " ", 400)],
)
async def test_presses_are_refused_with_a_reason(
    desk: Desk, scope: str, hold: str, why: str, status: int
) -> None:
    _, cookie, _ = await sign_in(desk, await desk.key("agent" if scope == "agent" else "operator"))
    assert await press(desk, cookie, hold, why) == status
    assert desk.line.controls.value(TENANT, bounds.breakers_held) == {}


async def test_health_names_what_breakers_keep_away(desk: Desk, vendor: FakeOpenAI) -> None:
    headers = {"authorization": f"Bearer {await desk.key('operator')}"}
    before = (await (await desk.ask("GET", "/health/detailed", headers=headers)).json())["models"]
    vendor.behaviour = Behaviour(rates={"error_500": 1.0})
    for _ in range(4):
        await ask(desk)
    answer = await desk.ask("GET", "/health/detailed", headers=headers)
    told = await answer.json()
    assert (before["configured"], before["breakers"]) == (["openai"], {})
    assert before["rungs"]["read"] == {"rung": "full", "reason": "usual"}
    assert (answer.status, told["status"]) == (200, "ok")
    kept_away = told["models"]["breakers"][MODEL]
    assert (kept_away["state"], kept_away["after"]) == ("open", "server_error")
    assert 0 < kept_away["left_s"] <= 120
    assert told["models"]["rungs"]["read"]["reason"] == "breaker_open"
