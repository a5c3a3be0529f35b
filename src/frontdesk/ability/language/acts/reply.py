"""Turns a message into its answer to a yes-or-no question: yes, no, unsure, conditional."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from frontdesk.ability.language.acts import table
from frontdesk.ability.language.acts.features import find_rows
from frontdesk.ability.language.acts.fold import Folded
from frontdesk.ability.language.acts.learned import Guesses
from frontdesk.ground.words.reading import ReplyKind, Span

_TABLE = table.of("reply")
_WEIGHED = table.of("reply_marks")
REPLIES = "replies"
_EMOJI_YES = re.compile("[👍👌✅💯🙌🆗✔☑🤝]")
_EMOJI_NO = re.compile("[👎❌🚫✖🙅]")
_BY_EMOJI = "an emoji answers"
_FIRST = "first words answer"
_BY_DENIAL = "denies that anything is against it"
_TAKEN_BACK = "first words agree, and are taken back"
_ENDED = re.compile(r"[^\S\n]*[.!]+\s")
# Examples that speak for less than this leave the word to the rules; to silence, for less than that.
_LEAST: dict[ReplyKind, float] = {"no": 0.5, "conditional": 0.5, "unsure": 0.8, "yes": 0.5}
_TOLD_FROM = 0.3
_SHORT = 7
_SEEMING = ("sounds", "looks", "seems")
_WEAK_YES = ("ok", "okay", "alright", "okey")
_AGREEING = ("agree", "agreed", *_WEAK_YES)
_RANK: dict[ReplyKind, int] = {"no": 0, "conditional": 1, "unsure": 2, "yes": 3}


@dataclass(frozen=True, slots=True)
class Reply:
    """The answer given, where it stands, and the rule that saw it."""

    kind: ReplyKind
    span: Span
    why: str


def find_reply(folded: Folded, *, asked: str | None, guesses: Guesses) -> Reply | None:
    """The yes, no, unsure or conditional answer of a message; None where it answers nothing.

    Where a yes or no was asked, examples are weighed together with what the rules saw; elsewhere
    only the rules count.
    """
    said = _by_rules(folded, asked=asked)
    if asked != "confirm" or (said and _is_settled(folded, said)):
        return said
    best = guesses.best_of(REPLIES, _marks(folded, said))
    least = _LEAST[said.kind] if said else _TOLD_FROM
    if best is None or best.score < least or (said and best.name == said.kind):
        return said
    kind = next((kind for kind in _RANK if kind == best.name), None)
    return Reply(kind, folded.span(*best.span), best.why) if kind else None


def _is_settled(folded: Folded, said: Reply) -> bool:
    """Whether a rule needs no second opinion: an emoji, a denial, what is taken back, or first
    words that are a whole sentence ("Yes. I said no onions")."""
    if said.why in (_BY_EMOJI, _BY_DENIAL, _TAKEN_BACK):
        return True
    if said.why != _FIRST or said.kind not in ("yes", "no"):
        return False
    lead = _TABLE["lead"].pattern.match(folded.text)
    return bool(lead and _ENDED.match(folded.text, lead.end()))


def _by_rules(folded: Folded, *, asked: str | None) -> Reply | None:
    """The answer that rules see.

    The first answering word wins ("yes... I said no onions" is a yes); a condition after a yes
    makes it conditional. Inside a sentence, agreement counts only where something was asked.
    """
    text = folded.text
    fronted = folded.first(_TABLE["fronted"]) if asked == "confirm" else None
    if fronted:
        return Reply("conditional", folded.span(*fronted.span()), "a condition before the answer")
    agreed = folded.first(_TABLE["agreed_by_denial"]) if asked is not None else None
    if agreed:
        return _reply(folded, "yes", agreed.span(), _BY_DENIAL)
    lead = _TABLE["lead"].pattern.match(text)
    if lead:
        if _TABLE["taken_back"].pattern.match(text, lead.end()) and lead["yes"]:
            return Reply("no", folded.span(*lead.span()), _TAKEN_BACK)
        kind = _kind_of(lead, text)
        return _reply(folded, kind, lead.span(), _FIRST) if kind else None
    stated = _TABLE["stated_no"].pattern.match(text)
    if stated and (asked is not None or len(folded.words) <= _SHORT):
        return Reply("no", folded.span(*stated.span()), "first words refuse")
    emoji = _emoji(folded)
    if emoji:
        return emoji
    if _TABLE["question"].pattern.match(text):
        other = _TABLE["asks_for_other"].pattern.search(text) if asked == "confirm" else None
        return Reply("no", folded.span(*other.span()), "asks for something else") if other else None
    found = list(_inside(folded, asked))
    if not found:
        return None
    kind_found, start, end = min(found, key=lambda item: (_RANK[item[0]], item[1]))
    return _reply(folded, kind_found, (start, end), "the sentence answers what was asked")


def _kind_of(lead: re.Match[str], text: str) -> ReplyKind | None:
    """What the first answering words say, in the light of what follows them."""
    if lead["unsure"]:
        return "unsure"
    if lead["no"]:
        return "no"
    said = (lead["yes"] or "").strip()
    if _TABLE["unsure_after"].pattern.match(text, lead.end()):
        return "unsure"
    if said in _AGREEING and _TABLE["refused_after"].pattern.match(text, lead.end()):
        return "no"
    if (said in _WEAK_YES or said.startswith(_SEEMING)) and _TABLE["asks_after"].pattern.match(
        text, lead.end()
    ):
        return None
    return "yes"


def _reply(folded: Folded, kind: ReplyKind, at: tuple[int, int], why: str) -> Reply:
    """The reply; a condition after a yes makes it conditional."""
    if kind == "yes":
        behind = at[1] if at[0] == 0 else 0
        condition = _TABLE["condition"].pattern.search(folded.text, behind)
        if condition:
            whole = folded.span(min(at[0], condition.start()), max(at[1], condition.end()))
            return Reply("conditional", whole, "a yes with a condition")
    return Reply(kind, folded.span(*at), why)


def _emoji(folded: Folded) -> Reply | None:
    for kinds, pattern in ((True, _EMOJI_YES), (False, _EMOJI_NO)):
        mark = pattern.search(folded.text)
        if mark:
            kind: ReplyKind = "yes" if kinds else "no"
            return Reply(kind, folded.span(*mark.span()), _BY_EMOJI)
    return None


def _inside(folded: Folded, asked: str | None) -> Iterator[tuple[ReplyKind, int, int]]:
    """Answers inside the sentence, most of them only where something was asked."""
    refused = _TABLE["refused_first"].pattern.match(folded.text) or folded.first(_TABLE["refused"])
    if refused:
        yield "no", *refused.span()
        return
    tried: list[tuple[ReplyKind, str, bool]] = [
        ("unsure", "unsure_any", asked is not None or len(folded.words) < _SHORT),
        ("yes", "agrees", asked is not None),
        ("yes", "yes_any", asked == "confirm"),
        ("no", "no_any", asked == "confirm"),
    ]
    for kind, name, counts in tried:
        match = folded.first(_TABLE[name]) if counts else None
        if match:
            yield kind, *match.span()


def find_marks(folded: Folded) -> tuple[str, ...]:
    """What rules see in an answer, for its words to be weighed with."""
    return _marks(folded, _by_rules(folded, asked="confirm"))


def _marks(folded: Folded, said: Reply | None) -> tuple[str, ...]:
    heard = f"{said.kind}: {said.why}" if said else "unheard"
    return (heard, *find_rows(folded, _WEIGHED.rows))
