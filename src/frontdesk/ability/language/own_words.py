"""A customer's own words turned into the part of them that answers: a place, a plan, a whole answer."""

import re
from dataclasses import replace
from functools import cache

from frontdesk.ability.language.values.addresses import cities
from frontdesk.ability.language.values.scan import listed
from frontdesk.ground.words.reading import Reading, Span, Value

LONGEST_ANSWER = 200
_SMALL = frozenset(["or", "and", "of", "the", "near", "de", "del", "la", "el", "o", "y"])
# Acts that show the customer is not answering the question, whatever else the words could mean.
NOT_AN_ANSWER = (
    "ask_info",
    "question_price",
    "are_you_bot",
    "who_are_you",
    "dont_know",
    "repeat",
    "fair_housing",
    "erase_me",
    "complaint",
)
SURE = 0.6
_CORRECTS = re.compile(
    r"\b(?:actually|i mean|i meant|sorry|wait|correction|instead|rather|make (?:it|that)|change|"
    r"en realidad|perd[oó]n|mejor|digo|quise decir|cambi\w+)\b",
    re.I,
)
_REFUSES = re.compile(
    r"\b(?:(?:rather|prefer) not (?:to )?(?:say|answer|share)|skip (?:that|it|this)|pass on (?:that|this)|"
    r"none of your business|next question|(?:doesn'?t|does not|don'?t) (?:really )?(?:matter|care)|"
    r"no preference|any is fine|no importa|me da igual|cualquiera|"
    r"prefiero no|no quiero decir|mejor no digo)\b",
    re.I,
)
COURTESIES = ("greet", "thanks", "bye", "smalltalk")
_SHORT = 4
_BREAK = re.compile(
    r"[.,;!?\n]|\s+(?:and|but|because|so|for|by|next|this|when|with|after|if|since|"
    r"y|pero|porque|para|cuando|con|si)\b|\s+in (?=\d|a |about |the )",
    re.I,
)
_LEAD = re.compile(
    r"^(?:(?:i'?m|i am|we'?re|we are|i'?d|we'?d|i|we|my|our|first|love|prefer|want|wants?|think|would|"
    r"(?:place|area|city|town|location) (?:is|would be|should be|must be)|should be|must be|"
    r"maybe|probably|mostly|somewhere|anywhere|preferably|ideally|looking|look|thinking|interested|"
    r"hoping|live|living|be|stay|to|like|about|of|in|at|around|near|close|by|the|um+|uh+|well|"
    r"ok(?:ay)?|yes|yeah|sure|oh|hmm+|it'?s|that'?s|en|cerca|de|por|la|el|zona|área|ciudad|me|nos|"
    r"gustaría|gustaria|quiero|queremos|busco|buscamos|tal|vez|quizás|quizas|pues|sería|seria|"
    r"sí|vivir|estar|a|to)\b[\s,:]*)+",
    re.I,
)
_TAIL = re.compile(
    r"[\s,.!?;:]*(?:\b(?:please|thanks|thank you|i think|i guess|probably|maybe|or so|mostly|"
    r"ideally|preferably|por favor|gracias|creo|would be (?:great|nice|ideal)|is (?:fine|great|"
    r"ideal)|works|estaría bien)[\s.!]*)*[\s,.!?;:]*$",
    re.I,
)
_SMALL_NAME = re.compile(
    r"(?P<name>(?P<first>[a-záéíóúñ]{3,})(?: [a-záéíóúñ]{3,})?)"
    r"(?=\s*(?:$|[.,?!;])|\s+(?:under|around|for|with|or|de|con|hasta)\b)"
)
_NO_PLACE = frozenset(
    listed(
        "cash total mind general town time advance touch person shape condition good great bad "
        "okay our his her their your this that need escrow foreclosure debt full case fact order "
        "love common process here there work english spanish retirement favor efectivo buen buena "
        "mal verano invierno persona esta este una unos mente casa meses perfect excellent poor "
        "decent terrible pretty really very progress trouble what which"
    )
)
_OF_PLACES = frozenset(
    listed(
        "or and of the near area county side part downtown midtown uptown north south east west "
        "northern southern eastern western o y de del la el cerca centro norte sur este oeste "
        "maybe even anywhere around in en by close to heights hills beach park village township"
    )
)
_ASKS = re.compile(
    r"(?:(?:ok|and|but|so|hey|hi)[\s,]+)*(?:what(?:'?s| is| are| do| does| about| happens| will)|"
    r"how (?:do|does|is|are|much|many|long|can|will)|why|who(?:'?s| is)|where (?:do|is|are)|"
    r"when (?:do|will|can|is)|(?:can|could|do|does|will|would|are|is) (?:you|u|it|there|someone)|"
    r"qué|cómo|cuánto|cuándo|por qué|quién)\b",
    re.I,
)
_TELLS = re.compile(r"(?:don'?t|doesn'?t|not|have|had|will|won'?t|can'?t|staying|has|was)\b", re.I)
_TAKES_BACK = ("actually", "make it", "make that", "i meant", "rather", "mejor", "en realidad")
_CODE = re.compile(r"\d{5}(?:-\d{4})?")
_CLAUSE = re.compile(
    r"[.;!?\n]|,?\s+(?:but|because|since|under|with|for|if|when|so|hopefully|pero|porque|con|para)\b|"
    r"\s+(?:would|sounds?|works?|seems?|looks?|is)\b",
    re.I,
)
_PRONOUN = r"(?!(?:I|We|You|They|He|She)['’]|(?:We|It|My|The|That|This|You|They|If|And|But|Our)\b)"
# "Napa. Can you" is a town and a new sentence; "San leandro" is a town.
_NAME = rf"(?:(?:St|Ft|Mt)\.|(?:San|Santa|Los|Las|El)\s+[a-z]{{3,}}|{_PRONOUN}[A-ZÁÉÍÓÚÑ][\w'’-]+)"
_KIND = (
    r"(?:\s+(?:county|city|hill|creek|valley|area|district|township|village|heights|hills|beach))?"
)
_NAMES = rf"{_NAME}(?:\s+(?:(?:de|del|la|of|the)\s+)?{_NAME}){{0,3}}{_KIND}"
_MORE = rf"(?:(?:\s*(?:,|/|\bor\b|\band\b|\bo\b|\by\b)\s*)+{_NAMES})*"


