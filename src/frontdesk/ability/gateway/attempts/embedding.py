"""Texts taken to the one model for embeddings: vectors of another one could not be compared."""

from collections.abc import Sequence

from frontdesk.ability.gateway.attempts import record
from frontdesk.ability.gateway.attempts.asking import within
from frontdesk.ability.gateway.attempts.means import Means, Run, Try
from frontdesk.ability.gateway.attempts.walk import Walk
from frontdesk.ability.gateway.calls import Embedded
from frontdesk.ability.gateway.failures import Failure
from frontdesk.ability.gateway.nouns import Vectors
from frontdesk.ground.words.problems import NotNow


async def embed_texts(means: Means, run: Run, texts: Sequence[str]) -> Embedded | Walk:
    """One vector per text, or the walk that got none."""
    walk = Walk(means, run)
    while (turn := await walk.step()) is not None:
        try:
            return await _try(means, run, walk, turn, texts)
        except Failure as failure:
            walk.failed(turn, failure)
        except NotNow as refusal:
            walk.refused(turn, refusal)
    return walk


async def _try(means: Means, run: Run, walk: Walk, turn: Try, texts: Sequence[str]) -> Embedded:
    candidate = turn.candidate
    client = means.clients[candidate.provider]
    async with means.admission.enter(candidate.provider, run.scope.tenant, run.deadline_at):
        underway = await record.reserve(means, run, turn, timeout_s=walk.timeout_s(turn))
        try:
            asked = client.embed(texts, candidate.model, timeout_s=underway.timeout_s)
            found = await within(asked, underway.timeout_s)
            _check(texts, found)
        except Failure as failure:
            record.failed(means, run, underway, failure)
            raise
        except BaseException:  # the caller left
            record.cancelled(means, run, underway)
            raise
        usage = record.answered(means, run, underway, found.usage)
    return Embedded(
        vectors=found,
        model=candidate.key,
        usage=usage,
        cost_micro=run.cost_micro if underway.price is not None else None,
        ms=(means.clock.monotonic() - run.started) * 1000,
    )


def _check(texts: Sequence[str], found: Vectors) -> None:
    lengths = {len(vector) for vector in found.vectors}
    if len(found.vectors) != len(texts) or len(lengths) > 1 or 0 in lengths:
        raise Failure("bad_answer", "the vectors do not fit the texts", maybe_billed=True)
