"""Turns a message into a wish to buy, sell or rent real estate, or none of it."""

import re
from dataclasses import dataclass
from typing import Literal

from frontdesk.ability.language.acts.fold import Folded
from frontdesk.ability.language.acts.scope import Clauses, Scope
from frontdesk.ground.words.reading import Intent

BOTS = ("lead", "buyer", "seller")
NAMES = ("buy", "sell", "rent", "both_buy_and_sell", "none")
WANTED_FROM = 0.5

_HOME = (
    r"(?:hous?es?|homes?|places?|propert(?:y|ies)|condos?|condominiums?|"
    r"apartments?|apt|town ?(?:house|home)s?|"
    r"duplex(?:es)?|triplex|fourplex|flats?|units?|land|lots?|cabins?|bungalows?|"
    r"ranch|farm|acreage|acres|"
    r"mobile home|real estate|mcmansion|studio|building|loft|villa|"
    r"casas?|propiedad(?:es)?|departamentos?|depa|apartamentos?|pisos?|terrenos?|"
    r"condominios?|vivienda|hogar)"
)
_ADJ = r"(?:[\w'$&-]+ ){0,4}?"
_OWN = (
    r"(?:my|our|ours|the|this|his|her|their|mom'?s|dad'?s|parents'?|mi|nuestra|"
    r"nuestro|la|el|una?|esta)"
)
_A = r"(?:a|an|another|some|one|new|our|my|your|the|bigger|smaller|una?|otra?|new)"
_WANT = (
    r"(?:want(?:ing|s)?(?: to)?|wanna|need(?:ing|s)? to|looking (?:to|into|at)|"
    r"like to|love to|hoping to|plan(?:ning)? (?:to|on)|"
    r"thinking (?:about|of)|ready to|trying to|going to|gonna|interested in|considering|decided to|"
    r"have to|gotta|wish to|prepared to|about to|quiero|queremos|necesito|necesitamos|quisiera|"
    r"pienso|pensando en|busco|me gustaria|buscando|interesad[oa] en|deseo|"
    r"estamos por|voy a|vamos a)"
)


@dataclass(frozen=True, slots=True)
class Cue:
    """One row of evidence: how strongly a wording speaks for an intent.

    `firm` rows mean what they say whatever stands before them ("my house didn't sell").
    `past` rows speak of something done ("sold") unless nothing was done yet ("haven't sold").
    """

    intent: Literal["buy", "sell", "rent"]
    weight: float
    why: str
    pattern: str
    firm: bool = False
    past: bool = False


