"""Turns the phrases of a bot's choice and flag slots into `choice` and `flag` values."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from frontdesk.ability.language.context import Context, SlotShape
from frontdesk.ability.language.values.scan import Scan, listed, scan_text
from frontdesk.ground.words.reading import Json, Span, Value

_NEGATIONS = frozenset(
    listed(
        "no not without don't dont doesn't doesnt isn't isnt aren't never nor neither sin didn't "
        "won't wont can't cant hasn't haven't lacks nope cannot wasn't ningún ninguna"
    )
)
_BREAKS = frozenset({",", ".", ";", "!", "?", "but", "and", "or", "pero", "just", "only"})
_REACH = 4
_SMALL_WORDS = frozenset(listed("a an the of with to for and or my de la el un una con"))
_COMMON = frozenset(
    listed(
        "about after again would could should there their where which while house price today every "
        "other never right still these those think three through under until water white world"
    )
)
_LEAST_FOR_TYPO = 5
_WORDS_KEPT = 5_000


@dataclass(frozen=True, slots=True)
class Phrase:
    """One way to say an option or a flag: its stems, and what it means."""

    stems: tuple[str, ...]
    slot: str
    option: str | None
    rule: str


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Phrases by first stem, and the long stems by what is left when one letter goes.

    `met` keeps what words of messages were found to stand for."""

    phrases: dict[str, tuple[Phrase, ...]]
    near: dict[str, str]
    initials: frozenset[str]
    met: dict[str, str | None] = field(default_factory=dict)


class _Slots:
    """The slots of a bot, known by identity: equal contents need not be compared every turn."""

    __slots__ = ("slots",)

    def __init__(self, slots: tuple[SlotShape, ...]) -> None:
        self.slots = slots

    def __hash__(self) -> int:
        return id(self.slots)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Slots) and other.slots is self.slots


def find_choices(text: str, context: Context) -> tuple[Value, ...]:
    """`choice` values `{slot, option}` and `flag` values `{slot, value}` that the text names.

    A negated option is no choice; a negated flag phrase is a flag that is false. Bare yes and
    no are left to the caller.
    """
    return read_choices(scan_text(text), context)


def read_choices(scan: Scan, context: Context) -> tuple[Value, ...]:
    """Choices and flags of a scanned text, the longest phrase at each place."""
    if not context.slots or not scan.tokens:
        return ()
    lexicon = _lexicon(_Slots(context.slots))
    if not lexicon.phrases:
        return ()
    places = [at for at, token in enumerate(scan.tokens) if token.text != "-"]
    stems = [_stem(scan.tokens[place].text) for place in places]
    found: list[Value] = []
    at = 0
    while at < len(stems):
        matched = _match(lexicon, stems, at)
        if not matched:
            at += 1
            continue
        size = len(matched[0][0].stems)
        first, stop = places[at], places[at + size - 1] + 1
        for phrase, typo in matched:
            value = _value(scan, context, phrase, (first, stop), typo=typo)
            if value is not None:
                found.append(value)
        at += size
    return _settled(found)


@lru_cache(maxsize=64)
def _lexicon(known: _Slots) -> Lexicon:
    phrases: dict[str, list[Phrase]] = {}
    near: dict[str, str] = {}
    for phrase in _phrases(known.slots):
        phrases.setdefault(phrase.stems[0], []).append(phrase)
        for stem in phrase.stems:
            if len(stem) >= _LEAST_FOR_TYPO:
                near.setdefault(stem, stem)
                for variant in _shortened(stem):
                    near.setdefault(variant, stem)
    ordered = {
        first: tuple(sorted(group, key=lambda phrase: -len(phrase.stems)))
        for first, group in phrases.items()
    }
    return Lexicon(ordered, near, frozenset(stem[0] for stem in near.values()))


def _phrases(slots: tuple[SlotShape, ...]) -> Iterator[Phrase]:
    for slot in slots:
        if slot.kind == "choice":
            for option in slot.options:
                for text in {option.name.replace("_", " "), *option.phrases}:
                    stems = _stems(text)
                    if stems:
                        yield Phrase(stems, slot.name, option.name, f"option: {text}")
        elif slot.kind == "flag":
            for text in slot.phrases:
                stems = _stems(text)
                if stems:
                    yield Phrase(stems, slot.name, None, f"flag: {text}")


