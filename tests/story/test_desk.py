"""A conversation is read back whole, taken over and given back, by its own tenant only."""

from collections.abc import AsyncIterator
from typing import cast

import pytest

from frontdesk.ability import desk as people
from frontdesk.flow.conversation import run
from frontdesk.ground.words.ids import ConversationId, TenantId
from frontdesk.ground.words.message import Inbound
from frontdesk.ground.words.problems import BadInput, Refused
from tests.story import web_desk
from tests.story.web_desk import TENANT, Desk

pytestmark = pytest.mark.store


@pytest.fixture
async def desk(database_url: str) -> AsyncIterator[Desk]:
    async with web_desk.open_desk(database_url) as opened:
        yield opened


async def hear(desk: Desk, *texts: str, contact: str = "anna") -> ConversationId:
    """What one customer says by the API, each answered in turn."""
    for number, text in enumerate(texts):
        inbound = Inbound(TENANT, "api", f"{contact}{number}", contact, text)
        receipt, _ = await run.answer(desk.line, inbound)
    return receipt.conversation_id


async def test_a_conversation_is_read_back_whole(desk: Desk) -> None:
    found = await people.load_conversation(
        desk.line.database,
        TENANT,
        await hear(desk, "I want to sell my house", "9 Elm Street, Reno, NV 89501"),
    )
    first, second = found.turns
    assert (found.owner, found.status, found.channel) == ("bot", "open", "api")
    assert [message.text for message in second.messages] == ["9 Elm Street, Reno, NV 89501"]
    assert first.attempts[0].executed
    assert first.attempts[0].evidence in first.text
    assert [reply.purpose for turn in found.turns for reply in turn.replies] == ["answer"] * 2
    address = next(slot for slot in second.slots if slot.name == "address")
    assert (address.seq, address.how) == (2, "asked")
    assert [step["name"] for step in first.steps][:3] == ["load", "gate", "read"]
    assert found.unanswered == ()


async def test_the_json_names_every_part(desk: Desk) -> None:
    conversation = await hear(desk, "I want to sell my house")
    found = await people.load_conversation(desk.line.database, TENANT, conversation)
    body = found.as_json()
    (turn,) = cast(list[dict[str, object]], body["turns"])
    assert body["conversation_id"] == conversation
    assert {"owner", "bot", "status", "slots", "other_side", "summary"} <= set(body)
    assert turn["bookings"] == []
    assert {"number", "decision", "replies", "rung", "handoff", "reading", "trace_id"} <= set(turn)


async def test_the_newest_conversation_is_listed_first(desk: Desk) -> None:
    older = await hear(desk, "hello", contact="anna")
    newer = await hear(desk, "good evening", contact="ben")
    listed = await people.list_conversations(desk.line.database, TENANT)
    rest = await people.list_conversations(
        desk.line.database, TENANT, before=listed[0].created_at, limit=1
    )
    assert [item.id for item in listed] == [newer, older]
    assert [(item.id, item.said, item.waiting) for item in rest] == [(older, "hello", False)]
    assert listed[0].as_json()["turns"] == 1


async def test_who_has_taken_over_keeps_it(desk: Desk) -> None:
    conversation, line = await hear(desk, "hello"), desk.line
    now = line.clock.now()
    owner = await people.take_over(
        line.database, TENANT, conversation, who=" Dana  Reyes ", now=now
    )
    again = await people.take_over(line.database, TENANT, conversation, who="Dana Reyes", now=now)
    with pytest.raises(Refused, match="Dana Reyes has this conversation"):
        await people.take_over(line.database, TENANT, conversation, who="Eli", now=now)
    assert owner == again == "person:Dana Reyes"


async def test_the_bot_listens_until_given_back(desk: Desk) -> None:
    conversation, line = await hear(desk, "hello"), desk.line
    now = line.clock.now()
    await people.take_over(line.database, TENANT, conversation, who="Dana", now=now)
    silent = Inbound(TENANT, "api", "second", "anna", "anyone?")
    _, quiet = await run.answer(line, silent)
    await people.give_back(line.database, TENANT, conversation, who="Dana", now=now)
    _, spoken = await run.answer(line, Inbound(TENANT, "api", "third", "anna", "and now?"))
    audit = await desk.rows("select action from audit_log where action like 'conv%' order by id")
    assert (quiet.decision.reason, quiet.replies) == ("person_owns", ())
    assert spoken.replies != ()
    assert [row["action"] for row in audit] == ["conversation.take_over", "conversation.give_back"]


@pytest.mark.parametrize("wanted", ["nonsense", "", "00000000-0000-7000-8000-000000000000"])
async def test_what_is_not_there_is_named(desk: Desk, wanted: str) -> None:
    with pytest.raises(BadInput, match="there is no conversation") as caught:
        await people.load_conversation(desk.line.database, TENANT, ConversationId(wanted))
    assert caught.value.status == 404


async def test_another_tenant_sees_and_takes_nothing(desk: Desk) -> None:
    other, database = TenantId("other"), desk.line.database
    await desk.save_tenant(other)
    conversation = await hear(desk, "hello")
    now = desk.line.clock.now()
    with pytest.raises(BadInput, match="no conversation"):
        await people.load_conversation(database, other, conversation)
    with pytest.raises(BadInput, match="no conversation"):
        await people.take_over(database, other, conversation, who="Eli", now=now)
    assert await people.list_conversations(database, other) == ()


@pytest.mark.parametrize("who", ["", "   ", "x" * 81])
async def test_an_owner_needs_a_name(desk: Desk, who: str) -> None:
    conversation = await hear(desk, "hello")
    now = desk.line.clock.now()
    with pytest.raises(BadInput, match="no name of a person"):
        await people.take_over(desk.line.database, TENANT, conversation, who=who, now=now)


async def test_the_api_lists_and_tells_the_same(desk: Desk) -> None:
    conversation = await hear(desk, "I want to sell my house")
    headers = {"authorization": f"Bearer {await desk.key('agent')}"}
    listed = await desk.ask("GET", "/api/v1/conversations", headers=headers)
    told = await desk.ask("GET", f"/api/v1/conversations/{conversation}", headers=headers)
    missing = await desk.ask("GET", "/api/v1/conversations/nonsense", headers=headers)
    found = await people.load_conversation(desk.line.database, TENANT, conversation)
    rows = (await listed.json())["conversations"]
    assert [row["conversation_id"] for row in rows] == [conversation]
    assert await told.json() == found.as_json()
    assert missing.status == 404
