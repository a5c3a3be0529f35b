"""Somebody who wants to sell: finds out which home, why, when, in what state and at what price."""

from collections.abc import Mapping

from frontdesk.ability import records
from frontdesk.ability.language import Option, SlotShape
from frontdesk.content.topics import real_estate as topics
from frontdesk.flow.conversation.contracts import interview, score, shown, timing
from frontdesk.flow.conversation.contracts.bot import Bot, Facts, HandsOff, Slot, Target, Words
from frontdesk.ground.words.reading import Json

REASONS = (
    Option(
        "relocation",
        topics.said(
            "relocating | relocation | relocate | job transfer | new job | getting "
            "transferred | moving for work | trabajo nuevo | nuevo trabajo | me trasladan | "
            "por trabajo"
        ),
    ),
    Option(
        "downsizing",
        topics.said(
            "downsizing | downsize | too big for us | too big for me | too much house | "
            "empty nest | empty nester | kids moved out | kids are gone | muy grande para | "
            "demasiado grande"
        ),
    ),
    Option(
        "more_space",
        topics.said(
            "more space | need more room | bigger place | bigger house | bigger home | "
            "growing family | baby on the way | outgrown | outgrew | más espacio | una más "
            "grande"
        ),
    ),
    Option(
        "inherited",
        topics.said(
            "inherited | inherit | inheritance | mom passed | dad passed | parents passed | "
            "passed away | heredé | heredamos | herencia"
        ),
    ),
    Option(
        "money",
        topics.said(
            "behind on payments | can't afford | cash out | need the money | need the cash "
            "| lost my job | pay off debt | tired of the payments | necesito el dinero"
        ),
    ),
    Option("retirement", ("retiring", "retirement", "retire", "jubilo", "jubilación", "jubilarme")),
    Option(
        "investment",
        topics.said(
            "investment property | rental property | tired landlord | tired of being a "
            "landlord | done with tenants | inquilinos"
        ),
    ),
    Option(
        "closer_to_family",
        topics.said(
            "closer to family | near family | near my family | near our kids | closer to "
            "the grandkids | closer to my kids | closer to our kids | cerca de la familia | "
            "cerca de mi familia | cerca de mis hijos"
        ),
    ),
)
STAYS = (
    Option(
        "staying_local",
        topics.said(
            "staying local | stay local | staying in the area | stay in the area | staying "
            "around | same area | same town | around here | staying here | aquí mismo | en "
            "la misma zona | por aquí"
        ),
    ),
    Option("renting_next", ("renting for a while", "going to rent", "vamos a rentar")),
    Option("undecided", ("nowhere yet", "haven't decided", "still deciding", "todavía no sabemos")),
)
MOVES = topics.said(
    "moving to | move to | moving back to | move back to | moving out to | "
    "relocating to | relocate to | heading to | headed to | going to live in | "
    "transferred to | nos mudamos a | me mudo a | mudarnos a | mudarme a | nos "
    "vamos a | me voy a"
)
CONDITIONS = (
    Option(
        "move_in_ready",
        topics.said(
            "move in ready | move-in ready | ready to move in | turnkey | everything works "
            "| everything is new | brand new | turn key | great condition | great shape | "
            "good condition | good shape | excellent condition | excellent shape | perfect "
            "condition | mint condition | fully remodeled | remodeled | renovated | updated "
            "| well maintained | like new | buen estado | buenas condiciones | excelentes "
            "condiciones | lista para mudarse | lista para habitar | remodelada | renovada "
            "| como nueva | impecable"
        ),
    ),
    Option(
        "needs_work",
        topics.said(
            "needs work | lots of work | leaks | leaking | old roof | mold | cracked | "
            "gotera | a lot of work | needs some work | needs a lot of work | needs a "
            "little work | needs tlc | tlc | fixer | fixer upper | fixer- upper | as is | "
            "as-is | outdated | dated | rough shape | bad shape | poor condition | bad "
            "condition | needs a roof | needs a new roof | needs a new | needs new | needs "
            "paint | needs updating | needs updates | needs repairs | needs fixing | needs "
            "a remodel | water damage | foundation issues | run down | not move in ready | "
            "not in great shape | not great | not in good shape | necesita arreglos | "
            "necesita reparaciones | necesita trabajo | necesita pintura | necesita techo | "
            "le falta | hay que arreglar | para arreglar | descuidada"
        ),
    ),
)
SOON_ENOUGH = topics.said(
    "the faster the better | the sooner the better | is doable | that's doable | "
    "works for us | entre más pronto mejor | cuanto antes mejor"
)
SOON_DAYS = 45
NOT_LIVED_IN = ("inherited", "investment")


