"""All parts of an installation examined one after the other, each turned into findings."""

import asyncio
from collections.abc import AsyncIterator, Callable

from frontdesk.app import place
from frontdesk.app.doctor import database, installed, models, notifiers, running
from frontdesk.app.doctor.finding import Finding, failed
from frontdesk.app.registry import Registry
from frontdesk.app.settings import Settings
from frontdesk.ground.kit.clock import SystemClock
from frontdesk.ground.kit.http import HttpClient
from frontdesk.ground.store.db import Database
from frontdesk.ground.words.problems import Problem

Tell = Callable[[Finding], None]


def run_examination(settings: Settings, registry: Registry, tell: Tell) -> None:
    """Examine everything; `tell` hears each finding as it comes."""
    for finding in (
        *installed.examine_settings(settings.declared),
        *installed.examine_registry(registry),
        *installed.examine_disk(settings.home),
    ):
        tell(finding)
    try:
        with place.reach_database(settings) as url:
            healthy = True
            for finding in database.examine_database(url):
                healthy = healthy and (finding.ok or finding.name not in ("database", "migrations"))
                tell(finding)
            asyncio.run(_run_live(settings, registry, url if healthy else None, tell))
    except Problem as problem:
        tell(failed("database", problem))
        asyncio.run(_run_live(settings, registry, None, tell))


def run_providers(settings: Settings, registry: Registry, tell: Tell) -> None:
    """Examine the model providers and the vendors alone."""

    async def examine() -> None:
        async with HttpClient() as http:
            async for finding in models.examine_models(registry, settings, http):
                tell(finding)
            async for finding in installed.examine_vendors(registry, settings, http):
                tell(finding)
            now = SystemClock().now()
            async for finding in notifiers.examine_notifiers(registry, settings, http, now):
                tell(finding)

    asyncio.run(examine())


async def _run_live(settings: Settings, registry: Registry, url: str | None, tell: Tell) -> None:
    async with HttpClient() as http:
        async for finding in _live(settings, registry, url, http):
            tell(finding)


async def _live(
    settings: Settings, registry: Registry, url: str | None, http: HttpClient
) -> AsyncIterator[Finding]:
    if url is not None:
        opened = Database(url, connections=2)
        await opened.open()
        try:
            async for finding in running.examine_processes(settings, opened, http, SystemClock()):
                yield finding
        finally:
            await opened.close()
    async for finding in models.examine_models(registry, settings, http):
        yield finding
    async for finding in installed.examine_vendors(registry, settings, http):
        yield finding
    now = SystemClock().now()
    async for finding in notifiers.examine_notifiers(registry, settings, http, now):
        yield finding
