"""Controls turned into the limits that one call stands under, and time into the windows they count."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal

from frontdesk.ability.controls import Controls
from frontdesk.ability.gateway import bounds
from frontdesk.ability.gateway.calls import Scope

Span = Literal["day", "hour"]
SPANS = {"day": timedelta(days=1), "hour": timedelta(hours=1)}
MICRO = 1_000_000


@dataclass(frozen=True, slots=True)
class Limit:
    """`most` micro-dollars (or tokens) in each `span` of UTC. `owner` is `tenant`, `bot/<name>`,
    `key/<id>` or `tokens/<provider>`; `control` is where it is set."""

    owner: str
    span: Span
    most: int
    control: str

    @property
    def counts_tokens(self) -> bool:
        return self.owner.startswith("tokens/")


def list_limits(
    controls: Controls, scope: Scope, provider: str, key_name: str
) -> tuple[Limit, ...]:
    """The limits of a call that are set. Of the two limits of a tenant, 0 means none; for a bot, a
    key or a provider that is named, 0 means nothing at all."""
    return tuple(_limits(controls, scope, provider, key_name))


def _limits(controls: Controls, scope: Scope, provider: str, key_name: str) -> Iterator[Limit]:
    for span, whole in (("day", bounds.daily_limit), ("hour", bounds.hourly_limit)):
        dollars = controls.value(scope.tenant, whole)
        if dollars > 0:
            yield Limit("tenant", "day" if span == "day" else "hour", _micro(dollars), whole.name)
    of_bot = controls.value(scope.tenant, bounds.bot_limits).get(scope.bot)
    if scope.bot and of_bot is not None:
        yield Limit(f"bot/{scope.bot}", "day", _micro(of_bot), bounds.bot_limits.name)
    by_key = controls.value(scope.tenant, bounds.key_limits) if scope.key else {}
    of_key = by_key.get(key_name, by_key.get(scope.key or ""))
    if of_key is not None:
        yield Limit(f"key/{scope.key}", "day", _micro(of_key), bounds.key_limits.name)
    quota = controls.value(scope.tenant, bounds.token_quotas).get(provider) if provider else None
    if quota is not None:
        yield Limit(f"tokens/{provider}", "day", int(quota), bounds.token_quotas.name)


def window_start(span: Span, at: datetime) -> datetime:
    """When the UTC day or hour of `at` began."""
    hour = at.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
    return hour.replace(hour=0) if span == "day" else hour


def name_window(owner: str, span: Span) -> str:
    """A window for people: `the daily budget of bot lead`."""
    kind, _, name = owner.partition("/")
    noun = "token quota" if kind == "tokens" else "budget"
    whose = {"tenant": "the tenant", "tokens": f"provider {name}"}.get(kind, f"{kind} {name}")
    return f"the {'daily' if span == 'day' else 'hourly'} {noun} of {whose}"


def _micro(dollars: float) -> int:
    return round(dollars * MICRO)
