"""`frontdesk alerts test-send`: one page sent by a notifier as it is set up here, to see it arrive."""

import asyncio
from dataclasses import replace
from datetime import datetime

import click

from frontdesk.app.cli.options import home_option, json_option, load, print_json
from frontdesk.app.registry import Registry
from frontdesk.app.settings import Settings
from frontdesk.flow.operations.contracts.notifier import Notifier, Page, Sent
from frontdesk.flow.operations.lookout import HOUSE
from frontdesk.ground.kit import ids
from frontdesk.ground.kit.clock import SystemClock
from frontdesk.ground.kit.http import HttpClient
from frontdesk.ground.words.problems import BadInput

RULE = "test_send"
Outcome = tuple[tuple[str, str], ...]


@click.command("test-send")
@click.option("--channel", required=True, help="Which notifier: email, slack, pagerduty, ...")
@click.option("--to", "target", default="", help="Another target than the usual one.")
@json_option
@home_option
def test_send(channel: str, target: str, as_json: bool, home: str | None) -> None:
    """Send one page that says it is a test, and its end; say what was taken, or what to mend."""
    settings, registry = load(home, quiet=True)
    notifier = find_notifier(registry, channel)
    taken = asyncio.run(_send(notifier, settings, target))
    if as_json:
        print_json({"channel": channel, "taken": [{"kind": k, "receipt": r} for k, r in taken]})
        return
    for kind, receipt in taken:
        click.echo(f"{channel} took it ({kind}){f': {receipt}' if receipt else ''}")
    if notifier.warns is not None:
        click.echo(notifier.warns(SystemClock().now()))


def find_notifier(registry: Registry, name: str) -> Notifier:
    """The notifier of that name; BadInput lists them."""
    found = registry.notifiers.get(name)
    if found is None:
        raise BadInput(
            "app.no_notifier",
            f"there is no channel {name[:40]!r}",
            field="channel",
            fix="use one of " + ", ".join(sorted(registry.notifiers)),
        )
    return found


async def _send(notifier: Notifier, settings: Settings, target: str) -> Outcome:
    """Both messages of a short alert; each kind with its receipt."""
    async with HttpClient() as http:
        pager = notifier.open(http, settings.value)
        if pager is None:
            said = await notifier.check(http, settings.value) if notifier.check else ""
            raise not_set_up(notifier, said)
        page = render_test(target, SystemClock().now())
        first = await pager.send(page)
        taken: list[tuple[str, Sent]] = [("firing", first)]
        if "resolved" in notifier.kinds:
            ended = replace(page, id=ids.uuid7(), kind="resolved", title="RESOLVED " + page.title)
            taken.append(("resolved", await pager.send(replace(ended, thread=first.thread))))
    return tuple((kind, sent.receipt) for kind, sent in taken)


def render_test(target: str, now: datetime) -> Page:
    """A page that nobody can take for a real one."""
    return Page(
        id=ids.uuid7(),
        key=ids.uuid7(),
        kind="firing",
        rule=RULE,
        severity="info",
        priority="P3",
        level=0,
        tenant=HOUSE,
        labels={},
        title="[TEST] frontdesk can page you here",
        text="Sent by `frontdesk alerts test-send`. Nothing is wrong, and nothing is to be done.",
        started_at=now,
        at=now,
        target=target,
    )


def not_set_up(notifier: Notifier, said: str) -> BadInput:
    """What is missing, by name: by the notifier's own words where it has some."""
    switch = next((one.name for one in notifier.settings if one.name.endswith("_ENABLED")), "")
    first = ", ".join(one.name for one in notifier.settings if one.default is None)
    needs = said.partition("it needs ")[2] or first
    return BadInput(
        "app.notifier_off",
        f"{notifier.name} is not set up",
        field="channel",
        fix=f"set {needs}" + (f"; {switch} must not be false" if switch else ""),
    )
