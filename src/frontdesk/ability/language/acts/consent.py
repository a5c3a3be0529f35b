"""Turns a message into a wish to hear no more, to hear again, or to get help with messages.

By the rule in force since 11 April 2025 (47 CFR 64.1200(a)(10)) any wording a reasonable person
understands as a revocation counts; the listed single words always do.
"""

import re
from dataclasses import dataclass

from frontdesk.ability.language.acts.fold import Folded
from frontdesk.ground.words.reading import Opt, Span

_POLITE = frozenset(
    [
        "please",
        "pls",
        "plz",
        "por",
        "favor",
        "now",
        "thanks",
        "thank",
        "you",
        "ok",
        "okay",
        "hi",
        "hello",
        "hey",
        "sir",
        "gracias",
        "already",
        "it",
        "all",
        "everything",
        "immediately",
        "asap",
        "ya",
        "me",
        "texts",
        "messages",
        "txt",
        "msgs",
        "the",
        "this",
        "that",
    ]
)
_OUT_WORDS = frozenset(
    [
        "stop",
        "stopp",
        "stopall",
        "unsubscribe",
        "unsub",
        "unsubscribed",
        "cancel",
        "end",
        "quit",
        "revoke",
        "optout",
        "remove",
        "arret",
        "arrett",
        "arrete",
        "desuscribir",
        "desuscribirme",
        "baja",
        "alto",
        "parar",
        "pare",
        "paren",
        "detener",
        "cancelar",
        "stopit",
        "unsuscribe",
        "unsubcribe",
        "detente",
        "basta",
    ]
)
_IN_WORDS = frozenset(
    [
        "start",
        "unstop",
        "restart",
        "resume",
        "resubscribe",
        "subscribe",
        "optin",
        "alta",
        "suscribir",
    ]
)
_HELP_WORDS = frozenset(("help", "info", "ayuda"))
_CONTACT_ING = (
    r"(?:text(?:ing|in|s)?|txt(?:ing|in|s)?|messag(?:ing|es?|in)|msg(?:ing|s|in)?|contact(?:ing)?|"
    r"call(?:ing|s|in)?|emailing|e-?mails?|sending|send(?:s|in)?|bothering|"
    r"bugging|spam+(?:ing|min)?|"
    r"harass(?:ing|in)?|writing|pinging|hitting|blowing|reaching out|bombarding|"
    r"solicit(?:ing|ation)?|"
    r"notifications?|alerts?|communications?|reminders?|updates|reaching)"
)
_MSGS = (
    r"(?:texts?|txts?|messages?|msgs?|msg|calls?|emails?|sms|spam|notifications?|alerts?|ads|"
    r"communications?|marketing|updates|stuff|crap|these|contact|promos?|promotions|solicitations?)"
)
_UNLESS = (
    r"(?! (?:before|after|during|until|till|at (?:work|night|\d)|on (?:weekends?|"
    r"sundays?|saturdays?|mondays?|my)|"
    r"about (?:the )?(?:price|listing|condo|house|home)|while|when|unless|so "
    r"(?:late|early)|too (?:late|early)|with (?:price|quote)|"
    r"back (?:before|until|till)|if|between|right now|today|this (?:week|month)|yet|first|"
    r"that (?:late|early)|from (?:a|that|the)))"
)
_OUT = re.compile(
    "|".join(
        (
            r"(?<!non-)(?<!non )\b(?:stop|quit|cease|halt|enough)(?: (?:with|it "
            r"with))?(?: (?:all|the|these|those|this|your|any|sending|"
            r"fucking|freaking|damn|please|more|further|future|of|me|us|marketing|"
            rf"promo|automated|my|me any|me all))* {_CONTACT_ING}\b{_UNLESS}",
            (
                r"\b(?:no|zero|not any|any) (?:more|further|additional) (?:of "
                r")?(?:(?:these|the|your|this|fucking|damn|freaking|marketing) "
                rf")*{_MSGS}\b{_UNLESS}"
            ),
            r"\b(?:(?:do not|don'?t|dont|never|please not)(?: (?:ever|you|want you to|"
            r"u|wish to be))? (?:text|txt|message|msg|contact|call|email|"
            r"e-?mail|write(?: to)?|bother|ping|phone|spam|hit up|solicit|contacted|"
            r"reach out to)(?: or (?:text|call|message|email|contact))?(?: to)? "
            r"?(?:me|us|this (?:number|phone)|my (?:phone|"
            r"number|cell)|here)\b)(?:(?= (?:any ?more|again|ever|please|pls|plz|ok|"
            r"at all|period|with))|(?=[\s.!]*$)|(?=[,.!;]+ (?:i|please|thanks|stop|"
            r"remove|ever|this|take|thank)\b))",
            r"\b(?:do not|don'?t|dont) (?:send|give)(?: me| us)?(?: (?:any|anything|"
            r"these|those|this|your|more|"
            rf"marketing|promo|any more|anymore|no more|another))+ ?{_MSGS}?\b(?! "
            rf"(?:listings?|houses|homes|photos|over|below))(?= ?(?:{_MSGS})?(?: "
            r"(?:any ?more|again|ever|please|to me|to this))?[\s.!]*$)",
            r"\b(?:take|get|pull|scrub|delete|remove|cut|drop|erase|scratch)(?: (?:me|us|my|this|our|"
            r"number|phone|name|info|contact|cell|from|off|out|number|of|please))+ "
            r"(?:your|this|the|that|ur|all|any|these|those)?(?: \w+){0,2} ?"
            r"(?:list(?!ing)s?|database|system|records|contacts|texts|messages|"
            r"mailing|distribution|group|subscription|campaign|files|phone|"
            r"directory)\b",
            (
                r"\b(?:take|remove|delete|drop) (?:me|us)(?: off| out)?(?: (?:please|pls|"
                r"now|thanks?|thank you|immediately|asap))*[\s.!]*$"
            ),
            (
                r"\b(?:remove|delete|lose|forget|erase|block) (?:my|this|our) (?:(?:phone|"
                r"cell|mobile) )?(?:number|no\.?|contact|digits)\b"
            ),
            (
                r"\bunsubscri(?:be|bed|bing)\b|\bunsubscribe me\b|\bopt(?:ing|ed)?[ "
                r"-]?(?:me |us )?(?:out|down)\b(?! of (?:the )?(?:hoa|escrow|warranty|"
                r"inspection))"
            ),
            (
                r"\bleave (?:me|us) (?:the \w+ )?alone\b|\b(?:go|get) (?:away|"
                r"lost)[\s.!]*$|\bbuzz off\b|\b(?:f\W?\w?\W?\w?k|piss|bugger|screw) off\b"
            ),
            r"\b(?:i )?(?:no longer|dont|don'?t|do not|never|didn'?t|did not) (?:want|"
            r"wish|care|need|consent|agree|like|asked?|sign(?:ed)? up)(?: (?:to|"
            r"for))?(?: (?:be|get|getting|receive|receiving|have|hear|any|be getting|"
            r"hearing|see|"
            r"your|you|these|this|those|more|to|further|being|all|from|marketing))* "
            r"(?:contacted|texted|called|messaged|texts?|messages?|msgs?|calls|emails|"
            r"from you|from (?:u|ya|this|your (?:company|team|business))|hearing from "
            r"you|sms|texting me|contacting me|subscribed|bothered|spam|"
            r"notifications)\b",
            (
                r"\b(?:i )?(?:hereby )?(?:revoke|withdraw|withdrawing|rescind|revoking|"
                r"take back|cancel) (?:my |any |all |the )*(?:consent|permission|"
                r"authorization|subscription|opt[- ]?in)\b"
            ),
            (
                r"\b(?:cancel|end|stop|discontinue|terminate|suspend) (?:my|the|this|"
                r"these|all|your|future) (?:\w+ )?(?:subscription|messages?|texts?|"
                r"texting|notifications|alerts|text messages?|sms|communication|service "
                r"messages)\b"
            ),
            r"\b(?:how (?:do|can) i|want to|wanna|i'?d like to|make (?:it|this|these|"
            r"them)|can (?:you|u)|will you|would you|need (?:it|this|these|you) to|"
            r"please|pls|plz|just|i said|told you(?: to)?) "
            r"(?:please |just )?(?:stop|unsubscribe|opt out|quit)(?: (?:it|this|these|"
            r"that|now|already|please|pls|thanks|the texts|getting these))*[\s.!?]*$",
            (
                r"^\W*(?:(?:please|pls|plz|just|ok|okay|hey|hi|omg|ugh|dude|bro) "
                r")*(?:stop|quit|enough)(?: (?:it|this|that|now|already|please|pls|plz|"
                r"thanks|thank you|already please|right now|immediately|asap|all|it now|"
                r"ok|damn ?it))+[\s.!]*$"
            ),
            (
                r"\bput (?:me|us|this number|my number) on (?:your|the|a) (?:do[- ]not[- "
                r"](?:call|contact|text)|dnc)\b|\bdo[- ]not[- ](?:call|contact|text) "
                r"list\b|^\W*(?:dnc|dnd)\W*$"
            ),
            (
                r"\b(?:i'?m|im|i am|we'?re) (?:done|through|finished) (?:with|getting|"
                r"receiving) (?:these|your|the|this|all) (?:\w+ )?(?:texts?|messages?|"
                r"calls|spam|texting|bot)\b"
            ),
            (
                r"\b(?:text|message|call|contact)(?:s|ing)? me (?:again )?and (?:i'?ll|i "
                r"will|we'?ll) (?:report|sue|block|call|file)\b|\b(?:reporting|report) "
                r"(?:you|this|u) (?:to the fcc|as spam|for spam|for harassment)\b"
            ),
            (
                r"\bquit(?:ting)? (?:this )?(?:list|messages)\b|\b(?:enough|tired|sick) "
                r"(?:of|with) (?:these|the|your|all these|all the|this) (?:\w+ "
                r")?(?:texts?|messages?|calls|spam|texting)\b|\benough already\b|\bcut it "
                r"out\b|\bknock it off\b"
            ),
            (
                r"\b(?:no (?:me )?(?:mande|mandes|manden|envie|envies|envien|escriba|"
                r"escribas|escriban|llame|llames|llamen|contacte|contacten|contactes|"
                r"moleste|molesten|molestes|textee|texteen|vuelva[ns]? a (?:llamar|"
                r"escribir|contactar|mandar))(?:me|le|nos)?\b)"
            ),
            (
                r"\b(?:ya )?(?:no (?:quiero|deseo|queremos)) (?:recibir|mas|que me|sus|"
                r"estos|seguir recibiendo)\b(?! (?:casas|ofertas bajas))"
            ),
            (
                r"\b(?:dejen?|deja|deje|dejar|paren?|para|basta) (?:ya )?(?:de )(?:\w+ "
                r")?(?:mandar|enviar|escribir|llamar|molestar|textear|contactar|enviarme|"
                r"mandarme|escribirme|llamarme|molestarme|contactarme|mensajes|textos|"
                r"tantos)\w*\b"
            ),
            (
                r"\b(?:borren?|borra|eliminen?|elimina|quiten?|quita|saquen?|saca|"
                r"remuevan?|bajen?)(?:me|nos)?\b[^.!?]{0,25}\b(?:lista|numero|base de "
                r"datos|sistema|contactos|telefono)\b|\b(?:darme|dame|denme|deme) de "
                r"baja\b|\bquiero (?:cancelar|darme de baja|"
                r"salirme)\b[^.!?]{0,25}(?:mensajes|suscripcion|lista|$)|^\W*no mas(?: "
                r"(?:mensajes|textos|llamadas|por favor|gracias))*\W*$|\bno mas "
                r"(?:mensajes|textos|llamadas|sms)\b|\bcancel(?:ar|en|e) (?:la |mi |los |"
                r"mis )?(?:suscripcion|mensajes|textos)\b|\bdeten(?:gan|er|ga) (?:los|"
                r"estos|sus) (?:mensajes|textos)\b|^\W*(?:ya )?(?:alto|basta|dejen?me en "
                r"paz|dejame en paz)\b"
            ),
            r"\bdejen?me (?:en paz|tranquil[oa])\b|\bdejame (?:en paz|tranquil[oa])\b",
        )
    )
)
_IN = re.compile(
    r"\b(?:opt(?: me)?(?: back)?[ -]in\b|(?:re-?)?subscribe me\b|sign me (?:back "
    r")?up (?:again|for (?:texts|messages|alerts))|"
    r"(?:start|resume|begin) (?:sending |getting )?(?:me )?(?:the )?(?:texts?|"
    r"texting|messages?|messaging)(?: me)?\b|"
    r"(?:you can|please|ok to|feel free to) (?:text|message|contact) me again\b|"
    r"put me back on (?:the|your) list|"
    r"i want (?:to (?:get|receive)|your) (?:texts|messages|updates) again|"
    r"(?:vuelvan|vuelve|pueden volver) a (?:mandarme|enviarme|escribirme)|quiero "
    r"recibir (?:\w+ )?(?:mensajes|textos)|"
    r"suscribirme\b|reanudar)"
)
_NOT_OUT = re.compile(
    r"\b(?:don'?t|do not|dont|never|didn'?t|did not|why did you|please don'?t|no) "
    r"(?:ever )?(?:want (?:you )?to )?(?:stop|quit|unsubscribe|opt out|end|"
    r"cancel)\b"
)


