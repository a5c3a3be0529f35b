"""`frontdesk cache`: what kept answers saved, which are asked for most, and forgetting them."""

from collections.abc import Mapping

import click

from frontdesk.ability.controls import Controls
from frontdesk.ability.gateway.kept import Kept
from frontdesk.app.cli.operations import warming
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
bot_option = click.option("--bot", help="Of one bot only.")


@click.group()
def cache() -> None:
    """Look at answers of models that are kept, and clear them."""


@cache.command("stats")
@click.option(
    "--days", default=1, type=click.IntRange(1, 366), help="So many UTC days, with today."
)
@bot_option
@tenant_option
@json_option
@home_option
def stats(days: int, bot: str | None, tenant: str | None, as_json: bool, home: str | None) -> None:
    """Show lookups, hits and what they saved; hits count over cacheable lookups only."""

    async def load(live: Live) -> Mapping[str, object]:
        check_bot(live, bot)
        found = await _kept(live).load_stats(live.tenant(tenant), bot, days=days)
        return {
            "exact": found.exact,
            "similar": found.similar,
            "missed": found.missed,
            "hit_rate": found.hit_rate,
            "saved_usd": found.saved_micro / MICRO,
            "answers": found.entries,
        }

    shown = on_live(home, load)
    columns = ("exact", "similar", "missed", "hit_rate", "saved_usd", "answers")
    if as_json:
        print_json(shown)
        return
    print_rows([shown], columns, as_json=False, none="")


@cache.command("frequent")
@click.argument("bot")
@click.option("--most", default=20, type=click.IntRange(1, 500), help="So many questions.")
@tenant_option
@json_option
@home_option
def frequent(bot: str, most: int, tenant: str | None, as_json: bool, home: str | None) -> None:
    """List the questions to BOT whose kept answers are given most."""

    async def load(live: Live) -> list[Mapping[str, object]]:
        check_bot(live, bot)
        found = await _kept(live).load_frequent(live.tenant(tenant), bot, most=most)
        return [{"question": question, "times": times} for question, times in found]

    print_rows(on_live(home, load), ("times", "question"), as_json=as_json, none="none yet")


@cache.command("clear")
@bot_option
@click.option("--why", required=True, help="The reason, kept in the audit trail.")
@tenant_option
@who_option
@home_option
def clear(bot: str | None, why: str, tenant: str | None, who: str, home: str | None) -> None:
    """Forget kept answers: no process gives any of them half a second later."""

    async def forget(live: Live) -> int:
        check_bot(live, bot)
        return await _kept(live).clear(live.tenant(tenant), bot, who=who, why=why)

    click.echo(f"{on_live(home, forget)} answers forgotten")


def check_bot(live: Live, bot: str | None) -> None:
    """Refuse a bot that is not installed; programs at the door have none."""
    if bot is not None and bot not in live.registry.bots:
        raise BadInput(
            "app.unknown_bot",
            f"there is no bot {bot!r}",
            field="bot",
            fix="use one of " + ", ".join(sorted(live.registry.bots)),
        )


def _kept(live: Live) -> Kept:
    return Kept(live.database, live.clock, Controls(live.clock))


cache.add_command(warming.warm)
