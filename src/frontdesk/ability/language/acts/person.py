"""Turns a message into a wish for a human being, a complaint, a matter of law or money, a mood."""

import re

from frontdesk.ability.language.acts.fold import Folded
from frontdesk.ground.words.reading import Intent, Mood, Span

_HUMAN = (
    r"(?:(?:a|an|the|any|your|some|another|my|one of your|actual|real|live|human|"
    r"licensed|different|"
    r"senior|bank|customer|support|sales|service|physical|living|breathing|proper|normal) )*"
    r"(?:humans?|persons?|people|someone(?: else)?|somebody(?: else)?|anyone|"
    r"anybody|agents?|realtors?|representatives?|reps?|"
    r"managers?|supervisors?|operators?|advisors?|advisers?|workers?|employees?|"
    r"staff|team|owner|boss|technician|tech|"
    r"plumber|electrician|receptionist|reception|front desk|specialist|associate|"
    r"colleague|department|room service|restaurant|"
    r"expert|consultant|broker|officer|teller|clerk|assistant manager|dispatcher|"
    r"guy|lady|man|woman|"
    r"individual|being|folks?|jorge|ivy|him|her|support|sales|customer (?:service|care))"
)
_TALK = (
    r"(?:talk|speak|chat|spk|speek|discuss (?:this|it|that)|deal|communicate|work|"
    r"converse|connect|text|meet) (?:directly |live |in person |on the phone "
    r")?(?:to|with|w/|2)|talking (?:to|with)|speaking (?:to|with)|"
    r"reach|get (?:a )?hold of|get (?:in touch|ahold) (?:with|of)|get through to|"
    r"hear from|get help from"
)
_PERSON = re.compile(
    "|".join(
        (
            rf"\b(?:{_TALK}) {_HUMAN}\b",
            (
                r"\b(?:transfer|connect|pass|put|patch|forward|send|hand|switch|escalate|"
                r"get|give|bring|redirect|direct)(?: (?:me|us|this|my call|it|the call|"
                r"over|on|through|thru|in touch))* (?:to |with |over to |through to |in |"
                rf"on )?{_HUMAN}\b(?! (?:to|who) (?:fix|repair|look|come|clean|show))"
            ),
            (
                r"^\W*(?:(?:please|pls|plz|hi|hello|hey|i|need|want|just|get me|give me|"
                r"ok|no) )*(?:a |an |the )?(?:real |live |actual |human |spa |support |"
                r"sales )*(?:human|person|people|agent|representative|rep|operator|"
                r"manager|supervisor|team)(?: being| person| agent| representative)?(?: "
                r"(?:please|pls|plz|now|asap|thanks))*\W*$"
            ),
            (
                r"\b(?:real|live|actual|human|physical) (?:person|human|agent|being|"
                r"representative|people|operator|someone)\b(?! or)"
            ),
            (
                r"\b(?:can|could|would|will|have|please have|need|want|let|ask|tell|is "
                r"there) (?:someone|somebody|anyone|anybody|a person|a human|an agent|"
                r"your (?:manager|boss|agent)|the (?:owner|manager|agent)|a (?:manager|"
                r"supervisor|rep|representative|realtor)|jorge|you) (?:else )?(?:please |"
                r"there |to |just |that can |from your (?:team|office) )*(?:call|phone|"
                r"ring|contact|reach out|get back|speak|talk|text|give me a call|help me "
                r"instead|call me|i can (?:talk|speak))\b(?! (?:off|it)\b)(?! (?:about|"
                r"me) (?:names))"
            ),
            (
                r"\b(?:call me|give me a (?:call|ring)|phone me|ring me)\b(?=[\s.!?]*$| "
                r"(?:back|please|pls|asap|now|today|tomorrow|at|when|on|instead|so|about|"
                r"later|i))"
            ),
            (
                r"\b(?:stop|done|tired of|sick of|hate|don'?t (?:want|like|wanna)|not "
                r"(?:comfortable|talking|going to talk)|rather not|prefer not|refuse to|"
                r"wasting (?:my )?time|feel comfortable)\b[^.!?]{0,50}\b(?:bots?|robots?|"
                r"machines?|computers?|ai|automated|virtual (?:agents?|assistants?)|chat "
                r"?bots?)\b"
            ),
            (
                r"\b(?:this (?:conversation|chat|bot)|you) (?:is|are|isn'?t|aren'?t) "
                r"(?:just )?(?:not |really |so )?(?:working|helping|getting (?:me "
                r")?anywhere|going anywhere|leading anywhere|useless|no help|"
                r"understanding me|helpful)\b(?! \w+ (?:on|today))|\bthis is (?:really |"
                r"so |very |super |getting |beyond )?(?:frustrating|useless|pointless|"
                r"going nowhere|a waste of (?:my )?time)\W*$"
            ),
            (
                r"\b(?:rather|prefer|want|need|like)(?: to)? (?:just )?(?:talk|speak|chat|"
                r"work|deal)?(?: ?(?:to|with|have))? (?:a|an) (?:real |live |actual |"
                r"human )*(?:human|person|agent|representative|operator|human being)\b"
            ),
            (
                r"\b(?:a human|human agent|human being|person on the (?:phone|line)|"
                r"someone on the (?:phone|line)|someone (?:else )?in charge|someone real|"
                r"somebody real)\b"
            ),
            (
                r"\b(?:hablar|comunicarme|comuniqueme|comunicame|paseme|pasame|platicar|"
                r"conecteme|conectame|transfierame|transfiereme|contactar|atienda|"
                r"atender)(?: por favor)? (?:con |por |a )?(?:una?|el|la|su|algun|alguna|"
                r"alguien|otra)? ?(?:persona|humano|agente|alguien|gerente|encargad[oa]|"
                r"representante|asesora?|duen[oa]|ser humano|operador[a]?|"
                r"supervisor[a]?)\b"
            ),
            (
                r"\bpersona (?:real|de verdad|humana)\b|^\W*(?:(?:un|una|quiero|necesito) "
                r")*(?:agente|humano|representante|operador|persona)(?: por favor)?\W*$|"
                r"\b(?:me pueden?|me puede alguien|que alguien me|que me|puede alguien) "
                r"(?:llamar|llame|marcar|llamen|marque)\b|\bllam[ea]n?me\b"
            ),
        )
    )
)
_NOT_PERSON = re.compile(
    r"\b(?:don'?t|do not|dont|no|not|never|without|rather not|stop|why would i) "
    r"(?:\w+ ){0,3}?(?:need|want|have|like|wanna)? ?(?:to )?(?:talk(?:ing)?|"
    r"speak(?:ing)?|transfer|connect|call me|give me a call|call(?:ing)?)\b|\bare "
    r"you (?:a|an) (?:real |live |actual )?(?:person|human|bot|robot|agent|man|"
    r"woman)|"
    r"\b(?:i|we) (?:already |just )?(?:talked|spoke|met|chatted|was talking|were "
    r"talking)\b|\bam i (?:talking|speaking|chatting|texting)\b|\bis this (?:a|"
    r"an)\b|\bwho (?:am i|is this)\b"
)
_BARE_BOT_DISLIKE = re.compile(r"\b(?:machine|bot|robot|automated|virtual)")
_LEGAL = re.compile(
    r"\b(?:foreclos\w+|attorneys?|lawyers?|lawsuits?|sue|suing|sued|legal(?:ly| "
    r"advice| action| matter| issue)?|court|judge|"
    r"probate|bankrupt\w*|chapter (?:7|11|13)|liens?|divorc\w+|evict\w*|short "
    r"sale|pre-?foreclosure|"
    r"notice of default|behind on (?:\w+ ){0,2}(?:mortgage|payments?)|power of "
    r"attorney|estate (?:lawyer|planning)|title dispute|executor|"
    r"capital gains|1031|irs|tax (?:lien|advice|implications?|debt)|tax(?:es)? "
    r"owed|back taxes|settlement|contract dispute|breach|discriminat\w*|fair "
    r"housing|"
    r"restraining order|custody|judgment against|loan modification|forbearance|"
    r"reverse mortgage|small claims|litigation|subpoena|"
    r"abogad[oa]s?|demanda[rs]?|embargo|ejecucion hipotecaria|bancarrota|divorcio|"
    r"desaloj\w+|juicio|herencia legal)\b"
)
_COMPLAINT = re.compile(
    r"\b(?:complain\w*|complaint|refund|money back|rip ?off|ripped off|scam\w*|"
    r"unprofessional|unacceptable|terrible|horrible|"
    r"worst|awful|disappoint\w+|disgust\w+|rude|lied|lying|never (?:called|showed|"
    r"came|got back|answered|arrived|responded)|no[- ]show|didn'?t show up|nobody "
    r"(?:called|came|showed|answers?|responds?|got back)|no one (?:called|came|"
    r"showed|answers?|has called|got back|responds?)|"
    r"overcharg\w+|bbb|bad (?:review|service|job|experience)|one star|1 star|poor "
    r"service|still (?:broken|leaking|not fixed|waiting)|ridiculous|pathetic|"
    r"incompetent|ruined|"
    r"broke (?:my|our)|damaged (?:my|our)|waste of (?:time|money)|fed up|"
    r"ignor(?:ed|ing) me|report you|not happy with|unhappy with|"
    r"quej[ao]\w*|reembolso|estafa\w*|pesim[oa]|mal servicio|nadie (?:llamo|vino|"
    r"contesta|responde)|inaceptable)\b"
)
_MOODS: tuple[tuple[Mood, re.Pattern[str]], ...] = (
    (
        "angry",
        re.compile(
            r"\b(?:f+u+c+k\w*|wtf|stfu|shit\w*|bullshit|bs|pissed|furious|angry|"
            r"outrag\w+|idiots?|stupid|moron\w*|damn ?it|goddamn|"
            r"hell is wrong|disgust\w+|scam\w*|liars?|hate (?:you|this)|sick of "
            r"(?:this|you|it)|unacceptable|how dare|asshole\w*|crap|screw you|shut up|"
            r"enojad[oa]|furios[oa]|estupid[oa]s?|idiota|maldit[oa]s?|mierda)\b|🤬|😡|🖕"
        ),
    ),
    (
        "frustrated",
        re.compile(
            r"\b(?:frustrat\w+|annoy\w+|ridiculous|fed up|tired of|again and again|"
            r"already (?:told|said|asked|answered|gave)|"
            r"keep asking|how many times|waste of|wasting|useless|still waiting|not "
            r"working|not helping|disappoint\w+|ugh+|come on|enough already|for the "
            r"(?:\w+ )?time|seriously\?|terrible|horrible|worst|awful|"
            r"no one (?:called|answers)|nobody (?:called|answers|came)|frustrad[oa]|"
            r"hart[oa] de|cansad[oa] de|molest[oa])\b|😤|🙄|😠"
        ),
    ),
    (
        "anxious",
        re.compile(
            r"\b(?:worr(?:ied|y|ying)|scared|afraid|terrified|anxious|nervous|"
            r"panick?(?:ing|ed)?|stress(?:ed|ful|ing)|overwhelm\w+|desperate|freaking "
            r"out|"
            r"please hurry|hurry|help me|losing (?:my|our)|don'?t know what to do|"
            r"preocupad[oa]|miedo|nervios[oa]|desesperad[oa]|angustia\w*|"
            r"asustad[oa])\b|😰|😱|😟|😨"
        ),
    ),
    (
        "confused",
        re.compile(
            r"\b(?:confus\w+|don'?t understand|dont understand|not following|what do "
            r"you mean|makes? no sense|doesn'?t make sense|lost me|i'?m lost|huh|"
            r"unclear|what\?+$|"
            r"confundid[oa]|no entiendo|no comprendo)\b|🤔|😕"
        ),
    ),
    (
        "positive",
        re.compile(
            r"\b(?:thank(?:s| you)|thx|ty|great|awesome|perfect|love(?:ly)?|excited|"
            r"amazing|wonderful|excellent|fantastic|happy|glad|appreciate\w*|"
            r"can'?t wait|cool|yay|gracias|genial|excelente|perfecto|encantad[oa]|"
            r"feliz|maravillos[oa])\b|😀|😊|🙏|❤|🎉|😃|😁|🥰|👏|😍"
        ),
    ),
)
_NOT_MOOD = re.compile(r"\b(?:not|no|isn'?t|aren'?t|never|don'?t|nothing) (?:\w+ )?$")


