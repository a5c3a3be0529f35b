"""A decided reply turned into a model's wording of it, or into the reason to say it as it stands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from frontdesk.flow.conversation.contracts.bot import Bot
from frontdesk.flow.conversation.contracts.prompted import NEUTRAL, TONES, WordInputs
from frontdesk.flow.conversation.line import Line
from frontdesk.flow.conversation.load import Turn
from frontdesk.flow.conversation.proposals import call
from frontdesk.flow.conversation.proposals.marks import unmark
from frontdesk.flow.conversation.proposals.wording import check_wording, tidy
from frontdesk.ground.words.decision import Rung

PROMPT = "word_reply"


@dataclass(frozen=True, slots=True)
class Decided:
    """A reply with marks in place of its facts. `question` are all wordings of the question it
    ends with."""

    marked: str
    facts: Mapping[str, str]
    language: str
    question: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Reworded:
    """`text` is None where the decided words go out. `rung` is the one that a model answered from,
    also where its words were not used: the note says so, and the counter of proposals."""

    text: str | None
    rung: Rung
    note: str


async def ask_model(
    line: Line, turn: Turn, bot: Bot, decided: Decided, *, deadline_at: float
) -> Reworded:
    """Ask for other words in the tenant's tone, and use them only where they pass every check.

    Nothing personal goes along, so that the same reply is worded once and then kept.
    """
    prompt = line.prompts[PROMPT]
    tone = TONES.get(turn.tenant.settings.tone, NEUTRAL)
    inputs = WordInputs(decided.marked, LANGUAGES[decided.language], tone.says)
    proposed = await call.propose(
        line,
        turn,
        prompt,
        inputs,
        bot=bot,
        deadline_at=deadline_at,
        accepts=lambda text: _check(decided, text)[1] is None,
    )
    if proposed.answer is None:
        call.count(line, prompt, proposed.failure)
        return Reworded(None, "rules", proposed.told)
    worded, wrong = _check(decided, proposed.answer.text)
    call.count(line, prompt, wrong or "used")
    if wrong is not None:
        return Reworded(None, proposed.answer.rung, f"template kept, {wrong}, {proposed.told}")
    return Reworded(unmark(worded, decided.facts), proposed.answer.rung, proposed.told)


def _check(decided: Decided, text: str) -> tuple[str, str | None]:
    """A model's words tidied up, and why they cannot be used, if so."""
    worded = tidy(text).strip('"')
    wrong = check_wording(
        decided.marked, worded, question=decided.question, language=decided.language
    )
    return worded, wrong


LANGUAGES: Mapping[str, str] = {"en": "English", "es": "Spanish"}
