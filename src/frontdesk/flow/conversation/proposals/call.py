"""A prompt and its inputs turned into the one model call of a turn, and into what came of it."""

from collections.abc import Callable
from dataclasses import dataclass

from frontdesk.ability.gateway import (
    Answer,
    AnyPrompt,
    Caching,
    Call,
    NoModel,
    Schema,
    Scope,
    rendering,
)
from frontdesk.flow.conversation.contracts.bot import Bot
from frontdesk.flow.conversation.line import Line
from frontdesk.flow.conversation.load import Turn
from frontdesk.ground.words.problems import BadInput, Broken, NotNow, Problem, Refused


@dataclass(frozen=True, slots=True)
class Proposed:
    """One call that was made. `answer` is None where it failed, `failure` names how; `ms` is the
    time it took either way."""

    answer: Answer | None
    failure: str = ""
    ms: float = 0.0

    @property
    def told(self) -> str:
        """Who answered and how fast, or how it failed, for the steps of the turn."""
        by = self.answer.model if self.answer else self.failure
        kept = self.answer is not None and self.answer.via.startswith("cache")
        return f"{by}{' kept' if kept else ''} {self.ms:.0f} ms"


async def propose(
    line: Line,
    turn: Turn,
    prompt: AnyPrompt,
    inputs: object,
    *,
    bot: Bot,
    deadline_at: float,
    schema: Schema | None = None,
    accepts: Callable[[str], bool] | None = None,
) -> Proposed:
    """Ask once; with `accepts`, what it accepts is kept and given again.

    Whatever is wrong with models, budgets or answers is a failure with a name: the turn goes on
    without."""
    call = Call(
        purpose=prompt.purpose,
        scope=Scope(turn.tenant.id, bot.name, conversation=turn.conversation_id, trace=turn.trace),
        messages=rendering.render(prompt, inputs),
        schema=schema,
        deadline_at=deadline_at,
        caching=Caching(allowed=accepts is not None),
        prompt=prompt.mark,
        accepts=accepts,
    )
    started = line.clock.monotonic()
    answer, failure = None, ""
    try:
        answer = await line.gateway.ask(call)
        if answer.refusal or answer.finish == "filtered":
            answer, failure = None, "refused"
    except (NotNow, Refused, BadInput, Broken) as problem:
        failure = _named(problem)
    ms = (line.clock.monotonic() - started) * 1000
    return Proposed(answer, failure, ms)


def _named(problem: Problem) -> str:
    """How a call failed: by what its last try met, else by what kept every model away."""
    if not isinstance(problem, NoModel):
        return problem.code
    asked = ", ".join(dict.fromkeys(one.model for one in problem.attempts))
    return f"{problem.last or problem.reason}{f': {asked}' if asked else ''}"


def count(line: Line, prompt: AnyPrompt, outcome: str) -> None:
    """One more proposal that was used, refused or never came, by its reason."""
    line.meters.proposals.labels(prompt.purpose, outcome.partition(":")[0]).inc()
