"""Conversations as an operator reads them: the newest ones, and one with why it said what it said."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from frontdesk.ability import desk
from frontdesk.ability.desk import Listed
from frontdesk.edge.console.page import Page, View, Visit
from frontdesk.edge.console.pages.conversation import story
from frontdesk.edge.console.pages.conversation.story import Story
from frontdesk.ground.words.ids import ConversationId

PER_PAGE = 40


@dataclass(frozen=True, slots=True)
class Line:
    """One conversation in the list."""

    listed: Listed
    owner: str
    at: str
    day: str
    decided: str


@dataclass(frozen=True, slots=True)
class Latest:
    """The list; `older` is where it goes on, empty at its end."""

    lines: tuple[Line, ...]
    older: str
    business: str


async def load_list(visit: Visit) -> Latest:
    """The newest conversations, a page of them."""
    listed = await desk.list_conversations(
        visit.line.database,
        visit.caller.tenant_id,
        limit=PER_PAGE,
        before=parse_before(visit.query.get("before", "")),
    )
    settings = visit.line.tenants.get(visit.caller.tenant_id).settings
    tz = ZoneInfo(settings.timezone)
    more = len(listed) == PER_PAGE
    return Latest(
        lines=tuple(_line(item, tz) for item in listed),
        older=listed[-1].created_at.strftime("%Y-%m-%dT%H:%M:%S.%fZ") if more else "",
        business=settings.business,
    )


def parse_before(text: str) -> datetime | None:
    """The time a list goes on from; the newest when it is none."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    return at if at.tzinfo else None


async def load_one(visit: Visit) -> Story:
    """One conversation whole."""
    found = await desk.load_conversation(
        visit.line.database, visit.caller.tenant_id, ConversationId(visit.path["conversation_id"])
    )
    settings = visit.line.tenants.get(visit.caller.tenant_id).settings
    return story.tell(found, settings.timezone)


def _line(item: Listed, tz: ZoneInfo) -> Line:
    local = item.active_at.astimezone(tz)
    return Line(
        listed=item,
        owner=item.owner.removeprefix("person:"),
        at=local.strftime("%H:%M"),
        day=local.strftime("%d %b"),
        decided=f"{story.plain(item.kind or '')}: {story.plain(item.reason or '')}"
        if item.kind
        else "not answered yet",
    )


PAGE = Page(
    name="conversation",
    title="Conversations",
    views=(
        View("", "list.html", load_list),
        View("/conversations/{conversation_id}", "page.html", load_one),
    ),
)
