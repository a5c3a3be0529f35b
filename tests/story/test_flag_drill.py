"""Every switch of a turn's model calls, turned on a running server: the next turns obey, and the log
says who and why; and every variable gives its switch's first value."""

import json
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import psycopg
import pytest

from testing import house, ports
from testing.database import Server as Postgres
from testing.models.openai import FakeOpenAI
from testing.models.script import Asked, Behaviour
from tests.story.model_desk import Model, in_a_thread, purposes, shipped_bots
from tests.story.processes import Installation, Server

pytestmark = pytest.mark.store
# The claim is one second; a loaded machine gets ten times that.
SEEN_WITHIN_S = 10.0
GREETING, MURKY = "hello there", "umbrella sandwich carousel"
Answer = Mapping[str, Any]


@dataclass(slots=True)
class Drill:
    """A running server with two model servers behind it, the usual one and another."""

    installation: Installation
    server: Server
    usual: FakeOpenAI
    other: FakeOpenAI
    contacts: Iterator[int] = field(default_factory=lambda: iter(range(10_000)))

    def say(self, text: str = GREETING) -> Answer:
        """A message of somebody new, to the bot that answers anybody; what was asked before is
        forgotten."""
        self.usual.requests.clear()
        self.other.requests.clear()
        return self.server.send(f"drill-{next(self.contacts)}", text, bot="lead")

    def set(self, name: str, value: str) -> None:
        done = self.installation.run("controls", "set", name, value, "--why", f"drill of {name}")
        assert done.exit_code == 0, done.stderr

    def clear(self, name: str) -> None:
        self.installation.run("controls", "clear", name, "--why", "drill done")

    def within(self, holds: Callable[[Answer], bool], text: str = GREETING) -> Answer:
        """The first answer of which something holds; it must come soon."""
        until = time.monotonic() + SEEN_WITHIN_S
        while time.monotonic() < until:
            answer = self.say(text)
            if holds(answer):
                return answer
            time.sleep(0.05)
        raise AssertionError(f"never seen: {answer}")

    def body(self) -> Mapping[str, Any]:
        return self.usual.requests[-1].body


@pytest.fixture(scope="module")
def drill(postgres: Postgres, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Drill]:
    model = Model()
    usual, other = FakeOpenAI(answer=model.answer), FakeOpenAI(answer=model.answer)
    with postgres.database(template="schema") as url, in_a_thread(usual, other):
        installation = Installation(
            tmp_path_factory.mktemp("home"),
            url,
            {
                "OPENAI_BASE_URL": usual.url,
                "LOCAL_MODEL_BASE_URL": other.url,
                "ENABLE_RESPONSE_CACHE": "false",
                "AI_CIRCUIT_BREAKER_ENABLED": "false",
            },
        )
        try:
            yield Drill(installation, installation.serve(ports.free_port()), usual, other)
        finally:
            installation.stop()


@pytest.fixture(autouse=True)
def usual_behaviour(request: pytest.FixtureRequest) -> Iterator[None]:
    """Each drill begins with fakes that answer."""
    yield
    if "drill" in request.fixturenames:
        found: Drill = request.getfixturevalue("drill")
        found.usual.behaviour = Behaviour()


def rung(name: str) -> Callable[[Answer], bool]:
    return lambda answer: bool(answer["rung"] == name)


def decided(reason: str) -> Callable[[Answer], bool]:
    return lambda answer: bool(answer["decision"]["reason"] == reason)


@dataclass(frozen=True, slots=True)
class Case:
    """A switch, its value, and what of the next answers shows that it holds."""

    name: str
    value: str
    holds: Callable[[Drill, Answer], bool]
    text: str = GREETING
    failing: bool = False
    """Whether the usual model server is out of order."""
    slow_s: float = 0.0
    """How long the usual model server takes."""
    beside: tuple[tuple[str, str], ...] = ()
    """Switches that must stand for this one to show."""


def untouched(drill: Drill, answer: Answer) -> bool:
    return bool(answer["rung"] == "rules" and not drill.usual.requests and not drill.other.requests)