@dataclass(frozen=True, slots=True)
class OptWish:
    """What the customer wishes about messages, where it says so, and the rule that saw it."""

    opt: Opt
    span: Span
    why: str


def find_opt(folded: Folded, *, asked: str | None = None) -> OptWish | None:
    """The wish to be opted out, in again, or helped; None for any other message.

    A bare "yes" opts in and a bare "info" asks for help only where nothing was asked.
    """
    whole = folded.span(0, len(folded.text))
    word = _single(folded)
    if word in _OUT_WORDS:
        return OptWish("out", whole, f"the message is the word {word!r}")
    out = _OUT.search(folded.text)
    if out and not _NOT_OUT.search(folded.text):
        return OptWish("out", folded.span(*out.span()), "wording that ends messages")
    if word in _IN_WORDS or (word == "yes" and asked is None and len(folded.words) == 1):
        return OptWish("in", whole, f"the message is the word {word!r}")
    if word in _HELP_WORDS and (word == "help" or asked is None):
        return OptWish("help", whole, f"the message is the word {word!r}")
    back = _IN.search(folded.text)
    if back:
        return OptWish("in", folded.span(*back.span()), "wording that asks for messages again")
    return None


def _single(folded: Folded) -> str:
    """The one word that a message is, politeness and punctuation aside; empty otherwise."""
    if len(folded.words) > 5:
        return ""
    joined = re.sub(r"[^a-z]", "", folded.text)
    if joined in _OUT_WORDS or joined in _IN_WORDS:
        return joined
    kept = [word for word in folded.words if word not in _POLITE]
    if len(kept) == 2 and kept[0] == "opt":
        return "opt" + kept[1] if kept[1] in ("out", "in") else ""
    unique = set(kept)
    return kept[0] if len(unique) == 1 else ""
