"""The table of wordings that tell of a danger: hazard, level, trade, pattern over folded text."""

from dataclasses import dataclass
from typing import Literal

from frontdesk.ground.words.reading import Hazard

Trade = Literal["plumbing", "electrical", "hvac", "locksmith", "garage_door"]

FRAIL = (
    r"(?:bab(?:y|ies)|infants?|newborns?|toddlers?|kids?|child(?:ren)?|\d+ "
    r"?(?:month|mo|week|year|yr|yo)s?(?: |-)?(?:old)?|elderly|elder|grand(?:ma|"
    r"mother|pa|father|parents|mom)|"
    r"(?:my|our) (?:old |elderly |sick |\d+ ?(?:year|yr)s?[ -]old )?(?:mom|mother|"
    r"dad|father|son|daughter|parents|wife|husband|nana|nan|granny|little one|"
    r"little girl|little boy|lo)|"
    r"pregnant|disabled|wheelchair|oxygen|medical|seniors?|sick|dialysis|"
    r"ventilator|8\d|9\d|twins|crib|nursery|"
    r"bebe|ninos?|ninas?|hij[oa]s?|ancian[oa]s?|abuel[oa]s?|embarazada|recien "
    r"nacid[oa]|mi mama|mi papa)"
)
_WATER = r"(?:water|wtr|agua)"
_GUSH = (
    r"(?:gush\w*|pour\w*|spray\w*|spew\w*|shoot\w*|flood\w*|rush\w*|stream\w*|"
    r"blast\w*|spurt\w*|cascad\w*|raining|coming (?:out|down|through|in|up)|running "
    r"down|everywhere|all over|rising|won'?t stop|wont stop|squirt\w*|fill\w* up)"
)


@dataclass(frozen=True, slots=True)
class Sign:
    """One row: `needs`, where given, must also stand somewhere in the message."""

    hazard: Hazard
    level: Literal["urgent", "emergency"]
    trade: Trade | None
    pattern: str
    needs: str = ""


