"""A Reading turned into the stable JSON that `frontdesk read` prints and a turn's record keeps."""

from frontdesk.ground.words.reading import Intent, Json, Reading, Value


def as_json(reading: Reading, *, why: bool = False) -> dict[str, Json]:
    """The documented shape (docs/reference/reading.md); `why` adds rule or example per item."""
    urgency: dict[str, Json] = {
        "level": reading.urgency.level,
        "trade": reading.urgency.trade,
        "hazards": list(reading.urgency.hazards),
    }
    if why:
        urgency["why"] = reading.urgency.why
    shown: dict[str, Json] = {
        "text": reading.text,
        "language": reading.language,
        "intents": [_intent(intent, why=why) for intent in reading.intents],
        "values": [_value(value, why=why) for value in reading.values],
        "reply": reading.reply,
        "urgency": urgency,
        "asks_for_person": reading.asks_for_person,
        "opt": reading.opt,
        "mood": reading.mood,
        "sensitive": [{"kind": item.kind, "span": list(item.span)} for item in reading.sensitive],
        "doubts": list(reading.doubts),
    }
    if why:
        shown["why"] = dict(reading.why)
    return shown


def _intent(intent: Intent, *, why: bool) -> dict[str, Json]:
    shown: dict[str, Json] = {
        "name": intent.name,
        "score": round(intent.score, 4),
        "negated": intent.negated,
        "span": list(intent.span),
    }
    if intent.done:
        shown["done"] = True
    return {**shown, "why": intent.why} if why else shown


def _value(value: Value, *, why: bool) -> dict[str, Json]:
    shown: dict[str, Json] = {
        "kind": value.kind,
        "value": value.value,
        "span": list(value.span),
        "confidence": round(value.confidence, 4),
    }
    if value.grain is not None:
        shown["grain"] = value.grain
    return {**shown, "why": value.why} if why else shown