def given_up(_drill: Drill, answer: Answer) -> bool:
    return bool(answer["rung"] == "rules")


def sent(name: str, value: object) -> Callable[[Drill, Answer], bool]:
    return lambda drill, _answer: drill.body().get(name) == value


def of_the_other(drill: Drill, answer: Answer) -> bool:
    return bool(answer["rung"] == "full" and drill.other.requests)


def not_of_the_other(drill: Drill, answer: Answer) -> bool:
    return bool(answer["rung"] == "rules" and drill.usual.requests and not drill.other.requests)


CASES = (
    Case("ai.mode", "rules_based", untouched),
    Case("ai.mode@lead", "rules_based", untouched),
    Case("rung.max", "rules", untouched),
    Case("rung.max", "economy", lambda _drill, answer: bool(answer["rung"] == "economy")),
    Case("rung.max", "human", lambda _drill, answer: decided("rung_human")(answer)),
    Case("cache.only", "on", untouched),
    Case("human.route", "on", lambda _drill, answer: decided("read_unsurely")(answer), text=MURKY),
    Case(
        "human.threshold",
        "1",
        lambda _drill, answer: decided("read_unsurely")(answer),
        beside=(("human.route", "on"),),
    ),
    Case("active_model", "compatible", of_the_other),
    Case("model.name", "stately", sent("model", "stately")),
    Case("model.by_purpose", '{"word": "compatible"}', of_the_other),
    Case("model.fallback_on", "off", not_of_the_other, failing=True),
    Case(
        "model.fallback",
        "compatible/spare",
        lambda drill, answer: (
            of_the_other(drill, answer) and drill.other.requests[-1].model == "spare"
        ),
        failing=True,
    ),
    Case("model.temperature", "1.25", sent("temperature", 1.25)),
    Case("model.top_p", "0.35", sent("top_p", 0.35)),
    Case("model.max_tokens", "77", sent("max_tokens", 77)),
    Case("model.deadline_ms", "60", given_up, slow_s=0.5, beside=(("model.fallback_on", "off"),)),
    Case(
        "model.helper_deadline_ms",
        "60",
        given_up,
        slow_s=0.5,
        beside=(("model.fallback_on", "off"),),
    ),
    Case("model.purposes", "read", untouched),
    Case(
        "model.purposes",
        "word",
        lambda drill, _answer: purposes(drill.usual) == ["word"],
        text=MURKY,
    ),
)


@pytest.mark.parametrize("case", CASES, ids=[f"{case.name}={case.value}" for case in CASES])
def test_the_next_turns_obey_a_switch(drill: Drill, case: Case) -> None:
    for name, value in case.beside:
        drill.set(name, value)
    drill.usual.behaviour.rates = {"error_500": 1.0} if case.failing else {}
    drill.usual.behaviour.delay_s = case.slow_s
    try:
        before = drill.say(case.text)
        assert not case.holds(drill, before)
        drill.set(case.name, case.value)
        drill.within(lambda answer: case.holds(drill, answer), case.text)
        log = drill.installation.run_json("controls", "log", "--limit", "1")
        assert (log[0]["name"], log[0]["detail"]["why"]) == (case.name, f"drill of {case.name}")
    finally:
        for name in (case.name, *(name for name, _ in case.beside)):
            drill.clear(name)
    drill.within(lambda answer: not case.holds(drill, answer), case.text)


def test_the_record_says_which_switch_it_was(drill: Drill) -> None:
    drill.set("ai.mode", "rules_based")
    answer = drill.within(rung("rules"))
    drill.clear("ai.mode")
    with psycopg.connect(drill.installation.database_url) as connection:
        rows = connection.execute(
            "select steps from ai_responses where trace_id = %s", [answer["trace_id"]]
        ).fetchall()
    notes = {step["name"]: step["note"] for step in rows[0][0]}
    assert notes["word"] == "rules: rules_based"


