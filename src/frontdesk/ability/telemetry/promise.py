"""A promised share of good turns (or calls, or sends) turned into how fast its error budget burns."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from frontdesk.ability.telemetry.measure import Subject, Target, Window

WRONG = ("error", "timeout")
# What levels can be promised of: what happens to one tenant's customers.
PROMISED: tuple[Subject, ...] = ("turn", "handoff", "model", "send", "tool")
OF_HUNDRED = 0.99  # what a declared target promises: one in a hundred may be late, or break


@dataclass(frozen=True, slots=True)
class Promise:
    """`objective` (0-1) of the events of a thing are good: done within `within_ms`, or, where that is
    None, with none of the outcomes in `bad`. "" for every name or operation."""

    name: str
    service: str
    subject: Subject
    of: str
    operation: str
    objective: float
    within_ms: float | None = None
    bad: tuple[str, ...] = WRONG

    @property
    def budget(self) -> float:
        """The share of bad events that is allowed."""
        return 1.0 - self.objective


@dataclass(frozen=True, slots=True)
class Burn:
    """Bad events of all in a span, and how many times faster than allowed they come."""

    bad: int
    total: int
    rate: float


def measure_burn(promise: Promise, window: Window) -> Burn | None:
    """How fast the budget burned in a window; None of nothing measured. A late event counts where
    the promise is about time; kept answers say nothing of that."""
    if promise.within_ms is None:
        total = sum(window.outcomes.values())
        bad = sum(window.outcomes.get(outcome, 0) for outcome in promise.bad)
    else:
        total = window.ms.count
        bad = total - round((window.ms.share_below(promise.within_ms) or 0.0) * total)
    if total == 0:
        return None
    return Burn(bad, total, bad / total / promise.budget)


def list_promises(targets: Iterable[Target]) -> Iterator[Promise]:
    """What each declared target promises: 99 % within its P99, and 99 % unbroken."""
    for target in targets:
        subject: Subject = "handoff" if target.bot == "handoff" else "turn"
        of = "" if target.bot == "handoff" else target.bot
        for name, within_ms in (("in_time", target.p99_ms), ("unbroken", None)):
            yield Promise(
                name=f"{target.operation}_{name}",
                service=target.bot,
                subject=subject,
                of=of,
                operation=target.operation,
                objective=OF_HUNDRED,
                within_ms=within_ms,
            )
