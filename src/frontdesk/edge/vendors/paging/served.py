"""Which of a page's several targets have been served, so that trying again serves only the others."""

from collections import OrderedDict
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field

from frontdesk.flow.operations.contracts.notifier import Page, Sent
from frontdesk.ground.kit import tasks
from frontdesk.ground.words.problems import NotNow, Problem

MOST_PAGES = 1000


@dataclass(frozen=True, slots=True)
class Served:
    """Remembers receipts by page and target, in this process. Another process that takes a page over
    half-way serves every target again: better twice than not at all."""

    _taken: OrderedDict[str, dict[str, str]] = field(default_factory=OrderedDict)

    async def send_each(
        self, page: Page, targets: Iterable[str], send: Callable[[str], Awaitable[str]]
    ) -> Sent:
        """Serve each target that was not. While one asks for patience it is raised; when some took
        it, what refused it is no reason to page the others again; when all refused, so is the page."""
        taken = self._taken.setdefault(page.id, {})
        while len(self._taken) > MOST_PAGES:
            self._taken.popitem(last=False)
        later: NotNow | None = None
        refused: Exception | None = None
        for target in targets:
            if target in taken:
                continue
            outcome = await tasks.attempt(send(target))
            if isinstance(outcome, str):
                taken[target] = outcome
            elif isinstance(outcome, NotNow):
                later = outcome
            elif isinstance(outcome, Problem):
                refused = outcome
            else:
                raise outcome
        if later is not None:
            raise later
        if refused is not None and not taken:
            raise refused
        return Sent(receipt=" ".join(taken.values())[:200])
