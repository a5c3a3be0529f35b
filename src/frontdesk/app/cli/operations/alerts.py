"""`frontdesk alerts`, `escalations` and `silence`: what is wrong, who is told, and what a person says."""

from collections.abc import Mapping
from datetime import timedelta

import click

from frontdesk.app.cli.operations import levels, trying
from frontdesk.app.cli.options import (
    Live,
    home_option,
    json_option,
    limit_option,
    on_live,
    parse_expiry,
    print_json,
    print_rows,
    tenant_option,
    who_option,
)
from frontdesk.flow.operations import answers, listing
from frontdesk.flow.operations.alert import Alert
from frontdesk.flow.operations.answers import Deed
from frontdesk.flow.operations.listing import Whole
from frontdesk.flow.operations.quiet import matchers, silences
from frontdesk.ground.store.db import Row
from frontdesk.ground.words.reading import Json

COLUMNS = ("id", "fired_at", "severity", "state", "rule", "where", "says", "acknowledged_by")


@click.group()
def alerts() -> None:
    """Look at alerts and answer them."""


@alerts.command("list")
@click.option("--all", "history", is_flag=True, help="Those that are over, too.")
@click.option("--rule", help="Of one rule only.")
@limit_option
@tenant_option
@json_option
@home_option
def list_alerts(
    history: bool, rule: str | None, limit: int, tenant: str | None, as_json: bool, home: str | None
) -> None:
    """List what is wrong now, newest first."""

    async def load(live: Live) -> list[dict[str, Json]]:
        found = await listing.load_alerts(
            live.database, live.tenant(tenant), active=not history, rule=rule, limit=limit
        )
        return [_shown(one, live) for one in found]

    print_rows(on_live(home, load), COLUMNS, as_json=as_json, none="all is well")


def _shown(alert: Alert, live: Live) -> dict[str, Json]:
    shown = listing.render_alert(alert, live.clock.now())
    return {**shown, "where": " ".join(value for _, value in sorted(alert.labels.items()))}


@alerts.command("show")
@click.argument("alert_id", metavar="ID")
@tenant_option
@json_option
@home_option
def show(alert_id: str, tenant: str | None, as_json: bool, home: str | None) -> None:
    """Show one alert: what happened, and who was told what and when."""

    async def load(live: Live) -> tuple[Whole, dict[str, Json]]:
        whole = await listing.load_whole(live.database, live.tenant(tenant), alert_id)
        return whole, listing.render_alert(whole.alert, live.clock.now())

    whole, shown = on_live(home, load)
    if as_json:
        print_json({**shown, "timeline": _timeline(whole), "told": _told(whole)})
        return
    for name, value in shown.items():
        if value not in (None, "", {}, 0):
            click.echo(f"{name:22} {value}")
    click.echo("")
    print_rows(
        _timeline(whole), ("at", "kind", "who", "source", "says"), as_json=False, none="nothing yet"
    )
    click.echo("")
    columns = ("due_at", "level", "notifier", "target", "kind", "status", "sent_at", "problem")
    print_rows(_told(whole), columns, as_json=False, none="nobody is to be told")


def _timeline(whole: Whole) -> list[dict[str, object]]:
    return [
        {"at": one.at, "kind": one.kind, "who": one.who, "source": one.source, "says": one.says}
        for one in whole.timeline
    ]


def _told(whole: Whole) -> list[dict[str, object]]:
    return [
        {
            "due_at": one.due_at,
            "level": one.level,
            "notifier": one.notifier,
            "target": one.target,
            "kind": one.kind,
            "status": one.status,
            "sent_at": one.sent_at,
            "attempts": one.attempts,
            "problem": one.problem,
        }
        for one in whole.told
    ]


def _answering(deed: Deed, says: str) -> None:
    """One command per thing a person can answer."""

    @alerts.command(deed, help=says)
    @click.argument("alert_id", metavar="ID")
    @click.option("--note", default="", help="What you found, kept in its timeline.")
    @click.option("--for", "until", help="Snooze: 30m, 2h, 1d, or until a time.")
    @tenant_option
    @who_option
    @home_option
    def answer(
        alert_id: str,
        note: str,
        until: str | None,
        tenant: str | None,
        who: str,
        home: str | None,
    ) -> None:
        async def change(live: Live) -> dict[str, Json]:
            now = live.clock.now()
            owner = await listing.find_owner(live.database, live.tenant(tenant), alert_id)
            after = await answers.save_answer(
                live.database,
                owner,
                alert_id,
                deed,
                who=who,
                source="cli",
                now=now,
                until=parse_expiry(until, now),
                note=note,
            )
            return listing.render_alert(after, now)

        print_json(on_live(home, change))


