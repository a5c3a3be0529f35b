"""`frontdesk usage` and `frontdesk prompts`: what models cost, by whom, and where it could be less."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import cast, get_args

import click

from frontdesk.ability import gateway
from frontdesk.ability.gateway.money import ledger, reports
from frontdesk.ability.gateway.money.reports import PromptLine, UsageLine
from frontdesk.app.cli.options import (
    Live,
    home_option,
    json_option,
    on_live,
    print_json,
    print_rows,
    tenant_option,
    who_option,
)
from frontdesk.ground.words.problems import BadInput

MICRO = 1_000_000
DAY = timedelta(days=1)


@click.group()
def usage() -> None:
    """Look at what models were used for and what they cost."""


@usage.command("report")
@click.option("--date", "day", default="today", help="today, yesterday, or YYYY-MM-DD (UTC).")
@click.option("--days", default=1, type=click.IntRange(1, 366), help="So many days up to that one.")
@click.option("--by", default="bot", type=click.Choice(get_args(reports.By)), help="One line per …")
@click.option("--all-tenants", is_flag=True, help="Of every tenant, not of one.")
@tenant_option
@json_option
@home_option
def report(
    day: str,
    days: int,
    by: str,
    all_tenants: bool,
    tenant: str | None,
    as_json: bool,
    home: str | None,
) -> None:
    """Show calls, tokens, cost, and cost per conversation of a day or of several."""

    async def load(live: Live) -> tuple[list[UsageLine], UsageLine]:
        until = parse_day(day, live.clock.now()) + DAY
        everybody = all_tenants or (by == "tenant" and tenant is None)
        tenants = [one.id for one in live.tenants.all()] if everybody else [live.tenant(tenant)]
        return await reports.load_usage(
            live.database,
            tenants,
            since=until - DAY * days,
            until=until,
            by=cast(reports.By, by),
        )

    lines, total = on_live(home, load)
    shown = [render_usage(line) for line in (*lines, total)]
    if as_json:
        print_json({"by": by, "lines": shown[:-1], "total": shown[-1]})
        return
    columns = (
        by, "calls", "failed", "kept", "local", "tokens_in", "tokens_out", "cost_usd",
        "per_conversation_usd", "unpriced",
    )  # fmt: skip
    rows = [{by: row["name"] or "-", **row} for row in shown] if lines else []
    print_rows(rows, columns, as_json=False, none="no model was called")
    if total.unpriced:
        click.echo(
            f"{total.unpriced} calls went to models whose price is unknown; budgets count "
            f"{total.unpriced_micro / MICRO:.4f} USD for them. Set spend.prices to price them."
        )


@usage.command("refund")
@click.argument("usd", type=float)
@click.option("--why", required=True, help="The reason, kept in the ledger and the audit trail.")
@click.option("--bot", default="", help="The bot whose calls it was; none: of no bot.")
@click.option("--provider", default="", help="The provider that gave it back.")
@tenant_option
@who_option
@home_option
def refund(
    usd: float,
    why: str,
    bot: str,
    provider: str,
    tenant: str | None,
    who: str,
    home: str | None,
) -> None:
    """Book USD dollars that a vendor gave back: budgets of this day and hour have them again."""

    async def book(live: Live) -> None:
        check_name("bot", bot, live.registry.bots)
        check_name("provider", provider, live.registry.providers)
        await ledger.refund(
            live.database,
            gateway.Scope(live.tenant(tenant), bot),
            round(usd * MICRO),
            provider=provider,
            who=who,
            why=why,
            now=live.clock.now(),
        )

    on_live(home, book)
    click.echo(f"{usd:.6g} USD given back")


def check_name(field: str, name: str, known: Iterable[str]) -> None:
    """Refuse a name that nothing here has; "" is no name."""
    if name and name not in known:
        raise BadInput(
            f"app.unknown_{field}",
            f"there is no {field} {name!r}",
            field=field,
            fix="use one of " + ", ".join(sorted(known)),
        )


def render_usage(line: UsageLine) -> Mapping[str, object]:
    """A line as people read it: money in US dollars."""
    each = line.cost_per_conversation_micro
    return {
        "name": line.name,
        "calls": line.answered + line.failed,
        "failed": line.failed,
        "kept": line.kept,
        "local": line.local,
        "tokens_in": line.tokens_in,
        "tokens_out": line.tokens_out,
        "tokens_cached": line.cached_in,
        "cost_usd": line.cost_micro / MICRO,
        "conversations": line.conversations,
        "per_conversation_usd": None if each is None else each / MICRO,
        "saved_by_vendors_usd": line.vendor_saved_micro / MICRO,
        "saved_by_cache_usd": line.kept_saved_micro / MICRO,
        "refunded_usd": -line.refunded_micro / MICRO,
        "unpriced": line.unpriced,
    }


def parse_day(text: str, now: datetime) -> datetime:
    """The beginning of a UTC day; BadInput says what is taken."""
    today = now.replace(hour=0, minute=0, second=0, microsecond=0)
    named = {"today": today, "yesterday": today - DAY}
    if text in named:
        return named[text]
    try:
        return datetime.fromisoformat(text).replace(tzinfo=now.tzinfo, hour=0, minute=0, second=0)
    except ValueError:
        raise BadInput(
            "app.bad_day",
            f"{text[:40]!r} is no day",
            field="date",
            fix="give today, yesterday, or a day such as 2031-05-01",
        ) from None


@click.group()
def prompts() -> None:
    """Look at what models are told."""


@prompts.command("analyse")
@click.option("--last-days", default=7, type=click.IntRange(1, 366), help="So many days back.")
@tenant_option
@json_option
@home_option
def analyse(last_days: int, tenant: str | None, as_json: bool, home: str | None) -> None:
    """Show the dearest prompts, and what giving kept answers again would have saved.

    The saving is measured: the calls of these days are played through a cache in their order.
    """

    async def load(live: Live) -> list[PromptLine]:
        now = live.clock.now()
        return await reports.load_prompts(
            live.database,
            live.tenant(tenant),
            since=now - DAY * last_days,
            until=now,
            kept_for=timedelta(seconds=gateway.bounds.cache_ttl_s.default),
        )

    found = on_live(home, load)
    columns = (
        "prompt", "calls", "cost_usd", "share", "in_per_call", "out_per_call", "vendor_cached",
        "repeats", "cache_would_save_usd",
    )  # fmt: skip
    rows = [render_prompt(line) for line in found]
    print_rows(rows, columns, as_json=as_json, none="no model was called")
    if found and not as_json:
        for line in found:
            for advice in advise(line):
                click.echo(f"{line.prompt or 'calls without a prompt of ours'}: {advice}")


def render_prompt(line: PromptLine) -> Mapping[str, object]:
    """A prompt's line as people read it."""
    calls = max(1, line.calls)
    return {
        "prompt": line.prompt or "-",
        "calls": line.calls,
        "cost_usd": line.cost_micro / MICRO,
        "share": f"{line.share:.0%}",
        "in_per_call": round(line.tokens_in / calls),
        "out_per_call": round(line.tokens_out / calls),
        "vendor_cached": f"{line.cached_in / max(1, line.tokens_in):.0%}",
        "repeats": line.repeats,
        "cache_would_save_usd": line.replay_micro / MICRO,
        "unpriced": line.unpriced,
    }


LONG_IN = 1000  # tokens from which what is sent along is worth a look
MUCH_IN = 20  # so many times what comes out


def advise(line: PromptLine) -> list[str]:
    """What to do about a prompt, where something is worth doing."""
    said, calls = [], max(1, line.calls)
    each_in, each_out = line.tokens_in / calls, line.tokens_out / calls
    if each_in >= LONG_IN and each_in > MUCH_IN * max(1.0, each_out):
        said.append(
            f"{each_in:.0f} tokens go in for {each_out:.0f} that come out: see what of its context "
            "is not used"
        )
    if each_in >= LONG_IN and line.cached_in < line.tokens_in / 10:
        said.append("little of it is read from the vendor's cache: put what never changes first")
    if line.repeats and line.replay_micro:
        said.append(
            f"{line.repeats} of {line.calls} calls were repeats: keeping answers would have saved "
            f"{line.replay_micro / MICRO:.4f} USD"
        )
    return said
