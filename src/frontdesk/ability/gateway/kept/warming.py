"""Questions with their answers, or the ones asked most, turned into kept answers before anybody asks."""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass

from frontdesk.ability.gateway.calls import Answer, Call
from frontdesk.ability.gateway.failures import Failure
from frontdesk.ability.gateway.kept.cacheable import decide_cacheable
from frontdesk.ability.gateway.kept.kept import Kept
from frontdesk.ability.gateway.structured import parse_answer
from frontdesk.ground.words.ids import TenantId
from frontdesk.ground.words.problems import BadInput, NotNow, Refused
from frontdesk.ground.words.reading import Json

MakeCall = Callable[[str], Call]
GIVEN = "given"  # the model of an answer that a person wrote


@dataclass(frozen=True, slots=True)
class Warmed:
    """How many answers are kept now, and each question that was not, with the reason."""

    kept: int
    refused: tuple[tuple[str, str], ...] = ()


async def warm(kept: Kept, make_call: MakeCall, pairs: Iterable[tuple[str, str]]) -> Warmed:
    """Keep given answers to given questions; `make_call` makes the call as the bot would ask it."""
    count, refused = 0, []
    for question, text in pairs:
        call = make_call(question)
        reason: str = decide_cacheable(call) or ""
        try:
            parsed = _parsed(call, text)
        except Failure as failure:
            parsed, reason = None, reason or failure.public
        if reason:
            refused.append((question, reason))
            continue
        await kept.keep(call, Answer(text, GIVEN, "cached", "warmed", parsed=parsed))
        count += 1
    return Warmed(count, tuple(refused))


async def warm_again(
    kept: Kept,
    make_call: MakeCall,
    ask: Callable[[Call], Awaitable[Answer]],
    *,
    tenant: TenantId,
    bot: str,
    most: int = 20,
) -> Warmed:
    """Ask again what was asked most and is no longer kept; `ask` is `Gateway.ask`."""
    count, refused = 0, []
    for question, _ in await kept.load_frequent(tenant, bot, most=most):
        call = make_call(question)
        try:
            answer = await kept.find(call) or await ask(call)
        except (NotNow, Refused, BadInput, Failure) as problem:
            refused.append((question, problem.code))
            continue
        await kept.keep(call, answer)
        count += 1
    return Warmed(count, tuple(refused))


def _parsed(call: Call, text: str) -> Json:
    wanted = call.schema is not None or call.any_json
    return parse_answer(text, call.schema) if wanted else None
