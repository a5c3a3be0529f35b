"""What a bot just asked turned into what a scripted customer says next."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from frontdesk.ability.evals.script import AGREED, DONE, Quirk, Scripted

MOST_TURNS = 30
_OVER = ("escalate", "stay_silent")
_UNKNOWN = {"es": "No sé", "en": "I don't know"}
_DECLINES = {"es": "No, gracias", "en": "No thanks"}


@dataclass(frozen=True, slots=True)
class Heard:
    """A bot's reply: its text, the slot it asked for, and its decision's kind."""

    text: str
    asked: str | None
    kind: str


@dataclass(frozen=True, slots=True)
class Progress:
    """What the customer has said so far: how many messages, answers per slot, quirks used."""

    said: int = 0
    answered: Mapping[str, int] = field(default_factory=dict)
    used: tuple[int, ...] = ()
    over: bool = False


def next_text(
    script: Scripted, progress: Progress, heard: Heard | None
) -> tuple[str | None, Progress]:
    """The customer's next message, or None when the conversation is over for them.

    `heard` is None at the start: then the opening is said. Afterwards the customer answers only
    what is asked: first a quirk that waits for that question, then the slot's wordings one after
    the other (the last again and again), and "I don't know" where the goal has no such slot. A
    reply that asks nothing ends the conversation, but for what waits for `@done`. Deterministic;
    at most MOST_TURNS messages.
    """
    if progress.over or progress.said >= MOST_TURNS:
        return None, replace(progress, over=True)
    if heard is None:
        return script.opening, replace(progress, said=1)
    if heard.kind in _OVER:
        return None, replace(progress, over=True)
    quirk = _waiting(script, progress, heard)
    if quirk is not None:
        place, told = quirk
        used = (*progress.used, place)
        over = told.then == "end"
        return told.say, replace(progress, said=progress.said + 1, used=used, over=over)
    if heard.asked is None:
        return None, replace(progress, over=True)
    return _answer(script, progress, heard.asked)


def _waiting(script: Scripted, progress: Progress, heard: Heard) -> tuple[int, Quirk] | None:
    at = DONE if heard.asked is None else heard.asked
    for place, quirk in enumerate(script.quirks):
        anywhere = quirk.when_asked == "*" and heard.asked is not None
        if place not in progress.used and (anywhere or quirk.when_asked == at):
            return place, quirk
    return None


def _answer(script: Scripted, progress: Progress, asked: str) -> tuple[str, Progress]:
    language = script.locale[:2] if script.locale[:2] in _UNKNOWN else "en"
    times = progress.answered.get(asked, 0)
    counted = {**progress.answered, asked: times + 1}
    after = replace(progress, said=progress.said + 1, answered=counted)
    answer = script.goal.get(asked)
    if answer is None:
        return (_DECLINES if asked == AGREED else _UNKNOWN)[language], after
    return answer.say[min(times, len(answer.say) - 1)], after