CUES = (
    Cue(
        "sell",
        0.93,
        "wants to sell",
        (
            rf"\b{_WANT} (?:\w+ ){{0,3}}?(?:sell(?:ing)?|vend(?:er|iendo)|deshacerme "
            r"de)\b(?! (?:me|us|you)\b)"
        ),
    ),
    Cue(
        "sell",
        0.92,
        "sells a home",
        (
            r"\b(?:sell|selling|sale of|vender|vendo|vendemos|vendiendo|vend[ea]) "
            rf"{_ADJ}{_HOME}\b"
        ),
    ),
    Cue(
        "sell",
        0.8,
        "the word sell",
        (
            r"\b(?:sell|selling|vender|vendo|vendemos|vendiendo)\b(?! (?:me|us|"
            r"you)\b)(?!er|s\b)"
        ),
    ),
    Cue(
        "sell",
        0.85,
        "asks to be sold for",
        (
            r"\bsell (?:it|this|that|ours|mine|fast|quick(?:ly)?|asap|first|before)\b|"
            r"\bseller here\b|\bi'?m a seller\b"
        ),
    ),
    Cue(
        "sell",
        0.9,
        "lists a home",
        (
            r"\b(?:re)?list(?:ing)? (?:my|our|the|this|it|ours|mine|mom'?s|dad'?s|"
            rf"with)\b(?: {_ADJ}{_HOME}\b)?"
        ),
    ),
    Cue(
        "sell",
        0.9,
        "home to the market",
        (
            r"\b(?:put(?:ting)?|get(?:ting)?|got|go(?:ing)?|place|bring(?:ing)?|throw) "
            r"[^.!?]{0,40}?\bon (?:the )?(?:market|mls)\b|\bponer [^.!?]{0,30}(?:a la|"
            r"en) venta\b|\bup for sale\b|\bput [^.!?]{0,30}\bfor sale\b"
        ),
    ),
    Cue(
        "sell",
        0.85,
        "asks what the home is worth",
        (
            r"\bhow much (?:is|are|can|could|would|will|do you think|does|might|should|"
            rf"for)[^.!?]{{0,24}}\b(?:my|our|mine|ours|this|i get for|we get for) "
            rf"?{_ADJ}(?:{_HOME}|mine|ours)\b(?! payment)|\b(?:what(?:'?s| is|s| would| "
            rf"could| can)?|know what|find out what|tell me what) (?:\w+ ){{0,3}}?(?:my|"
            rf"our) {_ADJ}{_HOME}\b[^.!?]{{0,15}}\b(?:worth|value|sell|go|get|bring|"
            rf"fetch)\b|\b(?:my|our) {_ADJ}{_HOME}(?:'?s)? (?:is |was |be |\w+ )?(?:worth|"
            r"valued?|market value)\b|\bcuanto (?:vale|valdria|cuesta|puedo (?:sacar|"
            rf"pedir)|me dan) [^.!?]{{0,20}}\bmi\b"
        ),
    ),
    Cue(
        "sell",
        0.72,
        "home valuation",
        (
            r"\bhome val(?:ue|uation)s?\b|\b(?:value|valuation|appraisal|estimate|"
            rf"evaluation|avaluo) (?:of|on|for|de) (?:my|our|mi) {_ADJ}{_HOME}\b|\bhome'?s "
            r"value\b|\bwhat'?s? (?:\w+ )?my (?:home|house) worth\b|\bcma\b|"
            r"\b(?:comparative )?market analysis\b|\bcomps (?:for|on) (?:my|our)\b|"
            rf"\bvalue (?:my|our) {_HOME}\b"
        ),
    ),
    Cue(
        "sell",
        0.85,
        "looks for a buyer of the home",
        (
            r"\b(?:buy|purchase|buyers? for|take|compr(?:a|an|en|ar|aria|arian|arme)) "
            rf"(?:my|our|mi|nuestra) {_ADJ}{_HOME}\b|\b(?:find|get|need|have|looking for|"
            r"want|bring|send) (?:me |us )?(?:a |any |some |cash |serious )*buyers?\b|"
            r"\b(?:do|would|will|can|could) (?:you|u|you guys|ustedes)(?: all)? (?:still |"
            r"also |ever )?buy (?:houses|homes|properties|land|condos|old|ugly|as[- ]is|"
            r"distressed)"
        ),
        firm=True,
    ),
    Cue(
        "sell",
        0.7,
        "asks for a cash offer",
        (
            r"\bcash offers?\b(?= (?:on|for) (?:my|our)|[^.!?]{0,12}$)|\b(?:make|get|give|"
            r"want|need|send|looking for|like) (?:me |us )?(?:an?|the|your) (?:\w+ "
            r")?(?:cash )?offer (?:on|for) (?:my|our|the)\b|\bfsbo\b|\bfor sale by owner\b"
        ),
    ),
    Cue(
        "sell",
        0.8,
        "parts with the home",
        (
            r"\b(?:get(?:ting)? rid of|offload(?:ing)?|unload(?:ing)?|part(?:ing)? with|"
            r"let(?:ting)? go of|cash(?:ing)? out (?:of|on)|liquidat(?:e|ing)|"
            rf"dump(?:ing)?) (?:my|our|the|this|a|an|some|one) {_ADJ}{_HOME}\b"
        ),
    ),
    Cue(
        "sell",
        0.9,
        "a home that did not sell",
        (
            r"\b(?:(?:didn'?t|did not|couldn'?t|wouldn'?t|won'?t|hasn'?t|never|not|isn'?t|"
            r"haven'?t|still (?:hasn'?t|not|haven'?t)|can'?t|cannot|wont|cant|didnt|"
            r"hasnt) (?:been )?(?:able to )?(?:get (?:it |ours )?|be )?(?:sold?|selling|"
            r"sell|moving)\b)|\blisting (?:has )?expired\b|\bexpired listing\b"
        ),
        firm=True,
    ),
    Cue(
        "sell",
        0.85,
        "wants it sold",
        (
            r"\b(?:get|getting|have|need|want|wants?|like)(?: to (?:see|get|have))? (?:it|"
            rf"this|that|them|(?:my|our|the|this|mom'?s) {_ADJ}{_HOME}) sold\b|\bbe sold\b"
        ),
    ),
    Cue("sell", 0.6, "sold", r"\b(?:sold|vendi|vendimos|vendido)\b", past=True),
    Cue(
        "sell",
        0.5,
        "moves to less",
        (
            r"\bdownsiz(?:e|ing)\b|\binherited (?:a|my|the|this|his|her|our)\b|\bmake "
            r"ready for sale\b"
        ),
    ),
    Cue(
        "buy",
        0.93,
        "wants to buy",
        (
            rf"\b{_WANT} (?:\w+ ){{0,3}}?(?:buy(?:ing)?|purchas(?:e|ing)|compr(?:ar|ando)|"
            r"invest(?:ing)?|invertir)\b(?! (?:my|our|mi|nuestra)\b)"
        ),
    ),
    Cue(
        "buy",
        0.92,
        "buys a home",
        (
            r"\b(?:buy|buying|purchase|purchasing|acquire|comprar|compramos|comprando|"
            rf"adquirir) (?!my\b|our\b|mi\b|nuestra\b){_ADJ}{_HOME}\b"
        ),
    ),
    Cue(
        "buy",
        0.8,
        "the word buy",
        (
            r"\b(?:buy|buying|purchase|purchasing|comprar|comprando)\b(?! (?:my|our|mi|"
            r"nuestra|houses|homes)\b)|\b(?:buy|get|purchase|comprar) (?:another|a new|a "
            r"bigger|a smaller|a different|something|otra|una)\b"
        ),
    ),
    Cue(
        "buy",
        0.85,
        "looks for a home",
        (
            r"\b(?:look(?:ing)?|search(?:ing)?|shop(?:ping)?|hunt(?:ing)?|in the market|"
            rf"market|busco|buscamos|buscando|buscar) (?:for |at |to find |to get )?{_A} "
            rf"?{_ADJ}{_HOME}\b(?! (?:to rent|for rent|to lease|inspector|painter|cleaner|"
            r"insurance|loan))|\b(?:looking|look|shopping|searching|hunting) (?:for|at) "
            rf"{_ADJ}{_HOME}\b(?! to rent| for rent| to lease)|\b(?:in the market)\b|"
            r"\b(?:house|home|condo)[ -]?(?:hunt|shop|search)(?:ing)?\b"
        ),
    ),
    Cue(
        "buy",
        0.82,
        "finds a home",
        (
            r"\b(?:find|finding|get|getting|need|want|wants?|own|owning|help me (?:find|"
            rf"get)) (?:me |us |into )?(?:(?:a|an|another|my|our) (?:\w+ ){{0,2}}?(?:new|"
            r"first|bigger|larger|smaller|dream|starter|forever|nicer|different|next|"
            rf"better) {_ADJ}{_HOME}|(?:a|an|another) {_ADJ}{_HOME})\b(?! (?:to rent|for "
            r"rent|to lease|inspector|painter|cleaner|insurance|payment|number))|"
            r"\bnecesito una casa\b"
        ),
    ),
    Cue(
        "buy",
        0.8,
        "homes for sale",
        (
            rf"\b{_HOME} (?:\w+ ){{0,3}}?(?:for sale|on the market|en venta)\b(?! by "
            rf"owner)|\b(?:is|are) [^.!?]{{0,40}}\b(?:still )?(?:available|for sale|on the "
            r"market)\b|\b(?:send|show|see|get|email|text|any|new|more|your|those) (?:me |"
            rf"us )?(?:\w+ ){{0,3}}?listings?\b|\bwhat(?:'?s| is| do you have| else)? "
            r"(?:on the market|available|for sale)\b"
        ),
    ),
    Cue(
        "buy",
        0.7,
        "wants to see a home",
        (
            r"\b(?:tour|view|viewing|visit|showing|walk through|see|check out|look at|"
            r"open house|ver|visitar|visita) (?:of |at |for )?(?:the|that|this|a|some|any|"
            rf"la|esa|esta|una) {_ADJ}(?:{_HOME}|listing|one on|it)\b|\b(?:schedule|book|"
            r"set up|arrange|do|have|request) (?:a|an|another) (?:\w+ )?(?:showing|tour|"
            r"viewing|visit|walkthrough)\b"
        ),
    ),
    Cue(
        "buy",
        0.75,
        "readies a mortgage",
        (
            r"\bpre-? ?(?:approv|qualif|aprob|calif)\w*|\bdown ?payment\b|\b(?:fha|va|"
            r"usda|conventional|jumbo) (?:loan|mortgage|financing|buyers?)\b|\bva loan\b|"
            r"\bfha\b|\b(?:get|getting|qualify for|apply for|need) (?:a|an) (?:\w+ "
            r")?mortgage\b|\benganche\b"
        ),
    ),
    Cue(
        "buy",
        0.8,
        "buys for the first time",
        (
            r"\bfirst[- ]?time (?:home ?)?(?:buyers?|owners?)\b|\bfirst home\b|\b(?:i'?m|"
            r"we'?re|im|as) (?:a )?(?:\w+ ){0,2}?(?:home ?)?buyers?\b|\b(?:cash|serious) "
            r"buyer here\b|\bstop renting\b"
        ),
    ),
    Cue(
        "buy",
        0.6,
        "names a budget",
        (
            r"\bbudget\b[^.!?]{0,40}?(?:\$|\d)|\b(?:can|could) (?:we |i )?(?:afford|"
            r"spend)\b[^.!?]{0,24}\d|\bhow much (?:\w+ )?(?:house|home) (?:can|could) "
            r"(?:i|we) afford\b"
        ),
    ),
    Cue(
        "buy",
        0.75,
        "makes an offer",
        (
            r"\b(?:make|put|submit|write|put in|making|putting) (?:in )?(?:an?|our|my) "
            r"(?:\w+ )?offers?\b(?! (?:on|for) (?:my|our))|\b(?:escrow on|under contract "
            r"on) a\b"
        ),
    ),
    Cue(
        "buy",
        0.8,
        "trades homes",
        (
            r"\b(?:up ?grad(?:e|ing) to|trad(?:e|ing) up|mov(?:e|ing) (?:in)?to) (?:a|an|"
            rf"something) (?:\w+ ){{0,3}}?(?:{_HOME}|bigger|smaller|larger|nicer)\b"
        ),
    ),
    Cue(
        "buy",
        0.6,
        "bought",
        r"\b(?:bought|purchased|compre|compramos|comprado|closed on)\b",
        past=True,
    ),
    Cue(
        "rent",
        0.9,
        "rents",
        (
            r"\b(?:rent|renting|lease|leasing|alquilar|rentar|arrendar|alquilando|rento|"
            r"alquilo)\b(?! (?:is|was|went|goes|control|check|payment|increase|due|"
            r"back)\b)"
        ),
    ),
    Cue(
        "rent",
        0.85,
        "a place for rent",
        (
            r"\b(?:rentals?|for rent|to let|en renta|en alquiler|de renta|sublet|sublease|"
            r"short[- ]term lease)\b"
        ),
    ),
    Cue("rent", 0.5, "rented", r"\b(?:rented|leased|alquile|rente)\b", past=True),
)
_COMPILED = tuple((cue, re.compile(cue.pattern)) for cue in CUES)
_GATE = re.compile(
    r"sell|sold|sale|vend|venta|list|market|mls|worth|value|valuation|cma|comps|"
    r"buy|offer|fsbo|rid of|load|part|let|cash|"
    r"expired|downsiz|inherit|purchas|compr|invest|invert|acquir|adquir|bought|"
    r"look|search|shop|hunt|busc|find|get|need|want|"
    r"own|house|home|condo|casa|place|apartment|propert|show|tour|view|visit|see|"
    r"pre-? ?(?:app|qual|apr|cal)|payment|loan|fha|\bva\b|"
    r"mortgage|first|renting|budget|afford|spend|escrow|upgrad|up grad|trad|mov|"
    r"rent|leas|alquil|arrend|let|cuanto|how much|avaluo|available|enganche|closed"
)
_PRESENT_RENT = re.compile(
    r"\b(?:currently|right now|now|still|been|tired of|sick of|stop|paying|done|"
    r"hate|instead of|rather than|no longer)\b[^.!?,;]{0,20}$|\b(?:i'?m|we'?re|i "
    r"am|we are)(?: just| only)? $"
)
_RENT_AS_THING = re.compile(r"\b(?:tenants?|rental (?:property|income|house|unit|home)|rented)\b")


