"""Turns a message into its urgency: level, trade and hazards, with recall before precision."""

import re

from frontdesk.ability.language.acts import hazards
from frontdesk.ability.language.acts.fold import Folded
from frontdesk.ground.words.reading import Hazard, Level, Urgency

_SIGNS = tuple(
    (sign, re.compile(sign.pattern), re.compile(sign.needs) if sign.needs else None)
    for sign in hazards.SIGNS
)
_GATE = re.compile(
    r"gas|propane|egg|sul|monox|\bco\b|c\.o|alarm|detector|dizz|headach|nause|"
    r"woozy|faint|drows|throwing|light ?head|fire|flame|burn|smok|humo|melt|"
    r"scorch|char|"
    r"singe|quem|huele|olor|fuego|incendio|llama|blaze|spark|chisp|arc|wire|cable|"
    r"line|shock|zap|electr|jolt|outlet|plug|switch|panel|breaker|fuse|socket|"
    r"recept|"
    r"transformer|meter|fixture|enchufe|toma|toque|corrient|power|luz|light|water|"
    r"wtr|agua|flood|inund|burst|pipe|main|hose|tub|leak|drip|ceiling|roof|techo|"
    r"drywall|sheetrock|"
    r"overflow|desbord|gush|pour|spray|geyser|raining|inches|soak|submerg|valve|"
    r"sew|septic|feces|poop|drain|toilet|brown|heat|furnace|boiler|freez|cold|"
    r"calef|calent|"
    r"breath|degrees|\bac\b|a/c|air|cool|lock|trap|stuck|shut|encerr|atrap|get "
    r"out|get in|salir|key|llave|afuera|injur|bleed|bled|uncons|passed|breath|"
    r"crush|pinn|hurt|cut|"
    r"scald|ambul|herid|lastim|sangr|desmay|respir|fell|stroke|attack|seiz|chok|"
    r"overdos|collaps|spring|door|garage|break|broke|burgl|intrud|rob|prowl|"
    r"invasion|kick|forc|"
    r"smash|pri|stole|stalk|someone|somebody|meti|ladron|entraron|abus|violent|"
    r"\bex\b|security|jimm|vandal|gun|knife|gate|window|puerta|bust|caca|excrem|"
    r"hiss"
)
_URGENT = re.compile(hazards.URGENT_WORDS)
_HARMLESS = re.compile(
    r"\b(?:gas (?:station|stove|grill|fireplace|range|dryer|mileage|prices?|bill|"
    r"company|money|card|water heater|furnace|heat|appliances?|oven|cooktop|"
    r"hookup|logs?|tank|utility|pedal|line (?:for|to|install\w*|run|added|"
    r"extended|quote|moved|permit))|"
    r"fire ?(?:sale|place|pit|department|station|extinguisher|alarms?|drill|fly|"
    r"wood|works|truck|insurance|code|inspection|escape|damage|sprinklers?|rating|"
    r"rated|proof|wall|door)|"
    r"(?:smoke|co|carbon ?monoxide|fire|gas) (?:and (?:co|smoke|carbon monoxide|"
    r"fire) )?(?:detectors?|alarms?|sensors?)(?= (?:install\w*|replac\w*|quote|"
    r"batter\w+|inspect\w*|for|in each|per|need replac\w*|upgrade))|"
    r"smoking (?:hot|deal|price|policy|section|allowed|area)|non[- ]?smok\w+|"
    r"smoke[- ]free|no smoking|holy smokes?|up in smoke|smoke (?:test|signals?|a "
    r"cigar)|quit smoking|"
    r"(?:flood|fire) (?:insurance|zone|plain|policy|damage restoration|maps?|"
    r"certificate)|flood ?lights?|flooded with (?:\w+ )?(?:calls|emails|leads|"
    r"offers|texts|messages|work)|flood of|"
    r"spark(?:s|ed)? (?:my|our|your|joy|interest|a conversation)|spark plugs?|"
    r"sparkl\w*|shock(?:ed|ing)? (?:by|at|to|price|when i saw|how|that)|shocks? "
    r"(?:and struts|absorbers?)|sticker shock|"
    r"burn(?:ed|t)? (?:out|by (?:a|an|another|my last)|through|bridges)|burning "
    r"(?:question|desire|to know|through cash|a hole|money|calories)|burn "
    r"(?:money|cash|calories)|heart ?burn|sun ?burn\w*|"
    r"drowning in|under ?water (?:on|in|with) (?:my|our|the|their) (?:\w+ "
    r")?(?:mortgage|loan|house|home|payments?)|locked in (?:a|the|my|our|at) "
    r"(?:\w+ )?(?:rate|price|deal|low)|lock(?:ed)? in (?:a|the|my|our) rate|rate "
    r"lock|"
    r"trapped in (?:a|this|my|our|the) (?:\w+ )?(?:contract|lease|mortgage|loan|"
    r"deal|listing|rate|job|timeshare)|"
    r"break(?:ing|s)?[- ]?even|tax break|break (?:the|my|a|our) (?:lease|contract|"
    r"bank|deal)|lunch break|spring break|fire(?:d)? (?:my|our|the|him|her|you) "
    r"(?:agent|realtor|contractor|plumber|broker|last|old)|you'?re fired|on fire "
    r"(?:lately|today|right now|this)|market (?:is )?on fire|"
    r"cut (?:my|the|our|your|a|some) (?:price|losses|cost|deal|slack|grass|check)|"
    r"heat (?:map|pump (?:quote|install\w*)|of the)|in the heat|bleeding money|"
    r"cost me an arm|an arm and a leg|costs? an arm|"
    r"hurt (?:my|our|the|your) (?:credit|feelings|value|chances|budget)|"
    r"back(?:ed)? up (?:generator|plan|offer|battery|camera|sump|power)|back-?up|"
    r"stroke of luck|heart attack when i saw|"
    r"gas ?light\w*|natural gas (?:or|vs)|hot water heater (?:quote|install\w*|"
    r"replacement|price)|sewer (?:line )?(?:inspection|scope|camera|bill|"
    r"connection|or septic|quote)|septic (?:inspection|tank pumped|pump\w*|"
    r"system\?|or sewer)|on septic|"
    r"break (?:room|down the)|robbed (?:me|us) (?:on|with) the price|highway "
    r"robbery|robbed by (?:my|your) prices|steal (?:of a deal|my heart)|stuck "
    r"(?:in traffic|at work|in a meeting|on (?:a|the|what|which)|with)|killing "
    r"me)\b"
)
_CALM = re.compile(
    r"\b(?:not (?:an? )?(?:emergency|urgent|emergencia)|isn'?t (?:an "
    r")?(?:emergency|urgent)|no (?:emergency|rush|hurry|es (?:una )?emergencia|es "
    r"urgente|urgency)|non[- ]?(?:emergency|urgent)|nothing urgent|no urgente|sin "
    r"prisa|whenever you (?:can|have|get)|not a rush|no big deal)\b"
)
_GONE = re.compile(
    r"\b(?:no|not|never|without|isn'?t|wasn'?t|aren'?t|weren'?t|don'?t|doesn'?t|"
    r"didn'?t|hasn'?t|haven'?t|there'?s no|any|no hay|ningun[oa]?|ni|didnt|dont|"
    r"isnt|nor|or|false alarm)(?: (?:see|seeing|smell\w*|hear|any|a|the|more|"
    r"longer|signs? of|real|actual|have|had|been|getting|feel|visible|strange|"
    r"find|notice\w*|an|active|even|huele|hay|veo)){0,3}\s*$"
)
_ABOUT = re.compile(
    r"\b(?:do you (?:guys )?(?:install|sell|offer|service|do|handle|carry|fix|"
    r"repair|have|inspect|test|work on|check)|how much (?:do(?:es)?|is|for|would|"
    r"to)|price (?:for|of|on|to)|quote (?:for|on|to)|estimate (?:for|on|to)|cost "
    r"(?:of|to|for)|"
    r"(?:install|replace|replacing|installing|upgrade|upgrading|add|adding|move|"
    r"moving|inspect|inspection of|schedule|scheduling|maintenance|tune[- ]?up|"
    r"annual|routine|remodel\w*|cuanto (?:cuesta|cobran)) |"
    r"was (?:there )?(?:ever )?(?:a|any)|has (?:it|there|the (?:house|home|"
    r"basement|property)) (?:ever|been)|ever (?:had|been|have|flood\w*)|in (?:19|"
    r"20)\d\d|years? ago|last (?:year|summer|winter|spring|fall|month|century)|"
    r"used to|"
    r"in case of|to prevent|prevent(?:ing|ion)?|avoid|protect(?:ion)? (?:from|"
    r"against)|worried about future|new construction|article about|read about|"
    r"movie|song|game|joke|just kidding|insurance (?:claim|company|covers?))\b"
)
_TRADES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("garage_door", re.compile(r"\b(?:garage|opener|overhead door|torsion)\b")),
    (
        "locksmith",
        re.compile(
            r"\b(?:lock(?:s|ed|smith|out)?|keys?|re-?key\w*|deadbolts?|llaves?|cerradura|"
            r"cerrajero|latch|broke into|break[- ]?in|burglar\w*)\b"
        ),
    ),
    (
        "electrical",
        re.compile(
            r"\b(?:electric\w*|outlets?|breakers?|panel|wir(?:e|es|ing)|sockets?|power|"
            r"lights?|fuse ?box|sparks?|sparking|fixture|ceiling fan|switch(?:es)?|"
            r"enchufe|luz|cables?|generator|ev charger|receptacle)\b"
        ),
    ),
    (
        "hvac",
        re.compile(
            r"\b(?:hvac|furnace|heat(?:er|ing)?|a/?c|air ?con\w*|thermostat|ducts?|boiler|"
            r"heat pump|cooling|vents?|calefaccion|aire acondicionado|carbon ?monoxide|"
            r"compressor|air handler|mini ?split)\b(?<!water heater)"
        ),
    ),
    (
        "plumbing",
        re.compile(
            r"\b(?:plumb\w*|pipes?|leak\w*|faucets?|taps?|toilets?|drains?|sinks?|water|"
            r"sew\w+|septic|clog\w*|shower|tub|disposal|sump|hose|spigot|plomer\w+|fuga|"
            r"tuber\w+|gas|agua|inodoro|grifo|llave del agua|flush\w*)\b"
        ),
    ),
)
_PROBLEM = re.compile(
    r"\b(?:leak\w*|drip\w*|clog\w*|broken?|broke|not working|won'?t|doesn'?t|"
    r"isn'?t|stuck|jammed|fix|repair|replace|install|service|running|noise|noisy|"
    r"slow|weak|cracked|loose|stopped|quit|dead|out|no |problem|issue|trouble|"
    r"gotea|tapad[oa]|no funciona|arreglar|reparar|squeak\w*|rattl\w*|flicker\w*|"
    r"low pressure)\b"
)
_RANK: dict[Level, int] = {"none": 0, "normal": 1, "urgent": 2, "emergency": 3}


