"""Turns a message into its urgency: level, trade and hazards, with recall before precision."""

from frontdesk.ability.language.acts.danger import signs, weights
from frontdesk.ability.language.acts.danger.signs import RANK, TABLE, Seen, Sign
from frontdesk.ability.language.acts.danger.traits import Traits, find_traits
from frontdesk.ability.language.acts.features import WORDS_READ, find_sentences
from frontdesk.ability.language.acts.fold import Folded
from frontdesk.ground.words.reading import Level, Urgency

# How far examples must speak for danger where a rule hears it told, where only some word of it stands
# there, and where a rule hears it asked about or hardly a word is of the kind that danger is told with,
# as in chat. Chosen on people whose sentences were not learnt from: missing a danger costs more than
# crying it.
_TOLD_FROM = -0.5
_SAID_FROM = -0.3
_CHAT_FROM = 0.0
_CHAT_BELOW = 0.2
# How far below the line a told sign still means haste and one sentence alone is looked at, and what
# that must add.
_DOUBTED_FROM = -0.1
_LOOKED_AT_FROM = -1.2
_ALONE_FROM = 0.8
_LEAST_WORDS = 3
# How many words before and after a sign are looked at with it, in a message of at least so many.
_BEFORE, _AFTER, _LONG = 3, 5, 16
_VAGUE = ("tonight", "rush", "right now", "need help", "ayuda")


def find_urgency(folded: Folded) -> Urgency:
    """The urgency of a message; `hazards` names each danger seen, worst first.

    Rules say which signs of danger stand in it and what is said around them (denied, long over,
    asked about, a price); what all that is worth beside its words was learnt from examples.
    """
    trade = next((row.head[1] for row in signs.rows("trade") if folded.first(row)), None)
    seen = signs.look(folded)
    if not seen.near:
        return _haste(folded, trade)
    traits = find_traits(folded, seen.marks())
    above = _above(folded, seen, traits)
    if above >= 0.0:
        return _emergency(folded, seen, traits, trade, above)
    found = _less(seen, "urgent" if above < _DOUBTED_FROM else "emergency")
    if found:
        named = tuple(dict.fromkeys(sign.hazard for sign, _ in found))
        return Urgency("urgent", found[0][0].trade or trade, named, why=f"says {found[0][1]!r}")
    return _haste(folded, trade)


def _emergency(
    folded: Folded, seen: Seen, traits: Traits, trade: str | None, above: float
) -> Urgency:
    """Danger, by the name that examples give it before those of the signs that rules saw."""
    known = weights.shipped()
    worst = [(sign, said) for sign, said in seen.signs if sign.level == "emergency"]
    likeliest = known.hazard(traits) if known.hazards else None
    named = {name: None for name in signs.HAZARDS if name == likeliest}
    named |= dict.fromkeys(sign.hazard for sign, _ in worst)
    first = next(iter(named))
    own = next((sign.trade for sign, _ in worst if sign.hazard == first), None)
    why = f"says {worst[0][1]!r}" if worst else _learnt(folded, traits, above)
    trade = own or trade or signs.trade_of(first)
    return Urgency("emergency", trade, tuple(named), why=why)


def _learnt(folded: Folded, traits: Traits, above: float) -> str:
    """What examples say of a message in which rules saw nothing, in words."""
    found = weights.shipped().evidence(traits)
    words = " ".join(folded.text[start:end] for start, end in found)
    return f"examples speak for danger by {above:.2f}: {words!r}"


def _line(seen: Seen, traits: Traits) -> float:
    """How far examples must speak for danger in a message of which rules see this much."""
    if seen.told and seen.level == "emergency":
        return _TOLD_FROM
    asked = seen.level == "emergency"
    return _CHAT_FROM if asked or traits.share < _CHAT_BELOW else _SAID_FROM


def _above(folded: Folded, seen: Seen, traits: Traits) -> float:
    """How far the message speaks of danger now: as a whole, or one sentence of it by itself."""
    known = weights.shipped()
    ruled = 1.0 if seen.told and seen.level == "emergency" else -1.0
    if not known.hazards:
        return ruled
    above = known.margin(traits) - _line(seen, traits)
    if traits.read >= WORDS_READ:
        return max(above, ruled)
    if above < 0.0 and (ruled > 0.0 or above >= _LOOKED_AT_FROM):
        return max([above, *_alone(folded, seen)])
    return above


def _alone(folded: Folded, seen: Seen) -> list[float]:
    """What each sentence of several says by itself, and what stands around each sign, so that talk of
    something else beside it hides nothing."""
    parts = [
        Folded(part)
        for part in (
            *(each[0] for each in find_sentences(folded.text)),
            *_around(folded.text, seen),
        )
        if 0 < len(part) < len(folded.text)
    ]
    known = weights.shipped()
    looked = [(part, signs.look(part)) for part in parts]
    found = [(seen, find_traits(part, seen.marks())) for part, seen in looked if seen.near]
    return [
        known.margin(traits) - _line(seen, traits) - _needed(seen)
        for seen, traits in found
        if traits.read >= _LEAST_WORDS or seen.told
    ]


def _around(text: str, seen: Seen) -> list[str]:
    """The words about each sign that is told of danger: people leave out full stops."""
    if not seen.told or text.count(" ") < _LONG:
        return []
    found: list[str] = []
    for sign, said in seen.signs:
        at = text.find(said)
        if sign.level == "emergency" and at >= 0:
            before = text[:at].split(" ")[-_BEFORE - 1 :]
            after = text[at + len(said) :].split(" ")[: _AFTER + 1]
            found.append(" ".join(before) + said + " ".join(after))
    return found


def _needed(seen: Seen) -> float:
    """How much more a sentence must add by itself; nothing where a rule hears danger told in it."""
    return 0.0 if seen.told and seen.level == "emergency" else _ALONE_FROM


def _less(seen: Seen, most: Level) -> list[tuple[Sign, str]]:
    """Told signs up to a level, the worst first."""
    if not seen.told:
        return []
    found = [each for each in seen.signs if RANK[each[0].level] <= RANK[most]]
    return sorted(found, key=lambda each: -RANK[each[0].level])


def _haste(folded: Folded, trade: str | None) -> Urgency:
    """Urgency without danger: haste, or a job for a trade."""
    urgent = None if folded.first(TABLE["calm"]) else folded.first(TABLE["urgent"])
    if urgent and (trade or urgent[0] not in _VAGUE):
        return Urgency("urgent", trade, why=f"says {urgent[0]!r}")
    if trade and folded.first(TABLE["problem"]):
        return Urgency("normal", trade, why="a job for a trade")
    return Urgency()
