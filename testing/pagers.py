"""A way to page that remembers what it was given, and fails as it is told to."""

from dataclasses import dataclass, field

from frontdesk.flow.operations.contracts.notifier import Page, PageKind, Sent
from frontdesk.ground.words.problems import Problem


@dataclass(slots=True)
class FakePager:
    """`failures` are raised in order before anything is taken."""

    name: str = "slack"
    pages: list[Page] = field(default_factory=list)
    failures: list[Problem] = field(default_factory=list)

    async def send(self, page: Page) -> Sent:
        if self.failures:
            raise self.failures.pop(0)
        self.pages.append(page)
        return Sent(receipt=f"{self.name}-{len(self.pages)}", thread=page.thread or f"t{page.key}")

    def kinds(self) -> list[PageKind]:
        return [page.kind for page in self.pages]
