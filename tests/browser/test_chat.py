"""The chat in a real browser: a talk that survives a reload, a lost answer, a phone, no mouse."""

from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, Route, expect

from tests.browser import visitor
from tests.browser.conftest import PATIENCE_MS
from tests.browser.visitor import Visitor
from tests.story.web_desk import TENANT, Desk

pytestmark = pytest.mark.browser

MESSAGES = "**/channels/webchat/messages"


async def test_a_reload_finds_the_talk_again(desk: Desk, page: Page, pictures: Path) -> None:
    anna = Visitor(page)
    await page.goto(f"{desk.url}/chat")
    await anna.say("I want to sell my house and buy another one", replies=1)
    await anna.say("412 Alder Street, Fremont, CA 94536", replies=2)
    before = await anna.said()
    await page.screenshot(path=pictures / "chat-desktop.png")
    await page.reload()
    await anna.sees(2)
    assert await anna.said() == before
    assert before[1] == "You: I want to sell my house and buy another one"
    await anna.say("We are moving for work", replies=3)
    assert len(await desk.rows("select id from conversations")) == 1


async def test_a_lost_answer_is_asked_again(desk: Desk, page: Page) -> None:
    anna, lost = Visitor(page), 0

    async def lose_first(route: Route) -> None:
        nonlocal lost
        if route.request.method != "POST" or lost:
            await route.continue_()
            return
        lost += 1
        await route.fetch()
        await route.abort()

    await page.route(MESSAGES, lose_first)
    await page.goto(f"{desk.url}/chat")
    await anna.say("hello there", replies=1)
    said = await anna.said()
    stored = await desk.rows("select text from conversation_messages")
    assert lost == 1
    assert [words for words in said if words.startswith("You")] == ["You: hello there"]
    assert [row["text"] for row in stored] == ["hello there"]
    assert len(await desk.rows("select id from ai_responses")) == 1


async def test_a_message_unsent_survives_a_reload(desk: Desk, page: Page) -> None:
    anna = Visitor(page)
    await page.route(MESSAGES, lambda route: route.abort())
    await page.goto(f"{desk.url}/chat")
    await anna.words.fill("are you there?")
    await anna.words.press("Enter")
    await expect(anna.log.get_by_text("still trying")).to_be_visible(timeout=PATIENCE_MS)
    await page.unroute(MESSAGES)
    await page.reload()
    await anna.sees(1)
    stored = await desk.rows("select text from conversation_messages")
    assert [row["text"] for row in stored] == ["are you there?"]


async def test_a_refused_message_says_so(desk: Desk, page: Page, pictures: Path) -> None:
    anna = Visitor(page)

    async def refuse(route: Route) -> None:
        problem = '{"error": {"code": "x", "message": "the text is too long"}}'
        await route.fulfill(status=413, body=problem, content_type="application/json")

    await page.route(MESSAGES, refuse)
    await page.goto(f"{desk.url}/chat")
    await anna.words.fill("hello")
    await anna.words.press("Enter")
    again = anna.log.get_by_role("button", name="Try again")
    await expect(again).to_be_visible(timeout=PATIENCE_MS)
    await expect(anna.log.get_by_text("Not sent: the text is too long.")).to_be_visible()
    await page.screenshot(path=pictures / "chat-refused.png")
    await page.unroute(MESSAGES)
    await again.click()
    await anna.sees(1)
    assert (await anna.said())[1:2] == ["You: hello"]


async def test_nothing_empty_can_be_sent(desk: Desk, page: Page) -> None:
    anna = Visitor(page)
    await page.goto(f"{desk.url}/chat")
    send = page.get_by_role("button", name="Send")
    await expect(send).to_be_disabled()
    await anna.words.fill("   ")
    await expect(send).to_be_disabled()
    await anna.words.press("Enter")
    await anna.words.fill("x" * 1900)
    await expect(page.get_by_text("100 characters left")).to_be_visible()
    assert await anna.words.get_attribute("maxlength") == "2000"
    assert await desk.rows("select id from sessions") == []


async def test_reminders_come_while_somebody_looks(desk: Desk, page: Page) -> None:
    await desk.save_tenant(TENANT, nudge_after_s=3600, timezone=noon(desk))
    anna = Visitor(page)
    await page.goto(f"{desk.url}/chat?bot=seller")
    await anna.say("I want to sell my house", replies=1)
    due = await desk.rows("update timers set due_at = now() where kind = 'nudge' returning id")
    assert len(due) == 1
    await anna.sees(2)


