"""A model's name as people and programs write it turned into `provider/model`, or refused with the fix."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from frontdesk.ability.gateway.provider import Provider
from frontdesk.ground.words.problems import BadInput


@dataclass(frozen=True, slots=True)
class Known:
    """The providers of this installation, and the `configured` ones in the order they are asked."""

    providers: Mapping[str, Provider]
    configured: tuple[str, ...]

    @classmethod
    def of(cls, providers: Mapping[str, Provider], clients: Mapping[str, object]) -> "Known":
        """`clients` holds a client for each configured provider."""
        there = [providers[name] for name in clients if name in providers]
        there.sort(key=lambda one: (one.order, one.name))
        return cls(providers, tuple(one.name for one in there))


def usual_model(provider: Provider) -> str:
    return provider.model


def embedding_model(provider: Provider) -> str:
    return provider.embedding


def find_model(
    name: str,
    known: Known,
    aliases: Mapping[str, str],
    *,
    usual: Callable[[Provider], str] = usual_model,
    otherwise: str = "",
) -> str:
    """`provider/model` for an alias, `provider/model`, a provider's name (its `usual` model), or a
    bare name that begins as a provider's models do. A bare name nobody claims belongs to the
    provider `otherwise`; without one it is BadInput `gateway.unknown_model`.
    """
    name = aliases.get(name, name).strip()
    left, slash, right = name.partition("/")
    owner = left if left in known.providers else _owner(name, known) or otherwise
    if owner not in known.providers:
        raise _unknown(name, f"no provider of this installation has it; {_offer(known)}")
    if owner not in known.configured:
        needed = ", ".join(one.name for one in known.providers[owner].settings[:1])
        raise _unknown(name, f"set {needed or 'the settings'} of {owner}, or {_offer(known)}")
    if left != owner:
        return f"{owner}/{name}"
    model = right if slash else usual(known.providers[owner])
    if not model:
        raise _unknown(name, f"say which one, as {owner}/name")
    return f"{owner}/{model}"


def list_models(known: Known, aliases: Mapping[str, str]) -> tuple[str, ...]:
    """The names that can be asked for without knowing the vendors: aliases and usual models."""
    return (*sorted(aliases), *_usual(known))


def _owner(name: str, known: Known) -> str:
    """The provider whose prefix fits best, a configured one before others."""
    fits = [
        (provider.name in known.configured, len(prefix), provider.name)
        for provider in known.providers.values()
        for prefix in provider.prefixes
        if name.startswith(prefix)
    ]
    return max(fits)[2] if fits else ""


def _usual(known: Known) -> Iterator[str]:
    for name in known.configured:
        provider = known.providers[name]
        for model in dict.fromkeys((provider.model, provider.economy, provider.embedding)):
            if model:
                yield f"{name}/{model}"


def _offer(known: Known) -> str:
    there = list(_usual(known))[:3]
    return f"ask for {', '.join(there)}, or provider/name" if there else "no provider is configured"


def _unknown(name: str, fix: str) -> BadInput:
    return BadInput(
        "gateway.unknown_model",
        f"the model {name!r} is not known here",
        field="model",
        fix=fix,
        status=404,
    )