def find_urgency(folded: Folded) -> Urgency:
    """The urgency of a message; `hazards` names each danger seen, worst first.

    A danger that is denied ("no smell of gas"), a fixed phrase ("gas station") and a question
    about a product do not count; "not an emergency" lowers urgency only where no danger is told.
    """
    text = folded.text
    trade = next((name for name, pattern in _TRADES if pattern.search(text)), None)
    found = _dangers(text) if _GATE.search(text) else []
    if found:
        worst = max(found, key=lambda item: _RANK[item[1]])
        level, names = (
            worst[1],
            tuple(dict.fromkeys(item[0] for item in found if item[1] == worst[1])),
        )
        return Urgency(level, worst[2] or trade, names, why=f"says {worst[3]!r}")
    urgent = None if _CALM.search(text) else _URGENT.search(text)
    if urgent and trade:
        return Urgency("urgent", trade, why=f"says {urgent[0]!r}")
    if urgent and urgent[0] not in ("tonight", "rush", "right now", "need help", "ayuda"):
        return Urgency("urgent", None, why=f"says {urgent[0]!r}")
    if trade and _PROBLEM.search(text):
        return Urgency("normal", trade, why="a job for a trade")
    return Urgency()


def _dangers(text: str) -> list[tuple[Hazard, Level, str | None, str]]:
    safe = _HARMLESS.sub(lambda match: "_" * len(match[0]), text)
    about = bool(_ABOUT.search(text))
    found: list[tuple[Hazard, Level, str | None, str]] = []
    for sign, pattern, needs in _SIGNS:
        for match in pattern.finditer(safe):
            if needs and not needs.search(safe):
                break
            if _GONE.search(safe[max(0, match.start() - 40) : match.start()]):
                continue
            if about and not _now(text):
                continue
            found.append((sign.hazard, sign.level, sign.trade, match[0]))
            break
    return found


_NOW = re.compile(
    r"\b(?:now|right now|currently|just (?:now|started|happened|came|found|got|"
    r"noticed|went)|help|please hurry|asap|emergency|going off|is (?:leaking|"
    r"sparking|smoking|flooding|burning|on fire)|are (?:sparking|smoking|"
    r"flooding)|everywhere|i smell|we smell|i can smell|smells?(?: like)?|hurry|"
    r"dizzy|today|tonight|getting worse|what (?:should|do) (?:i|we) do)\b"
)


def _now(text: str) -> bool:
    return bool(_NOW.search(text))
