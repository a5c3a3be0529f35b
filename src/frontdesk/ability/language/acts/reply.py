"""Turns a message into its answer to a yes-or-no question: yes, no, unsure, conditional."""

import re
from dataclasses import dataclass

from frontdesk.ability.language.acts import table
from frontdesk.ability.language.acts.fold import Folded
from frontdesk.ground.words.reading import ReplyKind, Span

_TABLE = table.named("reply")
_EMOJI_YES = re.compile("[👍👌✅💯🙌🆗✔☑🤝]")
_EMOJI_NO = re.compile("[👎❌🚫✖🙅]")


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
    lead = _TABLE["lead"].pattern.match(text)
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
        condition = _TABLE["condition"].pattern.search(folded.text, at[0])
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
    refused = _TABLE["refused"].pattern.search(text)
    if refused and not _TABLE["question"].pattern.match(text):
        found.append((*refused.span(), "no"))
    if asked == "confirm" or asked is not None:
        agrees = _TABLE["agrees"].pattern.search(text)
        if agrees and not _TABLE["question"].pattern.match(text):
            found.append((*agrees.span(), "yes"))
    unsure = _TABLE["unsure_any"].pattern.search(text)
    if (
        unsure
        and not _TABLE["question"].pattern.match(text)
        and (asked is not None or len(folded.words) <= 6)
    ):
        found.append((*unsure.span(), "unsure"))
    for pattern, kind in ((_TABLE["yes_any"].pattern, "yes"), (_TABLE["no_any"].pattern, "no")):
        match = (
            pattern.search(text)
            if asked == "confirm" and not _TABLE["question"].pattern.match(text)
            else None
        )
        if match:
            found.append((*match.span(), "yes" if kind == "yes" else "no"))
    if not found:
        return None
    order: dict[ReplyKind, int] = {"no": 0, "unsure": 1, "yes": 2, "conditional": 3}
    start, end, kind_found = min(found, key=lambda item: (order[item[2]], item[0]))
    return _with_condition(folded, kind_found, (start, end), "the sentence answers what was asked")
