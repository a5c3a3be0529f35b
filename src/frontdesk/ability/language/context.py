"""What is known around a text when it is read: what was asked, when, where, by which bot.

Callers build one Context per turn; every family of the room takes it and none changes it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

Role = Literal["bot", "customer"]

SHARED_ASKED = (
    "intent",
    "confirm",
    "date",
    "time",
    "timeline",
    "budget",
    "price",
    "rent",
    "address",
    "name",
    "phone",
    "beds",
    "sqft",
)

# Which value kinds answer a slot of which kind, best first.
ACCEPTS: Mapping[str, tuple[str, ...]] = {
    "money": ("money",),
    "number": ("number", "range"),
    "beds": ("number", "range"),
    "baths": ("number", "range"),
    "sqft": ("number", "range"),
    "timeline": ("duration", "interval", "date", "datetime"),
    "date": ("date", "datetime"),
    "time": ("time", "datetime"),
    "address": ("address",),
    "area": ("address",),
    "name": ("name",),
    "phone": ("phone",),
    "email": ("email",),
}


@dataclass(frozen=True, slots=True)
class Option:
    """One answer of a choice slot: its canonical `name`, and phrases that mean it."""

    name: str
    phrases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SlotShape:
    """What a bot wants filled, as far as reading is concerned.

    `kind` is a value kind (`money`, `date`, `address`, `number`, `name`, ...), `choice` (one of
    `options`), `flag` (yes or no; `phrases` say yes by themselves, as "with a garage"), or `text`
    (anything said in answer to the question).
    """

    name: str
    kind: str
    options: tuple[Option, ...] = ()
    phrases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Said:
    """One earlier message; only the customer's words may count as evidence."""

    role: Role
    text: str


@dataclass(frozen=True, slots=True)
class Context:
    """Everything besides the text that a reading depends on.

    `now` is aware; `tz` an IANA name; `asked` a slot name of the bot or one of SHARED_ASKED;
    `next_weekday` is the tenant's policy for "next Friday" (`docs/reference/reading.md`).
    """

    now: datetime
    tz: str = "UTC"
    locale: str = "en-US"
    asked: str | None = None
    bot: str | None = None
    slots: tuple[SlotShape, ...] = ()
    history: tuple[Said, ...] = ()
    next_weekday: Literal["following_week", "coming"] = "following_week"
    currency: str = "USD"
    region: str = "US"
    intents: tuple[str, ...] = field(default=())

    def asked_slot(self) -> SlotShape | None:
        """The shape of the slot that was asked, where the bot declares it."""
        return next((slot for slot in self.slots if slot.name == self.asked), None)
