"""Models as an operator watches them: the rung of each purpose, breakers, latency, errors, spending."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from markupsafe import Markup

from frontdesk.ability import controls
from frontdesk.ability.controls import EVERYONE
from frontdesk.ability.gateway import PURPOSES, bounds
from frontdesk.ability.gateway.attempts.breaker import BreakerState
from frontdesk.ability.gateway.money import behaviour, reports
from frontdesk.ability.gateway.money.behaviour import Behaviour
from frontdesk.edge.console import chart
from frontdesk.edge.console.page import Action, Page, View, Visit
from frontdesk.ground.words.problems import BadInput

LAST = timedelta(hours=1)
MICRO = 1_000_000
HOLDS: Mapping[str, str] = {"open": "open", "closed": "closed", "automatic": ""}


@dataclass(frozen=True, slots=True)
class Purpose:
    """What a call of one purpose would do now."""

    name: str
    rung: str
    reason: str


@dataclass(frozen=True, slots=True)
class Limit:
    """One budget: what is spent of it. `share` is None where there is no limit."""

    name: str
    spent_usd: float
    limit_usd: float
    share: float | None
    bar: Markup


@dataclass(frozen=True, slots=True)
class Model:
    """One model with its breaker and what it did in the last hour."""

    name: str
    state: str
    by_hand: str
    why_open: str
    left_s: int
    calls: int
    p50: str
    p95: str
    failures: tuple[tuple[str, int], ...]
    cost_usd: float
    unpriced: int
    shape: Markup | None


@dataclass(frozen=True, slots=True)
class Models:
    """The whole page."""

    configured: tuple[str, ...]
    purposes: tuple[Purpose, ...]
    limits: tuple[Limit, ...]
    models: tuple[Model, ...]
    may_press: bool


async def load(visit: Visit) -> Models:
    """Everything as it is now; figures of the last hour come from every process's calls."""
    line, tenant, now = visit.line, visit.caller.tenant_id, visit.line.clock.now()
    did = await behaviour.load_behaviour(line.database, tenant, since=now - LAST)
    return Models(
        configured=tuple(name for name in line.gateway.configured if name != "rules"),
        purposes=tuple(
            Purpose(purpose, *line.gateway.standing(tenant, "", purpose)[:2])
            for purpose in PURPOSES
            if purpose != "embed"
        ),
        limits=await load_limits(visit, now),
        models=render_models(did, line.gateway.breakers()),
        may_press=visit.caller.scope in ("operator", "admin"),
    )


async def load_limits(visit: Visit, now: datetime) -> tuple[Limit, ...]:
    """What is spent of the tenant's budgets, today and in this hour."""
    tenant, value = visit.caller.tenant_id, visit.line.controls.value
    hour = now.replace(minute=0, second=0, microsecond=0)
    limits = []
    for name, since, control in (
        ("today", hour.replace(hour=0), bounds.daily_limit),
        ("this hour", hour, bounds.hourly_limit),
    ):
        _, total = await reports.load_usage(
            visit.line.database, [tenant], since=since, until=now + LAST
        )
        limits.append(
            render_limit(name, total.cost_micro + total.unpriced_micro, value(tenant, control))
        )
    return tuple(limits)


def render_limit(name: str, micro: int, limit_usd: float) -> Limit:
    """A budget with its bar; a limit of 0 is none."""
    spent, share = micro / MICRO, micro / MICRO / limit_usd if limit_usd else None
    kind = "over" if share is not None and share >= 1 else "spent"
    bar = chart.render_bar(0, min(share or 0.0, 1.0), 1, kind=kind)
    return Limit(name, spent, limit_usd, share, bar)


def render_models(did: list[Behaviour], states: tuple[BreakerState, ...]) -> tuple[Model, ...]:
    """Each model that did something or whose breaker is not closed, by name."""
    breakers = {state.model: state for state in states}
    known = {one.model: one for one in did}
    return tuple(
        _model(name, known.get(name), breakers.get(name)) for name in sorted({*known, *breakers})
    )


def _model(name: str, did: Behaviour | None, breaker: BreakerState | None) -> Model:
    latency = did.latency if did else None
    return Model(
        name=name,
        state=(breaker.state if breaker else "closed").replace("_", "-"),
        by_hand=breaker.by_hand if breaker else "",
        why_open=breaker.kind.replace("_", " ") if breaker else "",
        left_s=round(max(breaker.left_s, breaker.hold_s)) if breaker else 0,
        calls=did.calls if did else 0,
        p50=_ms(latency.quantile(0.5) if latency else None),
        p95=_ms(latency.quantile(0.95) if latency else None),
        failures=tuple(sorted(did.failures.items(), key=lambda item: -item[1])) if did else (),
        cost_usd=did.cost_micro / MICRO if did else 0.0,
        unpriced=did.unpriced if did else 0,
        shape=chart.render_shape(latency) if latency and latency.count else None,
    )


def _ms(figure: float | None) -> str:
    if figure is None:
        return "–"
    return f"{figure:,.0f} ms" if figure < 10_000 else f"{figure / 1000:,.1f} s"


async def hold_breaker(visit: Visit, fields: Mapping[str, str]) -> str:
    """Hold a model's breaker open or closed, or give it back; the reason is kept."""
    model, wanted = fields.get("model", ""), fields.get("hold", "")
    if wanted not in HOLDS or not model:
        raise BadInput(
            "console.bad_hold",
            f"{wanted[:20]!r} is nothing a breaker can be held at",
            field="hold",
            fix="use one of " + ", ".join(HOLDS),
        )
    line, now = visit.line, visit.line.clock.now()
    now_held: Mapping[str, str] = line.controls.value(EVERYONE, bounds.breakers_held)
    held = {name: at for name, at in now_held.items() if name != model}
    if HOLDS[wanted]:
        held[model] = HOLDS[wanted]
    await controls.save_control(
        line.database,
        visit.caller.tenant_id,
        bounds.breakers_held,
        held,
        who=visit.caller.name,
        why=fields.get("why", ""),
        now=now,
    )
    await line.controls.refresh(line.database)
    await line.gateway.refresh()
    return "/models"


PAGE = Page(
    name="models",
    title="Models",
    views=(View("/models", "page.html", load),),
    actions=(Action("/models/breaker", hold_breaker),),
)
