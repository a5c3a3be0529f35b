"""The live switches turned into the policy of one purpose: which models in which order, how, how long."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Protocol, TypeVar

from frontdesk.ability.controls import Control
from frontdesk.ability.gateway import bounds, switches
from frontdesk.ability.gateway.calls import Call, Purpose
from frontdesk.ability.gateway.names import Known, embedding_model, find_model, usual_model
from frontdesk.ability.gateway.nouns import Sampling
from frontdesk.ability.gateway.provider import Provider
from frontdesk.ability.gateway.switches import Mode
from frontdesk.ground.words.decision import Rung
from frontdesk.ground.words.problems import BadInput

T = TypeVar("T")
SUPPORTING = ("read", "word", "judge")  # these help an answer and must be quicker than it
TEMPERATURES: Mapping[Purpose, float] = {"read": 0.0, "judge": 0.0, "word": 0.4}
TEMPERATURE = 0.3


class ReadControl(Protocol):
    """What a control says now, for the tenant and bot at hand."""

    def __call__(self, control: Control[T], /) -> T: ...


@dataclass(frozen=True, slots=True)
class Policy:
    """How calls of one purpose are made. Models are `provider/name`, the first asked first;
    `economy` those of the economy rung; `embedding` at most one: vectors of two models cannot be
    compared. `mistakes` are names in switches that lead nowhere and were passed over."""

    models: tuple[str, ...] = ()
    economy: tuple[str, ...] = ()
    embedding: str = ""
    sampling: Sampling = field(default_factory=Sampling)
    deadline_s: float = 7.0
    attempt_share: float = 0.6
    idle_s: float = 2.0
    stream_s: float = 300.0
    retries: int = 1
    hedge_s: float = 0.0
    streaming: bool = True
    fallback: bool = True
    rung_max: Rung = "full"
    mode: Mode = "model"
    on: bool = True
    cache: bool = True
    cache_only: bool = False
    aliases: Mapping[str, str] = field(default_factory=dict)
    mistakes: tuple[str, ...] = ()


def decide_policy(purpose: Purpose, known: Known, read: ReadControl) -> Policy:
    """The policy of a purpose from what the switches say now."""
    mistakes: list[str] = []
    names = _Names(known, read(switches.aliases), read(switches.model_name), mistakes)
    fallback = read(switches.fallback_on)
    models = tuple(names.ordered(purpose, read, fallback=fallback))
    usual = switches.helper_deadline_ms if purpose in SUPPORTING else switches.deadline_ms
    deadline = read(switches.deadline_by_purpose).get(purpose, read(usual))
    return Policy(
        models=models,
        economy=tuple(names.economy(purpose, read, models)),
        embedding=names.embedding(read),
        sampling=_sampling(purpose, read),
        deadline_s=deadline / 1000,
        attempt_share=read(switches.attempt_share),
        idle_s=read(switches.idle_ms) / 1000,
        stream_s=read(switches.stream_ms) / 1000,
        retries=int(read(switches.retries)),
        hedge_s=read(switches.hedge_ms) / 1000,
        streaming=read(switches.streaming),
        fallback=fallback,
        rung_max=read(switches.rung_max),
        mode=read(switches.mode),
        on=purpose in read(switches.purposes),
        cache=read(bounds.cache_on),
        cache_only=read(bounds.cache_only),
        aliases=names.aliases,
        mistakes=tuple(mistakes),
    )


def decide_models(policy: Policy, known: Known, call: Call) -> Policy:
    """The policy for one call: a model that the call names comes first, and is alone unless the
    call allows others. Raises BadInput `gateway.unknown_model`."""
    if not call.model:
        return policy if call.fallback else replace(policy, models=policy.models[:1])
    first = find_model(call.model, known, policy.aliases)
    if not (call.fallback and policy.fallback):
        return replace(policy, models=(first,), economy=())
    others = tuple(model for model in policy.models if model != first)
    return replace(policy, models=(first, *others))


def decide_sampling(policy: Policy, own: Sampling) -> Sampling:
    """What the call says, and where it is silent what the policy says."""
    usual = policy.sampling
    return Sampling(
        temperature=usual.temperature if own.temperature is None else own.temperature,
        top_p=usual.top_p if own.top_p is None else own.top_p,
        max_tokens=usual.max_tokens if own.max_tokens is None else own.max_tokens,
        stop=own.stop,
        seed=own.seed,
    )


def _sampling(purpose: Purpose, read: ReadControl) -> Sampling:
    chosen = read(switches.temperature_by_purpose).get(purpose, read(switches.temperature))
    longest = read(switches.max_tokens_by_purpose).get(purpose, read(switches.max_tokens))
    return Sampling(
        temperature=TEMPERATURES.get(purpose, TEMPERATURE) if chosen is None else chosen,
        top_p=read(switches.top_p_by_purpose).get(purpose, read(switches.top_p)),
        max_tokens=int(longest),
    )


@dataclass(frozen=True, slots=True)
class _Names:
    """Switches' words turned into models; what leads nowhere is noted and passed over, because a
    slip in a switch must not silence every bot."""

    known: Known
    aliases: Mapping[str, str]
    name: str
    mistakes: list[str]

    def ordered(self, purpose: Purpose, read: ReadControl, *, fallback: bool) -> Iterator[str]:
        usual = [model for name in self.known.configured if (model := self._usual(name))]
        first = self._first(purpose, read)
        found = [first] if first else usual[:1]
        if fallback:
            named = [model for one in read(switches.fallbacks) if (model := self._find(one))]
            first_of = found[0].partition("/")[0] if found else ""
            found += named or [one for one in usual if one.partition("/")[0] != first_of]
        yield from dict.fromkeys(found)

    def economy(
        self, purpose: Purpose, read: ReadControl, models: tuple[str, ...]
    ) -> Iterator[str]:
        named = read(switches.economy_by_purpose).get(purpose) or read(switches.economy_model)
        found = [self._find(named)] if named else []
        for model in models:
            name = model.split("/", 1)[0]
            if own := self.known.providers[name].economy:
                found.append(f"{name}/{own}")
        yield from (model for model in dict.fromkeys(found) if model)

    def embedding(self, read: ReadControl) -> str:
        named = read(switches.by_purpose).get("embed") or read(switches.embedding_model)
        found = self._find(named, embedding_model) if named else ""
        first = (
            f"{name}/{own}"
            for name in self.known.configured
            if (own := self.known.providers[name].embedding)
        )
        return found or next(first, "")

    def _first(self, purpose: Purpose, read: ReadControl) -> str:
        own = read(switches.by_purpose).get(purpose, "")
        active = read(switches.active_model)
        if own and (found := self._find(own)):
            return found
        if active in self.known.providers and self.name:
            active = f"{active}/{self.name}"
        named = active or self.name
        return self._find(named) if named else ""

    def _find(self, name: str, usual: Callable[[Provider], str] = usual_model) -> str:
        first = next(iter(self.known.configured), "")
        try:
            return find_model(name, self.known, self.aliases, usual=usual, otherwise=first)
        except BadInput as problem:
            self.mistakes.append(f"{name}: {problem.fix}")
            return ""

    def _usual(self, name: str) -> str:
        own = self.known.providers[name].model
        return f"{name}/{own}" if own else ""
