"""Tenant rows turned into typed settings, one snapshot per process, refreshed by a loop of app."""

import asyncio
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from typing import Any, Literal, cast
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from psycopg.types.json import Jsonb

from frontdesk.ground.store.db import Database
from frontdesk.ground.words.ids import TenantId
from frontdesk.ground.words.problems import BadInput
from frontdesk.ground.words.reading import Json


@dataclass(frozen=True, slots=True)
class TenantSettings:
    """What a business may choose. Every field has a reader; an unknown name is refused.

    `settle_s` overrides a channel's settle window by channel name; `nudge_after_s` sends one
    reminder when the customer leaves a question open (0: never); `idle_after_s` and
    `close_after_s` are the inactivity and auto-close times; `origins` are the web pages allowed
    to open the chat widget; `disclose` says at the start that a bot is answering. `tone` is how
    replies should sound where a model words them; `models_see_contacts` lets models read telephone
    numbers, e-mails, card and social security numbers, and birth dates (else placeholders).
    `contact` is whom to call at the business when something is wrong; pages show it.
    """

    business: str = "our office"
    timezone: str = "America/Los_Angeles"
    locale: str = "en-US"
    currency: str = "USD"
    region: str = "US"
    next_weekday: Literal["following_week", "coming"] = "following_week"
    disclose: bool = True
    default_bot: str = ""
    settle_s: Mapping[str, float] | None = None
    nudge_after_s: float = 0.0
    idle_after_s: float = 1800.0
    close_after_s: float = 259200.0
    origins: tuple[str, ...] = ()
    tone: Literal["neutral", "warm", "brief", "formal"] = "neutral"
    models_see_contacts: bool = False
    contact: str = ""


@dataclass(frozen=True, slots=True)
class Tenant:
    id: TenantId
    name: str
    settings: TenantSettings


def parse_settings(raw: Mapping[str, Json]) -> TenantSettings:
    """Typed settings from a tenant's JSON; BadInput names an unknown or malformed field."""
    known = {field.name: field for field in fields(TenantSettings)}
    for name in raw:
        if name not in known:
            raise BadInput(
                "identity.unknown_setting",
                f"a tenant has no setting {name!r}",
                field=name,
                fix="use one of " + ", ".join(sorted(known)),
            )
    values = dict(raw)
    if isinstance(values.get("origins"), list):
        values["origins"] = tuple(cast(list[str], values["origins"]))
    settings = TenantSettings(**cast("dict[str, Any]", values))
    _check(settings)
    return settings


def _check(settings: TenantSettings) -> None:
    for name, (fits, wanted) in _FITS.items():
        value = getattr(settings, name)
        if not fits(value):
            raise BadInput(
                "identity.bad_setting",
                f"{name} is {value!r}",
                field=name,
                fix=f"give {wanted}",
            )


def _is_zone(value: object) -> bool:
    try:
        return isinstance(value, str) and bool(ZoneInfo(value).key)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False


def _is_seconds(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and value >= 0


def _is_windows(value: object) -> bool:
    if value is None:
        return True
    return isinstance(value, Mapping) and all(
        isinstance(name, str) and _is_seconds(window) for name, window in value.items()
    )


def _like(pattern: str) -> Callable[[object], bool]:
    shape = re.compile(pattern)
    return lambda value: isinstance(value, str) and bool(shape.fullmatch(value))


_ORIGIN = _like(r"https?://[^/\s]+")
_SECONDS = (_is_seconds, "seconds, 0 or more")
_FITS: Mapping[str, tuple[Callable[[object], bool], str]] = {
    "business": (_like(r".*\S.*"), "the name customers know"),
    "timezone": (_is_zone, "an IANA name such as America/Los_Angeles"),
    "locale": (_like("[a-z]{2}(-[A-Z]{2})?"), "a locale such as en-US"),
    "currency": (_like("[A-Z]{3}"), "an ISO 4217 code such as USD"),
    "region": (_like("[A-Z]{2}"), "an ISO 3166 code such as US"),
    "next_weekday": (_like("following_week|coming"), "following_week or coming"),
    "disclose": (lambda value: isinstance(value, bool), "true or false"),
    "tone": (_like("neutral|warm|brief|formal"), "neutral, warm, brief or formal"),
    "models_see_contacts": (lambda value: isinstance(value, bool), "true or false"),
    "contact": (_like(r"[^\n]{0,300}"), "a name and how to reach them, on one line"),
    "default_bot": (lambda value: isinstance(value, str), "the name of a bot"),
    "settle_s": (_is_windows, 'seconds by channel, such as {"sms": 1.5}'),
    "nudge_after_s": _SECONDS,
    "idle_after_s": _SECONDS,
    "close_after_s": _SECONDS,
    "origins": (
        lambda value: isinstance(value, tuple) and all(_ORIGIN(origin) for origin in value),
        "a list of origins such as https://example.com",
    ),
}


class Tenants:
    """All tenants by id, as last read."""

    def __init__(self) -> None:
        self._by_id: Mapping[TenantId, Tenant] = {}
        self._refreshing = asyncio.Lock()  # an older answer never replaces a newer one

    async def refresh(self, database: Database) -> None:
        async with self._refreshing:
            await self._read(database)

    async def _read(self, database: Database) -> None:
        rows = await database.fetch("identity.find_tenants", {}, tenant=None)
        self._by_id = {
            TenantId(row["id"]): Tenant(
                TenantId(row["id"]), row["name"], parse_settings(row["settings"])
            )
            for row in rows
        }

    def all(self) -> tuple[Tenant, ...]:
        return tuple(self._by_id.values())

    def only(self) -> TenantId | None:
        """The one tenant of an installation that has just one."""
        return next(iter(self._by_id)) if len(self._by_id) == 1 else None

    def get(self, tenant_id: TenantId) -> Tenant:
        """The tenant; BadInput when there is none of that id."""
        tenant = self._by_id.get(tenant_id)
        if tenant is None:
            raise BadInput(
                "identity.unknown_tenant",
                f"there is no tenant {tenant_id!r}",
                field="tenant",
                fix="see `frontdesk tenants list`",
                status=404,
            )
        return tenant


async def load_settings(database: Database, tenant_id: TenantId) -> dict[str, Json]:
    """What a tenant has chosen, as stored: without the defaults of what it has not."""
    rows = await database.fetch("identity.find_tenants", {}, tenant=None)
    return next((dict(row["settings"]) for row in rows if row["id"] == tenant_id), {})


async def save_tenant(
    database: Database, tenant_id: TenantId, name: str, settings: Mapping[str, Json]
) -> None:
    """Create a tenant, or give it another name and settings."""
    parse_settings(settings)
    await database.fetch(
        "identity.save_tenant",
        {"id": tenant_id, "name": name, "settings": Jsonb(dict(settings))},
        tenant=tenant_id,
    )
