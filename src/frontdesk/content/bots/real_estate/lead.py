"""The first answer to anybody: finds out goal, area and timeline, and hands sellers and buyers on."""

from collections.abc import Mapping

from frontdesk.ability import records
from frontdesk.ability.language import Option, SlotShape
from frontdesk.content.topics import real_estate as topics
from frontdesk.flow.conversation.contracts import interview, score, shown, timing
from frontdesk.flow.conversation.contracts.bot import Bot, Facts, HandsOff, Slot, Target, Words
from frontdesk.ground.words.reading import Json

GOALS = (
    Option("buy"),
    Option("sell"),
    Option(
        "both",
        topics.said(
            "both | both of those | buy and sell | sell and buy | a bit of both | ambas | "
            "las dos | las dos cosas | los dos"
        ),
    ),
    Option("rent"),
    Option(
        "browsing",
        topics.said(
            "just looking | just browsing | looking around | just curious | not sure yet | "
            "solo mirando | solo estoy mirando | todavía no sé"
        ),
    ),
)
FIRST = (
    Option("together", ("same time", "at once", "at the same time", "together", "al mismo tiempo")),
    Option("sell_first", ("sell first", "selling first", "vender primero", "primero vender")),
    Option("buy_first", ("buy first", "buying first", "comprar primero", "primero comprar")),
)
PLACES = ("in", "near", "around", "close to", "somewhere in", "en", "cerca de", "por")
GOAL_POINTS = {"buy": 30, "sell": 30, "both": 35, "rent": 10}


def summarise_lead(facts: Facts) -> Mapping[str, Json]:
    """How warm the lead is, and why: a stated goal, a place, and how soon."""
    reasons: list[tuple[str, int]] = []
    goal = facts.values.get("goal")
    if isinstance(goal, str) and goal in GOAL_POINTS:
        reasons.append(
            (f"wants to {goal}" if goal != "both" else "wants to sell and buy", GOAL_POINTS[goal])
        )
    if facts.values.get("area"):
        reasons.append(("named an area", 15))
    soon = score.time_points(timing.days_ahead(facts.values.get("timeline"), facts.now))
    if soon:
        reasons.append(soon)
    if facts.values.get("wants_valuation"):
        reasons.append(("asked what a home is worth", 15))
    return score.summarise_points(reasons)


WORDS: Mapping[str, Words] = {
    **topics.WORDS,
    "greet": Words(
        en=("Thanks for reaching out!",),
        es=("¡Gracias por escribir!",),
    ),
    "taken_over": Words(en=("Happy to help.",), es=("Con gusto le ayudo.",)),
    "ask.goal": Words(
        en=(
            "Are you looking to buy, sell, or rent?",
            "So I point you the right way: is it about buying, selling, or renting a home?",
            "Which fits best: buy, sell, both, or rent?",
        ),
        es=(
            "¿Busca comprar, vender o rentar?",
            "Para orientarle bien: ¿se trata de comprar, vender o rentar?",
            "¿Qué le interesa: comprar, vender, ambas o rentar?",
        ),
    ),
    "ask.first": Words(
        en=(
            "Which would come first for you: selling your place or buying the next one?",
            "Would you start with the sale, the purchase, or do both at the same time?",
        ),
        es=(
            "¿Qué va primero: vender su casa o comprar la siguiente?",
            "¿Empezamos por la venta, la compra, o las dos al mismo tiempo?",
        ),
    ),
    "ask.area": Words(
        en=(
            "Which area are you thinking of?",
            "What city or neighborhood should we look at?",
            "Any town or zip code in mind?",
        ),
        es=(
            "¿En qué zona está pensando?",
            "¿Qué ciudad o vecindario le interesa?",
            "¿Algún lugar o zona postal en mente?",
        ),
    ),
    "ask.timeline": Words(
        en=(
            "When would you like to make a move?",
            "Roughly how soon: weeks, a few months, or later?",
            "What timing would suit you?",
        ),
        es=(
            "¿Para cuándo le gustaría?",
            "Más o menos, ¿en semanas, en unos meses o después?",
            "¿Qué fechas le vendrían bien?",
        ),
    ),
    "shown.goal.buy": Words(en=("buying",), es=("comprar",)),
    "shown.goal.sell": Words(en=("selling",), es=("vender",)),
    "shown.goal.both": Words(en=("selling and buying",), es=("vender y comprar",)),
    "shown.goal.rent": Words(en=("renting",), es=("rentar",)),
    "shown.goal.browsing": Words(en=("just looking for now",), es=("solo mirando por ahora",)),
    "shown.first.together": Words(en=("both together",), es=("las dos a la vez",)),
    "shown.first.sell_first": Words(en=("selling first",), es=("vender primero",)),
    "shown.first.buy_first": Words(en=("buying first",), es=("comprar primero",)),
    "lead.reported": Words(
        en=("That's all I needed. I've passed this on to {business}.",),
        es=("Es todo lo que necesitaba. Ya se lo pasé a {business}.",),
        verbatim=True,
    ),
    "lead.kept": Words(
        en=("That's all I needed. An agent at {business} will see this in their inbox here.",),
        es=("Es todo lo que necesitaba. Un agente de {business} lo verá aquí en su bandeja.",),
        verbatim=True,
    ),
}

BOT = Bot(
    name="lead",
    purpose="Finds out what somebody wants, where and when, and hands sellers and buyers on.",
    slots=(
        Slot(SlotShape("goal", "intent", options=GOALS), ask="ask.goal", tries=3),
        Slot(
            SlotShape("first", "choice", options=FIRST),
            ask="ask.first",
            when=lambda facts: facts.values.get("goal") == "both",
        ),
        Slot(
            SlotShape("area", "area", phrases=PLACES),
            ask="ask.area",
            tries=3,
            shown=shown.show_place,
        ),
        Slot(SlotShape("timeline", "timeline", options=timing.PACES), ask="ask.timeline", tries=3),
        *topics.SLOTS,
    ),
    words=WORDS,
    decide=interview.decide_interview,
    answers=topics.ANSWERS,
    hands_off=(HandsOff("sell", "seller"), HandsOff("buy", "buyer")),
    tools=(records.ReportQualified,),
    targets=(
        Target("process", 300, 1500, 2000),
        Target("full_qualification", 500, 2000, 3000),
    ),
    summarise=summarise_lead,
    default=True,
)
