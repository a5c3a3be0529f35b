"""Room: the people's side: list and read conversations, take one over, give it back.
Comes from: operator pages, the API, the command line, and a visitor's chat window.
Goes to: ground.store, ability.identity (the audit trail).
Never: answers a customer by itself, or changes what a turn has recorded.
"""

from frontdesk.ability.desk.listing import Listed, list_conversations
from frontdesk.ability.desk.ownership import give_back, take_over
from frontdesk.ability.desk.shapes import (
    Attempt,
    Conversation,
    Decided,
    Filled,
    Reply,
    Said,
    Turn,
)
from frontdesk.ability.desk.story import load_conversation
from frontdesk.ability.desk.visitor import Cursor, Item, Seen, bubble_id, load_seen, parse_cursor

__all__ = [
    "Attempt",
    "Conversation",
    "Cursor",
    "Decided",
    "Filled",
    "Item",
    "Listed",
    "Reply",
    "Said",
    "Seen",
    "Turn",
    "bubble_id",
    "give_back",
    "list_conversations",
    "load_conversation",
    "load_seen",
    "parse_cursor",
    "take_over",
]
