"""Turns a message into its answer to a yes-or-no question: yes, no, unsure, conditional."""

import re
from dataclasses import dataclass

from frontdesk.ability.language.acts.fold import Folded
from frontdesk.ground.words.reading import ReplyKind, Span

_YES_WORD = (
    r"(?:y(?:e+s+|e+a+h?|e+p+|u+p+|aa?s+|eah+|es+ir+ee)|ya(?:h|ss)?|yea|ye|yess?ir|sure(?: thing)?|"
    r"of course|ofc|absolutely|definitely|certainly|totally|indeed|correct|exactly|right on|"
    r"affirmative|ok(?:ay|ey|ie|ely dokely)?|okk|k|kk|alright|all right|fine|cool|"
    r"great|perfect|awesome|"
    r"excellent|wonderful|lovely|gladly|agree[ds]?|confirmed?|deal|done deal|you bet|you got it|"
    r"for sure|fo sho|bet|by all means|roger(?: that)?|sounds? (?:good|great|fine|"
    r"perfect|right|ok|okay|"
    r"like a plan|lovely|awesome)|that'?s? (?:right|correct|fine|good|great|"
    r"perfect|true|works?|ok|okay|"
    r"it|me|him)|please do|go (?:ahead|for it)|let'?s (?:do (?:it|that|this)|go|book it)|"
    r"works? for (?:me|us)|i do|i am|i will|i did|i have|i can|i would|we do|we "
    r"are|we can|we will|we have|"
    r"why not|no problem|no problemo|np|not a problem|no worries|it does|it is|they do|they are|"
    r"(?:i )?(?:don'?t|do not|wouldn'?t) mind|can'?t wait|i'?d (?:love|like) (?:to|that)|"
    r"i'?m (?:in|down|game|ok with (?:that|it)|good with (?:that|it)|fine with (?:that|it))|"
    r"si+|claro(?: que si)?|por supuesto|vale|de acuerdo|esta bien|bueno|dale|perfecto|correcto|"
    r"asi es|me parece bien|como no|desde luego|adelante|listo|exacto|confirmo|"
    r"sale|no hay problema|"
    r"seguro)"
)
_NO_WORD = (
    r"(?:n+o+(?! (?:problem|worries|doubt|hay problema|later|more than|less than|"
    r"earlier|sooner|rush|"
    r"biggie|matter|one\b|preference|idea|se\b|estoy seguro))p?e?|na+h+|nope?|no+pe|nay|negative|"
    r"no (?:way|thanks?|thank you|ty|sir|ma'?am|gracias)|not (?:really|at all|yet|"
    r"now|today|ok(?:ay)?|"
    r"a chance|interested|for me|going to happen|happening|gonna happen|anymore|"
    r"exactly|correct|right|"
    r"true|good|great|fine|this time)|never(?! mind)|never ?mind|"
    r"of course not|absolutely not|definitely not|certainly not|hell no|hard "
    r"(?:no|pass)|i'?ll pass|pass|"
    r"i (?:do not|don'?t)(?! (?:mind|know|care|think (?:so )?why))(?: thin[kg] so)?|"
    r"don'?t thin[kg] so|(?:i )?(?:can'?t|cannot|won'?t|couldn'?t|wouldn'?t|haven'?t|"
    r"am not|are not|is not|isn'?t|aren'?t|wasn'?t|didn'?t)(?! (?:wait|mind|decide|tell|be sure))|"
    r"i'?m not(?! sure| certain| opposed)|we'?re not(?! sure)|"
    r"it'?s not|that'?s not|(?:that|it) (?:doesn'?t|does not|won'?t|will not) (?:work|suit|do)|"
    r"doesn'?t work|disagree|wrong|incorrect|false|refuse|decline|unacceptable|"
    r"(?:that'?s )?too (?:late|early|expensive|much|far)|nunca|jamas|tampoco|para "
    r"nada|de ninguna manera|"
    r"claro que no|por supuesto que no|todavia no|aun no|ya no|negativo|"
    r"dis ?agree)"
)
_UNSURE = (
    r"(?:maybe|mayb|perhaps|possibly|might|not (?:really )?(?:sure|certain)|"
    r"unsure|(?:i )?(?:don'?t|dont|"
    r"do not) (?:really )?know|i dunno|dunno|idk|no idea|hard to say|who knows|depends|it depends|"
    r"let me (?:think|check|see|ask|talk|get back|sleep on|look|confirm|know)|"
    r"(?:i'?ll|i will|we'?ll|i'?d|need to|have to|gotta|want to|must|should) "
    r"(?:\w+ )?(?:think|check|ask|see|get back|talk (?:to|it|with)|sleep on|"
    r"consult|look (?:at|into))|"
    r"(?:i'?m )?(?:undecided|torn|on the fence)|can'?t (?:decide|say|tell)|"
    r"haven'?t decided|still (?:deciding|thinking)|"
    r"not decided|(?:can|could) i (?:get back|let you know)|(?:i'?ll|will) let you know|we'?ll see|"
    r"(?:more )?or less|kind ?of|sort ?of|i guess(?: not| so)?$|hm+|umm*|probably(?: not)?|"
    r"tal vez|quiza?s?|a lo mejor|puede ser|no (?:lo )?se|no estoy segur[oa]|"
    r"depende|dejame (?:ver|pensar)|"
    r"dejeme (?:ver|pensar)|tengo que (?:pensar|ver)|lo pienso|lo voy a pensar|"
    r"possible|maybe so|either way idk)"
)
_CONDITION = re.compile(
    r"\b(?:(?:but )?only (?:if|when|after|at|on)|as long as|provided|providing|on "
    r"(?:the )?condition|if you|"
    r"if we|if i|if it|if they|if the|if that|if there|if he|if she|if his|if "
    r"price|unless|assuming|"
    r"depending on|so long as|"
    r"contingent|subject to|but (?:first|only|not (?:before|until|on|if|after|in|"
    r"at|for|too|the|any|more))|"
    r"but (?:it|you|they|we|the|i|he|she)(?:'?d|'?ll)? (?:has|have|need|needs|"
    r"want|would need|must|should|"
    r"can'?t|cannot|won'?t)|"
    r"solo si|siempre que|siempre y cuando|con tal (?:de )?que|a menos que|pero "
    r"(?:solo|no|primero)|"
    r"si (?:me|el|la|es|usted|ustedes|puede|pueden|no|hay|baja|bajan))\b"
)
_LEAD = re.compile(
    r"\s*(?:(?:oh|well|um+|uh+|ah|so|and|hey|hi|hello|hmm+|lol|haha|honestly|"
    r"actually|ok so|bueno)[\s,.]+)*"
    rf"(?:(?P<unsure>{_UNSURE})|(?P<no>{_NO_WORD})|(?P<yes>{_YES_WORD}))(?![a-z])"
)
_YES_ANY = re.compile(rf"(?<![a-z']){_YES_WORD}(?![a-z])")
_NO_ANY = re.compile(rf"(?<![a-z']){_NO_WORD}(?![a-z])")
_UNSURE_ANY = re.compile(rf"(?<![a-z']){_UNSURE}(?![a-z])")
_EMOJI_YES = re.compile("[👍👌✅💯🙌🆗✔☑🤝]")
_EMOJI_NO = re.compile("[👎❌🚫✖🙅]")
_REFUSED = re.compile(
    r"\bnot (?:ok(?:ay)?|okay|good|fine|happy|going|interested|comfortable|"
    r"acceptable|possible|for us|"
    r"gonna|able)\b|"
    r"\b(?:i|we)(?:'?d| would)? (?:don'?t|do not|can'?t|cannot|won'?t|will not|"
    r"wouldn'?t|rather not|"
    r"prefer not)(?! (?:mind|know|wait|care))\b|\bno me (?:interesa|gusta|sirve|"
    r"conviene)\b|\bno (?:quiero|puedo|gracias)\b"
)
_AGREES = re.compile(
    r"\b(?:works?|work (?:great|well|perfectly)|(?:is|are|'s|would be|that'd be|will be) (?:\w+ )?"
    r"(?:fine|good|great|perfect|ok|okay|alright|better|best|right|correct|ideal|"
    r"lovely|cool)|suits?|"
    r"book (?:it|me|that)|sign me up|count me in|see you (?:then|there|at)|i'?ll (?:take|be there)|"
    r"(?:i|we) (?:accept|agree|confirm)|me (?:sirve|viene bien|parece bien|va bien|funciona)|"
    r"que sea|de acuerdo|nos vemos)\b"
)
_QUESTION = re.compile(
    r"^\s*(?:what|when|where|who|how|which|why(?! not\b)|is|are|does|do|did|can|could|"
    r"would|will|should|"
    r"que|cuando|donde|quien|como(?! no\b)|cual|cuanto|puede[ns]?)\b"
)


