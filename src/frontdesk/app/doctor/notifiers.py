"""Ways to page people turned into findings: set up or not, whether they answer, and what will end."""

from collections.abc import AsyncIterator
from datetime import datetime

from frontdesk.app.doctor.finding import Finding, failed
from frontdesk.app.registry import Registry
from frontdesk.app.settings import Settings
from frontdesk.flow.operations.contracts.notifier import Notifier
from frontdesk.ground.kit.http import HttpClient
from frontdesk.ground.words.problems import Problem


async def examine_notifiers(
    registry: Registry, settings: Settings, http: HttpClient, now: datetime
) -> AsyncIterator[Finding]:
    """Each notifier that is set up is asked for something harmless; the others are named once."""
    missing = []
    for name, notifier in sorted(registry.notifiers.items()):
        try:
            opened = notifier.open(http, settings.value)
        except Problem as problem:
            yield failed(f"notifier {name}", problem)
            continue
        if opened is None:
            missing.append(name)
        else:
            yield await _ask(notifier, settings, http, now)
    if len(missing) == len(registry.notifiers):
        said = "nobody is paged: no notifier is set up (docs/operate/being-paged.md)"
        yield Finding("paging", True, said)
    elif missing:
        yield Finding("paging", True, f"not set up: {', '.join(missing)}")


async def _ask(notifier: Notifier, settings: Settings, http: HttpClient, now: datetime) -> Finding:
    name = f"notifier {notifier.name}"
    said = "set up"
    if notifier.check is not None:
        try:
            said = await notifier.check(http, settings.value)
        except Problem as problem:
            return failed(name, problem)
    warned = notifier.warns(now) if notifier.warns is not None else ""
    return Finding(name, True, f"{said}; {warned}" if warned else said)
