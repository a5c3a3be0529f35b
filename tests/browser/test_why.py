"""What a visitor said in the chat is told, turn by turn and with its reasons, in the console."""

from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect

from tests.browser import visitor
from tests.browser.visitor import Visitor
from tests.story.web_desk import Desk

pytestmark = pytest.mark.browser

TALK = (
    "I want to sell my house and buy another one",
    "412 Alder Street, Fremont, CA 94536",
    "We are moving to Denver for work, in about 6 weeks",
)


async def talk(desk: Desk, page: Page) -> None:
    anna = Visitor(page)
    await page.goto(f"{desk.url}/chat")
    for number, text in enumerate(TALK, start=1):
        await anna.say(text, replies=number)


async def sign_in(desk: Desk, page: Page) -> None:
    """By keyboard alone: the key field has the focus."""
    await page.goto(f"{desk.url}/console")
    key = page.get_by_label("Key of scope agent, operator or admin")
    await expect(key).to_be_focused()
    await page.keyboard.type(await desk.key())
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", name="Conversations")).to_be_visible()


async def test_the_console_tells_why(desk: Desk, page: Page, pictures: Path) -> None:
    await talk(desk, page)
    await sign_in(desk, page)
    await page.screenshot(path=pictures / "console-list.png")
    await page.get_by_role("link", name="We are moving to Denver").press("Enter")
    first = page.locator("#turn-1")
    await expect(first.get_by_text(TALK[0]).first).to_be_visible()
    await first.get_by_text("Why did it say that?").click()
    await page.screenshot(path=pictures / "why-desktop.png")
    await expect(first.get_by_text("Handed over to seller").first).to_be_visible()
    await expect(first.locator("mark.intent, mark.both").first).to_be_visible()
    await expect(first.get_by_role("cell", name="sell", exact=True)).to_be_visible()
    await expect(first.get_by_text("lead to seller")).to_be_visible()
    steps = await first.locator(".steps th[scope=row]").all_inner_texts()
    assert steps[:4] == ["load", "gate", "read", "route"]
    known = page.get_by_role("complementary", name="What is known")
    await expect(known.get_by_text("412 Alder Street, Fremont, CA 94536").first).to_be_visible()
    await expect(page.locator("#turn-2").get_by_text("delivered")).to_be_visible()


@pytest.mark.parametrize("colours", ["light", "dark"])
async def test_the_page_fits_a_phone_at_night(
    desk: Desk, browser: Browser, page: Page, pictures: Path, colours: str
) -> None:
    await talk(desk, page)
    context = await browser.new_context(
        viewport={"width": 390, "height": 844},
        device_scale_factor=2,
        color_scheme="dark" if colours == "dark" else "light",
    )
    phone = await context.new_page()
    await sign_in(desk, phone)
    await phone.screenshot(path=pictures / f"list-phone-{colours}.png")
    list_overflow = await visitor.overflow(phone)
    await phone.get_by_role("link", name="We are moving to Denver").click()
    await expect(phone.locator("#turn-3")).to_be_visible()
    await phone.screenshot(path=pictures / f"why-phone-{colours}.png", full_page=True)
    assert (list_overflow, await visitor.overflow(phone)) == (0, 0)
    await context.close()


async def test_signing_out_closes_the_pages(desk: Desk, page: Page) -> None:
    await sign_in(desk, page)
    await page.get_by_role("button", name="Sign out").click()
    await expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    await page.goto(f"{desk.url}/console")
    await expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
