"""`frontdesk conversations`: list and read them, take one over, give it back."""

from collections.abc import Iterator, Mapping

import click

from frontdesk.ability import desk
from frontdesk.app.cli.options import (
    Live,
    home_option,
    json_option,
    limit_option,
    on_live,
    print_json,
    print_rows,
    shorten,
    tenant_option,
    who_option,
)
from frontdesk.ground.words.ids import ConversationId
from frontdesk.ground.words.reading import Json


@click.group()
def conversations() -> None:
    """List, read, take over and give back conversations."""


@conversations.command("list")
@limit_option
@tenant_option
@json_option
@home_option
def list_conversations(limit: int, tenant: str | None, as_json: bool, home: str | None) -> None:
    """List the newest conversations."""

    async def load(live: Live) -> list[Mapping[str, Json]]:
        found = await desk.list_conversations(live.database, live.tenant(tenant), limit=limit)
        return [listed.as_json() for listed in found]

    columns = (
        "conversation_id", "active_at", "channel", "bot", "owner", "turns", "waiting", "said",
    )  # fmt: skip
    print_rows(on_live(home, load), columns, as_json=as_json, none="no conversations yet")


@conversations.command("show")
@click.argument("conversation_id", metavar="ID")
@tenant_option
@json_option
@home_option
def show(conversation_id: str, tenant: str | None, as_json: bool, home: str | None) -> None:
    """Print one conversation with what every turn understood and decided, and why."""

    async def load(live: Live) -> desk.Conversation:
        wanted = ConversationId(conversation_id)
        return await desk.load_conversation(live.database, live.tenant(tenant), wanted)

    found = on_live(home, load)
    if as_json:
        print_json(found.as_json())
        return
    for line in render_conversation(found):
        click.echo(line)


def render_conversation(found: desk.Conversation) -> Iterator[str]:
    """One conversation as lines of text."""
    yield f"conversation {found.id}  {found.channel}  bot {found.bot}  owner {found.owner}"
    for slot in found.slots:
        value = shorten(slot.value)
        yield f"  {slot.name} = {value}   ({slot.how}, message {slot.seq}: {shorten(slot.text)!r})"
    for turn in found.turns:
        yield f"turn {turn.number}  {turn.bot}  {turn.rung}  {turn.processing_ms:g} ms"
        yield from (f"  < {said.text}" for said in turn.messages)
        decided = turn.decision
        asked = f", asked {decided.asked}" if decided.asked else ""
        yield f"  = {decided.kind}: {decided.reason}{asked}"
        for tried in turn.attempts:
            done = "handed over" if tried.executed else "stayed"
            yield f"  = {tried.source} -> {tried.target}: {done}, {tried.reason} ({tried.score:g})"
        yield from (f"  > {reply.text}   [{reply.status}]" for reply in turn.replies)
    yield from (f"  < {said.text}   [not answered yet]" for said in found.unanswered)
    yield from (f"  > {reply.text}   [{reply.purpose}]" for reply in found.outside_turns)


@conversations.command("take")
@click.argument("conversation_id", metavar="ID")
@tenant_option
@who_option
@home_option
def take(conversation_id: str, tenant: str | None, who: str, home: str | None) -> None:
    """Take a conversation over: the bot listens only, from its next turn on."""

    async def change(live: Live) -> str:
        wanted, now = ConversationId(conversation_id), live.clock.now()
        owner = live.tenant(tenant)
        return await desk.take_over(live.database, owner, wanted, who=who, now=now)

    click.echo(f"owner {on_live(home, change)}")


@conversations.command("give")
@click.argument("conversation_id", metavar="ID")
@tenant_option
@who_option
@home_option
def give(conversation_id: str, tenant: str | None, who: str, home: str | None) -> None:
    """Give a conversation back to the bot."""

    async def change(live: Live) -> str:
        wanted, now = ConversationId(conversation_id), live.clock.now()
        owner = live.tenant(tenant)
        return await desk.give_back(live.database, owner, wanted, who=who, now=now)

    click.echo(f"owner {on_live(home, change)}")
