"""Models in order turned into the next attempt that is worth making, until one answers or time is up."""

from frontdesk.ability.gateway.attempts.means import Candidate, Means, Run, Try
from frontdesk.ability.gateway.attempts.pacing import LEAST_S, decide_pause, decide_timeout
from frontdesk.ability.gateway.calls import NoModel
from frontdesk.ability.gateway.failures import Failure, FailureKind
from frontdesk.ability.gateway.money.tokens import estimate_tokens
from frontdesk.ground.words.problems import BadInput, NotNow, Problem, Refused

WHOLE_PROVIDER: tuple[FailureKind, ...] = ("bad_key", "no_credit", "unreachable")
CALLER: tuple[FailureKind, ...] = ("too_long", "bad_request", "filtered", "unknown_model")
MOST_WAITS = 2  # for one model that says when to come back
SPREAD_S = 0.1  # waiting calls come back over so long, not all at once
USUAL_AFTER_S = 5.0
UNSAID_HOLD_S = 1.0  # for a vendor that limits us without saying until when


class Walk:
    """Where one call is on its way through the models. Not for concurrent use."""

    def __init__(self, means: Means, run: Run) -> None:
        self._means, self._run = means, run
        self._left = list(run.candidates)
        self._tries: dict[str, int] = {}
        self._pause_s = 0.0
        self._out_of_time = False
        self._asked_again = False
        self.failure: Failure | None = None
        self.refusal: NotNow | None = None
        self.passed_over = ""

    def left_s(self) -> float:
        """Seconds until the call's deadline."""
        return self._run.deadline_at - self._means.clock.monotonic()

    def timeout_s(self, turn: Try) -> float:
        """What an attempt that begins now may take."""
        return decide_timeout(
            self.left_s(), share=self._run.policy.attempt_share, others=turn.others
        )

    async def step(self) -> Try | None:
        """The next attempt, after whatever pause it needs; None when there is none left to make."""
        while self._left:
            if self._pause_s:
                await self._means.clock.sleep(self._pause_s)
                self._pause_s = 0.0
            if self.left_s() < LEAST_S:
                self._out_of_time = True
                return None
            candidate = self._first_free()
            if candidate is None:
                if not await self._wait():
                    return None
                continue
            probe = self._means.breakers.allows(candidate.key) == "probe"
            if probe and not await self._means.breakers.claim_probe(candidate.key):
                self._drop(candidate, "breaker_open")
                continue
            return Try(candidate, probe, others=self._others(candidate))
        return None

    def beside(self, turn: Try) -> Try | None:
        """A second attempt to make while `turn` is still silent: on the next healthy model."""
        for candidate in self._left:
            if candidate is not turn.candidate and self._healthy(candidate):
                return Try(candidate, probe=False, others=False)
        return None

    def failed(self, turn: Try, failure: Failure, *, said: bool = False) -> None:
        """An attempt failed: again, or the next model, or nothing more. `said`: the reader has
        seen a part of the answer, and whoever is free goes on with it."""
        self.failure = failure
        self._run.break_off(self._means.clock.monotonic())
        candidate, treatment = turn.candidate, failure.treatment
        tries = self._tries[candidate.key] = self._tries.get(candidate.key, 0) + 1
        others = self._others(candidate)
        if not treatment.next:
            self._left.clear()
        elif (after_s := _hold(failure)) is not None:
            self._means.breakers.held(candidate.key, after_s)
            if tries > MOST_WAITS:
                self._drop(candidate)
        elif failure.kind == "off_schema" and not self._asked_again:
            self._asked_again = True  # the same model is told what was wrong, once in a call
        elif self._again(failure, tries, others=others, said=said):
            self._pause_s = decide_pause(tries, self._means.jitter())
        elif failure.kind in WHOLE_PROVIDER:
            self._drop_provider(candidate.provider)
        else:
            self._drop(candidate)

    def refused(self, turn: Try, refusal: NotNow) -> None:
        """An attempt was not let out: no place, or no money."""
        self.refusal = refusal
        if turn.probe:
            self._means.breakers.released(turn.candidate.key)
        self._drop_provider(turn.candidate.provider)

    def reason(self, answered: Candidate | None = None) -> str:
        """Why the answer does not come from the model that is asked first; "" when it does."""
        if answered is not None and answered is self._run.candidates[0]:
            return ""
        if self.failure is not None:
            return f"after_{self.failure.kind}"
        if self.refusal is not None:
            return self.refusal.code.rpartition(".")[2]
        return self.passed_over or ("no_time" if self._out_of_time else "")

    def problem(self) -> Problem:
        """What to tell a caller whom nobody could answer."""
        failure, run = self.failure, self._run
        if failure is not None and all(one.failure in CALLER for one in run.attempts):
            return _blame(failure, run)
        if self.refusal is not None and failure is None:
            return self.refusal
        return NoModel(
            self.reason() or run.chosen.reason,
            after_s=self._after_s(),
            last=failure.kind if failure is not None else None,
            attempts=tuple(run.attempts),
        )

    def _again(self, failure: Failure, tries: int, *, others: bool, said: bool) -> bool:
        """Whether the same model is asked once more: it may help, it is allowed, and it fits."""
        at_once = others and said
        fits = self.left_s() > LEAST_S + decide_pause(tries, 1.0)
        return (
            failure.treatment.retry and tries <= self._run.policy.retries and fits and not at_once
        )

    def _first_free(self) -> Candidate | None:
        """The first model that may be asked now; those whose breaker is open are passed over."""
        for candidate in list(self._left):
            if self._means.breakers.allows(candidate.key) == "open":
                self._drop(candidate, "breaker_open")
            elif self._hold_s(candidate) <= 0:
                return candidate
            elif not self.passed_over:
                self.passed_over = "held"
        return None

    async def _wait(self) -> bool:
        """Every model wants to be left alone: wait for the soonest if there is time for it."""
        holds = [self._hold_s(candidate) for candidate in self._left]
        if not holds or min(holds) + SPREAD_S + LEAST_S > self.left_s():
            return False
        await self._means.clock.sleep(min(holds) + SPREAD_S * self._means.jitter())
        return True

    def _others(self, candidate: Candidate) -> bool:
        return any(one is not candidate and self._healthy(one) for one in self._left)

    def _healthy(self, candidate: Candidate) -> bool:
        closed = self._means.breakers.allows(candidate.key) == "closed"
        return closed and self._hold_s(candidate) <= 0

    def _hold_s(self, candidate: Candidate) -> float:
        """Seconds until the vendor takes a call: by its Retry-After, or by its rate headers."""
        held_s = self._means.breakers.held_s(candidate.key)
        if not self._means.rates.knows(candidate.key):
            return held_s
        tokens = sum(estimate_tokens(self._run.call.messages, self._run.sampling.max_tokens or 0))
        return max(held_s, self._means.rates.wait_s(candidate.key, tokens))

    def _drop(self, candidate: Candidate, why: str = "") -> None:
        self.passed_over = self.passed_over or why
        if candidate in self._left:
            self._left.remove(candidate)

    def _drop_provider(self, provider: str) -> None:
        self._left = [one for one in self._left if one.provider != provider]

    def _after_s(self) -> float:
        """When somebody may be free again: the soonest hold or breaker, else a guess."""
        keys = {candidate.key for candidate in self._run.candidates}
        waits = [
            max(state.left_s, state.hold_s)
            for state in self._means.breakers.states()
            if state.model in keys
        ]
        return max(1.0, min((wait for wait in waits if wait), default=USUAL_AFTER_S))


def _hold(failure: Failure) -> float | None:
    """For how long a model wants to be left alone; None where a failure does not mean that."""
    if failure.kind == "rate_limited":
        return UNSAID_HOLD_S if failure.after_s is None else failure.after_s
    return failure.after_s if failure.kind == "overloaded" else None


def _blame(failure: Failure, run: Run) -> Problem:
    """Every model said that the call itself cannot be met: trying again would not help."""
    if failure.kind == "filtered":
        return Refused("gateway.filtered", "the vendor's safety filter stopped it", status=400)
    if failure.kind == "too_long":
        return BadInput(
            "gateway.too_long",
            "the messages are longer than any model here takes",
            field="messages",
            fix="send less, or ask for a shorter answer",
        )
    if failure.kind == "bad_request":
        return BadInput(
            "gateway.bad_request",
            "no model here takes this request",
            field="messages",
            fix="check messages, tools and schema; the log says what the vendor says",
        )
    if not run.call.model:
        return NoModel("unknown_model", after_s=USUAL_AFTER_S, attempts=tuple(run.attempts))
    return BadInput(
        "gateway.unknown_model",
        "the vendor has no such model",
        field="model",
        fix="ask for a model that the vendor has",
        status=404,
    )