def sale_soon(facts: Facts) -> bool | None:
    """Whether a sale within 30 to 45 days suits: as answered, or as their timeline says."""
    told = facts.values.get("sale_soon")
    if isinstance(told, bool):
        return told
    days = timing.days_ahead(facts.values.get("timeline"), facts.now)
    return None if days is None else days <= SOON_DAYS


def summarise_seller(facts: Facts) -> Mapping[str, Json]:
    """How ready the seller is, and why: every answer counts, a near sale counts most."""
    values = facts.values
    reasons: list[tuple[str, int]] = []
    for name, reason, points in (
        ("address", "gave the address", 20),
        ("motivation", "told the reason for selling", 15),
        ("condition", "told the condition", 10),
        ("price", "named a price", 15),
        ("moving_to", "knows where to go next", 5),
    ):
        if name in values:
            reasons.append((reason, points))
    soon = sale_soon(facts)
    if soon:
        reasons.append(("a sale within 45 days suits", 35))
    elif soon is False:
        reasons.append(("wants to sell later than in 45 days", 10))
    return {**score.summarise_points(reasons), "sale_within_45_days": soon}


WORDS: Mapping[str, Words] = {
    **topics.WORDS,
    "greet": Words(en=("Happy to help you sell.",), es=("Con gusto le ayudo a vender.",)),
    "taken_over": Words(
        en=("Happy to help you with selling.",), es=("Con gusto le ayudo con la venta.",)
    ),
    "ask.address": Words(
        en=(
            "What's the address of the home you'd sell?",
            "Which home is it? Could you send the street address and city?",
            "What street and number is the home at?",
        ),
        es=(
            "¿Cuál es la dirección de la casa que vendería?",
            "¿Qué casa es? ¿Me da la calle, el número y la ciudad?",
            "¿En qué calle y número queda la casa?",
        ),
    ),
    "ask.motivation": Words(
        en=(
            "What has you thinking about selling?",
            "What's the main reason for the move?",
            "What would selling make possible for you?",
        ),
        es=(
            "¿Qué le hace pensar en vender?",
            "¿Cuál es el motivo principal de la venta?",
            "¿Qué busca lograr con la venta?",
        ),
    ),
    "ask.moving_to": Words(
        en=("And where would you move to?", "Any idea where you'd go next?"),
        es=("¿Y a dónde se mudaría?", "¿Tiene idea de a dónde iría después?"),
    ),
    "ask.sale_soon": Words(
        en=(
            "If a buyer came along, would a sale within 30 to 45 days work for you?",
            "Would closing in about 30 to 45 days be okay, or is that too fast?",
        ),
        es=(
            "Si aparece un comprador, ¿le serviría vender en 30 a 45 días?",
            "¿Cerrar en unos 30 a 45 días le parece bien o es muy pronto?",
        ),
    ),
    "ask.timeline": Words(
        en=("What timing would suit you better?", "Roughly when would you want to be sold?"),
        es=("¿Qué fecha le vendría mejor?", "¿Más o menos para cuándo quisiera vender?"),
    ),
    "ask.condition": Words(
        en=(
            "How's the home: move-in ready, or does it need some work?",
            "If a buyer walked in today, would they see it as ready, or as needing work?",
            "Would you call it move-in ready or needs work?",
        ),
        es=(
            "¿Cómo está la casa: lista para mudarse o necesita arreglos?",
            "Si un comprador la viera hoy, ¿la encuentra lista o con arreglos por hacer?",
            "¿Diría que está lista o que necesita trabajo?",
        ),
    ),
    "ask.price": Words(
        en=(
            "What price would you feel good about?",
            "Is there a number you'd hope to get, even a rough one?",
            "What's the least you'd be happy with, roughly?",
        ),
        es=(
            "¿Con qué precio se sentiría a gusto?",
            "¿Tiene una cifra en mente, aunque sea aproximada?",
            "Más o menos, ¿cuánto esperaría recibir?",
        ),
    ),
    "ack.address": Words(
        en=("Thanks, {address}.", "Got it, {address}."),
        es=("Gracias, {address}.", "Anotado: {address}."),
    ),
    "ack.price": Words(
        en=("Okay, {price}.", "Got it, {price}."), es=("Muy bien, {price}.", "Anotado: {price}.")
    ),
    "shown.motivation.relocation": Words(en=("moving for work",), es=("mudanza por trabajo",)),
    "shown.motivation.downsizing": Words(en=("downsizing",), es=("algo más pequeño",)),
    "shown.motivation.more_space": Words(en=("more space",), es=("más espacio",)),
    "shown.motivation.inherited": Words(en=("an inherited home",), es=("una herencia",)),
    "shown.motivation.money": Words(en=("freeing up money",), es=("el dinero",)),
    "shown.motivation.retirement": Words(en=("retirement",), es=("la jubilación",)),
    "shown.motivation.investment": Words(en=("a rental to let go",), es=("una inversión",)),
    "shown.motivation.closer_to_family": Words(
        en=("being closer to family",), es=("estar cerca de la familia",)
    ),
    "shown.moving_to.staying_local": Words(en=("staying local",), es=("seguir en la zona",)),
    "shown.moving_to.renting_next": Words(en=("renting next",), es=("rentar después",)),
    "shown.moving_to.undecided": Words(en=("next place still open",), es=("destino por decidir",)),
    "shown.sale_soon.yes": Words(en=("30 to 45 days works",), es=("30 a 45 días está bien",)),
    "shown.sale_soon.no": Words(en=("not that fast",), es=("no tan pronto",)),
    "shown.condition.move_in_ready": Words(en=("move-in ready",), es=("lista para mudarse",)),
    "shown.condition.needs_work": Words(en=("needs some work",), es=("necesita arreglos",)),
    "seller.reported": Words(
        en=("That's everything I need. I've passed this on to {business}.",),
        es=("Es todo lo que necesito. Ya se lo pasé a {business}.",),
        verbatim=True,
    ),
    "seller.kept": Words(
        en=("That's everything I need. An agent at {business} will see this in their inbox here.",),
        es=("Es todo. Un agente de {business} lo verá en su bandeja aquí.",),
        verbatim=True,
    ),
    "seller.other_side": Words(
        en=("You also mentioned buying. Want to go over that now?",),
        es=("También mencionó comprar. ¿Lo vemos ahora?",),
    ),
}

