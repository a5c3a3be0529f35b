"""Somebody who wants to buy: finds out where, what, for how much, how it is paid, and when."""

from collections.abc import Mapping

from frontdesk.ability import records
from frontdesk.ability.language import Option, SlotShape
from frontdesk.content.topics import real_estate as topics
from frontdesk.flow.conversation.contracts import interview, score, shown, timing
from frontdesk.flow.conversation.contracts.bot import Bot, Facts, HandsOff, Slot, Target, Words
from frontdesk.ground.words.reading import Json

FINANCING = (
    Option(
        "pre_approved",
        topics.said(
            "pre approved | pre-approved | preapproved | pre approval | pre-approval | "
            "preapproval | pre qualified | pre-qualified | prequalified | got approved | "
            "already approved | approved for | have a lender | loan is approved | "
            "preaprobado | preaprobada | preaprobados | pre aprobado | preaprobación | ya "
            "me aprobaron"
        ),
    ),
    Option(
        "cash",
        topics.said(
            "cash | all cash | paying cash | cash buyer | no loan | no mortgage | efectivo "
            "| al contado | de contado"
        ),
    ),
    Option(
        "needs_lender",
        topics.said(
            "need a lender | need lender | needs lender | no lender yet | need a loan | a loan | "
            "need financing | need a mortgage | need to get approved | need to get "
            "preapproved | not yet | haven't started | haven't talked to | haven't applied "
            "| haven't been pre-approved | not pre-approved | not preapproved | not pre "
            "approved | not approved | still need | lender recommendation | getting a loan "
            "| with a loan | fha | va loan | todavía no | aún no | necesito un préstamo | "
            "necesito préstamo | necesito financiamiento | necesito un banco | con crédito "
            "| con préstamo"
        ),
    ),
)
NOTHING = (
    Option(
        "none",
        topics.said(
            "nothing special | nothing specific | nothing in particular | nothing else | "
            "not really | no preference | no must haves | nada especial | nada en especial "
            "| nada en particular | nada más"
        ),
    ),
)
FEATURES: Mapping[str, tuple[str, ...]] = {
    "pool": ("pool", "swimming pool", "piscina", "alberca"),
    "garage": ("garage", "car garage", "garaje", "cochera"),
    "yard": ("yard", "backyard", "big yard", "fenced yard", "jardín", "patio"),
    "single_story": (
        "single story",
        "one story",
        "single level",
        "one level",
        "no stairs",
        "un piso",
    ),
    "home_office": ("home office", "office", "oficina"),
}
PLACES = topics.said("in | near | around | close to | somewhere in | en | cerca de | por")


def no_feature_named(facts: Facts) -> bool:
    """Must-haves are asked unless the customer has named some already."""
    return not any(name in facts.values for name in FEATURES)


def summarise_buyer(facts: Facts) -> Mapping[str, Json]:
    """How ready the buyer is, and why: paying secured and a near move count most."""
    values = facts.values
    reasons: list[tuple[str, int]] = []
    for name, reason, points in (
        ("area", "named an area", 10),
        ("beds", "knows the size", 10),
        ("budget", "named a budget", 15),
    ):
        if name in values:
            reasons.append((reason, points))
    paying = {
        "cash": ("pays cash", 25),
        "pre_approved": ("is pre-approved", 25),
        "needs_lender": ("still needs a lender", 5),
    }.get(str(values.get("financing")))
    reasons += [paying] if paying else []
    soon = score.time_points(timing.days_ahead(values.get("timeline"), facts.now))
    reasons += [soon] if soon else []
    return score.summarise_points(reasons)


