"""For evals only: the slots of a public apartment-search schema as a bot of this house."""

from frontdesk.ability.language import SlotShape
from frontdesk.flow.conversation.contracts.bot import Bot, Facts, Slot, Words
from frontdesk.ground.words.decision import Decision

PETS = (
    "pets allowed",
    "pet allowed",
    "allow pets",
    "allows pets",
    "allowing pets",
    "pets are allowed",
    "pet friendly",
    "accept pets",
    "accepts pets",
    "permit pets",
    "permits pets",
    "pets are permitted",
    "pets permitted",
    "bring my pet",
    "bring pets",
    "have a pet",
    "have pets",
    "my dog",
    "my cat",
    "my pet",
)
IN = ("in", "around", "near", "moving to", "going to", "heading to", "go to", "traveling to")
FURNISHED = ("furnished", "furniture")


def decide_next(bot: Bot, facts: Facts) -> Decision:
    """Ask for the first open slot, else close."""
    for slot in bot.slots:
        if slot.name not in facts.values and slot.name not in facts.skipped:
            return Decision("ask", "asks_next", (slot.ask,), asked=slot.name)
    return Decision("close", "all_known", ("bye",))


BOT = Bot(
    name="homes",
    purpose="Finds an apartment and a day to see it.",
    slots=(
        Slot(
            SlotShape("area", "area", phrases=IN),
            "ask.area",
        ),
        Slot(SlotShape("number_of_beds", "beds"), "ask.beds"),
        Slot(SlotShape("number_of_baths", "baths"), "ask.baths"),
        Slot(SlotShape("furnished", "flag", phrases=FURNISHED), "ask.furnished"),
        Slot(SlotShape("pets_allowed", "flag", phrases=PETS), "ask.pets"),
        Slot(SlotShape("property_name", "text"), "ask.property"),
        Slot(SlotShape("visit_date", "date"), "ask.date"),
    ),
    words={
        "ask.area": Words(en=("Where should it be?",)),
        "ask.beds": Words(en=("How many bedrooms?",)),
        "ask.baths": Words(en=("How many bathrooms?",)),
        "ask.furnished": Words(en=("Should it be furnished?",)),
        "ask.pets": Words(en=("Are you bringing pets?",)),
        "ask.property": Words(en=("Which one would you like to see?",)),
        "ask.date": Words(en=("Which day suits you?",)),
        "bye": Words(en=("That's all I need.",)),
    },
    decide=decide_next,
)
