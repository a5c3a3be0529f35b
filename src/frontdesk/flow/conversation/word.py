"""A decision turned into the words of its reply, from the bot's templates in the customer's language."""

from collections.abc import Mapping
from dataclasses import dataclass

from frontdesk.flow.conversation.commit import Outcome
from frontdesk.flow.conversation.contracts.bot import Bot, Words
from frontdesk.flow.conversation.contracts.phrases import Phrases
from frontdesk.flow.conversation.decide import TO_PEOPLE
from frontdesk.flow.conversation.gate import Gate
from frontdesk.flow.conversation.line import Line
from frontdesk.flow.conversation.load import Turn
from frontdesk.flow.conversation.proposals import rephrase
from frontdesk.flow.conversation.proposals.ceiling import asks_kept, decide_ceiling
from frontdesk.flow.conversation.proposals.marks import marks
from frontdesk.flow.conversation.read import Heard
from frontdesk.flow.conversation.state import State
from frontdesk.ground.words.decision import Rung
from frontdesk.ground.words.problems import Broken

LANGUAGES = ("en", "es")
ANSWERS_OF_THE_HOUSE = ("opted_out", "opted_in", "help_asked")


@dataclass(frozen=True, slots=True)
class Part:
    """One thing a decision says: its words in the customer's language, all and the chosen one."""

    key: str
    template: str
    variants: tuple[str, ...]
    verbatim: bool


@dataclass(frozen=True, slots=True)
class Worded:
    """The words of a reply, and the rung that the turn was answered from, with its reason."""

    text: str
    rung: Rung
    note: str


async def word_reply(line: Line, turn: Turn, gated: Gate, outcome: Outcome, heard: Heard) -> Worded:
    """The decided reply in its templates' words, or in a model's where the turn's call is left."""
    text = render_reply(turn, outcome, line.phrases)
    if outcome.decision.reason in TO_PEOPLE:
        return Worded(text, "human", outcome.decision.reason)
    if heard.claimed is not None:
        return Worded(text, heard.claimed.rung, f"read, {heard.claimed.note}")
    chosen = decide_ceiling(line, turn.tenant.id, outcome.bot, "word")
    why = decide_templates(outcome) if asks_kept(chosen) else chosen.reason
    if why is not None:
        return Worded(text, "rules", why)
    parts, facts = render_parts(turn, outcome, line.phrases), shown_facts(turn, outcome)
    last = max((at for at, part in enumerate(parts, 1) if part.verbatim), default=0)
    free = parts[last:]
    if not free:
        return Worded(text, "rules", "verbatim")
    decided = rephrase.Decided(
        marked=" ".join(_mark(outcome.bot, part, facts) for part in free),
        facts=facts,
        language=outcome.reading.language,
        question=free[-1].variants if outcome.decision.asked else (),
    )
    reworded = await rephrase.ask_model(
        line, turn, outcome.bot, decided, deadline_at=gated.deadline_at
    )
    if reworded.text is not None:
        before = [_fill(outcome.bot, part.key, part.template, facts) for part in parts[:last]]
        text = " ".join([*before, reworded.text])
    return Worded(text, reworded.rung, reworded.note)


def decide_templates(outcome: Outcome) -> str | None:
    """Why a reply goes out in its templates' words; None where a model may be asked for others.

    Consent, danger and calls for a person are said as they were written.
    """
    reading, decision = outcome.reading, outcome.decision
    checks: tuple[tuple[bool, str], ...] = (
        (not decision.say, "nothing_said"),
        (decision.reason in ANSWERS_OF_THE_HOUSE, "consent"),
        (decision.kind == "escalate", "calls_a_person"),
        (reading.urgency.level in ("urgent", "emergency"), "urgent"),
        (reading.language not in LANGUAGES, "other_language"),
    )
    return next((reason for holds, reason in checks if holds), None)


def render_reply(turn: Turn, outcome: Outcome, phrases: Phrases) -> str:
    """One text: everything the decision says, in order."""
    facts = shown_facts(turn, outcome)
    parts = render_parts(turn, outcome, phrases)
    return " ".join(_fill(outcome.bot, part.key, part.template, facts) for part in parts)


def render_parts(turn: Turn, outcome: Outcome, phrases: Phrases) -> tuple[Part, ...]:
    """The templates of what the decision says, in order.

    A question asked again takes its next variant; other words take turns."""
    bot, decision = outcome.bot, outcome.decision
    parts = []
    for key in decision.say:
        words = find_words(bot, phrases, key)
        variants = words.variants(outcome.reading.language)
        slot = bot.slot(decision.asked) if decision.asked else None
        if slot is not None and slot.ask == key:
            chosen = variants[min(outcome.state.asks.get(slot.name, 1), len(variants)) - 1]
        else:
            chosen = variants[(turn.number - 1) % len(variants)]
        parts.append(Part(key, chosen, variants, words.verbatim))
    return tuple(parts)


def shown_facts(turn: Turn, outcome: Outcome) -> Mapping[str, str]:
    """What templates may show, in words."""
    business = turn.tenant.settings.business
    return {
        **_shown(outcome.bot, outcome.state),
        "business": business,
        **outcome.decision.facts,
    }


def find_words(bot: Bot, phrases: Phrases, key: str) -> Words:
    """The words of a template key; Broken when neither the bot nor the house has any."""
    words = bot.words.get(key) or phrases.get(key)
    if words is None:
        raise Broken("word.no_words", f"bot {bot.name} has no words for {key!r}")
    return words


def _shown(bot: Bot, state: State) -> dict[str, str]:
    shown = {}
    for name, filled in state.slots.items():
        slot = bot.slot(name)
        shown[name] = slot.shown(filled.value) if slot else filled.text
    return shown


def _mark(bot: Bot, part: Part, facts: Mapping[str, str]) -> str:
    return _fill(bot, part.key, part.template, marks(facts))


def _fill(bot: Bot, key: str, template: str, facts: Mapping[str, str]) -> str:
    try:
        return template.format_map(facts)
    except KeyError as error:
        raise Broken(
            "word.missing_fact", f"bot {bot.name}: the words {key!r} need {error.args[0]!r}"
        ) from error


def render_reminder(bot: Bot, phrases: Phrases, state: State, business: str) -> str:
    """The reminder of an open question, in the customer's language."""
    slot = bot.slot(state.asked or "")
    facts = {**_shown(bot, state), "business": business}
    keys = ("house.still_there", *((slot.ask,) if slot else ()))
    return " ".join(
        _fill(bot, key, find_words(bot, phrases, key).variants(state.language)[0], facts)
        for key in keys
    )
