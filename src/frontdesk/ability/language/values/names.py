"""Turns introductions ("my name is ...", "this is ... calling") and bare answers into names."""

import re

from frontdesk.ability.language.context import Context
from frontdesk.ability.language.values import name_words as words
from frontdesk.ability.language.values.scan import Scan, listed, scan_text
from frontdesk.ground.words.reading import Value

_BY_OPENER = {
    last: tuple(rule for rule in words.INTRODUCTIONS if rule[1][-1] == last)
    for last in {rule[1][-1] for rule in words.INTRODUCTIONS}
}
_OPENERS = frozenset(_BY_OPENER)
_CLOSERS = frozenset({"here", "speaking", "calling", "again"})
_SIGN_OFFS = frozenset({"thanks", "regards", "cheers", "sincerely", "best", "gracias", "you", "-"})
_LEAD_INS = frozenset(
    listed(
        "it's its it is this name my is i'm im i am call me sure yes yeah ok okay hi hello hey well "
        "the full so and first last soy me llamo mi nombre es um uh oh yep of course under put"
    )
)
_NEVER = frozenset({"i", "and", "y", "is", "the"})
# Behind these a written name stands in an answer to "what is your name?".
_NAME_LEADS = frozenset({"under", "for", "of", "called", "name", "that's", "be", "by", "with"})
_MOST_TOKENS = 5


def find_names(text: str, context: Context) -> tuple[Value, ...]:
    """The customer's own name where it is introduced or was asked, in title case."""
    return read_names(scan_text(text), context)


def read_names(scan: Scan, context: Context) -> tuple[Value, ...]:
    """Names of a scanned text, the surest reading of each place."""
    slot = context.asked_slot()
    asked = slot.kind == "name" if slot is not None else context.asked == "name"
    found: list[Value] = []
    if scan.words & _OPENERS:
        found.extend(_find_introduced(scan))
    if not found and scan.words & _CLOSERS:
        found.extend(_find_closed(scan))
    if not found and asked:
        found.extend(_find_answer(scan) or _find_written(scan))
    if not found and len(scan.tokens) > 2 and scan.words & _SIGN_OFFS:
        found.extend(_find_signature(scan))
    return tuple(found)


def _find_introduced(scan: Scan) -> list[Value]:
    found: list[Value] = []
    reach = 0
    for at, token in enumerate(scan.tokens):
        if token.text not in _OPENERS or at < reach:
            continue
        for rule, parts, sure, anything in _BY_OPENER[token.text]:
            start = at + 1 - len(parts)
            if start < 0 or any(scan.word(start + k) != part for k, part in enumerate(parts)):
                continue
            if parts[0] == "name" and not _own_name(scan, start - 1):
                break
            value = _named(scan, at + 1, rule, sure=sure, anything=anything)
            if value is not None:
                found.append(value[0])
                reach = value[1]
                break
    return found


def _own_name(scan: Scan, at: int) -> bool:
    """ "company name is ...", "your name is ..." name somebody else."""
    return scan.kind(at) != "w" or scan.word(at) in {
        *{"my", "the", "full", "first", "last", "legal", "real", "sure", "hi", "hello", "yes"},
        *{"and", "ok", "okay", "well", "customer", "client", "hey"},
    }


def _named(
    scan: Scan, at: int, rule: str, *, sure: float, anything: bool
) -> tuple[Value, int] | None:
    if scan.word(at) in {":", "-"}:
        at += 1
    if scan.word(at) in words.TITLES:
        at += 2 if scan.word(at + 1) == "." else 1
    stop = _name_end(scan, at)
    if stop is None:
        return None
    if not anything and not _believable(scan, at, stop):
        return None
    return _value(scan, at, stop, rule, sure), stop


def _name_end(scan: Scan, at: int) -> int | None:
    """The index behind the name that begins at `at`; None where no word there can be one."""
    if not _name_word(scan, at):
        return None
    stop = at + 1
    while stop - at < _MOST_TOKENS:
        word = scan.word(stop)
        if (
            word == "-" and scan.glued(stop) and scan.glued(stop + 1) and _name_word(scan, stop + 1)
        ) or (word == "." and len(scan.word(stop - 1)) == 1 and _name_word(scan, stop + 1)):
            stop += 2
        elif (_name_word(scan, stop) and _goes_on(scan, stop)) or (
            word in words.PARTICLES and _particle_goes_on(scan, stop)
        ):
            stop += 1
        else:
            break
    return stop


def _particle_goes_on(scan: Scan, at: int) -> bool:
    behind = at + 1
    while scan.word(behind) in words.PARTICLES and behind < at + 3:
        behind += 1
    return _name_word(scan, behind) and scan.raw(behind)[0].isupper()


def _name_word(scan: Scan, at: int) -> bool:
    word = scan.word(at)
    if scan.kind(at) != "w" or word in _NEVER:
        return False
    if word in words.FIRST_NAMES:
        return True
    written = scan.mixed and at > 0 and scan.raw(at)[0].isupper()
    if scan.word(at - 1) in words.FIRST_NAMES and word in words.FAMILY_NAMES:
        return True
    if word in words.NOT_NAMES:
        return False
    behind = written or scan.word(at - 1) in words.FIRST_NAMES
    return not word.endswith(words.NOT_NAME_ENDINGS) or (behind and "'" not in word)


def _goes_on(scan: Scan, at: int) -> bool:
    """Whether the next word still belongs to the name: same shape, or the clause ends with it."""
    upper = scan.raw(at)[0].isupper()
    before_upper = scan.raw(at - 1)[0].isupper()
    if upper:
        return before_upper
    if before_upper:
        return False
    return _clause_ends(scan, at + 1) or scan.word(at - 1) in words.FIRST_NAMES