WORDS: Mapping[str, Words] = {
    **topics.WORDS,
    "greet": Words(en=("Happy to help you buy.",), es=("Con gusto le ayudo a comprar.",)),
    "taken_over": Words(
        en=("Happy to help you with buying.",), es=("Con gusto le ayudo con la compra.",)
    ),
    "ask.area": Words(
        en=(
            "Which area would you like to live in?",
            "What town or neighborhood should the search start in?",
            "Any city or zip code you have in mind?",
        ),
        es=(
            "¿En qué zona le gustaría vivir?",
            "¿Por qué ciudad o vecindario empezamos la búsqueda?",
            "¿Tiene en mente alguna ciudad o zona postal?",
        ),
    ),
    "ask.beds": Words(
        en=(
            "How many bedrooms and baths do you need?",
            "What size works for you? Say, how many bedrooms?",
            "At least how many bedrooms?",
        ),
        es=(
            "¿Cuántas recámaras y baños necesita?",
            "¿De qué tamaño la busca? ¿Cuántas recámaras?",
            "¿Cuántas recámaras como mínimo?",
        ),
    ),
    "ask.baths": Words(en=("How many baths?",), es=("¿Cuántos baños?",)),
    "ask.must_haves": Words(
        en=(
            "Any must-haves, like a yard, a garage or a home office?",
            "Is there anything the home really has to have?",
        ),
        es=(
            "¿Algo indispensable, como jardín, cochera u oficina?",
            "¿Hay algo que la casa deba tener sí o sí?",
        ),
    ),
    "ask.budget": Words(
        en=(
            "What price range would be comfortable?",
            "Roughly what would you like to spend, at most?",
            "Even a ballpark helps: what's the most you'd pay?",
        ),
        es=(
            "¿Qué rango de precio le queda cómodo?",
            "Más o menos, ¿cuánto quisiera gastar como máximo?",
            "Aunque sea aproximado, ¿cuál sería su tope?",
        ),
    ),
    "ask.financing": Words(
        en=(
            "Are you pre-approved, paying cash, or still looking for a lender?",
            "How would you pay: a pre-approved loan, cash, or is a lender still to be found?",
            "Which fits: pre-approved, cash, or need a lender?",
        ),
        es=(
            "¿Tiene preaprobación, paga de contado o aún busca banco?",
            "¿Cómo pagaría: crédito preaprobado, contado o falta el banco?",
            "¿Qué aplica: preaprobado, contado o necesita banco?",
        ),
    ),
    "ask.timeline": Words(
        en=(
            "When would you like to be in the new place?",
            "Roughly how soon would you like to move: weeks, months, or later?",
            "What move date would suit you?",
        ),
        es=(
            "¿Para cuándo le gustaría mudarse?",
            "Más o menos, ¿en semanas, meses o después?",
            "¿Qué fecha de mudanza le vendría bien?",
        ),
    ),
    "ack.area": Words(
        en=("{area}, got it.", "Okay, {area}."), es=("{area}, entendido.", "Muy bien, {area}.")
    ),
    "ack.budget": Words(
        en=("Okay, {budget}.", "Got it, {budget}."),
        es=("Muy bien, {budget}.", "Anotado: {budget}."),
    ),
    "shown.must_haves.none": Words(en=("no special must-haves",), es=("nada indispensable",)),
    "shown.pool.yes": Words(en=("a pool",), es=("piscina",)),
    "shown.garage.yes": Words(en=("a garage",), es=("cochera",)),
    "shown.yard.yes": Words(en=("a yard",), es=("jardín",)),
    "shown.single_story.yes": Words(en=("a single story",), es=("un solo piso",)),
    "shown.home_office.yes": Words(en=("a home office",), es=("oficina en casa",)),
    "shown.pool.no": Words(en=("no pool",), es=("sin piscina",)),
    "shown.garage.no": Words(en=("no garage",), es=("sin cochera",)),
    "shown.yard.no": Words(en=("no yard",), es=("sin jardín",)),
    "shown.single_story.no": Words(en=("stairs are fine",), es=("con escaleras está bien",)),
    "shown.home_office.no": Words(en=("no home office",), es=("sin oficina",)),
    "shown.financing.pre_approved": Words(en=("pre-approved",), es=("con preaprobación",)),
    "shown.financing.cash": Words(en=("paying cash",), es=("de contado",)),
    "shown.financing.needs_lender": Words(en=("still to find a lender",), es=("falta el banco",)),
    "buyer.reported": Words(
        en=("That's everything I need. I've passed this on to {business}.",),
        es=("Es todo lo que necesito. Ya se lo pasé a {business}.",),
        verbatim=True,
    ),
    "buyer.kept": Words(
        en=("That's everything I need. An agent at {business} will see this in their inbox here.",),
        es=("Es todo. Un agente de {business} lo verá en su bandeja aquí.",),
        verbatim=True,
    ),
    "buyer.other_side": Words(
        en=("You also mentioned selling. Want to go over that now?",),
        es=("También mencionó vender. ¿Lo vemos ahora?",),
    ),
}

BOT = Bot(
    name="buyer",
    purpose="Finds out what an agent needs to help somebody buy a home.",
    slots=(
        Slot(
            SlotShape("area", "area", phrases=PLACES),
            ask="ask.area",
            tries=3,
            shown=shown.show_place,
        ),
        Slot(SlotShape("beds", "beds"), ask="ask.beds", tries=3, shown=shown.show_number),
        Slot(
            SlotShape("baths", "baths"),
            ask="ask.baths",
            when=interview.only_noted,
            required=False,
            shown=shown.show_number,
        ),
        Slot(
            SlotShape("must_haves", "text", options=NOTHING),
            ask="ask.must_haves",
            when=no_feature_named,
            tries=1,
            required=False,
        ),
        Slot(SlotShape("budget", "money"), ask="ask.budget", tries=3, shown=shown.show_money),
        Slot(SlotShape("financing", "choice", options=FINANCING), ask="ask.financing", tries=3),
        Slot(SlotShape("timeline", "timeline", options=timing.PACES), ask="ask.timeline", tries=3),
        *(
            Slot(
                SlotShape(name, "flag", phrases=phrases),
                ask="ask.must_haves",
                when=interview.only_noted,
                required=False,
            )
            for name, phrases in FEATURES.items()
        ),
        *topics.SLOTS,
    ),
    words=WORDS,
    decide=interview.decide_interview,
    answers=topics.ANSWERS,
    hands_off=(HandsOff("sell", "seller"),),
    tools=(records.ReportQualified,),
    targets=(
        Target("process", 400, 1800, 2500),
        Target("full_qualification", 800, 2500, 3500),
    ),
    summarise=summarise_buyer,
)
