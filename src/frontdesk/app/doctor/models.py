"""Model providers turned into findings: configured or not, reachable, the key good, the model known."""

from collections.abc import AsyncIterator

from frontdesk.ability.gateway import Client, Provider
from frontdesk.app import controls
from frontdesk.app.doctor.finding import Finding
from frontdesk.app.registry import Registry
from frontdesk.app.settings import Settings
from frontdesk.ground.kit.http import HttpClient
from frontdesk.ground.words.problems import Problem

ASK_S = 10.0
LOCAL = "rules"


async def examine_models(
    registry: Registry, settings: Settings, http: HttpClient
) -> AsyncIterator[Finding]:
    """Each provider lists its models, which costs nothing. None configured is fine: the bots then
    answer by their rules."""
    configured = 0
    for name, provider in sorted(registry.providers.items()):
        if name == LOCAL:
            continue
        client = provider.open(http, settings.value)
        if client is None:
            yield Finding(f"provider {name}", True, _missing(provider, settings))
            continue
        configured += 1
        wanted = controls.first_values(settings, registry).get("model.name") or provider.model
        yield await _ask(provider, client, str(wanted))
    if not configured:
        yield Finding("models", True, "no provider is configured: bots answer by their rules")


def _missing(provider: Provider, settings: Settings) -> str:
    unset = [one.name for one in provider.settings if settings.values.get(one.name) is None]
    return "not configured; it needs " + " or ".join(unset[:2])


async def _ask(provider: Provider, client: Client, wanted: str) -> Finding:
    name = f"provider {provider.name}"
    try:
        models = await client.list_models(timeout_s=ASK_S)
    except Problem as problem:
        keys = " and ".join(setting.name for setting in provider.settings[:2])
        return Finding(name, False, problem.public, problem.fix or f"check {keys}")
    said = f"answers; {len(models)} models"
    if wanted and wanted not in models:
        return Finding(name, True, f"{said}; {wanted} is not among them, so the first is used")
    return Finding(name, True, f"{said}; {wanted or 'no usual one'} is there")