async def test_the_chat_works_by_keyboard_alone(desk: Desk, page: Page, pictures: Path) -> None:
    anna = Visitor(page)
    await page.goto(f"{desk.url}/chat")
    await embed(page)
    launcher = page.get_by_role("button", name="Open the chat")
    await launcher.focus()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("dialog")).to_be_visible()
    await expect(anna.words).to_be_focused()
    await page.keyboard.type("hello")
    await page.keyboard.press("Shift+Enter")
    await page.keyboard.type("anyone there?")
    await page.keyboard.press("Tab")
    await expect(page.get_by_role("button", name="Send")).to_be_focused()
    await page.screenshot(path=pictures / "chat-keyboard.png")
    await page.keyboard.press("Enter")
    await anna.sees(1)
    assert (await anna.said())[1] == "You: hello\nanyone there?"
    await page.keyboard.press("Shift+Tab")
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("dialog")).to_be_hidden()
    await expect(launcher).to_be_focused()


async def test_the_chat_is_read_out_properly(desk: Desk, page: Page) -> None:
    await page.goto(f"{desk.url}/chat")
    log = page.get_by_role("log", name="Conversation")
    assert await log.get_attribute("aria-live") == "polite"
    assert await page.get_by_role("textbox", name="Your message").count() == 1
    assert await page.get_by_role("region", name="Harbor Realty").count() == 1


async def test_markup_and_strange_scripts_stay_text(desk: Desk, page: Page) -> None:
    anna = Visitor(page)
    await page.goto(f"{desk.url}/chat")
    for number, text in enumerate(
        ["<img src=x onerror=alert(1)>", "مرحبا 🏠 <b>bold</b>"], start=1
    ):
        await anna.say(text, replies=number)
        assert f"You: {text}" in await anna.said()
    assert await page.locator("frontdesk-chat img, frontdesk-chat b").count() == 0


@pytest.mark.parametrize("colours", ["light", "dark"])
async def test_a_phone_shows_the_whole_chat(
    desk: Desk, browser: Browser, pictures: Path, colours: str
) -> None:
    context = await browser.new_context(
        viewport={"width": 390, "height": 844},
        device_scale_factor=2,
        has_touch=True,
        is_mobile=True,
        color_scheme="dark" if colours == "dark" else "light",
        reduced_motion="reduce",
    )
    page = await context.new_page()
    anna = Visitor(page)
    await page.goto(f"{desk.url}/chat")
    await anna.say("Hi, I am looking for a 3 bedroom house in Oakland under 900k", replies=1)
    await page.screenshot(path=pictures / f"chat-phone-{colours}.png")
    assert await visitor.overflow(page) == 0
    box = await page.get_by_role("button", name="Send").bounding_box()
    assert box is not None
    assert (box["width"] >= 44, box["height"] >= 44) == (True, True)
    assert box["y"] + box["height"] <= 844
    await embed(page)
    await page.get_by_role("button", name="Open the chat").click()
    panel = await page.get_by_role("dialog").bounding_box()
    assert panel == {"x": 0, "y": 0, "width": 390, "height": 844}
    await context.close()


@pytest.mark.parametrize("colours", ["light", "dark"])
async def test_every_colour_can_be_read(desk: Desk, browser: Browser, colours: str) -> None:
    context = await browser.new_context(color_scheme="dark" if colours == "dark" else "light")
    page = await context.new_page()
    anna = Visitor(page)
    await page.goto(f"{desk.url}/chat")
    await anna.say("hello", replies=1)
    for part in ("h2", ".about", ".bot p", ".customer p", ".customer small"):
        assert await contrast(page, part) >= 4.5, part
    await context.close()


def noon(desk: Desk) -> str:
    """A time zone in which it is about noon, far from quiet hours (the names count westward)."""
    ahead = 12 - desk.line.clock.now().hour
    return f"Etc/GMT{-ahead:+d}"


async def embed(page: Page) -> None:
    """Put the widget on the page as a visitor's own site would: floating, behind its launcher."""
    await page.evaluate(
        """() => {
          document.querySelector('frontdesk-chat').remove();
          const chat = document.createElement('frontdesk-chat');
          chat.setAttribute('bot', 'lead');
          document.body.append(chat);
        }"""
    )


async def contrast(page: Page, part: str) -> float:
    """The WCAG contrast of an element's text against the first painted ground behind it."""
    found: float = await page.evaluate(
        """(part) => {
          const root = document.querySelector('frontdesk-chat').shadowRoot;
          const element = root.querySelector(part);
          const parse = (colour) => colour.match(/[\\d.]+/g).map(Number);
          const light = ([r, g, b]) => {
            const [x, y, z] = [r, g, b].map((c) => c / 255)
              .map((c) => (c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
            return 0.2126 * x + 0.7152 * y + 0.0722 * z;
          };
          let behind = element;
          while (parse(getComputedStyle(behind).backgroundColor)[3] === 0) {
            behind = behind.parentElement;
          }
          const pair = [getComputedStyle(element).color, getComputedStyle(behind).backgroundColor];
          const [one, two] = pair.map((colour) => light(parse(colour))).sort((a, b) => b - a);
          return (one + 0.05) / (two + 0.05);
        }""",
        part,
    )
    return found