@dataclass(frozen=True, slots=True)
class _Hit:
    cue: Cue
    start: int
    end: int
    scope: Scope


def find_estate(folded: Folded, clauses: Clauses) -> tuple[Intent, ...]:
    """The real-estate intents, denied and done ones marked; `none` where there is no wish."""
    hits = _hits(folded, clauses) if _GATE.search(folded.text) else []
    intents = [
        intent
        for name in ("buy", "sell", "rent")
        if (intent := _weigh(name, [hit for hit in hits if hit.cue.intent == name], folded))
    ]
    wishes = {intent.name: intent for intent in intents if intent.wanted}
    buy, sell = wishes.get("buy"), wishes.get("sell")
    if buy and sell:
        span = (min(buy.span[0], sell.span[0]), max(buy.span[1], sell.span[1]))
        both = Intent("both_buy_and_sell", min(buy.score, sell.score), span, why="buys and sells")
        intents.append(both)
    best = max((intent.score for intent in wishes.values()), default=0.0)
    if best < WANTED_FROM:
        whole = (0, len(folded.text)) if folded.where is None else folded.span(0, len(folded.text))
        intents.append(Intent("none", round(1.0 - best, 3), whole, why="no real-estate wish"))
    return tuple(intents)


def _hits(folded: Folded, clauses: Clauses) -> list[_Hit]:
    text = folded.text
    return [
        _Hit(cue, *match.span(), clauses.at(*match.span()))
        for cue, pattern in _COMPILED
        for match in pattern.finditer(text)
    ]


