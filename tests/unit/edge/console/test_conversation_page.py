"""The page of a conversation, rendered from fixed values, is the one that was looked at and kept.

FRONTDESK_GOLDEN=write renders it again after an intended change.
"""

import os
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

from frontdesk.ability.desk import Attempt, Conversation, Decided, Filled, Reply, Said, Turn
from frontdesk.ability.identity import Caller
from frontdesk.edge.console import pages, rendering
from frontdesk.edge.console.pages.conversation import story
from frontdesk.ground.words.ids import ContactId, ConversationId, KeyId, TenantId

GOLDEN = Path(__file__).parents[3] / "golden" / "console_conversation.html"
AT = datetime(2026, 3, 2, 20, 15, tzinfo=UTC)
CALLER = Caller(KeyId("k"), TenantId("harbor"), "night desk", "operator")
PRICE = Filled(
    name="price",
    value={"amount_minor": 85000000, "currency": "USD"},
    kind="money",
    text="850k",
    seq=2,
    how="asked",
    confidence=0.95,
)


def reply(text: str, status: str, *, purpose: str = "answer", problem: str | None = None) -> Reply:
    return Reply(text, text, status, purpose, 1, problem, AT)


def turn(number: int, text: str, decision: Decided, **more: object) -> Turn:
    parts: dict[str, object] = {
        "attempts": (),
        "slots": (),
        "reading": {"language": "en"},
        "replies": (reply(f"Reply {number}", "delivered"),),
        **more,
    }
    return Turn(
        id=f"t{number}",
        number=number,
        bot="seller",
        rung="rules",
        messages=(Said(f"m{number}", number, text, AT + timedelta(seconds=number)),),
        decision=decision,
        handoff=None,
        steps=({"name": "load", "ms": 3.0, "note": ""}, {"name": "read", "ms": 9.0, "note": "en"}),
        started_at=AT + timedelta(seconds=number),
        processing_ms=12.0,
        waited_ms=1512.0,
        trace_id=f"trace{number}",
        **parts,  # type: ignore[arg-type]  # the parts named above, by their names
    )


def conversation() -> Conversation:
    """A hand-over, an answer, a silence under a person, a reply that was given up, a reminder."""
    wish = {"name": "sell", "score": 0.98, "span": [7, 11], "negated": False, "why": "wants to"}
    value = {"kind": "money", "value": PRICE.value, "span": [6, 10], "confidence": 0.95}
    handed = Attempt("lead", "seller", True, "executed", 0.98, 0.7, "sell")
    blocked = Attempt("seller", "buyer", False, "would_cycle", 0.9, 0.6, "buy")
    turns = (
        turn(
            1,
            "I will sell <my> house",
            Decided("hand_off", "took_over", "price", "seller"),
            attempts=(handed,),
            reading={"language": "en", "intents": [wish]},
        ),
        turn(
            2,
            "About 850k",
            Decided("answer", "all_known", None, None),
            attempts=(blocked,),
            slots=(PRICE,),
            reading={"language": "en", "values": [value], "doubts": ["rough"]},
            replies=(reply("Reply 2", "dead", problem="outbox.refused: no"),),
        ),
        turn(3, "Hello?", Decided("stay_silent", "person_owns", None, None), replies=()),
    )
    return Conversation(
        id=ConversationId("01900000-0000-7000-8000-000000000001"),
        contact_id=ContactId("c"),
        channel="sms",
        owner="person:Dana",
        status="open",
        bot="seller",
        created_at=AT,
        active_at=AT + timedelta(minutes=5),
        slots=(PRICE,),
        asked=None,
        skipped=("condition",),
        other_side="buyer",
        summary={"score": 70, "because": [{"points": 20, "reason": "named a price"}]},
        done=False,
        turns=turns,
        unanswered=(Said("m4", 4, "Anyone?", AT + timedelta(minutes=5)),),
        outside_turns=(reply("Still there?", "sent", purpose="started"),),
    )


def render() -> str:
    text = rendering.render_text(
        "conversation/page.html",
        story.tell(conversation(), "America/Los_Angeles"),
        pages=tuple(page for page in pages.find_pages() if page.name == "conversation"),
        caller=CALLER,
        page="conversation",
    )
    return re.sub(r"\?v=[0-9a-f]{12}", "?v=hash", text)


def test_the_page_is_the_one_kept() -> None:
    if os.environ.get("FRONTDESK_GOLDEN") == "write":
        GOLDEN.write_text(render())
    assert render() == GOLDEN.read_text()


def test_customers_words_never_become_markup() -> None:
    page = render()
    assert "<my>" not in page
    assert '<mark class="intent" title="sell">sell</mark> &lt;my&gt; house' in page


def test_every_decision_has_its_headline() -> None:
    told = story.tell(conversation(), "America/Los_Angeles")
    assert [shown.headline for shown in told.turns] == [
        "Handed over to seller and asked for price",
        "Answered",
        "Said nothing",
    ]


def test_only_what_was_learned_is_fresh() -> None:
    told = story.tell(conversation(), "America/Los_Angeles")
    assert [slot.fresh for slot in told.turns[1].slots] == [True]
    assert told.slots[0].fresh is False


def test_times_are_the_tenants_own() -> None:
    told = story.tell(conversation(), "America/Los_Angeles")
    assert (told.began, told.turns[0].at) == ("Mon 02 Mar 2026, 12:15", "12:15:01")


def test_waiting_is_told_from_working() -> None:
    shown = story.tell(conversation(), "UTC").turns[0]
    assert (shown.waited, shown.queued, shown.processing) == ("1,512 ms", "1,500 ms", "12.0 ms")


def test_pages_are_found_by_their_folder() -> None:
    assert [page.name for page in pages.find_pages()] == [
        "alerts",
        "conversation",
        "models",
        "runbooks",
    ]
