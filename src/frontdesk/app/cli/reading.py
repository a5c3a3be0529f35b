"""`frontdesk read`: lines of customers' words turned into what would be understood of them."""

import sys
from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import click
import orjson

from frontdesk.ability import language
from frontdesk.app import registry as registries
from frontdesk.flow.conversation.contracts.bot import Bot
from frontdesk.ground.kit.clock import SystemClock
from frontdesk.ground.words.problems import BadInput


@click.command()
@click.option("--bot", help="Read as this bot would: its slots and intents.")
@click.option("--asked", help="The slot that was asked last.")
@click.option("--now", "at", help="The time of the message (ISO 8601); default: now.")
@click.option("--tz", default="UTC", show_default=True, help="The customer's time zone.")
@click.option("--locale", default="en-US", show_default=True)
@click.option("--why", is_flag=True, help="Say the rule or example behind every item.")
def read(
    bot: str | None, asked: str | None, at: str | None, tz: str, locale: str, why: bool
) -> None:
    """Print one JSON Reading per line of standard input.

    A line is plain text, or an object {text, asked?, now?, tz?, locale?, bot?, history?}.
    """
    chosen = find_bot(bot) if bot else None
    context = language.Context(
        now=parse_now(at, tz),
        tz=tz,
        locale=locale,
        asked=asked,
        bot=bot,
        slots=chosen.shapes() if chosen else (),
        intents=tuple(intent.name for intent in chosen.intents) if chosen else (),
    )
    # Bytes that are no UTF-8 are read as a replacement character: a reading never fails on a text.
    lines = (raw.decode("utf-8", "replace") for raw in sys.stdin.buffer)
    for printed in language.read_lines(lines, context, why=why):
        click.echo(orjson.dumps(printed).decode())


def find_bot(name: str) -> Bot:
    """The installed bot of that name; BadInput lists those there are."""
    bots = registries.scan().bots
    if name not in bots:
        raise BadInput(
            "app.unknown_bot",
            f"there is no bot {name!r}",
            field="bot",
            fix="use one of " + ", ".join(sorted(bots)),
        )
    return bots[name]


def parse_now(text: str | None, tz: str) -> datetime:
    """An aware time; without an offset it is local to `tz`."""
    try:
        zone = ZoneInfo(tz)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise BadInput(
            "app.bad_zone",
            f"{tz!r} is no time zone",
            field="tz",
            fix="use an IANA name such as America/Los_Angeles",
        ) from None
    if text is None:
        return SystemClock().now()
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise BadInput(
            "app.bad_time",
            f"{text!r} is no time",
            field="now",
            fix="use ISO 8601, such as 2031-05-01T12:00:00-07:00",
        ) from None
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)
