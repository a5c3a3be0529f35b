"""Every switch of model calls that a program at `/v1` can feel, turned on a running server: the next
calls obey, the log says who and why, and with the switch cleared everything is as before."""

import concurrent.futures
import itertools
import json
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest

from frontdesk.ability.controls import Control
from frontdesk.ability.gateway import CONTROLS
from frontdesk.ground.words.reading import Json
from testing import house, ports
from testing.database import Server as Postgres
from testing.models.openai import FakeOpenAI
from testing.models.script import Asked, Behaviour
from tests.story import test_flag_drill
from tests.story.model_desk import in_a_thread
from tests.story.processes import Installation, Server

pytestmark = pytest.mark.store
# The claim is one second; a loaded machine gets ten times that.
SEEN_WITHIN_S = 10.0
USUAL, OTHER = "openai/gpt-4o-mini", "compatible/default"
CHAT = "/v1/chat/completions"
OPEN, LIKE_OPEN = "What time do you open on Saturdays?", "When do you open on Saturday?"

Told = tuple[int, Mapping[str, str], str]


@dataclass(slots=True)
class Door:
    """A running server as a program outside meets it, with two model servers behind it."""

    installation: Installation
    server: Server
    usual: FakeOpenAI
    other: FakeOpenAI
    numbers: Iterator[int] = field(default_factory=itertools.count)

    def post(self, path: str, body: Json, **more: str) -> Told:
        """Status, headers and body; what was asked before is forgotten."""
        headers = {"authorization": f"Bearer {self.server.key}", "content-type": "application/json"}
        headers |= {name.replace("_", "-"): value for name, value in more.items()}
        request = urllib.request.Request(
            self.server.url + path, data=json.dumps(body).encode(), headers=headers
        )
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return answer.status, dict(answer.headers.items()), answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, dict(error.headers.items()), error.read().decode()

    def ask(self, model: str = "frontdesk", text: str = "hello", **more: str) -> Told:
        body: Json = {"model": model, "messages": [{"role": "user", "content": text}]}
        return self.post(CHAT, body, **more)

    def stream(self) -> str:
        messages: Json = [{"role": "user", "content": "hello"}]
        body: Json = {"model": "frontdesk", "messages": messages, "stream": True}
        return self.post(CHAT, body)[2]

    def set(self, name: str, value: str) -> None:
        done = self.installation.run("controls", "set", name, value, "--why", f"drill of {name}")
        assert done.exit_code == 0, done.stderr

    def clear(self, name: str) -> None:
        self.installation.run("controls", "clear", name, "--why", "drill done")


def say_hours(_: Asked) -> str:
    return "We open at nine today."


@pytest.fixture(scope="module")
def door(postgres: Postgres, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Door]:
    usual, other = FakeOpenAI(answer=say_hours), FakeOpenAI(answer=say_hours)
    with postgres.database(template="schema") as url, in_a_thread(usual, other):
        installation = Installation(
            tmp_path_factory.mktemp("home"),
            url,
            {
                "OPENAI_BASE_URL": usual.url,
                "LOCAL_MODEL_BASE_URL": other.url,
                "MODEL_NAME": "gpt-4o-mini",
                "EMBEDDING_MODEL": "compatible/vectors",
                "AI_CIRCUIT_BREAKER_ENABLED": "false",
            },
        )
        try:
            server = installation.serve(ports.free_port())
            yield Door(installation, server, usual, other)
        finally:
            installation.stop()


def status(door: Door) -> object:
    return door.ask()[0]


def model(door: Door) -> object:
    return door.ask()[1]["x-frontdesk-model"]


def status_of_the_bot(door: Door) -> object:
    return door.ask(x_frontdesk_bot="lead")[0]


def rung(door: Door) -> object:
    return door.ask()[1]["x-frontdesk-rung"]


def is_dear(door: Door) -> object:
    return int(door.ask()[1]["x-frontdesk-cost-micro"]) > 10_000


def model_of_unknown_price(door: Door) -> object:
    return door.ask("openai/unpriced")[1]["x-frontdesk-model"]


def model_of_the_alias(door: Door) -> object:
    found, headers, _ = door.ask("quick")
    return headers["x-frontdesk-model"] if found == 200 else found


def model_of_vectors(door: Door) -> object:
    body: Json = {"model": "frontdesk", "input": "hello"}
    return door.post("/v1/embeddings", body)[1]["x-frontdesk-model"]


def sent(name: str) -> Callable[[Door], object]:
    """What the vendor is sent under a name."""

    def look(door: Door) -> object:
        door.ask()
        return door.usual.requests[-1].body.get(name)

    return look