def find_introduced(reading: Reading, phrases: tuple[str, ...]) -> Value | None:
    """What a phrase introduces, up to the end of its clause: "moving to" gives "Austin"."""
    if not phrases:
        return None
    for match in _introducing(phrases).finditer(reading.text):
        rest = reading.text[match.end() :]
        broken = _BREAK.search(rest)
        said = rest[: broken.start()] if broken else rest
        end = match.end() + len(said.rstrip())
        if said.strip() and not re.match(r"(?:be|get|have|do|see|go)\b", said.strip(), re.I):
            return _phrase(reading, (match.end(), min(end, match.end() + LONGEST_ANSWER)))
    return None


def find_place(reading: Reading, phrases: tuple[str, ...]) -> Value | None:
    """A place behind "in" or "near", or behind words that take something back: names in capitals,
    or a town we know; no month, no time."""
    if not phrases:
        return None
    for match in _introducing((*phrases, *_TAKES_BACK)).finditer(reading.text):
        span = _named(reading.text, match.end()) or _small_named(reading, match.end())
        if span and not any(_overlap(span, value.span) for value in reading.values):
            return _place(reading, span)
    return None


def find_whole_place(reading: Reading, *, titled: bool = True) -> Value | None:
    """The place that a whole answer names, without the words around it; or a postal code."""
    text = reading.text
    code = _CODE.fullmatch(text.strip(" .!"))
    if code:
        return Value("phrase", code[0], (0, len(text)), 0.8, why="a postal code")
    if not is_answer(reading):
        return None
    start, end = 0, len(text)
    for value in reading.values:
        if value.kind not in ("address", "name") and value.span[0] > start:
            end = min(end, value.span[0])
    led = _LEAD.match(text)
    start = led.end() if led else 0
    if start >= end:
        return None
    clause = _CLAUSE.search(text, start, end)
    end = clause.start() if clause and clause.start() > start else end
    tail = _TAIL.search(text, start, end)
    end = tail.start() if tail and tail.start() > start else end
    letters = sum(char.isalnum() for char in text[start:end])
    solid = (value.span for value in reading.values if value.kind in _AMOUNTS)
    if letters < 2 or any(_overlap((start, end), span) for span in solid):
        return None
    span = (start, min(end, start + LONGEST_ANSWER))
    if titled:
        return _place(reading, _town_inside(text, span) or span)
    if _is_all_values(reading):
        return None
    if _TELLS.match(text[start:end]):
        return find_whole(reading)
    return _phrase(reading, span)


def find_whole(reading: Reading) -> Value | None:
    """The whole message as an answer; None where it answers nothing."""
    if not is_answer(reading) or corrects(reading) or _is_all_values(reading):
        return None
    text = reading.text.strip()
    return Value(
        "phrase", text[:LONGEST_ANSWER], (0, len(reading.text)), 0.6, why="the whole answer"
    )