@dataclass(frozen=True, slots=True)
class Reply:
    """The answer given, where it stands, and the rule that saw it."""

    kind: ReplyKind
    span: Span
    why: str


def find_reply(folded: Folded, *, asked: str | None) -> Reply | None:
    """The yes, no, unsure or conditional answer of a message; None where it answers nothing.

    The first answering word wins ("yes... I said no onions" is a yes); a condition after a yes
    makes it conditional. Inside a sentence, agreement counts only where a yes-or-no question
    was asked (`asked`).
    """
    text = folded.text
    lead = _LEAD.match(text)
    if lead:
        return _with_condition(folded, _kind_of(lead, text), lead.span(), "first words answer")
    return _inside(folded, asked)


def _kind_of(lead: re.Match[str], text: str) -> ReplyKind:
    if lead["unsure"]:
        return "unsure"
    rest = text[lead.end() :]
    if lead["no"]:
        return "unsure" if re.match(r"[\s,.]*(?:idea|clue|se\b)", rest) else "no"
    if re.match(
        r"[\s,.!]*(?:but |pero )?(?:i'?m |i am )?(?:not sure|maybe|let me (?:check|"
        r"think|see)|"
        r"i (?:think|guess|suppose)? ?(?:so )?(?:but )?(?:not sure|maybe)|"
        r"no estoy segur)",
        rest,
    ):
        return "unsure"
    if (
        re.match(
            (
                r"[\s,.]*(?:but )?(?:(?:it'?s|it is|that'?s|im|i'?m|we'?re|i am|thats) )?not "
                r"(?!before|until|after|on)"
            ),
            rest,
        )
        and len(lead[0].strip()) > 2
    ):
        return "no" if lead["yes"] in ("agree", "ok", "okay", "agreed") else "yes"
    return "yes"


