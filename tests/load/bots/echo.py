"""A bot for load and crash tests: says back what it was sent and asks a question, so that the
carrier's record shows which message every reply answers."""

from frontdesk.ability.language import SlotShape
from frontdesk.flow.conversation.contracts.bot import Bot, Facts, Slot, Target, Words
from frontdesk.ground.words.decision import Decision


def decide(_bot: Bot, facts: Facts) -> Decision:
    said = facts.reading.text.replace("\n", " + ")
    return Decision("ask", "echo", say=("echo",), facts={"said": said}, asked="more")


BOT = Bot(
    name="echo",
    purpose="Says back what it was sent.",
    slots=(Slot(SlotShape("more", "number"), "more"),),
    words={"echo": Words(("got {said}",)), "more": Words(("More?",))},
    decide=decide,
    targets=(Target("process", 300, 1500, 2000),),
)
