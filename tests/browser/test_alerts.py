"""Somebody is paged at night: they open the alert on a phone, say they are on it, and read what to do."""

import asyncio
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect

from frontdesk.content import runbooks
from frontdesk.flow.operations.received import Received, save_received
from testing.house import TENANT
from tests.browser import visitor
from tests.story.web_desk import Desk

pytestmark = pytest.mark.browser

LABELS = {"alertname": "DiskFull", "severity": "critical", "host": "db-1.rack-17.example.com"}
SAYS = {"summary": "97 % of the disk that holds the customers' conversations is used"}
LEVEL_1 = ("email", "slack", "webhook")
PAGES = sorted(path.stem for path in Path(runbooks.__file__).parent.glob("*.md"))


async def sign_in(desk: Desk, page: Page, path: str) -> None:
    """As from the link in a page: the address asks for a key first, and then shows what it names."""
    await page.goto(f"{desk.url}{path}")
    await page.keyboard.type(await desk.key())
    await page.keyboard.press("Enter")


async def fire(desk: Desk) -> str:
    """An alert that another monitor sent, and that nobody could be told of; gives its page's path."""
    line = desk.line
    await save_received(line.database, TENANT, [Received(LABELS, SAYS)], line.clock.now())
    (row,) = await desk.rows("select id from alerts where rule = 'DiskFull'")
    refused = f"select from pages where alert_id = '{row['id']}' and status = 'refused'"
    for _ in range(200):
        if len(await desk.rows(refused)) == len(LEVEL_1):
            break
        await asyncio.sleep(0.05)
    return f"/console/alerts/{row['id']}"


@pytest.mark.parametrize("colours", ["light", "dark"])
async def test_an_alert_is_answered_on_a_phone(
    desk: Desk, browser: Browser, pictures: Path, colours: str
) -> None:
    path = await fire(desk)
    context = await browser.new_context(
        viewport={"width": 390, "height": 844},
        color_scheme="dark" if colours == "dark" else "light",
    )
    phone = await context.new_page()
    await sign_in(desk, phone, path)
    await expect(phone.get_by_role("heading", name="DiskFull")).to_be_visible()
    await expect(
        phone.get_by_role("listitem").filter(has_text="another monitor says so")
    ).to_be_visible()
    await expect(phone.get_by_text("this notifier is not set up").first).to_be_visible()
    await phone.get_by_label("Note").fill("on my way")
    await phone.get_by_role("button", name="I am on it").click()
    await expect(phone.get_by_role("button", name="I am not on it any more")).to_be_visible()
    await expect(phone.get_by_role("listitem").filter(has_text="on my way")).to_be_visible()
    await phone.screenshot(path=pictures / f"alert-phone-{colours}.png", full_page=True)
    of_alert = await visitor.overflow(phone)
    await phone.get_by_role("link", name="All alerts").click()
    await expect(phone.get_by_text(SAYS["summary"])).to_be_visible()
    await phone.screenshot(path=pictures / f"alerts-phone-{colours}.png", full_page=True)
    assert (of_alert, await visitor.overflow(phone)) == (0, 0)
    await context.close()


async def test_silencing_is_seen_and_ended(desk: Desk, page: Page, pictures: Path) -> None:
    await sign_in(desk, page, await fire(desk))
    await page.get_by_label("Note").fill("the disk is being changed")
    await page.get_by_role("button", name="Silence what looks like it").click()
    await page.goto(f"{desk.url}/console/alerts")
    await page.screenshot(path=pictures / "alerts-desktop.png", full_page=True)
    await expect(page.get_by_text("the disk is being changed").first).to_be_visible()
    await page.get_by_role("button", name="End it").click()
    await expect(page.get_by_role("button", name="End it")).to_have_count(0)


async def test_every_runbook_fits_a_phone(desk: Desk, browser: Browser, pictures: Path) -> None:
    """Commands wrap, tables and long names stay inside the window."""
    context = await browser.new_context(viewport={"width": 390, "height": 844})
    phone = await context.new_page()
    await sign_in(desk, phone, "/console/runbooks")
    await expect(phone.get_by_role("heading", name="Runbooks")).to_be_visible()
    over = {"": await visitor.overflow(phone)}
    for slug in PAGES:
        await phone.goto(f"{desk.url}/console/runbooks/{slug}")
        await expect(phone.get_by_role("heading", name="Whom to call")).to_be_visible()
        over[slug] = await visitor.overflow(phone)
    await phone.screenshot(path=pictures / "runbook-phone.png", full_page=True)
    assert {slug: wide for slug, wide in over.items() if wide > 0} == {}
    await context.close()