def is_answer(reading: Reading) -> bool:
    """Whether a message can be an answer in the customer's own words at all."""
    text = reading.text.strip()
    words = text.split()
    if not any(char.isalpha() for char in text) or asks(reading) or text[0] in "{[<":
        return False
    if reading.asks_for_person or reading.opt or reading.mood == "angry":
        return False
    if any(says(reading, act) for act in NOT_AN_ANSWER) or refuses(reading):
        return False
    if len(words) <= _SHORT and any(says(reading, act) for act in COURTESIES):
        return False
    return not (reading.reply in ("yes", "no", "unsure") and len(words) <= 2)


def says(reading: Reading, act: str) -> bool:
    """Whether a message does something, surely enough to act on."""
    intent = reading.intent(act)
    return intent is not None and intent.score >= SURE


def asks(reading: Reading) -> bool:
    """Whether a message is a question, with or without its mark."""
    text = reading.text.strip()
    marked = ("?" in text and any(char.isalpha() for char in text)) or "¿" in text
    return marked or bool(_ASKS.match(text))


def corrects(reading: Reading) -> bool:
    """Whether a message takes back something said before."""
    return says(reading, "correction") or bool(_CORRECTS.search(reading.text))


def refuses(reading: Reading) -> bool:
    """Whether a message leaves a question unanswered on purpose, or cannot answer it."""
    unsure = says(reading, "dont_know") or (
        reading.reply == "unsure" and len(reading.text.split()) < _SHORT
    )
    return unsure or bool(_REFUSES.search(reading.text))


def _is_all_values(reading: Reading) -> bool:
    """Whether amounts, addresses and the like make up most of a message."""
    solid = [value for value in reading.values if value.kind in _SOLID and value.grain != "story"]
    covered = {place for value in solid for place in range(*value.span)}
    return len(covered) * 2 > len(reading.text.strip())


_AMOUNTS = ("money", "number", "range")
_TIMES = ("date", "time", "datetime", "interval", "duration")
_SOLID = (*_AMOUNTS, *_TIMES, "address", "phone", "email")


@cache
def _introducing(phrases: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = sorted(phrases, key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, longest_first))})\s+(?:the\s+|la\s+)?", re.I)


def _named(text: str, start: int) -> Span | None:
    capitals = re.compile(_NAMES + _MORE).match(text, start)
    if capitals:
        return start, start + len(capitals[0].rstrip(" .,'’-"))
    tokens = list(re.finditer(r"[\w'’.-]+", text[start : start + 60]))
    for size in range(min(cities.LONGEST, len(tokens)), 0, -1):
        name = tuple(token[0].lower().rstrip(".") for token in tokens[:size])
        if tokens[0].start() == 0 and name in cities.CITIES:
            return start, start + tokens[size - 1].end()
    return None


def _town_inside(text: str, span: Span) -> Span | None:
    """The town in a longer answer: "find a Napa apartment" means Napa; "downtown Davis" stays."""
    words = list(re.finditer(r"[\w'’-]+", text[span[0] : span[1]]))
    if all(word[0][0].isupper() or word[0].lower() in _OF_PLACES for word in words[1:]):
        return None
    names = [word[0].lower() for word in words]
    for size in range(min(cities.LONGEST, len(names)), 0, -1):
        for at in range(len(names) - size + 1):
            if tuple(names[at : at + size]) in cities.CITIES:
                return span[0] + words[at].start(), span[0] + words[at + size - 1].end()
    return None


def _small_named(reading: Reading, start: int) -> Span | None:
    """A place without a capital, at the end of a clause of somebody who buys, sells or rents."""
    name = _SMALL_NAME.match(reading.text, start)
    wished = any(says(reading, wish) for wish in ("buy", "sell", "rent"))
    if name is None or not wished or name["first"] in _NO_PLACE:
        return None
    return start, name.end("name")


def _overlap(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _phrase(reading: Reading, span: Span) -> Value:
    return Value("phrase", reading.text[span[0] : span[1]], span, 0.7, why="the customer's words")


def _place(reading: Reading, span: Span) -> Value:
    """A place as people write it: "elk grove" becomes "Elk Grove"."""
    value = _phrase(reading, span)
    text = reading.text[slice(*span)]
    if not text.islower():
        return value
    titled = (word if word in _SMALL else word[:1].upper() + word[1:] for word in text.split(" "))
    return replace(value, value=" ".join(titled))