_answering("acknowledge", "Say that you are on it: no further level is told.")
_answering("unacknowledge", "Take that back: what is still to come will come.")
_answering("snooze", "Keep the alert ID quiet for a while (--for).")
_answering("resolve", "End the alert ID by hand; while its cause lasts it opens again.")


@click.group()
def escalations() -> None:
    """Look at who is told next."""


@escalations.command("list")
@limit_option
@tenant_option
@json_option
@home_option
def list_escalations(limit: int, tenant: str | None, as_json: bool, home: str | None) -> None:
    """List the pages still to come, the next first."""

    async def load(live: Live) -> list[Row]:
        return await listing.load_waiting(live.database, live.tenant(tenant), limit=limit)

    columns = ("due_at", "level", "notifier", "target", "rule", "severity", "alert_id", "problem")
    print_rows(on_live(home, load), columns, as_json=as_json, none="nobody is to be told anything")


@click.group()
def silence() -> None:
    """Keep alerts quiet for a while."""


@silence.command("add")
@click.argument("matching", metavar="MATCHER...", nargs=-1, required=True)
@click.option("--for", "until", required=True, help="For 30m, 2h, 1d, or until a time.")
@click.option("--from", "since", help="From a later time on.")
@click.option("--why", required=True, help="The reason, shown to whoever wonders.")
@click.option("--maintenance", is_flag=True, help="A planned window, marked as such.")
@tenant_option
@who_option
@home_option
def add_silence(
    matching: tuple[str, ...],
    until: str,
    since: str | None,
    why: str,
    maintenance: bool,
    tenant: str | None,
    who: str,
    home: str | None,
) -> None:
    """Silence alerts whose labels meet every MATCHER, such as rule=high_error_rate bot=lead."""

    async def add(live: Live) -> Mapping[str, object]:
        now = live.clock.now()
        starts_at = parse_expiry(since, now) or now
        ends_at = parse_expiry(until, starts_at) or now + timedelta(hours=1)
        made = silences.make_silence(
            [matchers.parse_matcher(one) for one in matching],
            starts_at,
            ends_at,
            who=who,
            why=why,
            kind="maintenance" if maintenance else "silence",
        )
        await silences.save_silence(live.database, live.tenant(tenant), made, now)
        return _silence(made)

    print_json(on_live(home, add))


@silence.command("list")
@click.option("--all", "ended", is_flag=True, help="Those that are over, too.")
@tenant_option
@json_option
@home_option
def list_silences(ended: bool, tenant: str | None, as_json: bool, home: str | None) -> None:
    """List the silences that hold, or will."""

    async def load(live: Live) -> list[Mapping[str, object]]:
        found = await silences.load_silences(
            live.database, live.tenant(tenant), live.clock.now(), ended=ended
        )
        return [_silence(one) for one in found]

    columns = ("id", "matchers", "starts_at", "ends_at", "who", "why", "kind")
    print_rows(on_live(home, load), columns, as_json=as_json, none="nothing is silenced")


@silence.command("expire")
@click.argument("silence_id", metavar="ID")
@tenant_option
@who_option
@home_option
def expire(silence_id: str, tenant: str | None, who: str, home: str | None) -> None:
    """End the silence ID now."""

    async def end(live: Live) -> bool:
        return await silences.expire_silence(
            live.database, live.tenant(tenant), silence_id, who=who, now=live.clock.now()
        )

    click.echo("ended" if on_live(home, end) else "it was over already")


def _silence(one: matchers.Silence) -> Mapping[str, object]:
    return {
        "id": one.id,
        "matchers": " ".join(str(matcher) for matcher in one.matchers),
        "starts_at": one.starts_at,
        "ends_at": one.ends_at,
        "who": one.who,
        "why": one.why,
        "kind": one.kind,
    }


for command in (*levels.COMMANDS, trying.test_send):
    alerts.add_command(command)