def words(asked: Asked) -> Mapping[str, Any]:
    return asked.body


def asked_of(fake: FakeOpenAI) -> int:
    """How many answers were asked of a fake; looking its models up is no question."""
    return sum(bool(one.messages) for one in fake.requests)


VARIABLES: tuple[tuple[str, str, Callable[[FakeOpenAI, FakeOpenAI, str], object], object], ...] = (
    ("AI_MODE", "rules_based", lambda usual, _other, rung: (asked_of(usual), rung), (0, "rules")),
    ("LEAD__AI_MODE", "rules_based", lambda usual, _other, _rung: asked_of(usual), 0),
    ("USE_CACHED_ONLY", "true", lambda usual, _other, rung: (asked_of(usual), rung), (0, "rules")),
    ("ACTIVE_MODEL", "compatible", lambda _usual, other, rung: (asked_of(other), rung), (1, "full")),
    ("MODEL_NAME", "stately", lambda usual, _other, _rung: usual.requests[0].model, "stately"),
    ("TEMPERATURE", "1.25", lambda usual, _other, _rung: words(usual.requests[0])["temperature"], 1.25),
    ("LEAD__TEMPERATURE", "1.5", lambda usual, _other, _rung: words(usual.requests[0])["temperature"], 1.5),
    ("TOP_P", "0.35", lambda usual, _other, _rung: words(usual.requests[0])["top_p"], 0.35),
    ("MAX_TOKENS", "77", lambda usual, _other, _rung: words(usual.requests[0])["max_tokens"], 77),
    ("ENABLE_FALLBACK", "false", lambda _usual, other, rung: (asked_of(other), rung), (0, "rules")),
    ("FALLBACK_MODEL", "compatible/spare", lambda _usual, other, _rung: other.requests[0].model, "spare"),
    ("AI_TIMEOUT_MAIN_MS", "60", lambda _usual, other, rung: (asked_of(other), rung), (0, "rules")),
    ("AI_TIMEOUT_HELPER_MS", "60", lambda _usual, other, rung: (asked_of(other), rung), (0, "rules")),
)  # fmt: skip


@pytest.mark.parametrize(("name", "given", "look", "expected"), VARIABLES)
async def test_a_variable_gives_the_first_value(
    database_url: str,
    name: str,
    given: str,
    look: Callable[[FakeOpenAI, FakeOpenAI, str], object],
    expected: object,
) -> None:
    model = Model()
    async with FakeOpenAI(answer=model.answer) as usual, FakeOpenAI(answer=model.answer) as other:
        if "FALLBACK" in name:
            usual.behaviour.rates = {"error_500": 1.0}
        if "TIMEOUT" in name:
            usual.behaviour.delay_s = other.behaviour.delay_s = 0.5
        environment = {
            "OPENAI_BASE_URL": usual.url,
            "LOCAL_MODEL_BASE_URL": other.url,
            "ENABLE_RESPONSE_CACHE": "false",
            **({"ENABLE_FALLBACK": "false"} if "TIMEOUT" in name else {}),
            name: given,
        }
        async with house.open_house(
            database_url, bots=shipped_bots(), environment=environment
        ) as home:
            _, record = await home.asks("anna", GREETING)
        assert look(usual, other, record.rung) == expected


async def test_unsure_readings_go_to_a_person(database_url: str) -> None:
    environment = {"ROUTE_TO_HUMAN": "true", "HUMAN_THRESHOLD": "0.7"}
    async with house.open_house(database_url, bots=shipped_bots(), environment=environment) as home:
        _, sure = await home.asks("anna", "I want to sell my house")
        _, unsure = await home.asks("bert", MURKY)
        owners = await home.column("select steps from ai_responses order by started_at")
    assert (sure.decision.kind, sure.rung) == ("hand_off", "rules")
    assert (unsure.decision.kind, unsure.decision.reason, unsure.rung) == (
        "escalate",
        "read_unsurely",
        "human",
    )
    assert json.dumps(owners[1]).count("human: read_unsurely") == 1
