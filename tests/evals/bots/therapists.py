"""For evals only: the slots of a public appointment schema as a bot of this house."""

from frontdesk.ability.language import Option, SlotShape
from frontdesk.flow.conversation.contracts.bot import Bot, Facts, Slot, Words
from frontdesk.ground.words.decision import Decision

IN = ("in", "around", "near", "at")
TYPES = (
    Option("psychologist", ("psychologists",)),
    Option("family_counselor", ("family counsellor", "family counseling", "family therapist")),
    Option("psychiatrist", ("psychiatrists",)),
)


def decide_next(bot: Bot, facts: Facts) -> Decision:
    """Ask for the first open slot, else close."""
    for slot in bot.slots:
        if slot.name not in facts.values and slot.name not in facts.skipped:
            return Decision("ask", "asks_next", (slot.ask,), asked=slot.name)
    return Decision("close", "all_known", ("bye",))


BOT = Bot(
    name="therapists",
    purpose="Finds a therapist and a time to see them.",
    slots=(
        Slot(SlotShape("city", "area", phrases=IN), "ask.city"),
        Slot(SlotShape("type", "choice", options=TYPES), "ask.type"),
        Slot(SlotShape("therapist_name", "text"), "ask.name"),
        Slot(SlotShape("appointment_date", "date"), "ask.date"),
        Slot(SlotShape("appointment_time", "time"), "ask.time"),
    ),
    words={
        "ask.city": Words(en=("In which city?",)),
        "ask.type": Words(en=("Which kind of help are you looking for?",)),
        "ask.name": Words(en=("Whom would you like to see?",)),
        "ask.date": Words(en=("Which day suits you?",)),
        "ask.time": Words(en=("At what time?",)),
        "bye": Words(en=("That's all I need.",)),
    },
    decide=decide_next,
)
