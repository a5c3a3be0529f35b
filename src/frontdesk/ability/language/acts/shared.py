"""Turns a message into the acts every bot understands: greeting, thanks, leaving."""

import re

from frontdesk.ability.language.acts.fold import Folded
from frontdesk.ground.words.reading import Intent

NAMES = (
    "greet",
    "thanks",
    "bye",
    "are_you_bot",
    "who_are_you",
    "dont_know",
    "correction",
    "repeat",
    "question_price",
    "smalltalk",
    "ask_info",
    "objection",
    "erase_me",
    "fair_housing",
    "legal",
    "complaint",
)

_GROUP = (
    r"(?:blacks?|whites?|mexicans?|hispanics?|latinos?|asians?|chinese|indians?|"
    r"jews?|jewish|muslims?|christians?|"
    r"arabs?|immigrants?|foreigners?|gays?|lesbians?|lgbt\w*|minorit(?:y|ies)|"
    r"ethnic|race|racial|religio\w+|section 8|"
    r"families with (?:kids|children)|kids|children|single (?:moms?|mothers?)|"
    r"disabled (?:people|persons)|hindus?|catholics?|"
    r"african americans?|people of color|negros|judios|musulmanes|inmigrantes)"
)

_ROWS: tuple[tuple[str, float, str], ...] = (
    (
        "greet",
        0.95,
        (
            r"^\W*(?:hi+|hello+|hey+(?: there)?|hiya|howdy|yo|sup|greetings|good "
            r"(?:morning|afternoon|evening|day)|gm|morning|hola|buen[oa]s(?: (?:dias|"
            r"tardes|noches))?|what'?s up|que tal)\b(?! (?:man|dude) stop)"
        ),
    ),
    (
        "thanks",
        0.95,
        (
            r"\b(?:thank(?:s| you| u)|thanx|thx|tysm|ty|much appreciated|appreciate (?:it|"
            r"that|you|your)|(?:muchas |mil )?gracias|cheers)\b(?! (?:god|goodness))"
        ),
    ),
    (
        "bye",
        0.93,
        (
            r"\b(?:good ?bye|bye+(?: bye)?|see (?:you|ya)(?: (?:later|soon|tomorrow|then|"
            r"around))?|ttyl|talk (?:to you )?(?:later|soon)|have a (?:good|great|nice|"
            r"wonderful|blessed) (?:day|one|night|evening|weekend|afternoon)|take care|"
            r"good ?night|adios|hasta (?:luego|manana|pronto|la vista)|nos vemos|chao|cya|"
            r"later gator|that'?s all(?: for now)?|gotta (?:go|run))\b"
        ),
    ),
    (
        "are_you_bot",
        0.95,
        (
            r"\b(?:are (?:you|u)|r u|is this|you'?re|am i (?:talking|speaking|chatting|"
            r"texting)(?: to| with)?|ur|this is|you|eres|es(?:to)?|is it|are these|hablo "
            r"con|estoy hablando con)(?: (?:just|actually|really|a|an|some|one of those|"
            r"only|even|with|to|kind of|sure|like|seriously|un|una|being))* (?:bots?|"
            r"robots?|ro?bot|chat ?bots?|ai|a\.i\.?|machine|computer|automated|automatic|"
            r"auto(?:mated)? (?:reply|message|system|text)|humans?|real(?: (?:person|"
            r"human|agent|one))?|(?:real |live |actual )?person|chatgpt|gpt|maquina|"
            r"persona(?: real)?|humano|scripted|program|real or)\b(?=[\s?!.,]*$|[?!.,]| "
            r"or\b| texting| talking| typing| responding| answering| writing| o\b| i\b| "
            r"right)|\bhuman or (?:bot|robot|machine|ai)\b|\bbot or (?:human|person|not|"
            r"real)\b|\breal person or\b|\bdo i (?:talk|speak) (?:to|with) a (?:bot|human|"
            r"machine)\b"
        ),
    ),
    (
        "who_are_you",
        0.92,
        (
            r"\b(?:who (?:is this|are you|am i (?:talking|speaking|chatting|texting)|r u|"
            r"dis|this|u|is it|sent this|do you work for)|who'?s (?:this|that|texting|"
            r"there|messaging|asking)|what'?s your name|your name\?|what (?:company|"
            r"business|agency|brokerage) (?:is this|are you|do you)|where are you "
            r"(?:calling|texting) from|how did you get my (?:number|info|contact|name)|"
            r"where did you get my|do i know you|which (?:company|agency)|who gave you my|"
            r"quien (?:es|eres|habla|escribe)|con quien (?:hablo|tengo)|de donde (?:saco|"
            r"sacaron|tienen) mi|como (?:te llamas|se llama))\b"
        ),
    ),
    (
        "dont_know",
        0.9,
        (
            r"^\W*(?:(?:honestly|well|um+|uh+|hmm+|sorry|oh|to be honest|tbh|actually|"
            r"i'?m|i|we|im)[\s,.]+)*(?:(?:don'?t|dont|do not) (?:really |actually |even "
            r")?know(?: (?:yet|that|it|the answer|offhand|off hand|for sure|exactly|sorry|"
            r"right now))*[\s.!]*$|not (?:really |too |entirely |quite )?sure\b(?! if i "
            r"want)|no (?:idea|clue)|idk|dunno|have no (?:idea|clue)|haven'?t (?:decided|"
            r"thought about)|can'?t (?:remember|recall|say)|unsure|don'?t (?:remember|"
            r"recall|have that)|no (?:lo )?se\b(?! si quiero)|ni idea|no estoy segur[oa]|"
            r"no me acuerdo)"
        ),
    ),
    (
        "correction",
        0.9,
        (
            r"\b(?:i (?:meant|mean)(?! it)|(?:no|wait|sorry|oops|actually|"
            r"correction)[,.:!]? (?:i meant|it'?s|its|that'?s|the (?:address|number|name|"
            r"price|date) is|make (?:it|that)|i said|not|my \w+ is|the)|correction\b|"
            r"scratch that|that'?s (?:wrong|incorrect|not (?:right|correct|what i (?:said|"
            r"meant|asked)))|(?:you|u) (?:got|have) (?:it|that|my \w+) wrong|i didn'?t "
            r"(?:say|mean) that|not what i (?:said|meant)|typo|my (?:mistake|bad)|i "
            r"(?:made a mistake|misspoke|mistyped)|let me (?:correct|rephrase)|should "
            r"(?:be|have been|say|read)\b[^.?!]{0,20}\bnot|change (?:that|it|my answer) "
            r"to|quise decir|me equivoque|perdon,? (?:es|son|quise)|no,? (?:es|son|me "
            r"refiero))\b|^\W*\*\w+"
        ),
    ),
    (
        "repeat",
        0.92,
        (
            r"\b(?:(?:can|could|would|will|pls|please)?(?: you| u)? ?(?:please "
            r")?(?:repeat(?: that| it| the| your| please|$)|say (?:that|it) again|come "
            r"again|re-?send(?: that| it)?|send (?:that|it) again|explain (?:that |it "
            r")?again|rephrase)|what did you (?:say|ask)|didn'?t (?:catch|get|understand|"
            r"hear) (?:that|you|what|your|the (?:last|question))|what was (?:that|the "
            r"question|your question)|pardon(?: me)?\?|sorry\?|what\?+|huh\?*$|one more "
            r"time|again please|repit[ae](?:lo|me)?|puede[s]? repetir|otra vez por favor|"
            r"como dijo|mande\?)(?=\W|$)"
        ),
    ),
    (
        "question_price",
        0.9,
        (
            r"\b(?:how much (?:do(?:es)?|is|are|would|will|for|to|you|u|should|it|that|"
            r"money|did|can|r|per|on average)|what (?:do(?:es)? (?:it|that|you|this|a|"
            r"the)(?: \w+){0,3} (?:cost|charge|run)|is (?:the|your) (?:\w+ ){0,2}(?:price|"
            r"cost|rate|fee|charge|commission)|are (?:the|your) (?:\w+ ){0,2}(?:prices|"
            r"rates|fees|costs|charges)|would (?:it|that|this) (?:cost|run)|will (?:it|"
            r"that|this) (?:cost|run))|what'?s (?:the|your|ur) (?:\w+ ){0,2}(?:price|cost|"
            r"rate|fee|charge|commission|damage|quote)|(?:your|ur|the) (?:price|rate|fee|"
            r"cost|pricing|commission)s?\b[^.!]{0,20}\?|(?:give|get|send|need|want|"
            r"have)(?: me| us)?(?: \w+){0,3} (?:quote|estimate|ballpark|price|pricing)|"
            r"help me with a quote|know (?:your|the) (?:price|cost|rate|fee)s?|(?:free|"
            r"rough) (?:estimate|quote)|any idea (?:on|of|what) (?:the )?(?:cost|price)|"
            r"price\?|how expensive|pricing\b|cuanto (?:cuesta|cuestan|cobra\w*|sale|"
            r"seria|es|vale)(?! mi)|que precio|cual es (?:el|su) (?:precio|costo|tarifa|"
            r"comision)|precios?\?|ball ?park)"
        ),
    ),
    (
        "smalltalk",
        0.85,
        (
            r"\b(?:how are (?:you|u|things)|how'?s (?:it going|your (?:day|morning|week|"
            r"weekend)|everything|life)|how you doing|hru|nice to (?:meet|hear)|tell me a "
            r"joke|what'?s the weather|lovely weather|how was your (?:day|weekend)|merry "
            r"christmas|happy (?:new year|holidays|thanksgiving|easter|birthday|friday)|"
            r"go (?:lakers|team)|como (?:estas|esta usted|te va|le va)(?! el)|que tal "
            r"(?:estas|todo)|do you like|are you married|what are you (?:up to|doing)|"
            r"haha+|lol|lmao|jaja+)\b"
        ),
    ),
    (
        "ask_info",
        0.75,
        (
            r"\b(?:(?:do|can|could|does|are|is|would) (?:you|u|they|your \w+|there) "
            r"(?:guys )?(?:offer|provide|service|cover|handle|accept|take|work (?:on|with|"
            r"in|weekends|saturdays|sundays)|open|licensed|insured|available|have (?:any "
            r")?(?:availability|openings|reviews|references|information|info)|tell me|"
            r"explain|send me (?:more )?(?:info|details|information))|what (?:are|is|r) "
            r"(?:your|the|ur) (?:hours|address|location|process|services?|website|phone "
            r"number|availability|areas?|requirements|steps|policy|policies|options|next "
            r"steps?|timeline)|what (?:services|areas|times|kind of|types? of|documents|"
            r"paperwork|do i need|happens|days)|where are you (?:located|based)|when "
            r"(?:are you|do you) (?:open|close|available)|how (?:does (?:it|this|that|the "
            r"\w+) work|long (?:does|will|would|do|is)|do(?:es)? (?:i|we|your|the|this)|"
            r"soon)|tell me (?:more |something )?about|more (?:info|information|details)|"
            r"i have (?:a|some) (?:questions?|doubts?)|quick question|can i ask|"
            r"want(?:ed)? to (?:know|ask|find out)|like to know|que servicios|cual es "
            r"(?:el|su) (?:horario|proceso|direccion)|donde (?:estan|queda|se ubican)|"
            r"como funciona|mas informacion|tengo una pregunta|cuanto (?:tarda|tiempo))\b"
        ),
    ),
    (
        "objection",
        0.8,
        (
            r"\b(?:too (?:expensive|high|much(?: money)?|pricey|steep|low)|(?:that'?s|"
            r"thats|it'?s|is) (?:way )?(?:too|over|out of|above) (?:my|our|the)? ?(?:much|"
            r"budget|high|price range|expensive)|can'?t afford|out of (?:my|our) "
            r"(?:budget|price range)|over (?:my|our) budget|(?:need|want|have|like|going|"
            r"let me|gotta) ?(?:to )?(?:think (?:about|on|it over|over)|sleep on it|talk "
            r"(?:it over|to my (?:wife|husband|spouse|partner|family))|discuss (?:it|"
            r"this) with|shop around|compare|wait)|not (?:ready|in a (?:rush|hurry))|bad "
            r"time|not (?:the|a) (?:right|good) time|already (?:have|working with|signed "
            r"with|got) (?:an?|my own|another|our) (?:\w+ )?(?:agent|realtor|plumber|"
            r"electrician|lender|broker|contractor)|(?:interest )?rates (?:are )?(?:too|"
            r"so) high|wait(?:ing)? (?:for|until) (?:rates|prices|the market|interest)|"
            r"another (?:agent|company|quote) (?:offered|is cheaper|said|was)|(?:someone|"
            r"somebody) else (?:is )?(?:cheaper|offered|quoted)|cheaper (?:elsewhere|"
            r"quote|somewhere)|commission(?:'s| is)? too|why (?:so|is it so) (?:expensive|"
            r"much)|muy (?:caro|cara|alto)|demasiado (?:caro|cara)|no (?:me alcanza|tengo "
            r"dinero|puedo pagar)|lo tengo que pensar|ya tengo (?:agente|realtor))\b"
        ),
    ),
    (
        "erase_me",
        0.93,
        (
            r"\b(?:delete|erase|remove|wipe|purge|destroy|forget|get rid of|borrar?|"
            r"borren|eliminar?|eliminen)\b[^.!?]{0,30}\b(?:(?:all |any )?(?:of )?(?:my|"
            r"our|mis) (?:\w+ )?(?:data|info|information|records?|details|account|profile|"
            r"history|datos|informacion)|(?:everything|all|anything|what|the data|data|"
            r"information) (?:that )?(?:you|u|your company)(?:'ve| have| know| got|r)? "
            r"?(?:about|on|stored|collected|know|have|got|gathered)?[^.!?]{0,12}\b(?:me|"
            r"us)|personal (?:data|info\w*|details)|todo lo que (?:saben|tienen))\b|"
            r"\bright to be forgotten\b|\b(?:ccpa|gdpr)\b|\bdata (?:deletion|erasure|"
            r"removal)\b"
        ),
    ),
    (
        "fair_housing",
        0.9,
        (
            r"\b(?:no|without(?: any)?|not too many|less|fewer|keep out|avoid|away from|"
            r"free of|don'?t want(?: any)?|won'?t (?:sell|rent) to|not (?:sell|"
            r"rent)(?:ing)? to|only (?:want|sell to|rent to|show to)|refuse(?: to (?:sell|"
            r"rent))?(?: to)?|where (?:there are )?no|mostly|predominantly|all[- ]|only) "
            rf"(?:\w+ ){{0,2}}?{_GROUP}\b(?! (?:room|bedroom|playground|park|bathroom|"
            r"appliances|cabinets|kitchen|walls|paint|pool|yet|at home|here|moved|left|"
            r"house|anymore|of (?:my|our) own|are grown|who))|\b(?:how many|are there "
            r"(?:a lot of|many|any)?|is (?:it|the (?:area|neighbou?rhood)) (?:mostly|all|"
            r"full of|a)|what'?s the|percentage of|amount of) (?:\w+ "
            rf")?(?:{_GROUP})\b[^.!?]{{0,30}}\b(?:neighbou?rhood|area|street|live|living|"
            r"there|community|breakdown|composition|makeup|demographics|people)\b|"
            r"\b(?:white|black|christian|jewish|hispanic|asian|muslim|latino) "
            r"(?:neighbou?rhood|area|part of town|community|families|people|tenants|"
            r"buyers|neighbou?rs)\b|\bracial (?:makeup|mix|breakdown)\b|\bethnic "
            r"(?:makeup|mix)\b"
        ),
    ),
)
_COMPILED = tuple((name, score, re.compile(pattern)) for name, score, pattern in _ROWS)


def find_shared(folded: Folded) -> tuple[Intent, ...]:
    """The dialogue acts of a message, by phrase tables."""
    found: list[Intent] = []
    for name, score, pattern in _COMPILED:
        match = pattern.search(folded.text)
        if match:
            found.append(
                Intent(name, score, folded.span(*match.span()), why=f"says {match[0].strip()!r}")
            )
    return tuple(found)
