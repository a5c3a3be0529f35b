"""A browser page turned into a visitor who writes, reads, and looks at the pixels."""

from dataclasses import dataclass
from typing import cast

from playwright.async_api import Locator, Page, expect

from tests.browser.conftest import PATIENCE_MS


@dataclass(frozen=True, slots=True)
class Visitor:
    """The chat window as its visitor knows it: by labels and roles, never by markup."""

    page: Page

    @property
    def words(self) -> Locator:
        return self.page.get_by_label("Your message")

    @property
    def log(self) -> Locator:
        return self.page.get_by_role("log")

    async def say(self, text: str, *, replies: int) -> None:
        """Write and press Enter; wait until `replies` answers of ours stand in the window."""
        await self.words.fill(text)
        await self.words.press("Enter")
        await self.sees(replies)

    async def sees(self, replies: int) -> None:
        """Our answers, the greeting not counted."""
        ours = self.log.locator(".bubble.bot:not(.dots)")
        await expect(ours).to_have_count(replies + 1, timeout=PATIENCE_MS)

    async def said(self) -> list[str]:
        """Everything in the window in its order, who said it included."""
        found = await self.log.locator(".bubble:not(.dots)").all()
        return [
            f"{await bubble.locator('span.hidden').inner_text()} {await bubble.locator('p').inner_text()}"
            for bubble in found
        ]


async def overflow(page: Page) -> float:
    """How many pixels the page is wider than its window."""
    script = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    return cast(float, await page.evaluate(script))
