"""`frontdesk stats`: how fast and how well everything went, from the measurements of the installation."""

from collections.abc import Callable

import click

from frontdesk.ability import telemetry
from frontdesk.ability.controls import Controls
from frontdesk.app import controls
from frontdesk.app.cli.options import (
    Live,
    home_option,
    json_option,
    on_live,
    print_json,
    print_rows,
    tenant_option,
)
from frontdesk.flow.conversation.contracts.bot import list_targets
from frontdesk.flow.operations import collect
from frontdesk.flow.operations.measured import levels, stats, switches, views
from frontdesk.flow.operations.measured.stats import Figures
from frontdesk.ground.words.ids import TenantId
from frontdesk.ground.words.problems import BadInput
from frontdesk.ground.words.reading import Json

Rows = list[dict[str, Json]]
NONE = "nothing was measured"
BOTS = ("bot", "operation", "count", "p50_ms", "p95_ms", "p99_ms", "mean_ms", "min_ms", "max_ms",
        "waited_p95_ms", "errors", "cache_hits", "cost_usd")  # fmt: skip
SLA = ("bot", "operation", "compliant", "count", "p50_ms", "p50_target_ms", "p95_ms", "p95_target_ms",
       "p99_ms", "p99_target_ms", "p95_waited_ms", "violations")  # fmt: skip
HANDOFFS = ("route", "attempts", "executed", "failed", "blocked", "limited", "success_rate", "p50_ms",
            "p95_ms", "reasons")  # fmt: skip
CACHE = ("bot", "lookups", "hits", "same", "alike", "misses", "hit_rate")
PROVIDERS = ("model", "count", "errors", "p50_ms", "p95_ms", "p99_ms", "cost_usd", "outcomes")
HTTP = ("route", "method", "count", "errors", "refused", "p50_ms", "p95_ms", "p99_ms", "codes")
JOBS = ("job", "count", "errors", "p50_ms", "p95_ms", "p99_ms", "codes")
VIEWS = ("bots", "sla", "handoffs", "cache", "providers", "queues", "http", "jobs")


@click.command("stats")
@click.argument("view", type=click.Choice(VIEWS), default="bots")
@click.option("--window", help="The last " + ", ".join(telemetry.SPANS) + "; default as set.")
@click.option("--bot", default="", help="Of one bot only (bots and sla).")
@click.option("--operation", default="", help="Of one operation, or one step of a turn (bots).")
@tenant_option
@json_option
@home_option
def show(
    view: str,
    window: str | None,
    bot: str,
    operation: str,
    tenant: str | None,
    as_json: bool,
    home: str | None,
) -> None:
    """Show figures per bot and operation, service levels, hand-offs, cache, providers, queues, HTTP
    requests or background jobs.

    Times are processing times in milliseconds; what customers waited stands beside them.
    """
    if (bot and view not in ("bots", "sla")) or (operation and view != "bots"):
        field = "bot" if bot else "operation"
        raise BadInput(
            "app.not_of_this_view",
            f"{view} is not told apart by {field}",
            field=field,
            fix=f"leave --{field} out, or look at: frontdesk stats bots",
        )

    async def load(live: Live) -> tuple[str, Rows]:
        whose = live.tenant(tenant)
        figures = await load_figures(live, whose, window)
        if view == "queues":
            return figures.window, await views.list_queues(live.database, whose)
        return figures.window, choose(live, figures, view, bot, operation)

    covered, rows = on_live(home, load)
    if as_json:
        print_json({"view": view, "window": covered, "rows": rows})
        return
    if view != "queues":
        click.echo(f"last {covered}")
    columns = {
        "bots": BOTS, "sla": SLA, "handoffs": HANDOFFS, "cache": CACHE, "providers": PROVIDERS,
        "queues": ("queue", "rows"), "http": HTTP, "jobs": JOBS,
    }  # fmt: skip
    print_rows([flatten(row) for row in rows], columns[view], as_json=False, none=NONE)


async def load_figures(live: Live, tenant: TenantId, window: str | None) -> Figures:
    """The figures as they stand, with what was measured a moment ago."""
    switched = Controls(live.clock, controls.first_values(live.settings, live.registry))
    await switched.refresh(live.database)
    await collect.run_collect(live.database, switches.decide_taking(switched), wait=True)
    return await stats.load_figures(
        live.database, switched, tenant, live.clock.now(), window=window
    )


def choose(live: Live, figures: Figures, view: str, bot: str, operation: str) -> Rows:
    """The rows of a view."""
    targets = list_targets(live.registry.bots.values())
    if view == "bots":
        return stats.list_rows(figures, targets, bot=bot, operation=operation)
    if view == "sla":
        stats.check_name("bot", bot, {one.bot for one in targets})
        return [one.as_json() for one in levels.decide_levels(figures, targets, bot=bot)]
    listed: dict[str, Callable[[Figures], Rows]] = {
        "handoffs": views.list_handoffs,
        "cache": views.list_cache,
        "providers": views.list_providers,
        "http": views.list_requests,
        "jobs": views.list_jobs,
    }
    return listed[view](figures)


def flatten(row: dict[str, Json]) -> dict[str, Json]:
    """A row with the figures people look for in columns of their own."""
    waited, outcomes = row.get("waited"), row.get("outcomes")
    flat = dict(row)
    if isinstance(waited, dict):
        flat["waited_p95_ms"] = waited["p95_ms"]
    if isinstance(outcomes, dict):
        flat["errors"] = outcomes.get("error", 0)
        flat["refused"] = outcomes.get("refused", 0)
    flat["cache_hits"] = row.get("cached", 0)
    broken = row.get("violations")
    if isinstance(broken, list):
        flat["violations"] = "; ".join(str(one) for one in broken) or None
    return flat