def _clause_ends(scan: Scan, at: int) -> bool:
    return scan.kind(at) in {"", "s"} or scan.word(at) in {
        *{"and", "calling", "from", "with", "here", "i", "i'm", "speaking", "y", "im", "my"},
        *{"but", "at", "the", "texting", "writing", "you", "again", "looking", "interested"},
    }


def _believable(scan: Scan, at: int, stop: int) -> bool:
    """After "I'm" and "this is" nearly any word can stand: ask for a known or a written name."""
    if scan.word(at) in words.FIRST_NAMES:
        return _clause_ends(scan, stop) or scan.raw(at)[0].isupper() or stop - at > 1
    if scan.word(stop) in {"calling", "speaking"} and stop - at <= 3:
        return True
    raw = scan.raw(at)
    return raw[0].isupper() and not raw.isupper() and _clause_ends(scan, stop)


def _find_closed(scan: Scan) -> list[Value]:
    """ "Dana Whitfield here", "Marcus speaking" at the start of a sentence."""
    for at in range(1, min(len(scan.tokens), 8)):
        if scan.word(at) not in _CLOSERS:
            continue
        first = at
        while first > 0 and at - first < 3 and _name_word(scan, first - 1):
            first -= 1
        opens = first == 0 or scan.kind(first - 1) == "s" or scan.word(first - 1) in _LEAD_INS
        if first < at and opens and scan.word(first) in words.FIRST_NAMES:
            return [_value(scan, first, at, scan.word(at), 0.8)]
    return []


def _find_answer(scan: Scan) -> list[Value]:
    """A bare answer to "what is your name?": the words left when the lead-in is gone."""
    at, size = 0, len(scan.tokens)
    while at < size and (
        scan.kind(at) == "s"
        or scan.word(at) in words.TITLES
        or (scan.word(at) in _LEAD_INS and scan.word(at) not in words.FIRST_NAMES)
    ):
        at += 1
    if at >= size or not _name_word(scan, at):
        return []
    stop = at + 1
    while stop < size and stop - at < _MOST_TOKENS:
        if (
            scan.word(stop) in {"-", "."}
            and _name_word(scan, stop + 1)
            and (scan.glued(stop) and (scan.glued(stop + 1) or len(scan.word(stop - 1)) == 1))
        ):
            stop += 2
        elif _name_word(scan, stop) or (
            scan.word(stop) in words.PARTICLES and scan.kind(stop + 1) == "w"
        ):
            stop += 1
        else:
            break
    rest = [scan.word(k) for k in range(stop, size) if scan.kind(k) != "s"]
    known = scan.word(at) in words.FIRST_NAMES
    if not known and any(token.kind == "n" for token in scan.tokens):
        return []
    if not known and (len(rest) > 4 or stop - at > 4 or scan.word(size - 1) == "?"):
        return []
    spread = sum(1 for k in range(at, stop) if scan.word(k) not in words.PARTICLES | {"-", "."})
    if known and spread > 3 and not scan.raw(at + 1)[0].isupper():
        stop = at + 2
    return [_value(scan, at, stop, "asked for the name", 0.9 if not rest or known else 0.6)]


def _find_written(scan: Scan) -> list[Value]:
    """ "the booking is under Luis Serna" in an answer: capitals behind a word that leads."""
    if not scan.mixed:
        return []
    for at in range(1, len(scan.tokens)):
        led = scan.word(at - 1) in _NAME_LEADS
        if not led or not _name_word(scan, at) or not scan.raw(at)[0].isupper():
            continue
        stop = _name_end(scan, at)
        if stop is not None and (stop - at > 1 or scan.word(at) in words.FIRST_NAMES):
            return [_value(scan, at, stop, "written in the answer", 0.7)]
    return []


def _find_signature(scan: Scan) -> list[Value]:
    """ "Thanks, Priya" or "- Tom Becker" at the very end."""
    size = len(scan.tokens)
    stop = size - 1 if scan.word(size - 1) == "." else size
    first = stop
    while first > 0 and stop - first < 3 and _name_word(scan, first - 1):
        first -= 1
    if first == stop or scan.word(first) not in words.FIRST_NAMES:
        return []
    before = scan.word(first - 1)
    signed = before in {",", "-", "!", "."} and scan.word(first - 2) in _SIGN_OFFS
    dashed = before == "-" and scan.word(first - 2) in {".", "!", "?", ",", "-"}
    if signed or dashed or before in {"thanks", "regards", "gracias"}:
        return [_value(scan, first, stop, "signature", 0.75)]
    return []


def _value(scan: Scan, first: int, stop: int, rule: str, sure: float) -> Value:
    start, end = scan.span(first, stop)
    shown = titled(scan.text[start:end])
    return Value("name", shown, (start, end), sure, None, f"name: {rule}")


def titled(text: str) -> str:
    """Title case of words written all small or all large; mixed ones stay ("McDowell")."""
    parts = re.split(r"(\s+|-|')", text)
    whole = " ".join(text.split())
    if not (whole.islower() or whole.isupper()):
        return "".join(
            part
            if any(char.isupper() for char in part) or part in words.PARTICLES
            else part[:1].upper() + part[1:]
            for part in re.split(r"(\s+)", text)
        )
    shown: list[str] = []
    for part in parts:
        low = part.lower()
        keep = low in words.PARTICLES and bool(shown)
        shown.append(low if keep else low[:1].upper() + low[1:])
    return "".join(shown)