def _stems(text: str) -> tuple[str, ...]:
    return tuple(_stem(token.text) for token in scan_text(text).tokens if token.text != "-")


def _stem(word: str) -> str:
    """The word without a plural or possessive ending."""
    if not word.endswith("s"):
        return word
    if len(word) > 3 and word.endswith("'s"):
        word = word[:-2]
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 4 and word.endswith(("ses", "xes", "ches", "shes")):
        return word[:-2]
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def _shortened(word: str) -> Iterator[str]:
    for at in range(1, len(word)):
        yield word[:at] + word[at + 1 :]


def _match(lexicon: Lexicon, stems: list[str], at: int) -> list[tuple[Phrase, bool]]:
    """The longest phrases that begin at a token; several where slots share the wording."""
    word = stems[at]
    exact = word in lexicon.phrases
    first = word if exact else _corrected(lexicon, word)
    matched: list[tuple[Phrase, bool]] = []
    for phrase in lexicon.phrases.get(first or "", ()):
        if matched and len(phrase.stems) < len(matched[0][0].stems):
            break
        typo = not exact
        step = 1
        for step, stem in enumerate(phrase.stems[1:], 1):
            other = stems[at + step] if at + step < len(stems) else ""
            if other == stem:
                continue
            if other and _corrected(lexicon, other) == stem:
                typo = True
                continue
            break
        else:
            matched.append((phrase, typo))
    return matched


def _corrected(lexicon: Lexicon, word: str) -> str | None:
    """The stem that a misspelt word stands for: one letter more, fewer, other or swapped."""
    if len(word) < _LEAST_FOR_TYPO or len(word) > 30 or word[0] not in lexicon.initials:
        return None
    if word in lexicon.met:
        return lexicon.met[word]
    meant = _nearest(lexicon, word)
    if len(lexicon.met) < _WORDS_KEPT:
        lexicon.met[word] = meant
    return meant


def _nearest(lexicon: Lexicon, word: str) -> str | None:
    if word in _COMMON or not word.isalpha():
        return None
    if word in lexicon.near:
        return lexicon.near[word]
    for variant in _shortened(word):
        stem = lexicon.near.get(variant)
        if stem is not None and abs(len(stem) - len(word)) <= 1 and stem[0] == word[0]:
            return stem
    return None


def _value(
    scan: Scan, context: Context, phrase: Phrase, place: Span, *, typo: bool
) -> Value | None:
    at, stop = place
    negated = phrase.stems[0] not in _NEGATIONS and _negated(scan, at, stop)
    sure = (1.0 if context.asked == phrase.slot else 0.85) - (0.15 if typo else 0.0)
    why = phrase.rule + (" (misspelt)" if typo else "") + (" (negated)" if negated else "")
    if phrase.option is not None:
        if negated:
            return None
        shown: Json = {"slot": phrase.slot, "option": phrase.option}
        return Value("choice", shown, scan.span(at, stop), sure, None, why)
    shown = {"slot": phrase.slot, "value": not negated}
    return Value("flag", shown, scan.span(at, stop), sure, None, why)


def _negated(scan: Scan, at: int, stop: int) -> bool:
    """ "no garage", "without a garage", "I don't need a garage", "garage is not needed"."""
    for back in range(at - 1, max(-1, at - 1 - _REACH), -1):
        word = scan.word(back)
        if word in _BREAKS:
            break
        if word in _NEGATIONS:
            return not (word == "no" and scan.word(back + 1) == "problem")
    if scan.word(stop) in {"is", "are", "isn't", "aren't"}:
        return scan.word(stop) in _NEGATIONS or scan.word(stop + 1) == "not"
    return False


def _settled(found: list[Value]) -> tuple[Value, ...]:
    """Values once each, the surest first at a shared place."""
    seen: set[str] = set()
    kept: list[Value] = []
    for value in sorted(found, key=lambda value: (value.span[0], -value.confidence)):
        key = repr(value.value)
        if key not in seen:
            seen.add(key)
            kept.append(value)
    return tuple(kept)