SIGNS = (
    Sign(
        "gas",
        "emergency",
        "plumbing",
        (
            r"\b(?:smell\w*|smel+|odou?r|stinks?|reek\w*|whiff|sniff\w*|scent|hear|"
            r"hissing)\b[^.!?]{0,30}\b(?:gas|propane|rotten eggs?|sulf?ph?ur|sulfur|"
            r"mercaptan)\b"
        ),
    ),
    Sign(
        "gas",
        "emergency",
        "plumbing",
        (
            r"\b(?:gas|propane)\b[^.!?]{0,20}\b(?:smell\w*|odou?r|leak\w*|fumes?|hiss\w*|"
            r"escap\w*)\b|\bleak\w* (?:of )?(?:natural )?gas\b|\bgas (?:is )?(?:coming|"
            r"pouring|blowing)\b|\brotten eggs?\b|\b(?:hit|cut|broke|ruptured?|struck|"
            r"damaged|punctured|snapped) (?:a|the|our|into the|my) gas (?:line|pipe|"
            r"main)\b|\bgas (?:line|pipe|main) (?:\w+ )?(?:broke\w*|burst|ruptur\w*|cut|"
            r"hit|snapped|open|leak\w*)"
        ),
    ),
    Sign(
        "gas",
        "emergency",
        "plumbing",
        (
            r"\b(?:huele|olor|oler|huelo|fuga|escape|apesta)\b[^.!?]{0,20}\bgas\b|"
            r"\bgas\b[^.!?]{0,15}\b(?:huele|fuga|escap\w+)\b"
        ),
    ),
    Sign(
        "carbon_monoxide",
        "emergency",
        "hvac",
        (
            r"\b(?:carbon ?monoxide|monoxide|monoxido(?: de carbono)?|co2? (?:alarm|"
            r"detector|monitor|sensor|meter|levels?|poisoning|leak)|c\.?o\.? (?:alarm|"
            r"detector|monitor|went|is going))\b[^.!?]{0,60}\b(?:going off|goin off|went "
            r"off|go(?:es)? off|beep\w*|chirp\w*|alarm\w*|sound\w*|scream\w*|shriek\w*|"
            r"trip\w*|high|read\w*|ppm|leak\w*|poison\w*|dizzy|headaches?|sick|nausea\w*|"
            r"blar\w*|wailing|ring\w*|set off|triggered|keeps|suena|sonando|sono|pitando|"
            r"alerta|symptoms?|buzzing|\d\d)"
        ),
    ),
    Sign(
        "carbon_monoxide",
        "emergency",
        "hvac",
        (
            r"\b(?:carbon ?monoxide|monoxido de carbono|co) (?:leak\w*|poison\w*|in "
            r"(?:the|my|our)|fumes|detected|exposure|buildup)\b|\b(?:alarm|"
            r"detector)\b[^.!?]{0,40}\b(?:carbon ?monoxide|monoxide|monoxido)\b|"
            r"\b(?:leak\w*|poison\w*|smell|think|fuga de|"
            r"intoxica\w+)\b[^.!?]{0,15}\b(?:carbon ?monoxide|monoxide|monoxido)"
        ),
    ),
    Sign(
        "carbon_monoxide",
        "emergency",
        "hvac",
        (
            r"\b(?:dizzy|headaches?|nause\w+|light ?headed|woozy|throwing up|faint\w*|"
            r"drowsy)\b"
        ),
        (
            r"\b(?:furnace|heater|boiler|generator|water heater|fumes|exhaust|alarm|"
            r"detector|calentador)\b"
        ),
    ),
    Sign(
        "fire",
        "emergency",
        "electrical",
        (
            r"\b(?:is|are|caught|on|it's|its|starting|started|small|electrical|grease|"
            r"kitchen|wall|attic|there'?s a|there is a|house|outlet|panel|breaker|dryer|"
            r"furnace|apartment|garage|a) (?:on )?fire\b(?! (?:sale|place|pit|"
            r"extinguisher|alarm|drill|department|truck|station|detector|hydrant|escape|"
            r"rated|rating|door|wood|sprinkler|insurance|code|safety|inspection|damage|"
            r"wall|stick|resistant|proof)s?)"
        ),
    ),
    Sign(
        "fire",
        "emergency",
        "electrical",
        (
            r"\bflames?\b|\b(?:caught|catching|catch|set)(?:es)? (?:on )?fire\b|"
            r"\bburn(?:ing|ed|t)? (?:down|up)\b|\bin flames\b|\b(?:is|are) (?:burning|"
            r"ablaze|on fire|smoldering|smouldering)\b|\b(?:se esta quemando|incendio|"
            r"fuego|llamas|se quema|en llamas|prendio)\b|\bblaze\b"
        ),
    ),
    Sign(
        "fire",
        "emergency",
        "electrical",
        (
            r"\b(?:smoke|smoking|smokin|smokey|smoky|smoked|humo)\b(?! (?:alarm|detector|"
            r"free|signal|test|weed|cigar\w*|meat|brisket|salmon)s?)"
        ),
    ),
    Sign(
        "fire",
        "emergency",
        "electrical",
        (
            r"\b(?:burn(?:ing|t|in|y)?|melt(?:ing|ed)|scorch\w*|charred|singe\w*|hot "
            r"plastic|fishy|quemado) (?:\w+ )?(?:smell|plastic|wires?|wiring|rubber|"
            r"odou?r|electrical|outlet|plug|insulation|scent|hair|marks?)\b|"
            r"\bsmell\w*[^.!?]{0,25}\b(?:burn\w*|smok\w*|melt\w*|fire|charred|hot)\b|"
            r"\b(?:huele|olor) a (?:quemado|humo|plastico)\b|\b(?:smells? (?:hot|funny "
            r"and hot)|like (?:burning|something burning|something'?s burning))\b|"
            r"\b(?:something|stuff|somethings|thing)(?:'?s| is)? burning\b"
        ),
    ),
    Sign(
        "electrical",
        "emergency",
        "electrical",
        (
            r"\bspark(?:s|ing|ed|ling|in|y)?\b(?! (?:plugs?|joy|interest|any|up|ling "
            r"water))|\b(?:chispas?|chispazos?|chisporrote\w+|echando chispas)\b|"
            r"\barc(?:ing|ed|s)\b(?! fault)"
        ),
    ),
    Sign(
        "electrical",
        "emergency",
        "electrical",
        (
            r"\b(?:exposed|bare|live|downed|fallen|hanging|frayed|loose live|dangling|"
            r"chewed) (?:\w+ )?(?:wires?|wiring|cables?|power ?lines?|electrical|"
            r"lines?)\b|\b(?:wires?|power ?lines?|cable|electric lines?) (?:\w+ "
            r"){0,3}?(?:down|exposed|hanging|bare|fell|dangling|live|fallen|in the "
            r"(?:yard|street|pool|water))\b|\bcables? (?:expuest\w+|pelad\w+|caid\w+)\b"
        ),
    ),
    Sign(
        "electrical",
        "emergency",
        "electrical",
        (
            r"\b(?:shocked|shocks?|electrocut\w+|zapped|zaps?|zapping|shocking|buzzed me|"
            r"toques?|electrocut\w*|corrientazo)\b(?! (?:by|at|to|that|absorbers?|price|"
            r"me how|how|when|about|value|collar|treatment)\b)(?!-)|\b(?:got|get|getting|"
            r"gives?|gave|giving|feel|feeling|felt) (?:\w+ ){0,2}?(?:a |an )?(?:\w+ "
            r")?(?:shock(?:ed|s)?|zap(?:ped|s)?|jolt|electrocuted)\b"
        ),
    ),
    Sign(
        "electrical",
        "emergency",
        "electrical",
        (
            r"\b(?:outlets?|plugs?|switch(?:es)?|panels?|breakers?|breaker box|fuse ?box|"
            r"socket|receptacle|wiring|wires?|wall|transformer|meter|light fixture|"
            r"fixture|tomacorriente|enchufe|panel electrico)\b[^.!?]{0,35}\b(?:hot|very "
            r"warm|too warm|sizzl\w*|crackl\w*|buzz\w*|popp(?:ed|ing)|hum(?:s|ming) "
            r"loud\w*|melt\w*|explod\w*|blew up|burn\w*|caliente|scorched|blackened|"
            r"charred|hissing|black marks|turning brown|brown marks|wet|flash\w*)\b(?! "
            r"(?:tub|water|dog))"
        ),
    ),
    Sign(
        "electrical",
        "emergency",
        "electrical",
        (
            rf"\b{_WATER}\b[^.!?]{{0,40}}\b(?:outlets?|panel|breakers?|fuse ?box|"
            r"electrical|wiring|wires|light fixture|lights?|ceiling light|socket|"
            r"appliances|enchufe|switch)\b|\b(?:outlet|panel|breaker box|fuse ?box|light "
            rf"fixture|ceiling light|chandelier)\b[^.!?]{{0,30}}\b(?:wet|water|leak\w*|"
            r"drip\w*|underwater|soaked|submerged)\b"
        ),
    ),
    Sign(
        "electrical",
        "urgent",
        "electrical",
        (
            r"\b(?:no (?:power|electricity|electric|lights)|power(?:'?s| is| went| just "
            r"went)? (?:is )?(?:out|off|gone)|lost (?:all )?(?:the |our )?power|without "
            r"(?:power|electricity)|power outage|half the house (?:is )?(?:out|dark|dead)|"
            r"sin luz|no hay luz|se fue la luz|electricity (?:is |went )?(?:out|off)|"
            r"breaker (?:\w+ )?(?:keeps? )?tripp\w+)\b"
        ),
    ),
    Sign(
        "electrical",
        "emergency",
        "electrical",
        (
            r"\b(?:no (?:power|electricity)|power(?:'?s| is| went)? (?:out|off)|without "
            r"power|lost power|sin luz|no hay luz|se fue la luz)\b"
        ),
        (
            r"\b(?:oxygen|ventilator|medical|dialysis|cpap|insulin|nebulizer|life support|"
            r"oxigeno|home hospice|breathing machine)\b"
        ),
    ),
    Sign(
        "flooding",
        "emergency",
        "plumbing",
        (
            r"\b(?:flood(?:ed|ing|s|in)?|inundad[oa]|inundando|inundacion|se inund\w+|"
            r"under ?water|submerged)\b(?! (?:with (?:calls|emails|leads|texts|messages|"
            r"work)|insurance|zone|plain|lights?|of|light|damage|policy|maps?|certificate|"
            r"risk))"
        ),
    ),
    Sign(
        "flooding",
        "emergency",
        "plumbing",
        (
            rf"\b{_WATER}(?: main| line| heater| pipe| tank)?\b[^.!?]{{0,45}}\b{_GUSH}\b|"
            r"\b(?:gush|pour|spray|spew|shoot|spurt|rush|stream|blast|squirt)(?:ing|s|"
            rf"ed)?\b[^.!?]{{0,25}}\b{_WATER}\b|\bgeyser\b|\bpouring (?:out|down|through|"
            r"from)\b|\b(?:raining|waterfall) (?:in|inside|from|through|in my)\b|\bindoor "
            r"(?:pool|swimming|waterfall)\b|\bsale agua por todos\b|\bagua (?:por todos "
            r"lados|por todas partes|saliendo|no para)\b|\b(?:inches|foot|feet|ft|in) of "
            r"(?:standing )?water\b|\bstanding water in\b|\bsoaked (?:through|"
            r"everything)\b|\bankle[- ]deep\b"
        ),
    ),
    Sign(
        "flooding",
        "emergency",
        "plumbing",
        (
            r"\b(?:burst\w*|busted|broken?|ruptur\w*|exploded|blew|blown|split|cracked "
            r"open|snapped|bust|reventad[oa]|revento|rota|se "
            r"rompio)\b[^.!?]{0,25}\b(?:pipes?|piping|water ?(?:main|line|heater)|main|"
            r"hoses?|supply line|hydrant|tuber\w+|tubo|caneria|plumbing)\b|\b(?:pipes?|"
            r"water ?(?:main|line|heater|tank)|main line|hoses?|supply line|tuber\w+|tubo|"
            r"caneria|boiler)\b[^.!?]{0,20}\b(?:burst\w*|busted|bust|broke|ruptur\w*|"
            r"exploded|blew|blown|split|snapped|revent\w+|rompio|rompi[oe]\w*|rota)\b(?! "
            r"(?:down on|even))"
        ),
    ),
    Sign(
        "flooding",
        "emergency",
        "plumbing",
        (
            r"\b(?:ceiling|roof|techo|drywall|sheetrock)\b[^.!?]{0,40}\b(?:leak\w*|"
            r"drip\w*|sag\w*|bulg\w*|pour\w*|collaps\w*|caving|coming down|cave\w*|"
            r"falling|gotea\w*|goteando|bubbl\w*|soaked|dripping|fell|about to)\b|"
            r"\b(?:leak\w*|drip\w*|pour\w*|gotea\w*)\b[^.!?]{0,30}\b(?:through|from|onto|"
            r"on|del|por el|into) (?:the |my |our |their |el )?(?:\w+ )?(?:ceiling|crib|"
            r"light|techo|chandelier|baby|bed|neighbou?rs?|downstairs|floor below|unit "
            r"below)\b"
        ),
    ),
    Sign(
        "flooding",
        "emergency",
        "plumbing",
        (
            r"\b(?:can'?t|cannot|cant|won'?t|wont|doesn'?t|couldn'?t|unable to|no puedo|"
            r"not able to) (?:\w+ ){0,3}?(?:shut|turn|close|stop|cut|cerrar|"
            r"shutoff)\b[^.!?]{0,25}\b(?:water|valve|main|leak|flow|agua|it off|off "
            r"the)\b|\b(?:overflow\w*|overflown|desbord\w+)\b|\b(?:leak|drip|toilet|"
            r"faucet|tap|sink|tub|washer|dishwasher|hose|spigot)\b[^.!?]{0,25}\b(?:won'?t|"
            r"wont|will not|doesn'?t|not|no) (?:stop|shut off|turn off|stopping|"
            r"para)\b[^.!?]{0,25}\b(?:flood|everywhere|floor|all over|through|fast|bad)|"
            r"\b(?:major|massive|huge|bad|severe|serious|giant|terrible|big) (?:\w+ "
            r")?(?:water )?leak\b|\bleak\w* (?:everywhere|badly|really bad|like crazy|all "
            r"over|heavily|a lot)\b"
        ),
    ),
    Sign(
        "sewage",
        "emergency",
        "plumbing",
        (
            r"\b(?:sewage|sewer(?:age)?|septic|raw waste|feces|fecal|poop|poo|shit|crap|"
            r"waste ?water|black ?water|aguas? negras?|drenaje|caca|excremento|"
            r"turds?)\b[^.!?]{0,45}\b(?:back\w*|com(?:ing|es) (?:up|out|in|through)|"
            r"overflow\w*|everywhere|all over|flood\w*|rising|spill\w*|leak\w*|bubbl\w*|"
            r"burst\w*|smell\w*|gases|in (?:the|my|our) (?:tub|basement|shower|house|"
            r"bathtub|yard|kitchen|sink|crawl|bathroom|laundry)|saliendo|tapado|pouring|"
            r"sale|desbord\w+|on the floor|seep\w*|gurgl\w*)\b|\b(?:back(?:ed|ing|s)? ?up|"
            r"backup|coming up|overflow\w*|comes up|huele a|sale|smell\w*|flooded with|"
            r"bubbling|floating)\b[^.!?]{0,30}\b(?:sewage|sewer|septic|feces|poop|raw "
            r"waste|aguas negras|drenaje|turds?)\b|\bsewage\b(?! (?:ejector|fees?|bill|"
            r"system quote|rates?|quote))"
        ),
    ),
    Sign(
        "sewage",
        "emergency",
        "plumbing",
        (
            r"\b(?:toilets?|drains?|tubs?|showers?|sinks?|bathtubs?|every drain|basement|"
            r"inodoros?|bano|everything)\b[^.!?]{0,30}\b(?:back(?:ed|ing|s) ?up|spew\w*|"
            r"erupt\w*)\b(?! (?:camera))|\bbrown (?:water|sludge|stuff|"
            r"liquid)\b[^.!?]{0,30}\b(?:coming|tub|shower|drain|toilet|floor|up)\b"
        ),
    ),
    Sign(
        "no_heat",
        "urgent",
        "hvac",
        (
            r"\b(?:no heat(?:ing)?(?: or hot water)?|no hot air|without (?:any "
            r")?heat(?:ing)?|heat(?:er|ing)?(?:'?s| is| has| just| won'?t| wont| isn'?t| "
            r"isnt| not| quit| stopped| went| died| doesn'?t| keeps?)[^.!?]{0,20}(?:out|"
            r"off|broken?|working|on|kick\w*|dead|died|quit|stopped|down|blowing cold|"
            r"turn\w*|start\w*|work|run\w*|failing|ignite|stay|go|come)|heat(?:er|ing)? "
            r"(?:out|off|broke\w*|down|died|dead|quit)|(?:furnace|boiler|heat pump|"
            r"heating|calefaccion|calentador)\b[^.!?]{0,30}\b(?:out|not (?:working|"
            r"heating|kicking|coming)|quit|broke\w*|died|dead|won'?t|wont|stopped|isn'?t|"
            r"isnt|down|failed|blowing cold|shut (?:off|down)|no (?:funciona|prende|sirve|"
            r"calienta)|conked|kaput|cold air|doesn'?t)|freezing (?:in|inside|cold)|sin "
            r"calefaccion|no hay calefaccion|lost (?:the |our |all )?heat|it'?s \d+ "
            r"degrees? (?:in|inside)|can see (?:my|our) breath|house is (?:freezing|ice "
            r"cold|\d\d degrees)|no tengo calefaccion)\b"
        ),
    ),
    Sign(
        "no_heat",
        "emergency",
        "hvac",
        (
            r"\b(?:no heat(?:ing)?|without (?:any )?heat|heat(?:er|"
            r"ing)?\b[^.!?]{0,25}\b(?:out|off|broken?|not|isn'?t|isnt|won'?t|wont|quit|"
            r"stopped|died|dead|down|failed|doesn'?t|went)|(?:furnace|boiler|heat pump|"
            r"heating|calefaccion|calentador)\b[^.!?]{0,30}\b(?:out|not|quit|broke\w*|"
            r"died|dead|won'?t|wont|stopped|down|isn'?t|isnt|failed|shut|no|cold air|"
            r"blowing cold|doesn'?t)|sin calefaccion|no hay calefaccion|lost (?:the |our |"
            r"all )?heat|can see (?:my|our) breath|freezing (?:in|inside|cold|to death|"
            r"my)|(?:is|it'?s) freezing|ice cold|no tengo calefaccion)\b"
        ),
        (
            rf"\b{FRAIL}\b|\b(?:below (?:zero|freezing)|sub ?-?zero|-\d+ ?(?:degrees|f|c|"
            r"outside|out)|minus \d+|negative \d+|blizzard|ice storm|frozen pipes|"
            r"freezing to death|hypotherm\w+|single digits|\b[1-4]?\d degrees? (?:in|"
            r"inside)|under (?:32|40|50))\b"
        ),
    ),
    Sign(
        "no_heat",
        "emergency",
        "hvac",
        (
            r"\b(?:no (?:ac|a/c|air ?con\w*|cooling|air)|(?:ac|a/c|air ?con\w*|"
            r"cooling)\b[^.!?]{0,25}\b(?:out|broke\w*|not|quit|died|down|dead|stopped|"
            r"won'?t|isn'?t)|it'?s (?:9\d|1[01]\d)(?: degrees?)? (?:in|inside))\b"
        ),
        (
            r"\b(?:heat ?stroke|1[01]\d ?(?:degrees|f|outside|in here|out)|passing out|"
            r"faint\w*|newborn|infant|elderly|oxygen|bab(?:y|ies)|pregnant|grandm\w+|"
            r"grandpa\w*|8\d|9\d year)\b"
        ),
    ),
    Sign(
        "trapped",
        "emergency",
        "locksmith",
        (
            r"\b(?:locked|trapped|stuck|shut|closed|encerrad[oa]s?|atrapad[oa]s?|"
            rf"lock(?:ed|s)? (?:himself|herself|themselves))\b[^.!?]{{0,40}}\b{FRAIL}\b|"
            rf"\b{FRAIL}\b[^.!?]{{0,40}}\b(?:locked|trapped|stuck(?! on)|shut|"
            r"encerrad[oa]s?|atrapad[oa]s?|alone inside|is inside|inside (?:the|my) "
            r"(?:car|house|bathroom)|dentro)\b"
        ),
    ),
    Sign(
        "trapped",
        "emergency",
        "locksmith",
        (
            r"\b(?:trapped|atrapad[oa]s?|encerrad[oa]s?)\b(?! (?:in (?:a|this|my|our|the) "
            r"(?:contract|lease|mortgage|loan|deal|listing|rate|job|relationship|"
            r"timeshare|equity)|by|air|gas bubble))|\b(?:locked|stuck|shut) (?:\w+ "
            r")?(?:in|inside)(?: of)? (?:(?:the|my|a|our|his|her) )?(?:\w+ )?(?:car|"
            r"bathroom|room|elevator|closet|garage|basement|bedroom|vault|freezer|lift|"
            r"attic|shed|trunk|truck|walk-?in|cooler|safe room|house)\b|\b(?:can'?t|"
            r"cannot|cant|unable to|couldn'?t|no puedo|no podemos) (?:get|climb|come|"
            r"break|salir) ?(?:out|outside|free)?(?: of)? ?(?:the |my |our |a |this "
            r")?(?:bathroom|room|house|garage|elevator|car|basement|closet|building|"
            r"apartment|here)?\b(?<=out|ree|oom|use|age|tor|car|ent|set|ing|ere|lir)(?! "
            r"(?:the (?:stain|smell)|of (?:my|the|this|our) (?:contract|lease|listing|"
            r"mortgage|loan|deal|agreement)|a quote|an estimate|a hold|through|to|ahold))"
        ),
    ),
    Sign(
        "trapped",
        "emergency",
        "locksmith",
        (
            r"\blocked (?:\w+ )?(?:out|outside)\b|\block(?:ed)? me out\b|\bkeys? (?:\w+ "
            r")?(?:in|inside) the (?:car|house)\b|\bcan'?t get (?:in|into|inside)\b"
        ),
        (
            rf"\b{FRAIL}\b|\b(?:stove (?:is )?(?:still )?on|oven (?:is )?(?:still )?on|dog "
            r"(?:is )?(?:in|inside|locked)|pets? (?:is |are )?inside|food on the stove|"
            r"candle|hypotherm\w*|freezing out|snow|(?:gas|burner) (?:is )?(?:still )?on|"
            r"running car|engine running|estufa|infant|med(?:s|ication|icine))\b"
        ),
    ),
    Sign(
        "trapped",
        "urgent",
        "locksmith",
        (
            r"\blocked (?:\w+ ){0,2}?(?:out|outside)\b|\block(?:ed)? (?:me|us|myself|"
            r"ourselves) out\b|\b(?:locked|left|lost|forgot) (?:\w+ )?keys? (?:in|"
            r"inside)\b|\blost (?:\w+ ){0,2}keys\b|\bcan'?t get (?:in|into|inside) (?:to "
            r")?(?:my|our|the) (?:house|home|apartment|apt|car|place|condo)\b|\bme quede "
            r"afuera\b|\b(?:no puedo entrar|perdi (?:mis|las) llaves|sin llaves)\b|\bkey "
            r"(?:broke|snapped|is stuck)\b"
        ),
    ),
    Sign(
        "injury",
        "emergency",
        None,
        (
            r"\b(?:injur(?:ed|y|ies)|bleeding|bled|unconscious|passed out|not breathing|"
            r"can'?t breathe|cant breathe|broken (?:arm|leg|bone|ankle|wrist|hip|finger)|"
            r"crushed|pinned (?:under|by|beneath)|(?:cut|burned|burnt|scalded|smashed|"
            r"hurt|slammed|caught|severed|lost|hit) (?:my|his|her|their|our|a|"
            r"someone'?s?) (?:\w+ )?(?:hand|arm|leg|finger|fingers|foot|head|face|thumb|"
            r"wrist|back|eye|toe|toes|self|skin)|(?:is|are|got|gets?|am|was|been|were|"
            r"badly) (?:badly |seriously |really )?(?:hurt|burned|scalded|electrocuted|"
            r"cut up)\b|burns? on (?:my|his|her)|stroke|heart attack|seizure|choking|"
            r"overdos\w*|collapsed|need an? ambulance|herid[oa]s?|lastimad[oa]|sangra\w*|"
            r"se desmay\w+|inconsciente|no (?:puede )?respira\w*|ambulancia|fell (?:off|"
            r"down|from|through) (?:the|a|my) (?:ladder|roof|stairs|steps|attic|"
            r"ceiling))\b(?! (?:feelings|my credit|the value|lawyer|attorney))"
        ),
    ),
    Sign(
        "injury",
        "emergency",
        "garage_door",
        (
            r"\b(?:spring|garage door|door|cable|torsion)\b[^.!?]{0,40}\b(?:fell on|came "
            r"down on|hit (?:me|my|him|her)|landed on|crush\w*|pinned|trapped|on (?:my|"
            r"his|her) (?:car|foot|leg|head|arm|hand))\b"
        ),
    ),
    Sign(
        "security",
        "emergency",
        "locksmith",
        (
            r"\b(?:break[- ]?in|broke (?:in|into)|broken in(?:to)?|breaking in(?:to)?|"
            r"burglar\w*|intruders?|robbed|robbery|prowler|burgl\w+|home invasion|kicked "
            r"in|kick(?:ed)? (?:my|our|the) (?:\w+ )?door|forced (?:open|entry|in)|"
            r"forcing (?:my|the|our)|smashed (?:my|our|the|in) (?:\w+ )?(?:window|door|"
            r"lock)|pried open|stole (?:my|our|the|all my) (?:\w+ )?keys|stalker|stalking|"
            r"restraining order|trying to get in(?:to)?|someone is (?:in|inside|at) (?:my|"
            r"our|the)|somebody is (?:in|inside) |se metieron|ladron(?:es)?|robaron|me "
            r"robaron|entraron a (?:mi|la)|intruso|forzaron|abusive|violent ex|my ex "
            r"(?:has|had|still has|took|stole) (?:a |the |my )?keys?|security breach|"
            r"jimmied|vandali\w+|gunshots?|with a (?:gun|knife)|ex[- ](?:boyfriend|"
            r"girlfriend|husband|wife)[^.!?]{0,20}\bkeys?)\b(?! (?:period|the bank))"
        ),
    ),
    Sign(
        "security",
        "urgent",
        "garage_door",
        (
            r"\b(?:garage(?: door)?|front door|back door|door|gate|lock|"
            r"window)\b[^.!?]{0,30}\b(?:won'?t|wont|will not|can'?t|cannot|doesn'?t|not|"
            r"no) (?:close|lock|shut|latch|cierra|clos\w+|go down|come down|secure)\b|"
            r"\b(?:garage(?: door)?)\b[^.!?]{0,20}\b(?:stuck|jammed|half(?:way)?) (?:open|"
            r"up)\b|\b(?:door|garage) (?:is )?stuck open\b|\bpuerta\b[^.!?]{0,20}\bno "
            r"cierra\b"
        ),
    ),
)

URGENT_WORDS = (
    r"\b(?:asap|a\.s\.a\.p|urgent(?:ly|e)?|emergency|emergencia|right (?:now|"
    r"away)|immediately|this is (?:bad|serious)|"
    r"as soon as possible|hurry|need (?:help|someone|you|somebody|it|this|a \w+) "
    r"(?:right )?(?:now|today|tonight|asap|fast)|"
    r"need help|send (?:help|someone|somebody)|rush|911|lo antes posible|cuanto "
    r"antes|de inmediato|ahora mismo|urge|ya mismo|ayuda|apurense|"
    r"no (?:hot )?water|sin agua|no agua|water heater (?:is )?(?:out|dead|died|"
    r"broken?|leak\w*)|frozen pipes?|pipes? (?:are |is )?froze\w*|"
    r"backed up|only toilet|can'?t wait|no cooling|no ac|no a/c|ac (?:is )?(?:out|"
    r"broken?|down|not working|died|quit)|"
    r"spring (?:is )?(?:broke\w*|snapped|popped)|car (?:is )?(?:stuck|trapped) in|"
    r"leak\w* (?:bad|fast)|tonight|help!+)"
)
