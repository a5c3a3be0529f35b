"""A web visitor's address turned into what they see of their conversation, past a cursor."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from frontdesk.ground.store.db import Database, Row
from frontdesk.ground.words.ids import TenantId
from frontdesk.ground.words.reading import Json

Author = Literal["customer", "bot", "person"]


@dataclass(frozen=True, slots=True)
class Cursor:
    """How far a visitor has seen: the last message and the last reply of one conversation."""

    conversation: str = ""
    seq: int = 0
    position: int = 0

    def __str__(self) -> str:
        return f"{self.conversation}.{self.seq}.{self.position}"


@dataclass(frozen=True, slots=True)
class Item:
    """One bubble of the chat window; `id` is the same whenever it is given again."""

    id: str
    author: Author
    text: str
    at: datetime

    def as_json(self) -> dict[str, Json]:
        return {"id": self.id, "from": self.author, "text": self.text, "at": self.at.isoformat()}


@dataclass(frozen=True, slots=True)
class Seen:
    """What is past the cursor, oldest first, and the next cursor. `fetched` are outbox ids that
    this reading hands over for the first time."""

    items: tuple[Item, ...]
    cursor: Cursor
    owner: str
    fetched: tuple[str, ...]


def parse_cursor(text: str) -> Cursor:
    """A cursor as given out before; anything else starts from the beginning."""
    parts = text.split(".")
    if len(parts) != 3 or not all(part.isdecimal() and len(part) < 19 for part in parts[1:]):
        return Cursor()
    return Cursor(parts[0][:40], int(parts[1]), int(parts[2]))


async def load_seen(
    database: Database,
    tenant: TenantId,
    *,
    channel: str,
    kind: str,
    address: str,
    after: Cursor,
    now: datetime,
) -> Seen:
    """The visitor's newest conversation past `after`; marks replies given out now as delivered."""
    row = await database.fetch_one(
        "desk.load_seen",
        {
            "channel": channel,
            "kind": kind,
            "address": address,
            "conversation": after.conversation,
            "after_seq": after.seq,
            "after_position": after.position,
        },
        tenant=tenant,
    )
    if row is None:
        return Seen((), Cursor(), "bot", ())
    seen = _seen(row, after)
    if seen.fetched:
        await database.fetch(
            "desk.mark_fetched", {"ids": list(seen.fetched), "now": now}, tenant=tenant
        )
    return seen


def bubble_id(conversation: str, seq: int) -> str:
    """The id of the item that shows the customer's message `seq`."""
    return f"{conversation[-12:]}-m{seq}"


def _seen(row: Row, after: Cursor) -> Seen:
    before = after if after.conversation == row["id"] else Cursor(row["id"])
    said = [
        Item(bubble_id(row["id"], item["seq"]), "customer", item["text"], _at(item["at"]))
        for item in row["messages"]
    ]
    told = [
        Item(
            f"{row['id'][-12:]}-r{item['position']}",
            "person" if item["purpose"] == "person" else "bot",
            item["text"],
            _at(item["at"]),
        )
        for item in row["replies"]
    ]
    return Seen(
        items=tuple(sorted((*said, *told), key=lambda item: item.at)),
        cursor=Cursor(
            row["id"],
            max((item["seq"] for item in row["messages"]), default=before.seq),
            max((before.position, *(item["position"] for item in row["replies"]))),
        ),
        owner=row["owner"],
        fetched=tuple(item["id"] for item in row["replies"] if item["status"] == "offered"),
    )


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text)