BOT = Bot(
    name="seller",
    purpose="Finds out what an agent needs to help somebody sell their home.",
    slots=(
        Slot(SlotShape("address", "address"), ask="ask.address", tries=3, shown=shown.show_address),
        Slot(SlotShape("motivation", "text", options=REASONS), ask="ask.motivation", tries=2),
        Slot(
            SlotShape("moving_to", "text", options=STAYS, phrases=MOVES),
            ask="ask.moving_to",
            when=lambda facts: facts.values.get("motivation") not in NOT_LIVED_IN,
            required=False,
        ),
        Slot(
            SlotShape("sale_soon", "flag", phrases=SOON_ENOUGH),
            ask="ask.sale_soon",
            when=lambda facts: sale_soon(facts) is None,
        ),
        Slot(
            SlotShape("timeline", "timeline", options=timing.PACES),
            ask="ask.timeline",
            when=lambda facts: facts.values.get("sale_soon") is False,
            required=False,
        ),
        Slot(SlotShape("condition", "choice", options=CONDITIONS), ask="ask.condition", tries=3),
        Slot(SlotShape("price", "money"), ask="ask.price", tries=3, shown=shown.show_money),
        *topics.SLOTS,
    ),
    words=WORDS,
    decide=interview.decide_interview,
    answers=topics.ANSWERS,
    hands_off=(HandsOff("buy", "buyer"),),
    tools=(records.ReportQualified,),
    targets=(
        Target("process", 400, 1800, 2500),
        Target("full_qualification", 700, 2500, 3500),
    ),
    summarise=summarise_seller,
)
