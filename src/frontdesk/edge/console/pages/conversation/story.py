"""A conversation turned into the page that tells it: turn by turn, with what each came from."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from markupsafe import Markup

from frontdesk.ability.desk import Conversation, Filled, Reply, Turn
from frontdesk.edge.console import chart
from frontdesk.edge.console.pages.conversation import evidence
from frontdesk.edge.console.pages.conversation.evidence import Evidence
from frontdesk.ground.words.reading import Json

HEADLINES = {
    "ask": "Asked for {asked}",
    "answer": "Answered",
    "act": "Acted",
    "hand_off": "Handed over to {to}",
    "escalate": "Called for a person",
    "close": "Closed",
    "stay_silent": "Said nothing",
}
TONES = {
    "delivered": "good",
    "sent": "good",
    "offered": "warn",
    "ready": "warn",
    "sending": "warn",
    "withheld": "bad",
    "dead": "bad",
}
HOW = {
    "asked": "answered when asked",
    "volunteered": "volunteered",
    "corrected": "corrected",
    "confirmed": "confirmed what we offered",
    "handed_over": "known from before the hand-over",
}


@dataclass(frozen=True, slots=True)
class Told:
    """A message of either side."""

    text: str
    at: str
    status: str = ""
    tone: str = ""
    purpose: str = ""
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """A slot with its provenance; `fresh` in the turn that filled or changed it."""

    name: str
    value: str
    words: str
    source: str
    percent: int
    fresh: bool = False


@dataclass(frozen=True, slots=True)
class Bar:
    name: str
    ms: str
    note: str
    bar: Markup


@dataclass(frozen=True, slots=True)
class TurnShown:
    """One turn as it is told."""

    turn: Turn
    at: str
    headline: str
    reason: str
    asked: str
    messages: tuple[Told, ...]
    replies: tuple[Told, ...]
    evidence: Evidence
    slots: tuple[Known, ...]
    bars: tuple[Bar, ...]
    time_bar: Markup
    processing: str
    queued: str
    waited: str
    open: bool


@dataclass(frozen=True, slots=True)
class Story:
    """One conversation as a page."""

    conversation: Conversation
    owner: str
    began: str
    active: str
    slots: tuple[Known, ...]
    asked: str
    skipped: tuple[str, ...]
    summary: tuple[tuple[str, tuple[str, ...]], ...]
    turns: tuple[TurnShown, ...]
    unanswered: tuple[Told, ...]
    outside: tuple[Told, ...]


def tell(conversation: Conversation, zone: str) -> Story:
    """The whole page; times are of the tenant's `zone`."""
    tz = ZoneInfo(zone)
    last = len(conversation.turns)
    before: dict[str, Filled] = {}
    turns = []
    for turn in conversation.turns:
        turns.append(_turn(turn, before, tz, is_open=turn.number == last))
        before = {slot.name: slot for slot in turn.slots}
    return Story(
        conversation=conversation,
        owner=conversation.owner.removeprefix("person:"),
        began=day_time(conversation.created_at, tz),
        active=day_time(conversation.active_at, tz),
        slots=tuple(_known(slot, fresh=False) for slot in conversation.slots),
        asked=plain(conversation.asked or ""),
        skipped=tuple(plain(name) for name in conversation.skipped),
        summary=tuple((plain(name), _lines(value)) for name, value in conversation.summary.items()),
        turns=tuple(turns),
        unanswered=tuple(
            Told(message.text, clock_time(message.received_at, tz))
            for message in conversation.unanswered
        ),
        outside=tuple(_told(reply, tz) for reply in conversation.outside_turns),
    )


def _lines(value: Json) -> tuple[str, ...]:
    if isinstance(value, Sequence) and not isinstance(value, str):
        return tuple(evidence.show_value(part) for part in value)
    return (evidence.show_value(value),)


def plain(name: str) -> str:
    """A name of the code as words."""
    return name.replace("_", " ").replace(":", ": ")


def day_time(at: datetime, tz: ZoneInfo) -> str:
    return at.astimezone(tz).strftime("%a %d %b %Y, %H:%M")


def clock_time(at: datetime, tz: ZoneInfo) -> str:
    return at.astimezone(tz).strftime("%H:%M:%S")


def show_ms(ms: float) -> str:
    """Milliseconds, or seconds where those are easier to read."""
    if ms >= 10_000:
        return f"{ms / 1000:,.1f} s"
    return f"{ms:,.0f} ms" if ms >= 100 else f"{ms:.1f} ms"


def headline(turn: Turn) -> str:
    """What the turn decided, as a sentence without its reason."""
    decision = turn.decision
    template = HEADLINES.get(decision.kind, decision.kind)
    told = template.format(asked=plain(decision.asked or "nothing"), to=decision.to or turn.bot)
    if decision.asked and decision.kind != "ask":
        told += f" and asked for {plain(decision.asked)}"
    return told


def _turn(turn: Turn, before: dict[str, Filled], tz: ZoneInfo, *, is_open: bool) -> TurnShown:
    queued_ms = max(0.0, turn.waited_ms - turn.processing_ms)
    return TurnShown(
        turn=turn,
        at=clock_time(turn.started_at, tz),
        headline=headline(turn),
        reason=plain(turn.decision.reason),
        asked=plain(turn.decision.asked or ""),
        messages=tuple(
            Told(message.text, clock_time(message.received_at, tz)) for message in turn.messages
        ),
        replies=tuple(_told(reply, tz) for reply in turn.replies),
        evidence=evidence.show_evidence(turn.text, turn.reading),
        slots=tuple(
            _known(slot, fresh=slot.name not in before or before[slot.name].value != slot.value)
            for slot in turn.slots
        ),
        bars=_bars(turn),
        time_bar=chart.render_stack((("queued", queued_ms), ("processing", turn.processing_ms))),
        processing=show_ms(turn.processing_ms),
        queued=show_ms(queued_ms),
        waited=show_ms(turn.waited_ms),
        open=is_open,
    )


def _bars(turn: Turn) -> tuple[Bar, ...]:
    steps = [
        (str(step.get("name")), float(str(step.get("ms") or 0)), str(step.get("note") or ""))
        for step in turn.steps
    ]
    total = sum(ms for _, ms, _ in steps)
    bars, start = [], 0.0
    for name, ms, note in steps:
        bars.append(Bar(name, show_ms(ms), plain(note), chart.render_bar(start, ms, total)))
        start += ms
    return tuple(bars)


def _told(reply: Reply, tz: ZoneInfo) -> Told:
    return Told(
        text=reply.text,
        at=clock_time(reply.created_at, tz),
        status=reply.status,
        tone=TONES.get(reply.status, ""),
        purpose=reply.purpose,
        problem=reply.problem or "",
    )


def _known(slot: Filled, *, fresh: bool) -> Known:
    return Known(
        name=plain(slot.name),
        value=evidence.show_value(slot.value),
        words=slot.text,
        source=f"{HOW.get(slot.how, slot.how)}, message {slot.seq}",
        percent=round(slot.confidence * 100),
        fresh=fresh,
    )