def models_of_two(door: Door) -> object:
    """Who answers two calls at once."""
    with concurrent.futures.ThreadPoolExecutor(2) as both:
        return sorted(both.map(lambda _: str(model(door)), range(2)))


def tries(door: Door) -> object:
    """How often the usual server is asked in one call."""
    door.usual.requests.clear()
    door.ask()
    return len([one for one in door.usual.requests if one.messages])


def pieces(door: Door) -> object:
    return min(2, door.stream().count('"delta":{"content"'))


def is_ended(door: Door) -> object:
    return door.stream().endswith("data: [DONE]\n\n")


def is_gone_on_with(door: Door) -> object:
    door.other.requests.clear()
    door.stream()
    return any(one.messages for one in door.other.requests)


def kept(door: Door) -> object:
    return door.ask(text=OPEN, x_frontdesk_cache="allow")[1]["x-frontdesk-cache"]


def kept_alike(door: Door) -> object:
    """How another wording of a question is answered that was kept, in a setting of its own."""
    setting: Json = {"role": "system", "content": f"Shop {next(door.numbers)}"}

    def ask(text: str) -> object:
        messages: Json = [setting, {"role": "user", "content": text}]
        body: Json = {"model": "frontdesk", "messages": messages}
        return door.post(CHAT, body, x_frontdesk_cache="allow")[1]["x-frontdesk-cache"]

    within(lambda: ask(OPEN), "exact")
    return ask(LIKE_OPEN)


FAILING, SLOW = Behaviour(rates={"error_500": 1.0}), Behaviour(delay_s=0.6)
FLOWING = Behaviour(chunk_delay_s=0.4)
NO_QUEUE = ("admission.queue", "off")


@dataclass(frozen=True, slots=True)
class Case:
    """A switch, its value, and what is seen before and after."""

    name: str
    value: str
    look: Callable[[Door], object]
    before: object
    after: object
    beside: tuple[tuple[str, str], ...] = ()
    """Switches that must stand for this one to show."""
    usual: Behaviour = field(default_factory=Behaviour)
    other: Behaviour = field(default_factory=Behaviour)


BOTH = [USUAL, USUAL]
CASES = (
    Case("admission.max_concurrent", "1", models_of_two, BOTH, [OTHER, USUAL], (NO_QUEUE,), SLOW),
    Case(
        *("admission.queue", "off", models_of_two, BOTH, [OTHER, USUAL]),
        beside=(("admission.max_concurrent", "1"),),
        usual=SLOW,
    ),
    Case("breaker.held", '{"openai": "open"}', model, USUAL, OTHER),
    Case("breaker.on", "on", tries, 2, 0, usual=FAILING),
    Case("cache.on", "off", kept, "exact", "none"),
    Case("cache.ttl_s", "1", kept, "exact", "none"),
    Case(
        *("cache.similar_threshold", "1", kept_alike, "similar", "none"),
        other=FAILING,  # nothing is embedded: words are compared
    ),
    Case("spend.daily_limit", "0.000001", status, 200, 429),
    Case("spend.hourly_limit", "0.000001", status, 200, 429),
    Case("spend.bot_daily_limits", '{"lead": 0}', status_of_the_bot, 200, 429),
    Case("spend.soft_share", "0", rung, "full", "economy"),
    Case(
        *("spend.unknown_price", "10000", model_of_unknown_price, "openai/unpriced", OTHER),
        beside=(("spend.hourly_limit", "1"),),
    ),
    Case(
        "spend.prices",
        '{"openai/gpt-4o-mini:in": 1500, "openai/gpt-4o-mini:out": 1500}',
        is_dear,
        before=False,
        after=True,
    ),
    Case("quota.daily_tokens", '{"openai": 1}', model, USUAL, OTHER),
    Case("model.aliases", '{"quick": "compatible"}', model_of_the_alias, 404, OTHER),
    Case(
        *("model.economy", "compatible/tiny", model, "openai/gpt-6-luna", "compatible/tiny"),
        beside=(("rung.max", "economy"),),
    ),
    Case(
        *("model.embedding", "openai", model_of_vectors),
        *("compatible/vectors", "openai/text-embedding-3-small"),
    ),
    Case(
        *("model.economy_by_purpose", '{"chat": "compatible/tiny"}', model),
        *("openai/gpt-6-luna", "compatible/tiny"),
        beside=(("rung.max", "economy"),),
    ),
    Case("model.deadline_by_purpose", '{"chat": 500}', model, USUAL, OTHER, usual=SLOW),
    Case("model.temperature_by_purpose", '{"chat": 1.25}', sent("temperature"), 0.3, 1.25),
    Case("model.top_p_by_purpose", '{"chat": 0.35}', sent("top_p"), None, 0.35),
    Case("model.max_tokens_by_purpose", '{"chat": 77}', sent("max_tokens"), 800, 77),
    Case("model.retries", "0", tries, 2, 1, usual=FAILING),
    Case("model.hedge_ms", "100", model, USUAL, OTHER, usual=SLOW),
    Case(
        *("model.attempt_share", "0.1", model, USUAL, OTHER),
        beside=(("model.deadline_ms", "4000"),),
        usual=SLOW,
    ),
    Case("model.idle_ms", "100", is_gone_on_with, False, True, usual=FLOWING),
    Case("model.stream_ms", "1000", is_ended, True, False, usual=FLOWING),
    Case("model.streaming", "off", pieces, 2, 1),
)