def _weigh(name: str, hits: list[_Hit], folded: Folded) -> Intent | None:
    """One intent out of its evidence: wanted beats done beats denied."""
    counted = [hit for hit in hits if not hit.scope.quoted]
    sides: dict[str, list[_Hit]] = {"wanted": [], "done": [], "denied": []}
    for hit in counted:
        sides[_side(hit, folded.text)].append(hit)
    if any(hit.cue.past for hit in sides["done"]):
        sides["wanted"] = [hit for hit in sides["wanted"] if not _inside(hit, sides["done"])]
    sides["wanted"] = [hit for hit in sides["wanted"] if not _inside(hit, sides["denied"])]
    side = next((side for side in ("wanted", "done", "denied") if sides[side]), None)
    if side is None:
        return None
    chosen = sides[side]
    miss = 1.0
    for hit in {hit.cue.why: hit for hit in chosen}.values():
        miss *= 1.0 - _weight(hit)
    best = max(chosen, key=_weight)
    return Intent(
        name,
        round(min(0.98, 1.0 - miss), 3),
        folded.span(best.start, best.end),
        negated=side == "denied",
        done=side == "done",
        why=best.cue.why,
    )


def _inside(hit: _Hit, others: list[_Hit]) -> bool:
    return any(other.start < hit.end and hit.start < other.end for other in others)


def _weight(hit: _Hit) -> float:
    weight = hit.cue.weight
    if hit.scope.others:
        weight *= 0.45
    if hit.scope.in_doubt:
        weight *= 0.7
    return weight


def _side(hit: _Hit, text: str) -> Literal["wanted", "done", "denied"]:
    if hit.cue.firm:
        return "wanted"
    if hit.cue.past:
        return "wanted" if hit.scope.denied else "done"
    if hit.cue.intent == "rent" and (_PRESENT_RENT.search(text[: hit.start])):
        return "denied" if hit.scope.denied else "done"
    if hit.scope.denied:
        return "denied"
    return "wanted"
