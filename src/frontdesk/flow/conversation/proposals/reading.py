"""A message that was read weakly turned into a model's claims about it, merged with the local reading."""

from dataclasses import dataclass

from frontdesk.ability import language
from frontdesk.ability.gateway import Schema
from frontdesk.ability.language import claims
from frontdesk.flow.conversation.contracts.prompted import ReadInputs, SlotTold
from frontdesk.flow.conversation.line import Line
from frontdesk.flow.conversation.load import Turn
from frontdesk.flow.conversation.proposals import call, hidden
from frontdesk.ground.words.decision import Rung
from frontdesk.ground.words.reading import Json, Reading

PROMPT = "read_message"
MOST_CHARACTERS = 4000


@dataclass(frozen=True, slots=True)
class Claimed:
    """What the turn's one call brought for its reading. `rung` is the one that answered, `rules`
    where nothing of it counted; `note` says so in the steps of the turn."""

    reading: Reading
    rung: Rung
    note: str
    claims: Json = None


async def ask_model(
    line: Line,
    turn: Turn,
    local: Reading,
    context: language.Context,
    *,
    deadline_at: float,
    why: str,
) -> Claimed:
    """Ask a model to read too, and take from its claims what has evidence (`claims.merge`)."""
    prompt = line.prompts[PROMPT]
    open_to_models = turn.tenant.settings.models_see_contacts
    shown = hidden.hide(local.text, () if open_to_models else local.sensitive)
    schema = claims.build_schema(context)
    inputs = build_inputs(turn, context, shown.text[:MOST_CHARACTERS])
    proposed = await call.propose(
        line,
        turn,
        prompt,
        inputs,
        bot=turn.bot,
        deadline_at=deadline_at,
        schema=Schema("reading", schema),
    )
    if proposed.answer is None:
        call.count(line, prompt, proposed.failure)
        return Claimed(local, "rules", f"{why}: {proposed.told}")
    claimed = shown.restore(proposed.answer.parsed)
    merged = claims.merge(local, claimed, context)
    call.count(line, prompt, "used" if merged.kept else "nothing_added")
    told = f"{why}: {proposed.told}; {_told(merged)}"
    return Claimed(merged.reading, proposed.answer.rung, told, claimed)


def build_inputs(turn: Turn, context: language.Context, text: str) -> ReadInputs:
    """What the model is told: the text, our own question, and what may be claimed."""
    slot = turn.bot.slot(context.asked or "")
    words = turn.bot.words.get(slot.ask) if slot else None
    return ReadInputs(
        text=text,
        question=words.en[0] if words else "",
        asked=slot.name if slot else "",
        purpose=turn.bot.purpose,
        intents=claims.claimable(context),
        slots=tuple(
            SlotTold(one.name, one.shape.kind, tuple(option.name for option in one.shape.options))
            for one in turn.bot.slots
        ),
    )


def _told(merged: claims.Merged) -> str:
    kept = f"kept {', '.join(merged.kept)}" if merged.kept else "nothing kept"
    return f"{kept}; dropped {', '.join(merged.dropped)}" if merged.dropped else kept