def within(look: Callable[[], object], wanted: object) -> None:
    """What is seen becomes what is wanted, soon."""
    until, seen = time.monotonic() + SEEN_WITHIN_S, look()
    while seen != wanted and time.monotonic() < until:
        time.sleep(0.05)
        seen = look()
    assert seen == wanted


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_the_next_calls_obey_a_switch(door: Door, case: Case) -> None:
    for name, value in case.beside:
        door.set(name, value)
    door.usual.behaviour, door.other.behaviour = case.usual, case.other
    try:
        within(lambda: case.look(door), case.before)
        door.set(case.name, case.value)
        within(lambda: case.look(door), case.after)
        log = door.installation.run_json("controls", "log", "--limit", "1")
        assert (log[0]["name"], log[0]["detail"]["why"]) == (case.name, f"drill of {case.name}")
        door.clear(case.name)
        within(lambda: case.look(door), case.before)
    finally:
        door.usual.behaviour, door.other.behaviour = Behaviour(), Behaviour()
        for name in (case.name, *(name for name, _ in case.beside)):
            door.clear(name)


# Drilled where time and several processes can be told what to do: the breaker's figures by
# tests/unit/ability/gateway/test_breaker.py, a key's limit by tests/store/test_budgets.py.
ELSEWHERE = {
    *("breaker.failures", "breaker.window_s", "breaker.least_share", "breaker.open_s"),
    *("breaker.probes", "breaker.slow_ms", "spend.key_daily_limits"),
}


def test_no_switch_of_model_calls_is_left_out() -> None:
    drilled = {case.name.partition("@")[0] for case in (*CASES, *test_flag_drill.CASES)}
    assert {control.name for control in CONTROLS} - drilled == ELSEWHERE


FIRST: Mapping[str, tuple[str, object]] = {
    "MAX_CONCURRENT_REQUESTS": ("7", 7.0),
    "ENABLE_QUEUE": ("false", False),
    "ENABLE_STREAMING": ("false", False),
    "ENABLE_RESPONSE_CACHE": ("false", False),
    "CACHE_SIMILAR_THRESHOLD": ("0.9", 0.9),
    "CACHE_TTL": ("60", 60.0),
    "DAILY_SPEND_LIMIT": ("12.5", 12.5),
    "HOURLY_SPEND_LIMIT": ("1.5", 1.5),
    "AI_CIRCUIT_BREAKER_ENABLED": ("false", False),
    "CIRCUIT_BREAKER_ERROR_THRESHOLD": ("3", 3.0),
    "CIRCUIT_BREAKER_TIME_WINDOW": ("10", 10.0),
    "CIRCUIT_BREAKER_RECOVERY_TIME": ("30", 30.0),
    "ECONOMY_MODEL": ("compatible/tiny", "compatible/tiny"),
    "EMBEDDING_MODEL": ("compatible/vectors", "compatible/vectors"),
    "FALLBACK_MODELS": ("a/b,c/d", ("a/b", "c/d")),
}
"""Variables that need no call to be seen: each is the first value of a switch that is drilled."""


async def test_each_variable_is_the_first_value_of_its_switch(database_url: str) -> None:
    given = {name: value for name, (value, _) in FIRST.items()}
    found: dict[str, object] = {}
    async with house.open_house(database_url, environment=given) as home:
        controls: tuple[Control[Any], ...] = CONTROLS
        for control in controls:
            value = home.line.controls.value(house.TENANT, control)
            found |= dict.fromkeys(control.variables, value)
    assert {name: found[name] for name in FIRST} == {
        one: wanted for one, (_, wanted) in FIRST.items()
    }
    elsewhere = {name for name, *_ in test_flag_drill.VARIABLES}
    elsewhere |= {"ROUTE_TO_HUMAN", "HUMAN_THRESHOLD"}
    assert set(found) - elsewhere - set(FIRST) == set()
