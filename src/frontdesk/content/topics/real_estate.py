"""What customers of every real-estate bot ask on the side: noted as slots, answered truthfully."""

from collections.abc import Mapping

from frontdesk.ability.language import SlotShape
from frontdesk.flow.conversation.contracts import interview
from frontdesk.flow.conversation.contracts.bot import Slot, Words


def said(wordings: str) -> tuple[str, ...]:
    """Phrases out of one text that parts them by bars."""
    return tuple(wording.strip() for wording in wordings.split("|"))


_VALUATION = said(
    "home worth | house worth | property worth | place worth | condo worth | it "
    "worth | home value | house value | home valuation | value of my home | value "
    "of my house | market value | valuation | how much is my house | how much is my "
    "home | how much can i get for | how much would i get | what could i get for | "
    "what would you list it for | run comps | cuánto vale mi casa | cuanto vale mi "
    "casa | cuánto vale | cuanto vale | cuánto valdría | valor de mi casa | avalúo "
    "| avaluo"
)
_FEES = said(
    "commission | your fee | your fees | realtor fee | agent fee | do you charge | "
    "you guys charge | comisión | comision | comisiones | cuánto cobran | cuanto "
    "cobran | cuánto cobra"
)
_MARKET = said(
    "good time to buy | good time to sell | how's the market | hows the market | "
    "how is the market | is the market | prices going to drop | prices going down | "
    "prices go down | prices go up | interest rates | mortgage rates | mortgage "
    "rate | buen momento para | cómo está el mercado | como esta el mercado | tasas "
    "de interés | tasas de interes"
)
_VISIT = said(
    "schedule a showing | book a showing | schedule a tour | book a tour | tour it "
    "| see it in person | come look at it | come take a look | come by and look | "
    "set up a visit | schedule a visit | agendar una visita | hacer una visita | "
    "visitar la casa"
)
_LISTINGS = said(
    "send me listings | send listings | send me some listings | see listings | show "
    "me homes | show me houses | show me some homes | show me some houses | what do "
    "you have available | any homes available | any houses available | send me "
    "homes | send me houses | mandarme casas | mándeme casas | casas disponibles | "
    "qué casas tienen | que casas tienen"
)


def _noted(name: str, phrases: tuple[str, ...]) -> Slot:
    """A slot that is taken when it comes up and never asked for."""
    shape = SlotShape(name, "flag", phrases=phrases)
    return Slot(shape, ask="ask.topic", when=interview.only_noted, required=False)


SLOTS = (
    _noted("wants_valuation", _VALUATION),
    _noted("asked_fees", _FEES),
    _noted("asked_market", _MARKET),
    _noted("wants_visit", _VISIT),
    _noted("wants_listings", _LISTINGS),
)
ANSWERS: Mapping[str, str] = {
    "wants_valuation": "answer.valuation",
    "asked_fees": "answer.fees",
    "asked_market": "answer.market",
    "wants_visit": "answer.visit",
    "wants_listings": "answer.listings",
}
WORDS: Mapping[str, Words] = {
    "ask.topic": Words(en=("Anything else on your mind?",), es=("¿Algo más que quiera saber?",)),
    "answer.valuation": Words(
        en=(
            "I can't put a price on a home by text. An agent works that out from real comparable "
            "sales.",
        ),
        es=("No doy valores por mensaje. Un agente los calcula con ventas comparables reales.",),
        verbatim=True,
    ),
    "answer.fees": Words(
        en=("Fees depend on the agreement. An agent goes over them before you sign anything.",),
        es=("La comisión depende del acuerdo. Un agente se la explica antes de firmar.",),
        verbatim=True,
    ),
    "answer.market": Words(
        en=(
            "I don't guess about markets or rates. An agent or a lender can show you the numbers.",
        ),
        es=("No hago pronósticos de mercado ni de tasas. Un agente le muestra las cifras.",),
        verbatim=True,
    ),
    "answer.visit": Words(
        en=("I can't book a visit myself, but I've noted that you want one.",),
        es=("Yo no agendo visitas, pero anoté que quiere una.",),
        verbatim=True,
    ),
    "answer.listings": Words(
        en=("I can't pull up listings here, but your wishes go to an agent who can.",),
        es=("Aquí no puedo mostrar casas, pero paso sus deseos a un agente que sí puede.",),
        verbatim=True,
    ),
    "shown.timeline.asap": Words(en=("as soon as possible",), es=("lo antes posible",)),
    "shown.timeline.soon": Words(en=("soon",), es=("pronto",)),
    "shown.timeline.no_rush": Words(en=("no rush",), es=("sin prisa",)),
    "shown.timeline.flexible": Words(en=("flexible timing",), es=("fechas flexibles",)),
}