def _with_condition(folded: Folded, kind: ReplyKind, at: tuple[int, int], why: str) -> Reply:
    if kind in ("yes", "unsure"):
        condition = _CONDITION.search(folded.text, at[0])
        if condition and kind == "yes":
            return Reply(
                "conditional", folded.span(at[0], condition.end()), "a yes with a condition"
            )
    return Reply(kind, folded.span(*at), why)


def _inside(folded: Folded, asked: str | None) -> Reply | None:
    text = folded.text
    if _EMOJI_YES.search(text) or _EMOJI_NO.search(text):
        up, down = _EMOJI_YES.search(text), _EMOJI_NO.search(text)
        mark = up or down
        if mark:
            return Reply("yes" if up else "no", folded.span(*mark.span()), "an emoji answers")
    found: list[tuple[int, int, ReplyKind]] = []
    refused = _REFUSED.search(text)
    if refused and not _QUESTION.match(text):
        found.append((*refused.span(), "no"))
    if asked == "confirm" or asked is not None:
        agrees = _AGREES.search(text)
        if agrees and not _QUESTION.match(text):
            found.append((*agrees.span(), "yes"))
    unsure = _UNSURE_ANY.search(text)
    if unsure and not _QUESTION.match(text) and (asked is not None or len(folded.words) <= 6):
        found.append((*unsure.span(), "unsure"))
    for pattern, kind in ((_YES_ANY, "yes"), (_NO_ANY, "no")):
        match = pattern.search(text) if asked == "confirm" and not _QUESTION.match(text) else None
        if match:
            found.append((*match.span(), "yes" if kind == "yes" else "no"))
    if not found:
        return None
    order: dict[ReplyKind, int] = {"no": 0, "unsure": 1, "yes": 2, "conditional": 3}
    start, end, kind_found = min(found, key=lambda item: (order[item[2]], item[0]))
    return _with_condition(folded, kind_found, (start, end), "the sentence answers what was asked")
