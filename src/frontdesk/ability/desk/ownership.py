"""A person's wish to answer themselves turned into who owns a conversation, with an audit row."""

from datetime import datetime

from psycopg.types.json import Jsonb

from frontdesk.ability.desk.story import is_id, unknown
from frontdesk.ground.store.db import Database
from frontdesk.ground.words.ids import ConversationId, TenantId
from frontdesk.ground.words.problems import BadInput, Refused

BOT = "bot"
LONGEST_NAME = 80


async def take_over(
    database: Database, tenant: TenantId, conversation: ConversationId, *, who: str, now: datetime
) -> str:
    """Make `who` the owner: from the next turn on the bot listens only. Gives the owner's name.

    Taking over what is already one's own changes nothing. Refused `desk.owned_by_other` (409) when
    another person has it; BadInput 404 when there is no such conversation.
    """
    owner = _owner_name(who)
    await _set_owner(
        database,
        tenant,
        conversation,
        owner=owner,
        allowed=(BOT, owner),
        audit={"who": who, "action": "conversation.take_over", "now": now},
    )
    return owner


async def give_back(
    database: Database, tenant: TenantId, conversation: ConversationId, *, who: str, now: datetime
) -> str:
    """Give the conversation back to the bot, whoever has it; gives `bot`."""
    current = await _load_owner(database, tenant, conversation)
    await _set_owner(
        database,
        tenant,
        conversation,
        owner=BOT,
        allowed=(current,),
        audit={"who": who, "action": "conversation.give_back", "now": now},
    )
    return BOT


def _owner_name(who: str) -> str:
    name = " ".join(who.split())
    if not name or len(name) > LONGEST_NAME:
        raise BadInput(
            "desk.bad_name",
            f"{who[:LONGEST_NAME]!r} is no name of a person",
            field="who",
            fix=f"give a name of 1 to {LONGEST_NAME} characters",
        )
    return f"person:{name}"


async def _load_owner(database: Database, tenant: TenantId, conversation: ConversationId) -> str:
    row = None
    if is_id(conversation):
        row = await database.fetch_one(
            "desk.load_owner", {"conversation": conversation}, tenant=tenant
        )
    if row is None:
        raise unknown(conversation)
    return str(row["owner"])


async def _set_owner(
    database: Database,
    tenant: TenantId,
    conversation: ConversationId,
    *,
    owner: str,
    allowed: tuple[str, ...],
    audit: dict[str, object],
) -> None:
    before = await _load_owner(database, tenant, conversation)
    if before == owner:
        return
    change = {"conversation": conversation, "owner": owner, "from_owners": list(allowed)}
    async with database.transaction(tenant) as transaction:
        if await transaction.fetch_one("desk.set_owner", change) is None:
            holder = before.removeprefix("person:")
            raise Refused(
                "desk.owned_by_other",
                f"{holder} has this conversation",
                fix=f"ask {holder} to give it back",
                status=409,
            )
        await transaction.fetch(
            "audit.append",
            {
                **audit,
                "tenant": tenant,
                "subject": conversation,
                "detail": Jsonb({"from": before, "to": owner}),
            },
        )