def find_person(folded: Folded) -> tuple[Span, str] | None:
    """Where a message asks for a person instead of a bot, and why; None where it does not."""
    for match in _PERSON.finditer(folded.text):
        around = folded.text[max(0, match.start() - 32) : match.end()]
        if _NOT_PERSON.search(around) and not _BARE_BOT_DISLIKE.search(match[0]):
            continue
        return folded.span(*match.span()), "asks for a person"
    return None


def find_topics(folded: Folded) -> tuple[Intent, ...]:
    """`legal` and `complaint` where a message touches them."""
    found = []
    for name, pattern in (("legal", _LEGAL), ("complaint", _COMPLAINT)):
        hits = list(pattern.finditer(folded.text))
        if hits:
            score = min(0.95, 0.75 + 0.1 * (len(hits) - 1))
            found.append(
                Intent(name, score, folded.span(*hits[0].span()), why=f"says {hits[0][0]!r}")
            )
    return tuple(found)


def find_mood(folded: Folded, *, shouted: bool) -> tuple[Mood, str]:
    """The mood of a message and the words that show it; `shouted` is a message in capitals."""
    for mood, pattern in _MOODS:
        match = pattern.search(folded.text)
        if match and not _NOT_MOOD.search(folded.text[: match.start()]):
            return mood, f"says {match[0]!r}"
    if shouted and "!" in folded.text:
        return "frustrated", "shouts"
    return "neutral", ""
